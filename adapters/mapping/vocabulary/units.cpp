// SPDX-License-Identifier: Apache-2.0
#include "adapters/mapping/vocabulary/units.hpp"

#include <algorithm>
#include <array>
#include <utility>

#include "adapters/mapping/vocabulary/word_list.hpp"

namespace adapters::mapping {
namespace {

/// As normalised() leaves it; in lower case where case does not matter. Behind the * the scale, without it 1.
/// What cannot be scaled exactly, such as km/h to mps, is not here: it stays the vendor's own.
constexpr WordList kUnits(
    // Temperature. In a home C and F are no coulombs and farads.
    "degC=°C|C|celsius|degc;"
    "degF=°F|F|fahrenheit|degf;"
    "K=K|kelvin;"
    // Parts
    "%=%|percent|%rh;"
    "%*0.1=‰;"
    "ppm=ppm;"
    "ppm*0.001=ppb;"
    // Time
    "ms=ms|msec|milliseconds;"
    "s=s|sec|secs|second|seconds;"
    "min=min|mins|minute|minutes;"
    "h=h|hr|hrs|hour|hours;"
    "h*24=d|day|days;"
    "ms*10=10 ms;"
    "s*10=10s;"
    // Electricity
    "V=V|volt|volts;"
    "V*0.001=mV;"
    "V*1000=kV;"
    "A=A|ampere|amps;"
    "A*0.001=mA;"
    "A*0.000001=uA;"
    "W=W|w|watt|watts;"
    "W*0.001=mW;"
    "W*1000=kW;"
    "W*1000000=MW;"
    "Wh=Wh;"
    "Wh*0.001=mWh;"
    "kWh=kWh|kwh;"
    "kWh*1000=MWh;"
    "J=J;"
    "J*1000=kJ;"
    "J*1000000=MJ;"
    "eV=eV;"
    "Hz=Hz|hz;"
    "Hz*1000=kHz;"
    "Hz*1000000=MHz;"
    "ohm=ohm|ohms|Ω;"
    "ohm*1000=kΩ;"
    "H=H;"
    "S=S;"
    "Wb=Wb;"
    "T=T;"
    "T*0.000001=uT;"
    "T*0.001=mT;"
    "var=VAR|VAr|var;"
    "varh=VARh|VArh|varh;"
    "varh*1000=kVARh|kVArh|kvarh;"
    "VA*1000=kVA;"
    "var*1000=kvar;"
    // Pressure
    "Pa=Pa;"
    "Pa*100=hPa|mbar;"
    "Pa*1000=kPa|cbar;"
    "Pa*1000000=MPa;"
    "Pa*100000=bar;"
    "Pa*6894.757293168=psi;"
    "Pa*133.322387415=mmHg;"
    "Pa*3386.389=inHg;"
    // Light, sound, radio
    "lx=lx|lux;"
    "lm=lm;"
    "cd=cd;"
    "dB=db|dba;"
    "dBm=dbm;"
    "UV=uv index|uv;"
    // Length, area, volume, mass
    "km=km;"
    "m=m|meter|meters|metre|metres;"
    "cm=cm;"
    "mm=mm;"
    "mm*0.001=um;"
    "cm*2.54=in;"
    "m*0.3048=ft;"
    "m*0.9144=yd;"
    "km*1.609344=mi;"
    "sq-km=km2;"
    "sq-m=m2;"
    "sq-cm=cm2;"
    "sq-m*0.09290304=ft2;"
    "cu-m=m3;"
    "cu-m*0.028316846592=ft3;"
    "l=l|liter|liters|litre|litres;"
    "l*100=hl;"
    "cl=cl;"
    "ml=ml;"
    "l*3.785411784=gal;"
    "kg=kg;"
    "g=g;"
    "mg=mg;"
    "kg*0.45359237=lb|lbs;"
    "g*28.349523125=oz;"
    // Movement and flow
    "mps=m/s|mps;"
    "mps*0.001=mm/s;"
    "mps*0.44704=mph;"
    "rpm=rpm;"
    "pps=pps;"
    "cu-m/s=m3/s;"
    "liter/s=l/s;"
    "deg=°|deg|degree|degrees;"
    // The rest
    "N=N;"
    "Sv=Sv;"
    "Sv*0.000001=uSv;"
    "mol=mol;"
    "RGB=RGB;"
    "=-;");

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

/// Division by it is exact.
bool is_power_of_ten(const Decimal& number) {
  std::string digits = number.text();
  std::erase_if(digits, [](char c) { return c == '0' || c == '.'; });
  return digits == "1";
}

}  // namespace

Unit unit_of(std::string_view spelled) {
  const std::string text = normalised(spelled);
  auto known = kUnits.find(text);
  if (!known) known = kUnits.find(lower(text));
  if (!known) return {text, std::nullopt};
  const std::size_t end = known->find('*');
  std::string word(known->substr(0, end));
  if (end == std::string_view::npos) return {std::move(word), std::nullopt};
  return {std::move(word), Decimal::parse(known->substr(end + 1))};
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
