// SPDX-License-Identifier: Apache-2.0
#include "proxy/model/tree/name_hint.hpp"

#include "proxy/base/edit_distance.hpp"
#include "proxy/base/lower_case.hpp"

#include <algorithm>
#include <limits>
#include <optional>

namespace proxy::model {
namespace {

constexpr std::size_t kMaxRows = 8;

/// Up to the first dot, which is taken off the text too.
std::string_view take_segment(std::string_view& text) {
  const auto dot = std::min(text.find('.'), text.size());
  const std::string_view segment = text.substr(0, dot);
  text.remove_prefix(std::min(dot + 1, text.size()));
  return segment;
}

/// How far one relative path is from another, both in lower case; none: a typing error does not explain it. Each
/// segment must be near its counterpart; a missing final dot counts as one more error.
std::optional<std::size_t> distance(std::string_view left, std::string_view right) {
  std::size_t sum = left.ends_with('.') == right.ends_with('.') ? 0 : 1;
  while (!left.empty() && !right.empty()) {
    const std::string_view meant = take_segment(right);
    const std::string_view given = take_segment(left);
    const std::size_t most = base::typing_error(meant);
    if (std::max(given.size(), meant.size()) - std::min(given.size(), meant.size()) > most) return std::nullopt;
    const std::size_t errors = base::edit_distance(given, meant);
    if (errors > most) return std::nullopt;
    sum += errors;
  }
  if (!left.empty() || !right.empty()) return std::nullopt;
  return sum;
}

/// The name below one row that is nearest to a relative path.
class Nearest {
 public:
  explicit Nearest(std::string_view wanted) : wanted_(base::lower_case(wanted)) {}

  void consider_all(const Row& row) {
    for (const ColumnIndex column : row.shape().by_name) consider_with_objects(row.shape().columns[column].name);
    for (const std::string& object : row.shape().objects) consider_with_objects(object);
    for (const auto& table : row.tables()) consider_with_objects(table->name());
  }
  /// The nearest name; else the only one that ends in the same word; else empty.
  std::string name() const {
    if (!best_.empty()) return best_;
    return times_same_end_ == 1 ? same_end_ : std::string();
  }

 private:
  void consider_with_objects(std::string_view name) {
    for (auto dot = name.find('.'); dot != std::string_view::npos; dot = name.find('.', dot + 1)) {
      const std::string_view object = name.substr(0, dot + 1);
      // The names are in order: those of one object follow each other.
      if (!last_.starts_with(object)) consider(object);
    }
    if (!name.ends_with('.')) consider(name);
    last_ = name;
  }
  void consider(std::string_view name) {
    const std::string lower = base::lower_case(name);
    if (const auto far = distance(wanted_, lower); far && *far < least_) {
      least_ = *far;
      best_ = name;
    }
    if (last_word(lower) == last_word(wanted_) && times_same_end_++ == 0) same_end_ = name;
  }
  static std::string_view last_word(std::string_view name) { return name.substr(name.rfind('.') + 1); }

  std::string wanted_;
  std::string_view last_;
  std::string best_;
  std::size_t least_ = std::numeric_limits<std::size_t>::max();
  std::string same_end_;
  std::size_t times_same_end_ = 0;
};

std::string rows_of(const Table& table, const std::string& path, Naming naming) {
  if (table.rows().empty()) return path + " has no rows";
  std::string text = path + " has the rows ";
  for (std::size_t i = 0; i < std::min(table.rows().size(), kMaxRows); ++i) {
    if (i != 0) text += ", ";
    table.rows()[i]->append_identifier(text, naming);
    text.pop_back();
  }
  return table.rows().size() > kMaxRows ? text + ", ..." : text;
}

std::string is_nearest(const std::string& name) { return "the nearest name is " + name; }

}  // namespace

std::string name_hint(const Paths& tree, std::string_view path) {
  std::string_view rest = path;
  if (path.size() > kMaxPathLength || path.find('*') != std::string_view::npos || tree.select(path)) return {};
  std::string known(kRoot);
  // Another root, such as that of TR-098, or Device in another case.
  take_segment(rest);
  if (!path.starts_with(kRoot) && !rest.empty() && tree.select(known + std::string(rest)))
    return is_nearest(known.append(rest));
  const Row* row = &tree.root();
  while (const Table* table = row->table_towards(rest)) {
    known += table->name();
    rest.remove_prefix(table->name().size());
    const std::string with_dot = std::string(rest) + ".";
    const auto identifier = leading_instance(with_dot);
    row = identifier ? table->find(*identifier) : nullptr;
    if (!row) return rows_of(*table, known, rest.starts_with('[') ? Naming::aliases : Naming::numbers);
    known.append(with_dot, 0, identifier->length);
    if (identifier->length > rest.size()) return is_nearest(known);
    rest.remove_prefix(identifier->length);
  }
  if (rest.empty()) return {};
  Nearest nearest(rest);
  nearest.consider_all(*row);
  const std::string name = nearest.name();
  return name.empty() ? name : is_nearest(known + name);
}

}  // namespace proxy::model
