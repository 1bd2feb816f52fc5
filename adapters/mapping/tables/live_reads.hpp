// SPDX-License-Identifier: Apache-2.0
#pragma once
// Values that are read live: which items of get() wait for which message.
// Thread: one at a time

#include <cstddef>
#include <map>
#include <string>
#include <utility>
#include <vector>

#include "adapters/mapping/tables/command.hpp"
#include "adapters/mapping/tables/mapping.hpp"
#include "adapters/sdk/adapter.hpp"

namespace adapters::mapping {

class LiveReads {
 public:
  LiveReads(sdk::Host host, const Mapping& mapping) : host_(host), mapping_(mapping) {}

  /// The item waits for the next message that the parameter's source brings for the row. What makes its device report
  /// is added to `questions`, once for all items that need the same.
  void ask(const sdk::Item& item, std::size_t parameter, const Captures& captures, std::vector<Question>& questions);
  /// A message has come for the row by this route (Mapping::route_of()): it answers all items that wait for it.
  void answer(sdk::Row row, std::size_t route);
  void forget_row(sdk::Row row);

 private:
  using Key = std::pair<adapter_handle, std::size_t>;  // row, route

  const sdk::Host host_;
  const Mapping& mapping_;
  std::map<Key, std::vector<sdk::Token>> waiting_;
};

}  // namespace adapters::mapping
