// SPDX-License-Identifier: Apache-2.0
// Shows what a host is told of devices that describe themselves, of their messages, and what a set to them is answered.
#include "adapters/mapping/devices/device_engine.hpp"

#include "tests/support/catch.hpp"
#include "tests/unit/sdk/config_text.hpp"
#include "tests/unit/sdk/fake_host.hpp"

using namespace adapters;
using namespace adapters::mapping;
using Calls = std::vector<std::string>;
using std::chrono::seconds;

namespace {

constexpr DeviceEngine::Time kStart{};

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

struct Home {
  explicit Home(const char* section = "{}") : config(section) {}
  Calls describe(DeviceDescription device) {
    engine.describe(std::move(device));
    return host.take();
  }
  Calls receive(std::string_view topic, std::string_view payload, bool retained = false, seconds after = seconds(0)) {
    Payload message(payload);
    engine.receive(topic, message, retained, kStart + after);
    return host.take();
  }
  Calls check(adapter_handle row, std::string_view value) {
    engine.check({7, {row}, sdk::kValue, value});
    return host.take();
  }
  std::string command(adapter_handle row, std::string_view value) {
    const auto command = engine.command({9, {row}, sdk::kValue, value});
    return command ? command->address + " " + command->payload : command.error().detail;
  }
  test::ConfigText config;
  test::FakeHost host;
  SetConfirmation confirmation{sdk::Host(host.api())};
  DeviceEngine engine{sdk::Host(host.api()), Admission(config.root()), confirmation};
};

}  // namespace

TEST_CASE("a device is shown, and then only what changes of it") {
  Home home;
  CHECK(home.describe(lamp({level("a", "degC"), level("b", "%")})) ==
        Calls{"device bridge 0x1 -> 2", "show 2 'lamp' 'Light' '' -> 3",
              "capability 2 a class 4 'A a' 'Temperature' 'degC' -> 4",
              "capability 2 b class 4 'A b' 'Temperature' '%' -> 5"});
  CHECK(home.describe(lamp({level("a", "degC"), level("b", "%")})).empty());

  DeviceDescription renamed = lamp({level("a", "degC"), level("c", "%")});
  renamed.name = "desk";
  CHECK(home.describe(renamed) ==
        Calls{"show 2 'desk' 'Light' '' -> 6", "capability 2 c class 4 'A c' 'Temperature' '%' -> 7", "remove_row 5"});
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
                           std::string(63, 'w') + "~ word short -> 4",
                       "capability 2 a class 4 'A a' 'Temperature' '' -> 5",
                       "capability 2 b class 4 'A a (b)' 'Temperature' '' -> 6"});
  CHECK(home.receive("home/lamp", R"({"mode":")" + std::string(69, 'w') + "\"}") ==
        Calls{"publish 4/2=" + std::string(63, 'w') + "~"});
  CHECK(home.command(4, std::string(64, 'w')) == R"(home/lamp/set {"mode":")" + std::string(70, 'w') + "\"}");
}

TEST_CASE("a message is one publish of what it has; the rest stays") {
  Home home;
  home.describe(lamp({level("a", "degC"), level("b", "%"), mode(), state()}));
  CHECK(home.receive("home/lamp", R"({"a":21.50,"b":null,"state":"ON"})") == Calls{"publish 4/2=21.5 7/2=true"});
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
  CHECK(home.receive("home/lamp", R"({"a":1})") == Calls{"publish 4/2=1"});
  CHECK(home.receive("home/all", R"({"a":2,"lamp":{"a":3}})") == Calls{"publish 4/2=3"});
}

TEST_CASE("an event that the broker had kept is none") {
  Home home;
  Capability action = level("a", "");
  action.source->ignore_retained = true;
  home.describe(lamp({action}));
  CHECK(home.receive("home/lamp", R"({"a":1})", true).empty());
  CHECK(home.receive("home/lamp", R"({"a":1})", false) == Calls{"publish 4/2=1"});
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
        Calls{R"(publish 4/2=[{"hour":7}] 5/2=1.5,2)"});
  CHECK(home.command(4, R"([{"hour":8}])") == R"(set {"a":[{"hour":8}]})");
  CHECK(home.check(4, "[1").front().starts_with("reply 7 4"));
  CHECK(home.check(4, "1]}, {\"x\":[").front().starts_with("reply 7 4"));
}

