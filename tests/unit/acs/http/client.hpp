// SPDX-License-Identifier: Apache-2.0
#pragma once
// What the tests of the HTTP client share: a client with one session, and the answers of a server that wants a login.
// Thread: any one thread at a time

#include "proxy/acs/http/http_client.hpp"

#include <boost/asio/io_context.hpp>

#include <chrono>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <utility>

#include "tests/acs/http/digest.hpp"
#include "tests/acs/http/recording_server.hpp"
#include "tests/support/catch.hpp"

namespace tests::http {

/// An HTTP client with one session, whose POSTs return their answers.
struct Client {
  boost::asio::io_context context;
  proxy::acs::HttpClient http{context.get_executor()};
  proxy::config::Acs settings;
  std::unique_ptr<proxy::acs::HttpSession> session;

  Client() {
    settings.username = "cpe";
    settings.password = proxy::config::Secret("open sesame");
    settings.response_timeout = std::chrono::seconds(10);
  }
  proxy::acs::HttpResponse post(const std::string& url, std::unique_ptr<proxy::cwmp::Body> body) {
    if (!session) session = http.open(settings);
    std::optional<proxy::acs::HttpResponse> result;
    session->post(url, std::move(body), [&](proxy::acs::HttpResponse response, std::unique_ptr<proxy::cwmp::Body>) {
      result = std::move(response);
    });
    context.restart();
    context.run();
    REQUIRE(result);
    return *result;
  }
  proxy::acs::HttpResponse post(const std::string& url, const std::string& text) {
    return post(url, proxy::cwmp::make_text_body(std::make_shared<const std::string>(text)));
  }
  proxy::acs::HttpResponse post(const std::string& url) { return post(url, std::unique_ptr<proxy::cwmp::Body>()); }
};

inline acs::Reply ok(std::string body = {}) { return {.status = 200, .body = std::move(body)}; }

inline std::function<acs::Reply(acs::Message&)> guarded(acs::Auth auth) {
  return [authenticator = std::make_shared<acs::Authenticator>(std::move(auth))](acs::Message& message) {
    std::optional<acs::Headers> refusal = authenticator->refusal(message);
    return refusal ? acs::Reply{.status = 401, .headers = *refusal, .body = "no"} : ok("<ok/>");
  };
}

}  // namespace tests::http
