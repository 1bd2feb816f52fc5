// SPDX-License-Identifier: Apache-2.0
#include "adapters/mqtt/discovery/tasmota/device.hpp"

#include <algorithm>
#include <array>
#include <boost/json/value.hpp>
#include <string_view>
#include <utility>

#include "adapters/mapping/vocabulary/capability_words.hpp"
#include "adapters/mapping/vocabulary/units.hpp"
#include "adapters/mqtt/discovery/common/document.hpp"
#include "adapters/mqtt/discovery/common/levels.hpp"
#include "adapters/mqtt/discovery/common/places.hpp"
#include "adapters/mqtt/discovery/common/value_words.hpp"

namespace adapters::mqtt::discovery {
namespace {

namespace json = boost::json;
using mapping::Capability;
using mapping::Source;

constexpr std::size_t kMaxSensors = 256;

void replace_all(std::string& text, std::string_view what, const std::string& by) {
  for (std::size_t at = text.find(what); at != std::string::npos; at = text.find(what, at + by.size())) {
    text.replace(at, what.size(), by);
  }
}

/// The words of `state`: on and off of relays and switches.
Words on_off(const json::object& config) {
  const std::vector<std::string> words = texts_at(config, "state");
  if (words.size() < 2) return words_of({{"ON", "true"}, {"OFF", "false"}});
  return words_of({{words[1], "true"}, {words[0], "false"}});
}

/// A value with a command of its name; the answer and the state have it under the same name.
Capability control(const std::string& name, adapter_capability_class kind, const TasmotaTopics& topics) {
  Capability capability;
  capability.identity = name;
  capability.kind = kind;
  capability.name = name;
  capability.source = source_at(topics.result(name), '/' + name);
  capability.elsewhere.push_back(source_at(topics.telemetry + "STATE", '/' + name));
  if (topics.result_by_name) capability.elsewhere.push_back(source_at(topics.status + "STATE", '/' + name));
  capability.sink = sink_at(topics.command + name, mapping::Confirm::state);
  return capability;
}

void add_relay(const json::object& config, const TasmotaTopics& topics, std::size_t index, bool alone,
               const std::vector<std::string>& names, mapping::DeviceDescription& device) {
  const std::string number = std::to_string(index + 1);
  Capability relay = control("POWER" + number, ADAPTER_BINARY_CONTROL, topics);
  if (alone) {  // a single relay has POWER, or POWER1 with SetOption26
    for (Source source : std::vector<Source>{*relay.source, relay.elsewhere.front()}) {
      source.pointer = *mapping::Pointer::parse("/POWER");
      relay.elsewhere.push_back(std::move(source));
    }
    if (topics.result_by_name) relay.elsewhere.push_back(source_at(topics.result("POWER"), "/POWER"));
    if (topics.result_by_name) relay.elsewhere.push_back(source_at(topics.status + "STATE", "/POWER"));
  }
  set_boolean(relay, on_off(config));
  relay.name = index < names.size() && !names[index].empty() ? names[index] : "Power " + number;
  relay.type = mapping::type_of(relay.kind, "power");
  device.capabilities.push_back(std::move(relay));
}

/// HSBColor has all three, "120,100,50"; HSBColor1 to 3 set each.
void add_color(const TasmotaTopics& topics, const std::string& part, std::size_t place, const char* most,
               mapping::DeviceDescription& device) {
  Capability color = control("HSBColor", ADAPTER_LEVEL_CONTROL, topics);
  color.identity += '.' + part;
  color.name = "Color " + part;
  color.type = mapping::type_of(color.kind, "color_" + part);
  color.conversion.type = ADAPTER_DECIMAL;
  color.conversion.step = mapping::Decimal::parse("1");
  color.minimum = mapping::Decimal();
  color.maximum = mapping::Decimal::parse(most);
  mapping::Filter filter;
  filter.kind = mapping::Filter::Kind::item;
  filter.places = place;
  color.source->filters.push_back(filter);
  for (Source& source : color.elsewhere) source.filters.push_back(filter);
  color.sink->address = mapping::Pattern::literal(topics.command + "HSBColor" + std::to_string(place + 1));
  device.capabilities.push_back(std::move(color));
}

void add_light(const json::object& config, const TasmotaTopics& topics, mapping::DeviceDescription& device) {
  device.type = "Light";
  const std::string kind = text_at(config, "lt_st");
  if (kind == "0" || kind.empty()) return;
  Capability dimmer = control("Dimmer", ADAPTER_LEVEL_CONTROL, topics);
  set_share(dimmer, *mapping::Decimal::parse("100"));
  dimmer.type = mapping::type_of(dimmer.kind, "brightness");
  device.capabilities.push_back(std::move(dimmer));
  if (kind >= "3") {
    add_color(topics, "hue", 0, "360", device);
    add_color(topics, "saturation", 1, "100", device);
  }
  if (kind != "2" && kind != "5") return;
  Capability white = control("CT", ADAPTER_LEVEL_CONTROL, topics);
  white.name = "Color temperature";
  white.type = mapping::vendor_word("color_temp");
  white.conversion.type = ADAPTER_DECIMAL;
  white.minimum = mapping::Decimal::parse("153");
  white.maximum = mapping::Decimal::parse("500");
  mapping::set_unit(white, "mired");
  device.capabilities.push_back(std::move(white));
}

void add_shutter(const TasmotaTopics& topics, std::size_t index, mapping::DeviceDescription& device) {
  device.type = mapping::device_type_of("shutter");
  const std::string number = std::to_string(index);
  const std::string name = "Shutter" + number;
  const std::string pointer = '/' + name + "/Position";
  Capability position;
  position.identity = name + ".Position";
  position.kind = ADAPTER_LEVEL_CONTROL;
  position.name = "Shutter " + number + " position";
  position.source = source_at(topics.result("SHUTTERPOSITION" + number), pointer);
  position.elsewhere.push_back(source_at(topics.telemetry + "SENSOR", pointer));
  position.elsewhere.push_back(source_at(topics.status + "STATUS10", "/StatusSNS" + pointer));
  position.sink = sink_at(topics.command + "ShutterPosition" + number, mapping::Confirm::published);
  set_share(position, *mapping::Decimal::parse("100"));
  position.type = mapping::type_of(position.kind, "position");
  device.capabilities.push_back(std::move(position));

  Capability move;
  move.identity = name;
  move.kind = ADAPTER_ENUM_CONTROL;
  move.name = "Shutter " + number;
  move.type = mapping::type_of(move.kind, "door");
  move.sink = sink_at(topics.command + "Backlog", mapping::Confirm::published);
  set_moves(move,
            {{"ShutterOpen" + number, "OPEN"}, {"ShutterClose" + number, "CLOSE"}, {"ShutterStop" + number, "STOP"}});
  device.capabilities.push_back(std::move(move));
}

// ---- sensors --------------------------------------------------------------------------------------------------------

struct Quantity {
  const char* key;
  const char* name;  // of the table that all conventions share
  const char* unit;
};

constexpr std::array kQuantities = {Quantity{"ApparentPower", "apparent_power", "VA"},
                                    Quantity{"Battery", "battery", "%"},
                                    Quantity{"CarbonDioxide", "co2", "ppm"},
                                    Quantity{"Current", "current", "A"},
                                    Quantity{"Distance", "distance", "cm"},
                                    Quantity{"Energy", "energy", "kWh"},
                                    Quantity{"ExportActive", "energy", "kWh"},
                                    Quantity{"Factor", "power_factor", ""},
                                    Quantity{"Frequency", "frequency", "Hz"},
                                    Quantity{"Humidity", "humidity", "%"},
                                    Quantity{"Illuminance", "illuminance", "lx"},
                                    Quantity{"Moisture", "moisture", "%"},
                                    Quantity{"Noise", "noise", "dB"},
                                    Quantity{"PM1", "pm1", "µg/m³"},
                                    Quantity{"PM10", "pm10", "µg/m³"},
                                    Quantity{"PM2.5", "pm25", "µg/m³"},
                                    Quantity{"Period", "energy", "Wh"},
                                    Quantity{"Power", "power", "W"},
                                    Quantity{"ReactivePower", "reactive_power", "var"},
                                    Quantity{"RSSI", "rssi", "dBm"},
                                    Quantity{"TVOC", "voc", "ppb"},
                                    Quantity{"Today", "energy", "kWh"},
                                    Quantity{"Total", "energy", "kWh"},
                                    Quantity{"UvIndex", "uv_index", "UV"},
                                    Quantity{"Voltage", "voltage", "V"},
                                    Quantity{"Weight", "weight", "kg"},
                                    Quantity{"Yesterday", "energy", "kWh"},
                                    Quantity{"eCO2", "co2", "ppm"}};

class SensorReader {
 public:
  SensorReader(const json::object& sensors, const json::object& config, const TasmotaTopics& topics,
               mapping::DeviceDescription& device)
      : topics_(topics),
        device_(device),
        on_off_(on_off(config)),
        temperature_(text_at(sensors, "TempUnit", "C")),
        pressure_(text_at(sensors, "PressureUnit", "hPa")) {}

