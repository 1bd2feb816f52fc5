// SPDX-License-Identifier: Apache-2.0
#pragma once
// How an adapter fares, and what it reports about its broker: the contents of the tables that an ACS sees.
// Thread: pure

#include "proxy/base/clock.hpp"

#include <cstdint>
#include <string>
#include <string_view>

namespace proxy::plugin {

struct Condition {
  enum class Status { up, down, error };

  Status status = Status::down;
  std::string text = {};  ///< the reason, for people: at most 256 characters, without secrets
  bool operator==(const Condition&) const = default;
};

constexpr std::string_view word(Condition::Status status) {
  switch (status) {
    case Condition::Status::up: return "Up";
    case Condition::Status::down: return "Down";
    case Condition::Status::error: return "Error";
  }
  return "Error";
}

/// The connection of an adapter to an MQTT broker.
struct BrokerFacts {
  std::string_view status = "Connecting";  ///< a word of TR-181: Device.MQTT.Client.{i}.Status
  std::string address = {}, version = {}, username = {}, client_id = {};
  std::uint32_t port = 0, keep_alive_s = 0, max_packet = 0;
  bool tls = false, clean_session = false;
};

}  // namespace proxy::plugin
