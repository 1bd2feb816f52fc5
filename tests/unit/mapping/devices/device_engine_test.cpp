// SPDX-License-Identifier: Apache-2.0
// Shows what a host receives of devices that describe themselves, and of their messages.
#include "adapters/mapping/devices/device_engine.hpp"

#include <algorithm>

#include "tests/support/catch.hpp"
#include "tests/unit/mapping/devices/device_home.hpp"

using namespace adapters;
using namespace adapters::mapping;

TEST_CASE("a device is shown, and then only what changes of it") {
  Home home;
  CHECK(home.describe(lamp({level("a", "degC"), level("b", "%")})) ==
        Calls{"device bridge 0x1 -> 2", "show 2 'lamp' 'Light' '' -> 3"});
  CHECK(home.receive("home/lamp", R"({"a":1,"b":2})") == Calls{"capability 2 a class 4 'A a' 'Temperature' 'degC' -> 4",
                                                               "capability 2 b class 4 'A b' 'Temperature' '%' -> 5",
                                                               "publish 4/2=1 5/2=2"});
  CHECK(home.describe(lamp({level("a", "degC"), level("b", "%")})).empty());

  DeviceDescription renamed = lamp({level("a", "degC"), level("c", "%")});
  renamed.name = "desk";
  CHECK(home.describe(renamed) == Calls{"show 2 'desk' 'Light' '' -> 6", "remove_row 5"});
  CHECK(home.receive("home/lamp", R"({"c":3})") ==
        Calls{"capability 2 c class 4 'A c' 'Temperature' '%' -> 7", "publish 7/2=3"});
  CHECK(home.describe(lamp({level("a", "K"), level("c", "%")})) ==
        Calls{"show 2 'lamp' 'Light' '' -> 8", "capability 2 a class 4 'A a' 'Temperature' 'K' -> 4"});
  home.engine.remove({"bridge", "0x1"});
  CHECK(home.host.take() == Calls{"remove_device 2"});
  home.engine.remove({"bridge", "0x1"});
  CHECK(home.host.take().empty());
  CHECK(home.engine.addresses().empty());
}

TEST_CASE("what a device cannot be shown with is bent or left out") {
  Home home;
  Capability words = mode();
  words.words = {std::string(70, 'w'), std::string(69, 'w'), "short", "short"};
  Capability nowhere = level("nowhere", "");
  nowhere.source.reset();
  Capability twin = level("b", "");
  twin.name = "A a";
  const Calls calls = home.describe(lamp({words, nowhere, level("a", ""), twin, level("a", "")}));
  CHECK(calls == Calls{"rejected 0x1: nowhere: it has neither a source nor a sink",
                       "rejected 0x1: a: it is there twice", "device bridge 0x1 -> 2", "show 2 'lamp' 'Light' '' -> 3",
                       "capability 2 mode class 2 'A mode' 'Switch' '' word " + std::string(64, 'w') + " word " +
                           std::string(63, 'w') + "~ word short -> 4"});
  CHECK(home.receive("home/lamp", R"({"a":1,"b":2})") == Calls{"capability 2 a class 4 'A a' 'Temperature' '' -> 5",
                                                               "capability 2 b class 4 'A a (b)' 'Temperature' '' -> 6",
                                                               "publish 5/2=1 6/2=2"});
  CHECK(home.receive("home/lamp", R"({"mode":")" + std::string(69, 'w') + "\"}") ==
        Calls{"publish 4/2=" + std::string(63, 'w') + "~"});
  CHECK(home.command(4, std::string(64, 'w')) == R"(home/lamp/set {"mode":")" + std::string(70, 'w') + "\"}");
}

TEST_CASE("a message is one publish of what it has; the rest stays") {
  Home home;
  home.describe(lamp({level("a", "degC"), level("b", "%"), mode(), state()}));
  CHECK(home.receive("home/lamp", R"({"a":21.50,"b":null,"state":"ON"})") ==
        Calls{"capability 2 a class 4 'A a' 'Temperature' 'degC' -> 6", "publish 6/2=21.5 5/2=true"});
  CHECK(home.receive("home/lamp", R"({"a":"warm","mode":"dance","state":1})") ==
        Calls{"rejected lamp, A a: 'warm' is no decimal", "rejected lamp, A mode: 'dance' is not among the values",
              "rejected lamp, A state: '1' is not among the values"});
  CHECK(home.receive("home/lamp", "hello").front().starts_with("rejected lamp, A a: it is not JSON"));
  CHECK(home.receive("home/lamp", "").empty());
  CHECK(home.receive("home/other", R"({"a":1})").empty());
}

