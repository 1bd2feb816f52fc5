// SPDX-License-Identifier: Apache-2.0
// Shows that each adapter of the shelf of bad ones costs its own part of the tree, and that the rest goes on.
#include "tests/support/catch.hpp"
#include "tests/unit/plugin/fixture.hpp"

#include <dlfcn.h>

namespace tests::plugin {
namespace {

namespace plugin = proxy::plugin;

constexpr const char* kSwitch = "Device.X_00D09E_Bad.Switch";

std::string refusal(const std::string& name) {
  const auto library = plugin::AdapterLibrary::open(BAD_ADAPTERS, name);
  return library ? "opened" : library.error();
}

/// A good adapter beside the bad one, which must be served as ever.
struct Beside {
  explicit Beside(Fixture& in) : fixture(in) {
    script.start = [](const sdk::Host& host) {
      host.declare(sdk::kMount, {.name = "Good", .type = ADAPTER_INT, .flags = ADAPTER_WRITABLE});
    };
    fixture.start(script);
  }
  bool is_served() { return fixture.set({{"Device.X_00D09E_Home.Good", "7"}}) == "applied"; }
  Fixture& fixture;
  Script script;
};

}  // namespace

using Catch::Matchers::ContainsSubstring;

TEST_CASE("what cannot be called is refused before any call") {
  CHECK_THAT(refusal("no_symbol"), ContainsSubstring("no_symbol.so is no adapter"));
  CHECK_THAT(refusal("wrong_version"), ContainsSubstring("version 2 of the adapter boundary, not 1"));
  CHECK_THAT(refusal("short_table"), ContainsSubstring("has a table of"));
  CHECK_THAT(refusal("null_entry"), ContainsSubstring("has no start"));
  CHECK_THAT(refusal("there_is_none"), ContainsSubstring("there_is_none.so cannot be opened"));
  CHECK_THAT(refusal("../bad_adapters/throws"), ContainsSubstring("the plugin's name"));
}

TEST_CASE("what an adapter says of its configuration has its position, and starts nothing") {
  const auto library = plugin::AdapterLibrary::open(BAD_ADAPTERS, "refuses_configuration");
  REQUIRE(library);
  const auto diagnostics = plugin::check_adapter(section("bad", "refuses_configuration"), *library, {});
  REQUIRE(diagnostics.entries().size() == 3);
  CHECK(to_string(diagnostics.entries()[0]) == "test.yaml:6:1: adapter bad.mount: is not to my taste");
  CHECK(to_string(diagnostics.entries()[1]) == "test.yaml:3:1: adapter bad: nor is a node that there is not");
}

TEST_CASE("an adapter that cannot start leaves nothing in the tree") {
  const support::TempDir folder;
  Fixture fixture(folder.path());
  Beside good(fixture);
  CHECK(fixture.start_bad("cannot_start")->state() == plugin::AdapterInstance::State::failed);
  CHECK(fixture.value(kSwitch) == "no such parameter");
  CHECK(good.is_served());
}

TEST_CASE("an adapter that throws is not called again") {
  const support::TempDir folder;
  Fixture fixture(folder.path());
  Beside good(fixture);
  const auto bad = fixture.start_bad("throws");
  CHECK(fixture.set({{kSwitch, "true"}}) == "9001");
  CHECK(bad->state() == plugin::AdapterInstance::State::faulted);
  CHECK(fixture.set({{kSwitch, "true"}}) == "9001");
  CHECK(fixture.check(kSwitch, "true") == "9001");
  CHECK(fixture.value(kSwitch) == "false");
  CHECK(good.is_served());
}

TEST_CASE("no answer ends in time") {
  const support::TempDir folder;
  Fixture fixture(folder.path());
  Beside good(fixture);
  fixture.start_bad("never_answers");
  CHECK(fixture.check(kSwitch, "true") == "9001");
  CHECK(fixture.set({{kSwitch, "true"}}) == "committed");
  CHECK(fixture.value(kSwitch) == "true");
  CHECK(good.is_served());
}

TEST_CASE("of two answers the first counts") {
  const support::TempDir folder;
  Fixture fixture(folder.path());
  fixture.start_bad("answers_twice");
  CHECK(fixture.set({{kSwitch, "true"}}) == "applied");
  CHECK(fixture.set({{kSwitch, "false"}}) == "applied");
}

TEST_CASE("garbage for an answer is a fault of that set alone") {
  const support::TempDir folder;
  Fixture fixture(folder.path());
  Beside good(fixture);
  const auto bad = fixture.start_bad("answers_garbage");
  CHECK(fixture.set({{kSwitch, "true"}}) == "9002");
  CHECK(bad->board().counters().rejected == 1);
  CHECK(good.is_served());
}

TEST_CASE("a thread left behind publishes into nothing") {
  const support::TempDir folder;
  Fixture fixture(folder.path());
  Beside good(fixture);
  fixture.start_bad("publishes_after_stop");
  fixture.router->remove("bad");
  CHECK(fixture.value(kSwitch) == "no such parameter");
  void* object = dlopen(BAD_ADAPTERS "/publishes_after_stop.so", RTLD_NOW | RTLD_NOLOAD);
  REQUIRE(object != nullptr);
  const auto thread_ended = reinterpret_cast<bool (*)()>(dlsym(object, "thread_ended"));
  CHECK(fixture.run_until([&] { return thread_ended(); }));
  CHECK(good.is_served());
}

TEST_CASE("nonsense from many threads is counted and changes nothing") {
  const support::TempDir folder;
  Fixture fixture(folder.path());
  Beside good(fixture);
  const auto bad = fixture.start_bad("publishes_nonsense");
  CHECK(good.is_served());
  CHECK(fixture.run_until([&] { return bad->board().counters().rejected > 4 * 300 * 15; }));
  CHECK(fixture.value(kSwitch) == "false");
  CHECK(fixture.set({{kSwitch, "true"}}) == "applied");
  fixture.router->remove("bad");
  CHECK(good.is_served());
}

}  // namespace tests::plugin
