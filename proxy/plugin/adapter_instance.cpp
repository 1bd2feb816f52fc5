// SPDX-License-Identifier: Apache-2.0
#include "proxy/plugin/adapter_instance.hpp"

#include "proxy/base/log.hpp"
#include "proxy/model/path.hpp"

#include <boost/asio/io_context.hpp>
#include <boost/asio/post.hpp>

#include <algorithm>
#include <utility>

namespace proxy::plugin {
namespace {

constexpr std::chrono::minutes kDroppedLogPeriod{1};
/// What an adapter may have done by the time it has started, before the loop goes on with other things.
constexpr int kTurnsAtStart = 50;

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

/// What a turn that was posted finds the instance by, if it is still there.
struct AdapterInstance::Link {
  AdapterInstance* instance;
};

std::string_view to_string(AdapterInstance::State state) {
  switch (state) {
    case AdapterInstance::State::created: return "created";
    case AdapterInstance::State::running: return "running";
    case AdapterInstance::State::failed: return "failed";
    case AdapterInstance::State::faulted: return "faulted";
    case AdapterInstance::State::stopped: return "stopped";
  }
  return "stopped";
}

AdapterInstance::AdapterInstance(const House& house, const config::AdapterSection& section,
                                 std::shared_ptr<AdapterLibrary> library, Events events)
    : house_(house),
      name_(section.name),
      plugin_(section.plugin),
      mount_(section.mount.empty() ? std::string(model::kRoot) : section.mount),
      events_(std::move(events)),
      link_(std::make_shared<Link>(Link{this})),
      board_(std::make_shared<HostBoard>(house.handles, name_, mount_, house.info,
                                         [&loop = house.loop, link = link_] {
                                           boost::asio::post(loop, [link] {
                                             if (link->instance != nullptr) link->instance->drain();
                                           });
                                         })),
      object_(std::make_unique<AdapterObject>(section, std::move(library), board_, house.clock)),
      requests_(house.loop),
      devices_(house.listener, house.clock),
      subtree_(house.tree, house.store, *board_, house.source, mount_,
               {events_.set_remembered,
                [this](adapter_handle row, Subtree::RowEntry& entry, const std::string& device) {
                  device_remembered(row, entry, device);
                },
                [this](adapter_handle row, const Subtree::RowEntry& entry) { row_going(row, entry); }}),
      shown_({house.table, house.store, *board_, subtree_, devices_}, name_) {}

AdapterInstance::~AdapterInstance() {
  if (state_ != State::stopped) stop();
  link_->instance = nullptr;
}

bool AdapterInstance::start() {
  subtree_.begin();
  shown_.begin();
  board_->open();
  if (!object_->start()) {
    board_->close();
    state_ = object_->faulted() ? State::faulted : State::failed;
    return false;
  }
  state_ = State::running;
  for (int turn = 0; turn < kTurnsAtStart && !house_.tree.frozen() && take_turn(); ++turn) {
  }
  return true;
}

void AdapterInstance::stop() {
  if (state_ == State::running || state_ == State::faulted) {
    if (object_->started()) object_->stop();
    board_->close();
    save_values();
  }
  state_ = State::stopped;
  requests_.end(Answer::Kind::stopped);
  for (auto& [cell, watcher] : std::exchange(watchers_, {})) {
    if (watcher.ended) watcher.ended();
  }
  object_.reset();
  link_->instance = nullptr;
}

void AdapterInstance::save_values() {
  std::vector<state::PathValue> values;
  subtree_.collect(values);
  if (values.empty()) return;
  if (const auto error = house_.store.save_values(values)) {
    base::log::warning("adapter {}: the last values were not saved: {}", name_, error.message());
  }
}

void AdapterInstance::fault() {
  if (state_ != State::running) return;
  state_ = State::faulted;
  base::log::error("adapter {}: is not called any more; its parameters keep their values and cannot be set", name_);
  board_->close();
  requests_.end(Answer::Kind::faulted);
}

// ---- the turns ------------------------------------------------------------------------------------------------------

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
  bool are_numbered = false;  // the rows of all tables declared so far
  std::size_t numbered = 0;   // so many messages that show a device have the numbers of their rows
  for (std::size_t i = 0; i < messages.size(); ++i) {
    Message& message = messages[i];
    if (i >= numbered && ShownDevices::makes_row(message)) numbered = i + shown_.number(std::span(messages).subspan(i));
    if (std::holds_alternative<AddRow>(message) && !std::exchange(are_numbered, true)) subtree_.number_rows(messages);
    if (std::holds_alternative<DeclareTable>(message)) are_numbered = false;
    std::visit([this](auto& content) { handle(content); }, message);
    // Whoever was told of something may have stopped this adapter, or the adapter thrown.
    if (link->instance == nullptr || state_ != State::running) return false;
  }
  subtree_.save_devices();
  house_.table.save();
  return !messages.empty();
}

void AdapterInstance::tell_dropped() {
  const std::uint64_t dropped = board_->counters().dropped;
  const auto now = house_.clock.steady_now();
  if (dropped == dropped_told_ || (told_at_ && now - *told_at_ < kDroppedLogPeriod)) return;
  base::log::warning("adapter {}: says more than can be taken in: {} messages lost since the last such line", name_,
                     dropped - dropped_told_);
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
    base::log::error("adapter {}: {} is left out, and what else it declares: its section has no `mount`", name_, name);
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

bool AdapterInstance::unreachable(Cell cell) const {
  bool away = presence_ == ADAPTER_OFFLINE;
  subtree_.visit_upwards(cell.row, [&](const Subtree::RowEntry& entry) {
    const Devices::Device* const device = devices_.find(entry.device);
    away = away || !entry.claimed || entry.presence == ADAPTER_OFFLINE ||
           (device != nullptr && device->presence == ADAPTER_OFFLINE);
  });
  return away;
}

adapter_handle AdapterInstance::device_of(Cell cell) const {
  adapter_handle device = ADAPTER_NONE;
  subtree_.visit_upwards(cell.row, [&](const Subtree::RowEntry& entry) {
    if (device == ADAPTER_NONE) device = entry.device;
  });
  return device;
}

// ---- requests -------------------------------------------------------------------------------------------------------

void AdapterInstance::ask(AdapterObject::Request request, std::span<Ask> asks) {
  std::vector<adapter_item> items;
  items.reserve(asks.size());
  for (Ask& ask : asks) {
    ask.token = requests_.add(ask.deadline, std::move(ask.callback), ask.confirmed);
    items.push_back({ask.token, ask.cell.row, ask.cell.column, {ask.value.data(), ask.value.size()}});
  }
  if (state_ != State::running) {
    const auto kind = state_ == State::stopped ? Answer::Kind::stopped : Answer::Kind::faulted;
    for (const adapter_item& item : items) requests_.answer(item.token, {.kind = kind});
    return;
  }
  object_->request(request, items);
  if (object_->faulted()) fault();
}

void AdapterInstance::add_object(adapter_handle table, model::Origin origin, std::chrono::milliseconds deadline,
                                 Requests::Callback callback) {
  changing_[table] = origin;
  const adapter_token token =
      requests_.add(deadline, [this, table, callback = std::move(callback)](const Answer& answer) {
        changing_.erase(table);
        callback(answer);
      });
  const bool taken = running() && object_->add_object(token, table);
  if (running() && object_->faulted()) fault();
  if (!taken) requests_.answer(token, {.kind = Answer::Kind::reply, .status = ADAPTER_REFUSED});
}

void AdapterInstance::delete_object(adapter_handle row, model::Origin origin, std::chrono::milliseconds deadline,
                                    Requests::Callback callback) {
  changing_[row] = origin;
  const adapter_token token =
      requests_.add(deadline, [this, row, callback = std::move(callback)](const Answer& answer) {
        changing_.erase(row);
        callback(answer);
      });
  const bool taken = running() && object_->delete_object(token, row);
  if (running() && object_->faulted()) fault();
  if (!taken) requests_.answer(token, {.kind = Answer::Kind::reply, .status = ADAPTER_REFUSED});
}

std::optional<std::vector<std::string>> AdapterInstance::explain(const std::string& address, std::string_view payload) {
  if (!object_) return std::nullopt;
  auto lines = object_->explain(address, payload);
  if (object_->faulted()) fault();
  return lines;
}

bool AdapterInstance::takes_file(std::string_view name) const {
  if (!object_) return false;
  const auto types = object_->file_types();
  return std::any_of(types.begin(), types.end(), [name](const char* type) { return type != nullptr && type == name; });
}

void AdapterInstance::put_file(const std::string& file_type, const std::string& path,
                               std::chrono::milliseconds deadline, Requests::Callback callback) {
  const adapter_token token = requests_.add(deadline, std::move(callback));
  const bool taken = running() && object_->put_file(token, file_type, path);
  if (running() && object_->faulted()) fault();
  if (!taken) requests_.answer(token, {.kind = Answer::Kind::faulted});
}

void AdapterInstance::watch(Cell cell, Watcher watcher) {
  if (const auto present = watchers_.find(cell); present != watchers_.end()) {
    const auto ended = std::exchange(present->second, std::move(watcher)).ended;
    if (ended) ended();
    return;
  }
  watchers_[cell] = std::move(watcher);
  board_->watch(cell);
}

void AdapterInstance::unwatch(Cell cell) {
  if (watchers_.erase(cell) != 0) board_->unwatch(cell);
}

}  // namespace proxy::plugin
