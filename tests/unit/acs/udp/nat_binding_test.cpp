// SPDX-License-Identifier: Apache-2.0
// Shows what is sent to a STUN server and when: the binding found, told, kept alive and found lost; its lifetime
// sought; a server that wants signatures, cannot probe, or is silent.
#include "proxy/acs/udp/nat_binding.hpp"

#include "proxy/acs/udp/hmac_sha1.hpp"

#include <string>

#include "tests/support/catch.hpp"

using namespace proxy::acs;
using namespace std::chrono_literals;
using Port = NatBinding::Port;

namespace {

UdpEndpoint endpoint(const char* address, std::uint16_t port) { return {boost::asio::ip::make_address(address), port}; }

const UdpEndpoint kLocal = endpoint("192.168.1.2", 7548);
const UdpEndpoint kPublic = endpoint("203.0.113.9", 40000);

// What the server saw.
struct Request {
  Port from;
  std::string bytes;
  std::string id() const { return bytes.substr(4, 16); }
  bool has(const std::string& part) const { return bytes.find(part, 20) != std::string::npos; }
  bool binds() const { return has("dslforum.org/TR-111 "); }
  bool tells_change() const { return has(std::string("\xc0\x02\0\0", 4)); }
  bool is_signed() const { return has(std::string("\0\x08\0\x14", 4)); }
  bool asks_elsewhere() const { return has(std::string("\0\x02\0\x08", 4)); }
};

std::string response(const Request& request, const UdpEndpoint& mapped, const std::string& password = {}) {
  std::string body("\0\x01\0\x08\0\x01", 6);
  body += static_cast<char>(mapped.port() >> 8);
  body += static_cast<char>(mapped.port() & 0xff);
  for (const unsigned char byte : mapped.address().to_v4().to_bytes()) body += static_cast<char>(byte);
  std::string message =
      std::string("\x01\x01\0", 3) + static_cast<char>(password.empty() ? 12 : 36) + request.id() + body;
  if (!password.empty())
    message += std::string("\0\x08\0\x14", 4) + hmac_sha1(password, message + std::string(64 - message.size(), '\0'));
  return message;
}

std::string refusal(const Request& request, int code) {
  return std::string("\x01\x11\0\x08", 4) + request.id() + std::string("\0\x09\0\x04\0\0", 6) +
         static_cast<char>(code / 100) + static_cast<char>(code % 100);
}

// A client, the time, and what it has sent.
struct World {
  proxy::base::SteadyTime now{1000s};
  std::optional<UdpEndpoint> local = kLocal;
  unsigned ids = 0;
  NatBinding binding{[this] {
                       std::string id(16, 'x');
                       id[15] = static_cast<char>(++ids);
                       return id;
                     },
                     [this] { return local; }};

  explicit World(NatBinding::Settings settings = {.username = {}, .password = {}}) { binding.start(settings, now); }

  std::vector<Request> sent() {
    std::vector<Request> requests;
    for (NatBinding::Datagram& datagram : binding.take_datagrams()) requests.push_back({datagram.from, datagram.bytes});
    return requests;
  }
  Request one() {
    auto requests = sent();
    REQUIRE(requests.size() == 1);
    return requests.front();
  }
  void answer(const std::string& datagram, Port port = Port::primary) { binding.received(port, datagram, now); }
  // The time until it wants to be asked again has passed.
  std::chrono::milliseconds pass() {
    REQUIRE(binding.next_due());
    const auto waited = std::chrono::duration_cast<std::chrono::milliseconds>(*binding.next_due() - now);
    now = *binding.next_due();
    binding.tick(now);
    return waited;
  }
  // The first answer, and that of the request that tells of it.
  void bind(const UdpEndpoint& mapped = kPublic) {
    answer(response(one(), mapped));
    answer(response(one(), mapped));
  }
};

NatBinding::Settings every(std::chrono::seconds minimum, std::chrono::seconds maximum) {
  return {.username = {}, .password = {}, .minimum_period = minimum, .maximum_period = maximum};
}

}  // namespace