TEST_CASE("a value that stands elsewhere too is taken from there as well") {
  Home home;
  Capability temperature = level("a", "degC");
  temperature.elsewhere.push_back(Source{Pattern::literal("home/all"), pointer("/lamp/a"), false});
  home.describe(lamp({temperature}));
  CHECK(home.receive("home/lamp", R"({"a":1})").back() == "publish 4/2=1");
  CHECK(home.receive("home/all", R"({"a":2,"lamp":{"a":3}})") == Calls{"publish 4/2=3"});
}

TEST_CASE("an event that the broker had kept is none") {
  Home home;
  Capability action = level("a", "");
  action.source->ignore_retained = true;
  home.describe(lamp({action}));
  CHECK(home.receive("home/lamp", R"({"a":1})", true).empty());
  CHECK(home.receive("home/lamp", R"({"a":1})", false).back() == "publish 4/2=1");
}

TEST_CASE("documents and lists are shown as text") {
  Home home;
  Capability document = level("a", "");
  document.kind = ADAPTER_TEXT_CONTROL;
  document.conversion = {};
  document.conversion.json = true;
  document.sink = Sink{Pattern::literal("set"), *Template::parse(R"({"a":${value}})", {}), 0, false, Confirm::state, 0};
  Capability list = level("b", "");
  list.kind = ADAPTER_MULTI_LEVEL_SENSOR;
  home.describe(lamp({document, list}));
  CHECK(home.receive("home/lamp", R"({"a":[{"hour": 7}],"b":[1.50,2]})") ==
        Calls{"capability 2 b class 5 'A b' 'Temperature' '' -> 5", R"(publish 4/2=[{"hour":7}] 5/2=1.5,2)"});
  CHECK(home.command(4, R"([{"hour":8}])") == R"(set {"a":[{"hour":8}]})");
  CHECK(home.check(4, "[1").front().starts_with("reply 7 4"));
  CHECK(home.check(4, "1]}, {\"x\":[").front().starts_with("reply 7 4"));
}

TEST_CASE("a device is there as the bridge and itself say") {
  Home home;
  DeviceDescription device = lamp({level("a", "")});
  device.availability.sources = {{Pattern::literal("bridge/state"), pointer("/state"), "online", "offline"},
                                 {Pattern::literal("home/lamp/availability"), pointer("/state"), "online", "offline"}};
  home.describe(device);
  CHECK(home.receive("bridge/state", R"({"state":"online"})").empty());
  CHECK(home.receive("home/lamp/availability", "online") == Calls{"presence 2 1"});
  CHECK(home.receive("bridge/state", R"({"state":"offline"})") == Calls{"presence 2 2"});
  CHECK(home.receive("home/lamp/availability", "").empty());
  CHECK(home.receive("bridge/state", R"({"state":"online"})") == Calls{"presence 2 0"});
  CHECK(home.receive("bridge/state", "dancing").front().starts_with("rejected lamp: availability"));
}

TEST_CASE("what a bridge has said holds for a device that is renamed") {
  Home home;
  DeviceDescription device = lamp({level("a", "")});
  device.availability.sources = {{Pattern::literal("bridge/state"), {}, "online", "offline"},
                                 {Pattern::literal("home/lamp/availability"), {}, "online", "offline"}};
  home.describe(device);
  home.receive("bridge/state", "online");
  CHECK(home.receive("home/lamp/availability", "online") == Calls{"presence 2 1"});
  device.availability.sources[1].address = Pattern::literal("home/desk/availability");
  home.describe(device);
  CHECK(home.receive("home/desk/availability", "offline") == Calls{"presence 2 2"});
  CHECK(home.receive("home/desk/availability", "online") == Calls{"presence 2 1"});
}

TEST_CASE("silence makes a device silent") {
  Home home;
  DeviceDescription device = lamp({level("a", "")});
  device.availability.stale_after = seconds(60);
  home.describe(device);
  CHECK(home.receive("home/lamp", R"({"a":1})") ==
        Calls{"capability 2 a class 4 'A a' 'Temperature' '' -> 4", "publish 4/2=1", "presence 2 1"});
  home.engine.pass_time(kStart + seconds(59));
  CHECK(home.engine.next_time());
  CHECK(home.host.take().empty());
  home.engine.pass_time(kStart + seconds(61));
  CHECK(home.host.take() == Calls{"presence 2 3"});
  CHECK(home.receive("home/lamp", R"({"a":1})", false, seconds(70)) == Calls{"publish 4/2=1", "presence 2 1"});
}

