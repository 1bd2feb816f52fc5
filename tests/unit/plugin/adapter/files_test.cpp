// SPDX-License-Identifier: Apache-2.0
// Shows that a downloaded file goes to the adapter that takes its type, and what comes of each answer and of none.
#include "tests/support/catch.hpp"
#include "tests/unit/plugin/fixture.hpp"

#include <fstream>

namespace tests::plugin {
namespace {

using Catch::Matchers::ContainsSubstring;
using proxy::base::Error;

constexpr const char* kType = "X 00D09E Sensor Image";

/// "done", or the fault and its words.
std::string put(Fixture& fixture, const support::TempDir& folder, const std::string& content,
                const std::string& type = kType) {
  const auto file = folder.path() / "file";
  std::ofstream(file) << content << "\n";
  std::string outcome;
  fixture.router->put_file(type, file, [&](const std::optional<Error>& error) {
    outcome = error ? std::to_string(static_cast<int>(error->fault)) + " " + error->detail : "done";
  });
  return fixture.run_until([&] { return !outcome.empty(); }) ? outcome : "no answer";
}

}  // namespace

TEST_CASE("a file goes to the adapter that takes its type, under the gateway's OUI") {
  const support::TempDir folder;
  Fixture fixture(folder.path());
  CHECK_FALSE(fixture.router->takes_file(kType));
  const auto taker = fixture.start_bad("takes_files");
  CHECK(fixture.router->takes_file(kType));
  CHECK_FALSE(fixture.router->takes_file("X 00D09E Sensor"));
  CHECK_FALSE(fixture.router->takes_file("X 00D09F Sensor Image"));
  CHECK_FALSE(fixture.router->takes_file("Sensor Image"));
  CHECK(put(fixture, folder, "version 2") == "done");
  CHECK(fixture.value("Device.X_00D09E_Bad.Image") == "X 00D09E Sensor Image: version 2");
  CHECK(put(fixture, folder, "bad") == "9018 not an image");
  CHECK(put(fixture, folder, "no") == "9001 the device refused the request");
  CHECK(put(fixture, folder, "x", "X 00D09E Other") == "9010 no adapter takes this type of file");
  CHECK(fixture.value("Device.X_00D09E_Bad.Image") == "X 00D09E Sensor Image: version 2");
  CHECK(put(fixture, folder, "throw") == "9002 the adapter failed");
  CHECK(put(fixture, folder, "version 3") == "done");
}

TEST_CASE("an adapter that does not answer for a file is given up in time") {
  const support::TempDir folder;
  Fixture fixture(folder.path());
  fixture.start_bad("never_answers");
  CHECK(put(fixture, folder, "x") == "9010 the adapter did not answer in time");
  fixture.router->remove("bad");
  CHECK_FALSE(fixture.router->takes_file(kType));
}

TEST_CASE("an adapter that goes while it has a file ends the transfer") {
  const support::TempDir folder;
  Fixture fixture(folder.path());
  fixture.start_bad("never_answers");
  std::string outcome;
  fixture.router->put_file(kType, folder.path() / "file",
                           [&](const std::optional<Error>& error) { outcome = error ? error->detail : "done"; });
  fixture.router->remove("bad");
  CHECK(outcome == "the adapter has stopped");
}

TEST_CASE("an adapter of the first release is served, and what stands behind its table is not looked at") {
  const support::TempDir folder;
  Fixture fixture(folder.path());
  fixture.start_bad("old_table");
  CHECK(fixture.set({{"Device.X_00D09E_Bad.Switch", "true"}}) == "applied");
  CHECK_FALSE(fixture.router->takes_file("X 00D09E Old"));
}

}  // namespace tests::plugin
