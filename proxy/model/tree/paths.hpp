// SPDX-License-Identifier: Apache-2.0
#pragma once
// Finds what a path names, and makes the path of a row, a table or a parameter.
// Spec: TR-069 Amendment 6, A.2.2 (paths, instance identifiers), 3.6.1 (aliases)
// Thread: as its tree

#include "proxy/base/error.hpp"
#include "proxy/model/tree/row.hpp"

#include <cstddef>
#include <string>
#include <string_view>

namespace proxy::model {

/// What a path names.
struct Selection {
  /// pattern: `path` has wildcards, and Matches (matches.hpp) goes through what it stands for.
  enum class Kind { row, object, table, parameter, pattern } kind = Kind::row;
  Row* row = nullptr;       ///< the row itself, or the one that object, table or parameter belong to
  std::string object = {};  ///< of an object: its name relative to the row, with the final dot
  Table* table = nullptr;
  ColumnIndex column = 0;
  std::string path = {};  ///< as it was given, rows named by number or alias; "Device." for the whole tree
};

/// Where a path has a wildcard.
struct Wildcard {
  Table* table = nullptr;  ///< null: it has none
  std::size_t begin = 0;   ///< of the "*" in the path
};

class Paths {
 public:
  Row& root() { return root_; }
  const Row& root() const { return root_; }
  /// What the path of a request names: "" and "Device." the whole tree. 9005 if nothing.
  base::Result<Selection> select(std::string_view path) const;
  /// What a path relative to a row names. Stops at the first wildcard, which goes into `wildcard`, with an error then;
  /// null: a wildcard is 9005 as well. Leaves Selection::path to the caller.
  base::Result<Selection> select(Row& row, std::string_view path, Wildcard* wildcard) const;
  /// A parameter by its full path. 9005 if the path names no parameter.
  base::Result<ParameterRef> find(std::string_view path) const;
  /// By numbers it never changes, and is the key under which the store keeps things.
  std::string path(ParameterRef parameter, Naming naming = Naming::numbers) const;
  std::string path(const Row& row, Naming naming = Naming::numbers) const;  ///< with the final dot
  std::string path(const Table& table) const;                               ///< with the final dot
  std::string path(const Selection& selection) const;                       ///< not of a pattern
  /// The path that a reference holds, with its rows named by aliases; any other text unchanged.
  std::string with_aliases(std::string_view reference) const;

 protected:
  Paths() = default;
  ~Paths() = default;

  Row root_;
};

}  // namespace proxy::model
