// SPDX-License-Identifier: Apache-2.0
#include "proxy/daemon/commands/explanation.hpp"

#include "proxy/base/visible_text.hpp"
#include "proxy/config/loader.hpp"
#include "proxy/config/vendor_config.hpp"
#include "proxy/daemon/configuration/adapter_set.hpp"
#include "proxy/daemon/daemon.hpp"
#include "proxy/plugin/abi/adapter_object.hpp"

#include <boost/json.hpp>

#include <string_view>
#include <utility>

namespace proxy::daemon {
namespace {

namespace json = boost::json;

/// With these words begins the explanation of an adapter for which the message means nothing (adapters/sdk/README.md).
constexpr std::string_view kStranger = "nothing here is about ";

bool is_stranger(const json::value& lines) {
  const json::array& list = lines.as_array();
  return list.empty() || std::string_view(list.front().as_string()).starts_with(kStranger);
}

/// Where the message means something to one adapter, the others are left out. Where it means nothing to any, each names
/// what is nearest.
json::object only_fitting(json::object explained) {
  json::object fitting;
  for (const auto& [name, lines] : explained) {
    if (!is_stranger(lines)) fitting[name] = lines;
  }
  return fitting.empty() ? explained : fitting;
}

/// `ask` returns the explanation of one adapter, if the adapter can explain. `adapters` are pairs of name and adapter.
template <class Adapters, class Ask>
Explanation explain_each(const Adapters& adapters, const Message& message, Ask&& ask) {
  json::object explained;
  bool known = message.adapter.empty();
  for (const auto& [name, adapter] : adapters) {
    if (!message.adapter.empty() && name != message.adapter) continue;
    known = true;
    const auto lines = ask(adapter);
    if (!lines) continue;
    json::array& list = explained[name].emplace_array();
    for (const std::string& line : *lines) list.emplace_back(line);
  }
  if (!known) return "no adapter " + config::quote(message.adapter);
  if (explained.empty()) return std::string("no adapter can explain messages");
  return message.adapter.empty() ? only_fitting(std::move(explained)) : explained;
}

}  // namespace

Explanation explain(const plugin::Router& router, const Message& message) {
  std::vector<std::pair<std::string, plugin::AdapterInstance*>> adapters;
  for (const auto& instance : router.adapters()) adapters.emplace_back(instance->name(), instance.get());
  return explain_each(adapters, message, [&](plugin::AdapterInstance* instance) {
    return instance->explain(message.address, message.payload);
  });
}

Explanation explain(const std::filesystem::path& file, const Message& message) {
  config::LoadResult loaded = config::load(file);
  config::Downloaded downloaded;
  if (loaded.ok()) downloaded = config::load_downloaded(loaded.config, file);
  std::vector<std::pair<std::string, const config::AdapterSection*>> adapters;
  for (const auto* sections : {&loaded.config.adapters, &downloaded.adapters}) {
    for (const config::AdapterSection& section : *sections) adapters.emplace_back(section.name, &section);
  }
  const auto explained = explain_each(adapters, message, [&](const config::AdapterSection* section) {
    return daemon::explain_alone(loaded.config, *section, message.address, message.payload, loaded.diagnostics);
  });
  if (loaded.diagnostics.failed()) throw ConfigurationError(loaded.diagnostics.text());
  return explained;
}

std::string to_text(const json::object& explanation, bool as_json) {
  if (as_json) return base::visible_json(json::serialize(explanation)) + "\n";
  std::string text;
  for (const auto& [adapter, lines] : explanation) {
    text.append(adapter).append(":\n");
    for (const json::value& line : lines.as_array())
      text.append("  ").append(base::visible_text(line.as_string())).append("\n");
  }
  return text;
}

}  // namespace proxy::daemon
