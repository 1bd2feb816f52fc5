// SPDX-License-Identifier: Apache-2.0
#pragma once
// A CPE by hand for tests of the scripted ACS: posts bodies with libcurl, as a daemon would, on a thread of its own.
// Thread: any one thread at a time

#include <functional>
#include <string>
#include <thread>
#include <vector>

namespace tests::acs_script {

class Cpe {
 public:
  struct Answer {
    long status = 0;  // 0: no answer
    std::string body;
    std::string error;
  };

  explicit Cpe(std::string url);
  ~Cpe();
  Cpe(const Cpe&) = delete;
  Cpe& operator=(const Cpe&) = delete;

  void use_credentials(const std::string& user, const std::string& password);
  void use_ca(const std::string& file);
  void use_client_certificate(const std::string& certificate_file, const std::string& key_file);
  void follow_redirects();
  void forget_cookies();
  // Replaces the Content-Type of envelopes.
  void content_type(std::string text) { content_type_ = std::move(text); }
  void deadline(long milliseconds);

  // An empty body is an empty POST.
  Answer post(const std::string& body);

 private:
  void* curl_;
  std::string content_type_ = "text/xml; charset=\"utf-8\"";
};

// Runs a CPE's part beside the script; joined at the end of the scope.
class Beside {
 public:
  explicit Beside(std::function<void()> part) : thread_(std::move(part)) {}
  ~Beside() { join(); }
  Beside(const Beside&) = delete;
  Beside& operator=(const Beside&) = delete;
  void join() {
    if (thread_.joinable()) thread_.join();
  }

 private:
  std::thread thread_;
};

// Envelopes as a CPE writes them.
std::string envelope(const std::string& id, const std::string& rpc_element);
std::string inform(const std::string& id = "1", const std::string& events = "0 BOOTSTRAP,1 BOOT");
std::string values_response(const std::string& id, const std::string& name, const std::string& value);

}  // namespace tests::acs_script
