// SPDX-License-Identifier: Apache-2.0
#pragma once
// The table of conventions, and the one function of each that makes it. All else of a convention is internal to its
// folder. README.md says how to add one.
// Thread: any

#include <array>
#include <memory>
#include <string_view>

#include "adapters/mqtt/discovery/discovery.hpp"

namespace adapters::mqtt::discovery {

std::unique_ptr<Convention> make_homeassistant(const Settings& settings);
std::unique_ptr<Convention> make_homie(const Settings& settings);
std::unique_ptr<Convention> make_openmqttgateway(const Settings& settings);
std::unique_ptr<Convention> make_shelly_gen1(const Settings& settings);
std::unique_ptr<Convention> make_shelly_gen2(const Settings& settings);
std::unique_ptr<Convention> make_tasmota(const Settings& settings);
std::unique_ptr<Convention> make_zigbee2mqtt(const Settings& settings);

struct Entry {
  std::string_view name;  ///< in the configuration: `discovery: { convention: ... }`
  const char* topic;      ///< the default of `discovery: { topic: ... }`
  std::unique_ptr<Convention> (*make)(const Settings& settings);
};

inline constexpr std::array kConventions = {
    Entry{"zigbee2mqtt", "zigbee2mqtt", &make_zigbee2mqtt},
    Entry{"homeassistant", "homeassistant", &make_homeassistant},
    Entry{"homie", "homie", &make_homie},
    Entry{"tasmota", "tasmota", &make_tasmota},
    Entry{"shelly-gen2", "tr069-proxy", &make_shelly_gen2},
    Entry{"shelly-gen1", "shellies", &make_shelly_gen1},
    Entry{"openmqttgateway", "home", &make_openmqttgateway},
};

namespace detail {

constexpr std::size_t joined_size() {
  std::size_t size = 0;
  for (const Entry& entry : kConventions) size += entry.name.size() + 1;  // a space, or the NUL at the end
  return size;
}

constexpr std::array<char, joined_size()> joined_names() {
  std::array<char, joined_size()> names{};
  std::size_t at = 0;
  for (const Entry& entry : kConventions) {
    if (at != 0) names[at++] = ' ';
    for (const char c : entry.name) names[at++] = c;
  }
  return names;
}

inline constexpr auto kNames = joined_names();

}  // namespace detail

/// All names with a space between them: the choices of the configuration key.
inline constexpr const char* kConventionNames = detail::kNames.data();

}  // namespace adapters::mqtt::discovery
