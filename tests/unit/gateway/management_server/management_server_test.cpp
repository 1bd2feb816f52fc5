// SPDX-License-Identifier: Apache-2.0
// Shows the parameters of ManagementServer: rejected values, settings in effect, notifications, and what survives a
// restart.
#include "proxy/gateway/management_server/management_server.hpp"
#include "tests/support/catch.hpp"
#include "tests/unit/gateway/fixture.hpp"

#include <optional>

using namespace tests::gateway;
using namespace std::chrono_literals;
using gateway::ManagementServer;
using gateway::Settings;

namespace {

config::Acs configured_acs() {
  config::Acs acs;
  acs.url = "http://acs.example/cwmp";
  acs.username = "cpe";
  acs.password = config::Secret("secret");
  acs.ca_file = "/etc/ca.pem";
  return acs;
}

config::ConnectionRequest configured_requests() {
  config::ConnectionRequest requests;
  requests.username = "acs";
  requests.password = config::Secret("hidden");
  return requests;
}

std::string at(const char* name) { return std::string("Device.ManagementServer.") + name; }

struct Gateway {
  Home home;
  std::optional<model::Tree> tree;
  std::optional<ManagementServer> server;
  config::Acs acs = configured_acs();
  config::ConnectionRequest requests = configured_requests();

  Gateway() { restart(); }
  void restart() {
    server.reset();
    tree.emplace();
    server.emplace(*tree, home.store, acs, requests);
  }
  std::string get(const char* name) const { return value(*tree, at(name)); }
  std::vector<base::Error> set(const char* name, const std::string& text) {
    return tests::gateway::set(*tree, home.store, {{at(name), text}});
  }
};

}  // namespace

TEST_CASE("it shows the configuration first") {
  Gateway gateway;
  CHECK(gateway.get("URL") == "http://acs.example/cwmp");
  CHECK(gateway.get("Username") == "cpe");
  CHECK(gateway.get("PeriodicInformEnable") == "true");
  CHECK(gateway.get("PeriodicInformInterval") == "300");
  CHECK(gateway.get("PeriodicInformTime") == "0001-01-01T00:00:00Z");
  CHECK(gateway.get("ParameterKey").empty());
  CHECK(gateway.get("ConnectionRequestURL").empty());
  CHECK(gateway.get("ConnectionRequestUsername") == "acs");
  CHECK(gateway.get("UpgradesManaged") == "true");
  CHECK(gateway.get("DefaultActiveNotificationThrottle") == "0");
  CHECK(gateway.get("CWMPRetryMinimumWaitInterval") == "5");
  CHECK(gateway.get("CWMPRetryIntervalMultiplier") == "2000");
  CHECK(gateway.get("HTTPConnectionRequestEnable") == "true");
  CHECK(gateway.get("HTTPCompressionSupported") == "GZIP,Deflate");
  CHECK(gateway.get("HTTPCompression") == "Disabled");
  CHECK(gateway.get("AliasBasedAddressing") == "true");
  CHECK(gateway.get("InstanceMode") == "InstanceNumber");
  CHECK(gateway.get("AutoCreateInstances") == "false");
  CHECK(gateway.get("InstanceWildcardsSupported") == "true");
  CHECK(gateway.get("SupportedConnReqMethods") == "HTTP,STUN");
  const Settings& settings = gateway.server->settings();
  CHECK(settings.acs == gateway.acs);
  CHECK(settings.connection_request == gateway.requests);
  CHECK(settings.periodic_inform_time == std::nullopt);
  CHECK(settings.acs.active_notification_throttle == 0s);
}

TEST_CASE("passwords read as empty and are in the settings") {
  Gateway gateway;
  CHECK(gateway.get("Password").empty());
  CHECK(gateway.get("ConnectionRequestPassword").empty());
  CHECK(gateway.set("Password", "new").empty());
  CHECK(gateway.set("ConnectionRequestPassword", "newer").empty());
  CHECK(gateway.get("Password").empty());
  CHECK(gateway.server->settings().acs.password.reveal() == "new");
  CHECK(gateway.server->settings().connection_request.password.reveal() == "newer");
}