  /// path: the keys that lead here; name: those of them that tell one sensor from another.
  void object(const json::object& object, const std::string& pointer, const std::string& identity, std::size_t depth) {
    constexpr std::size_t kDeepest = 4;
    for (const json::key_value_pair& entry : object) {
      const std::string key(std::string_view(entry.key()));
      if (is_no_value(key) || (depth == 0 && key.starts_with("Shutter"))) continue;
      const std::string below = joined(pointer, '/', escaped(key));
      const std::string known_by = identity.empty() ? key : joined(identity, '.', key);
      if (const json::object* inner = entry.value().if_object()) {
        if (depth < kDeepest) this->object(*inner, below, known_by, depth + 1);
      } else if (const json::array* phases = entry.value().if_array()) {
        for (std::size_t i = 0; i < phases->size(); ++i) {
          value((*phases)[i], key, joined(below, '/', std::to_string(i)), joined(known_by, '.', std::to_string(i + 1)));
        }
      } else {
        value(entry.value(), key, below, known_by);
      }
    }
  }

 private:
  static std::string joined(const std::string& path, char separator, const std::string& key) {
    std::string all = path;
    return all.append(1, separator).append(key);
  }

  static bool is_no_value(std::string_view key) {
    return key == "Time" || key == "Id" || key == "TotalStartTime" || key.ends_with("Unit");
  }
  static std::string escaped(const std::string& key) {
    std::string text = key;
    replace_all(text, "~", "~0");
    replace_all(text, "/", "~1");
    return text;
  }

