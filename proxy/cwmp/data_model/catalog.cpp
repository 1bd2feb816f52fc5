// SPDX-License-Identifier: Apache-2.0
#include "proxy/cwmp/data_model/catalog.hpp"

#include "proxy/model/data_source.hpp"
#include "proxy/model/path.hpp"

#include <algorithm>
#include <set>
#include <utility>
#include <vector>

namespace proxy::cwmp {
namespace {

using model::Parameter;
using model::Row;
using model::Shape;
using model::Table;

/// The wider of two bounds: none where either is missing. `sign` is 1 for maxima, -1 for minima.
std::string wider(const std::string& left, const std::string& right, int sign) {
  if (left.empty() || right.empty()) return {};
  return model::compare_numbers(left, right) * sign >= 0 ? left : right;
}

void widen(model::Constraints& into, const model::Constraints& other) {
  into.minimum = wider(into.minimum, other.minimum, -1);
  into.maximum = wider(into.maximum, other.maximum, 1);
  into.max_length = into.max_length == 0 || other.max_length == 0 ? 0 : std::max(into.max_length, other.max_length);
  if (into.words.empty() || other.words.empty()) return into.words.clear();
  for (const std::string& word : other.words) {
    if (std::ranges::find(into.words, word) == into.words.end()) into.words.push_back(word);
  }
}

bool accept_the_same(const Parameter& left, const Parameter& right) {
  const model::Constraints &a = left.constraints, &b = right.constraints;
  return left.type == right.type && left.writable == right.writable && left.hidden == right.hidden &&
         left.alias == right.alias && a.minimum == b.minimum && a.maximum == b.maximum &&
         a.max_length == b.max_length && a.words == b.words;
}

/// A parameter that only some rows let an ACS set accepts what these rows accept.
void merge(CatalogParameter& into, const Parameter& other) {
  Parameter& info = into.info;
  info.forced_active = info.forced_active && other.forced_active;
  info.can_deny = info.can_deny && other.can_deny;
  info.notification = std::min(info.notification, other.notification);
  if (accept_the_same(info, other)) return;
  into.differs = true;
  if (info.type != other.type) {
    info.type = model::Type::string;
    info.constraints = {};
  } else if (info.writable == other.writable) {
    widen(info.constraints, other.constraints);
  } else if (other.writable) {
    info.constraints = other.constraints;
  }
  info.writable = info.writable || other.writable;
  info.hidden = info.hidden && other.hidden;
  info.alias = info.alias && other.alias;
  info.reference = info.reference && other.reference;
}

/// The object of a relative name, with the final dot or empty: "ManagementServer." of "ManagementServer.URL".
std::string_view object_in(std::string_view name) { return name.substr(0, name.rfind('.') + 1); }

class Collector {
 public:
  explicit Collector(model::Tree& tree) {
    const std::string path(model::kRoot);
    visit_row(path, rows_[path], tree.root());
  }

  Catalog take() {
    for (const auto& [path, found] : found_) {
      CatalogObject& object = catalog_[path];
      if (!object.is_table) object.is_optional = found.shapes < rows_[found.row].shapes.size();
    }
    return std::move(catalog_);
  }

 private:
  /// A single object, and how many of the shapes of its row have it.
  struct Found {
    std::string row;
    std::size_t shapes = 0;
    const Shape* last = nullptr;
  };
  struct Rows {
    std::set<const Shape*> shapes;
  };

  void visit_row(const std::string& path, Rows& rows, Row& row) {
    if (rows.shapes.insert(&row.shape()).second) visit_shape(path, row.shape(), &row);
    for (const auto& table : row.tables()) visit_table(path, row, *table);
  }

