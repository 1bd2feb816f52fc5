// SPDX-License-Identifier: Apache-2.0
#include "proxy/plugin/abi/host_board.hpp"

#include "proxy/base/log.hpp"
#include "proxy/model/value.hpp"
#include "proxy/plugin/abi/column.hpp"
#include "proxy/plugin/abi/host_board_calls.hpp"

#include <algorithm>
#include <optional>
#include <span>
#include <utility>

namespace proxy::plugin {
namespace {

constexpr std::size_t kMostValues = 100'000;  // of one call
constexpr unsigned kMostLogLines = 200;       // in kLogWindow
constexpr std::chrono::seconds kLogWindow{10};

}  // namespace

HostBoard::HostBoard(HandleSource& handles, std::string name, std::string_view mount, const HostInfo& info,
                     std::function<void()> wake)
    : name_(std::move(name)),
      oui_(info.oui),
      config_dir_(info.config_dir),
      wake_(std::move(wake)),
      handles_(handles, mount) {
  table_ = {ADAPTER_ABI_VERSION,
            sizeof(adapter_host),
            this,
            name_.c_str(),
            oui_.c_str(),
            config_dir_.c_str(),
            &log,
            &device,
            &remove_device,
            &declare_table,
            &declare,
            &add_row,
            &remove_row,
            &publish,
            &presence,
            &reply,
            &reply_row,
            &post,
            &rejected,
            &show_device,
            &capability,
            &skipped};
}

// ---- the loop's side ------------------------------------------------------------------------------------------------

void HostBoard::open() {
  const std::lock_guard lock(mutex_);
  open_ = true;
}

void HostBoard::close() {
  const std::lock_guard lock(mutex_);
  open_ = false;
  inbox_.clear();
  handles_.clear();
  skipped_.clear();
}

std::vector<Message> HostBoard::take(std::size_t most) {
  const std::lock_guard lock(mutex_);
  auto messages = inbox_.take(most);
  if (messages.empty()) awake_ = false;
  return messages;
}

void HostBoard::watch(Cell cell) {
  const std::lock_guard lock(mutex_);
  inbox_.watch(cell);
}

void HostBoard::unwatch(Cell cell) {
  const std::lock_guard lock(mutex_);
  inbox_.unwatch(cell);
}

adapter_handle HostBoard::row(adapter_handle table, std::string_view identity) {
  const std::lock_guard lock(mutex_);
  return identity.size() <= Handles::kMostText ? handles_.row(table, identity).handle : ADAPTER_NONE;
}

adapter_handle HostBoard::device(std::string_view controller, std::string_view identity) {
  const std::lock_guard lock(mutex_);
  return handles_.device(controller, identity).handle;
}

adapter_handle HostBoard::shown(adapter_handle device) {
  const std::lock_guard lock(mutex_);
  return handles_.shown(device).handle;
}

adapter_handle HostBoard::capability(adapter_handle shown, const Capability& capability) {
  const std::lock_guard lock(mutex_);
  return handles_.capability(shown, capability.identity, capability.kind).handle;
}

void HostBoard::erase(adapter_handle handle) {
  const std::lock_guard lock(mutex_);
  handles_.erase(handle);
}

void HostBoard::reject(std::string_view reason) {
  const std::lock_guard lock(mutex_);
  count_rejected(reason);
}

HostBoard::Counters HostBoard::counters() const {
  const std::lock_guard lock(mutex_);
  return counters_;
}

std::map<std::string, std::string> HostBoard::skipped() const {
  const std::lock_guard lock(mutex_);
  return skipped_;
}

// ---- under the lock -------------------------------------------------------------------------------------------------

void HostBoard::count_rejected(std::string_view reason) {
  ++counters_.rejected;
  counters_.last_reason = reason;
}

void HostBoard::wake() {
  if (std::exchange(awake_, true)) return;
  wake_();
}

void HostBoard::enqueue(Message message, std::size_t bytes, bool from_reserve) {
  if (inbox_.push(std::move(message), bytes, from_reserve)) {
    wake();
  } else {
    ++counters_.dropped;
  }
}

// ---- the table ------------------------------------------------------------------------------------------------------

bool HostBoard::may_log() {
  const std::lock_guard lock(mutex_);
  const auto now = std::chrono::steady_clock::now();
  if (now - log_window_ > kLogWindow) {
    log_window_ = now;
    log_lines_ = 0;
  }
  return ++log_lines_ <= kMostLogLines;
}

void HostBoard::log(void* context, std::uint32_t level, const char* message) noexcept {
  try {
    constexpr base::log::Level kLevels[] = {base::log::Level::debug, base::log::Level::info, base::log::Level::warning,
                                            base::log::Level::error};
    const auto known = kLevels[std::min<std::uint32_t>(level, ADAPTER_LOG_ERROR)];
    HostBoard& board = of(context);
    if (!base::log::enabled(known) || !board.may_log()) return;
    base::log::write_from_adapter(known, board.name_, excerpt(message, kLongestLine));
  } catch (const std::exception&) {
    // A line that is lost is not worth more.
  }
}

adapter_handle HostBoard::device(void* context, const adapter_device* device) noexcept {
  HostBoard& board = of(context);
  return board.when_open([&] {
    using Text = std::optional<std::string_view>;
    const Text controller = device == nullptr ? Text{} : bounded(device->controller, Handles::kMostText);
    const Text identity = device == nullptr ? Text{} : bounded(device->identity, Handles::kMostText);
    const Text protocol = device == nullptr ? Text{} : bounded(device->protocol, Handles::kMostText);
    if (!controller || !identity || !protocol || identity->empty()) {
      board.count_rejected("a device without controller, identity or protocol, or with one that is too long");
      return adapter_handle{ADAPTER_NONE};
    }
    const std::size_t bytes = controller->size() + identity->size() + protocol->size();
    std::string shown_controller = model::legal_text(*controller);
    std::string shown_identity = model::legal_text(*identity);
    const Handles::Given given = board.handles_.device(shown_controller, shown_identity);
    return board.give(given, bytes, [&](adapter_handle handle) {
      return DeclareDevice{handle, std::move(shown_controller), std::move(shown_identity),
                           model::legal_text(*protocol)};
    });
  });
}

void HostBoard::remove_device(void* context, adapter_handle device) noexcept {
  HostBoard& board = of(context);
  board.when_open([&] {
    if (board.handles_.find(device, Handles::Kind::device) == nullptr) {
      return board.count_rejected("the removal of a device that there is not");
    }
    board.handles_.erase(device);
    board.enqueue(RemoveDevice{device}, 0, true);
  });
}

adapter_handle HostBoard::declare_table(void* context, adapter_handle parent, const adapter_table* table) noexcept {
  HostBoard& board = of(context);
  return board.when_open([&] {
    const auto name = table == nullptr ? std::nullopt : bounded(table->name, Handles::kMostText);
    if (!name) {
      board.count_rejected("a table without name, or with one that is too long");
      return adapter_handle{ADAPTER_NONE};
    }
    return board.give(board.handles_.table(parent, *name), name->size(), [&](adapter_handle handle) {
      return DeclareTable{handle, parent, std::string(*name), table->creatable != 0};
    });
  });
}

adapter_handle HostBoard::declare(void* context, adapter_handle parent, const adapter_column* column) noexcept {
  HostBoard& board = of(context);
  return board.when_open([&] {
    ReadColumn read = read_column(column);
    if (!read.column) {
      board.count_rejected(read.problem);
      return adapter_handle{ADAPTER_NONE};
    }
    const model::Parameter& parameter = read.column->parameter;
    return board.give(board.handles_.column(parent, parameter.name, parameter.type), read.bytes,
                      [&](adapter_handle handle) {
                        return DeclareColumn{handle, parent, std::move(read.column)};
                      });
  });
}

adapter_handle HostBoard::add_row(void* context, adapter_handle table, adapter_handle device,
                                  const char* identity) noexcept {
  HostBoard& board = of(context);
  return board.when_open([&] {
    const auto name = bounded(identity, Handles::kMostText);
    if (!name || (device != ADAPTER_NONE && board.handles_.find(device, Handles::Kind::device) == nullptr)) {
      board.count_rejected("a row of a device that there is not, or whose identity is missing or too long");
      return adapter_handle{ADAPTER_NONE};
    }
    return board.tell(board.handles_.row(table, *name), name->size(), [&](adapter_handle handle) {
      return AddRow{handle, table, device, std::string(*name)};
    });
  });
}

void HostBoard::remove_row(void* context, adapter_handle row) noexcept {
  HostBoard& board = of(context);
  board.when_open([&] {
    const Handles::Entry* entry = board.handles_.find(row);
    using Kind = Handles::Kind;
    const bool is_row =
        entry != nullptr && (entry->kind == Kind::row || entry->kind == Kind::shown || entry->kind == Kind::capability);
    if (!is_row) {
      return board.count_rejected("the removal of a row that there is not");
    }
    board.handles_.erase(row);
    board.enqueue(RemoveRow{row}, 0, true);
  });
}

std::optional<HostBoard::Reading> HostBoard::reading(Cell cell) {
  std::optional<Reading> found;
  when_open([&] {
    const Handles::Entry* entry =
        handles_.find(cell.column == ADAPTER_VALUE ? cell.row : cell.column,
                      cell.column == ADAPTER_VALUE ? Handles::Kind::capability : Handles::Kind::column);
    if (entry == nullptr || (entry->kind == Handles::Kind::column && !handles_.is_cell(cell.row, *entry))) {
      return count_rejected("a value of no row or no column of it");
    }
    found = Reading{entry->type, {}};
    if (entry->kind == Handles::Kind::capability) {
      found->capability_class = static_cast<adapter_capability_class>(entry->capability_class);
    }
  });
  return found;
}

void HostBoard::publish_one(const adapter_value& value) {
  const auto reading = this->reading({value.row, value.column});
  if (!reading) return;
  const bool has_text = value.text.data != nullptr || value.text.size == 0;
  if (!has_text || value.text.size > kLongestValue) return reject("a value without text, or of more than 64 KiB");
  // Not under the lock: other threads of the adapter go on meanwhile.
  const std::string_view text =
      value.text.size == 0 ? std::string_view{} : std::string_view(value.text.data, value.text.size);
  const auto kind = reading->capability_class;
  auto canonical = kind ? canonical_value(*kind, text) : model::canonical(reading->type, text);
  if (!canonical) {
    return reject("a value that is no " + (kind ? "value of a " + std::string(class_of(*kind).object)
                                                : std::string(model::type_name(reading->type))));
  }
  when_open([&] {
    if (!inbox_.push_value({{value.row, value.column}, std::move(*canonical)})) {
      ++counters_.dropped;
      return;
    }
    ++counters_.published;
    wake();
  });
}

void HostBoard::publish(void* context, const adapter_value* values, std::size_t count) noexcept {
  HostBoard& board = of(context);
  try {
    if (values == nullptr || count > kMostValues) {
      if (count != 0) board.when_open([&] { board.count_rejected("values without end, or none"); });
      return;
    }
    for (const adapter_value& value : std::span(values, count)) board.publish_one(value);
  } catch (const std::exception&) {
    // As in when_open().
  }
}

void HostBoard::presence(void* context, adapter_handle handle, std::uint32_t presence) noexcept {
  HostBoard& board = of(context);
  board.when_open([&] {
    const Handles::Entry* entry = board.handles_.find(handle);
    const bool may_be_away =
        entry != nullptr && entry->kind != Handles::Kind::table && entry->kind != Handles::Kind::column;
    if (!may_be_away || presence > ADAPTER_OFFLINE) return board.count_rejected("a presence of nothing");
    board.enqueue(SetPresence{handle, static_cast<adapter_presence>(presence)}, 0, true);
  });
}

void HostBoard::reply(void* context, adapter_token token, std::uint32_t status, const char* detail) noexcept {
  HostBoard& board = of(context);
  board.when_open([&] {
    if (status > ADAPTER_FAILED) return board.count_rejected("an answer with a status that there is not");
    board.enqueue(Reply{token, static_cast<adapter_status>(status), excerpt(detail, kLongestLine)}, 0, true);
  });
}

void HostBoard::reply_row(void* context, adapter_token token, adapter_handle row) noexcept {
  HostBoard& board = of(context);
  board.when_open([&] { board.enqueue(ReplyRow{token, row}, 0, true); });
}

void HostBoard::post(void* context, void (*function)(void*), void* argument) noexcept {
  HostBoard& board = of(context);
  board.when_open([&] {
    if (function == nullptr) return board.count_rejected("a post without function");
    board.enqueue(Posted{function, argument}, 0);
  });
}

void HostBoard::rejected(void* context, const char* reason) noexcept {
  HostBoard& board = of(context);
  board.when_open([&] { board.count_rejected(excerpt(reason, kLongestLine)); });
}

}  // namespace proxy::plugin
