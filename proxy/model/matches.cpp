// SPDX-License-Identifier: Apache-2.0
#include "proxy/model/matches.hpp"

#include <utility>

namespace proxy::model {

base::Result<Selection> select_all(const Tree& tree, std::string_view path) {
  auto selection = tree.select(path);
  if (selection || !path.starts_with(kRoot)) return selection;
  Wildcard wildcard;
  auto& root = const_cast<Row&>(tree.root());
  (void)tree.select(root, path.substr(kRoot.size()), &wildcard);
  if (wildcard.table) return Selection{.kind = Selection::Kind::pattern, .row = &root, .path = std::string(path)};
  return selection;
}

Matches::Matches(const Tree& tree, std::string pattern, Naming naming)
    : tree_(tree), pattern_(std::move(pattern)), naming_(naming), path_(kRoot) {}

std::optional<Selection> Matches::next() {
  if (!std::exchange(begun_, true) && pattern_.starts_with(kRoot)) {
    if (auto found = enter(const_cast<Row&>(tree_.root()), kRoot.size())) return found;
  }
  while (!levels_.empty()) {
    Level& level = levels_.back();
    if (level.next_row == level.table->rows().size()) {
      levels_.pop_back();
      continue;
    }
    Row& row = *level.table->rows()[level.next_row++];
    path_.resize(level.path_length);
    row.append_identifier(path_, naming_);
    if (auto found = enter(row, level.behind)) return found;
  }
  return std::nullopt;
}

/// What the pattern from there on stands for below the row; nothing yet if it has another wildcard.
std::optional<Selection> Matches::enter(Row& row, std::size_t from) {
  const std::string_view rest = std::string_view(pattern_).substr(from);
  Wildcard wildcard;
  auto selection = tree_.select(row, rest, &wildcard);
  if (wildcard.table) {
    path_.append(rest.substr(0, wildcard.begin));
    levels_.push_back({wildcard.table, 0, from + wildcard.begin + std::string_view("*.").size(), path_.size()});
    return std::nullopt;
  }
  if (!selection) return std::nullopt;
  selection->path = path_ + std::string(rest);
  return std::move(*selection);
}

}  // namespace proxy::model
