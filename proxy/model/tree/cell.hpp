// SPDX-License-Identifier: Apache-2.0
#pragma once
// One cell: the place of one parameter in a table, given by row and column, with its value and its attributes. A tree
// has tens of thousands, so a cell has 24 bytes.
// Thread: as its tree

#include "proxy/model/tree/cell_text.hpp"

#include <cstdint>

namespace proxy::model {

struct Cell {
  alignas(char*) CellText value;  ///< holds the address of a longer text, hence the alignment
  std::int8_t notification = -1;  ///< -1: as declared
  bool subscriber_may_write = true;
  bool has_value = false;   ///< false: it reads as the parameter's initial value
  bool is_current = false;  ///< its source has given it a value since the row appeared
};
static_assert(sizeof(Cell) == 24);

}  // namespace proxy::model
