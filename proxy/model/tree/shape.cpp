// SPDX-License-Identifier: Apache-2.0
#include "proxy/model/tree/shape.hpp"

#include "proxy/model/path.hpp"

#include <algorithm>
#include <cassert>
#include <utility>

namespace proxy::model {
namespace {

/// The place in by_name where the name is, or would be.
auto lower_bound(const Shape& shape, std::string_view name) {
  return std::lower_bound(
      shape.by_name.begin(), shape.by_name.end(), name,
      [&](ColumnIndex column, std::string_view other) { return shape.columns[column].name < other; });
}

}  // namespace

ColumnIndex Shape::find(std::string_view name) const {
  const auto column = lower_bound(*this, name);
  return column != by_name.end() && columns[*column].name == name ? *column : kNoColumn;
}

bool Shape::has_prefix(std::string_view prefix) const {
  const auto column = lower_bound(*this, prefix);
  if (column != by_name.end() && columns[*column].name.starts_with(prefix)) return true;
  const auto object = std::lower_bound(objects.begin(), objects.end(), prefix);
  return object != objects.end() && object->starts_with(prefix);
}

ColumnIndex Shape::add(Parameter parameter) {
  const auto place = lower_bound(*this, parameter.name);
  if (unused.empty()) {
    const auto index = static_cast<ColumnIndex>(columns.size());
    by_name.insert(place, index);
    columns.push_back(std::move(parameter));
    return index;
  }
  const ColumnIndex index = unused.back();
  unused.pop_back();
  by_name.insert(place, index);
  columns[index] = std::move(parameter);
  return index;
}

void Shape::add_object(std::string object) {
  const auto place = std::lower_bound(objects.begin(), objects.end(), object);
  if (place == objects.end() || *place != object) objects.insert(place, std::move(object));
}

void Shape::remove(ColumnIndex column) {
  std::erase(by_name, column);
  unused.push_back(column);
}

std::shared_ptr<Shape> make_shape(std::vector<Parameter> columns) {
  auto shape = std::make_shared<Shape>();
  shape->columns = std::move(columns);
  shape->is_common = true;
  for (ColumnIndex index = 0; index < shape->columns.size(); ++index) {
    const std::string& name = shape->columns[index].name;
    assert(is_relative_path(name) && shape->find(name) == kNoColumn);
    shape->by_name.insert(lower_bound(*shape, name), index);
  }
  return shape;
}

}  // namespace proxy::model
