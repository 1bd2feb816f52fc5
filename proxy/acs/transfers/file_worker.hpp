// SPDX-License-Identifier: Apache-2.0
#pragma once
// The thread on which libcurl transfers files, several at the same time.
// Thread: start, abandon and stop on any, the rest on the worker itself

#include "proxy/acs/transfers/file_job.hpp"

#include <functional>
#include <memory>
#include <mutex>
#include <thread>
#include <vector>

namespace proxy::acs {

class FileWorker {
 public:
  FileWorker();
  ~FileWorker();

  void start(std::shared_ptr<FileJob> job);
  void abandon(std::shared_ptr<FileJob> job);
  void stop();

 private:
  void submit(std::function<void()> command);
  void run();
  bool run_commands();
  void take_finished();
  void drop(const FileJob& job);

  std::unique_ptr<CURLM, CurlMultiDelete> multi_;
  std::mutex mutex_;
  std::vector<std::function<void()>> commands_;
  bool stopping_ = false;
  std::vector<std::shared_ptr<FileJob>> jobs_;  ///< the worker's
  std::thread thread_;
};

}  // namespace proxy::acs
