// SPDX-License-Identifier: Apache-2.0
#pragma once
// A real mosquitto on a loopback port of its own, which a test can stop, kill and bring back on the same port.
// Thread: any one thread at a time

#include <memory>
#include <string>
#include <vector>

#include "tests/support/process.hpp"
#include "tests/support/temp_dir.hpp"

namespace tests::support {

struct BrokerOptions {
  struct User {
    std::string name;
    std::string password;
  };
  std::vector<User> users = {};       // none: every client may connect
  std::string acl = {};               // text of an ACL file; empty: everything is allowed
  bool persistence = false;           // keep retained messages and sessions over a restart
  std::string certificate_file = {};  // with key_file: TLS on this port instead of plain TCP
  std::string key_file = {};
  std::string client_ca_file = {};  // ask for a client certificate of this CA
  std::string extra = {};           // further lines for mosquitto.conf
  unsigned short port = 0;          // 0: a free one
};

class Broker {
 public:
  // Returns once the broker accepts connections; throws std::runtime_error with its log when it does not.
  explicit Broker(BrokerOptions options = {});

  unsigned short port() const { return port_; }
  std::string url() const;

  void stop();
  void kill();
  // Starts it again on the same port; it must have been stopped or killed.
  void start();

  // The broker's log since the last start.
  std::string log() const { return process_ ? process_->output() : std::string{}; }
  // Waits for a line of the log, such as "New client connected".
  std::string wait_for_log(std::string_view part) { return process_->wait_for_line(part); }

 private:
  void write_configuration();

  BrokerOptions options_;
  unsigned short port_ = 0;
  TempDir folder_;
  std::unique_ptr<Process> process_;
};

}  // namespace tests::support
