// SPDX-License-Identifier: Apache-2.0
#pragma once
// What the tests of single adapters share: a house with one adapter below Device.X_00D09E_Test., and waits for its
// values. Waits end with an event or with an exception.
// Thread: any one thread at a time

#include <chrono>
#include <stdexcept>
#include <string>

#include "tests/integration/house.hpp"

namespace tests::integration {

inline const std::string kMount = "Device.X_00D09E_Test.";

/// `section` is what follows plugin and mount, each line with two spaces before it; @ stands for `folder`.
inline HouseOptions with_adapter(const std::string& plugin, std::string section, const std::string& folder,
                                 bool start = true) {
  for (std::size_t at = section.find('@'); at != std::string::npos; at = section.find('@', at + folder.size())) {
    section.replace(at, 1, folder);
  }
  HouseOptions options;
  options.start = start;
  options.settings.log_level = "debug";
  options.settings.adapters = "- name: test\n  plugin: " + plugin + "\n  mount: " + kMount + "\n" + section;
  return options;
}

/// Asks again and again: each time is a process that starts, asks and ends. `name` is below the mount.
inline void wait_for_value(const House& house, const std::string& name, const std::string& value) {
  const std::string wanted = kMount + name + " = " + value + "\n";
  const auto end = std::chrono::steady_clock::now() + std::chrono::seconds{15};
  for (std::string said; said != wanted; said = house.ctl({"get", kMount + name}).output) {
    if (std::chrono::steady_clock::now() > end) throw std::runtime_error("not in time: " + wanted + "but: " + said);
  }
}

}  // namespace tests::integration
