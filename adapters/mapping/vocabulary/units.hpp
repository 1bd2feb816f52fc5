// SPDX-License-Identifier: Apache-2.0
#pragma once
// The names that devices have for units, and TR-181's words for them.
// Spec: TR-181 2.19, IoTUnitType (tr-181-2-iot.xml)
// Thread: pure

#include <optional>
#include <string>
#include <string_view>

#include "adapters/mapping/devices/device.hpp"
#include "adapters/mapping/values/decimal.hpp"

namespace adapters::mapping {

struct Unit {
  std::string word;              ///< "degC"; the vendor's own where there is none; "" of ""
  std::optional<Decimal> scale;  ///< exact: value in `word` = value of the device x scale; none: they are the same
};

/// "°C", "C" and "℃" are degC, "hPa" is Pa by 100. A unit without a word of TR-181 comes back in one spelling: "ug/m3".
Unit unit_of(std::string_view spelled);

/// Gives a capability whose bounds are in the device's unit the one of an ACS: unit, scale and bounds. One with a sink
/// keeps the device's unit if its scale is no power of ten: what an ACS sets would not come back as it was.
void set_unit(Capability& capability, std::string_view spelled);

}  // namespace adapters::mapping
