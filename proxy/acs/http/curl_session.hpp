// SPDX-License-Identifier: Apache-2.0
#pragma once
// The worker's half of an HttpSession: a libcurl handle with the session's cookies, connection and authentication.
// Spec: TR-069 Amendment 6, 3.3 and 3.4
// Thread: the HTTP worker

#include "proxy/acs/http/curl_handle.hpp"
#include "proxy/acs/http/http_exchange.hpp"
#include "proxy/acs/http/login_policy.hpp"
#include "proxy/base/clock.hpp"

#include <array>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <vector>

namespace proxy::acs {

class CurlSession {
 public:
  /// `digest_origins` outlives it; sessions share it.
  CurlSession(config::Acs settings, CertificateTimes times, std::set<std::string>& digest_origins);
  ~CurlSession();
  CurlSession(const CurlSession&) = delete;
  CurlSession& operator=(const CurlSession&) = delete;

  void start(std::shared_ptr<HttpExchange> exchange);
  /// Drops the POST under way, and its connection.
  void abandon();

  const std::vector<curl_waitfd>& sockets() const { return sockets_; }
  /// When on_time() is due.
  std::optional<base::SteadyTime> deadline() const;
  void on_socket(curl_socket_t socket, short events);
  void on_time(base::SteadyTime now);

 private:
  void configure();
  void configure_request();
  std::unique_ptr<cwmp::Body> outgoing_body() const;
  void configure_auth();
  void begin_login();
  void begin();
  void act(curl_socket_t socket, int events);
  void completed(CURLcode code);
  bool ended_after_handshake(CURLcode code) const;
  std::string location() const;
  bool try_to_log_in_again(long status);
  void note_authentication(long status);
  void finish(HttpResponse response);
  void progress() { idle_deadline_ = std::chrono::steady_clock::now() + settings_.response_timeout; }

  static std::size_t on_read(char* buffer, std::size_t size, std::size_t count, void* self);
  static int on_seek(void* self, curl_off_t offset, int origin);
  static std::size_t on_body(char* data, std::size_t size, std::size_t count, void* self);
  static std::size_t on_header(char* data, std::size_t size, std::size_t count, void* self);
  static int on_socket_change(CURL*, curl_socket_t socket, int what, void* self, void*);
  static int on_timer_change(CURLM*, long wait_ms, void* self);

  config::Acs settings_;
  CertificateTimes times_;
  std::unique_ptr<CURLM, CurlMultiDelete> multi_;
  std::unique_ptr<CURL, CurlEasyDelete> easy_;
  std::unique_ptr<curl_slist, CurlListDelete> headers_;
  std::array<char, CURL_ERROR_SIZE> error_{};

  LoginPolicy login_;

  std::shared_ptr<HttpExchange> exchange_;  ///< null: nothing under way
  std::unique_ptr<cwmp::Body> outgoing_;    ///< its body as it is sent; null for an empty POST
  std::string body_;
  std::size_t head_size_ = 0;
  const char* refusal_ = nullptr;  ///< the reason if one of our callbacks ended the transfer
  std::optional<base::SteadyTime> timer_;
  base::SteadyTime idle_deadline_{};
  std::vector<curl_waitfd> sockets_;
};

}  // namespace proxy::acs
