// SPDX-License-Identifier: Apache-2.0
#include "adapters/mqtt/broker_connection.hpp"

#include <mosquitto.h>
#include <poll.h>

#include <algorithm>
#include <exception>
#include <vector>

#include "adapters/io/tcp_connect.hpp"
#include "adapters/io/thread.hpp"
#include "adapters/mqtt/connection/remedy.hpp"

namespace adapters::mqtt {
namespace {

using Clock = std::chrono::steady_clock;
using std::chrono::milliseconds;

constexpr milliseconds kHandshakeTurn{100};
constexpr milliseconds kServingTurn{30'000};
constexpr milliseconds kGoodbye{500};
constexpr milliseconds kSpinPause{10};
constexpr int kMaxFastTurns = 200;  // a large message needs many turns before it is complete
constexpr int kMaxAddresses = 4;    // whose probes may all time out
// MQTT 3.1.1, section 3.2.2.3; codes of MQTT 5 that have none of these are 128 and above, and may pass.
constexpr int kWrongVersion = 1;
constexpr int kBrokerUnavailable = 3;
constexpr int kLastRefusal = 5;

constexpr std::size_t kMaxErrors = 400;  // bytes of what the library logs about one failure

std::string with_remedy(std::string reason, const std::string& remedy) {
  if (remedy.empty()) return reason;
  if (reason.ends_with('.')) reason.pop_back();
  return reason + ": " + remedy;
}

bool refuses(int connack) { return connack > 0 && connack <= kLastRefusal && connack != kBrokerUnavailable; }

}  // namespace

BrokerConnection::BrokerConnection(BrokerSettings settings, Listener& listener)
    : settings_(std::move(settings)),
      listener_(listener),
      client_id_(settings_.client_id.empty() ? random_client_id() : settings_.client_id),
      subscriptions_(settings_.subscriptions),
      reconnect_(settings_.times.retry),
      version_(settings_.version.value_or(Version::v5)) {}

BrokerConnection::~BrokerConnection() { stop(); }

void BrokerConnection::start() {
  mosquitto_lib_init();  // never undone: the clean-up would reset OpenSSL for the whole process
  thread_ = io::start_thread([this] { run(); });
}

void BrokerConnection::stop() {
  wake_.stop();
  {
    const std::lock_guard lock(mutex_);
    if (live_ != nullptr) mosquitto_disconnect(live_);  // wakes the thread out of the library's loop
  }
  if (thread_.joinable()) thread_.join();
}

PublishResult BrokerConnection::publish(const OutgoingMessage& message, std::optional<std::uint64_t> tag) {
  const std::size_t size = message.payload.size();
  if (size > settings_.max_payload) {
    ++oversized_;
    return PublishResult::invalid;
  }
  const std::lock_guard lock(mutex_);
  if (live_ == nullptr || wake_.stopping()) return PublishResult::not_connected;
  if (!outstanding_.has_place_for(size)) return PublishResult::full;
  int id = 0;
  const int failure = mosquitto_publish(live_, &id, message.topic.c_str(), static_cast<int>(size),
                                        message.payload.data(), message.qos, message.retain);
  if (failure == MOSQ_ERR_NO_CONN) return PublishResult::not_connected;
  if (failure == MOSQ_ERR_NOMEM) return PublishResult::full;
  if (failure != 0) return PublishResult::invalid;
  outstanding_.add(id, tag, size);
  return PublishResult::queued;
}

void BrokerConnection::subscribe(const std::vector<std::string>& topics) {
  std::vector<std::string> refused;
  {
    const std::lock_guard lock(mutex_);
    refused = subscriptions_.add(live_, topics);
  }
  report_refused(refused);
}

void BrokerConnection::unsubscribe(const std::vector<std::string>& topics) {
  const std::lock_guard lock(mutex_);
  subscriptions_.remove(live_, topics);
}

void BrokerConnection::report_refused(const std::vector<std::string>& topics) const {
  for (const std::string& topic : topics) listener_.subscription_refused(topic);
}

BrokerDiagnostics BrokerConnection::diagnostics() const {
  return {attempts_, handles_, connections_, loops_, spins_, oversized_, failures_};
}

void BrokerConnection::run() {
  while (!wake_.stopping()) {
    reconnect_.attempt(Clock::now());
    const std::string reason = attempt();
    if (wake_.stopping()) break;
    if (connack_ == kWrongVersion && fall_back()) continue;  // once, and it is no failure
    reconnect_.lost(Clock::now());
    // The library has no code of its own for a certificate that is not accepted.
    is_refused_ = refuses(connack_) || (settings_.tls && reason.find("certificate") != std::string::npos);
    listener_.disconnected(reason);
    rest();
  }
}

// The broker refuses MQTT 5. False if 3.1.1 is no choice.
bool BrokerConnection::fall_back() {
  if (settings_.version || version_ == Version::v3_1_1) return false;
  version_ = Version::v3_1_1;
  return true;
}

// Waits until the next attempt.
void BrokerConnection::rest() {
  const auto end = reconnect_.next();
  for (auto left = end - Clock::now(); left > Clock::duration::zero() && !wake_.stopping(); left = end - Clock::now()) {
    wake_.wait(Clock::now() + until_due(std::chrono::ceil<milliseconds>(left)));
  }
}

// Does what is due, and returns how long to sleep then.
milliseconds BrokerConnection::until_due(milliseconds most) {
  try {
    const auto next = listener_.due();
    if (!next) return most;
    return std::clamp(std::chrono::ceil<milliseconds>(*next - Clock::now()), milliseconds(1), most);
  } catch (const std::exception& failure) {
    handler_failed(failure);
  }
  return most;
}

// One connection from its probe to its end; returns the reason of the end.
std::string BrokerConnection::attempt() {
  std::string reason;
  const Handle handle = connect(reason);
  if (handle == nullptr) return reason;
  if (!await_connack(handle.get(), reason)) {
    // A broker that does not speak MQTT 5 may hang up, or answer in its own version, as well as refuse.
    if (connack_ < 0 && !is_version_known_ && !settings_.version) {
      version_ = version_ == Version::v5 ? Version::v3_1_1 : Version::v5;
    }
    return reason;
  }
  is_version_known_ = true;
  ++connections_;
  const auto since = Clock::now();
  reason = serve(handle.get());
  if (Clock::now() - since >= settings_.times.retry.stable) reconnect_.progress();
  return reason;
}

// libmosquitto's own connect is neither bounded nor interruptible. So it follows a probe that has just succeeded.
std::optional<std::string> BrokerConnection::probe(std::string& reason) const {
  const io::ConnectTimeouts timeouts{settings_.times.probe, kMaxAddresses * settings_.times.probe};
  const io::TcpConnection connection = io::connect_tcp(settings_.host, settings_.port, timeouts, wake_);
  reason = connection.error;
  return connection ? std::optional(connection.address) : std::nullopt;
}

Handle BrokerConnection::connect(std::string& reason) {
  ++attempts_;
  connack_ = -1;
  last_error_.clear();
  const std::optional<std::string> address = probe(reason);
  if (!address || wake_.stopping()) return nullptr;
  ++handles_;
  Handle handle = make_handle(settings_, version_, client_id_, *this, reason);
  if (handle == nullptr) return handle;
  // TLS needs the name, for the certificate, and a connect that is complete. Without TLS neither is needed.
  const auto keepalive = static_cast<int>(settings_.keepalive.count());
  const bool by_name = settings_.tls && !settings_.insecure;
  const char* host = by_name ? settings_.host.c_str() : address->c_str();
  const int failure = settings_.tls ? mosquitto_connect(handle.get(), host, settings_.port, keepalive)
                                    : mosquitto_connect_async(handle.get(), host, settings_.port, keepalive);
  if (failure != 0) {
    reason = explain_early_end(failure);
    handle.reset();
  }
  return handle;
}

bool BrokerConnection::await_connack(mosquitto* handle, std::string& reason) {
  connack_ = -1;
  fast_turns_ = 0;
  const auto deadline = Clock::now() + settings_.times.connack;
  while (connack_ < 0 && !wake_.stopping()) {
    const int failure = turn(handle, std::min(kHandshakeTurn, settings_.times.connack));
    // The CONNACK of 3.1.1 to a CONNECT of MQTT 5: libmosquitto 2.0.21 reports no refusal, unlike 2.0.11.
    if (connack_ < 0 && failure == MOSQ_ERR_MALFORMED_PACKET && version_ == Version::v5 && !is_version_known_) {
      connack_ = kWrongVersion;
    }
    if (connack_ >= 0) break;
    if (failure != 0) {
      reason = explain_early_end(failure);
      return false;
    }
    if (Clock::now() >= deadline) {
      reason = "the broker does not answer";
      return false;
    }
  }
  if (connack_ > 0) reason = with_remedy(describe_connack(connack_), remedy_of_refusal(connack_, settings_));
  return connack_ == 0;
}

std::string BrokerConnection::serve(mosquitto* handle) {
  last_error_.clear();
  mosquitto_threaded_set(handle, true);
  go_live(handle);
  listener_.connected();
  int failure = 0;
  while (failure == 0 && !wake_.stopping()) failure = turn(handle, until_due(kServingTurn));
  std::string reason = failure == 0 ? std::string{} : explain(failure);
  if (failure == 0) say_goodbye(handle);
  forget_live();
  return reason;
}

void BrokerConnection::go_live(mosquitto* handle) {
  std::vector<std::string> refused;
  {
    const std::lock_guard lock(mutex_);
    live_ = handle;
    refused = subscriptions_.renew(handle);
    // stop() either finds the handle in live_, or was called before.
    if (wake_.stopping()) mosquitto_disconnect(handle);
  }
  report_refused(refused);
}

void BrokerConnection::forget_live() {
  std::vector<std::uint64_t> lost;
  {
    const std::lock_guard lock(mutex_);
    live_ = nullptr;
    lost = outstanding_.take_all();
  }
  for (const std::uint64_t tag : lost) listener_.delivered(tag, false);
}

// Lets the library write its queue. The DISCONNECT at the end closes the socket, which ends the loop.
void BrokerConnection::say_goodbye(mosquitto* handle) {
  const auto deadline = Clock::now() + kGoodbye;
  while (Clock::now() < deadline && turn(handle, kHandshakeTurn) == 0) {
  }
}

// One turn of the library's loop, which sleeps until there is work. If it returns at once again and again, we sleep.
int BrokerConnection::turn(mosquitto* handle, milliseconds timeout) {
  active_ = false;
  const auto before = Clock::now();
  const int failure = mosquitto_loop(handle, static_cast<int>(timeout.count()), 1);
  ++loops_;
  if (failure == 0 && !active_ && Clock::now() - before < milliseconds(1)) {
    if (++fast_turns_ > kMaxFastTurns) {
      ++spins_;
      ::poll(nullptr, 0, static_cast<int>(kSpinPause.count()));
    }
  } else {
    fast_turns_ = 0;
  }
  return failure;
}

std::string BrokerConnection::explain(int code) {
  std::string text = describe_failure(code);
  if (last_error_.empty()) return text;
  std::string remedy = settings_.tls ? remedy_of_tls(last_error_, settings_) : std::string();
  // libmosquitto 2.0.21 has "protocol error" for a certificate that it does not accept, earlier ones MOSQ_ERR_TLS.
  const bool is_of_tls = code == MOSQ_ERR_TLS || !remedy.empty();
  text = is_of_tls ? last_error_ : text + " (" + last_error_ + ")";
  return with_remedy(std::move(text), remedy);
}

/// Before the broker has answered the login.
std::string BrokerConnection::explain_early_end(int code) {
  std::string text = explain(code);
  const bool has_no_reason = settings_.tls && last_error_.empty();
  return has_no_reason ? with_remedy(std::move(text), remedy_of_early_end(settings_)) : text;
}

// ---- reports of the library -----------------------------------------------------------------------------------------

void BrokerConnection::connack(int code) {
  connack_ = plain_connack(code);
  active_ = true;
}

void BrokerConnection::message(const mosquitto_message& message) {
  active_ = true;
  const auto size = static_cast<std::size_t>(message.payloadlen);
  if (size > settings_.max_payload) {
    ++oversized_;
    listener_.too_long(message.topic);
    return;
  }
  const std::string_view payload(size == 0 ? "" : static_cast<const char*>(message.payload), size);
  listener_.message(message.topic, payload, message.retain);
}

void BrokerConnection::delivered(int id) {
  active_ = true;
  Outstanding::Tag tag;
  {
    const std::lock_guard lock(mutex_);
    tag = outstanding_.take(id);
  }
  if (tag) listener_.delivered(*tag, true);
}

void BrokerConnection::granted(int id, std::span<const int> codes) {
  active_ = true;
  std::vector<std::string> refused;
  {
    const std::lock_guard lock(mutex_);
    refused = subscriptions_.granted(id, codes);
  }
  report_refused(refused);
}

void BrokerConnection::library_error(const std::string& line) {
  active_ = true;
  if (last_error_.find(line) != std::string::npos || last_error_.size() + line.size() > kMaxErrors) return;
  if (!last_error_.empty()) last_error_ += "; ";
  last_error_ += line;
}

void BrokerConnection::handler_failed(const std::exception& failure) {
  ++failures_;
  listener_.rejected(failure.what());
}

}  // namespace adapters::mqtt
