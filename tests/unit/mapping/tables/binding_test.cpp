// SPDX-License-Identifier: Apache-2.0
// Shows what a host is told of a mapping and of messages, and what a set is answered.
#include "adapters/mapping/binding.hpp"

#include <thread>

#include "tests/support/catch.hpp"
#include "tests/unit/mapping/home.hpp"
#include "tests/unit/sdk/config_text.hpp"
#include "tests/unit/sdk/fake_host.hpp"

using namespace adapters;
using Calls = std::vector<std::string>;

namespace {

/// The house, declared. Handles: tables 2 to 4, columns from 5 on in the order of the configuration.
struct Home {
  Home() {
    binding.declare();
    declared = host.take();
  }
  test::ConfigText config{test::kHome};
  mapping::Mapping mapping{config.root()};
  test::FakeHost host;
  mapping::Binding binding{sdk::Host(host.api()), mapping, "MQTT"};
  Calls declared;
  mapping::Binding::Time now{std::chrono::hours(1)};

  Calls receive(std::string_view topic, std::string_view payload) {
    binding.receive(topic, payload, false, now);
    return host.take();
  }
};

constexpr adapter_handle kMode = 6;
constexpr adapter_handle kOnline = 12;
constexpr adapter_handle kState = 15;

}  // namespace

TEST_CASE("tables, columns and constants are declared once") {
  const Home home;
  CHECK(home.declared ==
        Calls{"table 1 Sensor -> 2", "table 1 Switch -> 3", "table 1 Tasmota -> 4",
              "declare 1 Boiler.Temperature type 6 notify 2 min 0 max 95.5 -> 5",
              "declare 1 Boiler.Mode type 0 flags 1 word Heating word Off confirm 10000 -> 6",
              "declare 1 Boiler.Text type 0 flags 1 length 5 -> 7", "declare 1 Boiler.Boost type 2 flags 1 -> 8",
              "declare 1 Boiler.Button type 0 -> 9", "declare 1 Boiler.Vendor type 0 -> 10",
              "declare 2 Name type 0 -> 11", "declare 2 Online type 1 -> 12", "declare 2 Temperature type 6 -> 13",
              "declare 2 Battery type 3 -> 14", "declare 2 State type 1 flags 1 -> 15",
              "declare 3 Output type 1 flags 1 -> 16", "declare 3 Power type 6 -> 17",
              "declare 4 Power type 1 flags 1 -> 18", "declare 4 Watts type 6 -> 19", "publish 1/10=Example"});
}

TEST_CASE("a message is one publish") {
  Home home;
  CHECK(home.receive("boiler/state", R"({"temp":199,"mode":"heat"})") == Calls{"publish 1/5=19.9 1/6=Heating"});
  CHECK(home.receive("zigbee2mqtt/a", R"({"temperature":20,"battery":90,"state":"ON"})") ==
        Calls{"device test a -> 20", "add_row 2 a -> 21", "publish 21/11=a 21/13=20 21/14=90 21/15=true"});
  CHECK(home.receive("zigbee2mqtt/a", R"({"temperature":21,"battery":90,"state":"OFF"})") ==
        Calls{"publish 21/13=21 21/14=90 21/15=false"});
  CHECK(home.receive("boiler/state", "x").at(0).starts_with("rejected boiler/state: it is not JSON"));
}

TEST_CASE("at debug the log has what is received and what is sent") {
  Home home;
  home.receive("boiler/text", "a word");
  (void)home.binding.command({1, {1}, {6}, "Heating"});
  CHECK(home.host.take_conversation() ==
        Calls{"mapping.message.received boiler/text: a word", R"(mapping.message.sent boiler/set: {"mode": "heat"})"});
}

TEST_CASE("a bare NaN keeps its own value, and no other of the message") {
  Home home;
  CHECK(home.receive("boiler/state", R"({"temp":-nan,"mode":"heat"})") ==
        Calls{"publish 1/6=Heating", "rejected boiler/state: Boiler.Temperature: the value is null"});
  CHECK(home.receive("boiler/state", "\xEF\xBB\xBF{\"temp\":199,\"mode\":Infinity}") ==
        Calls{"publish 1/5=19.9", "rejected boiler/state: Boiler.Mode: the value is null"});
}

TEST_CASE("what comes before its row waits for it") {
  Home home;
  CHECK(home.receive("zigbee2mqtt/a/availability", R"({"state":"offline"})").empty());
  CHECK(home.receive("zigbee2mqtt/a/availability", R"({"state":"online"})").empty());
  CHECK(home.receive("zigbee2mqtt/a", R"({"temperature":20,"battery":90,"state":"ON"})") ==
        Calls{"device test a -> 20", "add_row 2 a -> 21", "publish 21/11=a 21/13=20 21/14=90 21/15=true 21/12=true",
              "presence 20 1"});
  CHECK(home.receive("zigbee2mqtt/a/availability", R"({"state":"offline"})") ==
        Calls{"publish 21/" + std::to_string(kOnline) + "=false", "presence 20 2"});
}

