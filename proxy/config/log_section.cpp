// SPDX-License-Identifier: Apache-2.0
#include "proxy/config/log_section.hpp"

#include "proxy/base/log/modules.hpp"
#include "proxy/config/schema/section.hpp"

#include <string>
#include <system_error>
#include <utility>
#include <vector>

namespace proxy::config {
namespace {

/// A downloaded file may have adapters with it, which are not known here.
bool is_installed_plugin(const std::filesystem::path& adapter_dir, const std::string& word) {
  const bool is_word = word.find_first_not_of("abcdefghijklmnopqrstuvwxyz0123456789_-") == std::string::npos;
  std::error_code missing;
  return is_word && std::filesystem::exists(adapter_dir / (word + ".so"), missing);
}

void read_modules(const Nodes& nodes, std::uint32_t modules, Config& config, Diagnostics& diagnostics) {
  std::vector<base::log::AdapterNames> adapters;
  for (const AdapterSection& adapter : config.adapters) adapters.push_back({adapter.name, adapter.plugin});
  for (auto index = nodes[modules].first_child; index != kNoNode; index = nodes[index].next) {
    const Node& entry = nodes[index];
    const auto level = base::log::level_from(entry.scalar);
    if (level) config.log.modules[entry.key] = *level;
    std::string wrong = base::log::wrong_module(entry.key, adapters);
    if (!wrong.empty() && !is_installed_plugin(config.adapter_dir, entry.key))
      diagnostics.error(key_position(entry), "log.modules", std::move(wrong));
  }
}

}  // namespace

void read_log(const Nodes& nodes, Config& config, Diagnostics& diagnostics) {
  const auto map = find(nodes, 0, "log");
  if (map == kNoNode) return;
  const Section section(nodes, map, "log", diagnostics);
  if (const Node* level = section.scalar("level"))
    config.log.level = base::log::level_from(level->scalar).value_or(config.log.level);
  const Node* target = section.scalar("target");
  if (target != nullptr && target->scalar == "syslog") config.log.target = base::log::Target::syslog;
  const Node* format = section.scalar("format");
  if (format != nullptr && format->scalar == "json") config.log.format = base::log::Format::json;
  const auto modules = find(nodes, map, "modules");
  if (modules != kNoNode && nodes[modules].kind == Node::Kind::map) read_modules(nodes, modules, config, diagnostics);
}

}  // namespace proxy::config