TEST_CASE("HTTPCompression is one of the supported words") {
  Gateway gateway;
  using config::HttpCompression;
  CHECK(gateway.set("HTTPCompression", "GZIP").empty());
  CHECK(gateway.server->settings().acs.http_compression == HttpCompression::gzip);
  CHECK(gateway.set("HTTPCompression", "Deflate").empty());
  CHECK(gateway.server->settings().acs.http_compression == HttpCompression::deflate);
  for (const char* wrong : {"Compress", "gzip", ""}) {
    const auto errors = gateway.set("HTTPCompression", wrong);
    REQUIRE(errors.size() == 1);
    CHECK(errors[0].fault == base::Fault::invalid_parameter_value);
  }
  gateway.acs.http_compression = HttpCompression::gzip;
  gateway.restart();
  CHECK(gateway.get("HTTPCompression") == "GZIP");
}

TEST_CASE("parameters of every Inform, and parameters that notify by default") {
  Gateway gateway;
  for (const char* name : {"ParameterKey", "ConnectionRequestURL", "AliasBasedAddressing"}) {
    CHECK(info(*gateway.tree, at(name)).forced_inform);
    CHECK_FALSE(info(*gateway.tree, at(name)).writable);
  }
  const auto url = gateway.tree->find(at("ConnectionRequestURL")).value();
  CHECK(gateway.tree->attributes(url).notification == model::Notification::active);
  CHECK_FALSE(url.info().forced_active);
}

TEST_CASE("invalid values are rejected") {
  Gateway gateway;
  using base::Fault;
  const struct {
    const char* name;
    std::string text;
    Fault fault;
  } refused[] = {
      {"URL", "ftp://acs.example/", Fault::invalid_parameter_value},
      {"URL", "http://", Fault::invalid_parameter_value},
      {"URL", "http:///cwmp", Fault::invalid_parameter_value},
      {"URL", "", Fault::invalid_parameter_value},
      {"URL", "http://user:word@acs.example/", Fault::invalid_parameter_value},
      {"URL", "http://acs.example/" + std::string(2048, 'x'), Fault::invalid_parameter_value},
      {"Username", std::string(257, 'x'), Fault::invalid_parameter_value},
      {"Username", "cpe\r\nX-Header: 1", Fault::invalid_parameter_value},
      {"ConnectionRequestUsername", "acs\n", Fault::invalid_parameter_value},
      {"Password", std::string(257, 'x'), Fault::invalid_parameter_value},
      {"ConnectionRequestPassword", std::string(257, 'x'), Fault::invalid_parameter_value},
      {"PeriodicInformInterval", "0", Fault::invalid_parameter_value},
      {"PeriodicInformInterval", "-1", Fault::invalid_parameter_type},
      {"PeriodicInformEnable", "yes", Fault::invalid_parameter_type},
      {"PeriodicInformTime", "2026-11-22T10:15:30", Fault::invalid_parameter_value},
      {"PeriodicInformTime", "tomorrow", Fault::invalid_parameter_type},
      {"CWMPRetryMinimumWaitInterval", "0", Fault::invalid_parameter_value},
      {"CWMPRetryMinimumWaitInterval", "65536", Fault::invalid_parameter_value},
      {"CWMPRetryIntervalMultiplier", "999", Fault::invalid_parameter_value},
      {"ParameterKey", "key", Fault::non_writable_parameter},
      {"ConnectionRequestURL", "http://x/", Fault::non_writable_parameter},
      {"AliasBasedAddressing", "true", Fault::non_writable_parameter},
      {"InstanceMode", "instancealias", Fault::invalid_parameter_value},
  };
  const Settings before = gateway.server->settings();
  for (const auto& attempt : refused) {
    CAPTURE(attempt.name, attempt.text);
    const auto errors = gateway.set(attempt.name, attempt.text);
    REQUIRE(errors.size() == 1);
    CHECK(errors[0].fault == attempt.fault);
    CHECK(errors[0].path == at(attempt.name));
  }
  CHECK(gateway.server->settings() == before);
  CHECK(gateway.home.store.set_values.all().empty());
}