  void value(const json::value& value, const std::string& key, const std::string& pointer,
             const std::string& identity) {
    const bool is_switch = value.is_string() && key.starts_with("Switch");
    const bool is_known = value.is_number() || value.is_null() || value.is_string();
    if (!is_known || device_.capabilities.size() >= kMaxSensors) return;
    Capability capability;
    capability.identity = identity;
    capability.name = identity;
    replace_all(capability.name, ".", " ");
    if (capability.name.starts_with("ENERGY ")) capability.name.erase(0, 7);
    capability.source = source_at(topics_.telemetry + "SENSOR", pointer);
    capability.elsewhere.push_back(source_at(topics_.status + "STATUS10", "/StatusSNS" + pointer));
    if (is_switch) {
      capability.kind = ADAPTER_BINARY_SENSOR;
      capability.type = mapping::type_of(capability.kind, "switch");
      set_boolean(capability, on_off_);
    } else if (value.is_string()) {
      capability.kind = ADAPTER_TEXT_SENSOR;
    } else {
      set_quantity(capability, key);
    }
    device_.capabilities.push_back(std::move(capability));
  }

  static const Quantity* quantity_of(std::string_view key) {
    const auto known = std::find_if(kQuantities.begin(), kQuantities.end(),
                                    [&](const Quantity& quantity) { return quantity.key == key; });
    return known == kQuantities.end() ? nullptr : &*known;
  }

