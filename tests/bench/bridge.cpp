// SPDX-License-Identifier: Apache-2.0
#include "tests/bench/bridge.hpp"

#include <array>
#include <boost/json.hpp>

namespace tests::bench {
namespace {

namespace json = boost::json;

constexpr std::size_t kModels = 10;

struct Thing {
  enum Kind { measured, seen, chosen } kind;
  const char* name;
  const char* unit;  // of what is measured
  const char* description;
};

constexpr std::array<Thing, kMostCapabilities> kThings = {{
    {Thing::measured, "temperature", "°C", "Measured temperature value"},
    {Thing::measured, "humidity", "%", "Measured relative humidity"},
    {Thing::measured, "battery", "%", "Remaining battery in %, can take up to 24 hours before reported"},
    {Thing::seen, "contact", "", "Indicates if the contact is closed (= true) or open (= false)"},
    {Thing::measured, "linkquality", "lqi", "Link quality (signal strength)"},
    {Thing::chosen, "power_on_behavior", "", "Controls the behavior when the device is powered on after power loss"},
    {Thing::measured, "voltage", "mV", "Voltage of the battery in millivolts"},
    {Thing::measured, "pressure", "hPa", "The measured atmospheric pressure"},
    {Thing::seen, "occupancy", "", "Indicates whether the device detected occupancy"},
    {Thing::measured, "illuminance", "lx", "Measured illuminance"},
    {Thing::measured, "power", "W", "Instantaneous measured power"},
    {Thing::measured, "current", "A", "Instantaneous measured electrical current"},
    {Thing::measured, "energy", "kWh", "Sum of consumed energy"},
    {Thing::seen, "tamper", "", "Indicates whether the device is tampered"},
    {Thing::measured, "co2", "ppm", "The measured CO2 (carbon dioxide) value"},
    {Thing::chosen, "sensitivity", "", "Sensitivity of the sensor"},
    {Thing::measured, "pm25", "µg/m³", "Measured PM2.5 (particulate matter) concentration"},
    {Thing::seen, "battery_low", "", "Indicates if the battery of this device is almost empty"},
    {Thing::measured, "device_temperature", "°C", "Temperature of the device"},
    {Thing::chosen, "operation_mode", "", "Operation mode of the device"},
}};

/// Each model begins somewhere else.
const Thing& thing(std::size_t device, std::size_t capability) {
  return kThings.at((device % kModels + capability) % kThings.size());
}

json::object expose_of(const Thing& thing) {
  json::object expose{
      {"access", 1}, {"description", thing.description}, {"name", thing.name}, {"property", thing.name}};
  switch (thing.kind) {
    case Thing::measured:
      expose["type"] = "numeric";
      expose["unit"] = thing.unit;
      break;
    case Thing::seen:
      expose["type"] = "binary";
      expose["value_on"] = true;
      expose["value_off"] = false;
      break;
    case Thing::chosen:
      expose["type"] = "enum";
      expose["access"] = 7;
      expose["values"] = {"low", "medium", "high"};
      break;
  }
  return expose;
}

}  // namespace

std::string name_of(std::size_t device) {
  return "room " + std::to_string(device / 10) + "/device " + std::to_string(device);
}

std::string description_of(const House& house) {
  json::array devices;
  for (std::size_t device = 0; device < house.devices; ++device) {
    json::array exposes;
    for (std::size_t i = 0; i < house.capabilities; ++i) exposes.push_back(expose_of(thing(device, i)));
    const std::string number = std::to_string(1'000'000 + device);
    devices.push_back({{"ieee_address", "0x00158d000" + number},
                       {"type", "EndDevice"},
                       {"network_address", 1000 + device},
                       {"supported", true},
                       {"friendly_name", name_of(device)},
                       {"disabled", false},
                       {"definition",
                        {{"model", "MODEL-" + std::to_string(device % kModels)},
                         {"vendor", "Acme"},
                         {"description", "Sensor of many things"},
                         {"exposes", std::move(exposes)}}},
                       {"power_source", "Battery"},
                       {"interview_completed", true}});
  }
  return json::serialize(devices);
}

std::string state_of(const House& house, std::size_t device) {
  json::object state;
  for (std::size_t i = 0; i < house.capabilities; ++i) {
    const Thing& of = thing(device, i);
    switch (of.kind) {
      case Thing::measured: state[of.name] = static_cast<double>(200 + device % 100) / 10; break;
      case Thing::seen: state[of.name] = device % 2 == 0; break;
      case Thing::chosen: state[of.name] = "medium"; break;
    }
  }
  return json::serialize(state);
}

}  // namespace tests::bench
