// SPDX-License-Identifier: Apache-2.0
#include "proxy/daemon/commands/replies.hpp"

#include "proxy/model/tree/name_hint.hpp"

#include <string>
#include <utility>

namespace proxy::daemon {
namespace json = boost::json;

control::Refusal refusal(const base::Error& error) {
  std::string message(base::fault_string(error.fault));
  if (!error.detail.empty()) message.append(" (").append(error.detail).append(")");
  return {static_cast<int>(error.fault), error.path, std::move(message)};
}

control::Refusal no_such_path(const model::Tree& tree, const base::Error& error) {
  control::Refusal refused = refusal(error);
  if (const std::string hint = model::name_hint(tree, error.path); !hint.empty())
    refused.message.append("; ").append(hint);
  return refused;
}

std::string_view without_vendor(std::string_view word) {
  if (!word.starts_with("X_")) return word;
  const auto end = word.find('_', 2);
  return end == std::string_view::npos ? word : word.substr(end + 1);
}

std::string_view word(model::Origin origin) {
  switch (origin) {
    case model::Origin::device: return "device";
    case model::Origin::retained: return "retained";
    case model::Origin::local: return "local";
    case model::Origin::acs: return "acs";
    case model::Origin::start: return "start";
  }
  return "";
}

std::string_view word(adapter_presence presence) {
  switch (presence) {
    case ADAPTER_UNKNOWN: return "unknown";
    case ADAPTER_ONLINE: return "online";
    case ADAPTER_OFFLINE: return "offline";
    case ADAPTER_SILENT: return "silent";
  }
  return "unknown";
}

json::value seconds(std::chrono::milliseconds time) {
  return std::chrono::duration_cast<std::chrono::seconds>(time).count();
}

json::array event_list(const std::vector<cwmp::EventStruct>& events) {
  json::array list;
  for (const cwmp::EventStruct& event : events) {
    list.push_back({{"event", cwmp::event_rule(event.event_code).text}, {"command_key", event.command_key}});
  }
  return list;
}

}  // namespace proxy::daemon
