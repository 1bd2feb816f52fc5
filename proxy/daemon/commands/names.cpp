// SPDX-License-Identifier: Apache-2.0
#include "proxy/daemon/commands/names.hpp"

#include "proxy/base/lower_case.hpp"
#include "proxy/daemon/commands/device_object.hpp"
#include "proxy/daemon/commands/replies.hpp"
#include "proxy/model/matches.hpp"
#include "proxy/model/path.hpp"

#include <fmt/format.h>
#include <fnmatch.h>

#include <algorithm>
#include <iterator>

namespace proxy::daemon {
namespace {

bool has_wildcard(std::string_view text) { return text.find('*') != std::string_view::npos; }

Meant refused(const std::string& what, std::string message) {
  return {{}, control::Refusal{0, what, std::move(message)}};
}

Meant rows_meant(const model::Tree& tree, const std::string& path) {
  const auto selection = model::select_all(tree, path);
  if (!selection) return {{}, no_such_path(tree, selection.error())};
  Meant meant;
  model::Matches matches(tree, path, model::Naming::numbers);
  while (const auto match = matches.next()) meant.paths.push_back(match->path);
  return meant.paths.empty() ? refused(path, "there is nothing like it") : meant;
}

/// The objects of the devices with that name or identity, without the final dot.
std::vector<std::string> devices_named(const model::Tree& tree, const plugin::Router& router, const std::string& name) {
  const auto fits = [&](const std::string& text) {
    return has_wildcard(name) ? ::fnmatch(name.c_str(), text.c_str(), 0) == 0 : name == text;
  };
  std::vector<std::string> objects;
  for (const plugin::DeviceStatistics& device : router.device_statistics()) {
    if (!device.path.empty() && (fits(device.identity) || fits(value_at(tree, device.path + ".Name"))))
      objects.push_back(device.path);
  }
  return objects;
}

/// With the fault that a wrong path has: it may have been meant as one.
Meant nothing_named(const model::Tree& tree, const std::string& name) {
  const auto selection = tree.select(name);
  // meant_by() has taken a path without a capability.
  if (selection && name.starts_with(model::kRoot)) return refused(name, "a path has no CAPABILITY: only a device has");
  control::Refusal refusal = selection ? control::Refusal{0, name, {}} : no_such_path(tree, selection.error());
  refusal.message +=
      std::string(refusal.message.empty() ? "" : "; ") + "no device has this name: see `tr069-proxyctl devices`";
  return {{}, std::move(refusal)};
}

Meant capability_meant(const model::Tree& tree, const std::string& device, const std::string& wanted) {
  Meant meant;
  const std::string word = base::lower_case(wanted);
  std::string names;
  for (const Capability& capability : capabilities_of(tree, device)) {
    if (capability.path.empty()) continue;
    names += (names.empty() ? "" : ", ") + capability.name;
    if (base::lower_case(capability.name) == word || base::lower_case(capability.type) == word)
      meant.paths.push_back(capability.path);
  }
  if (meant.paths.empty()) return refused(wanted, "the device has no such capability; it has: " + names);
  if (meant.paths.size() == 1) return meant;
  return refused(wanted, fmt::format("several capabilities are named so: {}; take one of these paths",
                                     fmt::join(meant.paths, ", ")));
}

}  // namespace

Meant meant_by(const model::Tree& tree, const plugin::Router& router, const std::string& path_or_name,
               const std::string& capability) {
  const bool is_path = path_or_name.empty() || path_or_name.starts_with(model::kRoot);
  if (is_path && capability.empty())
    return has_wildcard(path_or_name) ? rows_meant(tree, path_or_name) : Meant{{path_or_name}, {}};
  const std::vector<std::string> devices = devices_named(tree, router, path_or_name);
  if (devices.empty()) return nothing_named(tree, path_or_name);
  if (devices.size() > 1 && !has_wildcard(path_or_name))
    return refused(path_or_name,
                   fmt::format("several devices are named so: {}; take one of these paths", fmt::join(devices, ", ")));
  Meant all;
  for (const std::string& device : devices) {
    Meant one = capability.empty() ? Meant{{device + "."}, {}} : capability_meant(tree, device, capability);
    // Of several devices not each has it.
    if (one.refusal && devices.size() == 1) return one;
    std::ranges::move(one.paths, std::back_inserter(all.paths));
  }
  return all.paths.empty() ? refused(capability, "none of these devices has such a capability") : all;
}

std::string typed_value(const model::Parameter& parameter, const std::string& text) {
  if (parameter.type != model::Type::boolean) return text;
  const std::string word = base::lower_case(text);
  if (word == "on" || word == "yes") return "true";
  return word == "off" || word == "no" ? "false" : word;
}

}  // namespace proxy::daemon
