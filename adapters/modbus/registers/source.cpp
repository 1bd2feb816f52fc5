// SPDX-License-Identifier: Apache-2.0
#include "adapters/modbus/registers/source.hpp"

#include <array>
#include <charconv>

#include "adapters/modbus/bus/bus_config.hpp"

namespace adapters::modbus {
namespace {

using mapping::Failure;
using mapping::Outcome;
using mapping::Pattern;
using sdk::ConfigNode;

constexpr std::string_view kCapture = "name";
constexpr std::string_view kIdentity = "unit ";

/// The keys of one node; a missing key is empty.
struct Said {
  std::optional<Space> space;
  unsigned address = 0;
  bool several = false;  // spaces
  std::string as;
  std::string order;
  std::optional<unsigned> bit;
  std::optional<unsigned> length;
};

std::optional<unsigned> number_of(const ConfigNode& node, unsigned most) {
  const int64_t number = node.integer(-1);
  return number >= 0 && number <= int64_t{most} ? std::optional(static_cast<unsigned>(number)) : std::nullopt;
}

Said said_by(const ConfigNode& node) {
  Said said;
  for (const Space space : {Space::coil, Space::discrete, Space::input, Space::holding}) {
    const ConfigNode address = node.find(word_of(space));
    if (!address) continue;
    said.several = said.several || said.space;
    said.space = space;
    said.address = number_of(address, 65535).value_or(0);
  }
  said.as = node.find("as").text();
  said.order = node.find("order").text();
  said.bit = number_of(node.find("bit"), 15);
  said.length = number_of(node.find("length"), kMaxRegisters);
  return said;
}

/// The keys of a sink, with the missing ones from the source.
Said with_defaults(Said said, const Said& source) {
  const bool own_place = said.space.has_value();
  if (!own_place) {
    said.space = source.space;
    said.address = source.address;
  }
  if (!said.space || !source.space || has_bits(*said.space) != has_bits(*source.space)) return said;
  const bool same_as = said.as.empty() || said.as == source.as;
  if (!same_as || (said.bit && !source.bit)) return said;
  said.as = source.as;
  if (said.order.empty()) said.order = source.order;
  if (!said.bit) said.bit = source.bit;
  if (!said.length) said.length = source.length;
  return said;
}

/// Why these keys do not fit together; null if they do.
const char* mistake_in(const Said& said, As as, Order order) {
  if (has_bits(*said.space)) {
    if (as != As::bit) return "a coil or discrete input is one bit: expected as: bit";
    const bool more = said.bit || said.length || !said.order.empty();
    return more ? "order, bit and length are for registers only" : nullptr;
  }
  if (as == As::bit && !said.bit) return "'bit' is missing: the bit of the register, 0 to 15";
  if (as != As::bit && said.bit) return "'bit' needs as: bit";
  if (as == As::bit && !said.order.empty()) return "'order' has no meaning for one bit";
  if (as == As::string && !said.length) return "'length' is missing: the length of the text in registers";
  if (as != As::string && said.length) return "'length' needs as: string";
  if (as == As::string && order != Order::abcd && order != Order::badc)
    return "the order of a text must be ABCD or BADC";
  return nullptr;
}

Outcome<Place> place_of(const Said& said) {
  if (!said.space || said.several) return Failure{"expected one of coil, discrete, input and holding"};
  const bool bit = has_bits(*said.space) || said.bit;
  const std::optional<As> as = said.as.empty() ? (bit ? As::bit : As::uint16) : as_of_word(said.as);
  const std::optional<Order> order = said.order.empty() ? Order::abcd : order_of_word(said.order);
  if (!as || !order) return Failure{"no such type or order"};
  if (const char* mistake = mistake_in(said, *as, *order)) return Failure{mistake};
  Place place{*said.space, said.address, {*as, *order, said.bit.value_or(0), said.length.value_or(1)}};
  if (place.address + width_of(place.format) > 65536) return Failure{"the value ends after address 65535"};
  return place;
}

Outcome<Pattern> read_address(const ConfigNode& node, mapping::Place place) {
  if (place == mapping::Place::sink) return Pattern::literal("sink");  // read_target() reads the rest
  if (place == mapping::Place::rows) {
    const std::string text = node.find("units").text();
    const auto units = parse_units(text);
    if (!units) return units.error();
    return Pattern::below("units " + text, std::string(kCapture));
  }
  const Outcome<int> unit = read_unit(node);
  if (!unit) return unit.error();
  const Outcome<Place> source = read_place(node);
  if (!source) return source.error();
  return Pattern::literal(identity_of(*unit) + '/' + source->label());
}

Outcome<Pattern> read_column(const ConfigNode& node, const Pattern& rows) {
  if (node.find("unit")) return Failure{"in a table the units belong into `rows`"};
  const Outcome<Place> source = read_place(node);
  if (!source) return source.error();
  return Pattern::parse(rows.text() + '/' + source->label());
}

/// Spec: SunSpec Device Information Model Specification, points that are not implemented (a float is NaN, which decode()
///   refuses)
Outcome<std::vector<std::string>> no_value_of(const ConfigNode& source) {
  using Words = std::vector<std::string>;
  const Outcome<Place> place = read_place(source);
  if (!place) return Words{};  // reported with the address
  switch (place->format.as) {
    case As::int16: return Words{"-32768"};
    case As::uint16: return Words{"65535"};
    case As::int32: return Words{"-2147483648"};
    case As::uint32: return Words{"4294967295"};
    case As::int64: return Words{"-9223372036854775808"};
    case As::uint64: return Words{"18446744073709551615"};
    case As::float32:
    case As::float64: return Words{};
    case As::string: return Words{""};
    case As::bit:
    case As::bcd16:
    case As::bcd32:
    case As::bcd64: break;
  }
  return Failure{"SunSpec has no such type: the preset is for int16 to uint64, float32, float64 and string"};
}

/// The address without the units of the table, of which one is meant.
std::string label_of(std::string_view address) {
  if (address.starts_with("units ")) address.remove_prefix(std::min(address.find('/') + 1, address.size()));
  return std::string(address);
}

}  // namespace

std::string Place::label() const {
  std::string label = std::string(word_of(space)) + ' ' + std::to_string(address);
  if (has_bits(space)) return label;
  label += ' ' + std::string(word_of(format.as));
  if (format.as == As::bit) return label + ' ' + std::to_string(format.bit);
  if (format.as == As::string) label += ' ' + std::to_string(format.length);
  return label + ' ' + std::string(word_of(format.order));
}

Outcome<Place> read_place(const ConfigNode& source) { return place_of(said_by(source)); }

Outcome<Target> read_target(const ConfigNode& parameter, bool in_table) {
  const ConfigNode source = parameter.find("source");
  const ConfigNode sink = parameter.find("sink");
  const Outcome<Place> place = place_of(with_defaults(said_by(sink), said_by(source)));
  if (!place) return place.error();
  if (place->space == Space::discrete || place->space == Space::input) {
    return Failure{"inputs cannot be written: expected a holding register or a coil"};
  }
  Target target{*place, {}, sink.find("multiple").boolean(false), sink.find("mask_write").boolean(false)};
  if (target.mask_write && (place->format.as != As::bit || place->space == Space::coil)) {
    return Failure{"'mask_write' is for one bit of a register only"};
  }
  if (in_table) {
    if (sink.find("unit")) return Failure{"in a table the units belong into `rows`"};
    return target;
  }
  const Outcome<int> unit = read_unit(sink.find("unit") ? sink : source);
  if (!unit) return unit.error();
  target.unit = *unit;
  return target;
}

Outcome<int> read_unit(const ConfigNode& node) {
  const ConfigNode unit = node.find("unit");
  if (!unit) return Failure{"'unit' is missing: the device on the bus"};
  const auto units = parse_units(unit.scalar());
  if (!units || units->size() != 1) return Failure{"expected a unit from 0 to 247, or 255"};
  return units->front();
}

std::string identity_of(int unit) { return std::string(kIdentity) + std::to_string(unit); }

mapping::Captures captures_of(int unit) { return {{std::string(kCapture), identity_of(unit)}}; }

std::optional<int> unit_of(const mapping::Captures& captures) {
  const std::string* identity = mapping::find_capture(captures, kCapture);
  if (identity == nullptr || !identity->starts_with(kIdentity)) return std::nullopt;
  int unit = 0;
  const char* const end = identity->data() + identity->size();
  const auto [stop, error] = std::from_chars(identity->data() + kIdentity.size(), end, unit);
  return error == std::errc{} && stop == end ? std::optional(unit) : std::nullopt;
}

mapping::Addressing addressing() {
  mapping::Addressing addressing;
  addressing.key = "";
  addressing.read = &read_address;
  addressing.read_column = &read_column;
  addressing.label = &label_of;
  addressing.no_value = &no_value_of;
  addressing.confirm = "response";
  addressing.rows_tell_presence = true;
  return addressing;
}

}  // namespace adapters::modbus
