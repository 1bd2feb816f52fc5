// SPDX-License-Identifier: Apache-2.0
#include "tests/bench/gateway.hpp"

#include <boost/json.hpp>

#include <algorithm>
#include <filesystem>
#include <stdexcept>
#include <thread>
#include <utility>
#include <vector>

#include "proxy/control/client.hpp"

namespace tests::bench {
namespace {

using namespace std::chrono_literals;

// The log keeps to what matters, and nothing that waits for a subscriber is dropped.
constexpr const char* kBrokerExtra =
    "log_type none\nlog_type information\nlog_type notice\nlog_type error\nmax_queued_messages 0\nmax_queued_bytes 0\n";

constexpr const char* kSensors = R"(
    tables:
      - path: Sensor.{i}.
        rows: { topic: "zigbee2mqtt/{name}" }
        parameters:
          - { path: Name, type: string, value: "{name}" }
          - { path: Temperature, type: decimal, source: { pointer: /temperature } }
          - { path: Humidity, type: decimal, source: { pointer: /humidity } }
          - { path: Pressure, type: unsignedInt, source: { pointer: /pressure } }
          - { path: Battery, type: unsignedInt, source: { pointer: /battery } }
          - { path: LinkQuality, type: unsignedInt, source: { pointer: /linkquality } }
)";

constexpr const char* kSystemBundle = "/etc/ssl/certs/ca-certificates.crt";

std::string quoted(const std::string& text) { return '"' + text + '"'; }

}  // namespace

Gateway::Gateway(GatewayOptions options) : options_(options) {
  std::filesystem::create_directory(folder_.path() / "adapters");
  std::filesystem::create_symlink(BENCH_ADAPTER, folder_.path() / "adapters/bench.so");
  std::filesystem::create_symlink(MQTT_ADAPTER, folder_.path() / "adapters/mqtt.so");
  make_peers();
  folder_.write("config.yaml", configuration());
}

void Gateway::make_peers() {
  // What is long is not parsed, so that the CPE is measured and not its peer.
  acs::Options acs{.parse_limit = 32 * 1024, .deadline = 60s};
  support::BrokerOptions broker{.extra = kBrokerExtra};
  if (options_.tls) {
    authority_.emplace();
    const support::Certificate certificate = authority_->issue();
    acs.certificate_file = broker.certificate_file = certificate.certificate_file;
    acs.key_file = broker.key_file = certificate.key_file;
    // The ACS is checked by all authorities of the system, the broker only by the authority of the benchmark.
    const bool bundled = std::filesystem::exists(kSystemBundle);
    folder_.write("ca.pem", support::read_text(authority_->ca_file()));
    folder_.write("all.pem",
                  support::read_text(authority_->ca_file()) + (bundled ? support::read_text(kSystemBundle) : ""));
  }
  acs_ = std::make_unique<acs::ScriptedAcs>(std::move(acs));
  if (has_broker()) broker_ = std::make_unique<support::Broker>(std::move(broker));
}

std::string Gateway::configuration() const {
  const auto ca = [&](const char* file) {
    return options_.tls ? ", ca_file: " + quoted(folder_.file(file)) : std::string{};
  };
  std::string text = "device: { oui: \"00D09E\", product_class: Bench, serial_number: \"1\" }\n";
  text += "acs: { url: " + quoted(acs_->url()) + ca("all.pem") + ", periodic_inform: { enable: false }" +
          (options_.compressed ? ", http_compression: gzip" : "") + " }\n";
  text += "connection_request: { listen: \"127.0.0.1:0\" }\n";
  text += "state_dir: " + quoted(folder_.file("state")) + "\n";
  text += "control_socket: " + quoted(folder_.file("control.sock")) + "\n";
  text += "adapter_dir: " + quoted(folder_.file("adapters")) + "\n";
  text += "log: { level: warning }\n";
  text += "core_dumps: true\n";  // else a user other than root cannot reset the peak of its memory
  text += "profile_dir: " + quoted(PROFILES) + "\n";
  if (options_.parameters != 0 || has_broker()) text += "adapters:\n";
  if (options_.parameters != 0) {
    text += "  - { name: bench, plugin: bench, mount: Device.X_00D09E_Bench., rows: " +
            std::to_string(options_.parameters / 10) + " }\n";
  }
  if (options_.mqtt) {
    text += "  - name: mqtt\n    plugin: mqtt\n    mount: Device.X_00D09E_Home.\n    broker: { url: " +
            quoted(broker_->url()) + ca("ca.pem") + " }" + kSensors;
  }
  if (options_.bridge) {
    text += "  - { name: mqtt, plugin: mqtt, profile: zigbee2mqtt, max_devices: 1000, broker: { url: " +
            quoted(broker_->url()) + " } }\n";
  }
  return text;
}

std::chrono::nanoseconds Gateway::start() {
  const auto begin = std::chrono::steady_clock::now();
  daemon_ =
      std::make_unique<support::Process>(std::vector<std::string>{DAEMON, "--config", folder_.file("config.yaml")});
  std::optional<acs::Exchange> inform;
  acs::Session session = acs_->accept_session(&inform);
  session.run_to_end();
  return (*inform)->received - begin;
}

void Gateway::stop() {
  if (const int code = daemon_->terminate(60s); code != 0) {
    throw std::runtime_error("the daemon ended with " + std::to_string(code) + ":\n" + daemon_->output());
  }
  // The Inform of devices that were found may wait for its answer.
  while (std::optional<acs::Exchange> left = acs_->next(0ms)) left->reply(acs::close_connection());
}

void Gateway::settle() {
  if (options_.parameters != 0) {
    wait_until("all values", [&] { return counters("bench").published >= options_.parameters; });
  }
  if (has_broker()) {
    broker_->wait_for_log("New client connected");
    wait_until("the broker", [&] { return !counters("mqtt").away; });
  }
}

void Gateway::ask_for_session() {
  proxy::control::ask(folder_.file("control.sock"), {"inform", {}}, 10s, [](const auto&) {});
}

boost::json::array Gateway::ask(std::string command, std::optional<std::string> argument) const {
  proxy::control::Request request{std::move(command), {}};
  if (argument) request.arguments.push_back(*argument);
  const auto reply = proxy::control::ask(folder_.file("control.sock"), request, 30s, [](const auto&) {});
  const boost::json::value* const result = reply.if_contains("result");
  return result == nullptr ? boost::json::array{} : result->as_array();
}

Counters Gateway::counters(const std::string& adapter) const {
  for (const boost::json::value& entry : ask("adapters")) {
    if (entry.at("name").as_string() != adapter) continue;
    const auto number = [&](const char* key) { return entry.at(key).to_number<std::uint64_t>(); };
    return {number("published"), number("rejected") + number("dropped"), entry.at("away").as_bool()};
  }
  throw std::runtime_error("the daemon has no adapter " + adapter);
}

std::size_t Gateway::count(const std::string& path) const { return ask("get", path).size(); }

bool Gateway::shows(const std::string& value) const {
  const boost::json::array parameters = ask("get", "Device.X_00D09E_Home.");
  return std::any_of(parameters.begin(), parameters.end(),
                     [&](const boost::json::value& entry) { return entry.at("value").as_string() == value; });
}

void wait_until(const std::string& what, const std::function<bool()>& condition) {
  const auto deadline = std::chrono::steady_clock::now() + 60s;
  while (!condition()) {
    if (std::chrono::steady_clock::now() > deadline) throw std::runtime_error("waited in vain for " + what);
    std::this_thread::sleep_for(5ms);
  }
}

}  // namespace tests::bench
