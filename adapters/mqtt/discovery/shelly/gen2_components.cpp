// SPDX-License-Identifier: Apache-2.0
#include "adapters/mqtt/discovery/shelly/gen2_components.hpp"

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
#include "adapters/mqtt/discovery/shelly/bluetooth_quantities.hpp"

namespace adapters::mqtt::discovery {
namespace {

namespace json = boost::json;
using mapping::Capability;

constexpr std::size_t kMaxCapabilities = 256;
constexpr std::size_t kMaxComponents = 256;

struct Member {
  const char* component;  // "switch" of "switch:0"; "": any
  const char* pointer;
  const char* name;  // of the table that all conventions share
  const char* unit;
  adapter_capability_class kind = ADAPTER_LEVEL_SENSOR;
  const char* method = "";      // that sets it
  const char* parameters = "";  // of the method, behind its id
};

constexpr std::array kMembers = {
    Member{"switch", "/output", "output", "", ADAPTER_BINARY_CONTROL, "Switch.Set", R"(,"on":${value})"},
    Member{"light", "/output", "output", "", ADAPTER_BINARY_CONTROL, "Light.Set", R"(,"on":${value})"},
    Member{"light", "/brightness", "brightness", "%", ADAPTER_LEVEL_CONTROL, "Light.Set",
           R"(,"on":true,"brightness":${value})"},
    Member{"cover", "/state", "door", "", ADAPTER_ENUM_CONTROL, "${value}", ""},
    Member{"cover", "/current_pos", "position", "%", ADAPTER_LEVEL_CONTROL, "Cover.GoToPosition", R"(,"pos":${value})"},
    Member{"input", "/state", "input", "", ADAPTER_BINARY_SENSOR},
    Member{"input", "/percent", "level", "%"},
    Member{"input", "/xpercent", "value", ""},
    Member{"input", "/counts/total", "count", ""},
    Member{"voltmeter", "/xvoltage", "value", ""},
    Member{"boolean", "/value", "value", "", ADAPTER_BINARY_CONTROL, "Boolean.Set", R"(,"value":${value})"},
    Member{"number", "/value", "value", "", ADAPTER_LEVEL_CONTROL, "Number.Set", R"(,"value":${value})"},
    Member{"text", "/value", "value", "", ADAPTER_TEXT_CONTROL, "Text.Set", R"(,"value":"${value}")"},
    Member{"enum", "/value", "value", "", ADAPTER_TEXT_CONTROL, "Enum.Set", R"(,"value":"${value}")"},
    Member{"blutrv", "/target_C", "current_heating_setpoint", "°C", ADAPTER_LEVEL_CONTROL, "BluTrv.Call",
           R"(,"method":"TRV.SetTarget","params":{"id":0,"target_C":${value}})"},
    Member{"blutrv", "/current_C", "local_temperature", "°C"},
    Member{"blutrv", "/pos", "position", "%"},
    Member{"blutrv", "/battery", "battery", "%"},
    Member{"blutrv", "/rssi", "rssi", "dBm"},
    Member{"bthomedevice", "/battery", "battery", "%"},
    Member{"bthomedevice", "/rssi", "rssi", "dBm"},
    Member{"smoke", "/alarm", "smoke", "", ADAPTER_BINARY_SENSOR},
    Member{"flood", "/alarm", "water_leak", "", ADAPTER_BINARY_SENSOR},
    Member{"presence", "/state", "presence", "", ADAPTER_BINARY_SENSOR},
    Member{"devicepower", "/battery/percent", "battery", "%"},
    Member{"devicepower", "/battery/V", "battery_voltage", "V"},
    Member{"temperature", "/tC", "temperature", "°C"},
    Member{"humidity", "/rh", "humidity", "%"},
    Member{"illuminance", "/lux", "illuminance", "lx"},
    Member{"wifi", "/rssi", "rssi", "dBm"},
    Member{"em", "/total_act_power", "power", "W"},
    Member{"em", "/total_current", "current", "A"},
    Member{"em", "/a_act_power", "power_a", "W"},
    Member{"em", "/b_act_power", "power_b", "W"},
    Member{"em", "/c_act_power", "power_c", "W"},
    Member{"em", "/a_voltage", "voltage_a", "V"},
    Member{"em", "/b_voltage", "voltage_b", "V"},
    Member{"em", "/c_voltage", "voltage_c", "V"},
    Member{"em1", "/act_power", "power", "W"},
    Member{"emdata", "/total_act", "energy", "Wh"},
    Member{"emdata", "/total_act_ret", "returned_energy", "Wh"},
    Member{"em1data", "/total_act_energy", "energy", "Wh"},
    Member{"", "/apower", "power", "W"},
    Member{"", "/voltage", "voltage", "V"},
    Member{"", "/current", "current", "A"},
    Member{"", "/freq", "frequency", "Hz"},
    Member{"", "/pf", "power_factor", ""},
    Member{"", "/aenergy/total", "energy", "Wh"},
    Member{"", "/ret_aenergy/total", "returned_energy", "Wh"},
    Member{"", "/temperature/tC", "temperature", "°C"},
};

/// Null if the component lacks the member; a member may have the JSON value null.
const json::value* member_at(const json::object& component, const mapping::Pointer& pointer) {
  const json::object* object = &component;
  const json::value* value = nullptr;
  for (const std::string& token : pointer.tokens()) {
    value = object == nullptr ? nullptr : object->if_contains(token);
    object = value == nullptr ? nullptr : value->if_object();
  }
  return value;
}

std::string_view kind_of(std::string_view key) { return key.substr(0, key.find(':')); }

/// "200" of "boolean:200"; "0" where the key has no number.
std::string number_of(std::string_view key) {
  const std::size_t colon = key.find(':');
  const std::string_view number = colon == std::string_view::npos ? std::string_view() : key.substr(colon + 1);
  const bool is_number = !number.empty() && number.find_first_not_of("0123456789") == std::string_view::npos;
  return is_number ? std::string(number) : "0";
}

/// The answers about a dynamic component come at a topic of its own: they do not say which it is.
std::string caller_for(std::string_view key, const ShellyAddress& address) {
  std::string name(key);
  std::replace(name.begin(), name.end(), ':', '-');
  return address.caller + '-' + name;
}

struct DynamicKind {
  std::string_view kind;
  std::string_view method;  // its namespace
};

constexpr std::array<DynamicKind, 8> kDynamicKinds = {{{"boolean", "Boolean"},
                                                       {"number", "Number"},
                                                       {"text", "Text"},
                                                       {"enum", "Enum"},
                                                       {"button", "Button"},
                                                       {"bthomesensor", "BTHomeSensor"},
                                                       {"bthomedevice", "BTHomeDevice"},
                                                       {"blutrv", "BluTrv"}}};

std::string_view namespace_of(std::string_view key) {
  const auto found = std::ranges::find(kDynamicKinds, kind_of(key), &DynamicKind::kind);
  return found == kDynamicKinds.end() ? std::string_view() : found->method;
}

class Reader {
 public:
  explicit Reader(const ShellyAddress& address) : address_(address) {}

