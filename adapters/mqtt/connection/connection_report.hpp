// SPDX-License-Identifier: Apache-2.0
#pragma once
// Reports the connection to the broker to the host: the adapter's status, and the row of the broker. A connection
// that is lost and that the first attempt makes again changes no status; one that is lost again and again does, until
// it has been stable.
// Thread: the connection's

#include <chrono>
#include <optional>
#include <string>

#include "adapters/mqtt/client_handle.hpp"
#include "adapters/sdk/adapter.hpp"

namespace adapters::mqtt {

class ConnectionReport {
 public:
  using Time = std::chrono::steady_clock::time_point;

  ConnectionReport(sdk::Host host, const BrokerSettings& settings);

  /// The first attempt is about to begin, with this client id.
  void started(std::string client_id);
  void connected(Version version, Time now);
  /// A connection is lost, or an attempt fails; is_refused: until someone mends it.
  void disconnected(const std::string& reason, bool is_refused, Time now);
  /// Reports a connection that has become stable, after others that were lost again and again; true if it has.
  bool pass_time(Time now);
  /// The connection is lost again and again.
  bool is_unsteady() const { return is_unsteady_; }
  /// The broker's host and port, for people.
  const std::string& place() const { return place_; }
  /// When to call pass_time(), at the latest.
  std::optional<Time> next_time() const;

 private:
  void report(adapter_condition condition, const std::string& reason);
  void report(adapter_broker_status status);

  const sdk::Host host_;
  const BrokerSettings& settings_;
  const std::string place_;
  std::string client_id_;
  Version version_;
  std::optional<Time> connected_at_;
  bool was_short_ = false;  ///< the last connection was
  bool is_unsteady_ = false;
};

}  // namespace adapters::mqtt
