// SPDX-License-Identifier: Apache-2.0
#pragma once
// What `source`, `sink` and `rows` of the configuration say: which registers, of which unit, and what they mean.
// Thread: pure

#include <optional>
#include <string>
#include <string_view>

#include "adapters/mapping/tables/mapping.hpp"
#include "adapters/modbus/polling/poll_plan.hpp"
#include "adapters/modbus/registers/registers.hpp"

namespace adapters::modbus {

/// Registers of some unit, or a coil or discrete input.
struct Place {
  Space space = Space::holding;
  unsigned address = 0;
  Format format;

  /// "holding 100 float32 CDAB"
  std::string label() const;
};

/// Where a set goes.
struct Target {
  Place place;
  std::optional<int> unit;  ///< none: the row's
  bool multiple = false;
  bool mask_write = false;
};

mapping::Outcome<Place> read_place(const sdk::ConfigNode& source);
/// Of a parameter with a `sink`, which takes from `source` what it does not say itself.
mapping::Outcome<Target> read_target(const sdk::ConfigNode& parameter, bool in_table);

/// The unit of a source of the mount.
mapping::Outcome<int> read_unit(const sdk::ConfigNode& node);

/// What a row is known by, "unit 3", under which name it is captured, and back.
std::string identity_of(int unit);
mapping::Captures captures_of(int unit);
std::optional<int> unit_of(const mapping::Captures& captures);

/// Sources have the address "unit 3/holding 100 uint16 ABCD", those of a table "units 1,2/{name}/holding ...", rows
/// "units 1,2/{name}".
mapping::Addressing addressing();

}  // namespace adapters::modbus
