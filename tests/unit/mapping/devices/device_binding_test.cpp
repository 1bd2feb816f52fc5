// SPDX-License-Identifier: Apache-2.0
// Shows what a host is told of devices that describe themselves, of their messages, and what a set to them is answered.
#include "adapters/mapping/devices/device_binding.hpp"

#include "tests/support/catch.hpp"
#include "tests/unit/sdk/config_text.hpp"
#include "tests/unit/sdk/fake_host.hpp"

using namespace adapters;
using namespace adapters::mapping;
using Calls = std::vector<std::string>;
using std::chrono::seconds;

namespace {

constexpr DeviceBinding::Time kStart{};

Pointer pointer(std::string_view text) { return *Pointer::parse(text); }

Capability level(const std::string& identity, const std::string& unit) {
  Capability capability;
  capability.identity = identity;
  capability.kind = ADAPTER_LEVEL_SENSOR;
  capability.name = "A " + identity;
  capability.type = "Temperature";
  capability.unit = unit;
  capability.conversion.type = ADAPTER_DECIMAL;
  capability.source = Source{Pattern::literal("home/lamp"), pointer("/" + identity), false};
  return capability;
}

Capability control(const std::string& identity, adapter_capability_class kind, const char* payload) {
  Capability capability = level(identity, "");
  capability.kind = kind;
  capability.type = "Switch";
  capability.sink =
      Sink{Pattern::literal("home/lamp/set"), *Template::parse(payload, {"x", "y"}), 1, false, Confirm::state, 0};
  return capability;
}

Capability state() {
  Capability capability = control("state", ADAPTER_BINARY_CONTROL, R"({"state":"${value}"})");
  capability.conversion.type = ADAPTER_BOOLEAN;
  capability.conversion.values = {{"ON", "true"}, {"OFF", "false"}};
  return capability;
}

Capability mode() {
  Capability capability = control("mode", ADAPTER_ENUM_CONTROL, R"({"mode":"${value}"})");
  capability.conversion.type = ADAPTER_STRING;
  capability.words = {"heat", "off"};
  return capability;
}

DeviceDescription lamp(std::vector<Capability> capabilities) {
  DeviceDescription device;
  device.key = {"bridge", "0x1"};
  device.protocol = "ZigBee";
  device.name = "lamp";
  device.type = "Light";
  device.capabilities = std::move(capabilities);
  return device;
}

struct House {
  explicit House(const char* section = "{}") : config(section) {}
  Calls describe(DeviceDescription device) {
    binding.describe(std::move(device));
    return host.take();
  }
  Calls receive(std::string_view topic, std::string_view payload, bool retained = false, seconds after = seconds(0)) {
    binding.receive(topic, payload, retained, kStart + after);
    return host.take();
  }
  Calls check(adapter_handle row, std::string_view value) {
    binding.check({7, {row}, sdk::kValue, value});
    return host.take();
  }
  std::string command(adapter_handle row, std::string_view value) {
    const auto command = binding.command({9, {row}, sdk::kValue, value});
    return command ? command->address + " " + command->payload : command.error().detail;
  }
  test::ConfigText config;
  test::FakeHost host;
  DeviceBinding binding{sdk::Host(host.api()), Admission(config.root())};
};

}  // namespace

TEST_CASE("a device is shown, and then only what changes of it") {
  House house;
  CHECK(house.describe(lamp({level("a", "degC"), level("b", "%")})) ==
        Calls{"device bridge 0x1 -> 2", "show 2 'lamp' 'Light' '' -> 3",
              "capability 2 a class 4 'A a' 'Temperature' 'degC' -> 4",
              "capability 2 b class 4 'A b' 'Temperature' '%' -> 5"});
  CHECK(house.describe(lamp({level("a", "degC"), level("b", "%")})).empty());

  DeviceDescription renamed = lamp({level("a", "degC"), level("c", "%")});
  renamed.name = "desk";
  CHECK(house.describe(renamed) ==
        Calls{"show 2 'desk' 'Light' '' -> 6", "capability 2 c class 4 'A c' 'Temperature' '%' -> 7", "remove_row 5"});
  CHECK(house.describe(lamp({level("a", "K"), level("c", "%")})) ==
        Calls{"show 2 'lamp' 'Light' '' -> 8", "capability 2 a class 4 'A a' 'Temperature' 'K' -> 4"});
  house.binding.remove({"bridge", "0x1"});
  CHECK(house.host.take() == Calls{"remove_device 2"});
  house.binding.remove({"bridge", "0x1"});
  CHECK(house.host.take().empty());
  CHECK(house.binding.addresses().empty());
}

