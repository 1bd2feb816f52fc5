// SPDX-License-Identifier: Apache-2.0
#pragma once
// The keys `source`, `sink` and `rows` of the configuration: the registers, their unit and their type.
// Thread: pure

#include <optional>
#include <string>
#include <string_view>

#include "adapters/mapping/tables/mapping.hpp"
#include "adapters/modbus/polling/poll_plan.hpp"
#include "adapters/modbus/registers/registers.hpp"

namespace adapters::modbus {

/// Registers of any unit, or a coil or discrete input.
struct Place {
  Space space = Space::holding;
  unsigned address = 0;
  Format format;

  /// "holding 100 float32 CDAB"
  std::string label() const;
};

/// The registers of a set.
struct Target {
  Place place;
  std::optional<int> unit;  ///< none: the row's
  bool multiple = false;
  bool mask_write = false;
};

mapping::Outcome<Place> read_place(const sdk::ConfigNode& source);
/// The target of a parameter with a `sink`. A key that `sink` lacks comes from `source`.
mapping::Outcome<Target> read_target(const sdk::ConfigNode& parameter, bool in_table);

/// The unit of a source below the mount.
mapping::Outcome<int> read_unit(const sdk::ConfigNode& node);

/// The identity of a unit's row, "unit 3", its capture, and the unit of a capture.
std::string identity_of(int unit);
mapping::Captures captures_of(int unit);
std::optional<int> unit_of(const mapping::Captures& captures);

/// The address of a source is "unit 3/holding 100 uint16 ABCD", in a table "units 1,2/{name}/holding ..."; that of rows
/// is "units 1,2/{name}".
mapping::Addressing addressing();

}  // namespace adapters::modbus
