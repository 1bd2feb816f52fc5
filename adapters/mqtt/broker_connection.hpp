// SPDX-License-Identifier: Apache-2.0
#pragma once
// One broker, one thread: keeps a connection to an MQTT broker for as long as the object lives, whatever the broker
// does. The thread owns libmosquitto's handle, which is made anew for every attempt: 2.0.11 with TLS spins or hangs
// when a handle is used after a connect that was refused, slow or cut off in the handshake.
// Spec: MQTT 3.1.1.
// Thread: any, except where said; the events come on the connection's own thread.

#include <atomic>
#include <chrono>
#include <cstdint>
#include <functional>
#include <mutex>
#include <optional>
#include <random>
#include <set>
#include <span>
#include <string>
#include <string_view>
#include <thread>
#include <unordered_map>
#include <vector>

#include "adapters/io/wake.hpp"
#include "adapters/mqtt/client_handle.hpp"

struct mosquitto_message;

namespace adapters::mqtt {

struct OutgoingMessage {
  std::string topic;
  std::string payload;
  int qos = 0;
  bool retain = false;
};

enum class PublishResult {
  queued,         // on its way; with qos 0 more cannot be known
  not_connected,  // nothing was kept
  full,           // too much waits for the broker already; nothing was kept
  invalid         // no topic to publish to, or a payload above the limit
};

// Called on the connection's thread, which waits meanwhile. Any may be empty. They may call publish(), not stop().
struct BrokerEvents {
  std::function<void()> connected;  // the subscriptions are asked for
  // Once for each connection lost and for each attempt that failed.
  std::function<void(const std::string& reason)> disconnected;
  std::function<void(std::string_view topic, std::string_view payload, bool retained)> message;
  std::function<void(const std::string& reason)> rejected;  // a message that came was dropped
  std::function<void(const std::string& topic)> subscription_refused;
  // A message published with a tag was taken by the broker (qos 1 and 2), written (qos 0), or lost with the connection.
  std::function<void(std::uint64_t tag, bool taken)> delivered;
  // Now and then, also while there is no broker: does what is due and says when to be called again at the latest.
  std::function<std::optional<std::chrono::steady_clock::time_point>()> due;
};

// Counters since start, for tests and people.
struct BrokerDiagnostics {
  std::uint64_t attempts = 0;     // connects tried
  std::uint64_t handles = 0;      // handles made: attempts whose probe found somebody
  std::uint64_t connections = 0;  // CONNACKs
  std::uint64_t loops = 0;        // turns of the library's loop: what an idle connection wakes up for
  std::uint64_t spins = 0;        // turns held up because the library did not sleep
  std::uint64_t oversized = 0;    // messages dropped, either way
  std::uint64_t failures = 0;     // messages whose handler threw
};

class BrokerConnection {
 public:
  BrokerConnection(BrokerSettings settings, BrokerEvents events);
  BrokerConnection(const BrokerConnection&) = delete;
  BrokerConnection& operator=(const BrokerConnection&) = delete;
  ~BrokerConnection();

  // Starts the thread, once. Throws std::system_error if there can be none.
  void start();

  // Says goodbye to the broker and ends the thread; harmless when repeated. What was published before is still written
  // if the broker takes it within half a second. It waits for a name that is being resolved, and with TLS for a TCP
  // connect that hangs although the probe just before it did not. Not from an event.
  void stop();

  // What else to listen to, and no more, from now on and with each connection to come. What is asked for again the
  // broker answers with what it retains.
  void subscribe(const std::vector<std::string>& topics);
  void unsubscribe(const std::vector<std::string>& topics);

  // Hands a message to the broker; never blocks. What becomes of one with a tag is reported by `delivered`.
  PublishResult publish(const OutgoingMessage& message, std::optional<std::uint64_t> tag = {});

  BrokerDiagnostics diagnostics() const;

 private:
  struct Outstanding {
    std::optional<std::uint64_t> tag;
    std::size_t size;
  };

  void run();
  std::string attempt();
  std::optional<std::string> probe(std::string& reason) const;
  Handle connect(std::string& reason);
  bool await_connack(mosquitto* handle, std::string& reason);
  std::string serve(mosquitto* handle);
  void go_live(mosquitto* handle);
  std::vector<std::string> ask_for(std::span<const std::string> topics);
  void report_refused(const std::vector<std::string>& topics) const;
  void forget_live();
  void say_goodbye(mosquitto* handle);
  void rest();
  std::chrono::milliseconds until_due(std::chrono::milliseconds most);
  int turn(mosquitto* handle, std::chrono::milliseconds timeout);
  std::string explain(int code);
  std::chrono::milliseconds next_delay();
  void install_callbacks(mosquitto* handle);
  void handle_message(const mosquitto_message& message);
  void handle_delivered(int id);
  void handle_granted(int id, std::span<const int> granted);
  void handle_error(const char* text);
  template <class... Parameters, class... Arguments>
  void fenced(void (BrokerConnection::*handler)(Parameters...), Arguments&&... arguments);

  const BrokerSettings settings_;
  const BrokerEvents events_;
  const std::string client_id_;
  io::Wake wake_;
  std::thread thread_;

  mutable std::mutex mutex_;   // of the next five
  mosquitto* live_ = nullptr;  // the handle while it is connected
  std::unordered_map<int, Outstanding> outstanding_;
  std::size_t outstanding_bytes_ = 0;
  std::set<std::string> wanted_;                             // topic filters
  std::unordered_map<int, std::vector<std::string>> asked_;  // by SUBSCRIBE's packet id, until its SUBACK

  std::atomic<std::uint64_t> attempts_{0}, handles_{0}, connections_{0}, loops_{0}, spins_{0}, oversized_{0},
      failures_{0};

  // Of the connection's thread alone.
  int connack_ = -1;
  bool active_ = false;     // a callback came in this turn
  int fast_turns_ = 0;      // in a row that neither slept nor brought anything
  std::string last_error_;  // what the library logged
  std::chrono::milliseconds delay_;
  std::minstd_rand random_{std::random_device{}()};
};

}  // namespace adapters::mqtt
