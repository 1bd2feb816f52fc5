// SPDX-License-Identifier: Apache-2.0
#pragma once
// At which addresses the messages of the shown devices come, and for what each message is.
// Thread: one at a time

#include <cstddef>
#include <cstdint>
#include <functional>
#include <set>
#include <string>
#include <string_view>
#include <unordered_map>
#include <utility>
#include <vector>

#include "adapters/mapping/devices/shown_device.hpp"

namespace adapters::mapping {

/// Addresses to subscribe to, and to unsubscribe from.
struct AddressChanges {
  std::vector<std::string> added;
  std::vector<std::string> removed;
};

/// One use of an address.
struct RouteTarget {
  enum class Use : std::uint8_t { value, accepted, response, presence, contact };
  ShownDevice* device;
  std::uint32_t index;  ///< of the capability; with Use::presence of the source of the availability; else 0
  Use use = Use::value;
  std::uint8_t source = 0;  ///< with Use::value: 0 is the capability's own, from 1 on those that are elsewhere
};

class DeviceRoutes {
 public:
  using Subjects = std::set<std::pair<std::string, std::string>>;  // addresses, and of what

  /// Those of one device stand together. Empty if the address is of no device.
  const std::vector<RouteTarget>& at(std::string_view address) const;

  /// What the device uses now; to be given to add() after it has changed.
  Subjects remove(const ShownDevice& device);
  /// An address that is subscribed to already counts as added again if the device has something new there: the broker
  /// then sends once more what it retains.
  void add(ShownDevice& device, const Subjects& before);

  /// Each address once, without those of configured devices, which the adapter knows from the configuration.
  std::vector<std::string> addresses() const;
  /// The changes since the last call; likewise without configured devices.
  AddressChanges take_changes();

 private:
  struct Hash : std::hash<std::string_view> {
    using is_transparent = void;
  };
  void add(const std::string& address, const RouteTarget& target, bool is_new);

  std::unordered_map<std::string, std::vector<RouteTarget>, Hash, std::equal_to<>> targets_;  // by address
  std::set<std::string> added_;
  std::set<std::string> removed_;
};

}  // namespace adapters::mapping
