// SPDX-License-Identifier: Apache-2.0
#include "adapters/mqtt/broker_connection.hpp"

#include <mosquitto.h>
#include <poll.h>

#include <algorithm>
#include <exception>
#include <vector>

#include "adapters/io/tcp_connect.hpp"
#include "adapters/io/thread.hpp"

namespace adapters::mqtt {
namespace {

using Clock = std::chrono::steady_clock;
using std::chrono::milliseconds;

constexpr milliseconds kHandshakeTurn{100};
constexpr milliseconds kServingTurn{30'000};
constexpr milliseconds kGoodbye{500};
constexpr milliseconds kSpinPause{10};
constexpr int kMaxFastTurns = 200;  // a large message takes many turns that bring nothing yet
constexpr std::size_t kMaxOutstanding = 256;
constexpr std::size_t kMaxOutstandingBytes = std::size_t{4} << 20;
constexpr std::size_t kTopicsPerSubscribe = 64;
constexpr int kQos = 1;
constexpr int kMaxAddresses = 4;  // that are probed for their whole time

}  // namespace

BrokerConnection::BrokerConnection(BrokerSettings settings, BrokerEvents events)
    : settings_(std::move(settings)),
      events_(std::move(events)),
      client_id_(settings_.client_id.empty() ? random_client_id() : settings_.client_id),
      wanted_(settings_.subscriptions.begin(), settings_.subscriptions.end()),
      delay_(settings_.times.retry_minimum) {}

BrokerConnection::~BrokerConnection() { stop(); }

void BrokerConnection::start() {
  mosquitto_lib_init();  // counted; never undone, as the clean-up would reset OpenSSL for the whole process
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
  if (outstanding_.size() >= kMaxOutstanding || outstanding_bytes_ + size > kMaxOutstandingBytes) {
    return PublishResult::full;
  }
  int id = 0;
  const int failure = mosquitto_publish(live_, &id, message.topic.c_str(), static_cast<int>(size),
                                        message.payload.data(), message.qos, message.retain);
  if (failure == MOSQ_ERR_NO_CONN) return PublishResult::not_connected;
  if (failure == MOSQ_ERR_NOMEM) return PublishResult::full;
  if (failure != 0) return PublishResult::invalid;
  outstanding_[id] = {tag, size};
  outstanding_bytes_ += size;
  return PublishResult::queued;
}

void BrokerConnection::subscribe(const std::vector<std::string>& topics) {
  std::vector<std::string> refused;
  {
    const std::lock_guard lock(mutex_);
    wanted_.insert(topics.begin(), topics.end());
    if (live_ != nullptr) refused = ask_for(topics);
  }
  report_refused(refused);
}

void BrokerConnection::unsubscribe(const std::vector<std::string>& topics) {
  const std::lock_guard lock(mutex_);
  for (const std::string& topic : topics) {
    if (wanted_.erase(topic) != 0 && live_ != nullptr) mosquitto_unsubscribe(live_, nullptr, topic.c_str());
  }
}

// Those of them that make no subscription. One that is lost with the connection is asked for with the next.
std::vector<std::string> BrokerConnection::ask_for(std::span<const std::string> topics) {
  std::vector<std::string> refused;
  std::vector<std::string> good;
  for (const std::string& topic : topics) {
    const bool valid = mosquitto_sub_topic_check(topic.c_str()) == MOSQ_ERR_SUCCESS &&
                       mosquitto_validate_utf8(topic.c_str(), static_cast<int>(topic.size())) == MOSQ_ERR_SUCCESS;
    (valid ? good : refused).push_back(topic);
  }
  for (std::size_t first = 0; first < good.size(); first += kTopicsPerSubscribe) {
    const std::size_t count = std::min(kTopicsPerSubscribe, good.size() - first);
    std::vector<std::string> some(good.begin() + static_cast<std::ptrdiff_t>(first),
                                  good.begin() + static_cast<std::ptrdiff_t>(first + count));
    std::vector<char*> names;  // the library takes char* and does not write to it
    for (std::string& topic : some) names.push_back(topic.data());
    int id = 0;
    const int failure =
        mosquitto_subscribe_multiple(live_, &id, static_cast<int>(count), names.data(), kQos, 0, nullptr);
    if (failure == 0) {
      asked_[id] = std::move(some);
    } else if (failure != MOSQ_ERR_NO_CONN) {
      refused.insert(refused.end(), some.begin(), some.end());
    }
  }
  return refused;
}

void BrokerConnection::report_refused(const std::vector<std::string>& topics) const {
  if (!events_.subscription_refused) return;
  for (const std::string& topic : topics) events_.subscription_refused(topic);
}

BrokerDiagnostics BrokerConnection::diagnostics() const {
  return {attempts_, handles_, connections_, loops_, spins_, oversized_, failures_};
}

void BrokerConnection::run() {
  while (!wake_.stopping()) {
    const std::string reason = attempt();
    if (wake_.stopping()) break;
    if (events_.disconnected) events_.disconnected(reason);
    rest();
  }
}

// Until the next attempt.
void BrokerConnection::rest() {
  const auto end = Clock::now() + next_delay();
  for (auto left = end - Clock::now(); left > Clock::duration::zero() && !wake_.stopping(); left = end - Clock::now()) {
    wake_.wait(Clock::now() + until_due(std::chrono::ceil<milliseconds>(left)));
  }
}

// Does what is due; how long to sleep then.
milliseconds BrokerConnection::until_due(milliseconds most) {
  if (!events_.due) return most;
  try {
    const auto next = events_.due();
    if (!next) return most;
    return std::clamp(std::chrono::ceil<milliseconds>(*next - Clock::now()), milliseconds(1), most);
  } catch (const std::exception& failure) {
    ++failures_;
    if (events_.rejected) events_.rejected(failure.what());
  }
  return most;
}

// One connection from probe to end; returns why it ended.
std::string BrokerConnection::attempt() {
  std::string reason;
  const Handle handle = connect(reason);
  if (handle == nullptr || !await_connack(handle.get(), reason)) return reason;
  ++connections_;
  const auto since = Clock::now();
  reason = serve(handle.get());
  if (Clock::now() - since >= settings_.times.stable) delay_ = settings_.times.retry_minimum;
  return reason;
}

// libmosquitto's own connect is neither bounded nor interruptible: it follows a connection that has just been possible.
std::optional<std::string> BrokerConnection::probe(std::string& reason) const {
  const io::ConnectTimeouts timeouts{settings_.times.probe, kMaxAddresses * settings_.times.probe};
  const io::TcpConnection connection = io::connect_tcp(settings_.host, settings_.port, timeouts, wake_);
  reason = connection.error;
  return connection ? std::optional(connection.address) : std::nullopt;
}

Handle BrokerConnection::connect(std::string& reason) {
  ++attempts_;
  last_error_.clear();
  const std::optional<std::string> address = probe(reason);
  if (!address || wake_.stopping()) return nullptr;
  ++handles_;
  Handle handle = make_handle(settings_, client_id_, this, reason);
  if (handle == nullptr) return handle;
  install_callbacks(handle.get());
  // Only TLS needs the name, for the certificate, and only TLS cannot live with a connect that is still pending.
  const auto keepalive = static_cast<int>(settings_.keepalive.count());
  const bool by_name = settings_.tls && !settings_.insecure;
  const char* host = by_name ? settings_.host.c_str() : address->c_str();
  const int failure = settings_.tls ? mosquitto_connect(handle.get(), host, settings_.port, keepalive)
                                    : mosquitto_connect_async(handle.get(), host, settings_.port, keepalive);
  if (failure != 0) {
    reason = explain(failure);
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
    if (connack_ >= 0) break;
    if (failure != 0) {
      reason = explain(failure);
      return false;
    }
    if (Clock::now() >= deadline) {
      reason = "the broker does not answer";
      return false;
    }
  }
  if (connack_ > 0) reason = mosquitto_connack_string(connack_);
  return connack_ == 0;
}

std::string BrokerConnection::serve(mosquitto* handle) {
  mosquitto_threaded_set(handle, true);
  go_live(handle);
  if (events_.connected) events_.connected();
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
    asked_.clear();
    const std::vector<std::string> topics(wanted_.begin(), wanted_.end());
    refused = ask_for(topics);
    // stop() either finds the handle here, or has said so before.
    if (wake_.stopping()) mosquitto_disconnect(handle);
  }
  report_refused(refused);
}

void BrokerConnection::forget_live() {
  std::unordered_map<int, Outstanding> lost;
  {
    const std::lock_guard lock(mutex_);
    live_ = nullptr;
    lost.swap(outstanding_);
    outstanding_bytes_ = 0;
  }
  if (!events_.delivered) return;
  for (const auto& [id, message] : lost) {
    if (message.tag) events_.delivered(*message.tag, false);
  }
}

// Lets the library write what is queued; the DISCONNECT at its end closes the socket, and the loop says so.
void BrokerConnection::say_goodbye(mosquitto* handle) {
  const auto deadline = Clock::now() + kGoodbye;
  while (Clock::now() < deadline && turn(handle, kHandshakeTurn) == 0) {
  }
}

// One turn of the library's loop, which sleeps until there is work; if it does not, we do.
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
  if (!last_error_.empty()) text += " (" + last_error_ + ")";
  return text;
}

// Doubles from try to try; the jitter keeps a house full of clients from coming back all at once.
milliseconds BrokerConnection::next_delay() {
  std::uniform_int_distribution<milliseconds::rep> jitter(delay_.count() / 2, delay_.count());
  delay_ = std::min(delay_ * 2, settings_.times.retry_maximum);
  return milliseconds(jitter(random_));
}

}  // namespace adapters::mqtt