  /// "Temperature1" is a Temperature, "PM10" is no PM.
  static std::string_view without_number(std::string_view key) {
    if (quantity_of(key) != nullptr) return key;
    return key.substr(0, std::min(key.find_last_not_of("0123456789"), key.size() - 1) + 1);
  }

  void set_quantity(Capability& capability, std::string_view numbered) const {
    capability.kind = ADAPTER_LEVEL_SENSOR;
    capability.conversion.type = ADAPTER_DECIMAL;
    const std::string key(without_number(numbered));
    const Quantity* const known = quantity_of(key);
    std::string name = key;
    std::string unit;
    if (known != nullptr) {
      name = known->name;
      unit = known->unit;
    } else if (key == "Temperature" || key == "DewPoint") {
      name = "temperature";
      unit = temperature_;
    } else if (key == "Pressure" || key == "SeaPressure") {
      name = "pressure";
      unit = pressure_;
    }
    mapping::set_unit(capability, unit);
    capability.type = mapping::type_of(capability.kind, name, capability.unit);
  }

  const TasmotaTopics& topics_;
  mapping::DeviceDescription& device_;
  const Words on_off_;
  const std::string temperature_;
  const std::string pressure_;
};

}  // namespace

TasmotaTopics tasmota_topics(const json::object& config) {
  const std::vector<std::string> prefixes = texts_at(config, "tp");
  const std::string mac = text_at(config, "mac");
  TasmotaTopics topics;
  if (prefixes.size() != 3) return topics;
  std::vector<std::string> full;
  for (const std::string& prefix : prefixes) {
    std::string topic = text_at(config, "ft", "%prefix%/%topic%/");
    replace_all(topic, "%prefix%", prefix);
    replace_all(topic, "%topic%", text_at(config, "t"));
    replace_all(topic, "%hostname%", text_at(config, "hn"));
    replace_all(topic, "%id%", mac.size() > 6 ? mac.substr(mac.size() - 6) : mac);
    if (!topic.ends_with('/')) topic += '/';
    if (!is_topic(topic)) return topics;
    full.push_back(std::move(topic));
  }
  const json::object* options = object_at(config, "so");
  topics.result_by_name = options != nullptr && text_at(*options, "4") == "1";
  topics.command = full[0];
  topics.status = full[1];
  topics.telemetry = full[2];
  return topics;
}

void add_tasmota_controls(const json::object& config, const TasmotaTopics& topics, mapping::DeviceDescription& device) {
  constexpr std::size_t kMaxRelays = 32;
  const std::vector<std::string> relays = texts_at(config, "rl");
  std::vector<std::string> names;
  if (const json::value* list = config.if_contains("fn"); list != nullptr && list->is_array()) {
    for (const json::value& name : list->get_array()) names.push_back(text_of(name));
  }
  const auto is_switched = [](const std::string& relay) { return relay == "1" || relay == "2"; };
  const bool alone = std::count_if(relays.begin(), relays.end(), is_switched) == 1;
  std::size_t shutter_relays = 0;
  bool has_light = false;
  for (std::size_t i = 0; i < std::min(relays.size(), kMaxRelays); ++i) {
    if (is_switched(relays[i])) add_relay(config, topics, i, alone, names, device);
    if (relays[i] == "2" && !std::exchange(has_light, true)) add_light(config, topics, device);
    // A shutter uses two relays.
    if (relays[i] == "3" && shutter_relays++ % 2 == 0) add_shutter(topics, shutter_relays / 2 + 1, device);
  }
}

void add_tasmota_sensors(const json::object& sensors, const json::object& config, const TasmotaTopics& topics,
                         mapping::DeviceDescription& device) {
  SensorReader(sensors, config, topics, device).object(sensors, "", "", 0);
}

}  // namespace adapters::mqtt::discovery
