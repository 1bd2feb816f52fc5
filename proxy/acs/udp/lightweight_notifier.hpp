// SPDX-License-Identifier: Apache-2.0
#pragma once
// Sends changes to the ACS over UDP, where the parameters' attributes say so. Nothing acknowledges a datagram, and a
// lost one is not sent again.
// Spec: TR-069 Amendment 6, Annex M; TR-181 Device.ManagementServer (LightweightNotification...)
// Thread: loop

#include "proxy/acs/network/name_lookup.hpp"
#include "proxy/acs/udp/lightweight_message.hpp"
#include "proxy/acs/udp/lightweight_schedule.hpp"
#include "proxy/base/lifetime.hpp"
#include "proxy/model/change_tracker.hpp"

#include <boost/asio/steady_timer.hpp>

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

namespace proxy::acs {

class LightweightNotifier {
 public:
  struct Settings {
    bool enable = false;
    std::string host = {};
    std::uint16_t port = 7547;
    LightweightSchedule::Settings trigger = {};
    std::string username = {};     ///< of the CPE at the ACS
    config::Secret password = {};  ///< of the CPE at the ACS
    std::string interface = {};    ///< towards the host; empty: any
    bool operator==(const Settings&) const = default;
  };
  class Dependencies {
   public:
    virtual cwmp::DeviceIdStruct device_id() const = 0;

   protected:
    ~Dependencies() = default;
  };
  struct Components {
    boost::asio::any_io_executor executor;
    const base::Clock& clock;
    model::Tree& tree;
    model::ChangeTracker& changes;
  };

  /// Subscribes to the changes. Components and dependencies outlive it.
  LightweightNotifier(const Components& components, Dependencies& dependencies);
  ~LightweightNotifier();
  LightweightNotifier(const LightweightNotifier&) = delete;
  LightweightNotifier& operator=(const LightweightNotifier&) = delete;

  void start(Settings settings);
  void stop();
  std::uint64_t sent() const { return sent_; }  ///< datagrams
  /// The time of day was set.
  void clock_moved();

 private:
  Now now() const { return {clock_.steady_now(), clock_.system_now()}; }
  void changed(bool active);
  void plan();
  void due();
  void send();
  bool send(const std::vector<std::string>& messages, const boost::asio::ip::address& to);

  const base::Clock& clock_;
  model::Tree& tree_;
  model::ChangeTracker& changes_;
  Dependencies& dependencies_;
  Settings settings_;
  LightweightSchedule schedule_;
  NameLookup names_;
  std::vector<boost::asio::ip::address> addresses_;  ///< of the host, as of found_at_
  base::SteadyTime found_at_{};
  boost::asio::steady_timer timer_;
  std::uint64_t sent_ = 0;
  bool running_ = false;
  base::Lifetime lifetime_;
};

}  // namespace proxy::acs
