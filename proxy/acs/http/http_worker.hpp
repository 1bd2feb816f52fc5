// SPDX-License-Identifier: Apache-2.0
#pragma once
// The thread that libcurl runs on. Each session has its own curl handle, so that no session uses another's connection.
// All of them wait in one poll.
// Thread: start, submit and stop on any, the rest on the worker itself

#include "proxy/acs/http/curl_session.hpp"

#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <set>
#include <string>
#include <thread>
#include <vector>

namespace proxy::acs {

class HttpWorker {
 public:
  HttpWorker();
  ~HttpWorker();

  void stop();

  void open(std::uint64_t id, config::Acs settings, CertificateTimes times);
  void close(std::uint64_t id);
  void start(std::uint64_t id, std::shared_ptr<HttpExchange> exchange);
  void abandon(std::uint64_t id);

 private:
  void submit(std::function<void()> command);
  void run();
  void run_commands();
  void wait(std::vector<curl_waitfd>& sockets);
  void serve(const std::vector<curl_waitfd>& sockets);

  std::unique_ptr<CURLM, CurlMultiDelete> poller_;  ///< has no transfers: it is what wait() waits in and submit() wakes
  std::mutex mutex_;
  std::vector<std::function<void()>> commands_;
  bool stopping_ = false;
  std::set<std::string> digest_origins_;                            ///< the worker's; of servers that want digest
  std::map<std::uint64_t, std::unique_ptr<CurlSession>> sessions_;  ///< the worker's
  std::thread thread_;
};

}  // namespace proxy::acs
