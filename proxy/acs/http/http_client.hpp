// SPDX-License-Identifier: Apache-2.0
#pragma once
// HTTP towards the ACS: the sessions of all endpoints, carried out by one worker thread, so that neither a name that
// resolves slowly nor a TLS handshake holds up the loop.
// Spec: TR-069 Amendment 6, 3.3 (TLS), 3.4 (HTTP, cookies, authentication)
// Thread: loop

#include "proxy/acs/http/certificate_times.hpp"
#include "proxy/config/config.hpp"
#include "proxy/cwmp/envelope/body.hpp"

#include <boost/asio/any_io_executor.hpp>

#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <string>

namespace proxy::acs {

class HttpWorker;
struct HttpExchange;

inline constexpr std::size_t kMaxResponse = std::size_t{4} << 20;       ///< bytes of a body
inline constexpr std::size_t kMaxResponseHead = std::size_t{64} << 10;  ///< bytes of all headers of an answer

struct HttpResponse {
  int status = 0;                  ///< 0: no answer came, for the reason in `error`
  std::string error = {};          ///< as text; of the status 401 what mends it
  std::string body = {};           ///< at most kMaxResponse
  std::string location = {};       ///< absolute, of a redirect; the client itself follows none
  std::string peer_address = {};   ///< the ACS's address of the connection
  std::string local_address = {};  ///< our address of the connection: "192.0.2.1" or "2001:db8::1"
};

/// The HTTP side of one CWMP session: its cookies (none at the start), its connection and its authentication.
/// The credentials go to each URL that is posted to, also after a redirect (TR-069 3.4.2), but never over plain http
/// once the session has used https.
class HttpSession {
 public:
  /// With the body that was posted, for a redirect.
  using Done = std::function<void(HttpResponse, std::unique_ptr<cwmp::Body>)>;

  ~HttpSession();
  HttpSession(const HttpSession&) = delete;
  HttpSession& operator=(const HttpSession&) = delete;

  /// One at a time. Without a body it is the empty POST. The body is read on the worker thread, perhaps more than once,
  /// and comes back with `done`, which is called from the executor.
  void post(std::string url, std::unique_ptr<cwmp::Body> body, Done done);
  /// Forgets the POST under way: `done` is not called, and the body is gone when this returns.
  void cancel();

 private:
  friend class HttpClient;
  HttpSession(std::shared_ptr<HttpWorker> worker, boost::asio::any_io_executor executor, std::uint64_t id)
      : worker_(std::move(worker)), executor_(std::move(executor)), id_(id) {}

  std::shared_ptr<HttpWorker> worker_;
  boost::asio::any_io_executor executor_;
  std::uint64_t id_;
  std::shared_ptr<HttpExchange> exchange_;
};

class HttpClient {
 public:
  /// Results are posted to this executor.
  explicit HttpClient(boost::asio::any_io_executor executor);
  /// Ends the thread, and with it whatever is under way: sessions that outlive it never call back.
  ~HttpClient();
  HttpClient(const HttpClient&) = delete;
  HttpClient& operator=(const HttpClient&) = delete;

  std::unique_ptr<HttpSession> open(const config::Acs& settings, CertificateTimes times = CertificateTimes::judged);

 private:
  boost::asio::any_io_executor executor_;
  std::shared_ptr<HttpWorker> worker_;
  std::uint64_t last_id_ = 0;
};

}  // namespace proxy::acs