TEST_CASE("each rejected parameter is named") {
  Gateway gateway;
  const auto errors = tests::gateway::set(
      *gateway.tree, gateway.home.store,
      {{at("URL"), "nonsense"}, {at("Username"), "ok"}, {at("PeriodicInformTime"), "2026-11-22T10:15:30"}});
  REQUIRE(errors.size() == 2);
  CHECK(errors[0].path == at("URL"));
  CHECK(errors[1].path == at("PeriodicInformTime"));
  CHECK(gateway.get("Username") == "cpe");
}

TEST_CASE("a set is in effect at once, and calls the listener once") {
  Gateway gateway;
  int calls = 0;
  gateway.server->on_change([&](const Settings& before) {
    ++calls;
    CHECK(before.acs.url == "http://acs.example/cwmp");
    CHECK(gateway.server->settings().acs.url == "https://other.example:8443/");
  });
  CHECK(tests::gateway::set(*gateway.tree, gateway.home.store,
                            {{at("URL"), "https://other.example:8443/"},
                             {at("Username"), "u"},
                             {at("PeriodicInformEnable"), "0"},
                             {at("PeriodicInformInterval"), "60"},
                             {at("PeriodicInformTime"), "2026-11-22T10:15:30Z"},
                             {at("CWMPRetryMinimumWaitInterval"), "1"},
                             {at("CWMPRetryIntervalMultiplier"), "65535"},
                             {at("DefaultActiveNotificationThrottle"), "4294967295"},
                             {at("ConnectionRequestUsername"), "cr"}})
            .empty());
  CHECK(calls == 1);
  const Settings& settings = gateway.server->settings();
  CHECK(settings.acs.username == "u");
  CHECK(settings.acs.periodic_inform == config::PeriodicInform{false, 60s});
  CHECK(settings.acs.retry_minimum_wait == 1s);
  CHECK(settings.acs.retry_interval_multiplier == 65535);
  CHECK(settings.acs.ca_file == "/etc/ca.pem");
  CHECK(settings.acs.active_notification_throttle == 4294967295s);
  CHECK(settings.connection_request.username == "cr");
  REQUIRE(settings.periodic_inform_time);
  CHECK(settings.periodic_inform_time->time_since_epoch() == 1795342530s);
}

TEST_CASE("a set that changes nothing calls no listener") {
  Gateway gateway;
  int calls = 0;
  gateway.server->on_change([&](const Settings&) { ++calls; });
  CHECK(gateway.set("Username", "cpe").empty());
  CHECK(gateway.set("UpgradesManaged", "false").empty());
  CHECK(calls == 0);
}

TEST_CASE("the advertised URL notifies, and is empty while connection requests are disabled") {
  Gateway gateway;
  model::ChangeTracker tracker(*gateway.tree, [] {});
  gateway.server->set_connection_request_url("http://192.0.2.1:7548/a", model::Origin::start);
  CHECK(gateway.get("ConnectionRequestURL") == "http://192.0.2.1:7548/a");
  CHECK(tracker.empty());
  gateway.server->set_connection_request_url("http://192.0.2.2:7548/a");
  CHECK(tracker.active_pending());
  CHECK(reported(*gateway.tree, tracker) == std::vector{at("ConnectionRequestURL")});

  CHECK(gateway.set("HTTPConnectionRequestEnable", "false").empty());
  CHECK_FALSE(gateway.server->settings().connection_request.enable);
  CHECK(gateway.get("ConnectionRequestURL").empty());
  CHECK(reported(*gateway.tree, tracker) == std::vector{at("ConnectionRequestURL")});
  gateway.server->set_connection_request_url("http://192.0.2.3:7548/a");
  CHECK(gateway.get("ConnectionRequestURL").empty());

  CHECK(gateway.set("HTTPConnectionRequestEnable", "true").empty());
  CHECK(gateway.get("ConnectionRequestURL") == "http://192.0.2.3:7548/a");
}

