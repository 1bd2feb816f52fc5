// SPDX-License-Identifier: Apache-2.0
// Shows that no convention leaves a capability without a word for its Type, whatever a device calls it.
#include <map>

#include "tests/support/catch.hpp"
#include "tests/unit/mqtt/discovery/bridge.hpp"

using namespace tests;

namespace {

struct Message {
  const char* topic;
  const char* payload;
};

// What is said in each convention of things with a name in another script, with none, and with no kind that is known.
const std::map<std::string_view, std::vector<Message>> kSaid = {
    {"zigbee2mqtt",
     {{"base/bridge/devices",
       R"([{"ieee_address":"0x1","friendly_name":"a","type":"Router","supported":true,"interview_completed":true,
           "definition":{"vendor":"V","model":"M","description":"D","exposes":[
             {"type":"numeric","name":"温度","property":"温度","access":1},
             {"type":"numeric","name":"—","property":"—","access":3},
             {"type":"binary","name":"開","property":"開","access":1,"value_on":true,"value_off":false},
             {"type":"binary","name":"灯","property":"灯","access":3,"value_on":true,"value_off":false},
             {"type":"enum","name":"?","property":"?","access":1,"values":["a"]},
             {"type":"enum","name":"!","property":"!","access":3,"values":["a"]}]}}])"}}},
    {"homeassistant",
     {{"base/device/a/config",
       R"({"dev":{"ids":"d"},"o":{"name":"x"},"cmps":{
          "1":{"p":"sensor","uniq_id":"1","name":"Яркость","unit_of_meas":"—","stat_t":"s"},
          "2":{"p":"sensor","uniq_id":"2","name":"Режим","dev_cla":"enum","options":["a"],"stat_t":"s"},
          "3":{"p":"binary_sensor","uniq_id":"3","name":"Дверь","stat_t":"s"},
          "4":{"p":"switch","uniq_id":"4","name":"Реле","stat_t":"s","cmd_t":"c"},
          "5":{"p":"number","uniq_id":"5","name":"Порог","stat_t":"s","cmd_t":"c"},
          "6":{"p":"select","uniq_id":"6","name":"Выбор","options":["a"],"stat_t":"s","cmd_t":"c"},
          "7":{"p":"select","uniq_id":"7","options":["a"],"stat_t":"s","cmd_t":"c"},
          "8":{"p":"sensor","uniq_id":"8","dev_cla":"enum","options":["a"],"stat_t":"s"},
          "9":{"p":"binary_sensor","uniq_id":"9","stat_t":"s"},
          "10":{"p":"cover","uniq_id":"10","cmd_t":"c","tilt_cmd_t":"c","set_pos_t":"c"},
          "11":{"p":"light","uniq_id":"11","schema":"json","cmd_t":"c","fx_list":["a"],"sup_clrm":["color_temp"]},
          "12":{"p":"climate","uniq_id":"12","temp_cmd_t":"c","act_t":"s","curr_hum_t":"s","curr_temp_t":"s",
                "pr_modes":["a"],"pr_mode_cmd_t":"c","fan_modes":["a"],"fan_mode_cmd_t":"c","modes":["a"],"mode_cmd_t":"c"},
          "13":{"p":"fan","uniq_id":"13","cmd_t":"c","pct_cmd_t":"c"},
          "14":{"p":"button","uniq_id":"14","cmd_t":"c"},"15":{"p":"lock","uniq_id":"15","cmd_t":"c"}}})"},
      {"base/sensor/b/config", R"({"uniq_id":"u","name":"Ток","stat_cla":"measurement","stat_t":"s"})"}}},
    {"homie",
     {{"base/5/d/$description",
       R"({"homie":"5.0","version":1,"name":"D","nodes":{"n":{"properties":{
          "0-":{"datatype":"float"},"1-":{"datatype":"integer","settable":true},"-":{"datatype":"boolean"},
          "--":{"datatype":"boolean","settable":true},"---":{"datatype":"enum","format":"a"},
          "----":{"datatype":"enum","format":"a","settable":true}}}}})"},
      {"base/5/d/$state", "ready"}}},
    {"tasmota",
     {{"base/discovery/A/config",
       R"({"dn":"T","mac":"A","t":"t","ft":"%prefix%/%topic%/","tp":["c","s","t"],"rl":[1,2,3,3],"lt_st":5})"},
      {"base/discovery/A/sensors", R"({"sn":{"Switch1":"ON","X":{"温":1,"-":2,"Count":[1,2]}}})"}}},
    {"shelly-gen1",
     {{"base/x/relay/0", "on"},
      {"base/x/color/0/status", R"({"red":1,"gain":2})"},
      {"base/x/sensor/vibration", "1"},
      {"base/x/input/0", "1"},
      {"base/x/emeter/0/pf", "1"},
      {"base/x/roller/0", "open"},
      {"base/x/roller/0/pos", "1"}}},
    {"shelly-gen2",
     {{"x/events/rpc",
       R"({"src":"x","method":"NotifyFullStatus","params":{"switch:0":{"output":true,"pf":1,"freq":50},
          "cover:0":{"state":"open","current_pos":1},"input:0":{"state":true},"light:0":{"output":true,"brightness":3}}})"}}},
    {"openmqttgateway",
     {{"base/g/BTtoMQTT/AABBCCDDEEFF", R"({"id":"AA:BB:CC:DD:EE:FF","tempc":1,"hum":2,"lux":3,"open":true,"x":4})"}}},
};

}  // namespace

TEST_CASE("whatever a device calls what it has, its Type has a word") {
  for (const discovery::Entry& entry : discovery::kConventions) {
    INFO(entry.name);
    const auto convention = entry.make({"base", {}});
    REQUIRE(kSaid.contains(entry.name));
    std::size_t typed = 0;
    for (const auto& [topic, payload] : kSaid.at(entry.name)) {
      for (const auto& device : convention->message(topic, payload, false).described) {
        for (const mapping::Capability& capability : device.capabilities) {
          INFO(capability.identity);
          const bool is_text = capability.kind == ADAPTER_TEXT_SENSOR || capability.kind == ADAPTER_TEXT_CONTROL;
          CHECK(capability.type.empty() == is_text);
          if (!is_text) ++typed;
        }
      }
    }
    CHECK(typed >= 4);
  }
}
