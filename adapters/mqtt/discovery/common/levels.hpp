// SPDX-License-Identifier: Apache-2.0
#pragma once
// Levels that every bridge counts in its own way and an ACS sees alike.
// Thread: pure

#include "adapters/mapping/devices/device.hpp"

namespace adapters::mqtt::discovery {

/// A level from 0 to 100 %, of which the device says `none` for 0 and `all` for 100, in whole numbers.
void set_share(mapping::Capability& capability, mapping::Decimal all, mapping::Decimal none = {});

}  // namespace adapters::mqtt::discovery