  void component(const std::string& key, const json::object& status, const json::object& config) {
    const std::string_view kind = kind_of(key);
    if (kind == "bthomesensor") return add_bluetooth(key, status, config);
    if (kind == "button") return add_button(key, config);
    for (const Member& member : kMembers) {
      const std::string_view component = member.component;
      if (!component.empty() && component != kind) continue;
      const json::value* value = member_at(status, *mapping::Pointer::parse(member.pointer));
      const bool is_sensor = member.kind == ADAPTER_LEVEL_SENSOR || member.kind == ADAPTER_BINARY_SENSOR;
      if (value == nullptr || value->is_structured()) continue;
      // A button input has no state, and a meter without a phase has no current.
      if (is_sensor && value->is_null()) continue;
      add(key, member, config);
    }
  }
  std::vector<Capability> take() { return std::move(capabilities_); }
  bool is_full() const { return capabilities_.size() >= kMaxCapabilities; }

 private:
  /// A sensor of a Bluetooth device: its configuration says what it measures.
  void add_bluetooth(const std::string& key, const json::object& status, const json::object& config) {
    const json::value* const value = status.if_contains("value");
    if (value == nullptr || value->is_structured() || value->is_null()) return;
    const BluetoothQuantity quantity = bluetooth_quantity(text_at(config, "obj_id"));
    Member member{"bthomesensor", "/value", quantity.name, quantity.unit};
    if (value->is_bool()) member.kind = ADAPTER_BINARY_SENSOR;
    if (value->is_string()) member.kind = ADAPTER_TEXT_SENSOR;
    add(key, member, config);
  }

  void add_button(const std::string& key, const json::object& config) {
    Capability capability;
    capability.kind = ADAPTER_ENUM_CONTROL;
    capability.identity = key;
    capability.name = text_at(config, "name").empty() ? mapping::readable(key) : text_at(config, "name");
    capability.type = "Button";
    add_sink(capability, key, {"button", "", "", "", ADAPTER_ENUM_CONTROL, "Button.Trigger", R"(,"event":"${value}")"});
    capability.sink->confirm = mapping::Confirm::published;
    set_words(capability, {"Press"}, words_of({{"single_push", "Press"}}));
    capabilities_.push_back(std::move(capability));
  }

  /// As its owner has configured it.
  static void configure(Capability& capability, const Member& member, const json::object& config) {
    if (capability.kind == ADAPTER_LEVEL_CONTROL) {
      capability.minimum = number_at(config, "min");
      capability.maximum = number_at(config, "max");
      if (std::string_view(member.component) == "blutrv") {
        capability.minimum = mapping::Decimal::parse("4");
        capability.maximum = mapping::Decimal::parse("30");
      }
    }
    const json::object* const meta = object_at(config, "meta");
    const json::object* const ui = meta == nullptr ? nullptr : object_at(*meta, "ui");
    if (ui != nullptr && *member.unit == 0) mapping::set_unit(capability, text_at(*ui, "unit"));
    const std::vector<std::string> options = texts_at(config, "options");
    if (capability.kind == ADAPTER_TEXT_CONTROL && !options.empty()) {
      capability.kind = ADAPTER_ENUM_CONTROL;
      set_words(capability, options);
    }
    const std::string name = text_at(config, "name");
    if (!name.empty()) {
      const bool is_value = std::string_view(member.pointer) == "/value";
      capability.name = is_value ? name : name + ' ' + mapping::readable(member.name);
    }
  }