TEST_CASE("a row goes with an empty message and comes again") {
  Home home;
  const std::string_view message = R"({"temperature":20,"battery":90,"state":"ON"})";
  home.receive("zigbee2mqtt/a", message);
  CHECK(home.receive("zigbee2mqtt/a", "") == Calls{"remove_row 21", "remove_device 20"});
  CHECK(home.receive("zigbee2mqtt/a", "").empty());
  CHECK(home.receive("zigbee2mqtt/a", message).at(1) == "add_row 2 a -> 23");
}

TEST_CASE("a row of an earlier run takes commands before it speaks, and an empty message removes it") {
  Home home;
  home.binding.known_row({2}, "a");
  CHECK(home.host.take() == Calls{"device test a -> 20", "add_row 2 a -> 21", "publish 21/11=a"});
  CHECK(home.binding.command({1, {21}, {kState}, "true"})->address == "zigbee2mqtt/a/set");
  CHECK(home.receive("zigbee2mqtt/a", "") == Calls{"remove_row 21", "remove_device 20"});
  // What this mapping cannot have made.
  for (const char* identity : {"", "a/b", "/", "a/"}) home.binding.known_row({2}, identity);
  home.binding.known_row({99}, "a");
  CHECK(home.host.take().empty());
}

TEST_CASE("rows are bounded, and so is what waits for one") {
  Home home;
  for (const char* topic : {"zigbee2mqtt/a", "zigbee2mqtt/b"}) home.receive(topic, "{}");
  const Calls full = home.receive("zigbee2mqtt/c", "{}");
  CHECK(full.at(0) == "rejected Sensor: no row for 'c', max_rows is reached");
  for (const char* name : {"d", "e"}) {
    CHECK(home.receive(std::string("zigbee2mqtt/") + name + "/availability", R"({"state":"online"})").empty());
  }
  CHECK(home.receive("zigbee2mqtt/f/availability", R"({"state":"online"})").size() == 1);
  home.receive("zigbee2mqtt/a", "");
  CHECK(home.receive("zigbee2mqtt/d", "{}").at(1).starts_with("add_row 2 d"));
}

TEST_CASE("a row that the host refuses is not kept") {
  Home home;
  home.host.refuse_rows();
  const Calls calls = home.receive("zigbee2mqtt/a", "{}");
  CHECK(calls.at(1) == "rejected Sensor: the row 'a' was refused");
  CHECK(calls.at(2) == "remove_device 20");
}

TEST_CASE("a set becomes a command of its row, or a reason") {
  Home home;
  const auto command = [&](adapter_handle row, adapter_handle column, std::string_view value) {
    return home.binding.command({1, {row}, {column}, value});
  };
  CHECK(command(21, kState, "true").error().status == ADAPTER_NOT_SENT);
  home.receive("zigbee2mqtt/a", "{}");
  const auto sent = command(21, kState, "true");
  REQUIRE(sent);
  CHECK(sent->address == "zigbee2mqtt/a/set");
  CHECK(sent->reply() == ADAPTER_SENT);
  CHECK(command(ADAPTER_MOUNT, kMode, "Heating")->payload == R"({"mode": "heat"})");
  CHECK(command(ADAPTER_MOUNT, kMode, "Cooling").error().status == ADAPTER_INVALID_VALUE);
  CHECK(command(ADAPTER_MOUNT, 99, "x").error().status == ADAPTER_FAILED);
}

TEST_CASE("check answers each item") {
  Home home;
  const std::vector<sdk::Item> items = {
      {7, sdk::kMount, {kMode}, "Off"}, {8, sdk::kMount, {kMode}, "off"}, {9, sdk::kMount, {99}, ""}};
  home.binding.check(items);
  CHECK(home.host.take() == Calls{"reply 7 0", "reply 8 4 'off' is not among the values", "reply 9 6 no such column"});
}

TEST_CASE("commands may be asked for while messages arrive") {
  Home home;
  std::thread network([&] {
    for (int i = 0; i < 500; ++i) {
      home.binding.receive("zigbee2mqtt/a", R"({"state":"ON"})", false, {});
      home.binding.receive("zigbee2mqtt/a", "", false, {});
    }
  });
  int wrong = 0;
  for (int i = 0; i < 500; ++i) {
    const auto command = home.binding.command({1, {21}, {kState}, "true"});
    if (command ? command->address != "zigbee2mqtt/a/set" : command.error().status != ADAPTER_NOT_SENT) ++wrong;
  }
  network.join();
  CHECK(wrong == 0);
}

