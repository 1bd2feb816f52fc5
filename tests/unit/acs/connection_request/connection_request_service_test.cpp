// SPDX-License-Identifier: Apache-2.0
// Shows which address the ConnectionRequestURL has on machines with one family, both, none, or several interfaces, and
// that it follows the network.
#include "proxy/acs/connection_request/connection_request_service.hpp"

#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>

#include <chrono>
#include <future>
#include <string>
#include <vector>

#include "proxy/acs/connection_request/connection_request_url.hpp"
#include "proxy/base/log.hpp"
#include "tests/acs/connection_request.hpp"
#include "tests/support/catch.hpp"
#include "tests/support/network.hpp"

namespace acs = proxy::acs;
using proxy::acs::ConnectionRequestService;
using proxy::model::Origin;
using Scheme = tests::acs::ConnectionRequestOptions::Scheme;
using tests::support::Network;

namespace {

struct Reached final : ConnectionRequestService::Dependencies {
  boost::asio::io_context context;
  proxy::base::RealClock clock;
  std::vector<std::string> urls;
  ConnectionRequestService service{context.get_executor(), clock, *this};
  ConnectionRequestService::Settings settings;

  explicit Reached(std::string listen = "::", std::string acs_url = "http://acs.example/", std::string interface = {}) {
    settings.connection_request.listen = {.host = std::move(listen), .port = 0};
    settings.acs_url = std::move(acs_url);
    settings.interface = std::move(interface);
    service.start(settings, "/path");
  }
  void requested() override {}
  void url_changed(const std::string& url, Origin) override { urls.push_back(url); }
  /// Without scheme, port and path.
  std::string host() const {
    const std::string& url = service.url();
    return url.empty() ? url : url.substr(7, url.rfind(':') - 7);
  }
  std::string port() const {
    const std::string& url = service.url();
    const std::size_t colon = url.rfind(':');
    return url.substr(colon + 1, url.find('/', colon) - colon - 1);
  }
  std::string after_change() {
    service.network_changed();
    return host();
  }
};

/// The near machine, with its cable in.
struct Plugged : Network {
  Plugged() {
    plug();
    enter(Machine::near);
  }
  void near(std::vector<std::string> arguments) { ip(Machine::near, std::move(arguments)); }
};

/// Says so, where a test cannot have its network.
bool no_network() {
  const std::string missing = Network::missing();
  if (!missing.empty()) WARN("skipped: " << missing);
  return !missing.empty();
}

}  // namespace

TEST_CASE("without a network there is no URL, and with it there is") {
  if (no_network()) return;
  Plugged network;
  Reached reached;
  CHECK(reached.host() == "");
  network.near({"addr", "add", "192.0.2.10/24", "dev", "near0"});
  CHECK(reached.after_change() == "192.0.2.10");
  network.near({"addr", "del", "192.0.2.10/24", "dev", "near0"});
  CHECK(reached.after_change() == "192.0.2.10");  // nobody could be told of none
  network.near({"addr", "add", "192.0.2.11/24", "dev", "near0"});
  CHECK(reached.after_change() == "192.0.2.11");
  CHECK(reached.urls.size() == 2);
}

TEST_CASE("an ACS known by name is on the default route until a session has shown where it is") {
  if (no_network()) return;
  Plugged network;
  network.add_interface("other0");
  network.near({"addr", "add", "10.0.0.10/24", "dev", "other0"});
  network.near({"addr", "add", "198.51.100.10/24", "dev", "near0"});
  network.near({"route", "add", "default", "via", "10.0.0.1"});
  Reached reached;
  CHECK(reached.host() == "10.0.0.10");
  reached.service.connected({.local = "198.51.100.10", .peer = "198.51.100.1"});
  CHECK(reached.host() == "198.51.100.10");
  network.near({"addr", "del", "198.51.100.10/24", "dev", "near0"});
  network.near({"addr", "add", "198.51.100.20/24", "dev", "near0"});
  CHECK(reached.after_change() == "198.51.100.20");
  network.near({"addr", "del", "10.0.0.10/24", "dev", "other0"});  // not the way to the ACS
  CHECK(reached.after_change() == "198.51.100.20");
  reached.settings.acs_url = "http://another.example/";
  network.near({"addr", "add", "10.0.0.30/24", "dev", "other0"});
  network.near({"route", "add", "default", "via", "10.0.0.1"});
  reached.service.change(reached.settings);
  CHECK(reached.host() == "10.0.0.30");
}

