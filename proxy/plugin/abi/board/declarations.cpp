// SPDX-License-Identifier: Apache-2.0
#include "proxy/plugin/abi/board/declarations.hpp"

#include "proxy/model/value.hpp"
#include "proxy/plugin/abi/adapter_text.hpp"
#include "proxy/plugin/abi/board/column.hpp"

#include <charconv>
#include <chrono>
#include <memory>
#include <optional>
#include <utility>

namespace proxy::plugin {

using Kind = Handles::Kind;

namespace {

/// None if the rule is unfit.
std::optional<model::ReportRule> rule_of(const adapter_report_rule& from) {
  model::ReportRule rule;
  if (from.struct_size < sizeof(adapter_report_rule)) return std::nullopt;
  if (from.min_change != nullptr) {
    const auto text = bounded(from.min_change, Handles::kMaxText);
    const auto number = text ? model::canonical(model::Type::decimal, *text) : std::nullopt;
    if (!number) return std::nullopt;
    std::from_chars(number->data(), number->data() + number->size(), rule.min_change);
    if (!(rule.min_change > 0)) return std::nullopt;
  }
  rule.is_percent = from.min_change_is_percent != 0;
  rule.min_interval = std::chrono::seconds(from.min_interval_s);
  rule.max_interval = std::chrono::seconds(from.max_interval_s);
  return rule;
}

}  // namespace

adapter_handle Declarations::device(const adapter_device* device) noexcept {
  return board_.when_open([&](BoardContent& board) {
    using Text = std::optional<std::string_view>;
    const Text controller = device == nullptr ? Text{} : bounded(device->controller, Handles::kMaxText);
    const Text identity = device == nullptr ? Text{} : bounded(device->identity, Handles::kMaxText);
    const Text protocol = device == nullptr ? Text{} : bounded(device->protocol, Handles::kMaxText);
    if (!controller || !identity || !protocol || identity->empty()) {
      board.reject("device(): controller, identity or protocol is missing or longer than 256 bytes");
      return adapter_handle{ADAPTER_NONE};
    }
    const std::size_t bytes = controller->size() + identity->size() + protocol->size();
    std::string legal_controller = model::legal_text(*controller);
    std::string legal_identity = model::legal_text(*identity);
    const Handles::Given given = board.handles().device(legal_controller, legal_identity);
    return board.declare(given, bytes, [&](adapter_handle handle) {
      return DeclareDevice{handle, std::move(legal_controller), std::move(legal_identity),
                           model::legal_text(*protocol)};
    });
  });
}

void Declarations::remove_device(adapter_handle device) noexcept {
  board_.when_open([&](BoardContent& board) {
    if (board.handles().find(device, Kind::device) == nullptr) {
      return board.reject("remove_device(): the handle is not that of a device");
    }
    board.handles().erase(device);
    board.enqueue(RemoveDevice{device}, 0, true);
  });
}

adapter_handle Declarations::table(adapter_handle parent, const adapter_table* table) noexcept {
  return board_.when_open([&](BoardContent& board) {
    const auto name = table == nullptr ? std::nullopt : bounded(table->name, Handles::kMaxText);
    if (!name) {
      board.reject("declare_table(): the name is missing or longer than 256 bytes");
      return adapter_handle{ADAPTER_NONE};
    }
    return board.declare(board.handles().table(parent, *name), name->size(), [&](adapter_handle handle) {
      return DeclareTable{handle, parent, std::string(*name), table->creatable != 0};
    });
  });
}

adapter_handle Declarations::column(adapter_handle parent, const adapter_column* column) noexcept {
  return board_.when_open([&](BoardContent& board) {
    ReadColumn read = read_column(column);
    if (!read.column) {
      board.reject(read.problem);
      return adapter_handle{ADAPTER_NONE};
    }
    const model::Parameter& parameter = read.column->parameter;
    const Handles::Given given = board.handles().column(parent, parameter.name, parameter.type);
    return board.declare(given, read.bytes, [&](adapter_handle handle) {
      return DeclareColumn{handle, parent, std::move(read.column)};
    });
  });
}

adapter_handle Declarations::add_row(adapter_handle table, adapter_handle device, const char* identity) noexcept {
  return board_.when_open([&](BoardContent& board) {
    const auto name = bounded(identity, Handles::kMaxText);
    if (!name || (device != ADAPTER_NONE && board.handles().find(device, Kind::device) == nullptr)) {
      board.reject("add_row(): the identity is missing or longer than 256 bytes, or the device is unknown");
      return adapter_handle{ADAPTER_NONE};
    }
    return board.declare_again(board.handles().row(table, *name), name->size(), [&](adapter_handle handle) {
      return AddRow{handle, table, device, std::string(*name)};
    });
  });
}

void Declarations::report(CellHandle cell, const adapter_report_rule* given) noexcept {
  board_.when_open([&](BoardContent& board) {
    const Handles& handles = board.handles();
    const bool is_value = cell.column == ADAPTER_VALUE && handles.find(cell.row, Kind::capability) != nullptr;
    const bool is_column = cell.row == ADAPTER_NONE && handles.find(cell.column, Kind::column) != nullptr;
    if (!is_value && !is_column) return board.reject("report(): neither the value of a capability nor a column");
    const auto rule = given == nullptr ? std::nullopt : rule_of(*given);
    if (given != nullptr && !rule) return board.reject("report(): struct_size is too small, or min_change not above 0");
    board.enqueue(SetReport{cell, rule ? std::make_shared<const model::ReportRule>(*rule) : nullptr}, 0);
  });
}

void Declarations::remove_row(adapter_handle row) noexcept {
  board_.when_open([&](BoardContent& board) {
    const Handles::Entry* const entry = board.handles().find(row);
    const bool is_row =
        entry != nullptr && (entry->kind == Kind::row || entry->kind == Kind::shown || entry->kind == Kind::capability);
    if (!is_row) return board.reject("remove_row(): the handle is not that of a row");
    board.handles().erase(row);
    board.enqueue(RemoveRow{row}, 0, true);
  });
}

void Declarations::presence(adapter_handle of, std::uint32_t presence) noexcept {
  board_.when_open([&](BoardContent& board) {
    const Handles::Entry* const entry = board.handles().find(of);
    const bool has_presence = entry != nullptr && entry->kind != Kind::table && entry->kind != Kind::column;
    if (!has_presence || presence > ADAPTER_SILENT) {
      return board.reject("presence(): unknown presence, or a handle of neither the mount, a row nor a device");
    }
    board.enqueue(SetPresence{of, static_cast<adapter_presence>(presence)}, 0, true);
  });
}

}  // namespace proxy::plugin
