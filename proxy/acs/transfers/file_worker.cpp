// SPDX-License-Identifier: Apache-2.0
#include "proxy/acs/transfers/file_worker.hpp"

#include "proxy/base/thread.hpp"

#include <chrono>
#include <utility>

namespace proxy::acs {
namespace {

constexpr std::chrono::milliseconds kMaxWait = std::chrono::minutes(1);

}  // namespace

FileWorker::FileWorker() {
  curl_global_init(CURL_GLOBAL_DEFAULT);
  multi_.reset(curl_multi_init());
  thread_ = base::start_thread([this] { run(); });
}

FileWorker::~FileWorker() {
  stop();
  multi_.reset();
  curl_global_cleanup();
}

void FileWorker::stop() {
  {
    const std::lock_guard lock(mutex_);
    stopping_ = true;
  }
  curl_multi_wakeup(multi_.get());
  if (thread_.joinable()) thread_.join();
}

void FileWorker::start(std::shared_ptr<FileJob> job) {
  submit([this, job = std::move(job)] {
    CURL* handle = job->begin();
    if (handle == nullptr) return job->post_result(job);
    curl_multi_add_handle(multi_.get(), handle);
    jobs_.push_back(job);
  });
}

void FileWorker::abandon(std::shared_ptr<FileJob> job) {
  submit([this, job = std::move(job)] { drop(*job); });
}

void FileWorker::submit(std::function<void()> command) {
  {
    const std::lock_guard lock(mutex_);
    if (stopping_) return;
    commands_.push_back(std::move(command));
  }
  curl_multi_wakeup(multi_.get());
}

void FileWorker::run() {
  while (run_commands()) {
    int running = 0;
    curl_multi_perform(multi_.get(), &running);
    take_finished();
    curl_multi_poll(multi_.get(), nullptr, 0, static_cast<int>(kMaxWait.count()), nullptr);
  }
  while (!jobs_.empty()) drop(*jobs_.back());
}

/// False: the worker must end.
bool FileWorker::run_commands() {
  std::vector<std::function<void()>> commands;
  {
    const std::lock_guard lock(mutex_);
    if (stopping_) return false;
    commands.swap(commands_);
  }
  for (const std::function<void()>& command : commands) command();
  return true;
}

void FileWorker::take_finished() {
  int left = 0;
  while (const CURLMsg* message = curl_multi_info_read(multi_.get(), &left)) {
    if (message->msg != CURLMSG_DONE) continue;
    const CURLcode code = message->data.result;
    FileJob* job = nullptr;
    curl_easy_getinfo(message->easy_handle, CURLINFO_PRIVATE, &job);
    job->end(code);
    for (const std::shared_ptr<FileJob>& each : jobs_) {
      if (each.get() == job) each->post_result(each);
    }
    drop(*job);
  }
}

void FileWorker::drop(const FileJob& job) {
  std::erase_if(jobs_, [&](const std::shared_ptr<FileJob>& each) {
    if (each.get() != &job) return false;
    curl_multi_remove_handle(multi_.get(), each->handle());
    return true;
  });
}

}  // namespace proxy::acs
