// SPDX-License-Identifier: Apache-2.0
// Shows that what an adapter says of a message is bounded, and that one that throws over it is not called again.
#include "tests/support/catch.hpp"
#include "tests/unit/plugin/fixture.hpp"

namespace tests::plugin {
namespace {

using Lines = std::optional<std::vector<std::string>>;

class Talker final : public sdk::Adapter {
 public:
  Talker(sdk::Host host, sdk::ConfigNode) : Adapter(host) {}
  void start() override {}
  void explain(std::string_view address, std::string_view payload, const sdk::Say& say) override {
    if (address == "throw") throw std::runtime_error("as told");
    if (address != "flood") return say(std::string(address) + " " + std::string(payload));
    for (int i = 0; i < 5000; ++i) say(std::string(10'000, 'x') + "\x01");
  }
};

constexpr adapter_api kTalker = sdk::detail::api<Talker>("talker", {});

std::shared_ptr<proxy::plugin::AdapterInstance> create(Fixture& fixture, const adapter_api& api) {
  proxy::config::Diagnostics diagnostics;
  return fixture.router->create(section("home"), *proxy::plugin::AdapterLibrary::linked(api), diagnostics);
}

}  // namespace

TEST_CASE("an adapter explains before its start and after it") {
  const support::TempDir folder;
  Fixture fixture(folder.path());
  const auto talker = create(fixture, kTalker);
  CHECK(talker->explain("a/b", "{}") == Lines{{"a/b {}"}});
  REQUIRE(fixture.router->start(talker).empty());
  CHECK(talker->explain("a/b", std::string_view("x\0y", 3)) == Lines{{"a/b x"}});
  const Lines flood = talker->explain("flood", "");
  REQUIRE(flood.has_value());
  CHECK(flood->size() == 1000);
  CHECK(flood->front().size() < 10'000);
}

TEST_CASE("an adapter whose table is of an earlier release explains nothing") {
  const support::TempDir folder;
  Fixture fixture(folder.path());
  adapter_api earlier = kTalker;
  earlier.struct_size = offsetof(adapter_api, explain);
  CHECK_FALSE(create(fixture, earlier)->explain("a/b", "{}").has_value());
}

TEST_CASE("what explain() throws is logged, as the adapter's C++ wrapper has it") {
  const support::TempDir folder;
  Fixture fixture(folder.path());
  const auto talker = create(fixture, kTalker);
  REQUIRE(fixture.router->start(talker).empty());
  CHECK(talker->explain("throw", "") == Lines{std::vector<std::string>{}});
  CHECK(talker->running());
}

TEST_CASE("without the wrapper, an adapter that throws over it is not called again") {
  const support::TempDir folder;
  Fixture fixture(folder.path());
  adapter_api throws = kTalker;
  throws.explain = [](void*, const char*, adapter_text, adapter_say, void*) { throw std::runtime_error("as told"); };
  const auto talker = create(fixture, throws);
  REQUIRE(fixture.router->start(talker).empty());
  (void)talker->explain("a", "");
  CHECK(talker->state() == proxy::plugin::AdapterInstance::State::faulted);
  CHECK_FALSE(talker->explain("a", "").has_value());
}

}  // namespace tests::plugin
