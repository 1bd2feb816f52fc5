// SPDX-License-Identifier: Apache-2.0
#pragma once
// What a connection to a broker is told, and the making of libmosquitto's handle from it.
// Thread: any.

#include <chrono>
#include <cstdint>
#include <memory>
#include <string>
#include <vector>

struct mosquitto;

namespace adapters::mqtt {

// The defaults are right for a home; tests shorten them.
struct BrokerTimes {
  std::chrono::milliseconds probe{5'000};     // a TCP connect, for each address of the broker
  std::chrono::milliseconds connack{10'000};  // from the TCP connection to the broker's CONNACK
  std::chrono::milliseconds retry_minimum{1'000};
  std::chrono::milliseconds retry_maximum{60'000};
  std::chrono::milliseconds stable{30'000};  // a connection that lasted so long starts the retries afresh
};

struct BrokerSettings {
  std::string host;
  std::uint16_t port = 1883;
  bool tls = false;
  bool insecure = false;  // with tls: take any certificate of any host
  std::string username;
  std::string password;
  std::string client_id;  // empty: a random one, which stays as long as the connection object
  std::string ca_file;    // empty: the certificates in /etc/ssl/certs
  std::string client_cert_file;
  std::string client_key_file;
  std::chrono::seconds keepalive{30};
  std::size_t max_payload = std::size_t{1} << 20;  // bytes, either way; larger ones are dropped and counted
  std::vector<std::string> subscriptions;          // topic filters, asked for on every connect; subscribe() adds others
  BrokerTimes times;
};

struct HandleDeleter {
  void operator()(mosquitto* handle) const;
};
using Handle = std::unique_ptr<mosquitto, HandleDeleter>;

// A handle that is set up but not connected; null, with the reason in `error`, if a file cannot be read or the memory
// is out. `object` is what the library's callbacks get.
Handle make_handle(const BrokerSettings& settings, const std::string& client_id, void* object, std::string& error);

// "tr069-" and 16 random hex digits.
std::string random_client_id();

// What a return code of the library means, for people. Read it at once: it may consult errno.
std::string describe_failure(int code);

}  // namespace adapters::mqtt
