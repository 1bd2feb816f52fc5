// SPDX-License-Identifier: Apache-2.0
#include "proxy/cwmp/addressing.hpp"

#include "proxy/model/path.hpp"

namespace proxy::cwmp {
namespace {

bool reads(const model::Tree& tree, std::string_view path, std::string_view value) {
  const auto parameter = tree.find(path);
  return parameter && tree.value(*parameter) == value;
}

}  // namespace

model::Naming instance_mode(const model::Tree& tree) {
  return reads(tree, "Device.ManagementServer.InstanceMode", "InstanceAlias") ? model::Naming::aliases
                                                                              : model::Naming::numbers;
}

bool auto_creates_instances(const model::Tree& tree) {
  return reads(tree, "Device.ManagementServer.AutoCreateInstances", "true");
}

MissingRow missing_row(const model::Tree& tree, std::string_view path) {
  if (path.size() > model::kMaxPathLength && model::characters(path) > model::kMaxPathLength) return {};
  for (auto place = path.find(".["); place != std::string_view::npos; place = path.find(".[", place + 1)) {
    const std::string_view row = path.substr(place + 1);
    const auto identifier = model::leading_instance(row);
    if (!identifier) return {};
    const auto table = tree.select(path.substr(0, place + 1));
    if (!table || table->kind != model::Selection::Kind::table) return {};
    if (table->table->find(*identifier)) continue;
    // The names that we give ourselves belong to the rows of their numbers.
    if (model::number_of_own_alias(identifier->alias) || !table->table->creatable() ||
        table->table->alias_column() == model::kNoColumn) {
      return {};
    }
    return {table->table, path.substr(0, place + 1 + identifier->length), identifier->alias,
            row.substr(identifier->length)};
  }
  return {};
}

}  // namespace proxy::cwmp
