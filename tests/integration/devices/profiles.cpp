// SPDX-License-Identifier: Apache-2.0
// Shows that a user names his bridge and his broker and sees his devices, all in one shape: what an ACS does with a
// plug of one bridge it does with a plug of any other.
#include "tests/integration/fixture/mqtt_home.hpp"
#include "tests/support/catch.hpp"

#include <boost/json.hpp>

#include <functional>
#include <stdexcept>
#include <string>
#include <vector>

using namespace tests::acs;
using namespace tests::integration;
using tests::support::MqttPeer;

namespace {

// A plug as its bridge describes it, with a power of 12.5 W, switched off.
struct Plug {
  const char* profile;
  const char* extra;                              // lines of the section
  const char* identity;                           // of the device
  std::function<void(Home&)> announce;            // with all that the device says by itself
  const char* asked;                              // the topic of its commands
  std::function<bool(const std::string&)> is_on;  // does the command say on?
  std::function<void(Home&)> echo;                // of that command
  std::function<void(Home&)> leave;               // the bridge says that it is gone
};

void keep(Home& home, const std::string& topic, const std::string& payload) {
  home.device().publish(topic, payload, 1, true);
}

bool is_text(const std::string& payload, const char* text) { return payload == text; }

const std::string kShelly = "shellyplus1pm-a8032abe54dc";
const std::string kShellyAnswers = "tr069-proxy-" + kShelly + "/rpc";

std::string shelly_status(const char* output) {
  return R"("switch:0":{"id":0,"output":)" + std::string(output) + R"(,"apower":12.5,"aenergy":{"total":1.5}})";
}

// Answers what we are asked for, as long as we are.
void answer_as_shelly(Home& home) {
  home.device().subscribe(kShelly + "/rpc");
  keep(home, kShelly + "/online", "true");
  for (bool described = false; !described;) {
    const std::string question = home.device().wait_for(kShelly + "/rpc").payload;
    described = question.find("GetStatus") != std::string::npos;
    const std::string id = described ? "2" : "1";
    const std::string result = described ? shelly_status("false") : R"("name":"Kettle","model":"M","app":"Plus1PM")";
    home.publish(kShellyAnswers, R"({"id":)" + id + R"(,"src":")" + kShelly + R"(","result":{)" + result + "}}");
  }
  home.device().wait_for(kShelly + "/rpc");  // once more, now that the answer is listened to
  home.publish(kShellyAnswers, R"({"id":2,"src":")" + kShelly + R"(","result":{)" + shelly_status("false") + "}}");
}

std::vector<Plug> plugs() {
  return {
      {"homeassistant", "", "plug-1",
       [](Home& home) {
         const std::string device =
             R"("dev":{"ids":"plug-1","name":"Plug"},"avty_t":"plug/there","stat_t":"plug/state")";
         keep(home, "homeassistant/switch/plug/relay/config",
              "{" + device + R"(,"uniq_id":"r","cmd_t":"plug/set","val_tpl":"{{ value_json.relay }}"})");
         keep(home, "homeassistant/sensor/plug/power/config",
              "{" + device +
                  R"(,"uniq_id":"p","dev_cla":"power","unit_of_meas":"W","val_tpl":"{{ value_json.power }}"})");
         keep(home, "plug/there", "online");
         keep(home, "plug/state", R"({"relay":"OFF","power":12.5})");
       },
       "plug/set", [](const std::string& payload) { return is_text(payload, "ON"); },
       [](Home& home) { keep(home, "plug/state", R"({"relay":"ON","power":12.5})"); },
       [](Home& home) { keep(home, "plug/there", "offline"); }},
      {"homie", "", "demo",
       [](Home& home) {
         keep(home, "homie/5/demo/$state", "ready");
         keep(
             home, "homie/5/demo/$description",
             R"({"homie":"5.0","version":1,"name":"Demo","nodes":{"plug":{"properties":{"relay":{"datatype":"boolean","settable":true},"power":{"datatype":"float","unit":"W"}}}}})");
         keep(home, "homie/5/demo/plug/relay", "false");
         keep(home, "homie/5/demo/plug/power", "12.5");
       },
       "homie/5/demo/plug/relay/set", [](const std::string& payload) { return is_text(payload, "true"); },
       // What it has taken is enough; the value comes when it comes.
       [](Home& home) { home.device().publish("homie/5/demo/plug/relay/$target", "true", 1, true); },
       [](Home& home) { keep(home, "homie/5/demo/$state", "lost"); }},
      {"tasmota", "", "AABBCC112233",
       [](Home& home) {
         home.device().subscribe("cmnd/tasmota_112233/STATUS");
         keep(
             home, "tasmota/discovery/AABBCC112233/config",
             R"({"dn":"Tasmota","fn":["Lamp"],"mac":"AABBCC112233","md":"Plug","ofln":"Offline","onln":"Online","state":["OFF","ON"],"sw":"14.2.0","t":"tasmota_112233","ft":"%prefix%/%topic%/","tp":["cmnd","stat","tele"],"rl":[1],"so":{"4":0},"ver":1})");
         keep(home, "tasmota/discovery/AABBCC112233/sensors", R"({"sn":{"ENERGY":{"Power":0}},"ver":1})");
         keep(home, "tele/tasmota_112233/LWT", "Online");
         home.device().wait_for("cmnd/tasmota_112233/STATUS");
         home.publish("stat/tasmota_112233/RESULT", R"({"POWER":"OFF"})");
         home.publish("stat/tasmota_112233/STATUS10", R"({"StatusSNS":{"ENERGY":{"Power":12.5}}})");
       },
       "cmnd/tasmota_112233/POWER1", [](const std::string& payload) { return is_text(payload, "ON"); },
       [](Home& home) { home.publish("stat/tasmota_112233/RESULT", R"({"POWER":"ON"})"); },
       [](Home& home) { keep(home, "tele/tasmota_112233/LWT", "Offline"); }},
      {"shelly-gen2", "", kShelly.c_str(), answer_as_shelly, "shellyplus1pm-a8032abe54dc/rpc",
       [](const std::string& payload) {
         const boost::json::value command = boost::json::parse(payload);
         return command.at("method").as_string() == "Switch.Set" && command.at("params").at("on").as_bool();
       },
       // Its answer is enough: it would tell of a change alone.
       [](Home& home) {
         home.publish(kShellyAnswers, R"({"id":10,"src":"shellyplus1pm-a8032abe54dc","result":{"was_on":true}})");
       },
       [](Home& home) { keep(home, kShelly + "/online", "false"); }},
      {"shelly-gen1", "", "shellyplug-s-C1",
       [](Home& home) {
         keep(home, "shellies/shellyplug-s-C1/online", "true");
         keep(home, "shellies/shellyplug-s-C1/relay/0", "off");
         keep(home, "shellies/shellyplug-s-C1/relay/0/power", "12.5");
       },
       "shellies/shellyplug-s-C1/relay/0/command", [](const std::string& payload) { return is_text(payload, "on"); },
       [](Home& home) { keep(home, "shellies/shellyplug-s-C1/relay/0", "on"); },
       [](Home& home) { keep(home, "shellies/shellyplug-s-C1/online", "false"); }},
  };
}

HomeOptions with_profile(const std::string& profile, const std::string& extra = {}) {
  return {.adapters = "- { name: bridge, plugin: mqtt, profile: " + profile + ", broker: { url: \"@BROKER@\" }" +
                      extra + " }\n"};
}

// The Value of the device's capability of the class and the type, found as an ACS finds it: by asking.
std::string value_of(Home& home, const std::string& device, const std::string& kind, const std::string& type) {
  const Exchange answer = home.gateway().ask(get_parameter_values({device + "IoTCapability."}));
  for (const Parameter& parameter : answer.message().parameters) {
    if (!parameter.name.ends_with('.' + kind + ".Type") || parameter.value != type) continue;
    return parameter.name.substr(0, parameter.name.size() - std::string("Type").size()) + "Value";
  }
  throw std::runtime_error("no " + kind + " " + type);
}

void start(Home& home, const std::function<void(Home&)>& announce) {
  home.set_top("profile_dir: " PROFILES "\n");
  home.start();
  announce(home);
}

void wait_for_device(Home& home, const std::string& identity) { home.wait_for_presence(identity, "online"); }

}  // namespace

