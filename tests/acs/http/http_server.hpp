// SPDX-License-Identifier: Apache-2.0
#pragma once
// The HTTP side of the test ACS: accepts connections, plain or TLS, and hands each request to a function.
// Thread: any; the handler runs on the thread of its connection and may block

#include <cstdint>
#include <functional>
#include <memory>
#include <string>

#include "tests/acs/messages/message.hpp"
#include "tests/acs/messages/reply.hpp"

namespace tests::acs {

class HttpServer {
 public:
  struct Settings {
    std::string address = "127.0.0.1";
    unsigned short port = 0;
    std::string certificate_file = {};  // set: TLS
    std::string key_file = {};
    std::string client_ca_file = {};
    bool old_tls = false;  // nothing above TLS 1.1
  };
  struct Callbacks {
    // Answers a request; the reply is sent as it is (never of kind soap).
    std::function<Reply(Message)> request;
    // The reply is on the wire, as far as it got.
    std::function<void(std::uint64_t connection)> written;
    std::function<void(std::uint64_t connection)> opened;  // in the order in which they came, on one thread
    std::function<void(std::uint64_t connection)> closed;
    std::function<void(const std::string& error)> handshake_failed;
  };

  // Throws when it cannot listen or a certificate is no good.
  HttpServer(Settings settings, Callbacks callbacks);
  // Breaks off all connections. A handler that still blocks must have been woken before.
  ~HttpServer();
  HttpServer(const HttpServer&) = delete;
  HttpServer& operator=(const HttpServer&) = delete;

  unsigned short port() const;

 private:
  class Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace tests::acs
