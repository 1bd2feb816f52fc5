// SPDX-License-Identifier: Apache-2.0
#pragma once
// Which devices the host shows, under which descriptions, and at which addresses their messages come. It keeps out the
// devices that are not wanted.
// Thread: one at a time

#include <cstddef>
#include <cstdint>
#include <map>
#include <set>
#include <string>
#include <string_view>
#include <unordered_map>
#include <utility>
#include <vector>

#include "adapters/mapping/configuration/admission.hpp"
#include "adapters/mapping/configuration/notify_rules.hpp"
#include "adapters/mapping/devices/device.hpp"
#include "adapters/mapping/devices/device_routes.hpp"
#include "adapters/mapping/devices/shared_facts.hpp"
#include "adapters/mapping/devices/shown_device.hpp"
#include "adapters/mapping/runtime/set_confirmation.hpp"
#include "adapters/sdk/adapter.hpp"

namespace adapters::mapping {

class DeviceDirectory {
 public:
  /// `confirmation` must outlive it; it forgets the sets of capabilities that go.
  DeviceDirectory(sdk::Host host, Admission admission, SetConfirmation& confirmation, NotifyRules notify)
      : host_(host), admission_(std::move(admission)), notify_(std::move(notify)), confirmation_(confirmation) {}

  /// As the functions of DeviceEngine.
  bool describe(DeviceDescription&& device);
  void remove(const DeviceKey& key);
  void skip(const DeviceKey& key, const std::string& reason);
  std::vector<Message> take_prime() { return std::exchange(prime_, {}); }
  std::vector<Message> prime() const;
  DeviceRoutes& routes() { return routes_; }
  const DeviceRoutes& routes() const { return routes_; }

  /// Null if there is no such description.
  ShownDevice* find(const DeviceKey& key);
  /// By ShownDevice::number(); null if it has gone.
  ShownDevice* find(std::uint64_t number);
  /// The device that has the capability of this row; null if none has.
  ShownDevice* owner_of(sdk::Row row) const;
  /// The capability's row, which the host may refuse. The description that has it first owns it.
  sdk::Row row_of(ShownDevice& device, ShownCapability& capability);
  /// Of all descriptions of the device: each that knows something must find it online.
  adapter_presence presence_of(const DeviceKey& device) const;

 private:
  using Devices = std::map<DeviceKey, ShownDevice>;

  std::string why_not(const DeviceDescription& device) const;
  std::pair<Devices::const_iterator, Devices::const_iterator> descriptions_of(const DeviceKey& device) const;
  sdk::Device host_device(const DeviceDescription& device) const;
  void show(ShownDevice& device, DeviceDescription&& description);
  void own(ShownDevice& device, const ShownCapability& capability);
  void remove_capability(const ShownDevice& device, sdk::Row row);
  void remove_shown(const DeviceKey& key);
  void note_skipped(const DeviceKey& key, const std::string& reason);

  const sdk::Host host_;
  const Admission admission_;
  const NotifyRules notify_;
  SetConfirmation& confirmation_;
  Devices devices_;  // the descriptions of one device stand together
  std::uint64_t last_number_ = 0;
  std::size_t count_ = 0;  // of devices, however many descriptions each has
  FactsPool pool_;
  DeviceRoutes routes_;
  std::unordered_map<adapter_handle, ShownDevice*> owners_;  // of capabilities, by row
  std::set<DeviceKey> skipped_;
  std::vector<Message> prime_;
};

}  // namespace adapters::mapping
