// SPDX-License-Identifier: Apache-2.0
#pragma once
// Walks what a path names, depth first, one item at a time, so that an answer of any length can be written in blocks.
// Spec: TR-069 Amendment 6, A.3.2.2 and A.3.2.3 (what a partial path and NextLevel stand for)
// Thread: as the tree, which must not change while a cursor is in use: freeze it.

#include "proxy/model/tree.hpp"

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace proxy::model {

class Cursor {
 public:
  enum class Depth { next_level, all };

  struct Item {
    enum class Kind { object, table, row, parameter } kind;
    std::string_view path;   ///< whole; of all but a parameter with the final dot. Valid until the next call of next()
    ParameterRef parameter;  ///< of a parameter; of a row the row alone
    bool writable;           ///< as GetParameterNames has it: can be set, has rows to be added, can be deleted
  };

  /// next_level: the children alone; all: what is selected and everything below. Paths begin as the selection's does;
  /// the rows below it have this naming, unless a path would become longer than a message can carry: then all of its
  /// rows have numbers. The selection is no pattern.
  Cursor(const Tree& tree, const Selection& selection, Depth depth, Naming naming = Naming::numbers);

  /// The next item, or null at the end.
  const Item* next();

 private:
  /// Either the rows of a table, or the columns, objects and tables of a row, merged by name.
  struct Frame {
    Table* table = nullptr;
    std::size_t next_row = 0;

    Row* row = nullptr;
    std::size_t prefix_length = 0;  ///< of the object selected; all names walked begin with it
    std::size_t column = 0;         ///< what comes next of each kind
    std::size_t object = 0;
    std::size_t inner_table = 0;
    std::string_view entry = {};     ///< the name being shown; empty between two
    std::size_t opened = 0;          ///< how much of it has been shown as objects
    std::string_view previous = {};  ///< the name before it, whose objects are open already

    std::size_t path_length = 0;  ///< of the table or row
  };

  void push_table(Table& table);
  void push_row(Row& row, std::string_view prefix);
  const Item* next_row(Frame& frame);
  const Item* next_of_row(Frame& frame);
  const Item* show_entry(Frame& frame);
  bool is_shown(const Frame& frame, std::string_view name) const;
  const Item* show(Item::Kind kind, const Frame& frame, std::string_view name, bool writable, ParameterRef parameter);
  const Item* finish(Item::Kind kind, const Frame& frame, std::size_t name_length, bool writable,
                     ParameterRef parameter);

  const Tree& tree_;
  Depth depth_;
  Naming naming_;
  std::string path_;
  std::string numbered_;  ///< the path instead of one too long
  Item item_{};
  bool begun_ = true;  ///< false while item_ is what was selected and has yet to be shown
  std::vector<Frame> frames_;
};

}  // namespace proxy::model
