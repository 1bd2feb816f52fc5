// SPDX-License-Identifier: Apache-2.0
#include "proxy/plugin/abi/board/published_values.hpp"

#include "proxy/model/value.hpp"

#include <exception>
#include <span>
#include <string>
#include <string_view>
#include <utility>

namespace proxy::plugin {
namespace {

constexpr std::size_t kMaxValues = 100'000;  // of one call

}  // namespace

void PublishedValues::publish(const adapter_value* values, std::size_t count, bool are_retained) noexcept {
  try {
    if (values == nullptr || count > kMaxValues) {
      if (count != 0) board_.reject("publish(): no values, or more than 100000");
      return;
    }
    if (count == 0) return;
    board_.when_open([](BoardContent& board) { board.count_message(); });
    for (const adapter_value& value : std::span(values, count)) publish_one(value, are_retained);
  } catch (const std::exception&) {
    // Out of memory: the values are lost, as in HostBoard::when_open().
  }
}

/// It waits as a value does: the next contact takes the place of one that the loop has not taken yet.
void PublishedValues::contact(adapter_handle device) noexcept {
  board_.when_open([&](BoardContent& board) {
    if (board.handles().find(device, Handles::Kind::device) == nullptr) {
      return board.reject("contact(): the handle is not that of a device");
    }
    board.contact(device);
  });
}

/// Nothing, and counted, if there is no such cell.
std::optional<PublishedValues::Reading> PublishedValues::reading(CellHandle cell) {
  std::optional<Reading> found;
  board_.when_open([&](BoardContent& board) {
    using Kind = Handles::Kind;
    const bool is_capability = cell.column == ADAPTER_VALUE;
    const Handles::Entry* const entry =
        board.handles().find(is_capability ? cell.row : cell.column, is_capability ? Kind::capability : Kind::column);
    if (entry == nullptr || (!is_capability && !board.handles().is_cell(cell.row, *entry))) {
      return board.reject("publish(): unknown row, or a column that the row does not have");
    }
    found = Reading{entry->type, {}};
    if (is_capability) found->capability_class = static_cast<adapter_capability_class>(entry->capability_class);
  });
  return found;
}

void PublishedValues::publish_one(const adapter_value& value, bool is_retained) {
  const auto reading = this->reading({value.row, value.column});
  if (!reading) return;
  const bool has_text = value.text.data != nullptr || value.text.size == 0;
  if (!has_text || value.text.size > kMaxValue) {
    return board_.reject("publish(): a value without text, or of more than 64 KiB");
  }
  // Without the lock: other threads of the adapter go on meanwhile.
  const std::string_view text =
      value.text.size == 0 ? std::string_view{} : std::string_view(value.text.data, value.text.size);
  const auto kind = reading->capability_class;
  auto canonical = kind ? canonical_value(*kind, text) : model::canonical(reading->type, text);
  if (!canonical) {
    return board_.reject("publish(): a value that is no " + (kind ? "value of a " + std::string(class_of(*kind).object)
                                                                  : std::string(model::type_name(reading->type))));
  }
  board_.when_open([&](BoardContent& board) {
    board.publish({{value.row, value.column}, std::move(*canonical), is_retained});
  });
}

}  // namespace proxy::plugin
