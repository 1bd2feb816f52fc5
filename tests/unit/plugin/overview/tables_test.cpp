// SPDX-License-Identifier: Apache-2.0
// Shows what an ACS reads about the adapters and their brokers: the status with its reason and without secrets, when it
// counts as a change, and that a row keeps its number and its status over a restart.
#include "proxy/base/log.hpp"
#include "proxy/model/change_tracker.hpp"
#include "proxy/plugin/abi/adapter_log.hpp"
#include "tests/support/catch.hpp"
#include "tests/unit/plugin/fixture.hpp"

namespace tests::plugin {
namespace {

namespace model = proxy::model;

const std::string kRow = "Device.X_00D09E_Adapter.1.";

/// A running adapter whose host the test calls.
struct Reporting {
  explicit Reporting(const std::filesystem::path& state) : fixture(state) {
    script.start = [this](const sdk::Host& given) {
      host = given;
      host->status(ADAPTER_CONDITION_UNTRIED);
    };
  }
  std::string status() const { return fixture.value(kRow + "Status"); }
  /// Reports, and returns the status as the ACS sees it then.
  std::string report(adapter_condition condition, const std::string& text = {}) {
    host->status(condition, text);
    fixture.loop.restart();
    fixture.loop.poll();
    return status();
  }
  std::string read(const std::string& column) {
    const model::ParameterRef parameter = fixture.tree.find(kRow + column).value();
    parameter.info().source->refresh(std::vector{parameter}, [] {});
    return fixture.value(kRow + column);
  }
  Script script;
  Fixture fixture;
  std::optional<sdk::Host> host;
};

}  // namespace

TEST_CASE("an adapter's row has its status, which is active from the start") {
  const support::TempDir folder;
  Reporting adapter(folder.path());
  Fixture& fixture = adapter.fixture;
  model::ChangeTracker changes(fixture.tree, [] {});
  fixture.start(adapter.script);
  CHECK(fixture.value("Device.X_00D09E_AdapterNumberOfEntries") == "1");
  CHECK(fixture.value(kRow + "Name") == "home");
  CHECK(fixture.value(kRow + "Plugin") == "scripted");
  CHECK(adapter.status() == "Down");
  CHECK(fixture.value(kRow + "LastChange") == "0001-01-01T00:00:00Z");
  const model::ParameterRef status = fixture.tree.find(kRow + "Status").value();
  CHECK(fixture.tree.attributes(status).notification == model::Notification::active);

  CHECK(adapter.report(ADAPTER_CONDITION_UP) == "Up");
  CHECK_FALSE(changes.active_pending());  // that it works is what an ACS expects
  CHECK(fixture.value(kRow + "LastChange") != "0001-01-01T00:00:00Z");
  CHECK(adapter.report(ADAPTER_CONDITION_DOWN, "broker:1883: Connection refused") == "Down");
  CHECK(changes.active_pending());
  CHECK(changes.begin_report() == std::vector{status});
  changes.acknowledge();
  CHECK(adapter.report(ADAPTER_CONDITION_DOWN, "broker:1883: No route to host") == "Down");
  CHECK(fixture.value(kRow + "StatusText") == "broker:1883: No route to host");
  CHECK_FALSE(changes.active_pending());  // another reason is no other status
  CHECK(adapter.report(ADAPTER_CONDITION_ERROR, "broker:1883: not authorised") == "Error");
  CHECK(changes.active_pending());
}

TEST_CASE("an adapter that is in error at its first attempt is reported") {
  const support::TempDir folder;
  Reporting adapter(folder.path());
  model::ChangeTracker changes(adapter.fixture.tree, [] {});
  adapter.fixture.start(adapter.script);
  adapter.report(ADAPTER_CONDITION_ERROR, "refused");
  CHECK(changes.active_pending());
}

TEST_CASE("the row keeps number, status and alias over a restart, and only a change since counts") {
  const support::TempDir folder;
  {
    Reporting adapter(folder.path());
    adapter.fixture.start(adapter.script, "first");
    adapter.fixture.router->remove("first");
    adapter.fixture.router->hide_devices({});
    CHECK(adapter.fixture.value("Device.X_00D09E_AdapterNumberOfEntries") == "0");
    adapter.fixture.start(adapter.script);
    adapter.host->status(ADAPTER_CONDITION_UP);
    CHECK(adapter.fixture.run_until([&] { return adapter.fixture.value("Device.X_00D09E_Adapter.2.Status") == "Up"; }));
  }
  for (const auto& [condition, is_change] :
       {std::pair{ADAPTER_CONDITION_UP, false}, std::pair{ADAPTER_CONDITION_DOWN, true}}) {
    Reporting adapter(folder.path());
    model::ChangeTracker changes(adapter.fixture.tree, [] {});
    adapter.fixture.start(adapter.script);
    CHECK(adapter.fixture.value("Device.X_00D09E_Adapter.2.Name") == "home");
    CHECK(adapter.fixture.value("Device.X_00D09E_Adapter.2.Status") == "Up");
    CHECK_FALSE(changes.active_pending());
    adapter.host->status(condition, "since the restart");
    CHECK(adapter.fixture.run_until(
        [&] { return adapter.fixture.value("Device.X_00D09E_Adapter.2.StatusText") == "since the restart"; }));
    CHECK(changes.active_pending() == is_change);
  }
}

TEST_CASE("a status text has 256 characters, and neither secrets nor the user of a URL") {
  const support::TempDir folder;
  Reporting adapter(folder.path());
  Fixture& fixture = adapter.fixture;
  auto home = section("home");
  home.section[3].next = 4;
  auto& password = home.section.emplace_back(home.section[3]);
  password.key = "password";
  password.scalar = "s3cret";
  password.secret = true;
  password.next = proxy::config::kNoNode;
  const proxy::plugin::Redaction redact(home.section);
  CHECK(redact("login anna/s3cret refused by http://anna:s3cret@meter/x and mqtt://u@[::1]:1, a@b stays") ==
        "login anna/*** refused by http://meter/x and mqtt://[::1]:1, a@b stays");
  CHECK(redact(std::string(1000, 'x')).size() == 256);
  fixture.start(adapter.script);
  adapter.report(ADAPTER_CONDITION_DOWN, "http://u:p@host/ " + std::string(1000, 'y'));
  CHECK(fixture.value(kRow + "StatusText").starts_with("http://host/ y"));
  CHECK(fixture.value(kRow + "StatusText").size() == 256);
}

TEST_CASE("a line of an adapter has no secret, also where it is cut") {
  auto home = section("home");
  home.section[3].scalar = "s3cret";
  home.section[3].secret = true;
  proxy::plugin::AdapterLog log({"masked", "scripted"}, proxy::plugin::Redaction(home.section));
  log.write(ADAPTER_LOG_ERROR, "sent to http://anna:s3cret@meter/x: s3cret");
  log.write(ADAPTER_LOG_ERROR, (std::string(1'021, 'x') + "s3cret").c_str());
  const std::string lines = proxy::base::log::recent();
  CHECK_THAT(lines, Catch::Matchers::ContainsSubstring("error adapter.masked sent to http://meter/x: ***\n"));
  CHECK_THAT(lines, Catch::Matchers::ContainsSubstring("xxx***\n"));
  CHECK_THAT(lines, !Catch::Matchers::ContainsSubstring("xs3c"));
}

TEST_CASE("counts are read when they are asked for") {
  const support::TempDir folder;
  Reporting adapter(folder.path());
  adapter.fixture.start(adapter.script);
  adapter.host->rejected("garage/door: 'ajar' is no boolean");
  CHECK(adapter.fixture.value(kRow + "Rejected") == "0");
  CHECK(adapter.read("Rejected") == "1");
  CHECK(adapter.read("LastRejected") == "garage/door: 'ajar' is no boolean");
  CHECK(adapter.read("MessagesReceived") == "0");
  CHECK(adapter.read("Devices") == "0");
  CHECK(adapter.read("PendingSets") == "0");
  const model::ParameterRef status = adapter.fixture.tree.find(kRow + "Status").value();
  CHECK(model::check_set(status.info(), kRow + "Status", "Up").error().fault ==
        proxy::base::Fault::non_writable_parameter);
}

TEST_CASE("an adapter that does not start, or that is disabled, is in error by the host itself") {
  const support::TempDir folder;
  Fixture fixture(folder.path());
  fixture.start_bad("cannot_start");
  CHECK(fixture.value(kRow + "Status") == "Error");
  CHECK(fixture.value(kRow + "StatusText").starts_with("the adapter could not start: "));
  Script script;
  script.start = [](const sdk::Host&) {};
  fixture.start(script);
  CHECK(fixture.value("Device.X_00D09E_Adapter.2.Status") == "Up");  // it reports none itself
  proxy::config::Diagnostics diagnostics;
  const auto third = fixture.router->create(section("third", "scripted", "Device.X_00D09E_Home.Part."),
                                            *proxy::plugin::AdapterLibrary::linked(scripted(script)), diagnostics);
  REQUIRE(third);
  CHECK_FALSE(fixture.router->start(third).empty());
  CHECK(fixture.value("Device.X_00D09E_Adapter.3.Status") == "Error");
  CHECK(fixture.value("Device.X_00D09E_Adapter.3.StatusText").find("overlaps") != std::string::npos);
}

TEST_CASE("the presence of its mount is the status of an adapter that reports none") {
  const support::TempDir folder;
  Fixture fixture(folder.path());
  Script script;
  std::optional<sdk::Host> host;
  script.start = [&](const sdk::Host& given) { host = given; };
  fixture.start(script);
  CHECK(fixture.value(kRow + "Status") == "Up");
  host->presence(sdk::kMount, ADAPTER_OFFLINE);
  CHECK(fixture.run_until([&] { return fixture.value(kRow + "Status") == "Down"; }));
  host->presence(sdk::kMount, ADAPTER_ONLINE);
  CHECK(fixture.run_until([&] { return fixture.value(kRow + "Status") == "Up"; }));
}

TEST_CASE("a broker is a row of Device.MQTT.Client, without its password") {
  const support::TempDir folder;
  Reporting adapter(folder.path());
  Fixture& fixture = adapter.fixture;
  fixture.start(adapter.script);
  CHECK_FALSE(fixture.tree.find("Device.MQTT.ClientNumberOfEntries"));
  adapter_broker broker{
      sizeof(adapter_broker), ADAPTER_BROKER_CONNECTING, "broker.lan", 8883, 1, "3.1.1", "anna", "tr069-1", 30, 1};
  const auto report = [&](adapter_broker_status status) {
    broker.status = status;
    adapter.host->broker(broker);
    fixture.loop.restart();
    fixture.loop.poll();
    return fixture.value("Device.MQTT.Client.1.Status");
  };
  CHECK(report(ADAPTER_BROKER_CONNECTING) == "Connecting");
  CHECK(fixture.value("Device.MQTT.ClientNumberOfEntries") == "1");
  CHECK(fixture.value("Device.MQTT.Client.1.Name") == "home");
  CHECK(fixture.value("Device.MQTT.Client.1.Enable") == "true");
  CHECK(fixture.value("Device.MQTT.Client.1.BrokerAddress") == "broker.lan");
  CHECK(fixture.value("Device.MQTT.Client.1.BrokerPort") == "8883");
  CHECK(fixture.value("Device.MQTT.Client.1.TransportProtocol") == "TLS");
  CHECK(fixture.value("Device.MQTT.Client.1.ProtocolVersion") == "3.1.1");
  CHECK(fixture.value("Device.MQTT.Client.1.Username") == "anna");
  CHECK(fixture.value("Device.MQTT.Client.1.ClientID") == "tr069-1");
  CHECK(fixture.value("Device.MQTT.Client.1.KeepAliveTime") == "30");
  CHECK(fixture.value("Device.MQTT.Client.1.CleanSession") == "true");
  CHECK(fixture.value("Device.MQTT.Client.1.MaximumPacketSize") == "0");
  adapter.host->max_packet(2'097'152);
  report(ADAPTER_BROKER_CONNECTING);
  CHECK(fixture.value("Device.MQTT.Client.1.MaximumPacketSize") == "2097152");
  CHECK_FALSE(fixture.tree.find("Device.MQTT.Client.1.Password"));
  CHECK(report(ADAPTER_BROKER_UNREACHABLE) == "Error_BrokerUnreachable");
  CHECK(report(ADAPTER_BROKER_ERROR) == "Error");
  CHECK(fixture.value("Device.MQTT.Client.1.Stats.ConnectionErrors") == "2");
  CHECK(fixture.value("Device.MQTT.Client.1.Stats.BrokerConnectionEstablished") == "0001-01-01T00:00:00Z");
  CHECK(report(ADAPTER_BROKER_CONNECTED) == "Connected");
  CHECK(fixture.value("Device.MQTT.Client.1.Stats.BrokerConnectionEstablished") != "0001-01-01T00:00:00Z");
  broker.struct_size = 8;
  adapter.host->broker(broker);
  CHECK(adapter.read("Rejected") == "1");
  fixture.router->remove("home");
  CHECK(fixture.value("Device.MQTT.ClientNumberOfEntries") == "0");
}

}  // namespace tests::plugin
