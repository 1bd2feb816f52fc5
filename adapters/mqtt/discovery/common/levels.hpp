// SPDX-License-Identifier: Apache-2.0
#pragma once
// Levels: each bridge has its own scale, an ACS always gets percent.
// Thread: pure

#include "adapters/mapping/devices/device.hpp"

namespace adapters::mqtt::discovery {

/// A level from 0 to 100 %. The device uses whole numbers, `none` for 0 % and `all` for 100 %.
void set_share(mapping::Capability& capability, mapping::Decimal all, mapping::Decimal none = {});

}  // namespace adapters::mqtt::discovery
