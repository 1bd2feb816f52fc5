// SPDX-License-Identifier: Apache-2.0
#include "proxy/control/monitor_text.hpp"

#include "proxy/base/visible_text.hpp"
#include "proxy/control/print.hpp"

#include <fmt/format.h>

#include <boost/json.hpp>

#include <cstdint>
#include <string_view>

namespace proxy::control {
namespace json = boost::json;

namespace {

std::string labels_text(const json::object& labels) {
  std::string text;
  for (const auto& [name, value] : labels)
    text.append(text.empty() ? "" : ", ").append(name).append("=").append(json::serialize(value));
  return text.empty() ? text : "{" + text + "}";
}

std::string number(const json::value& value) { return fmt::format("{}", value.to_number<double>()); }

std::string sample_text(std::string_view name, const json::object& sample) {
  std::string line = std::string(name) + labels_text(sample.at("labels").as_object()) + " ";
  if (const json::value* value = sample.if_contains("value")) return line + number(*value) + "\n";
  return line + number(sample.at("count")) + ", in all " + number(sample.at("sum")) + "\n";
}

std::string joined(const json::array& texts) {
  std::string all;
  for (const json::value& text : texts) all.append(all.empty() ? "" : ", ").append(text.as_string());
  return all;
}

/// "GetParameterValues, Download (fault 9001)", and why the session failed.
std::string course(const json::object& session) {
  json::array parts;
  for (const json::value& request : session.at("requests").as_array()) {
    const std::int64_t fault = request.at("fault").as_int64();
    const std::string rpc(request.at("rpc").as_string());
    parts.emplace_back(fault == 0 ? rpc : fmt::format("{} (fault {})", rpc, fault));
  }
  if (!session.at("failure").as_string().empty()) parts.push_back(session.at("failure"));
  return joined(parts);
}

std::string envelopes_text(const json::object& session) {
  std::string text;
  for (const json::value& envelope : session.at("envelopes").as_array())
    text += fmt::format(
        "\n{}: {} {}\n{}\n", session.at("number").as_int64(), std::string_view(envelope.at("time").as_string()),
        std::string_view(envelope.at("direction").as_string()), std::string_view(envelope.at("text").as_string()));
  return text;
}

}  // namespace

std::string config_text(const json::object& config) {
  std::string text(config.at("text").as_string());
  for (const json::value& message : config.at("messages").as_array())
    text.append("# ").append(message.as_string()).append("\n");
  return base::visible_lines(text);
}

std::string sessions_text(const json::array& sessions, bool verbose) {
  json::array rows;
  std::string envelopes;
  for (const json::value& one : sessions) {
    const json::object& session = one.as_object();
    rows.push_back({{"number", session.at("number")},
                    {"begin", session.at("begin")},
                    {"took", fmt::format("{:.3f} s", session.at("duration_ms").to_number<double>() / 1000)},
                    {"outcome", session.at("outcome")},
                    {"events", joined(session.at("events").as_array())},
                    {"requests", course(session)}});
    if (verbose) envelopes += envelopes_text(session);
  }
  return to_text(rows) + base::visible_lines(envelopes);
}

std::string metrics_text(const json::object& metrics) {
  std::string text;
  for (const json::value& family : metrics.at("families").as_array()) {
    for (const json::value& sample : family.at("samples").as_array())
      text += sample_text(family.at("name").as_string(), sample.as_object());
  }
  return base::visible_lines(text);
}

}  // namespace proxy::control
