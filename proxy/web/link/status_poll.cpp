// SPDX-License-Identifier: Apache-2.0
#include "proxy/web/link/status_poll.hpp"

#include "proxy/base/log.hpp"

#include <boost/json.hpp>

#include <algorithm>
#include <random>
#include <utility>

namespace proxy::web {
namespace {

/// Half of it to all of it: browsers and instances that lost the same daemon do not return together.
std::chrono::milliseconds with_jitter(std::chrono::milliseconds wait) {
  std::random_device random;
  return std::chrono::milliseconds(std::uniform_int_distribution<std::int64_t>(wait.count() / 2, wait.count())(random));
}

}  // namespace

void StatusPoll::add(Observer* observer) {
  observers_.insert(observer);
  if (observers_.size() == 1) ask();
}

void StatusPoll::remove(Observer* observer) {
  observers_.erase(observer);
  if (observers_.empty()) timer_.cancel();
}

void StatusPoll::get(std::function<void(const boost::json::object*)> done) {
  if (last_ && std::chrono::steady_clock::now() - asked_ < kFresh) return done(last());
  if (waiting_.size() >= Daemon::kMaxWaiting) return done(nullptr);
  waiting_.push_back(std::move(done));
  ask();
}

void StatusPoll::suspect() {
  if (last_) ask();
}

void StatusPoll::ask() {
  if (asking_) return;
  asking_ = true;
  timer_.cancel();
  daemon_.ask({"status", {}}, lifetime_.guard([this](const Daemon::Answer& answer) { answered(answer); }));
}

void StatusPoll::answered(const Daemon::Answer& answer) {
  asking_ = false;
  asked_ = std::chrono::steady_clock::now();
  const bool is_up = answer.result && answer.result->is_object();
  last_ = is_up ? std::optional(answer.result->as_object()) : std::nullopt;
  if (!is_up && !std::exchange(was_lost_, true))
    base::log::warning("web.daemon.lost", "the daemon does not answer, which is tried again: {}", answer.problem);
  if (is_up && std::exchange(was_lost_, false)) base::log::info("web.daemon.back", "the daemon answers again");
  for (const auto& done : std::exchange(waiting_, {})) done(last());
  const auto observers = observers_;  // one may go meanwhile
  for (Observer* observer : observers) {
    if (observers_.contains(observer)) observer->status_known(last());
  }
  retry_ = is_up ? kFirstRetry : std::min(2 * retry_, kMaxRetry);
  if (!observers_.empty()) ask_later(is_up ? std::chrono::milliseconds(kInterval) : with_jitter(retry_));
}

void StatusPoll::ask_later(std::chrono::milliseconds wait) {
  timer_.expires_after(wait);
  timer_.async_wait(lifetime_.guard([this](boost::system::error_code cancelled) {
    if (!cancelled) ask();
  }));
}

}  // namespace proxy::web