TEST_CASE("a value never heard is not 0: a sensor comes with its first value, what can be set at once") {
  Home home;
  DeviceDescription device = lamp({level("a", ""), state(), control("b", ADAPTER_LEVEL_CONTROL, "${value}")});
  Capability set_alone = control("c", ADAPTER_BINARY_CONTROL, "${value}");
  set_alone.source.reset();
  device.capabilities.push_back(set_alone);
  const Calls shown = home.describe(device);
  CHECK(
      std::ranges::none_of(shown, [](const std::string& call) { return call.find(" a class") != std::string::npos; }));
  for (const char* const name : {" state class", " b class", " c class"}) {
    CHECK(std::ranges::count_if(shown, [&](const auto& call) { return call.find(name) != std::string::npos; }) == 1);
  }
  CHECK(std::ranges::none_of(shown, [](const std::string& call) { return call.starts_with("publish"); }));
  CHECK(home.receive("home/lamp", R"({"a":null,"linkquality":3})").empty());
  const Calls first = home.receive("home/lamp", R"({"a":0})");
  REQUIRE(first.size() == 2);
  CHECK(first[0].starts_with("capability 2 a class 4"));
  CHECK(first[1].ends_with("=0"));
  CHECK(home.receive("home/lamp", R"({"a":1})").size() == 1);
  home.describe(device);
  CHECK(home.receive("home/lamp", R"({"a":2})").size() == 1);  // it is known
}

TEST_CASE(
    "a value never heard is not 0: a sensor that an earlier run has shown is kept, and goes with its description") {
  Home home;
  home.host.know("a");
  CHECK(home.describe(lamp({level("a", "K"), level("b", "%")})) ==
        Calls{"device bridge 0x1 -> 2", "show 2 'lamp' 'Light' '' -> 3",
              "capability 2 a class 4 'A a' 'Temperature' 'K' -> 4"});
  CHECK(home.receive("home/lamp", R"({"a":1})") == Calls{"publish 4/2=1"});
  CHECK(home.describe(lamp({level("b", "%")})) == Calls{"remove_row 4"});
}

TEST_CASE("the silence of a device that has never sent anything begins with its description") {
  Home home;
  DeviceDescription device = lamp({level("a", "")});
  device.availability.stale_after = seconds(60);
  home.describe(device);
  REQUIRE(home.engine.next_time());
  home.engine.pass_time(kStart + seconds(10));
  CHECK(home.host.take().empty());
  CHECK(home.engine.next_time() == kStart + seconds(70));
  home.engine.pass_time(kStart + seconds(70));
  CHECK(home.host.take() == Calls{"presence 2 3"});
}

TEST_CASE("every message of a device is contact, also one that holds no value") {
  Home home;
  DeviceDescription device = lamp({level("a", ""), state()});
  device.capabilities[1].accepted = Source{Pattern::literal("home/lamp/accepted"), {}, false};
  device.availability.sources = {{Pattern::literal("bridge/state"), {}}, {Pattern::literal("home/lamp/there"), {}}};
  device.availability.sources[0].of_bridge = true;
  home.describe(device);
  home.receive("home/lamp", R"({"a":1})");
  CHECK(home.host.take_contacts().empty());  // the value is
  home.receive("home/lamp", R"({"linkquality":80})");
  home.receive("home/lamp", R"({"a":null})");
  home.receive("home/lamp/accepted", R"({"state":"ON"})");
  home.receive("home/lamp/there", "online");
  CHECK(home.host.take_contacts() == std::vector<adapter_handle>(4, 2));
  home.receive("home/lamp", R"({"linkquality":80})", true);
  home.receive("home/lamp", "");
  home.receive("bridge/state", "online");
  home.receive("home/desk", R"({"a":1})");
  CHECK(home.host.take_contacts().empty());  // no word of the device itself, or an old one
}

TEST_CASE("only what is shown is listened to, and what is new is asked for again") {
  Home home;
  DeviceDescription device = lamp({level("a", "")});
  device.prime = {{"home/lamp/get", "{}"}};
  home.describe(device);
  AddressChanges changes = home.engine.take_changes();
  CHECK(changes.added == std::vector<std::string>{"home/lamp"});
  CHECK(home.engine.take_prime() == device.prime);
  home.describe(device);
  changes = home.engine.take_changes();
  CHECK(changes.added.empty());
  CHECK(changes.removed.empty());
  CHECK(home.engine.take_prime().empty());
  CHECK(home.engine.prime() == device.prime);

  device.capabilities.push_back(level("b", ""));
  home.describe(device);
  CHECK(home.engine.take_changes().added == std::vector<std::string>{"home/lamp"});
  CHECK(home.engine.take_prime() == device.prime);  // the new capability has no value yet
  device.capabilities.front().source->address = Pattern::literal("home/else");
  device.capabilities.pop_back();
  home.describe(device);
  changes = home.engine.take_changes();
  CHECK(changes.added == std::vector<std::string>{"home/else"});
  CHECK(changes.removed == std::vector<std::string>{"home/lamp"});
}