TEST_CASE("what a device cannot be shown with is bent or left out") {
  House house;
  Capability words = mode();
  words.words = {std::string(70, 'w'), std::string(69, 'w'), "short", "short"};
  Capability nowhere = level("nowhere", "");
  nowhere.source.reset();
  Capability twin = level("b", "");
  twin.name = "A a";
  const Calls calls = house.describe(lamp({words, nowhere, level("a", ""), twin, level("a", "")}));
  CHECK(calls == Calls{"rejected 0x1: nowhere: it has neither a source nor a sink",
                       "rejected 0x1: a: it is there twice", "device bridge 0x1 -> 2", "show 2 'lamp' 'Light' '' -> 3",
                       "capability 2 mode class 2 'A mode' 'Switch' '' word " + std::string(64, 'w') + " word " +
                           std::string(63, 'w') + "~ word short -> 4",
                       "capability 2 a class 4 'A a' 'Temperature' '' -> 5",
                       "capability 2 b class 4 'A a (b)' 'Temperature' '' -> 6"});
  CHECK(house.receive("home/lamp", R"({"mode":")" + std::string(69, 'w') + "\"}") ==
        Calls{"publish 4/2=" + std::string(63, 'w') + "~"});
  CHECK(house.command(4, std::string(64, 'w')) == R"(home/lamp/set {"mode":")" + std::string(70, 'w') + "\"}");
}

TEST_CASE("a message is one publish of what it has; the rest stays") {
  House house;
  house.describe(lamp({level("a", "degC"), level("b", "%"), mode(), state()}));
  CHECK(house.receive("home/lamp", R"({"a":21.50,"b":null,"state":"ON"})") == Calls{"publish 4/2=21.5 7/2=true"});
  CHECK(house.receive("home/lamp", R"({"a":"warm","mode":"dance","state":1})") ==
        Calls{"rejected lamp, A a: 'warm' is no decimal", "rejected lamp, A mode: 'dance' is not among the values",
              "rejected lamp, A state: '1' is not among the values"});
  CHECK(house.receive("home/lamp", "hello").front().starts_with("rejected lamp, A a: it is not JSON"));
  CHECK(house.receive("home/lamp", "").empty());
  CHECK(house.receive("home/other", R"({"a":1})").empty());
}

TEST_CASE("a value that stands elsewhere too is taken from there as well") {
  House house;
  Capability temperature = level("a", "degC");
  temperature.elsewhere.push_back(Source{Pattern::literal("home/all"), pointer("/lamp/a"), false});
  house.describe(lamp({temperature}));
  CHECK(house.receive("home/lamp", R"({"a":1})") == Calls{"publish 4/2=1"});
  CHECK(house.receive("home/all", R"({"a":2,"lamp":{"a":3}})") == Calls{"publish 4/2=3"});
}

TEST_CASE("an event that the broker had kept is none") {
  House house;
  Capability action = level("a", "");
  action.source->ignore_retained = true;
  house.describe(lamp({action}));
  CHECK(house.receive("home/lamp", R"({"a":1})", true).empty());
  CHECK(house.receive("home/lamp", R"({"a":1})", false) == Calls{"publish 4/2=1"});
}

