// SPDX-License-Identifier: Apache-2.0
#include "tests/support/servers/broker.hpp"

#include <stdexcept>

namespace tests::support {
namespace {

constexpr std::string_view kMosquitto = "/usr/sbin/mosquitto";

}  // namespace

Broker::Broker(BrokerOptions options)
    : options_(std::move(options)), port_(options_.port != 0 ? options_.port : free_port()) {
  write_configuration();
  start();
}

void Broker::write_configuration() {
  // As root mosquitto would change its user and lose its bond to the test's life.
  std::string text = "user root\nlog_dest stderr\nlog_type all\nlog_timestamp false\n";
  text += "max_queued_messages 1000000\n";  // it drops nothing: a test waits for what it has sent
  text += "listener " + std::to_string(port_) + " 127.0.0.1\n";
  text += options_.users.empty() ? "allow_anonymous true\n" : "allow_anonymous false\n";
  if (!options_.users.empty()) {
    const std::string passwords = folder_.write("passwords", "");
    for (const auto& user : options_.users) {
      const Finished made = run({"mosquitto_passwd", "-b", passwords, user.name, user.password});
      if (made.exit_code != 0) throw std::runtime_error("mosquitto_passwd: " + made.output);
    }
    text += "password_file " + passwords + "\n";
  }
  if (!options_.acl.empty()) text += "acl_file " + folder_.write("acl", options_.acl) + "\n";
  if (options_.persistence) {
    text += "persistence true\nautosave_interval 1\npersistence_location " + folder_.path().string() + "/\n";
  }
  if (!options_.certificate_file.empty()) {
    text += "certfile " + options_.certificate_file + "\nkeyfile " + options_.key_file + "\n";
  }
  if (!options_.client_ca_file.empty()) {
    text += "cafile " + options_.client_ca_file + "\nrequire_certificate true\n";
  }
  folder_.write("mosquitto.conf", text + options_.extra + "\n");
}

void Broker::start() {
  process_ = std::make_unique<Process>(
      std::vector<std::string>{std::string(kMosquitto), "-c", folder_.file("mosquitto.conf")});
  // The listening socket is open before this line is written.
  process_->wait_for_line(" running");
}

std::string Broker::url() const {
  return (options_.certificate_file.empty() ? "mqtt://127.0.0.1:" : "mqtts://127.0.0.1:") + std::to_string(port_);
}

void Broker::stop() { process_->terminate(); }

void Broker::kill() { process_->kill(); }

}  // namespace tests::support
