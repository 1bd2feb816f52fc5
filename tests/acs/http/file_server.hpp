// SPDX-License-Identifier: Apache-2.0
#pragma once
// A file server: serves and accepts files over HTTP, or fails as the test configures it.
// Thread: any

#include <condition_variable>
#include <map>
#include <mutex>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "tests/acs/http/digest.hpp"
#include "tests/acs/http/http_server.hpp"
#include "tests/acs/messages/reply.hpp"

namespace tests::acs {

class FileServer {
 public:
  struct Options {
    std::optional<Auth> auth = {};
    std::string certificate_file = {};  // set, with key_file: https
    std::string key_file = {};
  };

  FileServer() : FileServer(Options{}) {}
  explicit FileServer(Options options);
  ~FileServer();
  FileServer(const FileServer&) = delete;
  FileServer& operator=(const FileServer&) = delete;

  std::string url(const std::string& path, const std::string& host = "127.0.0.1") const;
  unsigned short port() const { return server_.port(); }

  // GET of this path gives this; of a path that was never named, 404. PUT is taken anywhere, and then given.
  void give(const std::string& path, std::string content);
  // Any request of this path is answered so.
  void answer(const std::string& path, Reply reply);
  // A request of this path waits for release().
  void hold(const std::string& path);
  void release();
  // Waits until this path has been asked for so often; false: 10 s have passed.
  bool wait_for(const std::string& path, std::size_t times = 1);

  std::vector<Message> seen(const std::string& path) const;
  // The file as it is there; not set: there is none.
  std::optional<std::string> file(const std::string& path) const;

 private:
  HttpServer::Callbacks callbacks();
  Reply serve(Message message);

  const bool secure_;
  mutable std::mutex mutex_;
  std::condition_variable changed_;
  std::optional<Authenticator> authenticator_;
  std::map<std::string, std::string> files_;
  std::map<std::string, Reply> answers_;
  std::set<std::string> held_;
  std::vector<Message> seen_;
  HttpServer server_;
};

}  // namespace tests::acs