TEST_CASE("documents and lists are shown as text") {
  House house;
  Capability document = level("a", "");
  document.kind = ADAPTER_TEXT_CONTROL;
  document.conversion = {};
  document.conversion.json = true;
  document.sink = Sink{Pattern::literal("set"), *Template::parse(R"({"a":${value}})", {}), 0, false, Confirm::state, 0};
  Capability list = level("b", "");
  list.kind = ADAPTER_MULTI_LEVEL_SENSOR;
  house.describe(lamp({document, list}));
  CHECK(house.receive("home/lamp", R"({"a":[{"hour": 7}],"b":[1.50,2]})") ==
        Calls{R"(publish 4/2=[{"hour":7}] 5/2=1.5,2)"});
  CHECK(house.command(4, R"([{"hour":8}])") == R"(set {"a":[{"hour":8}]})");
  CHECK(house.check(4, "[1").front().starts_with("reply 7 4"));
  CHECK(house.check(4, "1]}, {\"x\":[").front().starts_with("reply 7 4"));
}

TEST_CASE("sets are checked and become commands") {
  House house;
  Capability bright = control("b", ADAPTER_LEVEL_CONTROL, R"({"b":${value}})");
  bright.minimum = Decimal::parse("0");
  bright.maximum = Decimal::parse("254");
  house.describe(lamp({state(), mode(), bright, level("a", "degC")}));
  CHECK(house.command(4, "true") == R"(home/lamp/set {"state":"ON"})");
  CHECK(house.command(5, "heat") == R"(home/lamp/set {"mode":"heat"})");
  CHECK(house.command(6, "12.50") == R"(home/lamp/set {"b":12.5})");
  CHECK(house.command(99, "1") == "the device has not been heard of yet");
  CHECK(house.check(4, "true") == Calls{"reply 7 0"});
  CHECK(house.check(4, "maybe").front().starts_with("reply 7 4"));
  CHECK(house.check(5, "dance").front().starts_with("reply 7 4"));
  CHECK(house.check(6, "255") == Calls{"reply 7 4 it is out of range"});
  CHECK(house.check(7, "1") == Calls{"reply 7 3 it cannot be set"});
}

TEST_CASE("what a device takes together alone goes with the other's last value") {
  House house;
  Capability x = control("x", ADAPTER_LEVEL_CONTROL, R"({"c":{"x":${value},"y":${y}}})");
  Capability y = control("y", ADAPTER_LEVEL_CONTROL, R"({"c":{"y":${value},"x":${x}}})");
  x.companions = {"y"};
  y.companions = {"x"};
  house.describe(lamp({x, y}));
  CHECK(house.check(4, "0.1") == Calls{"reply 7 3 it is set together with what the device has not told yet"});
  house.receive("home/lamp", R"({"x":0.3,"y":0.4})");
  CHECK(house.command(4, "0.1") == R"(home/lamp/set {"c":{"x":0.1,"y":0.4}})");
  CHECK(house.command(5, "0.2") == R"(home/lamp/set {"c":{"y":0.2,"x":0.1}})");
}

TEST_CASE("a device's refusal ends the one set that it can mean") {
  House house;
  house.describe(lamp({state(), mode()}));
  const SetRefusal refusal{{"bridge", "0x1"}, {"state", "mode"}, "radio dead"};
  house.binding.refuse(refusal);
  CHECK(house.host.take() == Calls{"rejected 0x1: radio dead"});
  house.command(4, "true");
  house.binding.refuse(refusal);
  CHECK(house.host.take() == Calls{"reply 9 3 radio dead"});
  house.command(4, "true");
  house.command(5, "heat");
  house.binding.refuse(refusal);
  CHECK(house.host.take() == Calls{"rejected 0x1: radio dead"});
  house.receive("home/lamp", R"({"state":"ON"})");
  house.host.take();
  house.binding.refuse(refusal);
  CHECK(house.host.take() == Calls{"reply 9 3 radio dead"});
}

