// SPDX-License-Identifier: Apache-2.0
// Shows that get, tree, children, set and watch take the names of devices and capabilities, "*", and what people type
// as values.
#include "tests/integration/fixture/proxied_device.hpp"
#include "tests/support/catch.hpp"
#include "tests/support/servers/mqtt_peer.hpp"

#include <string>

using namespace tests::acs;
using namespace tests::integration;
using Catch::Matchers::ContainsSubstring;
using tests::support::Finished;
using tests::support::MqttPeer;
using tests::support::Process;

namespace {

/// Two plugs of the same kind, in two rooms.
struct Home {
  Home() : gateway(options()), peer(gateway.broker().port()) {
    gateway.first_contact();
    for (const char* name : {"kitchen/plug", "hall/plug"}) {
      peer.publish(std::string("plugs/") + name, R"({"state": "OFF", "target": 20, "text": "hello", "power": 7})", 1,
                   true);
    }
    wait_for_devices(gateway, [](const DeviceValues& all) {
      return !value_path(all, "kitchen/plug", "BinaryControl", "Switch").empty() &&
             !value_path(all, "hall/plug", "BinaryControl", "Switch").empty();
    });
    kitchen = value_path(proxied_devices(gateway), "kitchen/plug", "BinaryControl", "Switch");
    hall = value_path(proxied_devices(gateway), "hall/plug", "BinaryControl", "Switch");
  }

  static GatewayOptions options() {
    GatewayOptions options;
    options.settings.adapters =
        "- name: plugs\n  plugin: mqtt\n  broker: { url: \"@BROKER@\" }\n  devices:\n"
        "    - rows: { topic: \"plugs/{room}/{name}\" }\n"
        "      name: \"{room}/{name}\"\n"
        "      type: PowerStrip\n"
        "      capabilities:\n"
        "        - { name: State, class: BinaryControl, type: Switch, values: { \"ON\": true, \"OFF\": false },\n"
        "            source: { pointer: /state }, sink: { topic: \"set/{room}/{name}\", confirm: published } }\n"
        "        - { name: Target, class: LevelControl, type: Temperature, unit: degC, source: { pointer: /target },\n"
        "            sink: { topic: \"target/{room}/{name}\", confirm: published } }\n"
        "        - { name: Text, class: TextControl, type: Text, source: { pointer: /text },\n"
        "            sink: { topic: \"text/{room}/{name}\", confirm: published } }\n"
        "        - { name: Power, class: LevelSensor, type: Power, unit: W, source: { pointer: /power } }\n";
    options.broker = tests::support::BrokerOptions{};
    return options;
  }

  std::string ctl(std::vector<std::string> arguments) const { return gateway.ctl(std::move(arguments)).output; }

  Gateway gateway;
  MqttPeer peer;
  std::string kitchen, hall;  // paths of their switches
};

}  // namespace

TEST_CASE("get takes the name of a device, a capability by name or type, and wildcards", "[control_names]") {
  const Home home;
  CHECK(home.ctl({"get", "kitchen/plug", "Switch"}) == home.kitchen + " = false\n");
  CHECK(home.ctl({"get", "kitchen/plug", "state"}) == home.kitchen + " = false\n");
  CHECK_THAT(home.ctl({"get", "kitchen/plug"}), ContainsSubstring(".Name = kitchen/plug\n"));
  CHECK_THAT(home.ctl({"get", "kitchen/plug"}), !ContainsSubstring("hall/plug"));

  const std::string all = home.ctl({"get", "*plug", "Switch"});
  CHECK_THAT(all, ContainsSubstring(home.kitchen + " = false\n"));
  CHECK_THAT(all, ContainsSubstring(home.hall + " = false\n"));
  const std::string names = home.ctl({"get", kProxiedDevices + "*.Name"});
  CHECK_THAT(names, ContainsSubstring(" = kitchen/plug\n"));
  CHECK_THAT(names, ContainsSubstring(" = hall/plug\n"));

  const Finished unknown = home.gateway.ctl({"get", "cellar/plug"});
  CHECK(unknown.exit_code == 1);
  CHECK_THAT(unknown.output, ContainsSubstring("no device has this name"));
  const Finished lacking = home.gateway.ctl({"get", "kitchen/plug", "Humidity"});
  CHECK(lacking.exit_code == 1);
  CHECK_THAT(lacking.output, ContainsSubstring("it has: State, Target, Text, Power"));
  CHECK(home.gateway.ctl({"get", kProxiedDevices + "*.Nmae"}).exit_code == 1);
}

