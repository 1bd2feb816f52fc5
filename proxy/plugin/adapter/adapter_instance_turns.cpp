// SPDX-License-Identifier: Apache-2.0
// The half of AdapterInstance that takes what its adapter has said, in turns.
#include "proxy/base/log.hpp"
#include "proxy/plugin/adapter/adapter_instance.hpp"

#include <boost/asio/io_context.hpp>
#include <boost/asio/post.hpp>

#include <malloc.h>

#include <optional>
#include <utility>

namespace proxy::plugin {
namespace {

constexpr std::chrono::minutes kDroppedLogPeriod{1};
constexpr std::size_t kManyRows = 100;

/// The messages of a first discovery take more than the rows that come of them, and the allocator would keep it.
void give_memory_back() {
#ifdef __GLIBC__
  malloc_trim(0);
#endif
}

/// Between the three texts of a device as the store has it: a character that stands in none of them.
constexpr char kSeparator = '\x1f';

std::string text_of(const Devices::Device& device) {
  return device.id.controller + kSeparator + device.id.identity + kSeparator + device.protocol;
}

std::pair<DeviceId, std::string> device_of_text(const std::string& text) {
  const auto first = text.find(kSeparator);
  const auto second = first == std::string::npos ? first : text.find(kSeparator, first + 1);
  if (second == std::string::npos) return {};
  return {{text.substr(0, first), text.substr(first + 1, second - first - 1)}, text.substr(second + 1)};
}

}  // namespace

void AdapterInstance::drain() {
  house_.tree.when_thawed([link = link_] {
    AdapterInstance* const self = link->instance;
    if (self == nullptr || !self->take_turn()) return;
    boost::asio::post(self->house_.loop, [link] {
      if (link->instance != nullptr) link->instance->drain();
    });
  });
}

/// False when nothing waits any more.
bool AdapterInstance::take_turn() {
  if (state_ != State::running) return false;
  tell_dropped();
  std::vector<Message> messages = board_->take(kMostPerTurn);
  const auto link = link_;
  turn_began_ = house_.clock.system_now();
  std::optional<state::Batch> batch;  // what is kept of all rows that come and go is one write
  for (Message& message : messages) {
    // Who waits for an answer has all before it written, and what he makes of it is written at once.
    if (is_answer(message)) {
      batch.reset();
    } else if (!batch) {
      batch.emplace(house_.store.database);
    }
    if (std::holds_alternative<AddCapability>(message) || std::holds_alternative<AddRow>(message)) ++rows_told_;
    std::visit([this](auto& content) { handle(content); }, message);
    // Whoever was told of something may have stopped this adapter, or the adapter thrown.
    if (link->instance == nullptr || state_ != State::running) return false;
  }
  if (!batch) batch.emplace(house_.store.database);
  subtree_.save_devices();
  house_.table.save();
  if (messages.empty() && std::exchange(rows_told_, 0) >= kManyRows) give_memory_back();
  return !messages.empty();
}

/// Somebody waits for it, who may go on at once.
bool AdapterInstance::is_answer(const Message& message) const {
  if (const auto* value = std::get_if<Value>(&message)) return watchers_.contains(value->cell);
  return std::holds_alternative<Reply>(message) || std::holds_alternative<ReplyRow>(message) ||
         std::holds_alternative<Posted>(message);
}

void AdapterInstance::tell_dropped() {
  const std::uint64_t dropped = board_->counters().dropped;
  const auto now = house_.clock.steady_now();
  if (dropped == dropped_told_ || (told_at_ && now - *told_at_ < kDroppedLogPeriod)) return;
  base::log::warning(
      "plugin.inbox.overflow",
      "adapter {}: the adapter publishes faster than the proxy can process: {} messages lost since the last such line",
      name_, dropped - dropped_told_);
  dropped_told_ = dropped;
  told_at_ = now;
}

void AdapterInstance::handle(Value& message) {
  const auto watcher = watchers_.find(message.cell);
  if (watcher != watchers_.end()) {
    const auto published = watcher->second.published;  // it may end the watch
    if (published(message.text)) return;
  }
  const auto parameter = subtree_.find(message.cell);
  if (!parameter) return board_->reject("a value of what could not be declared or is gone");
  if (subtree_.column(message.cell.column)->stored) return board_->reject("a value of what the host alone keeps");
  house_.tree.set_value(*parameter, std::move(message.text), model::Origin::device);
  const Subtree::RowEntry* const row = subtree_.row(message.cell.row);
  if (row != nullptr && row->device != ADAPTER_NONE) shown_.contacted(row->device, turn_began_);
}

void AdapterInstance::handle(Reply& message) {
  requests_.answer(message.token,
                   {.kind = Answer::Kind::reply, .status = message.status, .detail = std::move(message.detail)});
}

void AdapterInstance::handle(ReplyRow& message) {
  requests_.answer(message.token, {.kind = Answer::Kind::row, .row = message.row});
}

void AdapterInstance::handle(Posted& message) {
  object_->run(message);
  if (object_->faulted()) fault();
}

model::Origin AdapterInstance::origin_of(adapter_handle table_or_row) const {
  const auto changing = changing_.find(table_or_row);
  return changing == changing_.end() ? model::Origin::device : changing->second;
}

void AdapterInstance::handle(AddRow& message) {
  Subtree::RowEntry* const entry = subtree_.add_row(message, origin_of(message.table));
  if (entry == nullptr) return;
  const bool was_claimed = std::exchange(entry->claimed, true);
  if (message.device != ADAPTER_NONE && entry->device != message.device) {
    if (entry->device != ADAPTER_NONE) devices_.remove_row(entry->device, message.handle);
    link(message.handle, *entry, message.device);
    if (const auto* device = devices_.find(message.device)) subtree_.remember_device(*entry, text_of(*device));
  }
  if (!was_claimed && events_.back) events_.back();
}

void AdapterInstance::link(adapter_handle row, Subtree::RowEntry& entry, adapter_handle device) {
  entry.device = device;
  std::string path = house_.tree.path(*entry.row);
  path.pop_back();
  devices_.add_row(device, row, path);
}

/// The device is shown together with the row, as it was before the start, although it has not spoken yet.
void AdapterInstance::device_remembered(adapter_handle row, Subtree::RowEntry& entry, const std::string& text) {
  auto [id, protocol] = device_of_text(text);
  const adapter_handle device = board_->device(id.controller, id.identity);
  if (device == ADAPTER_NONE) return;
  if (devices_.find(device) == nullptr) devices_.add(device, std::move(id), std::move(protocol), true);
  link(row, entry, device);
}

void AdapterInstance::handle(RemoveRow& message) {
  house_.table.save();
  subtree_.remove_row(message.handle, origin_of(message.handle), false);
}

void AdapterInstance::row_going(adapter_handle row, const Subtree::RowEntry& entry) {
  if (entry.device != ADAPTER_NONE) devices_.remove_row(entry.device, row);
  shown_.row_going(entry);
  const auto first = watchers_.lower_bound({row, ADAPTER_NONE});
  std::vector<Cell> cells;
  for (auto watcher = first; watcher != watchers_.end() && watcher->first.row == row; ++watcher) {
    cells.push_back(watcher->first);
  }
  for (const Cell cell : cells) {
    const auto ended = watchers_[cell].ended;
    unwatch(cell);
    if (ended) ended();
  }
}

/// Without a mount there is nothing to declare parameters or tables below: devices are all that is shown.
bool AdapterInstance::is_misplaced(adapter_handle parent, std::string_view name) {
  if (parent != ADAPTER_MOUNT || mount_ != model::kRoot) return false;
  board_->reject("a parameter or table of an adapter without `mount`");
  if (!std::exchange(misplaced_told_, true)) {
    base::log::error("plugin.adapter.no_mount",
                     "adapter {}: {} is ignored, as all that the adapter declares: its section has no `mount`", name_,
                     name);
  }
  return true;
}

void AdapterInstance::handle(DeclareTable& message) {
  if (is_misplaced(message.parent, message.name)) return;
  for (const std::string& identity : subtree_.declare(message)) object_->known_row(message.handle, identity);
  if (object_->faulted()) fault();
}

void AdapterInstance::handle(DeclareColumn& message) {
  model::Parameter& parameter = message.column->parameter;
  if (is_misplaced(message.parent, parameter.name)) return;
  // What it does not carry out cannot be offered.
  if (!message.column->stored && !object_->takes(AdapterObject::Request::apply)) parameter.writable = false;
  if (!object_->takes(AdapterObject::Request::get)) parameter.live = false;
  subtree_.declare(message);
}

void AdapterInstance::handle(DeclareDevice& message) {
  devices_.add(message.handle, {std::move(message.controller), std::move(message.identity)},
               std::move(message.protocol));
}

void AdapterInstance::handle(RemoveDevice& message) {
  const Devices::Device* const device = devices_.find(message.handle);
  if (device == nullptr) return;
  if (device->shown_row != ADAPTER_NONE) {
    house_.table.save();  // what is written of the row later nobody would erase
    subtree_.remove_row(device->shown_row, model::Origin::device, false);
  }
  devices_.remove(message.handle);
}

void AdapterInstance::handle(ShowDevice& message) {
  if (shown_.handle(message) && events_.back) events_.back();
}

void AdapterInstance::handle(AddCapability& message) {
  // What it does not carry out cannot be offered.
  if (class_of(message.capability->kind).writable && !object_->takes(AdapterObject::Request::apply)) {
    board_->erase(message.handle);
    return board_->reject("a capability that can be set, of an adapter that carries out no sets");
  }
  if (shown_.handle(message) && events_.back) events_.back();
}

void AdapterInstance::handle(SetPresence& message) {
  if (message.handle == ADAPTER_MOUNT) {
    presence_ = message.presence;
  } else if (Subtree::RowEntry* const row = subtree_.row(message.handle); row != nullptr && !row->is_shown) {
    row->presence = message.presence;
  } else {
    const adapter_handle device = row == nullptr ? message.handle : row->device;
    devices_.set_presence(device, message.presence);
    shown_.presence_changed(device);
  }
  const auto& event = message.presence == ADAPTER_OFFLINE ? events_.away : events_.back;
  if (event) event();
}

}  // namespace proxy::plugin