TEST_CASE("the first answer gives the address, and the server is told of the change") {
  World world;
  const Request first = world.one();
  CHECK(first.from == Port::primary);
  CHECK(first.binds());
  CHECK_FALSE(first.tells_change());
  CHECK_FALSE(world.binding.result().address);
  world.answer(response(first, kPublic));
  CHECK(world.binding.result().address == kPublic);
  CHECK(world.binding.result().nat_detected);
  const Request second = world.one();
  CHECK(second.binds());
  CHECK(second.tells_change());
  CHECK(second.id() != first.id());
  world.answer(response(second, kPublic));
  CHECK(world.sent().empty());
}

TEST_CASE("without a NAT the address is our own, and looked at again at the maximum period") {
  World world(every(20s, 300s));
  world.bind(kLocal);
  CHECK(world.binding.result().address == kLocal);
  CHECK_FALSE(world.binding.result().nat_detected);
  CHECK(world.pass() == 300s);
  world.answer(response(world.one(), kLocal));
  CHECK(world.pass() == 300s);
}

TEST_CASE("a request is sent nine times as RFC 3489 says, and then the server counts as down") {
  World world;
  const Request first = world.one();
  std::vector<int> waits;
  for (int i = 0; i < 8; ++i) {
    waits.push_back(static_cast<int>(world.pass().count()));
    CHECK(world.one().bytes == first.bytes);
  }
  CHECK(waits == std::vector{100, 200, 400, 800, 1600, 1600, 1600, 1600});
  CHECK(world.pass() == 1600ms);
  CHECK(world.sent().empty());
  CHECK(world.pass() == 20s);  // ten, but for the minimum period
  CHECK(world.one().id() != first.id());
}

TEST_CASE("a server that stays silent is asked ever more seldom, and its address forgotten") {
  World world(every(5s, 5s));
  world.bind();
  std::vector<std::chrono::milliseconds> waits;
  CHECK(world.pass() == 5s);
  for (int round = 0; round < 8; ++round) {
    CHECK(world.binding.result().address.has_value() == (round == 0));
    for (int i = 0; i < 9; ++i) world.pass();
    waits.push_back(world.pass());
  }
  CHECK(waits == std::vector<std::chrono::milliseconds>{10s, 20s, 40s, 80s, 160s, 320s, 600s, 600s});
  world.sent();
  world.pass();
  world.answer(response(world.one(), kPublic));
  CHECK(world.binding.result().address == kPublic);
  CHECK(world.one().tells_change());
}

TEST_CASE("with equal periods keep-alives go at that period and no lifetime is sought") {
  World world(every(30s, 30s));
  world.bind();
  for (int i = 0; i < 3; ++i) {
    CHECK(world.pass() == 30s);
    const Request keep_alive = world.one();
    CHECK(keep_alive.from == Port::primary);
    CHECK(keep_alive.binds());
    CHECK_FALSE(keep_alive.tells_change());
    world.answer(response(keep_alive, kPublic));
    CHECK(world.sent().empty());
  }
}

TEST_CASE("where the periods contradict each other the minimum holds") {
  World world(every(30s, 10s));
  world.bind();
  CHECK(world.pass() == 30s);
}

TEST_CASE("a binding that has changed is told") {
  World world(every(30s, 30s));
  world.bind();
  world.pass();
  const UdpEndpoint moved = endpoint("203.0.113.9", 40001);
  world.answer(response(world.one(), moved));
  CHECK(world.binding.result().address == moved);
  CHECK(world.one().tells_change());
}

TEST_CASE("a NAT that says something else each time is not asked without end") {
  World world(every(30s, 30s));
  for (std::uint16_t port = 40001; port <= 40003; ++port)
    world.answer(response(world.one(), endpoint("203.0.113.9", port)));
  world.answer(response(world.one(), endpoint("203.0.113.9", 40004)));
  CHECK(world.sent().empty());
  CHECK(world.binding.result().address == endpoint("203.0.113.9", 40004));
  CHECK(world.pass() == 30s);
}