TEST_CASE("tree and children take the name of a device as get does, with the same refusals", "[control_names]") {
  const Home home;
  const std::string object = home.kitchen.substr(0, home.kitchen.find("IoTCapability"));
  CHECK(home.ctl({"tree", "kitchen/plug"}) == home.ctl({"tree", object}));
  CHECK_THAT(home.ctl({"tree", "kitchen/plug"}), ContainsSubstring(".Name = kitchen/plug  (string, writable)\n"));
  CHECK_THAT(home.ctl({"tree", "kitchen/plug", "state"}),
             ContainsSubstring(home.kitchen + " = false  (boolean, writable"));
  CHECK(home.ctl({"children", "kitchen/plug"}) == home.ctl({"children", object}));
  const std::string rows = home.ctl({"children", kProxiedDevices + "*.IoTCapability."});
  CHECK_THAT(rows, ContainsSubstring(object + "IoTCapability.1. = State\n"));
  const std::string all = home.ctl({"tree", "*plug", "Switch"});
  CHECK_THAT(all, ContainsSubstring(home.kitchen));
  CHECK_THAT(all, ContainsSubstring(home.hall));

  const std::string hall_object = home.hall.substr(0, home.hall.find("IoTCapability"));
  CHECK(home.gateway.ctl({"set", hall_object + "Name", "kitchen/plug"}).exit_code == 0);
  for (const char* name : {"kitchen/plug", "cellar/plug", "Device.Cellar."}) {
    const Finished refused = home.gateway.ctl({"get", name});
    CHECK(refused.exit_code == 1);
    for (const char* command : {"tree", "children"}) {
      const Finished said = home.gateway.ctl({command, name});
      CHECK(said.exit_code == 1);
      CHECK(said.output == refused.output);
    }
  }
}

TEST_CASE("set takes the name of a device and its capability, and what a person types", "[control_names]") {
  Home home;
  home.peer.subscribe("set/#");
  home.peer.subscribe("target/#");
  CHECK(home.gateway.ctl({"set", "kitchen/plug", "Switch", "on"}).exit_code == 0);
  CHECK(home.peer.wait_for("set/kitchen/plug").payload == "ON");
  CHECK(home.gateway.ctl({"set", "kitchen/plug", "Switch", "False"}).exit_code == 0);
  CHECK(home.peer.wait_for("set/kitchen/plug").payload == "OFF");
  CHECK(home.gateway.ctl({"set", "kitchen/plug", "Target", "21.5"}).exit_code == 0);
  CHECK(home.peer.wait_for("target/kitchen/plug").payload == "21.5");
  CHECK(home.gateway.ctl({"set", home.kitchen, "yes"}).exit_code == 0);
  CHECK(home.peer.wait_for("set/kitchen/plug").payload == "ON");
  // All of them at once.
  CHECK(home.gateway.ctl({"set", "*/plug", "Switch", "off"}).exit_code == 0);
  CHECK(home.peer.wait_for("set/kitchen/plug").payload == "OFF");
  CHECK(home.peer.wait_for("set/hall/plug").payload == "OFF");
  CHECK(home.gateway.ctl({"set", "kitchen/plug", "Switch", "perhaps"}).exit_code == 1);
  CHECK(home.gateway.ctl({"set", "kitchen/plug", "Power", "8"}).exit_code == 1);
}

