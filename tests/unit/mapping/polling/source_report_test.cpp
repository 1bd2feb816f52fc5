// SPDX-License-Identifier: Apache-2.0
// Shows which status the sources of an adapter give it, and that one late answer changes none.
#include "adapters/mapping/polling/source_report.hpp"

#include "tests/support/catch.hpp"
#include "tests/unit/sdk/fake_host.hpp"

using namespace adapters;
using namespace adapters::mapping;
using Calls = std::vector<std::string>;

TEST_CASE("an adapter is down when none of its sources answers") {
  test::FakeHost host;
  SourceReport report{sdk::Host(host.api())};
  report.started(true);
  CHECK(host.take_statuses() == Calls{"3 "});
  report.failed("http://a/", "refused");
  CHECK(host.take_statuses().empty());
  report.failed("http://a/", "refused");
  CHECK(host.take_statuses() == Calls{"0 http://a/: refused"});
  report.failed("http://a/", "refused");
  CHECK(host.take_statuses().empty());
  report.answered("http://a/");
  CHECK(host.take_statuses() == Calls{"1 "});
  report.failed("http://a/", "timed out");
  report.answered("http://a/");
  CHECK(host.take_statuses().empty());
}

TEST_CASE("an adapter of which a part fails is up, and says which") {
  test::FakeHost host;
  SourceReport report{sdk::Host(host.api())};
  report.answered("unit 1");
  report.gone("unit 2", "it does not answer");
  CHECK(host.take_statuses() == Calls{"1 ", "1 1 of 2 fail: unit 2: it does not answer"});
  report.gone("unit 1", "it does not answer");
  CHECK(host.take_statuses() == Calls{"0 2 of 2 fail: unit 1: it does not answer"});
}

TEST_CASE("an adapter without a source reports nothing of it") {
  test::FakeHost host;
  SourceReport report{sdk::Host(host.api())};
  report.started(false);
  CHECK(host.take_statuses().empty());
}
