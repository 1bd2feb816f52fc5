// SPDX-License-Identifier: Apache-2.0
#pragma once
// How the adapters and their devices fare, for people: tr069-proxyctl adapters and devices.
// Thread: loop

#include "adapters/sdk/adapter_abi.h"
#include "proxy/model/tree.hpp"

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

namespace proxy::plugin {

struct AdapterStatistics {
  std::string name, plugin, mount;
  std::string state;  ///< created, running, failed (could not start), faulted (threw), stopped
  bool away = false;  ///< said that its broker, bus or host is
  std::uint64_t published = 0;
  std::uint64_t rejected = 0;
  std::string last_reason;  ///< of what was rejected
  std::uint64_t dropped = 0;
  std::size_t pending_sets = 0;
  std::size_t devices = 0, rows = 0, columns = 0;
  std::uint64_t messages = 0;    ///< messages and polls that had values
  std::uint64_t reconnects = 0;  ///< its broker, bus or host was away and came back
};

/// The row of an adapter in the table that an ACS sees.
struct AdapterState {
  std::string name, status, text, since;
};

/// A set that is not confirmed, or that was dropped.
struct SetProblem {
  std::string adapter, path, reason;
  std::size_t attempts = 0;
};

struct RejectedStatistics {
  std::string adapter, subject, reason;
  std::uint64_t count = 0;
};

struct DeviceStatistics {
  std::string adapter, controller, identity, protocol;
  adapter_presence presence = ADAPTER_UNKNOWN;
  std::string path;  ///< of its first row, without the final dot; empty if it has none
  std::size_t pending_sets = 0;
  bool online = false;     ///< as the standard shape says it
  std::size_t values = 0;  ///< parameters that the device has values for
  struct Unseen {
    std::string path;
    bool writable = false;
  };
  std::vector<Unseen> unseen = {};  ///< those that have had none yet, by path
};

/// Devices by their presence, as DeviceStatistics has it.
struct DeviceCounts {
  std::size_t all = 0, online = 0, offline = 0, silent = 0;
};

/// What an adapter found and does not show.
struct SkippedStatistics {
  std::string adapter, identity, reason;
};

class AdapterInstance;
class Devices;
/// Appends the adapter's devices.
void add_device_statistics(const AdapterInstance& instance, const model::Tree& tree,
                           std::vector<DeviceStatistics>& all);
/// Adds the adapter's devices.
void add_device_counts(const Devices& devices, DeviceCounts& counts);

}  // namespace proxy::plugin
