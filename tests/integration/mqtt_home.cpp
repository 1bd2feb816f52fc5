// SPDX-License-Identifier: Apache-2.0
#include "tests/integration/mqtt_home.hpp"

#include <boost/json.hpp>

#include <functional>
#include <sstream>
#include <stdexcept>

namespace tests::integration {
namespace json = boost::json;

namespace {

constexpr const char* kAdapter = R"(- name: home
  plugin: mqtt
  mount: Device.X_00D09E_Home.
  broker: { url: "@BROKER@", client_id: adapter-home$CA }
  parameters:
    - { path: Fence, type: int, source: { topic: fence } }
    - { path: Boiler.Temperature, type: decimal, scale: 0.1, notify: active, source: { topic: boiler/temperature } }
    - { path: Boiler.Pressure, type: decimal, notify: passive, source: { topic: boiler/pressure } }
    - { path: Boiler.Hours, type: unsignedInt, source: { topic: boiler/hours } }
    - { path: Boiler.Label, type: string, notify: active, source: { topic: boiler/label } }
    - path: Boiler.Mode
      type: string
      values: { heat: Heating, "off": Off }
      source: { topic: boiler/mode }
      sink: { topic: boiler/set, payload: '{"mode": "${value}"}', confirm_timeout_s: $TIMEOUT }
    - path: Boiler.SetPoint
      type: decimal
      range: { min: 30, max: 75 }
      step: 0.5
      source: { topic: boiler/target }
      sink: { topic: boiler/set, payload: '{"target": ${value}}', confirm_timeout_s: $TIMEOUT }
  tables:
    - path: Plug.{i}.
      rows: { topic: "plug/{name}" }
      availability: { topic: "plug/{name}/availability", online: online, offline: offline }
      parameters:
        - { path: Name, type: string, value: "{name}" }
        - { path: Online, type: boolean, source: { availability: true } }
        - { path: Power, type: decimal, source: { pointer: /power } }
        - { path: Note, type: string, source: { pointer: /note } }
        - path: State
          type: boolean
          notify: active
          values: { "ON": "true", "OFF": "false" }
          source: { pointer: /state }
          sink: { topic: "plug/{name}/set", payload: '{"state": "${value}"}', confirm_timeout_s: $TIMEOUT }
)";

std::string replaced(std::string text, std::string_view what, std::string_view by) {
  for (std::size_t at = text.find(what); at != std::string::npos; at = text.find(what, at + by.size())) {
    text.replace(at, what.size(), by);
  }
  return text;
}

// Asks again and again: each time is a process that starts, asks and ends.
void wait_until(const std::string& what, const std::function<bool()>& condition) {
  const auto end = std::chrono::steady_clock::now() + std::chrono::seconds{10};
  while (!condition()) {
    if (std::chrono::steady_clock::now() > end) throw std::runtime_error("did not happen in time: " + what);
  }
}

// What the daemon needs besides mqtt.so, all in one folder.
void link_adapters(const std::filesystem::path& folder) {
  std::filesystem::create_directory(folder);
  for (const char* shelf : {ADAPTERS, BAD_ADAPTERS}) {
    for (const auto& entry : std::filesystem::directory_iterator(shelf)) {
      if (entry.path().extension() == ".so") {
        std::filesystem::create_symlink(entry.path(), folder / entry.path().filename());
      }
    }
  }
}

// The devices of a test speak plain TCP, whatever the daemon speaks.
support::BrokerOptions broker_options(const HomeOptions& options, unsigned short device_port) {
  return {.certificate_file = options.tls.certificate_file,
          .key_file = options.tls.key_file,
          .extra = "listener " + std::to_string(device_port) + " 127.0.0.1"};
}

}  // namespace

Home::Home(HomeOptions options)
    : options_(std::move(options)),
      connection_request_port_(support::free_port()),
      device_port_(support::free_port()),
      house_({.broker = broker_options(options_, device_port_), .start = false}),
      device_(std::make_unique<support::MqttPeer>(device_port_)) {
  if (options_.bad_adapters) link_adapters(file("adapters"));
  configure();
}

