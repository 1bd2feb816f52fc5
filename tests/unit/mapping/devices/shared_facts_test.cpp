// SPDX-License-Identifier: Apache-2.0
// Shows that capabilities that differ in what is their device's own alone are kept once.
#include "adapters/mapping/devices/shared_facts.hpp"

#include "tests/support/catch.hpp"

using namespace adapters::mapping;

namespace {

Capability control(const std::string& topic, const char* unit = "degC") {
  const Source source{Pattern::literal(topic), *Pointer::parse("/target"), false};
  Capability capability;
  capability.kind = ADAPTER_LEVEL_CONTROL;
  capability.name = "Target";
  capability.unit = unit;
  capability.maximum = Decimal::parse("30");
  capability.source = source;
  capability.elsewhere = {source, source};
  capability.elsewhere.back().address = Pattern::literal(topic + "/status");
  capability.accepted = Source{Pattern::literal(topic + "/accepted"), std::nullopt, false};
  capability.sink = Sink{Pattern::literal(topic + "/set"), *Template::parse(R"({"target":${value}})", {})};
  return capability;
}

}  // namespace

TEST_CASE("addresses are taken out in their order, and what is left is the same for all devices of a model") {
  Capability one = control("home/one");
  Capability other = control("home/other");
  CHECK_FALSE(one == other);
  const std::vector<std::string> addresses = take_addresses(one);
  CHECK(addresses ==
        std::vector<std::string>{"home/one", "home/one", "home/one/status", "home/one/accepted", "home/one/set"});
  CHECK(source_count(one) == 3);
  CHECK(addresses.at(accepted_place(one)) == "home/one/accepted");
  CHECK(addresses.at(sink_place(one)) == "home/one/set");
  take_addresses(other);
  CHECK(one == other);
  other.source.reset();
  other.elsewhere.clear();
  CHECK(sink_place(other) == 1);
  other.accepted.reset();
  CHECK(sink_place(other) == 0);
}

TEST_CASE("equal facts are one, for as long as somebody has them") {
  const auto facts = [](const char* unit) {
    Capability capability = control("home/one", unit);
    take_addresses(capability);
    return capability;
  };
  FactsPool pool;
  SharedFacts one = pool.share(facts("degC"));
  const SharedFacts same = pool.share(facts("degC"));
  const SharedFacts other = pool.share(facts("K"));
  CHECK(one == same);
  CHECK(one != other);
  CHECK(*other == facts("K"));
  pool.sweep();
  CHECK(pool.share(facts("K")) == other);
  SharedFacts gone = pool.share(facts("lx"));
  const std::weak_ptr<const Capability> left = gone;
  gone.reset();
  CHECK_FALSE(left.expired());
  pool.sweep();
  CHECK(left.expired());
}
