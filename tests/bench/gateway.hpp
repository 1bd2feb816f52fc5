// SPDX-License-Identifier: Apache-2.0
#pragma once
// A real tr069-proxyd for one measurement, with its own folder, its ACS and, if asked for, a broker.
// Thread: any one thread at a time

#include <boost/json/array.hpp>

#include <chrono>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>

#include "tests/acs/scripted_acs.hpp"
#include "tests/support/certificates.hpp"
#include "tests/support/process.hpp"
#include "tests/support/process_cost.hpp"
#include "tests/support/servers/broker.hpp"
#include "tests/support/temp_dir.hpp"

namespace tests::bench {

using support::Activity;
using support::activity_of;
using support::forget_peak;
using support::Memory;
using support::memory_of;

struct GatewayOptions {
  std::size_t parameters = 0;  ///< of the bench adapter, a multiple of ten
  bool compressed = false;     ///< what it posts, in gzip
  bool mqtt = false;           ///< a broker, and the mqtt adapter that listens to zigbee2mqtt/+ there
  bool bridge = false;         ///< a broker, and the mqtt adapter with the profile zigbee2mqtt there
  bool tls = false;            ///< to the ACS, with the system's CA bundle, and to the broker, with one CA
};

struct Counters {
  std::uint64_t published = 0;  ///< values
  std::uint64_t lost = 0;       ///< rejected or dropped
  bool away = false;            ///< the broker
};

/// Whatever does not work throws.
class Gateway {
 public:
  explicit Gateway(GatewayOptions options);

  /// Starts the daemon and answers its first session. Returns the time to the last byte of its Inform.
  std::chrono::nanoseconds start();
  void stop();
  /// Waits until all values of the bench adapter are in the tree and the broker is connected.
  void settle();

  acs::ScriptedAcs& acs() { return *acs_; }
  support::Broker& broker() { return *broker_; }
  pid_t pid() const { return daemon_->pid(); }

  void ask_for_session();
  Counters counters(const std::string& adapter) const;
  /// How many parameters there are at or below the path.
  std::size_t count(const std::string& path) const;
  /// Whether a parameter of the mqtt adapter has this value.
  bool shows(const std::string& value) const;

 private:
  void make_peers();
  std::string configuration() const;
  bool has_broker() const { return options_.mqtt || options_.bridge; }
  /// Empty if it is refused.
  boost::json::array ask(std::string command, std::optional<std::string> argument = {}) const;

  GatewayOptions options_;
  support::TempDir folder_;
  std::optional<support::CertificateAuthority> authority_;
  std::unique_ptr<acs::ScriptedAcs> acs_;
  std::unique_ptr<support::Broker> broker_;
  std::unique_ptr<support::Process> daemon_;
};

/// Asks every few milliseconds until it is so; throws std::runtime_error, with what was waited for, after a minute.
void wait_until(const std::string& what, const std::function<bool()>& condition);

}  // namespace tests::bench
