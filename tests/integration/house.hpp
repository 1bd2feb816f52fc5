// SPDX-License-Identifier: Apache-2.0
#pragma once
// A gateway for one test: the real daemon in a folder of its own, the scripted ACS it speaks to and, if wanted, a
// broker. Thread: any one thread at a time

#include <chrono>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "tests/acs/scripted_acs.hpp"
#include "tests/support/broker.hpp"
#include "tests/support/process.hpp"
#include "tests/support/temp_dir.hpp"

namespace tests::integration {

// The configuration. Sections are given as YAML: lines of `key: value` without indentation, which replace or add to
// the defaults: retries after one second, no periodic Informs, connection requests on a loopback address and port that
// stay.
struct Settings {
  std::string acs_url = {};             // empty: that of the house's ACS
  std::string device = {};              // lines of the section `device`
  std::string acs = {};                 // lines of the section `acs`
  std::string connection_request = {};  // lines of the section `connection_request`
  std::string top = {};                 // lines of the top level
  std::string adapters = {};            // the list's members, each from "- " on; "@BROKER@" is the broker's URL
  std::string adapter_dir = {};         // empty: the adapters of this build
  std::string log_level = "info";
};

struct HouseOptions {
  Settings settings = {};
  acs::Options acs = {};
  std::optional<support::BrokerOptions> broker = {};    // set: a mosquitto
  std::map<std::string, std::string> environment = {};  // of the daemon, beside our own
  bool controllable_clock = false;                      // advance() and step_clock() move it
  bool start = true;                                    // the daemon, at once
};

// "2026-11-22T10:15:30Z", fractions dropped.
std::string utc_text(std::chrono::system_clock::time_point time);

class House {
 public:
  // Throws, with what the daemon has said, when it does not come up.
  explicit House(HouseOptions options = {});
  // Ends the daemon, and fails the test when it does not end cleanly. Shows its log when the test has failed.
  ~House();
  House(const House&) = delete;
  House& operator=(const House&) = delete;

  acs::ScriptedAcs& acs() { return acs_; }
  support::Broker& broker() { return *broker_; }
  support::Process& daemon() { return *daemon_; }
  const support::TempDir& folder() const { return folder_; }

  // Returns when the daemon answers on its control socket.
  void start();
  // SIGTERM; the daemon must end with 0.
  void stop();
  void kill();
  void restart() { stop(), start(); }

  // Writes the configuration file anew, for the next start or reload.
  void configure(Settings settings);
  // The daemon's clock, which a restart keeps: so much time passes at once, also while no daemon runs; or somebody sets
  // the time of day.
  void advance(std::chrono::seconds time);
  void step_clock(std::chrono::seconds by);
  std::chrono::system_clock::time_point time() const { return std::chrono::system_clock::now() + ahead_; }

  // Runs tr069-proxyctl with the socket of this daemon.
  support::Finished ctl(std::vector<std::string> arguments) const;
  // The value of one parameter, by way of tr069-proxyctl.
  std::string get(const std::string& path) const;

  std::string log() const { return daemon_ ? daemon_->output() : std::string{}; }
  // Waits for a line of the daemon's log that was not returned before.
  std::string wait_for_log(std::string_view part) { return daemon_->wait_for_line(part); }

  // Answers the Inform of the next session.
  acs::Session session(std::optional<acs::Exchange>* inform = nullptr) { return acs_.accept_session(inform); }
  // The session that follows the first start, from its Inform to its end.
  void first_contact();
  // A session that `ctl inform` opens, as far as its first free POST.
  acs::Session open_session();
  // One such session with one request of the ACS, which is answered with a response, or with a fault.
  acs::Exchange ask(acs::Reply request);
  acs::Exchange ask_in_vain(acs::Reply request);

 private:
  acs::Exchange ask(acs::Reply request, const std::string& answer);
  void move_clock(const std::string& command, std::chrono::seconds by);

  support::TempDir folder_;
  // For connection requests: it stays, or each restart would tell the ACS of a new URL.
  const std::string request_listen_;
  const bool controllable_clock_;
  std::chrono::seconds ahead_{0};  // the daemon's clock, of the real one
  const std::map<std::string, std::string> environment_;
  acs::ScriptedAcs acs_;
  std::unique_ptr<support::Broker> broker_;
  std::unique_ptr<support::Process> daemon_;
};

}  // namespace tests::integration
