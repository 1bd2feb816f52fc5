// SPDX-License-Identifier: Apache-2.0
// Shows when lightweight notifications go out and what they look like.
#include "proxy/acs/udp/hmac_sha1.hpp"
#include "proxy/acs/udp/lightweight_message.hpp"
#include "proxy/acs/udp/lightweight_schedule.hpp"

#include <fstream>
#include <iterator>

#include "tests/support/catch.hpp"

using namespace proxy::acs;
using namespace std::chrono_literals;
namespace model = proxy::model;

namespace {

const proxy::base::SteadyTime kStart{1000s};
const std::chrono::sys_seconds kToday = std::chrono::sys_days(std::chrono::year(2026) / 11 / 22) + 10h;

proxy::acs::Now after(std::chrono::seconds time) { return {kStart + time, kToday + time}; }

struct Home {
  model::Tree tree;
  std::vector<model::ParameterRef> parameters;

  model::ParameterRef declare(const char* name, model::Type type, const std::string& value, bool hidden = false) {
    const model::ParameterRef parameter{
        &tree.root(), tree.declare(tree.root(), {.name = name, .type = type, .hidden = hidden}).value()};
    tree.set_value(parameter, value, model::Origin::start);
    parameters.push_back(parameter);
    return parameter;
  }
  std::vector<std::string> messages(const std::string& host = "acs.example:7547") {
    unsigned count = 0;
    return lightweight_messages({.host = host,
                                 .username = "cpe & co",
                                 .password = proxy::config::Secret("secret"),
                                 .device_id = {"Maker", "00D09E", "HomeGateway", "GW0001"},
                                 .time = kToday,
                                 .cnonce = [&] { return "nonce" + std::to_string(++count); }},
                                tree, parameters);
  }
};

std::string document(const std::string& message) { return message.substr(message.find("\r\n\r\n") + 4); }

}  // namespace

TEST_CASE("an active one is due at once, and the next a second later") {
  LightweightSchedule schedule;
  schedule.start({}, after(0s));
  CHECK_FALSE(schedule.next_due());
  schedule.changed(true, after(1s));
  REQUIRE(schedule.next_due());
  CHECK(*schedule.next_due() <= after(1s).steady);
  schedule.sent(after(1s).steady);
  CHECK_FALSE(schedule.next_due());
  schedule.changed(true, after(1s));
  CHECK(schedule.next_due() == after(2s).steady);
}

TEST_CASE("without a trigger a passive one waits for an active one") {
  LightweightSchedule schedule;
  schedule.start({}, after(0s));
  schedule.changed(false, after(1s));
  CHECK_FALSE(schedule.next_due());
}

TEST_CASE("the trigger's slots have a phase of their own or that which was set") {
  LightweightSchedule schedule;
  schedule.start({.interval = 60s}, after(0s));
  schedule.changed(false, after(70s));
  schedule.changed(false, after(80s));
  CHECK(schedule.next_due() == after(120s).steady);
  schedule.sent(after(120s).steady);
  CHECK_FALSE(schedule.next_due());

  // What waits when the trigger is set goes with its first slot.
  schedule.start({}, after(200s));
  schedule.changed(false, after(201s));
  CHECK_FALSE(schedule.next_due());
  schedule.start({.interval = 60s}, after(210s));
  CHECK(schedule.next_due() == after(270s).steady);
  schedule.forget();
  CHECK_FALSE(schedule.next_due());

  for (const auto phase : {kToday - 24h * 700 + 25s, kToday + 24h * 700 + 25s}) {
    LightweightSchedule phased;
    phased.start({.interval = 3600s, .time = phase}, after(0s));
    phased.changed(false, after(1s));
    CHECK(phased.next_due() == after(25s).steady);
  }
  // Half an hour more of the day: the slot that was to come is half an hour nearer.
  schedule.start({.interval = 3600s, .time = kToday + 45min}, after(0s));
  schedule.changed(false, after(0s));
  CHECK(schedule.next_due() == after(45min).steady);
  schedule.clock_moved({after(0s).steady, kToday + 30min});
  CHECK(schedule.next_due() == after(15min).steady);
}

TEST_CASE("an active one takes the passive ones along") {
  LightweightSchedule schedule;
  schedule.start({.interval = 3600s}, after(0s));
  schedule.changed(false, after(10s));
  schedule.changed(true, after(11s));
  CHECK(*schedule.next_due() <= after(11s).steady);
  schedule.sent(after(11s).steady);
  CHECK_FALSE(schedule.next_due());
}

TEST_CASE("a notification is as the golden file has it, and signed") {
  Home home;
  home.declare("DeviceInfo.Uptime", model::Type::unsigned_int, "17");
  home.declare("X.Text", model::Type::string, "a < b & \r\n\"c\"");
  home.declare("X.Hidden", model::Type::string, "nobody's business", true);
  const auto messages = home.messages();
  REQUIRE(messages.size() == 1);
  std::ifstream file(FIXTURES "/acs/lightweight_notification.xml");
  const std::string golden{std::istreambuf_iterator<char>(file), {}};
  CHECK(document(messages[0]) + "\n" == golden);
  const std::string head =
      "POST / HTTP/1.1\r\nHost: acs.example:7547\r\nContent-Type: text/xml; charset=utf-8\r\n"
      "Content-Length: " +
      std::to_string(document(messages[0]).size()) +
      "\r\nSignature: " + upper_hex(hmac_sha1("secret", document(messages[0]))) + "\r\n\r\n";
  CHECK(messages[0].substr(0, head.size()) == head);
}

TEST_CASE("many changes go in as many datagrams as it takes, each with a nonce of its own") {
  Home home;
  for (int i = 0; i < 100; ++i)
    home.declare(("X.Parameter" + std::to_string(i)).c_str(), model::Type::string, std::to_string(i) + "!");
  const auto messages = home.messages();
  CHECK(messages.size() > 5);
  int next = 0;
  for (std::size_t i = 0; i < messages.size(); ++i) {
    CHECK(messages[i].size() <= kUsualNotification);
    CHECK(messages[i].find("<CN>nonce") != std::string::npos);
    while (messages[i].find(">" + std::to_string(next) + "!<") != std::string::npos) ++next;
  }
  CHECK(next == 100);
}

TEST_CASE("a long value goes alone, and one that no datagram can hold not at all") {
  Home home;
  home.declare("X.A", model::Type::string, "short");
  home.declare("X.B", model::Type::string, std::string(5000, 'b'));
  home.declare("X.C", model::Type::string, std::string(70'000, 'c'));
  home.declare("X.D", model::Type::string, "last");
  const auto messages = home.messages();
  REQUIRE(messages.size() == 3);
  CHECK(messages[0].find("short") != std::string::npos);
  CHECK(messages[1].find("bbb") != std::string::npos);
  CHECK(messages[2].find("last") != std::string::npos);
  home.parameters = {home.parameters[2]};
  CHECK(home.messages().empty());
}