TEST_CASE("one script of an ACS reads and sets a plug of each profile", "[devices_profiles]") {
  for (const Plug& plug : plugs()) {
    SECTION(plug.profile) {
      Home home(with_profile(plug.profile, plug.extra));
      start(home, plug.announce);
      wait_for_device(home, plug.identity);
      const std::string device = home.row_of(plug.identity);
      CHECK(device == "Device.X_00D09E_ProxiedDevice.1.");
      home.wait_for_value(device + "IoTCapabilityNumberOfEntries",
                          std::string(plug.profile) == "shelly-gen2" ? "3" : "2");
      const std::string power = value_of(home, device, "LevelSensor", "Power");
      const std::string relay = value_of(home, device, "BinaryControl", "Switch");
      home.wait_for_value(power, "12.5");
      home.wait_for_value(relay, "false");
      CHECK(home.value(power.substr(0, power.size() - 5) + "Unit") == "W");

      home.device().subscribe(plug.asked);
      Session session = home.session();
      Exchange post = session.expect_empty_post();
      post.reply(set_parameter_values({{relay, "1", "xsd:boolean"}}));
      MqttPeer::Message command = home.device().wait_for(plug.asked);
      while (command.payload.find("Shelly.Get") != std::string::npos) command = home.device().wait_for(plug.asked);
      CHECK(plug.is_on(command.payload));
      CHECK_FALSE(command.retained);
      plug.echo(home);
      Exchange answer = session.expect("SetParameterValuesResponse");
      answer.with_argument("Status", "0");
      answer = session.ask(answer, get_parameter_values({relay, device + "Online"}));
      answer.with_parameter(relay, "true").with_parameter(device + "Online", "true").reply_no_content();
      session.expect_end();

      plug.leave(home);
      home.wait_for_presence(plug.identity, "offline");
    }
  }
}

