// SPDX-License-Identifier: Apache-2.0
#include "proxy/acs/http/http_worker.hpp"

#include "proxy/base/thread.hpp"

#include <algorithm>
#include <chrono>
#include <utility>

namespace proxy::acs {
namespace {

constexpr std::chrono::milliseconds kMaxWait = std::chrono::minutes(1);

}  // namespace

HttpWorker::HttpWorker() {
  curl_global_init(CURL_GLOBAL_DEFAULT);
  poller_.reset(curl_multi_init());
  thread_ = base::start_thread([this] { run(); });
}

HttpWorker::~HttpWorker() {
  stop();
  poller_.reset();
  curl_global_cleanup();
}

void HttpWorker::stop() {
  {
    const std::lock_guard lock(mutex_);
    stopping_ = true;
  }
  curl_multi_wakeup(poller_.get());
  if (thread_.joinable()) thread_.join();
}

void HttpWorker::open(std::uint64_t id, config::Acs settings, CertificateTimes times) {
  submit([this, id, times, settings = std::move(settings)] {
    sessions_.emplace(id, std::make_unique<CurlSession>(settings, times, digest_origins_));
  });
}

void HttpWorker::close(std::uint64_t id) {
  submit([this, id] { sessions_.erase(id); });
}

void HttpWorker::start(std::uint64_t id, std::shared_ptr<HttpExchange> exchange) {
  submit([this, id, exchange = std::move(exchange)]() mutable { sessions_.at(id)->start(std::move(exchange)); });
}

void HttpWorker::abandon(std::uint64_t id) {
  submit([this, id] { sessions_.at(id)->abandon(); });
}

void HttpWorker::submit(std::function<void()> command) {
  {
    const std::lock_guard lock(mutex_);
    if (stopping_) return;
    commands_.push_back(std::move(command));
  }
  curl_multi_wakeup(poller_.get());
}

void HttpWorker::run() {
  std::vector<curl_waitfd> sockets;
  while (true) {
    {
      const std::lock_guard lock(mutex_);
      if (stopping_) break;
    }
    run_commands();
    wait(sockets);
    serve(sockets);
  }
  sessions_.clear();
}

void HttpWorker::run_commands() {
  std::vector<std::function<void()>> commands;
  {
    const std::lock_guard lock(mutex_);
    commands.swap(commands_);
  }
  for (const std::function<void()>& command : commands) command();
}

void HttpWorker::wait(std::vector<curl_waitfd>& sockets) {
  sockets.clear();
  base::SteadyTime until = base::SteadyTime::max();
  for (const auto& [id, session] : sessions_) {
    sockets.insert(sockets.end(), session->sockets().begin(), session->sockets().end());
    until = std::min(until, session->deadline().value_or(until));
  }
  auto timeout = kMaxWait;
  if (until != base::SteadyTime::max()) {
    const auto left = std::chrono::ceil<std::chrono::milliseconds>(until - std::chrono::steady_clock::now());
    timeout = std::clamp(left, std::chrono::milliseconds(0), kMaxWait);
  }
  curl_multi_poll(poller_.get(), sockets.data(), static_cast<unsigned>(sockets.size()),
                  static_cast<int>(timeout.count()), nullptr);
}

void HttpWorker::serve(const std::vector<curl_waitfd>& sockets) {
  const base::SteadyTime now = std::chrono::steady_clock::now();
  auto socket = sockets.begin();
  for (const auto& [id, session] : sessions_) {
    // In the order of wait(), a session's sockets together; serving one may change the session's other sockets.
    const auto end = socket + static_cast<std::ptrdiff_t>(session->sockets().size());
    for (; socket != end; ++socket) {
      if (socket->revents != 0) session->on_socket(socket->fd, socket->revents);
    }
    const std::optional<base::SteadyTime> deadline = session->deadline();
    if (deadline && *deadline <= now) session->on_time(now);
  }
}

}  // namespace proxy::acs
