// SPDX-License-Identifier: Apache-2.0
#pragma once
// Reads the parts of parameters and devices from the configuration; each mistake is reported at its node.
// Thread: the thread that calls create()

#include <optional>
#include <string>
#include <vector>

#include "adapters/mapping/configuration/parameter.hpp"

namespace adapters::mapping {

/// Both give nothing for an absent node or a mistake.
std::optional<Decimal> read_decimal(const sdk::ConfigNode& node);
std::optional<Pointer> read_pointer(const sdk::ConfigNode& node);

/// `type`, a data type; string without the key.
adapter_type read_type(const sdk::ConfigNode& node);
/// The keys of the node that convert a value: scale, values and the others.
Conversion read_conversion(const sdk::ConfigNode& node, adapter_type type);
Range read_range(const sdk::ConfigNode& node, adapter_type type);

/// Reads the parts that have an address. `rows` is the pattern whose captures identify rows or devices; null without
/// rows.
class PlaceReader {
 public:
  explicit PlaceReader(const Addressing& addressing) : addressing_(addressing) {}

  /// Reads `rows`, `rows` and `in_messages` of the table; false after a mistake.
  bool rows(const sdk::ConfigNode& node, Table& table) const;
  std::optional<Source> source(const sdk::ConfigNode& node, const Pattern* rows) const;
  std::optional<Sink> sink(const sdk::ConfigNode& node, const Pattern* rows, bool has_source) const;
  /// The words of the source's own `no_value`.
  std::vector<std::string> no_value(const sdk::ConfigNode& source) const;
  Availability availability(const sdk::ConfigNode& node, const Pattern* rows) const;

 private:
  enum class Tells { all, some };  // what a message there must tell of its row

  bool rows_in_messages(const sdk::ConfigNode& node, Table& table) const;
  std::optional<Pattern> address(const sdk::ConfigNode& node, const Pattern* rows, Place place) const;
  void check_captures(const sdk::ConfigNode& node, const Pattern& pattern, const Pattern* rows, Tells tells) const;
  std::optional<Refresh> refresh(const sdk::ConfigNode& node, const Pattern* rows) const;
  Confirm confirm(const sdk::ConfigNode& node, bool has_source) const;
  std::optional<ResponseRule> response(const sdk::ConfigNode& node, const Pattern* rows) const;
  std::optional<PresenceSource> presence(const sdk::ConfigNode& node, const Pattern* rows) const;

  const Addressing& addressing_;
};

}  // namespace adapters::mapping
