// SPDX-License-Identifier: Apache-2.0
#include "proxy/web/routes/api.hpp"

#include <fmt/format.h>
#include <boost/json.hpp>

#include <array>
#include <string_view>
#include <utility>

namespace proxy::web {
namespace {

namespace json = boost::json;

struct Row {
  std::string_view path;
  const char* command;
  std::array<const char*, 2> fields = {};  ///< of the query, in the order of the command's arguments
  bool is_required = false;                ///< the first field
};

constexpr std::array kRows{
    Row{"/api/status", "status"},
    Row{"/api/devices", "devices"},
    Row{"/api/adapters", "adapters"},
    Row{"/api/events", "events"},
    Row{"/api/problems", "problems"},
    Row{"/api/sessions", "sessions", {"count", "after"}},
    Row{"/api/config", "config"},
    Row{"/api/log", "log"},
    Row{"/api/tree", "tree", {"path"}},
    Row{"/api/get", "get", {"path"}, true},
    Row{"/api/children", "children", {"path"}, true},
};

constexpr std::string_view kExplain = "/api/explain";

/// The object of the body. Another content type could be sent by a form of any site.
std::optional<json::object> body_object(const Request& request) {
  if (!request.header("Content-Type").starts_with("application/json")) return std::nullopt;
  json::parse_options options;
  options.max_depth = 4;
  boost::system::error_code error;
  json::value value = json::parse(request.message.body(), error, {}, options);
  if (error || !value.is_object()) return std::nullopt;
  return std::move(value.as_object());
}

std::optional<std::string> text_of(const json::value* value) {
  if (value == nullptr || value->is_structured() || value->is_null()) return std::nullopt;
  if (value->is_double()) return fmt::format("{}", value->as_double());  // Boost would write 21.5 as 2.15E1
  return value->is_string() ? std::string(value->as_string()) : json::serialize(*value);
}

}  // namespace

std::optional<std::variant<control::Request, Response>> read_command(const Request& request) {
  if (request.path == kExplain) {
    control::Request command{"explain", {}};
    for (const auto& [name, value] : request.query) {
      if (name == "argument") command.arguments.push_back(value);
    }
    return command;
  }
  for (const Row& row : kRows) {
    if (row.path != request.path) continue;
    control::Request command{row.command, {}};
    for (const char* name : row.fields) {
      const std::string_view value = name == nullptr ? std::string_view() : request.field(name);
      if (value.empty()) break;
      command.arguments.emplace_back(value);
    }
    if (row.is_required && command.arguments.empty())
      return error_response(400, std::string("the query has no ") + row.fields[0]);
    return command;
  }
  return std::nullopt;
}

std::variant<control::Request, Response> set_command(const Request& request) {
  const auto body = body_object(request);
  const auto path = body ? text_of(body->if_contains("path")) : std::nullopt;
  const auto value = body ? text_of(body->if_contains("value")) : std::nullopt;
  if (!path || !value) return error_response(400, R"(the body must be the JSON {"path": ..., "value": ...})");
  return control::Request{"set", {*path, *value}};
}

std::optional<std::string> password_of(const Request& request) {
  const auto body = body_object(request);
  return body ? text_of(body->if_contains("password")) : std::nullopt;
}

}  // namespace proxy::web
