// SPDX-License-Identifier: Apache-2.0
#include "proxy/plugin/abi/board/shape_declarations.hpp"

#include "proxy/plugin/abi/adapter_text.hpp"
#include "proxy/plugin/devices/iot_words.hpp"

#include <utility>

namespace proxy::plugin {

adapter_handle ShapeDeclarations::show_device(adapter_handle device, const adapter_device_facts* facts) noexcept {
  return board_.when_open([&](BoardContent& board) {
    const Handles::Entry* const entry = board.handles().find(device, Handles::Kind::device);
    if (facts == nullptr || entry == nullptr) {
      board.reject("show_device(): no facts, or the handle is not that of a device");
      return adapter_handle{ADAPTER_NONE};
    }
    ShowDevice message{.handle = ADAPTER_NONE,
                       .device = device,
                       .controller = std::string(board.handles().controller(*entry)),
                       .identity = std::string(board.handles().identity(*entry)),
                       .name = excerpt(facts->name, kMaxLine),
                       .type = device_type(oui_, excerpt(facts->type, kMaxLine)),
                       .description = excerpt(facts->description, kMaxLine)};
    board.skip(message.identity, {});
    const std::size_t bytes = message.name.size() + message.type.size() + message.description.size();
    return board.declare_again(board.handles().shown(device), bytes, [&](adapter_handle handle) {
      message.handle = handle;
      return std::move(message);
    });
  });
}

adapter_handle ShapeDeclarations::capability(adapter_handle device, const adapter_capability* given) noexcept {
  return capability(device, given, false);
}

adapter_handle ShapeDeclarations::known_capability(adapter_handle device, const adapter_capability* given) noexcept {
  return capability(device, given, true);
}

adapter_handle ShapeDeclarations::capability(adapter_handle device, const adapter_capability* given,
                                             bool only_known) noexcept {
  return board_.when_open([&](BoardContent& board) {
    ReadCapability read = read_capability(given, oui_);
    if (!read.capability) {
      board.reject(read.problem);
      return adapter_handle{ADAPTER_NONE};
    }
    for (std::size_t i = 0; i < read.dropped; ++i) board.reject("capability(): a word that does not fit ValidValues");
    const adapter_handle shown = board.handles().shown_row(device);
    if (only_known && !board.handles().has_capability(shown, read.capability->identity)) {
      return adapter_handle{ADAPTER_NONE};
    }
    const auto handle = board.handles().capability(shown, read.capability->identity, read.capability->kind);
    return board.declare_again(handle, read.bytes, [&](adapter_handle made) {
      return AddCapability{made, shown, std::move(read.capability)};
    });
  });
}

void ShapeDeclarations::notify_online(adapter_handle device, std::uint32_t notify) noexcept {
  board_.when_open([&](BoardContent& board) {
    const bool is_device = board.handles().find(device, Handles::Kind::device) != nullptr;
    if (!is_device || notify > ADAPTER_NOTIFY_ACTIVE) {
      return board.reject("notify_online(): unknown notification, or the handle is not that of a device");
    }
    board.enqueue(NotifyOnline{device, static_cast<model::Notification>(notify)}, 0);
  });
}

void ShapeDeclarations::skipped(const char* identity, const char* reason) noexcept {
  std::string name, why;
  const bool is_news = board_.when_open([&](BoardContent& board) {
    const auto given = bounded(identity, Handles::kMaxText);
    if (!given || given->empty()) {
      board.reject("skipped(): the identity is missing or longer than 256 bytes");
      return false;
    }
    name = model::legal_text(*given);
    why = excerpt(reason, Handles::kMaxText);
    return board.skip(name, why);
  });
  if (is_news) log_.skipped(name, why);
}

}  // namespace proxy::plugin