  void visit_table(const std::string& row_path, const Row& row, Table& table) {
    add_objects(row_path, object_in(std::string_view(table.name()).substr(0, table.name().size() - 1)), nullptr);
    const std::string path = row_path + table.name() + "{i}.";
    CatalogObject& entry = catalog_[path];
    entry.count_parameter = count_parameter(row_path, row, table);
    entry.creatable = entry.creatable || table.creatable();
    entry.max_rows = entry.is_table && entry.max_rows != table.max_rows() ? 0 : table.max_rows();
    entry.is_table = true;
    entry.aliased = entry.aliased || table.alias_column() != model::kNoColumn;
    if (entry.description.empty()) entry.description = description_of(table);
    Rows& rows = rows_[path];
    for (const auto& inner : table.rows()) visit_row(path, rows, *inner);
    if (table.rows().empty()) visit_empty(path, rows, table);
  }

  /// The name of the parameter that counts the rows; its description is known then.
  std::string count_parameter(const std::string& row_path, const Row& row, const Table& table) {
    const auto& columns = row.shape().columns;
    if (table.count_column() >= columns.size()) return {};
    const std::string& name = columns[table.count_column()].name;
    const std::string_view object = object_in(name);
    std::string leaf = name.substr(object.size());
    catalog_[row_path + std::string(object)].parameters[leaf].counts_rows = true;
    return leaf;
  }

  /// A shape that rows of many tables have says nothing of a table without rows, save that they have aliases.
  void visit_empty(const std::string& path, Rows& rows, const Table& table) {
    const Shape& shape = table.row_shape();
    if (!shape.is_common) {
      if (rows.shapes.insert(&shape).second) visit_shape(path, shape, nullptr);
    } else if (table.alias_column() != model::kNoColumn) {
      add_parameter(path, shape.columns[table.alias_column()], nullptr, table.alias_column());
    }
  }

  void visit_shape(const std::string& path, const Shape& shape, Row* row) {
    catalog_[path];
    for (const std::string& object : shape.objects) add_objects(path, object, &shape);
    for (const model::ColumnIndex column : shape.by_name) {
      const Parameter& parameter = shape.columns[column];
      add_objects(path, object_in(parameter.name), &shape);
      add_parameter(path, parameter, row, column);
    }
  }

  /// The object and all between it and its row. `shape`: the one that has it; null: it leads to a table.
  void add_objects(const std::string& row_path, std::string_view object, const Shape* shape) {
    for (auto dot = object.find('.'); dot != std::string_view::npos; dot = object.find('.', dot + 1)) {
      const std::string path = row_path + std::string(object.substr(0, dot + 1));
      catalog_[path];
      Found& found = found_[path];
      found.row = row_path;
      if (shape == nullptr && row_path == model::kRoot) found.shapes = 1;
      if (shape == nullptr || found.last == shape) continue;
      found.last = shape;
      ++found.shapes;
    }
  }

  void add_parameter(const std::string& row_path, const Parameter& parameter, Row* row, model::ColumnIndex column) {
    const std::string_view object = object_in(parameter.name);
    const auto [entry, is_new] = catalog_[row_path + std::string(object)].parameters.try_emplace(
        parameter.name.substr(object.size()), CatalogParameter{.info = parameter});
    CatalogParameter& known = entry->second;
    if (!is_new) return merge(known, parameter);
    if (parameter.description != nullptr) {
      known.description = parameter.description;
    } else if (parameter.source != nullptr && row != nullptr) {
      known.description = parameter.source->describe(model::ParameterRef{row, column});
    }
  }

  static std::string description_of(const Table& table) {
    if (table.description() != nullptr) return table.description();
    return table.source() != nullptr ? table.source()->describe(table) : std::string();
  }

  Catalog catalog_;
  std::map<std::string, Found, std::less<>> found_;
  std::map<std::string, Rows, std::less<>> rows_;  ///< by the name of the object that is a row
};

}  // namespace

Catalog catalog_of(model::Tree& tree) { return Collector(tree).take(); }

bool is_vendor_name(std::string_view path) {
  return path.starts_with("X_") || path.find(".X_") != std::string_view::npos;
}

}  // namespace proxy::cwmp
