// SPDX-License-Identifier: Apache-2.0
#pragma once
// One broker, one thread: keeps a connection to an MQTT broker for as long as the object lives. The thread owns
// libmosquitto's handle and makes a new one for each attempt: 2.0.11 with TLS spins or hangs when a handle is used
// after a connect that was refused, slow or cut off in the handshake.
// Spec: MQTT 5.0, and MQTT 3.1.1 with a broker that does not speak it.
// Thread: any, except where stated; the listener is called on the connection's own thread

#include <atomic>
#include <chrono>
#include <cstdint>
#include <exception>
#include <mutex>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <thread>
#include <vector>

#include "adapters/io/wake.hpp"
#include "adapters/mapping/polling/reconnect.hpp"
#include "adapters/mqtt/client_handle.hpp"
#include "adapters/mqtt/outstanding.hpp"
#include "adapters/mqtt/subscriptions.hpp"

namespace adapters::mqtt {

struct OutgoingMessage {
  std::string topic;
  std::string payload;
  int qos = 0;
  bool retain = false;
};

enum class PublishResult {
  queued,         // handed over; with qos 0 no more is known
  not_connected,  // not kept
  full,           // too much is waiting for the broker; not kept
  invalid         // a topic that cannot be published to, or a payload above the limit
};

// Counters since start, for tests and people.
struct BrokerDiagnostics {
  std::uint64_t attempts = 0;     // attempts to connect
  std::uint64_t handles = 0;      // handles made: attempts whose probe succeeded
  std::uint64_t connections = 0;  // CONNACKs
  std::uint64_t loops = 0;        // turns of the library's loop: the wake-ups of an idle connection
  std::uint64_t spins = 0;        // turns delayed because the library did not sleep
  std::uint64_t oversized = 0;    // messages dropped, either way
  std::uint64_t failures = 0;     // messages whose handler threw
};

class BrokerConnection final : private ClientEvents {
 public:
  // What the connection reports, on its own thread, which waits meanwhile. The functions may call publish(),
  // subscribe() and unsubscribe(), not stop().
  class Listener {
   public:
    virtual void connected() = 0;  // the subscriptions have been sent
    // Once for each connection that is lost and for each attempt that fails.
    virtual void disconnected(const std::string& reason) = 0;
    virtual void message(std::string_view topic, std::string_view payload, bool retained) = 0;
    virtual void rejected(const std::string& reason) = 0;  // a message was received and dropped
    // A message was dropped, as it is longer than BrokerSettings::max_payload.
    virtual void too_long(std::string_view topic) = 0;
    virtual void subscription_refused(const std::string& topic) = 0;
    // A message published with a tag is acknowledged by the broker (qos 1 and 2), written (qos 0), or lost with the
    // connection.
    virtual void delivered(std::uint64_t tag, bool taken) = 0;
    // Called from time to time, also without a connection: does what is due, and returns when to call it again.
    virtual std::optional<std::chrono::steady_clock::time_point> due() = 0;

   protected:
    ~Listener() = default;
  };

  // The listener must outlive it.
  BrokerConnection(BrokerSettings settings, Listener& listener);
  BrokerConnection(const BrokerConnection&) = delete;
  BrokerConnection& operator=(const BrokerConnection&) = delete;
  ~BrokerConnection();

  // Starts the thread, once. Throws std::system_error if there can be none.
  void start();

  // Disconnects and ends the thread; harmless when repeated; not from the listener. Messages published before are still
  // written if the broker takes them within half a second. stop() waits for a name that is being resolved, and with TLS
  // for a TCP connect that hangs although the probe just before it succeeded.
  void stop();

  // Adds and removes topic filters, from now on and for each connection to come. The broker answers each subscription,
  // also a repeated one, with its retained messages.
  void subscribe(const std::vector<std::string>& topics);
  void unsubscribe(const std::vector<std::string>& topics);

  // Hands a message to the library; never blocks. Listener::delivered() reports the result for a tag.
  PublishResult publish(const OutgoingMessage& message, std::optional<std::uint64_t> tag = {});

  BrokerDiagnostics diagnostics() const;
  const std::string& client_id() const { return client_id_; }
  // That of the last attempt.
  Version version() const { return version_; }
  // In Listener::disconnected(): the broker has refused the login, or a certificate is not accepted. Someone must mend
  // it.
  bool is_refused() const { return is_refused_; }

 private:
  void run();
  std::string attempt();
  std::optional<std::string> probe(std::string& reason) const;
  Handle connect(std::string& reason);
  bool await_connack(mosquitto* handle, std::string& reason);
  std::string serve(mosquitto* handle);
  void go_live(mosquitto* handle);
  void report_refused(const std::vector<std::string>& topics) const;
  void forget_live();
  void say_goodbye(mosquitto* handle);
  bool fall_back();
  void rest();
  std::chrono::milliseconds until_due(std::chrono::milliseconds most);
  int turn(mosquitto* handle, std::chrono::milliseconds timeout);
  std::string explain(int code);
  std::string explain_early_end(int code);

  void connack(int code) override;
  void message(const mosquitto_message& message) override;
  void delivered(int id) override;
  void granted(int id, std::span<const int> codes) override;
  void library_error(const std::string& line) override;
  void handler_failed(const std::exception& failure) override;

  const BrokerSettings settings_;
  Listener& listener_;
  const std::string client_id_;
  io::Wake wake_;
  std::thread thread_;

  std::mutex mutex_;           // of the next three
  mosquitto* live_ = nullptr;  // the handle while it is connected
  Outstanding outstanding_;
  Subscriptions subscriptions_;

  std::atomic<std::uint64_t> attempts_{0}, handles_{0}, connections_{0}, loops_{0}, spins_{0}, oversized_{0},
      failures_{0};

  // Of the connection's thread alone.
  int connack_ = -1;
  bool is_refused_ = false;
  bool active_ = false;     // a callback came in this turn
  int fast_turns_ = 0;      // in a row that neither slept nor brought anything
  std::string last_error_;  // what the library logged in this attempt
  mapping::Reconnect reconnect_;
  std::atomic<Version> version_;
  bool is_version_known_ = false;  // the broker has accepted it
};

}  // namespace adapters::mqtt
