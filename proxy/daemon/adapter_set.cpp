// SPDX-License-Identifier: Apache-2.0
#include "proxy/daemon/adapter_set.hpp"

#include "proxy/base/log.hpp"
#include "proxy/plugin/adapter_object.hpp"

#include <algorithm>
#include <utility>

namespace proxy::daemon {
namespace {

const config::AdapterSection* find(const std::vector<config::AdapterSection>& sections, const std::string& name) {
  const auto found =
      std::find_if(sections.begin(), sections.end(), [&](const auto& section) { return section.name == name; });
  return found == sections.end() ? nullptr : &*found;
}

}  // namespace

std::vector<AdapterSet::Created> AdapterSet::create(const std::filesystem::path& adapter_dir,
                                                    std::vector<config::AdapterSection> sections,
                                                    config::Diagnostics& diagnostics) {
  std::vector<Created> created;
  for (config::AdapterSection& section : sections) {
    auto library = plugin::AdapterLibrary::open(adapter_dir, section.plugin);
    if (!library) {
      diagnostics.error({section.file, section.line, section.column}, section.path + ".plugin", library.error());
    } else if (auto instance = router_.create(section, *library, diagnostics)) {
      created.push_back({std::move(section), std::move(instance)});
    }
  }
  return created;
}

void AdapterSet::start(std::vector<Created> created) {
  for (Created& adapter : created) {
    if (const std::string problem = router_.start(adapter.instance); !problem.empty()) {
      base::log::error("adapter {}: {}", adapter.section.name, problem);
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
  // All that goes goes first: a new adapter may want the mount of an old one.
  std::erase_if(running_, [&](const config::AdapterSection& running) {
    const bool dropped = !find(sections, running.name);
    if (dropped) changes.removed.push_back(running.name);
    if (!dropped && !is_created(running.name)) return false;
    router_.remove(running.name);
    return true;
  });
  start(std::move(created));
  return changes;
}

void check_adapters(const config::Config& config, config::Diagnostics& diagnostics) {
  for (const config::AdapterSection& section : config.adapters) {
    auto library = plugin::AdapterLibrary::open(config.adapter_dir, section.plugin);
    if (!library) {
      diagnostics.error({section.file, section.line, section.column}, section.path + ".plugin", library.error());
      continue;
    }
    const config::Diagnostics found = plugin::check_adapter(section, *library, {config.device.oui, CONFIG_DIR});
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

}  // namespace proxy::daemon
