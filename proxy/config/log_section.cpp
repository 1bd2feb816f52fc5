// SPDX-License-Identifier: Apache-2.0
#include "proxy/config/log_section.hpp"

#include "proxy/base/edit_distance.hpp"
#include "proxy/config/schema/section.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <functional>
#include <string>
#include <string_view>
#include <system_error>
#include <vector>

namespace proxy::config {
namespace {

std::vector<std::string_view> known_modules(const Config& config) {
  std::vector<std::string_view> known(base::log::kModules.begin(), base::log::kModules.end());
  for (const AdapterSection& adapter : config.adapters) {
    known.push_back(adapter.name);
    known.push_back(adapter.plugin);
  }
  return known;
}

/// A downloaded file may have adapters with it, which are not known here.
bool is_installed_plugin(const std::filesystem::path& adapter_dir, const std::string& word) {
  const bool is_word = word.find_first_not_of("abcdefghijklmnopqrstuvwxyz0123456789_-") == std::string::npos;
  std::error_code missing;
  return is_word && std::filesystem::exists(adapter_dir / (word + ".so"), missing);
}

void read_modules(const Nodes& nodes, std::uint32_t modules, Config& config, Diagnostics& diagnostics) {
  const std::vector<std::string_view> known = known_modules(config);
  for (auto index = nodes[modules].first_child; index != kNoNode; index = nodes[index].next) {
    const Node& entry = nodes[index];
    const auto level = base::log::level_from(entry.scalar);
    if (level) config.log.modules[entry.key] = *level;
    if (std::ranges::count(known, entry.key) != 0 || is_installed_plugin(config.adapter_dir, entry.key)) continue;
    const std::string_view* meant = base::nearest_word(entry.key, known, std::identity());
    diagnostics.error(key_position(entry), "log.modules",
                      fmt::format("unknown module {}{}", quote(entry.key),
                                  meant == nullptr ? ": take the first word of an id of the log, an adapter or a plugin"
                                                   : fmt::format("; did you mean \"{}\"?", *meant)));
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
