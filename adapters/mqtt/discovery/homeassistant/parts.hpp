// SPDX-License-Identifier: Apache-2.0
#pragma once
// The Home Assistant components that become several capabilities.
// Spec: https://www.home-assistant.io/integrations/mqtt/ (light, cover, climate, fan)
// Thread: pure

#include "adapters/mqtt/discovery/homeassistant/entity_reader.hpp"

namespace adapters::mqtt::discovery {

void read_light(EntityReader& reader);
void read_cover(EntityReader& reader);
void read_climate(EntityReader& reader);
void read_fan(EntityReader& reader);

}  // namespace adapters::mqtt::discovery
