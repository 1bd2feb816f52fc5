// SPDX-License-Identifier: Apache-2.0
#pragma once
// An HTTP server for the tests of HTTP clients: it records every request and replies as the test decides.
// Thread: any

#include <chrono>
#include <condition_variable>
#include <cstddef>
#include <functional>
#include <mutex>
#include <string>
#include <vector>

#include "tests/acs/http/http_server.hpp"

namespace tests::acs {

class RecordingServer {
 public:
  // `reply` is called for one request at a time. Throws as HttpServer does.
  explicit RecordingServer(std::function<Reply(Message&)> reply, HttpServer::Settings settings = {});

  std::string url(const std::string& path = "/", const std::string& host = "127.0.0.1") const;
  std::vector<Message> requests();
  // Waits until so many requests have come; throws std::runtime_error if they do not come in time.
  std::vector<Message> wait_for(std::size_t count);

 private:
  HttpServer::Callbacks callbacks();

  bool secure_;
  std::mutex mutex_;
  std::condition_variable changed_;
  std::function<Reply(Message&)> reply_;
  std::vector<Message> requests_;
  HttpServer server_;
};

}  // namespace tests::acs
