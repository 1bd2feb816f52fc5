// SPDX-License-Identifier: Apache-2.0
// The part of the HostBoard that takes devices in the standard shape.
#include "proxy/plugin/abi/host_board_calls.hpp"
#include "proxy/plugin/devices/iot_words.hpp"

namespace proxy::plugin {

adapter_handle HostBoard::show_device(void* context, adapter_handle device,
                                      const adapter_device_facts* facts) noexcept {
  HostBoard& board = of(context);
  return board.when_open([&] {
    const Handles::Entry* entry = board.handles_.find(device, Handles::Kind::device);
    if (facts == nullptr || entry == nullptr) {
      board.count_rejected("a device is shown that there is not, or without facts");
      return adapter_handle{ADAPTER_NONE};
    }
    ShowDevice message{.handle = ADAPTER_NONE,
                       .device = device,
                       .controller = std::string(board.handles_.controller(*entry)),
                       .identity = std::string(board.handles_.identity(*entry)),
                       .name = excerpt(facts->name, kLongestLine),
                       .type = device_type(board.oui_, excerpt(facts->type, kLongestLine)),
                       .description = excerpt(facts->description, kLongestLine)};
    board.skipped_.erase(message.identity);
    const std::size_t bytes = message.name.size() + message.type.size() + message.description.size();
    return board.tell(board.handles_.shown(device), bytes, [&](adapter_handle handle) {
      message.handle = handle;
      return std::move(message);
    });
  });
}

adapter_handle HostBoard::capability(void* context, adapter_handle device, const adapter_capability* given) noexcept {
  HostBoard& board = of(context);
  return board.when_open([&] {
    ReadCapability read = read_capability(given, board.oui_);
    if (!read.capability) {
      board.count_rejected(read.problem);
      return adapter_handle{ADAPTER_NONE};
    }
    for (std::size_t i = 0; i < read.dropped; ++i) board.count_rejected("a word that does not fit into ValidValues");
    const adapter_handle shown = board.handles_.shown_row(device);
    const auto handle = board.handles_.capability(shown, read.capability->identity, read.capability->kind);
    return board.tell(handle, read.bytes, [&](adapter_handle made) {
      return AddCapability{made, shown, std::move(read.capability)};
    });
  });
}

void HostBoard::skipped(void* context, const char* identity, const char* reason) noexcept {
  HostBoard& board = of(context);
  board.when_open([&] {
    const auto name = bounded(identity, Handles::kMostText);
    if (!name || name->empty()) return board.count_rejected("something skipped without identity");
    std::string legal = model::legal_text(*name);
    std::string why = excerpt(reason, Handles::kMostText);
    if (why.empty()) return void(board.skipped_.erase(legal));
    if (board.skipped_.size() >= kMostSkipped && !board.skipped_.contains(legal)) {
      return board.count_rejected("more than 1000 things are skipped");
    }
    board.skipped_[std::move(legal)] = std::move(why);
  });
}

}  // namespace proxy::plugin
