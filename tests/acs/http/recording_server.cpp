// SPDX-License-Identifier: Apache-2.0
#include "tests/acs/http/recording_server.hpp"

#include <stdexcept>
#include <utility>

namespace tests::acs {

RecordingServer::RecordingServer(std::function<Reply(Message&)> reply, HttpServer::Settings settings)
    : secure_(!settings.certificate_file.empty()),
      reply_(std::move(reply)),
      server_(std::move(settings), callbacks()) {}

std::string RecordingServer::url(const std::string& path, const std::string& host) const {
  return (secure_ ? "https://" : "http://") + host + ":" + std::to_string(server_.port()) + path;
}

std::vector<Message> RecordingServer::requests() {
  const std::lock_guard lock(mutex_);
  return requests_;
}

std::vector<Message> RecordingServer::wait_for(std::size_t count) {
  std::unique_lock lock(mutex_);
  if (!changed_.wait_for(lock, std::chrono::seconds{30}, [&] { return requests_.size() >= count; })) {
    throw std::runtime_error("no request came in time");
  }
  return requests_;
}

HttpServer::Callbacks RecordingServer::callbacks() {
  HttpServer::Callbacks callbacks;
  callbacks.request = [this](Message message) {
    const std::lock_guard lock(mutex_);
    Reply reply = reply_(message);
    requests_.push_back(std::move(message));
    changed_.notify_all();
    return reply;
  };
  callbacks.opened = [](std::uint64_t) {};
  callbacks.closed = [](std::uint64_t) {};
  callbacks.written = [](std::uint64_t) {};
  callbacks.handshake_failed = [](const std::string&) {};
  return callbacks;
}

}  // namespace tests::acs