TEST_CASE("sets are checked and become commands") {
  Home home;
  Capability bright = control("b", ADAPTER_LEVEL_CONTROL, R"({"b":${value}})");
  bright.minimum = Decimal::parse("0");
  bright.maximum = Decimal::parse("254");
  home.describe(lamp({state(), mode(), bright, level("a", "degC")}));
  CHECK(home.command(4, "true") == R"(home/lamp/set {"state":"ON"})");
  CHECK(home.command(5, "heat") == R"(home/lamp/set {"mode":"heat"})");
  CHECK(home.command(6, "12.50") == R"(home/lamp/set {"b":12.5})");
  CHECK(home.command(99, "1") == "the device has not been heard of yet");
  CHECK(home.check(4, "true") == Calls{"reply 7 0"});
  CHECK(home.check(4, "maybe").front().starts_with("reply 7 4"));
  CHECK(home.check(5, "dance").front().starts_with("reply 7 4"));
  CHECK(home.check(6, "255") == Calls{"reply 7 4 '255' is out of range"});
  CHECK(home.check(7, "1") == Calls{"reply 7 3 it cannot be set"});
}

TEST_CASE("what a device takes together alone goes with the other's last value") {
  Home home;
  Capability x = control("x", ADAPTER_LEVEL_CONTROL, R"({"c":{"x":${value},"y":${y}}})");
  Capability y = control("y", ADAPTER_LEVEL_CONTROL, R"({"c":{"y":${value},"x":${x}}})");
  x.companions = {"y"};
  y.companions = {"x"};
  home.describe(lamp({x, y}));
  CHECK(home.check(4, "0.1") == Calls{"reply 7 3 it is set together with what the device has not told yet"});
  home.receive("home/lamp", R"({"x":0.3,"y":0.4})");
  CHECK(home.command(4, "0.1") == R"(home/lamp/set {"c":{"x":0.1,"y":0.4}})");
  CHECK(home.command(5, "0.2") == R"(home/lamp/set {"c":{"y":0.2,"x":0.1}})");
}

