// SPDX-License-Identifier: Apache-2.0
#include "adapters/mapping/units.hpp"

#include <algorithm>
#include <array>
#include <utility>

namespace adapters::mapping {
namespace {

struct Row {
  std::string_view spelled;  // as normalised() leaves it; in lower case where case does not matter
  std::string_view word;
  std::string_view scale = {};  // none: 1
};

/// What cannot be scaled exactly, such as km/h to mps, is not here: it stays the vendor's own.
constexpr std::array kUnits = {
    // Temperature. In a home C and F are no coulombs and farads.
    Row{"°C", "degC"},
    Row{"C", "degC"},
    Row{"celsius", "degC"},
    Row{"degc", "degC"},
    Row{"°F", "degF"},
    Row{"F", "degF"},
    Row{"fahrenheit", "degF"},
    Row{"degf", "degF"},
    Row{"K", "K"},
    Row{"kelvin", "K"},
    // Parts
    Row{"%", "%"},
    Row{"percent", "%"},
    Row{"%rh", "%"},
    Row{"‰", "%", "0.1"},
    Row{"ppm", "ppm"},
    Row{"ppb", "ppm", "0.001"},
    // Time
    Row{"ms", "ms"},
    Row{"msec", "ms"},
    Row{"milliseconds", "ms"},
    Row{"s", "s"},
    Row{"sec", "s"},
    Row{"secs", "s"},
    Row{"second", "s"},
    Row{"seconds", "s"},
    Row{"min", "min"},
    Row{"mins", "min"},
    Row{"minute", "min"},
    Row{"minutes", "min"},
    Row{"h", "h"},
    Row{"hr", "h"},
    Row{"hrs", "h"},
    Row{"hour", "h"},
    Row{"hours", "h"},
    Row{"d", "h", "24"},
    Row{"day", "h", "24"},
    Row{"days", "h", "24"},
    Row{"10 ms", "ms", "10"},
    Row{"10s", "s", "10"},
    // Electricity
    Row{"V", "V"},
    Row{"volt", "V"},
    Row{"volts", "V"},
    Row{"mV", "V", "0.001"},
    Row{"kV", "V", "1000"},
    Row{"A", "A"},
    Row{"ampere", "A"},
    Row{"amps", "A"},
    Row{"mA", "A", "0.001"},
    Row{"uA", "A", "0.000001"},
    Row{"W", "W"},
    Row{"w", "W"},
    Row{"watt", "W"},
    Row{"watts", "W"},
    Row{"mW", "W", "0.001"},
    Row{"kW", "W", "1000"},
    Row{"MW", "W", "1000000"},
    Row{"Wh", "Wh"},
    Row{"mWh", "Wh", "0.001"},
    Row{"kWh", "kWh"},
    Row{"kwh", "kWh"},
    Row{"MWh", "kWh", "1000"},
    Row{"J", "J"},
    Row{"kJ", "J", "1000"},
    Row{"MJ", "J", "1000000"},
    Row{"eV", "eV"},
    Row{"Hz", "Hz"},
    Row{"hz", "Hz"},
    Row{"kHz", "Hz", "1000"},
    Row{"MHz", "Hz", "1000000"},
    Row{"ohm", "ohm"},
    Row{"ohms", "ohm"},
    Row{"Ω", "ohm"},
    Row{"kΩ", "ohm", "1000"},
    Row{"H", "H"},
    Row{"S", "S"},
    Row{"Wb", "Wb"},
    Row{"T", "T"},
    Row{"uT", "T", "0.000001"},
    Row{"mT", "T", "0.001"},
    Row{"VAR", "var"},
    Row{"VAr", "var"},
    Row{"var", "var"},
    Row{"VARh", "varh"},
    Row{"VArh", "varh"},
    Row{"varh", "varh"},
    Row{"kVARh", "varh", "1000"},
    Row{"kVArh", "varh", "1000"},
    Row{"kvarh", "varh", "1000"},
    Row{"kVA", "VA", "1000"},
    Row{"kvar", "var", "1000"},
    // Pressure
    Row{"Pa", "Pa"},
    Row{"hPa", "Pa", "100"},
    Row{"kPa", "Pa", "1000"},
    Row{"MPa", "Pa", "1000000"},
    Row{"mbar", "Pa", "100"},
    Row{"cbar", "Pa", "1000"},
    Row{"bar", "Pa", "100000"},
    Row{"psi", "Pa", "6894.757293168"},
    Row{"mmHg", "Pa", "133.322387415"},
    Row{"inHg", "Pa", "3386.389"},
    // Light, sound, radio
    Row{"lx", "lx"},
    Row{"lux", "lx"},
    Row{"lm", "lm"},
    Row{"cd", "cd"},
    Row{"db", "dB"},
    Row{"dba", "dB"},
    Row{"dbm", "dBm"},
    Row{"uv index", "UV"},
    Row{"uv", "UV"},
    // Length, area, volume, mass
    Row{"km", "km"},
    Row{"m", "m"},
    Row{"meter", "m"},
    Row{"meters", "m"},
    Row{"metre", "m"},
    Row{"metres", "m"},
    Row{"cm", "cm"},
    Row{"mm", "mm"},
    Row{"um", "mm", "0.001"},
    Row{"in", "cm", "2.54"},
    Row{"ft", "m", "0.3048"},
    Row{"yd", "m", "0.9144"},
    Row{"mi", "km", "1.609344"},
    Row{"km2", "sq-km"},
    Row{"m2", "sq-m"},
    Row{"cm2", "sq-cm"},
    Row{"ft2", "sq-m", "0.09290304"},
    Row{"m3", "cu-m"},
    Row{"ft3", "cu-m", "0.028316846592"},
    Row{"l", "l"},
    Row{"liter", "l"},
    Row{"liters", "l"},
    Row{"litre", "l"},
    Row{"litres", "l"},
    Row{"hl", "l", "100"},
    Row{"cl", "cl"},
    Row{"ml", "ml"},
    Row{"gal", "l", "3.785411784"},
    Row{"kg", "kg"},
    Row{"g", "g"},
    Row{"mg", "mg"},
    Row{"lb", "kg", "0.45359237"},
    Row{"lbs", "kg", "0.45359237"},
    Row{"oz", "g", "28.349523125"},
    // Movement and flow
    Row{"m/s", "mps"},
    Row{"mps", "mps"},
    Row{"mm/s", "mps", "0.001"},
    Row{"mph", "mps", "0.44704"},
    Row{"rpm", "rpm"},
    Row{"pps", "pps"},
    Row{"m3/s", "cu-m/s"},
    Row{"l/s", "liter/s"},
    Row{"°", "deg"},
    Row{"deg", "deg"},
    Row{"degree", "deg"},
    Row{"degrees", "deg"},
    // The rest
    Row{"N", "N"},
    Row{"Sv", "Sv"},
    Row{"uSv", "Sv", "0.000001"},
    Row{"mol", "mol"},
    Row{"RGB", "RGB"},
    Row{"-", ""},
};

/// Code points that stand for others, some of which look the same.
constexpr std::array<std::pair<std::string_view, std::string_view>, 10> kFolded = {{{"℃", "°C"},
                                                                                    {"℉", "°F"},
                                                                                    {"º", "°"},
                                                                                    {"µ", "u"},
                                                                                    {"μ", "u"},
                                                                                    {"²", "2"},
                                                                                    {"³", "3"},
                                                                                    {"\u2126", "Ω"},
                                                                                    {"％", "%"},
                                                                                    {"\u00a0", " "}}};

std::string normalised(std::string_view spelled) {
  std::string text;
  for (std::size_t i = 0; i < spelled.size();) {
    const auto folded = std::find_if(kFolded.begin(), kFolded.end(),
                                     [&](const auto& row) { return spelled.substr(i).starts_with(row.first); });
    if (folded == kFolded.end()) {
      text += spelled[i++];
    } else {
      text += folded->second;
      i += folded->first.size();
    }
  }
  const std::size_t first = text.find_first_not_of(" \t");
  if (first == std::string::npos) return {};
  text = text.substr(first, text.find_last_not_of(" \t.") + 1 - first);
  if (text == "° C") return "°C";
  return text;
}

std::string lower(std::string text) {
  for (char& c : text) c = c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
  return text;
}

const Row* find(std::string_view spelled) {
  const auto row = std::find_if(kUnits.begin(), kUnits.end(), [&](const Row& unit) { return unit.spelled == spelled; });
  return row == kUnits.end() ? nullptr : row;
}

/// Division by it is exact.
bool is_power_of_ten(const Decimal& number) {
  std::string digits = number.text();
  std::erase_if(digits, [](char c) { return c == '0' || c == '.'; });
  return digits == "1";
}

}  // namespace

Unit unit_of(std::string_view spelled) {
  const std::string text = normalised(spelled);
  const Row* row = find(text);
  if (row == nullptr) row = find(lower(text));
  if (row == nullptr) return {text, std::nullopt};
  return {std::string(row->word), row->scale.empty() ? std::nullopt : Decimal::parse(row->scale)};
}

void set_unit(Capability& capability, std::string_view spelled) {
  Unit unit = unit_of(spelled);
  if (capability.sink && unit.scale && !is_power_of_ten(*unit.scale)) unit = {normalised(spelled), std::nullopt};
  capability.unit = std::move(unit.word);
  if (!unit.scale) return;
  if (capability.minimum) capability.minimum = *capability.minimum * *unit.scale;
  if (capability.maximum) capability.maximum = *capability.maximum * *unit.scale;
  Conversion& conversion = capability.conversion;
  if (conversion.step) conversion.step = *conversion.step * *unit.scale;
  conversion.scale = conversion.scale ? *conversion.scale * *unit.scale : *unit.scale;
  if (conversion.offset) conversion.offset = *conversion.offset * *unit.scale;
}

}  // namespace adapters::mapping
