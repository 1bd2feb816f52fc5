// SPDX-License-Identifier: Apache-2.0
#include "proxy/daemon/commands/tree_list.hpp"

#include <boost/json.hpp>

#include <string>

namespace proxy::daemon {
namespace json = boost::json;

namespace {

json::object object_entry(const model::Tree& tree, std::string_view path) {
  const auto name = tree.find(std::string(path) + "Name");
  return {{"path", path}, {"value", name ? json::value(tree.value(*name)) : json::value(nullptr)}};
}

}  // namespace

json::object parameter_entry(const model::Tree& tree, const model::Cursor::Item& item) {
  return {{"path", item.path},
          {"value", tree.value(item.parameter)},
          {"type", model::type_name(item.parameter.info().type)},
          {"writable", item.writable},
          {"notification", static_cast<int>(tree.attributes(item.parameter).notification)}};
}

base::Result<json::array> children(const model::Tree& tree, std::string_view object) {
  const auto selection = tree.select(object);
  if (!selection) return selection.error();
  json::array list;
  model::Cursor cursor(tree, *selection, model::Cursor::Depth::next_level);
  while (const auto* item = cursor.next()) {
    const bool is_parameter = item->kind == model::Cursor::Item::Kind::parameter;
    list.push_back(is_parameter ? parameter_entry(tree, *item) : object_entry(tree, item->path));
  }
  return list;
}

}  // namespace proxy::daemon
