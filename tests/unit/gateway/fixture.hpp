// SPDX-License-Identifier: Apache-2.0
#pragma once
// A store in a folder of its own and a tree that can be made anew, as by a restart; and a set as an ACS makes it.

#include "proxy/config/config.hpp"
#include "proxy/model/change_tracker.hpp"
#include "proxy/model/data_source.hpp"
#include "proxy/state/store.hpp"
#include "tests/support/temp_dir.hpp"

#include <string>
#include <utility>
#include <vector>

namespace tests::gateway {

using namespace proxy;
using Sets = std::vector<std::pair<std::string, std::string>>;

struct Home {
  support::TempDir folder;
  state::Database database{folder.path()};
  state::Store store{database};
};

inline std::string value(const model::Tree& tree, std::string_view path) {
  return std::string(tree.value(tree.find(path).value()));
}

inline const model::Parameter& info(const model::Tree& tree, std::string_view path) {
  return tree.find(path).value().info();
}

/// Checks, stores and applies, and returns the faults; all parameters belong to one source, or to none.
inline std::vector<base::Error> set(model::Tree& tree, state::Store& store, const Sets& sets,
                                    model::Origin origin = model::Origin::acs) {
  std::vector<base::Error> errors;
  std::vector<model::Assignment> assignments;
  for (const auto& [path, text] : sets) {
    const auto parameter = tree.find(path).value();
    auto checked = model::check_set(parameter.info(), path, text);
    if (checked) assignments.push_back({parameter, path, *checked});
    if (!checked) errors.push_back(checked.error());
  }
  if (!errors.empty()) return errors;
  if (assignments.front().parameter.info().source == nullptr) {
    for (const auto& assignment : assignments) {
      store.set_values.put(assignment.path, assignment.value, "", false);
      tree.set_value(assignment.parameter, assignment.value, origin);
    }
    return {};
  }
  model::DataSource& source = *assignments.front().parameter.info().source;
  source.check(assignments, [&](std::vector<base::Error> refused) { errors = std::move(refused); });
  if (!errors.empty()) return errors;
  for (const auto& assignment : assignments) {
    store.set_values.put(assignment.path, assignment.value, assignment.parameter.info().initial_value(), false);
  }
  source.apply(assignments, origin, [&](base::Result<model::SetStatus> status) {
    if (!status) errors.push_back(status.error());
  });
  return errors;
}

inline base::Fault fault(const std::vector<base::Error>& errors) {
  return errors.empty() ? base::Fault::internal_error : errors.front().fault;
}

/// The paths that a session would report as changed.
inline std::vector<std::string> reported(const model::Tree& tree, model::ChangeTracker& tracker) {
  std::vector<std::string> paths;
  for (const auto& parameter : tracker.begin_report()) paths.push_back(tree.path(parameter));
  tracker.acknowledge();
  return paths;
}

}  // namespace tests::gateway
