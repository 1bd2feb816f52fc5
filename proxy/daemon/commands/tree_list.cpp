// SPDX-License-Identifier: Apache-2.0
#include "proxy/daemon/commands/tree_list.hpp"

#include "proxy/model/cursor.hpp"

#include <boost/json.hpp>

#include <string>

namespace proxy::daemon {
namespace json = boost::json;

namespace {

using Item = model::Cursor::Item;

json::object value_entry(const model::Tree& tree, const Item& item) {
  return {{"path", item.path}, {"value", tree.value(item.parameter)}};
}

json::object parameter_entry(const model::Tree& tree, const Item& item) {
  return {{"path", item.path},
          {"value", tree.value(item.parameter)},
          {"type", model::type_name(item.parameter.info().type)},
          {"writable", item.writable},
          {"notification", static_cast<int>(tree.attributes(item.parameter).notification)}};
}

json::object object_entry(const model::Tree& tree, std::string_view path) {
  const auto name = tree.find(std::string(path) + "Name");
  return {{"path", path}, {"value", name ? json::value(tree.value(*name)) : json::value(nullptr)}};
}

/// `entry` of each parameter at or below the path.
base::Result<json::array> all_below(const model::Tree& tree, std::string_view path,
                                    json::object (*entry)(const model::Tree&, const Item&)) {
  const auto selection = tree.select(path);
  if (!selection) return selection.error();
  json::array list;
  model::Cursor cursor(tree, *selection, model::Cursor::Depth::all);
  while (const Item* item = cursor.next()) {
    if (item->kind == Item::Kind::parameter) list.push_back(entry(tree, *item));
  }
  return list;
}

}  // namespace

base::Result<json::array> values(const model::Tree& tree, std::string_view path) {
  return all_below(tree, path, &value_entry);
}

base::Result<json::array> parameters(const model::Tree& tree, std::string_view path) {
  return all_below(tree, path, &parameter_entry);
}

base::Result<json::array> children(const model::Tree& tree, std::string_view object) {
  const auto selection = tree.select(object);
  if (!selection) return selection.error();
  json::array list;
  model::Cursor cursor(tree, *selection, model::Cursor::Depth::next_level);
  while (const Item* item = cursor.next()) {
    const bool is_parameter = item->kind == Item::Kind::parameter;
    list.push_back(is_parameter ? parameter_entry(tree, *item) : object_entry(tree, item->path));
  }
  return list;
}

}  // namespace proxy::daemon
