// SPDX-License-Identifier: Apache-2.0
#pragma once
// The adapters of the configuration: creates and checks them together, starts them, and replaces those whose section a
// reload has changed.
// Thread: loop

#include "proxy/config/config.hpp"
#include "proxy/config/diagnostic.hpp"
#include "proxy/plugin/router.hpp"

#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace proxy::daemon {

class AdapterSet {
 public:
  /// An adapter that is created and not started yet.
  struct Created {
    config::AdapterSection section;
    std::shared_ptr<plugin::AdapterInstance> instance;
  };
  struct Changes {
    std::vector<std::string> removed, replaced, added;
  };

  /// The router outlives the set.
  explicit AdapterSet(plugin::Router& router) : router_(router) {}

  /// Creates the adapters of these sections. Errors go into the diagnostics.
  std::vector<Created> create(const std::filesystem::path& adapter_dir, std::vector<config::AdapterSection> sections,
                              config::Diagnostics& diagnostics);
  /// Starts the adapters. The failure of one adapter is logged; the others run.
  void start(std::vector<Created> created);

  /// The sections of the started adapters, with secrets marked.
  const std::vector<config::AdapterSection>& running() const { return running_; }
  /// The sections that differ from the running ones, in their order.
  std::vector<config::AdapterSection> changed(const std::vector<config::AdapterSection>& sections) const;
  /// Removes the adapters that `sections` does not have, replaces those in `created`, and leaves the others running.
  /// The tree must not be frozen.
  Changes replace(const std::vector<config::AdapterSection>& sections, std::vector<Created> created);

 private:
  plugin::Router& router_;
  std::vector<config::AdapterSection> running_;
};

/// Checks each section against the adapter's own table of keys and rules, for --check-config. Starts nothing.
void check_adapters(const config::Config& config, const std::vector<config::AdapterSection>& sections,
                    config::Diagnostics& diagnostics);

/// The sections with their secrets marked. Those whose adapter cannot be opened are left out: their secrets are not
/// known.
std::vector<config::AdapterSection> with_marked_secrets(const config::Config& config,
                                                        const std::vector<config::AdapterSection>& sections,
                                                        config::Diagnostics& diagnostics);

/// Creates an adapter of this section and asks it to explain a message; it is never started. None if the adapter cannot
/// explain messages, or if the section has errors, which go into the diagnostics.
std::optional<std::vector<std::string>> explain_alone(const config::Config& config,
                                                      const config::AdapterSection& section, const std::string& address,
                                                      std::string_view payload, config::Diagnostics& diagnostics);

}  // namespace proxy::daemon
