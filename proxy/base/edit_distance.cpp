// SPDX-License-Identifier: Apache-2.0
#include "proxy/base/edit_distance.hpp"

#include <algorithm>
#include <vector>

namespace proxy::base {

std::size_t edit_distance(std::string_view left, std::string_view right) {
  // Three rows of the table of distances between all prefixes of the two words: the last but one, the last, this one.
  std::vector<std::size_t> before(right.size() + 1), last(right.size() + 1), row(right.size() + 1);
  for (std::size_t column = 0; column <= right.size(); ++column) row[column] = column;
  for (std::size_t line = 1; line <= left.size(); ++line) {
    before.swap(last);
    last.swap(row);
    row[0] = line;
    for (std::size_t column = 1; column <= right.size(); ++column) {
      const std::size_t change = left[line - 1] == right[column - 1] ? 0 : 1;
      row[column] = std::min({last[column] + 1, row[column - 1] + 1, last[column - 1] + change});
      const bool swapped =
          line > 1 && column > 1 && left[line - 1] == right[column - 2] && left[line - 2] == right[column - 1];
      if (swapped) row[column] = std::min(row[column], before[column - 2] + 1);
    }
  }
  return row[right.size()];
}

std::size_t typing_error(std::string_view word) { return std::max<std::size_t>(word.size() / 3, 1); }

}  // namespace proxy::base
