// SPDX-License-Identifier: Apache-2.0
#pragma once
// A house with devices, for the tests of devices and of resilience: a broker, and behind one MQTT adapter a boiler and
// plugs. Waits end with an event or with an exception.
// Thread: any one thread at a time

#include <boost/json/fwd.hpp>

#include <cstdint>
#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "tests/integration/house.hpp"
#include "tests/support/certificates.hpp"
#include "tests/support/mqtt_peer.hpp"

namespace tests::integration {

struct HomeOptions {
  int confirm_timeout_s = 1;      // of every sink
  std::string adapters = {};      // more entries of the list `adapters:`
  bool bad_adapters = false;      // the shelf of tests/fixtures/adapters stands beside mqtt.so
  support::Certificate tls = {};  // set, with the next: the daemon speaks TLS to the broker
  std::string ca_file = {};       // what the daemon trusts
};

class Home {
 public:
  // The broker and the ACS run; the daemon does not yet.
  explicit Home(HomeOptions options = {});

  // The daemon runs, the session that follows is over, the subscriptions are there.
  void start();
  void restart();
  House& house() { return house_; }

  // Killed, and the daemon, which runs, knows.
  void stop_broker();
  // Back, and so are the daemon's subscriptions and the devices.
  void start_broker();

  acs::ScriptedAcs& acs() { return house_.acs(); }
  // The devices: an MQTT client of the broker.
  support::MqttPeer& device() { return *device_; }
  void publish(const std::string& topic, std::string_view payload) { device_->publish(topic, payload); }

  // All that devices said before is in the tree.
  void fence();
  void wait_for_value(const std::string& path, const std::string& value);
  void wait_for_presence(const std::string& identity, const std::string& presence);
  // The daemon, which runs, knows that our broker is away.
  void wait_for_lost_broker();
  // An adapter has subscribed that had not when this was last called.
  void wait_for_subscription() { house_.broker().wait_for_log("Sending SUBACK to adapter-"); }

  // A session of the operator's wish, its Inform answered.
  acs::Session session(std::optional<acs::Exchange>* inform = nullptr);
  // Shows that no change waits to be told.
  void expect_nothing_to_tell();

  support::Finished ctl(std::vector<std::string> arguments) const { return house_.ctl(std::move(arguments)); }
  boost::json::value ctl_json(std::vector<std::string> arguments) const;
  // As tr069-proxyctl reads it; empty if there is no such parameter.
  std::string value(const std::string& path) const;
  // What `tr069-proxyctl adapters` tells of one.
  boost::json::object adapter(const std::string& name = "home") const;
  std::int64_t rejected() const;
  bool in_session() const;
  // The object of the device, "Device.X_00D09E_Home.Plug.1.".
  std::string row_of(const std::string& identity) const;
  // RssAnon of the daemon.
  std::int64_t private_memory_kb();

  // Writes the configuration with other adapters beside ours ("- name: ..." each); a daemon that runs is not told.
  void set_more_adapters(const std::string& adapters);
  // Likewise, with another section of our own adapter.
  void set_confirm_timeout(int seconds);
  // Likewise, with more lines of its top level.
  void set_top(const std::string& lines);
  std::string file(std::string_view name) const { return house_.folder().file(name); }
  std::string config_file() const { return file("tr069-proxy.yaml"); }
  std::string control_socket() const { return file("control.sock"); }
  std::filesystem::path state_dir() const { return house_.folder().path() / "state"; }

 private:
  void configure();

  HomeOptions options_;
  unsigned short connection_request_port_;
  unsigned short device_port_;
  House house_;
  std::string top_;
  std::unique_ptr<support::MqttPeer> device_;
  int fences_ = 0;
};

}  // namespace tests::integration
