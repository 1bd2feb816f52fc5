// SPDX-License-Identifier: Apache-2.0
#include "tests/acs/http/file_server.hpp"

#include <algorithm>
#include <chrono>
#include <iterator>
#include <utility>

namespace tests::acs {
namespace {

HttpServer::Settings settings_of(const FileServer::Options& options) {
  HttpServer::Settings settings;
  settings.certificate_file = options.certificate_file;
  settings.key_file = options.key_file;
  return settings;
}

}  // namespace

FileServer::FileServer(Options options)
    : secure_(!options.certificate_file.empty()),
      authenticator_(options.auth ? std::make_optional<Authenticator>(*options.auth) : std::nullopt),
      server_(settings_of(options), callbacks()) {}

FileServer::~FileServer() { release(); }

std::string FileServer::url(const std::string& path, const std::string& host) const {
  return (secure_ ? "https://" : "http://") + host + ":" + std::to_string(server_.port()) + path;
}

void FileServer::give(const std::string& path, std::string content) {
  const std::lock_guard lock(mutex_);
  files_[path] = std::move(content);
}

void FileServer::answer(const std::string& path, Reply reply) {
  const std::lock_guard lock(mutex_);
  answers_.insert_or_assign(path, std::move(reply));
}

void FileServer::hold(const std::string& path) {
  const std::lock_guard lock(mutex_);
  held_.insert(path);
}

void FileServer::release() {
  const std::lock_guard lock(mutex_);
  held_.clear();
  changed_.notify_all();
}

bool FileServer::wait_for(const std::string& path, std::size_t times) {
  std::unique_lock lock(mutex_);
  return changed_.wait_for(lock, std::chrono::seconds(10), [&] {
    const auto count = std::ranges::count(seen_, path, &Message::target);
    return static_cast<std::size_t>(count) >= times;
  });
}

std::vector<Message> FileServer::seen(const std::string& path) const {
  const std::lock_guard lock(mutex_);
  std::vector<Message> found;
  std::ranges::copy_if(seen_, std::back_inserter(found), [&](const Message& each) { return each.target == path; });
  return found;
}

std::optional<std::string> FileServer::file(const std::string& path) const {
  const std::lock_guard lock(mutex_);
  const auto found = files_.find(path);
  if (found == files_.end()) return std::nullopt;
  return found->second;
}

HttpServer::Callbacks FileServer::callbacks() {
  HttpServer::Callbacks callbacks;
  callbacks.request = [this](Message message) { return serve(std::move(message)); };
  callbacks.opened = [](std::uint64_t) {};
  callbacks.closed = [](std::uint64_t) {};
  callbacks.written = [](std::uint64_t) {};
  callbacks.handshake_failed = [](const std::string&) {};
  return callbacks;
}

Reply FileServer::serve(Message message) {
  std::unique_lock lock(mutex_);
  const std::string path = message.target;
  const bool is_put = message.method == "PUT";
  std::string body = message.body;
  std::optional<Headers> refusal;
  if (authenticator_) refusal = authenticator_->refusal(message);
  seen_.push_back(std::move(message));
  changed_.notify_all();
  changed_.wait(lock, [&] { return !held_.contains(path); });
  if (refusal) return {.status = 401, .headers = *refusal, .body = "who are you?"};
  if (const auto found = answers_.find(path); found != answers_.end()) return found->second;
  if (is_put) {
    files_[path] = std::move(body);
    return {.status = 201};
  }
  const auto found = files_.find(path);
  if (found == files_.end()) return http_status(404, "there is no such file");
  return {.status = 200, .body = found->second};
}

}  // namespace tests::acs
