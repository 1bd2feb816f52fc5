// SPDX-License-Identifier: Apache-2.0
#include "proxy/web/routes/router.hpp"

#include "proxy/web/metrics/exposition.hpp"
#include "proxy/web/routes/api.hpp"
#include "proxy/web/routes/pass_on.hpp"

#include <boost/json.hpp>

#include <utility>

namespace proxy::web {
namespace {

Response not_allowed(const char* methods) {
  Response response = error_response(405, std::string("this path takes ") + methods);
  response.headers.emplace_back("Allow", methods);
  return response;
}

Response not_found() { return error_response(404, "there is no such page"); }

Response login_needed() { return error_response(401, "log in first"); }

Response plain_text(unsigned status, std::string text) {
  return {.status = status, .content_type = "text/plain; charset=utf-8", .body = std::move(text)};
}

bool is_true(const boost::json::object* status, const char* key, bool if_absent) {
  const boost::json::value* value = status == nullptr ? nullptr : status->if_contains(key);
  return value == nullptr ? status != nullptr && if_absent : *value == boost::json::value(true);
}

}  // namespace

void Router::handle(const Request& request, std::shared_ptr<Reply> reply) {
  if (auto refusal = access_.refuse_host(request)) return reply->send(std::move(*refusal));
  if (request.is_get() || request.is_head()) return get(request, std::move(reply));
  if (request.is_post()) return post(request, std::move(reply));
  reply->send(not_allowed("GET, HEAD, POST"));
}

void Router::get(const Request& request, std::shared_ptr<Reply> reply) {
  if (request.path == "/healthz") return show_health(std::move(reply));
  if (request.path == "/metrics") return show_metrics(request, std::move(reply));
  if (auto page = pages_.find(request)) return reply->send(std::move(*page));
  if (!request.path.starts_with("/api/")) return reply->send(not_found());
  if (request.is_head()) return reply->send(not_allowed("GET"));
  if (request.path == "/api/session") return show_session(request, std::move(reply));
  read_api(request, std::move(reply));
}

void Router::read_api(const Request& request, std::shared_ptr<Reply> reply) {
  if (!access_.may_read(request)) return reply->send(login_needed());
  if (request.path == "/api/stream") return streams_.open(request, std::move(reply));
  const auto command = read_command(request);
  if (!command) return reply->send(not_found());
  if (const auto* refusal = std::get_if<Response>(&*command)) return reply->send(*refusal);
  pass_on(daemon_, std::get<control::Request>(*command), std::move(reply));
}

void Router::post(const Request& request, std::shared_ptr<Reply> reply) {
  const bool is_ours = request.path == "/api/login" || request.path == "/api/logout" || request.path == "/api/set";
  if (!is_ours) return reply->send(not_found());
  if (auto refusal = access_.refuse_change(request)) return reply->send(std::move(*refusal));
  if (request.path == "/api/login") return login(request, reply);
  if (!access_.may_read(request)) return reply->send(login_needed());
  if (request.path == "/api/logout") return reply->send(access_.logout(request));
  set(request, std::move(reply));
}

void Router::login(const Request& request, const std::shared_ptr<Reply>& reply) {
  const auto password = password_of(request);
  reply->send(password ? access_.login(request, *password)
                       : error_response(400, R"(the body must be the JSON {"password": ...})"));
}

void Router::set(const Request& request, std::shared_ptr<Reply> reply) {
  if (!settings_.allow_set)
    return reply->send(error_response(403, "nothing can be set here: allow_set is false in web.yaml"));
  const auto command = set_command(request);
  if (const auto* refusal = std::get_if<Response>(&command)) return reply->send(*refusal);
  poll_.get([this, command = std::get<control::Request>(command), reply = std::move(reply)](const auto* status) {
    if (status == nullptr) return reply->send(error_response(503, "the daemon does not answer"));
    if (!is_true(status, "allow_set", true))
      return reply->send(error_response(403, "nothing can be set here: monitor.allow_set is false in the daemon"));
    pass_on(daemon_, command, reply);
  });
}

void Router::show_session(const Request& request, std::shared_ptr<Reply> reply) {
  const bool may_read = access_.may_read(request);
  boost::json::object session{{"authenticated", may_read},
                              {"password_required", settings_.needs_login()},
                              {"allow_set", false},
                              {"csrf", access_.csrf(request)},
                              {"version", may_read ? PROJECT_VERSION : ""}};
  if (!may_read || !settings_.allow_set) return reply->send({.body = boost::json::serialize(session)});
  poll_.get([session = std::move(session), reply = std::move(reply)](const boost::json::object* status) mutable {
    session["allow_set"] = is_true(status, "allow_set", true);
    reply->send({.body = boost::json::serialize(session)});
  });
}

void Router::show_metrics(const Request& request, std::shared_ptr<Reply> reply) {
  if (!access_.may_read_metrics(request)) {
    Response response = login_needed();
    response.headers.emplace_back("WWW-Authenticate", "Bearer");
    return reply->send(std::move(response));
  }
  const MetricsFormat format = preferred_format(request.header("Accept"));
  daemon_.ask({"metrics", {}}, [format, reply = std::move(reply)](const Daemon::Answer& answer) {
    if (!answer.result) return reply->send(error_response(503, answer.problem));
    reply->send({.content_type = content_type(format), .body = exposition(*answer.result, format)});
  });
}

/// Open to all, and so without a reason.
void Router::show_health(std::shared_ptr<Reply> reply) {
  poll_.get([reply = std::move(reply)](const boost::json::object* status) {
    if (status == nullptr) return reply->send(plain_text(503, "the daemon does not answer\n"));
    const bool is_healthy = is_true(status, "healthy", true);
    reply->send(is_healthy ? plain_text(200, "ok\n") : plain_text(503, "not all is well: see the overview\n"));
  });
}

}  // namespace proxy::web
