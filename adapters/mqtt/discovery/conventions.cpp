// SPDX-License-Identifier: Apache-2.0
// The table of conventions: who writes another one gives it a row here and a word in ../options.hpp.
#include <array>

#include "adapters/mqtt/discovery/discovery.hpp"
#include "adapters/mqtt/discovery/zigbee2mqtt.hpp"

namespace adapters::mqtt::discovery {
namespace {

template <class Kind>
std::unique_ptr<Convention> make(const Settings& settings) {
  return std::make_unique<Kind>(settings);
}

constexpr std::array kConventions = {
    Entry{"zigbee2mqtt", "zigbee2mqtt", &make<Zigbee2Mqtt>},
};

}  // namespace

std::span<const Entry> conventions() { return kConventions; }

}  // namespace adapters::mqtt::discovery
