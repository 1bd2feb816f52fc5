// SPDX-License-Identifier: Apache-2.0
#pragma once
// A request as the routes see it, a response, and the parts of their texts.
// Spec: RFC 9110 (HTTP semantics), RFC 9112 (HTTP/1.1), RFC 6265 (cookies)
// Thread: pure

#include <boost/beast/http/message.hpp>
#include <boost/beast/http/string_body.hpp>

#include <cstddef>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace proxy::web {

inline constexpr std::size_t kMaxHeaderBytes = 16 * 1024;
inline constexpr std::size_t kMaxBodyBytes = 64 * 1024;
inline constexpr std::size_t kMaxQueryFields = 16;

struct Request {
  boost::beast::http::request<boost::beast::http::string_body> message;
  std::string peer;       ///< the address of the other end of the connection
  bool over_tls = false;  ///< of the connection
  std::string path;       ///< of the target, as it was sent: an escaped path is none of ours
  std::vector<std::pair<std::string, std::string>> query;  ///< decoded

  bool is_post() const { return message.method() == boost::beast::http::verb::post; }
  bool is_head() const { return message.method() == boost::beast::http::verb::head; }
  bool is_get() const { return message.method() == boost::beast::http::verb::get; }
  /// The value of a header; empty if it is absent.
  std::string_view header(std::string_view name) const { return message[name]; }
  /// The first field of the query with that name; empty if it is absent.
  std::string_view field(std::string_view name) const;
  /// The value of a cookie; empty if it is absent.
  std::string_view cookie(std::string_view name) const;
};

struct Response {
  unsigned status = 200;
  std::string content_type = "application/json";
  std::string body = {};
  std::vector<std::pair<std::string, std::string>> headers = {};  ///< beside those of every response
};

/// Path and query of a target. None if it has too many fields or a wrong escape.
bool read_target(std::string_view target, Request& request);

/// {"error": {"fault": 0, "path": "", "message": message}}, the same form as the daemon's refusals.
Response error_response(unsigned status, std::string_view message);

/// How the length of a body is given.
enum class Framing { sized, chunked, until_close };

/// The head of a response, with the headers that every response has: what a page may load, that no other site frames
/// it, that no cache keeps it.
std::string response_head(const Response& response, Framing framing, bool keep_alive);

/// The answer to one request: either send(), or begin(), any number of write(), end(). The client may be gone: then
/// nothing is sent.
class Reply {
 public:
  class Observer {
   public:
    virtual ~Observer() = default;
    /// All that was written is sent.
    virtual void drained() = 0;
    /// The client is gone.
    virtual void closed() = 0;
  };

  virtual ~Reply() = default;
  virtual void send(Response response) = 0;
  /// `observer` is kept until the end of the reply, and while one of its functions calls this object.
  virtual void begin(Response head, std::shared_ptr<Observer> observer) = 0;
  virtual void write(std::string part) = 0;
  virtual void end() = 0;
  /// Breaks the connection off, and calls closed() of the observer: the client sees that what it has is not all.
  virtual void abort() = 0;
  /// Bytes that wait for the client.
  virtual std::size_t unsent() const = 0;
};

}  // namespace proxy::web
