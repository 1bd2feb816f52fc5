// SPDX-License-Identifier: Apache-2.0
#pragma once
// Goes through what a path stands for that may have "*" in place of instance identifiers, one selection at a time.
// Spec: TR-069 Amendment 6, 3.6.2 (instance wildcards)
// Thread: as the tree, which must not change meanwhile

#include "proxy/model/tree.hpp"

#include <cstddef>
#include <optional>
#include <string>
#include <vector>

namespace proxy::model {

/// As Tree::select(), of a path that may have wildcards: then it stands for a pattern. 9005 if the part before the
/// first wildcard is no table; what is behind it may match nothing.
base::Result<Selection> select_all(const Tree& tree, std::string_view path);

class Matches {
 public:
  /// The rows that the wildcards stand for are named so in Selection::path. The tree outlives this.
  Matches(const Tree& tree, std::string pattern, Naming naming);

  /// None at the end.
  std::optional<Selection> next();

 private:
  /// The rows of a table that a wildcard stands for.
  struct Level {
    const Table* table;
    std::size_t next_row;
    std::size_t behind;       ///< what follows the wildcard begins here in the pattern
    std::size_t path_length;  ///< of the table
  };

  std::optional<Selection> enter(Row& row, std::size_t from);

  const Tree& tree_;
  const std::string pattern_;
  const Naming naming_;
  bool begun_ = false;
  std::string path_;
  std::vector<Level> levels_;
};

}  // namespace proxy::model
