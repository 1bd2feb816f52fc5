// SPDX-License-Identifier: Apache-2.0
// Shows that the gateway keeps working whatever its neighbours do: brokers that are not there, are killed or need TLS,
// an ACS that comes later, adapters that throw or never answer, and far too many messages.
#include "tests/integration/fixture/mqtt_home.hpp"
#include "tests/support/catch.hpp"
#include "tests/support/certificates.hpp"
#include "tests/support/sanitized.hpp"

#include <boost/json.hpp>

#include <atomic>
#include <filesystem>
#include <string>
#include <thread>

using namespace tests::acs;
using namespace tests::integration;
using tests::support::CertificateAuthority;
using tests::support::kSanitized;

namespace {

const std::string kTemperature = "Device.X_00D09E_Home.Boiler.Temperature";

// An adapter of the shelf beside the MQTT adapter, at a mount of its own.
HomeOptions with_bad_adapter(const std::string& plugin) {
  return {.adapters = "- { name: bad, plugin: " + plugin + ", mount: Device.X_00D09E_Bad. }\n", .bad_adapters = true};
}

constexpr const char* kBadSwitch = "Device.X_00D09E_Bad.Switch";

}  // namespace

TEST_CASE("without broker and ACS the daemon starts, and finds both when they come", "[resilience_neighbours]") {
  Home home;
  home.gateway().broker().kill();
  home.acs().stop();
  home.gateway().start();
  home.gateway().wait_for_log("acs.session.failed");
  home.wait_for_lost_broker();

  home.acs().resume();
  std::optional<Exchange> inform;
  Session session = home.acs().accept_session(&inform);
  inform->with_event("0 BOOTSTRAP").with_event("1 BOOT");
  CHECK(inform->message().number("RetryCount") >= 1);
  session.run_to_end();

  home.start_broker();
  home.publish("boiler/temperature", "500");
  home.wait_for_value(kTemperature, "50");
}

TEST_CASE("J07 a broker that is killed is found again, and its subscriptions are back", "[resilience_neighbours]") {
  Home home;
  home.start();
  home.publish("boiler/temperature", "500");
  home.wait_for_value(kTemperature, "50");
  for (int round = 1; round <= 2; ++round) {
    home.stop_broker();
    CHECK(home.value(kTemperature) == (round == 1 ? "50" : "51"));
    home.start_broker();
    home.publish("boiler/temperature", std::to_string(500 + 10 * round));
    std::optional<Exchange> inform;
    // The second loss in a short time is reported as the adapter's Status too.
    Session session = home.gateway().session_about(kTemperature, round == 1 ? "51" : "52", &inform);
    inform->with_only_events({"4 VALUE CHANGE"});
    session.run_to_end();
  }
}

TEST_CASE("MQTT over TLS: a broker of the right CA is believed, also after it was killed", "[resilience_neighbours]") {
  CertificateAuthority authority;
  Home home({.tls = authority.issue(), .ca_file = authority.ca_file()});
  home.start();
  home.publish("boiler/temperature", "500");
  home.wait_for_value(kTemperature, "50");
  home.stop_broker();
  home.start_broker();
  home.publish("boiler/temperature", "510");
  home.wait_for_value(kTemperature, "51");
}

TEST_CASE("MQTT over TLS: a broker of another CA is not believed", "[resilience_neighbours]") {
  CertificateAuthority authority;
  CertificateAuthority other("Other CA");
  Home home({.tls = authority.issue(), .ca_file = other.ca_file()});
  home.gateway().start();
  home.acs().accept_session().run_to_end();
  home.wait_for_lost_broker();
  home.gateway().wait_until_logged("certificate verify failed");
}

TEST_CASE("J07 an adapter that throws costs its own subtree and nothing else", "[resilience_neighbours]") {
  Home home(with_bad_adapter("throws"));
  home.start();
  home.publish("boiler/temperature", "500");
  home.wait_for_value(kTemperature, "50");
  Session session = home.session();
  Exchange last = session.expect_empty_post();
  for (int attempt = 0; attempt < 2; ++attempt) {
    last.reply(set_parameter_values({{kBadSwitch, "1", "xsd:boolean"}}, "never"));
    last = session.expect("Fault");
    last.with_fault(9003);
  }
  last = session.ask(last, get_parameter_values({"Device."}));
  last.with_parameter(kTemperature, "50").with_parameter(kBadSwitch, "false");
  last.with_parameter("Device.ManagementServer.ParameterKey", "").reply_no_content();
  session.expect_end();
  CHECK(home.adapter("bad").at("state") == "faulted");
  CHECK(home.adapter("home").at("state") == "running");

  home.publish("boiler/temperature", "510");
  home.acs().expect_session().run_to_end();
}

TEST_CASE("J07 an adapter that never answers delays its own sets and nothing else", "[resilience_neighbours]") {
  Home home(with_bad_adapter("never_answers"));
  home.start();
  home.publish("boiler/temperature", "500");
  home.wait_for_value(kTemperature, "50");
  Session session = home.session();
  Exchange last = session.expect_empty_post();
  last.reply(set_parameter_values({{kBadSwitch, "1", "xsd:boolean"}}, "never"));
  last = session.expect("Fault");
  last.with_fault(9003);
  last = session.ask(last, get_parameter_values({"Device."}));
  last.with_parameter(kTemperature, "50").with_parameter(kBadSwitch, "false").reply_no_content();
  session.expect_end();
}

TEST_CASE("an adapter that talks nonsense, and one that cannot start, leave the others alone",
          "[resilience_neighbours]") {
  const std::string plugin = GENERATE("publishes_nonsense", "answers_garbage", "cannot_start");
  INFO(plugin);
  Home home(with_bad_adapter(plugin));
  home.start();
  home.publish("boiler/temperature", "500");
  home.wait_for_value(kTemperature, "50");
  Session session = home.session();
  Exchange post = session.expect_empty_post();
  session.ask(post, get_parameter_values({"Device."})).with_parameter(kTemperature, "50").reply_no_content();
  session.expect_end();
  CHECK(home.adapter("home").at("state") == "running");
  home.gateway().stop();
}

TEST_CASE("a flood of messages while the ACS reads the tree costs neither the session nor the memory",
          "[resilience_neighbours]") {
  constexpr int kMessages = 20'000;
  constexpr int kDevices = 100;
  Home home;
  home.start();
  Session session = home.session();
  Exchange last = session.expect_empty_post();
  std::atomic<bool> over = false;
  std::thread flood([&] {
    for (int i = 0; i < kMessages; ++i) {
      home.device().publish("plug/" + std::to_string(i % kDevices),
                            R"({"state":"ON","power":)" + std::to_string(i) + "}", 0);
    }
    over = true;
  });
  int reads = 0;
  try {
    while (!over || reads < 3) {
      last = session.ask(last, get_parameter_values({"Device."}));
      ++reads;
    }
  } catch (...) {
    flood.join();
    throw;
  }
  flood.join();
  last.reply_no_content();
  session.expect_end();
  home.fence();
  for (int device = 0; device < kDevices; device += 33) {
    const std::string row = home.row_of(std::to_string(device));
    CHECK(home.value(row + "Power") == std::to_string(kMessages - kDevices + device));
  }
  CHECK(home.acs().violations().empty());
  // It takes 3 MiB; as many messages kept would take ten times that.
  if (!kSanitized) CHECK(home.private_memory_kb() < 16 * 1024);
}
