// SPDX-License-Identifier: Apache-2.0
#include "proxy/control/protocol.hpp"

#include <boost/json.hpp>

namespace proxy::control {
namespace json = boost::json;

namespace {

std::string line(json::value value) { return json::serialize(value) + "\n"; }

}  // namespace

std::optional<Request> parse_request(std::string_view text) {
  json::parse_options options;
  options.max_depth = 4;
  boost::system::error_code error;
  const json::value value = json::parse(text, error, {}, options);
  if (error || !value.is_object()) return std::nullopt;
  const json::value* command = value.as_object().if_contains("command");
  const json::value* arguments = value.as_object().if_contains("arguments");
  if (!command || !command->is_string()) return std::nullopt;
  Request request{std::string(command->as_string()), {}};
  if (!arguments) return request;
  if (!arguments->is_array()) return std::nullopt;
  for (const json::value& argument : arguments->as_array()) {
    if (!argument.is_string()) return std::nullopt;
    request.arguments.emplace_back(argument.as_string());
  }
  return request;
}

std::string to_line(const Request& request) {
  return line({{"command", request.command}, {"arguments", json::value_from(request.arguments)}});
}

std::string result_line(const json::value& result) { return line({{"result", result}}); }

std::string event_line(const json::value& event) { return line({{"event", event}}); }

std::string refusal_line(const Refusal& refusal) {
  return line({{"error", {{"fault", refusal.fault}, {"path", refusal.path}, {"message", refusal.message}}}});
}

}  // namespace proxy::control