void Home::configure() {
  std::string adapter = replaced(kAdapter, "$CA", options_.ca_file.empty() ? "" : ", ca_file: " + options_.ca_file);
  adapter = replaced(adapter, "$TIMEOUT", std::to_string(options_.confirm_timeout_s));
  house_.configure({
      .connection_request = "listen: \"127.0.0.1:" + std::to_string(connection_request_port_) + "\"\n",
      .top = top_,
      .adapters = adapter + options_.adapters,
      .adapter_dir = options_.bad_adapters ? file("adapters") : std::string{},
  });
}

void Home::set_more_adapters(const std::string& adapters) {
  options_.adapters = adapters;
  configure();
}

void Home::set_confirm_timeout(int seconds) {
  options_.confirm_timeout_s = seconds;
  configure();
}

void Home::set_top(const std::string& lines) {
  top_ = lines;
  configure();
}

void Home::start() {
  house_.start();
  house_.first_contact();
  wait_for_subscription();
}

void Home::restart() {
  house_.stop();
  start();
}

void Home::stop_broker() {
  device_.reset();
  house_.broker().kill();
  wait_for_lost_broker();
}

void Home::start_broker() {
  house_.broker().start();
  wait_for_subscription();
  device_ = std::make_unique<support::MqttPeer>(device_port_);
}

// ---- waiting --------------------------------------------------------------------------------------------------------

void Home::fence() {
  ++fences_;
  publish("fence", std::to_string(fences_));
  wait_for_value("Device.X_00D09E_Home.Fence", std::to_string(fences_));
}

void Home::wait_for_value(const std::string& path, const std::string& value) {
  wait_until(path + " = " + value, [&] { return this->value(path) == value; });
}

void Home::wait_for_presence(const std::string& identity, const std::string& presence) {
  wait_until(identity + " is " + presence, [&] {
    const json::value devices = ctl_json({"devices"});
    for (const json::value& device : devices.as_array()) {
      if (device.at("identity").as_string() == identity) return device.at("presence").as_string() == presence;
    }
    return false;
  });
}

void Home::wait_for_lost_broker() {
  wait_until("the daemon misses its broker", [this] { return adapter().at("away").as_bool(); });
}

acs::Session Home::session(std::optional<acs::Exchange>* inform) {
  ctl_json({"inform"});
  return house_.session(inform);
}

void Home::expect_nothing_to_tell() {
  std::optional<acs::Exchange> inform;
  acs::Session session = this->session(&inform);
  inform->with_only_events({});
  session.run_to_end();
}

// ---- tr069-proxyctl -------------------------------------------------------------------------------------------------

json::value Home::ctl_json(std::vector<std::string> arguments) const {
  arguments.insert(arguments.begin(), "--json");
  const support::Finished finished = ctl(std::move(arguments));
  if (finished.exit_code != 0) throw std::runtime_error("tr069-proxyctl: " + finished.output);
  return json::parse(finished.output);
}

std::string Home::value(const std::string& path) const {
  const support::Finished finished = ctl({"--json", "get", path});
  if (finished.exit_code == 2) throw std::runtime_error(finished.output);
  if (finished.exit_code != 0) return {};
  return std::string(json::parse(finished.output).at(0).at("value").as_string());
}

json::object Home::adapter(const std::string& name) const {
  const json::value adapters = ctl_json({"adapters"});
  for (const json::value& adapter : adapters.as_array()) {
    if (adapter.at("name").as_string() == name) return adapter.as_object();
  }
  throw std::runtime_error("there is no adapter " + name);
}

std::int64_t Home::rejected() const { return adapter().at("rejected").as_int64(); }

bool Home::in_session() const { return ctl_json({"status"}).at("session").at("under_way").as_bool(); }

std::string Home::row_of(const std::string& identity) const {
  const json::value devices = ctl_json({"devices"});
  for (const json::value& device : devices.as_array()) {
    if (device.at("identity").as_string() == identity) return std::string(device.at("object").as_string()) + ".";
  }
  throw std::runtime_error("there is no device " + identity);
}

std::int64_t Home::private_memory_kb() {
  std::istringstream status(support::read_text("/proc/" + std::to_string(house_.daemon().pid()) + "/status"));
  for (std::string line; std::getline(status, line);) {
    if (line.starts_with("RssAnon:")) return std::stoll(line.substr(sizeof "RssAnon:"));
  }
  throw std::runtime_error("no RssAnon");
}

}  // namespace tests::integration
