// SPDX-License-Identifier: Apache-2.0
#include "proxy/control/print.hpp"

#include "proxy/base/visible_text.hpp"

#include <boost/json.hpp>

#include <algorithm>
#include <array>
#include <string_view>
#include <utility>
#include <vector>

namespace proxy::control {
namespace json = boost::json;

namespace {

/// The members of a device's entry that are shown, and the heads of their columns. `online` has the word of the
/// presence.
constexpr std::array<std::pair<std::string_view, std::string_view>, 14> kDeviceColumns{{
    {"name", "name"},
    {"kind", "kind"},
    {"presence", "online"},
    {"last_contact", "last contact"},
    {"battery", "battery"},
    {"link", "link"},
    {"adapter", "adapter"},
    {"object", "path"},
    {"identity", "identity"},
    {"controller", "controller"},
    {"protocol", "protocol"},
    {"pending_sets", "pending sets"},
    {"values", "values"},
    {"never_seen", "never seen"},
}};
constexpr std::string_view kLastShortColumn = "object";

std::string scalar(const json::value& value) {
  if (value.is_string()) return base::visible_text(value.as_string());
  if (value.is_null()) return "-";
  return base::visible_json(json::serialize(value));
}

bool is_parameter(const json::value& value) {
  return value.is_object() && value.as_object().contains("path") && value.as_object().contains("value");
}

/// The attribute's value, 0 to 6; 3 and 5 are lightweight alone.
std::string_view notification_words(std::int64_t attribute) {
  switch (attribute) {
    case 1:
    case 4:
    case 6: return ", passive";
    case 2: return ", active";
    default: return {};
  }
}

std::string parameter_line(const json::object& parameter) {
  return base::visible_text(parameter.at("path").as_string()) + value_text(parameter);
}

/// The keys of the first object are the heads of the columns. Lists are left out: --json has them.
std::string table(const json::array& rows) {
  std::vector<std::vector<std::string>> lines(1);
  for (const auto& entry : rows.front().as_object()) {
    if (!entry.value().is_array()) lines.front().emplace_back(entry.key());
  }
  for (const json::value& row : rows) {
    auto& line = lines.emplace_back();
    for (const std::string& key : lines.front()) {
      const json::value* value = row.as_object().if_contains(key);
      line.push_back(value ? scalar(*value) : "-");
    }
  }
  std::string text;
  for (const auto& line : lines) {
    for (std::size_t column = 0; column < line.size(); ++column) {
      text.append(line[column]);
      if (column + 1 == line.size()) break;
      std::size_t width = 0;
      for (const auto& other : lines) width = std::max(width, other[column].size());
      text.append(width - line[column].size() + 2, ' ');
    }
    text.append("\n");
  }
  return text;
}

std::string list(const json::array& items) {
  std::string text;
  if (items.empty()) return "none\n";
  if (is_parameter(items.front())) {
    for (const json::value& item : items) text.append(parameter_line(item.as_object()));
    return text;
  }
  if (std::all_of(items.begin(), items.end(), [](const json::value& item) { return item.is_object(); }))
    return table(items);
  for (const json::value& item : items) text.append(scalar(item)).append("\n");
  return text;
}

std::string indented(const std::string& text) {
  std::string out;
  bool at_start = true;
  for (const char character : text) {
    if (at_start) out.append("  ");
    at_start = character == '\n';
    out.push_back(character);
  }
  return out;
}

}  // namespace

bool is_writable(const json::object& parameter) {
  const json::value* const writable = parameter.if_contains("writable");
  return writable != nullptr && *writable == json::value(true);
}

std::string value_text(const json::object& parameter) {
  std::string line = " = " + scalar(parameter.at("value"));
  if (const auto* type = parameter.if_contains("type")) {
    line.append("  (").append(scalar(*type));
    if (is_writable(parameter)) line.append(", writable");
    const auto* notification = parameter.if_contains("notification");
    if (notification && notification->is_int64()) line.append(notification_words(notification->as_int64()));
    line.append(")");
  }
  return line + "\n";
}

std::string to_text(const json::value& value) {
  if (value.is_array()) return list(value.as_array());
  if (is_parameter(value)) return parameter_line(value.as_object());
  if (!value.is_object()) return scalar(value) + "\n";
  std::string text;
  for (const auto& entry : value.as_object()) {
    const bool nested = entry.value().is_object() || entry.value().is_array();
    text.append(base::visible_text(entry.key())).append(nested ? ":\n" : ": ");
    text.append(nested ? indented(to_text(entry.value())) : scalar(entry.value()) + "\n");
  }
  return text;
}

std::string status_text(const json::object& status) {
  json::object rest = status;
  const json::value* summary = status.if_contains("summary");
  std::string text = summary ? scalar(*summary) + "\n" : std::string();
  rest.erase("summary");
  rest.erase("healthy");
  return text + to_text(rest);
}

std::string devices_text(const json::array& devices, bool verbose) {
  json::array rows;
  std::string skipped;
  for (const json::value& device : devices) {
    const json::object& from = device.as_object();
    if (const json::value* reason = from.if_contains("skipped"); reason && !reason->is_null()) {
      skipped +=
          "  " + scalar(from.at("identity")) + " (" + scalar(from.at("adapter")) + "): " + scalar(*reason) + "\n";
      continue;
    }
    json::object& row = rows.emplace_back(json::object()).as_object();
    for (const auto& [key, head] : kDeviceColumns) {
      const json::value* value = from.if_contains(key);
      row[head] = value && *value != json::value("") ? *value : json::value(nullptr);
      if (!verbose && key == kLastShortColumn) break;
    }
  }
  const std::string table_text = rows.empty() ? skipped.empty() ? "none\n" : "" : table(rows);
  return table_text + (skipped.empty() ? "" : "not shown:\n" + skipped);
}

std::string document_text(const json::object& reply, bool on_terminal) {
  const json::value* document = reply.if_contains("document");
  if (document == nullptr || !document->is_string()) return to_text(reply);
  const std::string text(document->as_string());
  return on_terminal ? base::visible_lines(text) : text;
}

std::string log_line(const json::object& line) {
  std::string text;
  for (const char* member : {"time", "level", "id", "text"}) {
    const json::value* value = line.if_contains(member);
    if (value != nullptr) text.append(text.empty() ? "" : " ").append(scalar(*value));
  }
  return text + "\n";
}

std::string log_text(const json::object& log) {
  json::object levels = log;
  std::string lines;
  if (const json::value* recent = log.if_contains("recent"); recent != nullptr && recent->is_array()) {
    for (const json::value& line : recent->as_array()) lines.append(log_line(line.as_object()));
    levels.erase("recent");
  }
  const json::value* modules = levels.if_contains("modules");
  if (modules != nullptr && modules->is_object() && modules->as_object().empty()) levels.erase("modules");
  return to_text(levels) + lines;
}

}  // namespace proxy::control
