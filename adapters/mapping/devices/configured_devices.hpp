// SPDX-License-Identifier: Apache-2.0
#pragma once
// The devices of the configuration's `devices`: a message makes each, and DeviceEngine shows it from then on.
// Thread: any; the caller gives the time

#include <map>
#include <mutex>
#include <set>
#include <string>
#include <string_view>
#include <utility>

#include "adapters/mapping/devices/configured_device.hpp"
#include "adapters/mapping/devices/device_engine.hpp"
#include "adapters/mapping/devices/waiting_messages.hpp"

namespace adapters::mapping {

class ConfiguredDevices {
 public:
  using Time = DeviceEngine::Time;

  /// Mapping and engine must outlive it. Devices speak `protocol` if their entry does not say another one.
  ConfiguredDevices(sdk::Host host, const Mapping& mapping, std::string protocol, DeviceEngine& engine)
      : host_(host), mapping_(mapping), protocol_(std::move(protocol)), engine_(engine) {}

  /// A message at an address of `devices`, before the engine receives it: it may make, rename or remove its device, or
  /// has to wait for it.
  void receive(const DeviceMessage& message, std::string_view address, Payload& payload, bool retained, Time now);

 private:
  using RowKey = std::pair<std::size_t, std::string>;  // table, identity of the row

  void receive_for_all(const DeviceMessage& message, std::string_view address, Payload& payload, bool retained,
                       Time now);
  void make(const RowKey& row, const DeviceMessage& message, Payload& payload);
  void remove(const RowKey& row);
  void rename(const RowKey& row, const DeviceMessage& message, Payload& payload);
  void wait(const RowKey& row, const DeviceMessage& message, WaitingMessage waiting);
  DeviceDescription describe(const DeviceMessage& message, const std::string& name) const;
  void replay(const WaitingMessage& message, const DeviceKey& device);
  std::size_t count(std::size_t table) const;
  std::string place(std::size_t table) const { return mapping_.tables()[table].path + ": "; }

  struct Made {
    DeviceKey key;
    std::string name;  // that its messages say
  };

  const sdk::Host host_;
  const Mapping& mapping_;
  const std::string protocol_;
  DeviceEngine& engine_;
  std::mutex mutex_;  // of all that follows; taken before the engine's
  std::map<RowKey, Made> made_;
  WaitingMessages waiting_;
  std::map<std::string, WaitingMessage> of_bridges_;  // the last one by address
};

}  // namespace adapters::mapping