TEST_CASE("who is not wanted is told of, not shown") {
  Home home(R"({"deny": ["lamp"], "max_devices": 1})");
  DeviceDescription device = lamp({level("a", "")});
  CHECK(home.describe(device) == Calls{"skipped 0x1 ''deny' has it'"});
  CHECK(home.engine.take_changes().added.empty());
  device.name = "desk";
  CHECK(home.describe(device).size() == 2);
  DeviceDescription second = device;
  second.key.identity = "0x2";
  CHECK(home.describe(second) == Calls{"skipped 0x2 'max_devices is reached'"});
  device.name = "lamp";
  CHECK(home.describe(device) == Calls{"remove_device 2", "skipped 0x1 ''deny' has it'"});
  CHECK(home.describe(second).size() == 2);
  home.engine.skip({"bridge", "0x2"}, "it is disabled");
  CHECK(home.host.take() == Calls{"remove_device 4", "skipped 0x2 'it is disabled'"});
  home.engine.remove({"bridge", "0x2"});
  CHECK(home.host.take() == Calls{"skipped 0x2 ''"});
}

TEST_CASE("a flood of devices grows nothing") {
  Home home(R"({"max_devices": 2})");
  for (int i = 0; i < 3000; ++i) {
    DeviceDescription device = lamp({level("a", "")});
    device.key.identity = std::to_string(i);
    home.engine.describe(device);
  }
  const Calls calls = home.host.take();
  CHECK(std::count_if(calls.begin(), calls.end(), [](const auto& call) { return call.starts_with("skipped"); }) ==
        1000);
  CHECK(home.engine.addresses().size() == 1);
}

TEST_CASE("what a message would say of the devices that are there is explained, and changes nothing") {
  Home home;
  const auto explain = [&](std::string_view address, std::string_view payload) {
    Calls lines;
    const auto add = [](void* to, const char* line) { static_cast<Calls*>(to)->emplace_back(line); };
    Payload message(payload);
    const bool met = home.engine.explain(address, message, sdk::Say(add, &lines));
    CHECK(met != lines.empty());
    return lines;
  };
  CHECK(explain("home/lamp", "{}").empty());
  DeviceDescription device = lamp({level("a", "degC"), state(), mode()});
  device.availability.sources.push_back({Pattern::literal("home/lamp/there"), std::nullopt});
  home.describe(device);
  CHECK(explain("home/lamp", R"({"a":21.5,"state":"ON","mode":"cool"})") ==
        Calls{"the device lamp (bridge, 0x1):", "  A a (LevelSensor) = 21.5 degC", "  A state (BinaryControl) = true",
              "  A mode (EnumControl): left as it is: at /mode, 'cool' is not among the values"});
  CHECK(explain("home/lamp", R"({"b":1,"state":null})").at(1) ==
        "  A a (LevelSensor): left as it is: there is nothing at /a; there is b, state");
  CHECK(explain("home/lamp", "ON").at(2).find("  A state (BinaryControl): left as it is: it is not JSON") == 0);
  CHECK(explain("home/lamp/there", "offline") == Calls{"the device lamp (bridge, 0x1):", "  it is offline"});
  CHECK(home.host.take().empty());
  CHECK(explain("home/lam", "{}").empty());
}

TEST_CASE("a value that stands elsewhere has each place's own steps, and confirms a set from there") {
  Home home;
  Capability power = state();
  power.elsewhere.push_back(Source{Pattern::literal("home/all"), pointer("/lamp"), true});
  Filter upper;
  upper.kind = Filter::Kind::upper;
  power.elsewhere.front().filters = {upper};
  home.describe(lamp({power}));
  CHECK(home.engine.addresses().size() == 2);
  CHECK(home.receive("home/all", R"({"lamp":"on"})") == Calls{"publish 4/2=true"});
  CHECK(home.receive("home/lamp", R"({"state":"off"})") == Calls{"publish 4/2=false"});
  CHECK(home.receive("home/all", R"({"lamp":"on"})", true).empty());  // retained there says nothing
  CHECK(home.receive("home/all", R"({"state":"ON"})").empty());
  CHECK(home.receive("home/all", R"({"lamp":"dim"})").front().starts_with("rejected lamp, A state: 'DIM'"));
  home.command(4, "false");
  CHECK(home.receive("home/all", R"({"lamp":"off"})") == Calls{"reply 9 0", "publish 4/2=false"});
  home.engine.refuse({{"bridge", "0x1"}, {"state"}, "late"});
  CHECK(home.host.take() == Calls{"rejected 0x1: late"});  // nothing waits any more

  // Both places are given up when it is not named any more.
  home.engine.take_changes();
  home.describe(lamp({level("a", "")}));
  CHECK(home.engine.take_changes().removed == std::vector<std::string>{"home/all"});
}