TEST_CASE("a device is there as the bridge and itself say") {
  House house;
  DeviceDescription device = lamp({level("a", "")});
  device.availability.sources = {{Pattern::literal("bridge/state"), pointer("/state"), "online", "offline"},
                                 {Pattern::literal("home/lamp/availability"), pointer("/state"), "online", "offline"}};
  house.describe(device);
  CHECK(house.receive("bridge/state", R"({"state":"online"})").empty());
  CHECK(house.receive("home/lamp/availability", "online") == Calls{"presence 2 1"});
  CHECK(house.receive("bridge/state", R"({"state":"offline"})") == Calls{"presence 2 2"});
  CHECK(house.receive("home/lamp/availability", "").empty());
  CHECK(house.receive("bridge/state", R"({"state":"online"})") == Calls{"presence 2 0"});
  CHECK(house.receive("bridge/state", "dancing").front().starts_with("rejected lamp: availability"));
}

TEST_CASE("what a bridge has said holds for a device that is renamed") {
  House house;
  DeviceDescription device = lamp({level("a", "")});
  device.availability.sources = {{Pattern::literal("bridge/state"), {}, "online", "offline"},
                                 {Pattern::literal("home/lamp/availability"), {}, "online", "offline"}};
  house.describe(device);
  house.receive("bridge/state", "online");
  CHECK(house.receive("home/lamp/availability", "online") == Calls{"presence 2 1"});
  device.availability.sources[1].address = Pattern::literal("home/desk/availability");
  house.describe(device);
  CHECK(house.receive("home/desk/availability", "offline") == Calls{"presence 2 2"});
  CHECK(house.receive("home/desk/availability", "online") == Calls{"presence 2 1"});
}

TEST_CASE("silence makes a device offline") {
  House house;
  DeviceDescription device = lamp({level("a", "")});
  device.availability.stale_after = seconds(60);
  house.describe(device);
  CHECK(house.receive("home/lamp", R"({"a":1})") == Calls{"publish 4/2=1", "presence 2 1"});
  CHECK(house.binding.pass_time(kStart + seconds(59)));
  CHECK(house.host.take().empty());
  house.binding.pass_time(kStart + seconds(61));
  CHECK(house.host.take() == Calls{"presence 2 2"});
  CHECK(house.receive("home/lamp", R"({"a":1})", false, seconds(70)) == Calls{"publish 4/2=1", "presence 2 1"});
}

TEST_CASE("only what is shown is listened to, and what is new is asked for again") {
  House house;
  DeviceDescription device = lamp({level("a", "")});
  device.prime = {{"home/lamp/get", "{}"}};
  house.describe(device);
  AddressChanges changes = house.binding.take_changes();
  CHECK(changes.added == std::vector<std::string>{"home/lamp"});
  CHECK(house.binding.take_prime() == device.prime);
  house.describe(device);
  changes = house.binding.take_changes();
  CHECK(changes.added.empty());
  CHECK(changes.removed.empty());
  CHECK(house.binding.take_prime().empty());
  CHECK(house.binding.prime() == device.prime);

  device.capabilities.push_back(level("b", ""));
  house.describe(device);
  CHECK(house.binding.take_changes().added == std::vector<std::string>{"home/lamp"});
  device.capabilities.front().source->address = Pattern::literal("home/else");
  device.capabilities.pop_back();
  house.describe(device);
  changes = house.binding.take_changes();
  CHECK(changes.added == std::vector<std::string>{"home/else"});
  CHECK(changes.removed == std::vector<std::string>{"home/lamp"});
}

TEST_CASE("who is not wanted is told of, not shown") {
  House house(R"({"deny": ["lamp"], "max_devices": 1})");
  DeviceDescription device = lamp({level("a", "")});
  CHECK(house.describe(device) == Calls{"skipped 0x1 ''deny' has it'"});
  CHECK(house.binding.take_changes().added.empty());
  device.name = "desk";
  CHECK(house.describe(device).size() == 3);
  DeviceDescription second = device;
  second.key.identity = "0x2";
  CHECK(house.describe(second) == Calls{"skipped 0x2 'max_devices is reached'"});
  device.name = "lamp";
  CHECK(house.describe(device) == Calls{"remove_device 2", "skipped 0x1 ''deny' has it'"});
  CHECK(house.describe(second).size() == 3);
  house.binding.skip({"bridge", "0x2"}, "it is disabled");
  CHECK(house.host.take() == Calls{"remove_device 5", "skipped 0x2 'it is disabled'"});
  house.binding.remove({"bridge", "0x2"});
  CHECK(house.host.take() == Calls{"skipped 0x2 ''"});
}

