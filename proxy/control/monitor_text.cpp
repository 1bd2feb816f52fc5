// SPDX-License-Identifier: Apache-2.0
#include "proxy/control/monitor_text.hpp"

#include "proxy/base/visible_text.hpp"

#include <fmt/format.h>

#include <boost/json.hpp>

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

}  // namespace

std::string metrics_text(const json::object& metrics) {
  std::string text;
  for (const json::value& family : metrics.at("families").as_array()) {
    for (const json::value& sample : family.at("samples").as_array())
      text += sample_text(family.at("name").as_string(), sample.as_object());
  }
  return base::visible_lines(text);
}

}  // namespace proxy::control
