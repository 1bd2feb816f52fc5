// SPDX-License-Identifier: Apache-2.0
#pragma once
// The configuration on its way over the boundary: an adapter's section as an array of C nodes, and its table of
// options as rows of the daemon's own kind.
// Thread: any, one object at a time

#include "adapters/sdk/adapter_abi.h"
#include "proxy/config/diagnostic.hpp"
#include "proxy/config/schema/schema.hpp"
#include "proxy/config/yaml/node.hpp"

#include <cstdint>
#include <list>
#include <span>
#include <string>
#include <vector>

namespace proxy::plugin {

/// The section as create() gets it. Its texts and the array live as long as the object, which does not move.
class ConfigNodes {
 public:
  explicit ConfigNodes(config::Nodes section);
  ConfigNodes(const ConfigNodes&) = delete;
  ConfigNodes& operator=(const ConfigNodes&) = delete;

  const adapter_config& view() const { return view_; }
  const config::Nodes& section() const { return section_; }
  /// Where the node stands; of one that there is not, where the section begins.
  config::Position position(std::uint32_t node) const;
  /// "mqtt.tables[0].path": the keys that lead to the node.
  std::string path(std::uint32_t node) const;

 private:
  bool append_path(std::uint32_t from, std::uint32_t node, std::string& path) const;

  config::Nodes section_;
  std::vector<adapter_node> nodes_;
  adapter_config view_{};
};

/// The keys that an adapter's section may have: the host's and those of the adapter's own table.
class OptionRows {
 public:
  /// The texts of the table must outlive the object.
  explicit OptionRows(const adapter_api& api);
  OptionRows(const OptionRows&) = delete;
  OptionRows& operator=(const OptionRows&) = delete;

  std::span<const config::Option> all() const { return all_; }
  /// Without the host's, for the reference and schema.json.
  std::span<const config::Option> own() const { return own_; }
  /// What is wrong with the table itself: a row without key, of no kind, too deep. Empty if it is in order.
  const std::string& problem() const { return problem_; }

 private:
  std::vector<config::Option> convert(const adapter_option* rows, std::size_t count, unsigned depth);

  std::list<std::vector<config::Option>> children_;  ///< a list: the spans that point at them stay valid
  std::vector<config::Option> all_;
  std::span<const config::Option> own_;
  std::string problem_;
};

/// Marks the values of the section that the adapter's table calls secrets. Warns of those in a file that all users can
/// read.
void mark_secrets(config::Nodes& section, const adapter_api& api, config::Diagnostics& diagnostics);

}  // namespace proxy::plugin