TEST_CASE("a flood of devices grows nothing") {
  House house(R"({"max_devices": 2})");
  for (int i = 0; i < 3000; ++i) {
    DeviceDescription device = lamp({level("a", "")});
    device.key.identity = std::to_string(i);
    house.binding.describe(device);
  }
  const Calls calls = house.host.take();
  CHECK(std::count_if(calls.begin(), calls.end(), [](const auto& call) { return call.starts_with("skipped"); }) ==
        1000);
  CHECK(house.binding.addresses().size() == 1);
}

TEST_CASE("what a message would say of the devices that are there is explained, and changes nothing") {
  House house;
  const auto explain = [&](std::string_view address, std::string_view payload) {
    Calls lines;
    const auto add = [](void* to, const char* line) { static_cast<Calls*>(to)->emplace_back(line); };
    const bool met = house.binding.explain(address, payload, sdk::Say(add, &lines));
    CHECK(met != lines.empty());
    return lines;
  };
  CHECK(explain("home/lamp", "{}").empty());
  DeviceDescription device = lamp({level("a", "degC"), state(), mode()});
  device.availability.sources.push_back({Pattern::literal("home/lamp/there"), std::nullopt});
  house.describe(device);
  CHECK(explain("home/lamp", R"({"a":21.5,"state":"ON","mode":"cool"})") ==
        Calls{"the device lamp (bridge, 0x1):", "  A a (LevelSensor) = 21.5 degC", "  A state (BinaryControl) = true",
              "  A mode (EnumControl): left as it is: at /mode, 'cool' is not among the values"});
  CHECK(explain("home/lamp", R"({"b":1,"state":null})").at(1) ==
        "  A a (LevelSensor): left as it is: there is nothing at /a; there is b, state");
  CHECK(explain("home/lamp", "ON").at(2).find("  A state (BinaryControl): left as it is: it is not JSON") == 0);
  CHECK(explain("home/lamp/there", "offline") == Calls{"the device lamp (bridge, 0x1):", "  it is offline"});
  CHECK(house.host.take().empty());
  CHECK(explain("home/lam", "{}").empty());
}

TEST_CASE("a set that a device rounds which describes itself is confirmed too") {
  House house;
  Capability target = control("t", ADAPTER_LEVEL_CONTROL, "${value}");
  target.conversion.step = Decimal::parse("0.5");
  Capability speed = control("s", ADAPTER_LEVEL_CONTROL, "${value}");
  Filter round;
  round.kind = Filter::Kind::round;
  Filter thirds;
  thirds.number = *Decimal::parse("3");
  Filter hundred;
  hundred.number = *Decimal::parse("100");
  const auto steps = [&round](Filter first, Filter::Kind one, Filter second, Filter::Kind other) {
    first.kind = one;
    second.kind = other;
    return std::vector<Filter>{first, second, round};
  };
  speed.source->filters = steps(hundred, Filter::Kind::multiply, thirds, Filter::Kind::divide);
  speed.sink->filters = steps(thirds, Filter::Kind::multiply, hundred, Filter::Kind::divide);
  house.describe(lamp({target, speed}));

  CHECK(house.command(4, "21.3") == "home/lamp/set 21.3");
  CHECK(house.receive("home/lamp", R"({"t":19})") == Calls{"publish 4/2=19"});
  CHECK(house.receive("home/lamp", R"({"t":21})", true) == Calls{"publish 4/2=21"});  // from before, maybe
  CHECK(house.receive("home/lamp", R"({"t":21.5})") == Calls{"publish 4/2=21.3 4/2=21.5"});
  CHECK(house.receive("home/lamp", R"({"t":21.5})") == Calls{"publish 4/2=21.5"});
  CHECK(house.command(4, "20") == "home/lamp/set 20");
  CHECK(house.receive("home/lamp", R"({"t":20})") == Calls{"publish 4/2=20"});
  CHECK(house.receive("home/lamp", R"({"t":20.3})") == Calls{"publish 4/2=20.3"});

  // A fan of three speeds: half of it is the second one.
  CHECK(house.command(5, "50") == "home/lamp/set 2");
  CHECK(house.receive("home/lamp", R"({"s":1})") == Calls{"publish 5/2=33"});
  CHECK(house.receive("home/lamp", R"({"s":2})") == Calls{"publish 5/2=50 5/2=67"});
}

