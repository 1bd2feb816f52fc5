// SPDX-License-Identifier: Apache-2.0
#include "proxy/plugin/adapter/adapter_instance.hpp"

#include "proxy/base/log.hpp"
#include "proxy/model/path.hpp"
#include "proxy/plugin/overview/adapter_table.hpp"
#include "proxy/plugin/overview/broker_table.hpp"
#include "proxy/plugin/sets/pending_sets.hpp"

#include <boost/asio/io_context.hpp>
#include <boost/asio/post.hpp>

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

AdapterInstance::AdapterInstance(const Dependencies& dependencies, const config::AdapterSection& section,
                                 std::shared_ptr<AdapterLibrary> library)
    : dependencies_(dependencies),
      name_(section.name),
      plugin_(section.plugin),
      mount_(section.mount.empty() ? std::string(model::kRoot) : section.mount),
      redaction_(section.section),
      host_(std::make_shared<HostFunctions>(
          dependencies.handles, base::log::AdapterNames{name_, plugin_}, mount_, dependencies.info, redaction_,
          [&loop = dependencies.loop, turn = lifetime_.guard([this] { take_turn(); })]() mutable {
            boost::asio::post(loop, turn);
          })),
      board_(host_->board()),
      adapter_(section, std::move(library), host_, dependencies.clock, [this] { fail(); }),
      calls_(adapter_, dependencies.loop),
      watches_(board_),
      devices_(dependencies.listener, dependencies.clock),
      subtree_(dependencies.tree, dependencies.store, board_, dependencies.source, mount_, dependencies.info.oui,
               *this),
      links_(board_, subtree_, devices_),
      shown_({dependencies.table, board_, subtree_, devices_, host_->device_log()}, name_),
      handler_(*this,
               {dependencies.tree, board_, adapter_, calls_, watches_, subtree_, devices_, links_, shown_,
                dependencies.table, host_->device_log()},
               name_, mount_ != model::kRoot),
      delivery_(name_, dependencies.store, dependencies.clock, board_, adapter_, watches_, handler_),
      known_shown_(dependencies.loop, [this] { forget_outdated(); }) {}

AdapterInstance::~AdapterInstance() {
  if (state_ != State::stopped) stop();
  board_.retire();
}

bool AdapterInstance::start() {
  subtree_.begin();
  shown_.begin();
  board_.open();
  if (!adapter_.start()) {
    board_.close();
    state_ = adapter_.faulted() ? State::faulted : State::failed;
    lose_devices();
    show(Condition::Status::error, "the adapter could not start: " + adapter_.last_problem());
    return false;
  }
  state_ = State::running;
  known_shown_.set(std::chrono::steady_clock::now() + dependencies_.timeouts.show_known);
  for (int turn = 0; turn < kTurnsAtStart && !dependencies_.tree.frozen() && delivery_.take_turn(); ++turn) {
  }
  show_presence();
  return true;
}

void AdapterInstance::stop() {
  const bool was_started = state_ == State::running || state_ == State::faulted;
  state_ = State::stopped;
  if (was_started) {
    if (adapter_.started()) adapter_.stop();
    board_.close();
    save_values();
  }
  known_shown_.cancel();
  calls_.stop();
  watches_.end_all();
  adapter_.destroy();
}

void AdapterInstance::save_values() {
  std::vector<state::PathValue> values;
  subtree_.collect(values);
  shown_.collect(values);
  if (values.empty()) return;
  if (const auto error = dependencies_.store.last_values.save(values)) {
    base::log::warning("plugin.values.not_stored", "adapter {}: the last values could not be stored: {}", name_,
                       error.message());
  }
}

/// The adapter has thrown an exception.
void AdapterInstance::fail() {
  if (state_ != State::running) return;
  state_ = State::faulted;
  base::log::error("plugin.adapter.disabled",
                   "adapter {}: disabled after a failure; its parameters keep their values and cannot be set", name_);
  board_.close();
  calls_.fail();
  lose_devices();
  dependencies_.tree.when_thawed(lifetime_.guard([this] {
    show(Condition::Status::error, "the adapter is disabled after a failure: " + adapter_.last_problem());
  }));
}

/// Its devices stay in the tree, and of their presence no more is known.
void AdapterInstance::lose_devices() {
  dependencies_.tree.when_thawed(lifetime_.guard([this] {
    devices_.set_away(true);
    shown_.presence_changed();
  }));
}

void AdapterInstance::forget_outdated() {
  dependencies_.tree.when_thawed(lifetime_.guard([this] { shown_.forget_outdated(); }));
}

void AdapterInstance::take_turn() {
  dependencies_.tree.when_thawed(lifetime_.guard([this] {
    const auto self = shared_from_this();  // a message may stop and remove this adapter
    if (!delivery_.take_turn()) return;
    boost::asio::post(dependencies_.loop, lifetime_.guard([this] { take_turn(); }));
  }));
}

// ---- reports of the parts -------------------------------------------------------------------------------------------

void AdapterInstance::set_remembered(CellHandle cell, const state::SetValue& set) {
  dependencies_.pending.resume(shared_from_this(), cell, set);
}

void AdapterInstance::device_remembered(adapter_handle row, Subtree::RowEntry& entry, const std::string& device) {
  links_.row_remembered(row, entry, device);
}

void AdapterInstance::row_going(adapter_handle row, const Subtree::RowEntry& entry) {
  links_.row_going(row, entry);
  shown_.row_going(entry);
  watches_.end_row(row);
}

void AdapterInstance::went_offline() {
  dependencies_.pending.pause(*this);
  show_presence();
}

void AdapterInstance::came_back() {
  dependencies_.pending.retry(*this);
  show_presence();
}

// ---- status ---------------------------------------------------------------------------------------------------------

void AdapterInstance::reported(const ReportStatus& report) {
  has_reported_ = true;
  switch (report.condition) {
    case ADAPTER_CONDITION_UP: return show(Condition::Status::up, report.text);
    case ADAPTER_CONDITION_DOWN: return show(Condition::Status::down, report.text);
    case ADAPTER_CONDITION_ERROR: return show(Condition::Status::error, report.text);
    case ADAPTER_CONDITION_UNTRIED: break;
  }
}

void AdapterInstance::reported(const BrokerFacts& broker) { dependencies_.brokers.show(name_, broker); }

void AdapterInstance::show(Condition::Status status, std::string_view text) {
  dependencies_.adapters.set(name_, {status, redaction_(text)});
}

/// The status of an adapter that does not report one.
void AdapterInstance::show_presence() {
  if (has_reported_ || state_ != State::running) return;
  if (links_.is_adapter_offline()) {
    show(Condition::Status::down, "the adapter reports that its broker, bus or host is away");
  } else {
    show(Condition::Status::up, {});
  }
}

}  // namespace proxy::plugin
