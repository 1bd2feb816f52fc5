// SPDX-License-Identifier: Apache-2.0
// Shows how a set to a device becomes a command, and which message ends it.
#include "adapters/mapping/devices/device_engine.hpp"

#include "tests/support/catch.hpp"
#include "tests/unit/mapping/devices/device_home.hpp"

using namespace adapters;
using namespace adapters::mapping;

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
  home.receive("home/lamp", R"({"a":1})");
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

TEST_CASE("a word that is sent elsewhere goes there alone, and is confirmed as the others are") {
  Home home;
  Capability power = state();
  power.sink->elsewhere = {{"ON", Pattern::literal("home/lamp/level"), *Template::parse("99", {})}};
  home.describe(lamp({mode(), power}));
  CHECK(home.command(5, "true") == "home/lamp/level 99");
  CHECK(home.receive("home/lamp", R"({"state":"ON"})") == Calls{"reply 9 0", "publish 5/2=true"});
  CHECK(home.command(5, "false") == R"(home/lamp/set {"state":"OFF"})");
  CHECK(home.command(4, "heat") == R"(home/lamp/set {"mode":"heat"})");
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
  CHECK(home.receive("home/lamp", R"({"t":21})", true) == Calls{"publish_retained 4/2=21"});  // from before, maybe
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