TEST_CASE("IPv6 alone: a global address that stays, in brackets") {
  if (no_network()) return;
  Plugged network;
  Reached reached;
  CHECK(reached.host() == "");  // a link-local address is none
  network.near({"addr", "add", "2001:db8::10/64", "dev", "near0", "nodad"});
  network.near({"-6", "route", "add", "default", "via", "2001:db8::1"});
  CHECK(reached.after_change() == "[2001:db8::10]");
  network.near({"addr", "add", "2001:db8::20/64", "dev", "near0", "nodad"});
  network.near({"addr", "change", "2001:db8::10/64", "dev", "near0", "preferred_lft", "0"});
  CHECK(reached.after_change() == "[2001:db8::20]");
  Reached by_address("::", "http://[2001:db8::1]:7547/");
  CHECK(by_address.host() == "[2001:db8::20]");
}

TEST_CASE("a temporary address of a connection is not where the ACS finds us") {
  if (no_network()) return;
  Plugged network;
  network.near({"addr", "add", "2001:db8::10/64", "dev", "near0", "nodad"});
  Reached reached("::", "http://[2001:db8::1]/");
  reached.service.connected({.local = "2001:db8::abcd", .peer = "2001:db8::1"});
  CHECK(reached.host() == "[2001:db8::10]");
}

TEST_CASE("with both families the way to the ACS decides, and a listener of IPv4 stays with it") {
  if (no_network()) return;
  Plugged network;
  network.near({"addr", "add", "192.0.2.10/24", "dev", "near0"});
  network.near({"addr", "add", "2001:db8::10/64", "dev", "near0", "nodad"});
  network.near({"-6", "route", "add", "default", "via", "2001:db8::1"});
  Reached both;
  both.service.connected({.local = "2001:db8::10", .peer = "2001:db8::1"});
  CHECK(both.host() == "[2001:db8::10]");
  both.service.connected({.local = "192.0.2.10", .peer = "192.0.2.1"});
  CHECK(both.host() == "192.0.2.10");
  network.near({"addr", "del", "192.0.2.10/24", "dev", "near0"});
  CHECK(both.after_change() == "[2001:db8::10]");  // IPv4 is gone

  network.near({"addr", "add", "192.0.2.10/24", "dev", "near0"});
  Reached v4("0.0.0.0");
  v4.service.connected({.local = "2001:db8::10", .peer = "2001:db8::1"});
  CHECK(v4.host() == "192.0.2.10");
  Reached v4_literal("0.0.0.0", "http://[2001:db8::1]/");
  CHECK(v4_literal.host() == "192.0.2.10");
}

TEST_CASE("an interface has its own addresses or none, and may come and go") {
  if (no_network()) return;
  Plugged network;
  network.near({"addr", "add", "192.0.2.10/24", "dev", "near0"});
  network.near({"route", "add", "default", "via", "192.0.2.1"});
  Reached reached("::", "http://acs.example/", "wan0");
  CHECK(reached.host() == "");  // there is no such interface
  network.add_interface("wan0");
  CHECK(reached.after_change() == "");  // the kernel would lend it an address
  network.near({"addr", "add", "203.0.113.10/24", "dev", "wan0"});
  CHECK(reached.after_change() == "203.0.113.10");
  network.near({"link", "del", "wan0"});
  CHECK(reached.after_change() == "203.0.113.10");
  network.add_interface("wan0");
  network.near({"addr", "add", "203.0.113.20/24", "dev", "wan0"});
  CHECK(reached.after_change() == "203.0.113.20");
}