TEST_CASE("the lifetime is sought in halves, over a second port") {
  World world(every(20s, 100s));
  world.bind();
  // A NAT that forgets after 50 seconds.
  std::vector<int> tried;
  for (int i = 0; i < 20; ++i) {
    const auto waited = world.pass();
    const Request request = world.one();
    if (request.from == Port::primary) {
      CHECK(waited == 50s);
      break;
    }
    tried.push_back(static_cast<int>(waited / 1s));
    CHECK(request.asks_elsewhere());
    CHECK_FALSE(request.binds());
    if (waited <= 50s)
      world.answer(response(request, kPublic));
    else
      for (int sends = 0; sends < 9; ++sends) world.pass();
    auto requests = world.sent();
    CHECK(requests.back().from == Port::primary);
    world.answer(response(requests.back(), kPublic));
  }
  CHECK(tried == std::vector{60, 40, 50, 55});
  CHECK(world.binding.period() == 50s);
}

TEST_CASE("a server that cannot answer elsewhere leaves us at the minimum period") {
  for (const bool says_so : {true, false}) {
    World world(every(20s, 100s));
    world.bind();
    world.pass();
    const Request probe = world.one();
    CHECK(probe.from == Port::secondary);
    world.answer(says_so ? refusal(probe, 420) : response(probe, kPublic), Port::secondary);
    world.answer(response(world.one(), kPublic));
    CHECK(world.pass() == 20s);
    CHECK(world.one().from == Port::primary);
  }
}

TEST_CASE("a keep-alive that finds the binding lost makes the lifetime be sought again") {
  World world(every(20s, 30s));
  world.bind();
  const auto settle = [&] {
    for (;;) {
      world.pass();
      const Request request = world.one();
      if (request.from == Port::primary) return request;
      world.answer(response(request, kPublic));
      world.answer(response(world.one(), kPublic));
    }
  };
  const Request keep_alive = settle();
  CHECK(world.binding.period() > 25s);
  world.answer(response(keep_alive, endpoint("203.0.113.9", 40001)));
  CHECK(world.binding.period() == 20s);
}

TEST_CASE("a 401 makes it sign from then on, and believe signed answers alone") {
  World world(
      {.username = "me", .password = proxy::config::Secret("secret"), .minimum_period = 30s, .maximum_period = 30s});
  const Request first = world.one();
  CHECK(first.has("me  "));
  CHECK_FALSE(first.is_signed());
  world.answer(refusal(first, 401));
  const Request again = world.one();
  CHECK(again.is_signed());
  CHECK(again.has(hmac_sha1("secret", again.bytes.substr(0, again.bytes.size() - 24) +
                                          std::string(64 - (again.bytes.size() - 24) % 64, '\0'))));
  world.answer(response(again, kPublic));
  world.answer(response(again, kPublic, "guess"));
  CHECK_FALSE(world.binding.result().address);
  world.answer(response(again, kPublic, "secret"));
  CHECK(world.binding.result().address == kPublic);
  CHECK(world.one().is_signed());
}

TEST_CASE("a server that refuses what it was sent is left alone for a while") {
  World unsigned_world;
  unsigned_world.answer(refusal(unsigned_world.one(), 401));
  CHECK(unsigned_world.sent().empty());
  CHECK(unsigned_world.pass() == 20s);
  World signed_world({.username = "me", .password = proxy::config::Secret("secret")});
  signed_world.answer(refusal(signed_world.one(), 401));
  signed_world.answer(refusal(signed_world.one(), 431));
  CHECK(signed_world.sent().empty());
  CHECK(signed_world.pass() == 20s);
}

TEST_CASE("answers to nobody's question change nothing") {
  World world;
  Request other = world.one();
  other.bytes[10] = '!';
  world.answer(response(other, kPublic));
  world.answer("GET / HTTP/1.1");
  CHECK_FALSE(world.binding.result().address);
  CHECK(world.sent().empty());
}

TEST_CASE("stopped, it knows nothing and sends nothing") {
  World world(every(30s, 30s));
  world.bind();
  world.binding.stop();
  CHECK(world.binding.result() == NatBinding::Result{});
  CHECK_FALSE(world.binding.next_due());
  world.binding.unreachable(world.now);
  world.binding.tick(world.now + 100s);
  CHECK(world.sent().empty());
  CHECK_FALSE(world.binding.next_due());
}
