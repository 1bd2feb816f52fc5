// SPDX-License-Identifier: Apache-2.0
// Shows which status the connection to a broker gives the adapter, and that neither a short loss nor a broker that
// drops the connection again and again makes it flap.
#include "adapters/mqtt/connection/connection_report.hpp"

#include "tests/support/catch.hpp"
#include "tests/unit/sdk/fake_host.hpp"

using namespace adapters::mqtt;
using namespace std::chrono_literals;
using Calls = std::vector<std::string>;

namespace {

struct Reported {
  Reported() {
    report.started("id");
    take();
  }
  Calls take() {
    Calls calls = host.take_statuses();
    std::erase_if(calls, [](const std::string& call) { return call.starts_with("broker "); });
    return calls;
  }
  Calls connect() { return report.connected(Version::v5, now), take(); }
  Calls lose() { return report.disconnected("The connection was lost.", false, now), take(); }
  Calls fail(bool refused = false) { return report.disconnected("as told", refused, now), take(); }
  Calls pass(std::chrono::seconds time) { return now += time, report.pass_time(now), take(); }

  test::FakeHost host;
  static BrokerSettings settings_of_broker() {
    BrokerSettings settings;
    settings.host = "broker.lan";
    return settings;
  }
  const BrokerSettings settings = settings_of_broker();
  ConnectionReport report{adapters::sdk::Host(host.api()), settings};
  ConnectionReport::Time now{};
};

}  // namespace

TEST_CASE("the status is that of the attempts, with host and reason") {
  Reported broker;
  CHECK(broker.fail() == Calls{"0 broker.lan:1883: as told"});
  CHECK(broker.fail(true) == Calls{"2 broker.lan:1883: as told"});
  CHECK(broker.connect() == Calls{"1 "});
}

TEST_CASE("a connection that the first attempt makes again changes no status") {
  Reported broker;
  broker.connect();
  broker.pass(60s);
  CHECK(broker.lose().empty());
  CHECK(broker.connect() == Calls{"1 "});
  broker.pass(60s);
  CHECK(broker.lose().empty());
  CHECK(broker.fail() == Calls{"0 broker.lan:1883: as told"});
}

TEST_CASE("a connection that is lost again and again is down until it is stable") {
  Reported broker;
  broker.connect();
  CHECK(broker.lose().empty());
  CHECK(broker.connect() == Calls{"1 "});
  CHECK(broker.lose() == Calls{"0 broker.lan:1883: the connection is lost again and again: The connection was lost."});
  CHECK(broker.connect().empty());
  REQUIRE(broker.report.next_time());
  CHECK(broker.pass(29s).empty());
  CHECK(broker.pass(1s) == Calls{"1 "});
  CHECK_FALSE(broker.report.next_time());
  CHECK(broker.lose().empty());
}

TEST_CASE("the row of the broker follows each attempt") {
  test::FakeHost host;
  BrokerSettings settings;
  settings.host = "::1";
  ConnectionReport report{adapters::sdk::Host(host.api()), settings};
  report.started("id");
  report.disconnected("away", false, {});
  report.disconnected("refused", true, {});
  report.connected(Version::v5, {});
  report.disconnected("lost", false, {});
  CHECK(host.take_statuses() == Calls{"3 ", "broker 0 ::1:1883", "broker 2 ::1:1883", "0 [::1]:1883: away",
                                      "broker 3 ::1:1883", "2 [::1]:1883: refused", "broker 1 ::1:1883", "1 ",
                                      "broker 0 ::1:1883"});
}
