// SPDX-License-Identifier: Apache-2.0
// Shows what units and names of devices are for an ACS.
#include "adapters/mapping/vocabulary/units.hpp"

#include "adapters/mapping/vocabulary/capability_words.hpp"
#include "tests/support/catch.hpp"

using namespace adapters::mapping;

namespace {

std::string shown(std::string_view spelled) {
  const Unit unit = unit_of(spelled);
  return unit.word + (unit.scale ? " x " + unit.scale->text() : "");
}

}  // namespace

TEST_CASE("one unit has many spellings") {
  for (const char* celsius : {"°C", "C", "  C", "℃", "ºC", "celsius"}) CHECK(shown(celsius) == "degC");
  for (const char* seconds : {"s", "sec", "Sec", "seconds", "Seconds", "sec."}) CHECK(shown(seconds) == "s");
  for (const char* lux : {"lx", "Lx", "lux"}) CHECK(shown(lux) == "lx");
  for (const char* cubic : {"m³", "m3"}) CHECK(shown(cubic) == "cu-m");
  CHECK(shown("°F") == "degF");
  CHECK(shown("K") == "K");
  CHECK(shown("%") == "%");
  CHECK(shown("H") == "H");
  CHECK(shown("Hours") == "h");
  CHECK(shown("Volt") == "V");
}

TEST_CASE("prefixes are scaled exactly") {
  CHECK(shown("mV") == "V x 0.001");
  CHECK(shown("hPa") == "Pa x 100");
  CHECK(shown("kPa") == "Pa x 1000");
  CHECK(shown("bar") == "Pa x 100000");
  CHECK(shown("psi") == "Pa x 6894.757293168");
  CHECK(shown("ppb") == "ppm x 0.001");
  CHECK(shown("kW") == "W x 1000");
  CHECK(shown("mW") == "W x 0.001");
  CHECK(shown("MW") == "W x 1000000");
}

TEST_CASE("what has no word keeps its own, in one spelling") {
  CHECK(shown("µg/m³") == "ug/m3");
  CHECK(shown("ug/m3") == "ug/m3");
  CHECK(shown("μS/cm") == shown("µS/cm"));
  CHECK(shown("VAR") == shown("VAr"));
  CHECK(shown("mired") == "mired");
  CHECK(shown("km/h") == "km/h");
  CHECK(shown("") == "");
}

TEST_CASE("a unit scales the bounds with the value") {
  Capability capability;
  capability.kind = ADAPTER_LEVEL_CONTROL;
  capability.conversion.type = ADAPTER_DECIMAL;
  capability.minimum = Decimal::parse("300");
  capability.maximum = Decimal::parse("1100");
  set_unit(capability, "hPa");
  CHECK(capability.unit == "Pa");
  CHECK(capability.minimum->text() == "30000");
  CHECK(capability.maximum->text() == "110000");
  CHECK(*capability.conversion.to_acs({Scalar::Kind::number, "1013.25"}) == "101325");
  CHECK(*capability.conversion.to_device("101325") == "1013.25");
}

TEST_CASE("a control is not scaled where the way back is not exact") {
  Capability capability;
  capability.conversion.type = ADAPTER_DECIMAL;
  capability.sink = Sink{};
  set_unit(capability, "psi");
  CHECK(capability.unit == "psi");
  CHECK_FALSE(capability.conversion.scale);
}

TEST_CASE("names have TR-181's types, or their own") {
  CHECK(type_of(ADAPTER_LEVEL_SENSOR, "temperature") == "Temperature");
  CHECK(type_of(ADAPTER_LEVEL_SENSOR, "soil_moisture", "%") == "Humidity");
  CHECK(type_of(ADAPTER_LEVEL_SENSOR, "occupied_heating_setpoint", "degC") == "Temperature");
  CHECK(type_of(ADAPTER_LEVEL_SENSOR, "power_factor", "%") == "PowerFactor");
  CHECK(type_of(ADAPTER_LEVEL_SENSOR, "power_phase_b", "W") == "Power");
  CHECK(type_of(ADAPTER_LEVEL_SENSOR, "battery_voltage", "V") == "Voltage");
  CHECK(type_of(ADAPTER_BINARY_SENSOR, "contact") == "DoorOpen");
  CHECK(type_of(ADAPTER_BINARY_SENSOR, "Moisture") == "WaterDetected");
  CHECK(type_of(ADAPTER_BINARY_SENSOR, "battery_low") == "BatteryLow");
  CHECK(type_of(ADAPTER_BINARY_CONTROL, "state") == "Switch");
  CHECK(type_of(ADAPTER_BINARY_CONTROL, "lock") == "Locked");
  CHECK(type_of(ADAPTER_ENUM_CONTROL, "system_mode") == "ThermostatMode");
  CHECK(type_of(ADAPTER_ENUM_SENSOR, "action") == "Action");
  CHECK(type_of(ADAPTER_TEXT_SENSOR, "schedule") == "");
  CHECK(vendor_word("8 ball, été") == "8BallT");
  CHECK(vendor_word("") == "");
  CHECK(device_type_of("climate") == "Thermostat");
  CHECK(device_type_of("toaster") == "");
  CHECK(readable("power_on_behavior") == "Power on behavior");
}
