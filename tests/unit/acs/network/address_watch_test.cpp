// SPDX-License-Identifier: Apache-2.0
// Shows which messages of the kernel count as a change, and that real changes are told once they have settled.
#include "proxy/acs/network/address_watch.hpp"

#include <linux/rtnetlink.h>
#include <boost/asio/io_context.hpp>

#include <chrono>
#include <cstring>
#include <string>

#include "tests/support/catch.hpp"
#include "tests/support/network.hpp"
#include "tests/support/process.hpp"
#include "tests/support/run_until.hpp"

namespace acs = proxy::acs;
using tests::support::Network;
using namespace std::chrono_literals;

namespace {

template <class Payload>
std::string message(unsigned short type, const Payload& payload) {
  nlmsghdr header{};
  header.nlmsg_len = NLMSG_LENGTH(sizeof payload);
  header.nlmsg_type = type;
  std::string text(NLMSG_SPACE(sizeof payload), '\0');
  std::memcpy(text.data(), &header, sizeof header);
  std::memcpy(text.data() + NLMSG_HDRLEN, &payload, sizeof payload);
  return text;
}

std::string route(unsigned flags) {
  rtmsg payload{};
  payload.rtm_flags = flags;
  return message(RTM_NEWROUTE, payload);
}

std::string link(unsigned change) {
  ifinfomsg payload{};
  payload.ifi_change = change;
  return message(RTM_NEWLINK, payload);
}

/// A watch on the loop of the test's thread.
struct Watching {
  boost::asio::io_context loop;
  int told = 0;
  acs::AddressWatch watch{loop.get_executor(), [this] { ++told; }};

  /// Runs the loop until a change more has been told; false if none is.
  bool tells() {
    const int before = told;
    return tests::support::run_until(loop, [&] { return told > before; });
  }
};

/// Says so, where a test cannot have its network.
bool no_network() {
  const std::string missing = Network::missing();
  if (!missing.empty()) WARN("skipped: " << missing);
  return !missing.empty();
}

}  // namespace

TEST_CASE("addresses, routes and states of interfaces are changes; caches and statistics are none") {
  CHECK(acs::tells_of_change(message(RTM_NEWADDR, ifaddrmsg{})));
  CHECK(acs::tells_of_change(message(RTM_DELADDR, ifaddrmsg{})));
  CHECK(acs::tells_of_change(message(RTM_DELROUTE, rtmsg{})));
  CHECK(acs::tells_of_change(message(RTM_DELLINK, ifinfomsg{})));
  CHECK(acs::tells_of_change(route(0)));
  CHECK(acs::tells_of_change(link(1)));
  CHECK_FALSE(acs::tells_of_change(route(RTM_F_CLONED)));
  CHECK_FALSE(acs::tells_of_change(link(0)));
  CHECK_FALSE(acs::tells_of_change(message(RTM_NEWNEIGH, ndmsg{})));
  CHECK_FALSE(acs::tells_of_change(""));
  CHECK(acs::tells_of_change(link(0) + route(RTM_F_CLONED) + route(0)));
  CHECK_FALSE(acs::tells_of_change(link(0) + route(RTM_F_CLONED)));
}

TEST_CASE("what cannot be read is a change, and is not read beyond its end") {
  const std::string whole = link(0) + route(0);
  for (std::size_t size = 1; size < whole.size(); ++size) {
    const std::string part = whole.substr(0, size);
    if (size != link(0).size()) CHECK(acs::tells_of_change(part));
  }
  std::string endless = link(0);
  std::memset(endless.data(), 0, sizeof(std::uint32_t));  // a length of 0
  CHECK(acs::tells_of_change(endless));
}

TEST_CASE("addresses that come and go are told, several at once as one") {
  if (no_network()) return;
  Network network;
  network.plug();
  network.enter(Network::Machine::near);
  Watching watching;
  watching.watch.start();
  network.ip(Network::Machine::near, {"addr", "add", "192.0.2.10/24", "dev", "near0"});
  network.ip(Network::Machine::near, {"route", "add", "default", "via", "192.0.2.1"});
  CHECK(watching.tells());
  network.ip(Network::Machine::near, {"-6", "addr", "add", "2001:db8::10/64", "dev", "near0", "nodad"});
  CHECK(watching.tells());
  network.ip(Network::Machine::near, {"addr", "del", "192.0.2.10/24", "dev", "near0"});
  CHECK(watching.tells());
  network.unplug();
  CHECK(watching.tells());
}

TEST_CASE("more messages than the kernel keeps are a change like any other") {
  if (no_network()) return;
  Network network;
  network.plug();
  network.enter(Network::Machine::near);
  Watching watching;
  watching.watch.start();
  std::string batch;
  for (int i = 0; i < 3000; ++i)
    batch += "addr add 10.1." + std::to_string(i / 250) + "." + std::to_string(i % 250 + 1) + "/32 dev near0\n";
  const tests::support::Finished added = tests::support::run({"ip", "-batch", "-"}, batch);
  REQUIRE(added.exit_code == 0);
  CHECK(watching.tells());
  while (watching.loop.run_one_for(1s) > 0) {
  }
  network.ip(Network::Machine::near, {"addr", "add", "192.0.2.10/24", "dev", "near0"});
  CHECK(watching.tells());
}