TEST_CASE("a report that comes before the command is sent ends no set") {
  test::ConfigText config(R"({"parameters": [
    {"path": "Target", "type": "decimal", "step": "0.5", "source": {"topic": "heater"}, "sink": {"topic": "heater/set"}}]})");
  const mapping::Mapping mapping(config.root());
  test::FakeHost host;
  mapping::Binding binding(sdk::Host(host.api()), mapping, "MQTT");
  binding.declare();
  const auto calls_of = [&](const auto& action) {
    host.take();
    action();
    return host.take();
  };
  const auto report = [&](std::string_view value) { binding.receive("heater", value, false, {}); };
  const sdk::Item item{1, sdk::kMount, {2}, "21.3"};
  const auto command = binding.command(item, mapping::Delivery::queued);
  CHECK(calls_of([&] { report("21.5"); }) == Calls{"publish 1/2=21.5"});  // a value near it
  CHECK(calls_of([&] { binding.carried_out(1, *command); }) == Calls{"reply 1 1"});
  CHECK(calls_of([&] { report("21.5"); }) == Calls{"reply 1 0", "publish 1/2=21.5"});

  const auto exact = binding.command({2, sdk::kMount, {2}, "22"}, mapping::Delivery::queued);
  CHECK(calls_of([&] { report("22"); }) == Calls{"publish 1/2=22"});
  CHECK(calls_of([&] { binding.carried_out(2, *exact); }) == Calls{"reply 2 1", "reply 2 0"});

  (void)binding.command({3, sdk::kMount, {2}, "23"}, mapping::Delivery::queued);
  report("23");
  CHECK(calls_of([&] { binding.not_carried_out(3, {ADAPTER_NOT_SENT, "away"}); }) == Calls{"reply 3 2 away"});
  CHECK(calls_of([&] { report("23"); }) == Calls{"publish 1/2=23"});
}

TEST_CASE("a set that the device rounds is confirmed, and its own value follows") {
  test::ConfigText config(R"({"parameters": [
    {"path": "Level", "type": "decimal", "scale": "0.392156862745098", "source": {"topic": "lamp"}, "sink": {"topic": "lamp/set"}},
    {"path": "Whole", "type": "decimal", "round": "0", "source": {"topic": "fan"}, "sink": {"topic": "fan/set"}}],
    "tables": [{"path": "Room.{i}.", "rows": {"topic": "room/{name}"}, "parameters": [
      {"path": "Target", "type": "decimal", "step": "0.5", "source": {}, "sink": {"topic": "room/{name}/set"}}]}]})");
  const mapping::Mapping mapping(config.root());
  test::FakeHost host;
  mapping::Binding binding(sdk::Host(host.api()), mapping, "MQTT");
  binding.declare();  // the table is 2, the columns 3 to 5
  const auto receive = [&](std::string_view topic, std::string_view payload) {
    host.take();
    binding.receive(topic, payload, false, {});
    return host.take();
  };
  CHECK(binding.command({1, sdk::kMount, {3}, "51"})->payload == "130.050000000000013");
  CHECK(receive("lamp", "100") == Calls{"publish 1/3=39.2156862745098"});
  CHECK(receive("lamp", "130") == Calls{"reply 1 0", "publish 1/3=50.98039215686274"});
  CHECK(receive("lamp", "130") == Calls{"publish 1/3=50.98039215686274"});
  CHECK(binding.command({1, sdk::kMount, {4}, "21.6"})->payload == "22");
  CHECK(receive("fan", "22") == Calls{"reply 1 0", "publish 1/4=22"});

  CHECK(binding.command_to_check({1, sdk::kMount, {4}, "23.4"})->payload == "23");
  CHECK(receive("fan", "23") == Calls{"publish 1/4=23"});  // it was never sent

  receive("room/a", "20");
  CHECK(binding.command({1, {7}, {5}, "21.3"})->address == "room/a/set");
  binding.receive("room/a", "21", true, {});  // the broker has kept it, from before maybe
  CHECK(host.take() == Calls{"publish_retained 7/5=21"});
  CHECK(receive("room/a", "21.5") == Calls{"reply 1 0", "publish 7/5=21.5"});
  CHECK(binding.command({2, {7}, {5}, "21.3"})->address == "room/a/set");
  binding.not_carried_out(2, {ADAPTER_NOT_SENT, "away"});
  CHECK(receive("room/a", "21.5") == Calls{"publish 7/5=21.5"});
  CHECK(binding.command({1, {7}, {5}, "21.3"})->address == "room/a/set");
  CHECK(receive("room/a", "").size() == 2);
  CHECK(receive("room/a", "21.5").back() == "publish 9/5=21.5");  // another row
}
