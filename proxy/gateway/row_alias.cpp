// SPDX-License-Identifier: Apache-2.0
#include "proxy/gateway/row_alias.hpp"

#include "proxy/model/aliases.hpp"

#include <string>
#include <vector>

namespace proxy::gateway {

void restore_alias(model::Tree& tree, const state::Store& store, model::Row& row) {
  const model::ParameterRef alias{&row, row.parent()->alias_column()};
  const std::string path = tree.path(alias);
  const auto set = store.set_values.find(path);
  if (set && model::check_aliases(std::vector<model::Assignment>{{alias, path, set->value}}).empty())
    tree.set_value(alias, set->value, model::Origin::start);
}

}  // namespace proxy::gateway
