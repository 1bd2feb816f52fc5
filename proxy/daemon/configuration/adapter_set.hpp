// SPDX-License-Identifier: Apache-2.0
#pragma once
// The adapters that the configuration asks for: created and checked together, started, and replaced by a reload where
// their section has changed.
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
  /// Created, and not started yet.
  struct Created {
    config::AdapterSection section;
    std::shared_ptr<plugin::AdapterInstance> instance;
  };
  struct Changes {
    std::vector<std::string> removed, replaced, added;
  };

  /// The router outlives the set.
  explicit AdapterSet(plugin::Router& router) : router_(router) {}

  /// Creates the adapters of these sections; what is wrong with any of them goes into the diagnostics.
  std::vector<Created> create(const std::filesystem::path& adapter_dir, std::vector<config::AdapterSection> sections,
                              config::Diagnostics& diagnostics);
  /// Starts them; one that cannot start is logged, and the rest of the house goes on.
  void start(std::vector<Created> created);

  /// The sections of those that have been started, their secrets marked.
  const std::vector<config::AdapterSection>& running() const { return running_; }
  /// Those of the sections whose content is not what runs, in their order.
  std::vector<config::AdapterSection> changed(const std::vector<config::AdapterSection>& sections) const;
  /// Takes away what `sections` no longer has, replaces what `created` has, leaves the rest as it runs. The tree must
  /// not be frozen.
  Changes replace(const std::vector<config::AdapterSection>& sections, std::vector<Created> created);

 private:
  plugin::Router& router_;
  std::vector<config::AdapterSection> running_;
};

/// What --check-config does with the adapters: each section against the adapter's own rows and rules. Starts nothing.
void check_adapters(const config::Config& config, const std::vector<config::AdapterSection>& sections,
                    config::Diagnostics& diagnostics);

/// What an adapter of this section says of a message; it is created for that, and never started. Nothing where it does
/// not tell, or something is wrong with the section, which the diagnostics say.
std::optional<std::vector<std::string>> explain_alone(const config::Config& config,
                                                      const config::AdapterSection& section, const std::string& address,
                                                      std::string_view payload, config::Diagnostics& diagnostics);

}  // namespace proxy::daemon
