// SPDX-License-Identifier: Apache-2.0
// Shows which datagrams ask for a session over UDP, and that copies, replays and forgeries do not.
#include "proxy/acs/udp/udp_connection_request.hpp"

#include "proxy/acs/udp/hmac_sha1.hpp"

#include <chrono>
#include <string>

#include "tests/support/catch.hpp"

using namespace proxy::acs;
using Verdict = UdpConnectionRequests::Verdict;

namespace {

const proxy::base::SteadyTime kNow{std::chrono::seconds(1000)};

struct Request {
  std::string ts = "1120673700";
  std::string id = "1234";
  std::string un = "CPE57689";
  std::string cn = "XTGRWIPC6D3IPXS3";
  std::string password = "secret";
  std::string written_un = {};  // as it stands in the URL

  std::string sig() const { return upper_hex(hmac_sha1(password, ts + id + un + cn)); }
  std::string text() const {
    return "GET http://10.1.1.1:8080?ts=" + ts + "&id=" + id + "&un=" + (written_un.empty() ? un : written_un) +
           "&cn=" + cn + "&sig=" + sig() + " HTTP/1.1\r\n\r\n";
  }
};

struct Listener {
  UdpConnectionRequests requests;
  Listener(const std::string& username = "CPE57689", const std::string& password = "secret") {
    requests.set_credentials(username, proxy::config::Secret(password));
  }
  Verdict judge(const Request& request) { return requests.judge(request.text(), kNow); }
};

}  // namespace

TEST_CASE("a request is taken apart") {
  const auto request = parse_udp_connection_request(Request{}.text());
  REQUIRE(request);
  CHECK(request->timestamp == 1120673700);
  CHECK(request->id == "1234");
  CHECK(request->username == "CPE57689");
  CHECK(request->signature == Request{}.sig());
  CHECK(request->signed_text == "11206737001234CPE57689XTGRWIPC6D3IPXS3");
}

TEST_CASE("order, headers, other fields and the case of digits do not matter") {
  const Request good;
  std::string lower = good.sig();
  for (char& c : lower) c = static_cast<char>(std::tolower(c));
  for (const std::string& text : {"GET http://[2001:db8::1]:8080?sig=" + lower + "&cn=" + good.cn + "&x=1&un=" +
                                      good.un + "&id=1234&ts=" + good.ts + " HTTP/1.1\r\nHost: 10.1.1.1\r\n\r\nbody",
                                  "GET http://10.1.1.1?ts=" + good.ts + "&id=1234&un=" + good.un + "&cn=" + good.cn +
                                      "&sig=" + good.sig() + " HTTP/1.1",
                                  "GET http://10.1.1.1/?&flag&ts=" + good.ts + "&id=1234&un=" + good.un +
                                      "&cn=" + good.cn + "&sig=" + good.sig() + " HTTP/1.0\n\n"}) {
    CAPTURE(text);
    CHECK(Listener().requests.judge(text, kNow) == Verdict::accepted);
  }
}

TEST_CASE("what is escaped in the URL is signed as it was") {
  Listener listener("a user&co", "secret");
  CHECK(listener.judge({.un = "a user&co", .written_un = "a%20user%26co"}) == Verdict::accepted);
}

TEST_CASE("copies make one session, and so does a replay") {
  Listener listener;
  CHECK(listener.judge({}) == Verdict::accepted);
  CHECK(listener.judge({}) == Verdict::repeated);
  CHECK(listener.judge({.ts = "1120673701"}) == Verdict::repeated);  // the same id
  CHECK(listener.judge({.id = "1235"}) == Verdict::repeated);        // the same time
  CHECK(listener.judge({.ts = "1120673699", .id = "1235"}) == Verdict::repeated);
  CHECK(listener.judge({.ts = "1120673701", .id = "1235"}) == Verdict::accepted);
  CHECK(listener.judge({}) == Verdict::repeated);
}

TEST_CASE("a forgery neither asks for a session nor uses up a time") {
  Listener listener;
  CHECK(listener.judge({.ts = "9999999999", .password = "guess"}) == Verdict::refused);
  for (const char* name : {"other", "CPE57688", "CPE5768", "CPE57689CPE57689", "c"})
    CHECK(listener.judge({.un = name}) == Verdict::refused);
  std::string moved = Request{}.text();
  moved.replace(moved.find("1120673700"), 10, "1120673709");
  CHECK(listener.requests.judge(moved, kNow) == Verdict::refused);
  CHECK(listener.judge({}) == Verdict::accepted);
}

TEST_CASE("without a user name or a password nobody is let in") {
  CHECK(Listener("", "secret").judge({.un = ""}) == Verdict::refused);
  CHECK(Listener("CPE57689", "").judge({.password = ""}) == Verdict::refused);
}

TEST_CASE("other credentials begin with no time") {
  Listener listener;
  CHECK(listener.judge({}) == Verdict::accepted);
  listener.requests.set_credentials("CPE57689", proxy::config::Secret("secret"));
  CHECK(listener.judge({}) == Verdict::repeated);
  listener.requests.set_credentials("CPE57689", proxy::config::Secret("new"));
  CHECK(listener.judge({.ts = "5", .password = "new"}) == Verdict::accepted);
}

TEST_CASE("a flood of good requests is held back") {
  Listener listener;
  int accepted = 0;
  for (int i = 0; i < 100; ++i)
    if (listener.judge({.ts = std::to_string(100 + i), .id = std::to_string(i)}) == Verdict::accepted) ++accepted;
  CHECK(accepted == static_cast<int>(kAcceptedBurst));
}

TEST_CASE("what is malformed is refused") {
  const std::string good = Request{}.text();
  const auto with = [&](const std::string& what, const std::string& by) {
    std::string text = good;
    return text.replace(text.find(what), what.size(), by);
  };
  for (const std::string& text :
       {std::string(), std::string("GET "), std::string("GET  HTTP/1.1"), with("GET", "POST"), with("?", "/"),
        with(" HTTP/1.1", ""), with("&cn=", "&nc="), with("ts=1120673700", "ts="), with("ts=1120673700", "ts=-1"),
        with("ts=1120673700", "ts=11206737001120673700112067370011"), with("ts=1120673700", "ts=1120673700x"),
        with("id=1234", "id=1234&id=1234"), with("id=1234", "id=%"), with("id=1234", "id=1234%2"),
        with("id=1234", "id=%zz"), with("sig=", "sig=0"), with("id=1234", "id=" + std::string(3000, '1'))}) {
    CAPTURE(text);
    CHECK_FALSE(parse_udp_connection_request(text));
    CHECK(Listener().requests.judge(text, kNow) == Verdict::refused);
  }
  for (std::size_t size = 0; size + 4 < good.size() - 9; ++size)
    CHECK_FALSE(parse_udp_connection_request(std::string_view(good).substr(0, size)));
}
