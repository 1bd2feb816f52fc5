// SPDX-License-Identifier: Apache-2.0
#pragma once
// The settings of a connection to a broker, and the libmosquitto handle made from them.
// Thread: any.

#include <chrono>
#include <cstdint>
#include <exception>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "adapters/mapping/polling/reconnect.hpp"

struct mosquitto;
struct mosquitto_message;

namespace adapters::mqtt {

// The defaults suit a home; tests shorten them.
struct BrokerTimes {
  std::chrono::milliseconds probe{5'000};     // a TCP connect, for each address of the broker
  std::chrono::milliseconds connack{10'000};  // from the TCP connection to the broker's CONNACK
  mapping::Reconnect::Times retry{.rest = std::chrono::milliseconds{1'000}};
};

// The versions of MQTT that are spoken, as CONNECT has them.
enum class Version { v3_1_1 = 4, v5 = 5 };

struct BrokerSettings {
  std::string host;
  std::uint16_t port = 1883;
  bool tls = false;
  bool insecure = false;  // with tls: accept any certificate of any host
  std::string username;
  std::string password;
  std::string client_id;  // empty: a random one, which stays as long as the connection object
  std::string ca_file;    // empty: the certificates in /etc/ssl/certs
  std::string client_cert_file;
  std::string client_key_file;
  std::chrono::seconds keepalive{30};
  std::size_t max_payload = std::size_t{1} << 20;  // bytes, either way; larger ones are dropped and counted
  std::optional<Version> version;                  // none: 5, and 3.1.1 for a broker that does not speak 5
  std::vector<std::string> subscriptions;          // topic filters of every connection; subscribe() adds others
  BrokerTimes times;
};

// The largest packet that a broker of MQTT 5 may send: twice a payload, so that one that is too long is dropped with a
// reason by us, and only one that would cost much more is dropped in silence by the broker.
std::uint32_t max_packet(const BrokerSettings& settings);

struct HandleDeleter {
  void operator()(mosquitto* handle) const;
};
using Handle = std::unique_ptr<mosquitto, HandleDeleter>;

// What libmosquitto reports of one handle, on the thread that runs its loop. An exception of one of the functions goes
// to handler_failed(): none may pass through the library's C frames.
class ClientEvents {
 public:
  virtual void connack(int code) = 0;
  virtual void message(const mosquitto_message& message) = 0;
  virtual void delivered(int id) = 0;
  virtual void granted(int id, std::span<const int> codes) = 0;
  virtual void library_error(const std::string& line) = 0;
  virtual void handler_failed(const std::exception& failure) = 0;

 protected:
  ~ClientEvents() = default;
};

// A handle that is set up and not connected; null, with the reason in `error`, if a file cannot be read or no memory is
// left. `events` must outlive it.
Handle make_handle(const BrokerSettings& settings, Version version, const std::string& client_id, ClientEvents& events,
                   std::string& error);

// "tr069-" and 16 random hex digits.
std::string random_client_id();

// The code of a CONNACK of MQTT 3.1.1 for one of either version; other codes of MQTT 5 stay.
int plain_connack(int code);
// Its text.
std::string describe_connack(int code);

// The text of a return code of the library. Call it at once: it may read errno.
std::string describe_failure(int code);

}  // namespace adapters::mqtt
