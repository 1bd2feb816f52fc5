// SPDX-License-Identifier: Apache-2.0
// Shows what SetParameterAttributes changes and GetParameterAttributes lists.
#include "tests/unit/cwmp/handlers/asking.hpp"

using namespace proxy::cwmp;
using namespace tests::cwmp;
using proxy::model::Notification;

TEST_CASE("SetParameterAttributes changes what its flags say, the last entry wins") {
  Sample sample;
  sample.tree.set_attributes(sample.at(kSensor1 + "Mode"), {Notification::passive, false});
  const auto effects = effect<SetAttributes>(
      ask(sample, SetParameterAttributes{{{kSensor1, Notification::active, {}},
                                          {kSensor1 + "Mode", Notification::off, {}},
                                          {kSensor1 + "Key", {}, std::vector<std::string>{"X_Vendor"}},
                                          {"Device.MQTT.", {}, {}}}}));
  CHECK(effects.changes.size() == 6);
  for (const auto& change : effects.changes) {
    const std::string path = sample.tree.path(change.parameter);
    INFO(path);
    CHECK(change.attributes.notification == (path == kSensor1 + "Mode" ? Notification::off : Notification::active));
    CHECK(change.attributes.subscriber_may_write == (path != kSensor1 + "Mode" && path != kSensor1 + "Key"));
  }
}

TEST_CASE("SetParameterAttributes is refused as a whole") {
  const Sample sample;
  CHECK(fault_code(ask(sample, SetParameterAttributes{{{kSensor1, Notification::active, {}},
                                                       {"Device.Bogus", Notification::off, {}}}})) == 9005);
  CHECK(fault_code(ask(sample, SetParameterAttributes{{{kSensor1, {}, std::vector<std::string>{"Everybody"}}}})) ==
        9003);
}

TEST_CASE("a forced notification stays active whatever an ACS asks for") {
  const Sample sample;
  const auto effects = effect<SetAttributes>(
      ask(sample, SetParameterAttributes{{{kSoftware, Notification::off, std::vector<std::string>{}}}}));
  REQUIRE(effects.changes.size() == 1);
  CHECK(effects.changes[0].attributes.notification == Notification::active);
  CHECK_FALSE(effects.changes[0].attributes.subscriber_may_write);
}

TEST_CASE("GetParameterAttributes lists parameters") {
  Sample sample;
  CHECK(names(sample, ask(sample, GetParameterAttributes{{"Device.MQTT."}})) ==
        "Device.MQTT.Client.1.Alias\nDevice.MQTT.ClientNumberOfEntries\n");
  CHECK(fault_code(ask(sample, GetParameterAttributes{{"Device.Bogus."}})) == 9005);
}

TEST_CASE("active notification of what changes all the time is refused, passive is not") {
  Sample sample;
  const auto counter = sample.tree.declare(sample.tree.root(), {.name = "X_00D09E_Count.Now", .can_deny = true});
  REQUIRE(counter.has_value());
  const std::string path = "Device.X_00D09E_Count.Now";
  const auto asked = [&](Notification notification) {
    return ask(sample, SetParameterAttributes{{{path, notification, {}}}});
  };
  for (const auto active : {Notification::active, Notification::active_lightweight}) {
    CHECK(fault_code(asked(active)) == 9009);
  }
  CHECK(effect<SetAttributes>(asked(Notification::passive)).changes.size() == 1);
  // Below a path it keeps its attribute.
  CHECK(
      effect<SetAttributes>(ask(sample, SetParameterAttributes{{{"Device.X_00D09E_Count.", Notification::active, {}}}}))
          .changes.empty());
}