TEST_CASE("a text is set as it is typed", "[control_names]") {
  Home home;
  home.peer.subscribe("text/#");
  home.peer.subscribe("target/#");
  for (const char* text : {"Back at 5",
                           "",
                           "  two  spaces ",
                           "\"q\" and 'q'",
                           "21",
                           "true",
                           "on",
                           "null",
                           "-5",
                           "-abc",
                           "--no-option",
                           "[a,b]",
                           "[]",
                           "{}",
                           "++",
                           "-",
                           "%%",
                           "status",
                           "ä",
                           "a\\n"}) {
    INFO(text);
    const Finished said = home.gateway.ctl({"set", "kitchen/plug", "Text", text});
    INFO(said.output);
    CHECK(said.exit_code == 0);
    CHECK(home.peer.wait_for("text/kitchen/plug").payload == text);
  }
  CHECK(home.gateway.ctl({"set", "kitchen/plug", "Text", "--", "--json"}).exit_code == 0);
  CHECK(home.peer.wait_for("text/kitchen/plug").payload == "--json");
  // An option is one behind the value, too.
  CHECK_THAT(home.ctl({"set", "kitchen/plug", "Text", "x", "--json"}), ContainsSubstring("\"status\":0"));
  CHECK(home.gateway.ctl({"set", "kitchen/plug", "Target", "-7.5"}).exit_code == 0);
  CHECK(home.peer.wait_for("target/kitchen/plug").payload == "-7.5");
}

TEST_CASE("a text with spaces that lacks its quotes is refused with that hint", "[control_names]") {
  const Home home;
  const std::string path = "Device.DeviceInfo.ProvisioningCode";
  const Finished two = home.gateway.ctl({"set", path, "two", "words"});
  CHECK(two.exit_code == 1);
  CHECK_THAT(two.output, ContainsSubstring("a VALUE with spaces stands in quotes"));
  const Finished three = home.gateway.ctl({"set", path, "and", "three", "words"});
  CHECK(three.exit_code == 2);
  CHECK_THAT(three.output, ContainsSubstring("A VALUE with spaces stands in quotes"));
  CHECK(home.ctl({"get", path}) == path + " = \n");
  CHECK_THAT(tests::support::run({CTL, "set", "--help"}).output, ContainsSubstring("VALUE is set as it is typed"));
}

TEST_CASE("a name that several devices have is refused with their paths", "[control_names]") {
  const Home home;
  const std::string hall_object = home.hall.substr(0, home.hall.find(".IoTCapability"));
  CHECK(home.gateway.ctl({"set", hall_object + ".Name", "kitchen/plug"}).exit_code == 0);
  const Finished said = home.gateway.ctl({"get", "kitchen/plug", "Switch"});
  CHECK(said.exit_code == 1);
  CHECK_THAT(said.output, ContainsSubstring("several devices are named so: "));
  CHECK_THAT(said.output, ContainsSubstring(hall_object));
  CHECK(home.ctl({"get", home.hall}) == home.hall + " = false\n");
}

TEST_CASE("watch takes the name of a device and its capability", "[control_names]") {
  Home home;
  Process watch({CTL, "--socket", home.gateway.folder().file("control.sock"), "watch", "kitchen/plug", "Power"});
  // Until the watch has begun, messages go by; each has another value.
  int power = 8;
  wait_until("a change is watched", [&] {
    for (const char* topic : {"plugs/hall/plug", "plugs/kitchen/plug"})
      home.peer.publish(topic, R"({"power": )" + std::to_string(power) + "}");
    ++power;
    return watch.output().find("LevelSensor.Value = ") != std::string::npos;
  });
  watch.terminate();
  const std::string object = home.kitchen.substr(0, home.kitchen.find(".IoTCapability"));
  INFO(watch.output());
  CHECK(watch.output().starts_with(object + ".IoTCapability."));
  CHECK_THAT(watch.output(), !ContainsSubstring(home.hall.substr(0, home.hall.find(".IoTCapability"))));
}
