// SPDX-License-Identifier: Apache-2.0
#pragma once
// A real lighttpd on a free port of the loopback interface that hands out a folder and takes PUT into it. Below /basic
// and /digest it asks for the user "gateway" with the password "se:cret".
// Thread: any one thread at a time

#include <memory>
#include <string>

#include "tests/support/process.hpp"
#include "tests/support/temp_dir.hpp"

namespace tests::support {

class WebServer {
 public:
  // Returns once it answers; throws std::runtime_error with its log when it does not.
  WebServer();

  unsigned short port() const { return port_; }
  std::string url() const { return "http://127.0.0.1:" + std::to_string(port_); }

  // The folder that it hands out; one file of it, made or replaced.
  const TempDir& documents() const { return documents_; }
  void write(const std::string& path, const std::string& text);
  std::string read(const std::string& path) const { return read_text(documents_.path() / path); }

  void kill() { process_->kill(); }
  // Starts it again on the same port; it must have been killed.
  void start();

 private:
  unsigned short port_;
  TempDir folder_;
  TempDir documents_;
  std::unique_ptr<Process> process_;
};

}  // namespace tests::support
