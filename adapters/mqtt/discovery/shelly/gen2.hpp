// SPDX-License-Identifier: Apache-2.0
#pragma once
// Shelly devices of the second generation and later. A device that appears is asked for its facts and its status, which
// has its components.
// Spec: https://shelly-api-docs.shelly.cloud/gen2/ (MQTT channel, RPC protocol)
// Thread: pure; one thread at a time

#include <boost/json/object.hpp>
#include <cstddef>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "adapters/mqtt/discovery/discovery.hpp"

namespace adapters::mqtt::discovery {

class ShellyGen2 final : public Convention {
 public:
  /// settings.topic: our own name; the answers come at <topic>-<device>/rpc. The prefix of a device's topics has up to
  /// kMaxLevels levels.
  explicit ShellyGen2(const Settings& settings) : settings_(settings) {}

  std::vector<std::string> topics() const override;
  Changes message(std::string_view topic, std::string_view payload, bool retained) override;

 private:
  struct Device {
    std::string identity;  ///< "shellyplus1pm-a8032abe54dc"; "": not known yet
    std::string name;      ///< the name given by its owner
    std::string model;
    std::string components;             ///< a key of the described components and their members
    std::vector<std::string> settable;  ///< identities of capabilities, in the order of the numbers of their commands
    std::string caller;                 ///< our name for it: it answers at <caller>/rpc
    boost::json::object dynamic;        ///< the status of its dynamic components, by key
    boost::json::object configs;        ///< their configurations
    bool has_listed = false;            ///< it has been asked for its dynamic components
    bool is_whole = false;              ///< its whole status has been described
    boost::json::object heard;          ///< until then: the components that it has sent by themselves
  };

  void ask(const std::string& prefix, Changes& changes);
  static void ask_for_dynamic(const std::string& prefix, const Device& device, const std::string& offset,
                              Changes& changes);
  static void keep_dynamic(const std::string& prefix, Device& device, const boost::json::object& page,
                           Changes& changes);
  void answer(const std::string& prefix, std::string_view payload, Changes& changes);
  void notification(const std::string& prefix, std::string_view payload, Changes& changes);
  void describe_whole(const std::string& prefix, Device& device, const boost::json::object& status,
                      Changes& changes) const;
  void describe(const std::string& prefix, Device& device, const boost::json::object& status, Changes& changes) const;
  std::string caller_for(std::string_view prefix) const;

  const Settings settings_;
  std::map<std::string, Device, std::less<>> devices_;       // by the prefix of its topics
  std::map<std::string, std::string, std::less<>> answers_;  // prefix by topic
};

}  // namespace adapters::mqtt::discovery