TEST_CASE("an address to listen on that comes later is listened on then") {
  if (no_network()) return;
  Plugged network;
  Reached v4("192.0.2.77");
  Reached v6("2001:db8::77");
  CHECK(v4.host() == "");
  network.near({"addr", "add", "192.0.2.10/24", "dev", "near0"});
  CHECK(v4.after_change() == "");
  network.near({"addr", "add", "192.0.2.77/24", "dev", "near0"});
  network.near({"addr", "add", "2001:db8::77/64", "dev", "near0", "nodad"});
  CHECK(v4.after_change() == "192.0.2.77");
  CHECK(v6.after_change() == "[2001:db8::77]");
}

TEST_CASE("a port that another program has is an error with the key and the remedy") {
  const Reached first("127.0.0.1");
  Reached second;
  second.service.stop();
  second.settings.connection_request.listen = {.host = "127.0.0.1",
                                               .port = static_cast<std::uint16_t>(std::stoi(first.port()))};
  second.service.start(second.settings, "/path");
  CHECK_THAT(proxy::base::log::recent(),
             Catch::Matchers::ContainsSubstring(
                 "error acs.connection_request.listen_failed cannot listen for connection requests on "
                 "127.0.0.1 port " +
                 first.port() +
                 " (connection_request.listen): Address already in use: another program has this port; "
                 "choose another one"));
}

TEST_CASE("the path of a configured URL is listened to, and one without a path gets ours") {
  Reached reached("127.0.0.1");
  const auto status_of = [&](const std::string& path) {
    const std::string url = "http://127.0.0.1:" + std::to_string(reached.service.port()) + path;
    auto answer = std::async(std::launch::async, [url] {
      return tests::acs::connection_request(url, "acs", "secret", {.scheme = Scheme::none}).status;
    });
    while (answer.wait_for(std::chrono::seconds(0)) != std::future_status::ready) {
      reached.context.run_for(std::chrono::milliseconds(1));
    }
    return answer.get();
  };
  reached.settings.connection_request.username = "acs";
  reached.settings.connection_request.password = proxy::config::Secret("secret");
  const auto configure = [&](const std::string& url) {
    reached.settings.connection_request.url = url;
    reached.service.change(reached.settings);
    return reached.service.url();
  };
  CHECK(configure("http://home.example:7547/cr/1?id=2") == "http://home.example:7547/cr/1?id=2");
  CHECK(status_of("/cr/1?id=2") == 401);
  CHECK(status_of("/path") == 404);
  CHECK(configure("http://home.example:7547") == "http://home.example:7547/path");
  CHECK(status_of("/path") == 401);
  CHECK(status_of("/cr/1") == 404);
  CHECK(configure("https://home.example/") == "https://home.example/path");
  CHECK(configure("").starts_with("http://127.0.0.1:"));
}

TEST_CASE("a port of any number stays the same as long as nobody takes it") {
  Reached reached("127.0.0.1");
  const std::string port = reached.port();
  reached.settings.connection_request.enable = false;
  reached.service.change(reached.settings);
  CHECK(reached.service.url() == "");
  reached.settings.connection_request.enable = true;
  reached.service.change(reached.settings);
  CHECK(reached.port() == port);

  reached.settings.connection_request.enable = false;
  reached.service.change(reached.settings);
  using boost::asio::ip::tcp;
  tcp::acceptor taken(reached.context,
                      {boost::asio::ip::address_v4::loopback(), static_cast<unsigned short>(std::stoi(port))});
  reached.settings.connection_request.enable = true;
  reached.service.change(reached.settings);
  CHECK(reached.port() != port);
  CHECK(reached.host() == "127.0.0.1");
}