TEST_CASE("a device keeps its row and its capabilities theirs over a restart, and goes when it is taken back",
          "[devices_profiles]") {
  Home home(with_profile("homeassistant"));
  start(home, plugs().front().announce);
  wait_for_device(home, "plug-1");
  const std::string relay = value_of(home, home.row_of("plug-1"), "BinaryControl", "Switch");
  const std::string power = value_of(home, home.row_of("plug-1"), "LevelSensor", "Power");
  home.restart();
  wait_for_device(home, "plug-1");
  CHECK(value_of(home, home.row_of("plug-1"), "BinaryControl", "Switch") == relay);
  keep(home, "plug/state", R"({"relay":"OFF","power":13})");
  home.wait_for_value(power, "13");  // the device is described again
  home.wait_for_value(relay, "false");

  keep(home, "homeassistant/sensor/plug/power/config", "");
  home.wait_for_value(home.row_of("plug-1") + "IoTCapabilityNumberOfEntries", "1");
  keep(home, "homeassistant/switch/plug/relay/config", "");
  home.wait_for_value("Device.X_00D09E_ProxiedDeviceNumberOfEntries", "0");
}

TEST_CASE("of the Bluetooth sensors in the air those are shown that are allowed", "[devices_profiles]") {
  Home home(with_profile("openmqttgateway", ", allow: [\"A4C1*\"]"));
  const std::string mine =
      R"({"id":"A4:C1:38:00:00:01","name":"Attic","model":"LYWSD03MMC_ATC","tempc":21.5,"hum":44,"batt":98})";
  start(home, [&](Home& there) {
    keep(there, "home/omg/LWT", "online");
    there.publish("home/omg/BTtoMQTT/FFFFFF000001", R"({"id":"FF:FF:FF:00:00:01","tempc":4.5})");
    there.publish("home/omg/BTtoMQTT/A4C138000001", mine);
  });
  wait_for_device(home, "A4C138000001");
  home.publish("home/omg/BTtoMQTT/A4C138000001", mine);
  const std::string device = home.row_of("A4C138000001");
  home.wait_for_value(value_of(home, device, "LevelSensor", "Temperature"), "21.5");
  CHECK(home.value("Device.X_00D09E_ProxiedDeviceNumberOfEntries") == "1");
}

TEST_CASE("a capability that cannot be shown is logged with the reason, and costs nothing else", "[devices_profiles]") {
  Home home(with_profile("homeassistant"));
  const std::string device = R"({"dev":{"ids":"stove","name":"Stove"},"avty_t":"stove/there","stat_t":"stove/state",)";
  start(home, [&](Home& there) {
    keep(there, "homeassistant/camera/stove/eye/config", device + R"("uniq_id":"eye"})");
    keep(there, "homeassistant/sensor/stove/age/config",
         device + R"("uniq_id":"age","val_tpl":"{{ now() - value }}"})");
    keep(there, "homeassistant/sensor/stove/heat/config", device + R"("uniq_id":"heat","unit_of_meas":"°C"})");
    keep(there, "stove/there", "online");
    keep(there, "stove/state", "21");
  });
  wait_for_device(home, "stove");
  const auto reason_of = [&](const std::string& identity) {
    const boost::json::array entries = home.ctl_json({"devices"}).as_array();
    for (const auto& entry : entries) {
      if (entry.at("identity") == identity.c_str()) return std::string(entry.at("skipped").as_string());
    }
    return std::string("not there");
  };
  CHECK(reason_of("stove/eye").find("camera") != std::string::npos);
  CHECK(reason_of("stove/age").find("{{ now() - value }}") != std::string::npos);
  CHECK(home.ctl({"devices"}).output.find("stove/age") != std::string::npos);
  home.wait_for_value(home.row_of("stove") + "IoTCapabilityNumberOfEntries", "1");

  keep(home, "homeassistant/sensor/stove/age/config", device + R"("uniq_id":"age","val_tpl":"{{ value }}"})");
  home.wait_for_value(home.row_of("stove") + "IoTCapabilityNumberOfEntries", "2");
  CHECK(reason_of("stove/age") == "not there");
}
