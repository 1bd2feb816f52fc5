// SPDX-License-Identifier: Apache-2.0
// The table of conventions: who writes another one gives it a row here and a word in ../options.hpp.
#include <array>

#include "adapters/mqtt/discovery/discovery.hpp"
#include "adapters/mqtt/discovery/homeassistant/homeassistant.hpp"
#include "adapters/mqtt/discovery/homie/homie.hpp"
#include "adapters/mqtt/discovery/openmqttgateway/openmqttgateway.hpp"
#include "adapters/mqtt/discovery/shelly/gen1.hpp"
#include "adapters/mqtt/discovery/shelly/gen2.hpp"
#include "adapters/mqtt/discovery/tasmota/tasmota.hpp"
#include "adapters/mqtt/discovery/zigbee2mqtt/zigbee2mqtt.hpp"

namespace adapters::mqtt::discovery {
namespace {

template <class Kind>
std::unique_ptr<Convention> make(const Settings& settings) {
  return std::make_unique<Kind>(settings);
}

constexpr std::array kConventions = {
    Entry{"zigbee2mqtt", "zigbee2mqtt", &make<Zigbee2Mqtt>},
    Entry{"homeassistant", "homeassistant", &make<HomeAssistant>},
    Entry{"homie", "homie", &make<Homie>},
    Entry{"tasmota", "tasmota", &make<Tasmota>},
    Entry{"shelly-gen2", "tr069-proxy", &make<ShellyGen2>},
    Entry{"shelly-gen1", "shellies", &make<ShellyGen1>},
    Entry{"openmqttgateway", "home", &make<OpenMqttGateway>},
};

}  // namespace

std::span<const Entry> conventions() { return kConventions; }

}  // namespace adapters::mqtt::discovery
