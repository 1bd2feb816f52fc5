// SPDX-License-Identifier: Apache-2.0
#include "proxy/daemon/configuration/adapter_set.hpp"

#include "proxy/base/log.hpp"
#include "proxy/plugin/abi/adapter_object.hpp"

#include <algorithm>
#include <iterator>
#include <utility>

namespace proxy::daemon {
namespace {

const config::AdapterSection* find(const std::vector<config::AdapterSection>& sections, const std::string& name) {
  const auto found =
      std::find_if(sections.begin(), sections.end(), [&](const auto& section) { return section.name == name; });
  return found == sections.end() ? nullptr : &*found;
}

/// The names of the adapters in the folder, "example_c, mqtt"; empty: none.
std::string adapters_in(const std::filesystem::path& folder) {
  std::vector<std::string> names;
  std::error_code error;
  for (const auto& entry : std::filesystem::directory_iterator(folder, error)) {
    if (entry.path().extension() == ".so") names.push_back(entry.path().stem().string());
  }
  std::sort(names.begin(), names.end());
  std::string list;
  for (const std::string& name : names) list.append(list.empty() ? "" : ", ").append(name);
  return list;
}

void report_missing(const std::filesystem::path& folder, const config::AdapterSection& section,
                    const std::string& problem, config::Diagnostics& diagnostics) {
  const std::uint32_t node = config::find(section.section, 0, "plugin");
  const config::Position at = node == config::kNoNode ? config::Position{section.file, section.line, section.column}
                                                      : config::position(section.section[node]);
  if (std::filesystem::exists(folder / (section.plugin + ".so"))) {
    return diagnostics.error(at, section.path + ".plugin", problem);
  }
  const std::string present = adapters_in(folder);
  diagnostics.error(at, section.path + ".plugin",
                    "no adapter " + config::quote(section.plugin) + " in adapter_dir " + folder.string() +
                        (present.empty() ? ": the folder has no adapters" : "; available: " + present));
}

/// Returns null and reports the error if there is no such adapter.
std::shared_ptr<plugin::AdapterLibrary> open(const std::filesystem::path& adapter_dir,
                                             const config::AdapterSection& section, config::Diagnostics& diagnostics) {
  auto library = plugin::AdapterLibrary::open(adapter_dir, section.plugin);
  if (library) return *library;
  report_missing(adapter_dir, section, library.error(), diagnostics);
  return nullptr;
}

}  // namespace

std::vector<AdapterSet::Created> AdapterSet::create(const std::filesystem::path& adapter_dir,
                                                    std::vector<config::AdapterSection> sections,
                                                    config::Diagnostics& diagnostics) {
  std::vector<Created> created;
  for (config::AdapterSection& section : sections) {
    const auto library = open(adapter_dir, section, diagnostics);
    if (!library) continue;
    plugin::mark_secrets(section.section, library->api(), diagnostics);
    if (auto instance = router_.create(section, library, diagnostics)) {
      created.push_back({std::move(section), std::move(instance)});
    }
  }
  return created;
}

void AdapterSet::start(std::vector<Created> created) {
  for (Created& adapter : created) {
    if (const std::string problem = router_.start(adapter.instance); !problem.empty()) {
      base::log::error("daemon.adapter.failed", "adapter {}: {}", adapter.section.name, problem);
    }
    running_.push_back(std::move(adapter.section));
  }
}

std::vector<config::AdapterSection> AdapterSet::changed(const std::vector<config::AdapterSection>& sections) const {
  std::vector<config::AdapterSection> changed;
  for (const config::AdapterSection& section : sections) {
    const config::AdapterSection* running = find(running_, section.name);
    if (!running || !config::same_content(running->section, section.section)) changed.push_back(section);
  }
  return changed;
}

AdapterSet::Changes AdapterSet::replace(const std::vector<config::AdapterSection>& sections,
                                        std::vector<Created> created) {
  Changes changes;
  const auto is_created = [&](const std::string& name) {
    return std::any_of(created.begin(), created.end(),
                       [&](const Created& adapter) { return adapter.section.name == name; });
  };
  for (const Created& adapter : created) {
    auto& list = find(running_, adapter.section.name) ? changes.replaced : changes.added;
    list.push_back(adapter.section.name);
  }
  // First remove the old adapters: a new one may use the mount of an old one. Devices that come back stay shown.
  std::vector<plugin::DeviceId> devices;
  std::erase_if(running_, [&](const config::AdapterSection& running) {
    const bool dropped = !find(sections, running.name);
    if (dropped) changes.removed.push_back(running.name);
    if (!dropped && !is_created(running.name)) return false;
    std::ranges::move(router_.remove(running.name), std::back_inserter(devices));
    return true;
  });
  start(std::move(created));
  router_.hide_devices(devices);
  return changes;
}

void check_adapters(const config::Config& config, const std::vector<config::AdapterSection>& sections,
                    config::Diagnostics& diagnostics) {
  for (const config::AdapterSection& section : sections) {
    const auto library = open(config.adapter_dir, section, diagnostics);
    if (!library) continue;
    config::AdapterSection marked = section;
    plugin::mark_secrets(marked.section, library->api(), diagnostics);
    const config::Diagnostics found = plugin::check_adapter(marked, library, {config.device.oui, CONFIG_DIR});
    for (const config::Diagnostic& diagnostic : found.entries()) {
      if (diagnostic.severity == config::Diagnostic::Severity::error) {
        diagnostics.error(diagnostic.at, diagnostic.path, diagnostic.message);
      } else {
        diagnostics.warning(diagnostic.at, diagnostic.path, diagnostic.message);
      }
    }
  }
  diagnostics.sort();
}

std::vector<config::AdapterSection> with_marked_secrets(const config::Config& config,
                                                        const std::vector<config::AdapterSection>& sections,
                                                        config::Diagnostics& diagnostics) {
  std::vector<config::AdapterSection> marked;
  for (const config::AdapterSection& section : sections) {
    const auto library = open(config.adapter_dir, section, diagnostics);
    if (!library) continue;
    marked.push_back(section);
    plugin::mark_secrets(marked.back().section, library->api(), diagnostics);
  }
  return marked;
}

std::optional<std::vector<std::string>> explain_alone(const config::Config& config,
                                                      const config::AdapterSection& section, const std::string& address,
                                                      std::string_view payload, config::Diagnostics& diagnostics) {
  const auto library = open(config.adapter_dir, section, diagnostics);
  if (!library) return std::nullopt;
  return plugin::explain_alone(section, library, {config.device.oui, CONFIG_DIR}, address, payload, diagnostics);
}

}  // namespace proxy::daemon