TEST_CASE("a device's refusal ends the one set that it can mean") {
  Home home;
  home.describe(lamp({state(), mode()}));
  const SetRefusal refusal{{"bridge", "0x1"}, {"state", "mode"}, "radio dead"};
  home.engine.refuse(refusal);
  CHECK(home.host.take() == Calls{"rejected 0x1: radio dead"});
  home.command(4, "true");
  home.engine.refuse(refusal);
  CHECK(home.host.take() == Calls{"reply 9 3 radio dead"});
  home.command(4, "true");
  home.command(5, "heat");
  home.engine.refuse(refusal);
  CHECK(home.host.take() == Calls{"rejected 0x1: radio dead"});
  home.receive("home/lamp", R"({"state":"ON"})");
  home.host.take();
  home.engine.refuse(refusal);
  CHECK(home.host.take() == Calls{"reply 9 3 radio dead"});
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

TEST_CASE("silence makes a device offline") {
  Home home;
  DeviceDescription device = lamp({level("a", "")});
  device.availability.stale_after = seconds(60);
  home.describe(device);
  CHECK(home.receive("home/lamp", R"({"a":1})") == Calls{"publish 4/2=1", "presence 2 1"});
  home.engine.pass_time(kStart + seconds(59));
  CHECK(home.engine.next_time());
  CHECK(home.host.take().empty());
  home.engine.pass_time(kStart + seconds(61));
  CHECK(home.host.take() == Calls{"presence 2 2"});
  CHECK(home.receive("home/lamp", R"({"a":1})", false, seconds(70)) == Calls{"publish 4/2=1", "presence 2 1"});
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
  CHECK(home.describe(device).size() == 3);
  DeviceDescription second = device;
  second.key.identity = "0x2";
  CHECK(home.describe(second) == Calls{"skipped 0x2 'max_devices is reached'"});
  device.name = "lamp";
  CHECK(home.describe(device) == Calls{"remove_device 2", "skipped 0x1 ''deny' has it'"});
  CHECK(home.describe(second).size() == 3);
  home.engine.skip({"bridge", "0x2"}, "it is disabled");
  CHECK(home.host.take() == Calls{"remove_device 5", "skipped 0x2 'it is disabled'"});
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

TEST_CASE("a set that a device rounds which describes itself is confirmed too") {
  Home home;
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
  home.describe(lamp({target, speed}));

  CHECK(home.command(4, "21.3") == "home/lamp/set 21.3");
  CHECK(home.receive("home/lamp", R"({"t":19})") == Calls{"publish 4/2=19"});
  CHECK(home.receive("home/lamp", R"({"t":21})", true) == Calls{"publish 4/2=21"});  // from before, maybe
  CHECK(home.receive("home/lamp", R"({"t":21.5})") == Calls{"reply 9 0", "publish 4/2=21.5"});
  CHECK(home.receive("home/lamp", R"({"t":21.5})") == Calls{"publish 4/2=21.5"});
  CHECK(home.command(4, "20") == "home/lamp/set 20");
  CHECK(home.receive("home/lamp", R"({"t":20})") == Calls{"reply 9 0", "publish 4/2=20"});
  CHECK(home.receive("home/lamp", R"({"t":20.3})") == Calls{"publish 4/2=20.3"});

  // A fan of three speeds: half of it is the second one.
  CHECK(home.command(5, "50") == "home/lamp/set 2");
  CHECK(home.receive("home/lamp", R"({"s":1})") == Calls{"publish 5/2=33"});
  CHECK(home.receive("home/lamp", R"({"s":2})") == Calls{"reply 9 0", "publish 5/2=67"});
}

TEST_CASE("a set that was not sent is confirmed by nothing, and stands in no other set's way") {
  Home home;
  Capability target = control("t", ADAPTER_LEVEL_CONTROL, "${value}");
  target.conversion.step = Decimal::parse("0.5");
  home.describe(lamp({target, state()}));
  home.command(4, "21.3");
  home.confirmation.forget(sdk::Token{9});
  CHECK(home.receive("home/lamp", R"({"t":21.5})") == Calls{"publish 4/2=21.5"});
  home.command(4, "21.3");
  home.confirmation.forget(sdk::Token{9});
  home.command(5, "true");
  home.engine.refuse({{"bridge", "0x1"}, {"t", "state"}, "radio dead"});
  CHECK(home.host.take() == Calls{"reply 9 3 radio dead"});
}

TEST_CASE("a step that no device can have rounds nothing") {
  for (const char* const step : {"0", "-1", "1000"}) {
    Home home;
    Capability target = control("t", ADAPTER_LEVEL_CONTROL, "${value}");
    target.minimum = Decimal::parse("0");
    target.maximum = Decimal::parse("100");
    target.conversion.step = Decimal::parse(step);
    home.describe(lamp({target}));
    CHECK(home.command(4, "90") == "home/lamp/set 90");
    CHECK(home.receive("home/lamp", R"({"t":10})") == Calls{"publish 4/2=10"});
  }
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

TEST_CASE("a device that repeats the command has taken it, whatever its state says") {
  Home home;
  Capability power = state();
  power.accepted = Source{Pattern::literal("home/lamp/target"), std::nullopt, false};
  home.describe(lamp({power}));
  const std::string told = R"({"state":"ON"})";
  CHECK(home.receive("home/lamp/target", told).empty());  // no set waits for it
  home.command(4, "true");
  CHECK(home.receive("home/lamp/target", told, true).empty());            // of before
  CHECK(home.receive("home/lamp/target", R"({"state": "ON"})").empty());  // not byte by byte
  CHECK(home.receive("home/lamp/target", told) == Calls{"reply 9 0"});
  CHECK(home.receive("home/lamp/target", told).empty());
  CHECK(home.receive("home/lamp", R"({"state":"ON"})") == Calls{"publish 4/2=true"});

  home.command(4, "true");
  CHECK(home.receive("home/lamp", R"({"state":"ON"})") == Calls{"reply 9 0", "publish 4/2=true"});
  CHECK(home.receive("home/lamp/target", told).empty());  // the state was faster
  home.command(4, "false");
  home.engine.accept({{"bridge", "0x1"}, "mode"});
  home.engine.accept({{"bridge", "0x2"}, "state"});
  CHECK(home.host.take().empty());
  home.engine.accept({{"bridge", "0x1"}, "state"});
  CHECK(home.host.take() == Calls{"reply 9 0"});
}