TEST_CASE("a set by the ACS does not notify, a set by an operator does") {
  Gateway gateway;
  model::ChangeTracker tracker(*gateway.tree, [] {});
  gateway.tree->set_attributes(gateway.tree->find(at("Username")).value(), {model::Notification::passive, true});
  CHECK(gateway.set("Username", "by-acs").empty());
  CHECK(tracker.empty());
  tests::gateway::set(*gateway.tree, gateway.home.store, {{at("Username"), "local"}}, model::Origin::local);
  CHECK(reported(*gateway.tree, tracker) == std::vector{at("Username")});
}

TEST_CASE("a set value survives a restart until the configuration changes") {
  Gateway gateway;
  gateway.set("URL", "http://set.example/");
  gateway.set("Password", "set");
  gateway.set("PeriodicInformTime", "2026-11-22T10:15:30Z");
  gateway.home.store.facts.set_parameter_key("key");
  gateway.restart();
  CHECK(gateway.server->settings().acs.url == "http://set.example/");
  CHECK(gateway.server->settings().acs.password.reveal() == "set");
  CHECK(gateway.server->settings().periodic_inform_time.has_value());
  CHECK(gateway.get("ParameterKey") == "key");

  gateway.acs.url = "http://moved.example/";
  gateway.restart();
  CHECK(gateway.server->settings().acs.url == "http://moved.example/");
  CHECK(gateway.server->settings().acs.password.reveal() == "set");
  gateway.acs = configured_acs();
  gateway.restart();
  CHECK(gateway.server->settings().acs.url == "http://acs.example/cwmp");
}

TEST_CASE("the next start completes a set that a crash interrupted") {
  Gateway gateway;
  gateway.home.store.set_values.put(at("Username"), "set", "cpe", true);
  gateway.restart();
  CHECK(gateway.server->settings().acs.username == "set");
  CHECK_FALSE(gateway.home.store.set_values.find(at("Username"))->pending);
}

TEST_CASE("a value from DHCP replaces the configured one until the parameter is set") {
  Gateway gateway;
  gateway.acs.url.clear();
  gateway.acs.discover = true;
  gateway.restart();
  CHECK(gateway.get("URL").empty());
  int told = 0;
  gateway.server->on_change([&](const Settings&) { ++told; });
  gateway.server->set_discovered({"http://one/", 30s, 1500}, model::Origin::start);
  CHECK(told == 1);
  CHECK(gateway.get("URL") == "http://one/");
  CHECK(gateway.server->settings().acs.url == "http://one/");
  CHECK(gateway.server->settings().acs.retry_minimum_wait == 30s);
  CHECK(gateway.get("CWMPRetryIntervalMultiplier") == "1500");
  gateway.server->set_discovered({"http://two/"}, model::Origin::local);
  CHECK(gateway.get("URL") == "http://two/");
  CHECK(gateway.get("CWMPRetryMinimumWaitInterval") == "5");

  CHECK_FALSE(gateway.server->url_is_set());
  gateway.set("URL", "http://set/");
  gateway.set("CWMPRetryMinimumWaitInterval", "7");
  CHECK(gateway.server->url_is_set());
  gateway.server->set_discovered({"http://three/", 40s}, model::Origin::local);
  CHECK(gateway.get("URL") == "http://set/");
  CHECK(gateway.get("CWMPRetryMinimumWaitInterval") == "7");

  gateway.restart();  // before any lease
  CHECK(gateway.get("URL") == "http://set/");
  gateway.server->set_discovered({"http://three/", 40s}, model::Origin::start);
  CHECK(gateway.get("URL") == "http://set/");

  SECTION("the URL of an ACS that cannot be reached gives way to it") {
    gateway.server->forget_set_url();
    CHECK(gateway.server->settings().acs.url == "http://three/");
    CHECK(gateway.get("CWMPRetryMinimumWaitInterval") == "7");
    CHECK_FALSE(gateway.server->url_is_set());
  }
}