  void add(const std::string& key, const Member& member, const json::object& config) {
    Capability capability;
    capability.kind = member.kind;
    capability.identity = key + '.' + member.name;
    if (std::string_view(member.component) == "bthomesensor") capability.identity = key + ".value";
    capability.name = mapping::readable(key + ' ' + member.name);
    const std::string pointer = '/' + key + member.pointer;
    capability.source = source_at(address_.prefix + "/events/rpc", "/params" + pointer);
    capability.elsewhere.push_back(source_at(address_.prefix + "/status/" + key, member.pointer));
    if (is_dynamic(key)) {
      capability.elsewhere.push_back(
          source_at(caller_for(key, address_) + "/rpc", "/result" + std::string(member.pointer)));
    } else {
      capability.elsewhere.push_back(source_at(address_.caller + "/rpc", "/result" + pointer));
    }
    if (*member.method != 0) add_sink(capability, key, member);
    if (member.kind == ADAPTER_TEXT_CONTROL || member.kind == ADAPTER_TEXT_SENSOR) {
      capability.conversion.type = ADAPTER_STRING;
    } else if (member.kind == ADAPTER_ENUM_CONTROL) {
      set_moves(capability, {{"Cover.Open", "OPEN"},
                             {"Cover.Close", "CLOSE"},
                             {"Cover.Stop", "STOP"},
                             {"open", "OPEN"},
                             {"opening", "OPEN"},
                             {"closed", "CLOSE"},
                             {"closing", "CLOSE"},
                             {"stopped", "STOP"}});
    } else if (member.kind == ADAPTER_LEVEL_CONTROL && !is_dynamic(key)) {
      set_share(capability, *mapping::Decimal::parse("100"));
    } else if (member.kind == ADAPTER_LEVEL_SENSOR || member.kind == ADAPTER_LEVEL_CONTROL) {
      capability.conversion.type = ADAPTER_DECIMAL;
      mapping::set_unit(capability, member.unit);
    } else {
      capability.conversion.type = ADAPTER_BOOLEAN;
    }
    if (is_dynamic(key)) configure(capability, member, config);
    capability.type = mapping::type_of(capability.kind, member.name, capability.unit);
    capabilities_.push_back(std::move(capability));
  }

  void add_sink(Capability& capability, const std::string& key, const Member& member) {
    const std::string payload = shelly_request(kFirstShellyCommand + commands_++, address_.caller, member.method,
                                               R"({"id":)" + number_of(key) + member.parameters + '}');
    capability.sink = sink_at(address_.prefix + "/rpc", mapping::Confirm::state, payload);  // its answer confirms too
    capability.sink->qos = 1;
  }

  const ShellyAddress& address_;
  std::vector<Capability> capabilities_;
  std::size_t commands_ = 0;
};

/// "switch:0": lower case letters and digits, and a number.
bool is_component(std::string_view key) {
  return !key.empty() && key.size() <= 40 &&
         key.find_first_not_of("abcdefghijklmnopqrstuvwxyz_0123456789:") == std::string_view::npos;
}

}  // namespace

std::string shelly_request(std::size_t id, std::string_view caller, std::string_view method, std::string_view params) {
  std::string request = R"({"id":)" + std::to_string(id);
  request.append(R"(,"src":")").append(caller).append(R"(","method":")").append(method).append("\"");
  if (!params.empty()) request.append(R"(,"params":)").append(params);
  return request + '}';
}

bool is_dynamic(std::string_view key) { return !namespace_of(key).empty(); }

mapping::Message question_for(std::string_view key, const ShellyAddress& address) {
  const std::string method = std::string(namespace_of(key)) + ".GetStatus";
  return {address.prefix + "/rpc",
          shelly_request(4, caller_for(key, address), method, R"({"id":)" + number_of(key) + '}')};
}

std::vector<Capability> shelly_capabilities(const json::object& status, const json::object& configs,
                                            const ShellyAddress& address) {
  std::vector<std::string> keys;
  for (const json::key_value_pair& entry : status) {
    if (is_component(entry.key()) && entry.value().is_object()) keys.emplace_back(std::string_view(entry.key()));
  }
  std::sort(keys.begin(), keys.end());  // the number of a command does not depend on the order of a message
  Reader reader(address);
  if (keys.size() > kMaxComponents) keys.resize(kMaxComponents);
  const json::object no_config;
  for (const std::string& key : keys) {
    if (reader.is_full()) break;
    const json::object* const config = object_at(configs, key);
    reader.component(key, status.at(key).get_object(), config == nullptr ? no_config : *config);
  }
  return reader.take();
}

}  // namespace adapters::mqtt::discovery
