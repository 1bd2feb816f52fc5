// SPDX-License-Identifier: Apache-2.0
#include "tests/bench/table.hpp"

#include <iomanip>
#include <ostream>
#include <sstream>
#include <utility>

namespace tests::bench {

void Table::row(std::string what, double amount, int places, std::string unit, std::string budget) {
  std::ostringstream text;
  text << std::fixed << std::setprecision(places) << amount;
  rows_.push_back({std::move(what), text.str(), std::move(unit), std::move(budget)});
}

void Table::print(std::ostream& out) const {
  for (const Row& row : rows_) {
    if (row.amount.empty()) {
      out << '\n' << row.what << '\n';
      continue;
    }
    out << "  " << std::left << std::setw(62) << row.what << std::right << std::setw(10) << row.amount << ' '
        << std::left << std::setw(10) << row.unit;
    if (!row.budget.empty()) out << "  budget " << row.budget;
    out << '\n';
  }
}

}  // namespace tests::bench