TEST_CASE("a step that no device can have rounds nothing") {
  for (const char* const step : {"0", "-1", "1000"}) {
    House house;
    Capability target = control("t", ADAPTER_LEVEL_CONTROL, "${value}");
    target.minimum = Decimal::parse("0");
    target.maximum = Decimal::parse("100");
    target.conversion.step = Decimal::parse(step);
    house.describe(lamp({target}));
    CHECK(house.command(4, "90") == "home/lamp/set 90");
    CHECK(house.receive("home/lamp", R"({"t":10})") == Calls{"publish 4/2=10"});
  }
}

TEST_CASE("a value that stands elsewhere has each place's own steps, and confirms a set from there") {
  House house;
  Capability power = state();
  power.elsewhere.push_back(Source{Pattern::literal("home/all"), pointer("/lamp"), true});
  Filter upper;
  upper.kind = Filter::Kind::upper;
  power.elsewhere.front().filters = {upper};
  house.describe(lamp({power}));
  CHECK(house.binding.addresses().size() == 2);
  CHECK(house.receive("home/all", R"({"lamp":"on"})") == Calls{"publish 4/2=true"});
  CHECK(house.receive("home/lamp", R"({"state":"off"})") == Calls{"publish 4/2=false"});
  CHECK(house.receive("home/all", R"({"lamp":"on"})", true).empty());  // retained there says nothing
  CHECK(house.receive("home/all", R"({"state":"ON"})").empty());
  CHECK(house.receive("home/all", R"({"lamp":"dim"})").front().starts_with("rejected lamp, A state: 'DIM'"));
  house.command(4, "false");
  CHECK(house.receive("home/all", R"({"lamp":"off"})") == Calls{"publish 4/2=false"});
  house.binding.refuse({{"bridge", "0x1"}, {"state"}, "late"});
  CHECK(house.host.take() == Calls{"rejected 0x1: late"});  // nothing waits any more

  // Both places are given up when it is not named any more.
  house.binding.take_changes();
  house.describe(lamp({level("a", "")}));
  CHECK(house.binding.take_changes().removed == std::vector<std::string>{"home/all"});
}

TEST_CASE("a device that repeats the command has taken it, whatever its state says") {
  House house;
  Capability power = state();
  power.accepted = Source{Pattern::literal("home/lamp/target"), std::nullopt, false};
  house.describe(lamp({power}));
  const std::string told = R"({"state":"ON"})";
  CHECK(house.receive("home/lamp/target", told).empty());  // nobody has set it
  house.command(4, "true");
  CHECK(house.receive("home/lamp/target", told, true).empty());            // of before
  CHECK(house.receive("home/lamp/target", R"({"state": "ON"})").empty());  // not byte by byte
  CHECK(house.receive("home/lamp/target", told) == Calls{"reply 9 0"});
  CHECK(house.receive("home/lamp/target", told).empty());
  CHECK(house.receive("home/lamp", R"({"state":"ON"})") == Calls{"publish 4/2=true"});

  house.command(4, "true");
  CHECK(house.receive("home/lamp", R"({"state":"ON"})") == Calls{"publish 4/2=true"});
  CHECK(house.receive("home/lamp/target", told).empty());  // the state was faster
  house.command(4, "false");
  house.binding.accept({{"bridge", "0x1"}, "mode"});
  house.binding.accept({{"bridge", "0x2"}, "state"});
  CHECK(house.host.take().empty());
  house.binding.accept({{"bridge", "0x1"}, "state"});
  CHECK(house.host.take() == Calls{"reply 9 0"});
}
