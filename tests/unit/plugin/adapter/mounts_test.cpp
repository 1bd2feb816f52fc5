// SPDX-License-Identifier: Apache-2.0
// Shows where adapters are mounted: below objects of their own, or nowhere.
#include "tests/support/catch.hpp"
#include "tests/unit/plugin/fixture.hpp"

namespace tests::plugin {

TEST_CASE("mounts do not overlap") {
  using proxy::plugin::mounts_overlap;
  CHECK(mounts_overlap("Device.X_A.", "Device.X_A."));
  CHECK(mounts_overlap("Device.X_A.B.", "Device.X_A."));
  CHECK_FALSE(mounts_overlap("Device.X_AB.", "Device.X_A."));
  CHECK_FALSE(mounts_overlap("Device.", "Device.X_A."));
  const support::TempDir folder;
  Fixture fixture(folder.path());
  Script script;
  fixture.start(script);
  proxy::config::Diagnostics diagnostics;
  const auto second =
      fixture.router->create(section("second"), *proxy::plugin::AdapterLibrary::linked(scripted(script)), diagnostics);
  CHECK_FALSE(fixture.router->start(second).empty());
}

TEST_CASE("without a mount nothing is declared, and the reason is told") {
  const support::TempDir folder;
  Fixture fixture(folder.path());
  Script script;
  script.start = [](const sdk::Host& host) {
    const auto column = host.declare(sdk::kMount, {.name = "X_00D09E_A.Text"});
    const auto table = host.declare_table(sdk::kMount, "X_00D09E_B");
    host.declare(table, {.name = "Text"});
    host.publish(host.add_row(table, "7"), column, "x");
  };
  auto without = section("home");
  without.mount.clear();
  proxy::config::Diagnostics diagnostics;
  const auto instance =
      fixture.router->create(without, *proxy::plugin::AdapterLibrary::linked(scripted(script)), diagnostics);
  REQUIRE(fixture.router->start(instance).empty());
  REQUIRE(fixture.run_until([&] { return instance->board().counters().rejected >= 4; }));
  CHECK_FALSE(fixture.tree.find("Device.X_00D09E_A.Text"));
  CHECK_FALSE(fixture.tree.select("Device.X_00D09E_B."));
  CHECK(instance->running());
}

}  // namespace tests::plugin
