// SPDX-License-Identifier: Apache-2.0
#include "proxy/plugin/adapter/adapter_instance.hpp"

#include "proxy/base/log.hpp"
#include "proxy/model/path.hpp"

#include <boost/asio/io_context.hpp>
#include <boost/asio/post.hpp>

#include <algorithm>
#include <utility>

namespace proxy::plugin {
namespace {

/// What an adapter may have done by the time it has started, before the loop goes on with other things.
constexpr int kTurnsAtStart = 50;

}  // namespace

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
  if (const auto error = house_.store.last_values.save(values)) {
    base::log::warning("plugin.values.not_stored", "adapter {}: the last values could not be stored: {}", name_,
                       error.message());
  }
}

void AdapterInstance::fault() {
  if (state_ != State::running) return;
  state_ = State::faulted;
  base::log::error("plugin.adapter.disabled",
                   "adapter {}: disabled after a failure; its parameters keep their values and cannot be set", name_);
  board_->close();
  requests_.end(Answer::Kind::faulted);
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
