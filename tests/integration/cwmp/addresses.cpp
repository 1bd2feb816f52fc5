// SPDX-License-Identifier: Apache-2.0
// The gateway's addresses change, on a network of its own with the ACS at the other end of the cable: the ACS is told
// at once, and its connection requests get through.
#include <optional>
#include <string>

#include "tests/acs/connection_request.hpp"
#include "tests/integration/fixture/gateway_under_test.hpp"
#include "tests/support/catch.hpp"
#include "tests/support/network.hpp"

using namespace tests::integration;
using tests::acs::connection_request;
using tests::acs::Exchange;
using tests::support::Network;
using Machine = Network::Machine;

namespace {

const std::string kUrl = "Device.ManagementServer.ConnectionRequestURL";

bool no_network() {
  const std::string missing = Network::missing();
  if (!missing.empty()) WARN("skipped: " << missing);
  return !missing.empty();
}

/// The ACS on the far machine, which has 192.0.2.1 and 2001:db8::1, and the daemon on the near one.
struct Town {
  Network network;
  std::optional<Gateway> gateway;

  void build(const std::string& acs_host, const std::string& acs_section = {}, const std::string& listen = "[::]:0") {
    GatewayOptions options;
    options.acs.listen_address = "::";
    options.acs.host_name = acs_host;
    options.settings.acs = acs_section;
    options.settings.connection_request = "listen: \"" + listen + "\"\n";
    options.start = false;
    network.enter(Machine::far);
    gateway.emplace(std::move(options));
    network.enter(Machine::near);
    gateway->start();
  }
  void plug() {
    network.plug();
    network.ip(Machine::far, {"addr", "add", "192.0.2.1/24", "dev", "far0"});
    network.ip(Machine::far, {"addr", "add", "2001:db8::1/64", "dev", "far0", "nodad"});
  }
  void near(std::vector<std::string> arguments) { network.ip(Machine::near, std::move(arguments)); }
  /// The URL of the next session's Inform, which has these events.
  std::string told(const std::vector<std::string>& events) {
    std::optional<Exchange> inform;
    gateway->session(&inform).run_to_end();
    inform->with_only_events(events);
    return (*inform)->parameter(kUrl).value;
  }
  /// From the ACS's machine.
  unsigned call(const std::string& url) {
    network.enter(Machine::far);
    const unsigned status = connection_request(url, "acs", "secret").status;
    network.enter(Machine::near);
    return status;
  }
};

std::string port_of(const std::string& url) { return url.substr(url.rfind(':')); }

const std::vector<std::string> kFirst = {"0 BOOTSTRAP", "1 BOOT"};
const std::vector<std::string> kChange = {"4 VALUE CHANGE"};
const std::vector<std::string> kCalled = {"6 CONNECTION REQUEST"};

}  // namespace

TEST_CASE("a new address is reported at once, and a connection request to it succeeds", "[cwmp_addresses]") {
  if (no_network()) return;
  Town town;
  town.plug();
  town.near({"addr", "add", "192.0.2.10/24", "dev", "near0"});
  town.build("192.0.2.1");
  const std::string before = town.told(kFirst);
  CHECK_THAT(before, Catch::Matchers::StartsWith("http://192.0.2.10:"));
  CHECK(town.call(before) == 200);
  CHECK(town.told(kCalled) == before);

  town.near({"addr", "del", "192.0.2.10/24", "dev", "near0"});
  town.near({"addr", "add", "192.0.2.20/24", "dev", "near0"});
  const std::string after = town.told(kChange);
  CHECK(after == "http://192.0.2.20" + port_of(before));
  CHECK(town.call(after) == 200);
  CHECK(town.told(kCalled) == after);
}

TEST_CASE("IPv6 alone: the URL has brackets, the listener takes it, and a deprecated address gives way",
          "[cwmp_addresses]") {
  if (no_network()) return;
  Town town;
  town.plug();
  town.near({"addr", "add", "2001:db8::10/64", "dev", "near0", "nodad"});
  town.build("[2001:db8::1]");
  const std::string before = town.told(kFirst);
  CHECK_THAT(before, Catch::Matchers::StartsWith("http://[2001:db8::10]:"));
  CHECK(town.call(before) == 200);
  CHECK(town.told(kCalled) == before);

  town.near({"addr", "add", "2001:db8::20/64", "dev", "near0", "nodad"});
  town.near({"addr", "change", "2001:db8::10/64", "dev", "near0", "preferred_lft", "0"});
  const std::string after = town.told(kChange);
  CHECK(after == "http://[2001:db8::20]" + port_of(before));
  CHECK(town.call(after) == 200);
  CHECK(town.told(kCalled) == after);
}

TEST_CASE("an interface that comes late, goes and comes back is followed", "[cwmp_addresses]") {
  if (no_network()) return;
  Town town;
  town.network.add_interface("lan0");
  town.near({"addr", "add", "198.51.100.99/24", "dev", "lan0"});  // not the way to the ACS
  town.build("192.0.2.1", "interface: near0\nretry_minimum_wait_s: 60\n");
  town.gateway->wait_for_log("acs.session.failed");
  CHECK(town.gateway->get(kUrl).empty());

  town.plug();
  town.near({"addr", "add", "192.0.2.10/24", "dev", "near0"});
  const std::string first = town.told({"0 BOOTSTRAP", "1 BOOT", "4 VALUE CHANGE"});
  CHECK_THAT(first, Catch::Matchers::StartsWith("http://192.0.2.10:"));

  town.network.unplug();
  town.plug();
  town.near({"addr", "add", "192.0.2.30/24", "dev", "near0"});
  const std::string second = town.told(kChange);
  CHECK(second == "http://192.0.2.30" + port_of(first));
  CHECK(town.call(second) == 200);
  CHECK(town.told(kCalled) == second);
}

TEST_CASE("an address to listen on that comes later is listened on at once", "[cwmp_addresses]") {
  if (no_network()) return;
  Town town;
  town.plug();
  town.near({"addr", "add", "192.0.2.10/24", "dev", "near0"});
  town.build("192.0.2.1", {}, "192.0.2.77:7548");
  CHECK(town.told(kFirst).empty());
  town.near({"addr", "add", "192.0.2.77/24", "dev", "near0"});
  const std::string url = town.told(kChange);
  CHECK_THAT(url, Catch::Matchers::StartsWith("http://192.0.2.77:7548/"));
  CHECK(town.call(url) == 200);
  CHECK(town.told(kCalled) == url);
}
