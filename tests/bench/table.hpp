// SPDX-License-Identifier: Apache-2.0
#pragma once
// The table that is printed: what was measured, how much, and what was hoped for.
// Thread: pure

#include <algorithm>
#include <iosfwd>
#include <string>
#include <vector>

namespace tests::bench {

class Table {
 public:
  void heading(std::string text) { rows_.push_back({std::move(text), "", "", ""}); }
  /// `places` after the point. `budget` is for the reader: nothing is compared.
  void row(std::string what, double amount, int places, std::string unit, std::string budget = "");
  void append(const Table& rows) { rows_.insert(rows_.end(), rows.rows_.begin(), rows.rows_.end()); }
  void print(std::ostream& out) const;

 private:
  struct Row {
    std::string what, amount, unit, budget;
  };
  std::vector<Row> rows_;
};

/// Of at least one value.
template <class T>
T median(std::vector<T> values) {
  const auto middle = values.begin() + static_cast<std::ptrdiff_t>(values.size() / 2);
  std::nth_element(values.begin(), middle, values.end());
  return *middle;
}

template <class T>
T least(const std::vector<T>& values) {
  return *std::min_element(values.begin(), values.end());
}

}  // namespace tests::bench
