// SPDX-License-Identifier: Apache-2.0
#include "proxy/plugin/sets/pending_sets.hpp"

#include "proxy/base/log.hpp"
#include "proxy/plugin/adapter/adapter_instance.hpp"

#include <algorithm>

namespace proxy::plugin {
namespace {

constexpr std::size_t kMaxDropped = 50;

}  // namespace

PendingSets::PendingSets(model::Tree& tree, sets::SetJournal& journal, boost::asio::io_context& loop,
                         const Timeouts& timeouts)
    : tree_(tree),
      journal_(journal),
      timeouts_(timeouts),
      timer_(loop, [this] { tree_.when_thawed(lifetime_.guard([this] { send_due(); })); }) {}

// ---- coming and going -----------------------------------------------------------------------------------------------

void PendingSets::add(PendingSet set) {
  set.attempt = 0;
  set.problem = "the device has not confirmed it";
  forget_dropped(set.path);
  hold(std::move(set), true);
}

void PendingSets::resume(const std::shared_ptr<AdapterInstance>& instance, CellHandle cell,
                         const state::SetValue& set) {
  const auto parameter = instance->subtree().find(cell);
  if (!parameter) return;
  PendingSet pending{.instance = instance, .cell = cell, .path = set.path, .value = set.value};
  if (tree_.has_value(*parameter)) pending.reported = tree_.stored_value(*parameter);
  tree_.set_value(*parameter, set.value, model::Origin::start);
  add(std::move(pending));
}

void PendingSets::put_back(PendingSet set) { hold(std::move(set), false); }

void PendingSets::hold(PendingSet set, bool is_new) {
  const auto instance = set.instance.lock();
  if (!instance) return;
  const CellHandle cell = set.cell;
  set.token = 0;
  watch(set);
  if (set.late_token != 0) {
    instance->calls().redirect(set.late_token, [this, cell](const Answer& answer) { answered(cell, answer); });
  }
  PendingSet& held = sets_[cell] = std::move(set);
  held.held = instance->links().unreachable(cell);
  if (is_new) instance->devices().command_began(instance->links().device_of(cell), held.path + ": " + waits_for(held));
  schedule(held);
  set_timer();
}

void PendingSets::watch(const PendingSet& set) {
  const CellHandle cell = set.cell;
  set.instance.lock()->watches().watch(cell, {[this, cell](const std::string& value) { return published(cell, value); },
                                              [this, cell] {
                                                // The row is gone or the adapter is: the store has it for their return.
                                                ended(cell);
                                              }});
}

/// The watch is over already: another may have taken its place.
void PendingSets::ended(CellHandle cell) {
  const auto set = sets_.find(cell);
  if (set == sets_.end()) return;
  cancel_requests(set->second);
  sets_.erase(set);
  set_timer();
}

void PendingSets::cancel_requests(PendingSet& set) {
  const auto instance = set.instance.lock();
  for (adapter_token* token : {&set.token, &set.late_token}) {
    if (instance && *token != 0) instance->calls().cancel(*token);
    *token = 0;
  }
}

PendingSet PendingSets::remove(Sets::iterator set) {
  PendingSet removed = std::move(set->second);
  sets_.erase(set);
  cancel_requests(removed);
  if (const auto instance = removed.instance.lock()) instance->watches().unwatch(removed.cell);
  set_timer();
  return removed;
}

std::optional<PendingSet> PendingSets::take(CellHandle cell) {
  const auto found = sets_.find(cell);
  if (found == sets_.end()) return std::nullopt;
  return remove(found);
}

void PendingSets::forget_all() {
  dropped_.clear();
  while (!sets_.empty()) {
    const PendingSet set = remove(sets_.begin());
    journal_.forgotten(set.path);
    if (const auto instance = set.instance.lock()) {
      instance->devices().command_ended(instance->links().device_of(set.cell), CommandState::success, {});
    }
  }
}

std::size_t PendingSets::count(const AdapterInstance& instance) const {
  return static_cast<std::size_t>(std::count_if(
      sets_.begin(), sets_.end(), [&](const auto& entry) { return entry.second.instance.lock().get() == &instance; }));
}

std::vector<SetProblem> PendingSets::problems() const {
  std::vector<SetProblem> all;
  for (const auto& [cell, set] : sets_) {
    const auto instance = set.instance.lock();
    if (!instance) continue;
    all.push_back({instance->name(), set.path, "the set is pending: " + waits_for(set), set.attempt});
  }
  all.insert(all.end(), dropped_.rbegin(), dropped_.rend());
  return all;
}

std::string PendingSets::waits_for(const PendingSet& set) {
  const auto instance = set.instance.lock();
  if (!instance || !instance->running()) return "the adapter has stopped";
  if (!set.held) return instance->cleaned(set.problem);
  std::string reason = instance->links().why_unreachable(set.cell);
  return reason.empty() ? "it waits for its device or adapter" : reason;
}

void PendingSets::tell_waiting(const PendingSet& set, model::CommandState state) {
  if (const auto instance = set.instance.lock())
    instance->devices().command_waits(instance->links().device_of(set.cell), state, set.path + ": " + waits_for(set));
}

void PendingSets::forget_dropped(std::string_view path) {
  std::erase_if(dropped_, [path](const SetProblem& dropped) { return dropped.path == path; });
}

// ---- sending again --------------------------------------------------------------------------------------------------

void PendingSets::schedule(PendingSet& set) {
  const auto wait = timeouts_.retry[std::min(set.attempt, timeouts_.retry.size() - 1)];
  set.due = std::chrono::steady_clock::now() + wait;
}

void PendingSets::set_timer() {
  std::optional<base::SteadyTime> first;
  for (const auto& [cell, set] : sets_) {
    if (!set.held && set.token == 0 && (!first || set.due < *first)) first = set.due;
  }
  if (first) {
    timer_.set(*first);
  } else {
    timer_.cancel();
  }
}

void PendingSets::pause(const AdapterInstance& instance) {
  for (auto& [cell, set] : sets_) {
    if (set.instance.lock().get() != &instance || !instance.links().unreachable(cell)) continue;
    set.held = true;
    tell_waiting(set, CommandState::pending);
  }
  set_timer();
}

void PendingSets::retry(const AdapterInstance& instance) {
  for (auto& [cell, set] : sets_) {
    if (!set.held || set.instance.lock().get() != &instance || instance.links().unreachable(cell)) continue;
    set.held = false;
    set.attempt = 0;
    schedule(set);
  }
  set_timer();
}

void PendingSets::send_due() {
  const auto now = std::chrono::steady_clock::now();
  std::map<std::shared_ptr<AdapterInstance>, std::vector<CellHandle>> due;
  for (auto& [cell, set] : sets_) {
    if (set.held || set.token != 0 || set.due > now) continue;
    const auto instance = set.instance.lock();
    set.held = !instance || !instance->running() || instance->links().unreachable(cell);
    if (!set.held) due[instance].push_back(cell);
  }
  for (const auto& [instance, cells] : due) send(*instance, cells);
  set_timer();
}

void PendingSets::send(AdapterInstance& instance, const std::vector<CellHandle>& cells) {
  std::vector<Ask> asks;
  std::vector<std::string> values;  // a set may end while the adapter is being called
  values.reserve(cells.size());
  for (const CellHandle cell : cells) {
    PendingSet& set = sets_.at(cell);
    const auto own = instance.subtree().confirm_timeout(cell);
    const auto deadline = std::min(own.count() != 0 ? own : timeouts_.confirm, timeouts_.max_confirm);
    if (set.late_token != 0) instance.calls().cancel(std::exchange(set.late_token, 0));
    set.sent = false;
    values.push_back(set.value);
    asks.push_back({cell, values.back(), deadline, [this, cell](const Answer& answer) { answered(cell, answer); },
                    /*awaits_confirmation=*/true});
    ++set.attempt;
    tell_waiting(set, CommandState::retrying);
  }
  instance.calls().ask(AdapterObject::Request::apply, asks);
  for (const Ask& ask : asks) {
    const auto set = sets_.find(ask.cell);
    if (set != sets_.end() && !set->second.held) set->second.token = ask.token;
  }
}

void PendingSets::answered(CellHandle cell, const Answer& answer) {
  const auto found = sets_.find(cell);
  if (found == sets_.end()) return;
  PendingSet& set = found->second;
  if (answer.is(ADAPTER_SENT)) {
    set.sent = true;
    return;  // the echo is yet to come, or the deadline
  }
  if (answer.is(ADAPTER_DONE)) {
    const auto instance = set.instance.lock();
    const auto parameter = set.sent && instance ? instance->subtree().find(cell) : std::nullopt;
    // The tree has the value already. With the origin `device` whatever follows is a change.
    if (parameter) tree_.set_value(*parameter, std::string(set.value), model::Origin::device);
    return confirmed(found);
  }
  if (answer.kind == Answer::Kind::timeout && set.sent) set.late_token = set.token;
  set.token = 0;
  set.problem = answer.is(ADAPTER_NOT_SENT) ? "it was not sent" : "the device has not confirmed it";
  if (!answer.detail.empty()) set.problem += ": " + answer.detail;
  if (answer.kind == Answer::Kind::timeout || answer.is(ADAPTER_NOT_SENT)) {
    schedule(set);
  } else if (answer.kind == Answer::Kind::reply) {
    return refused(found, answer.detail.empty() ? "the device refused the value" : answer.detail);
  } else {
    set.held = true;
  }
  set_timer();
}

bool PendingSets::published(CellHandle cell, const std::string& value) {
  const auto found = sets_.find(cell);
  if (found == sets_.end()) return false;
  if (value != found->second.value) {
    found->second.reported = value;
    return true;
  }
  confirmed(found);
  // The tree has the value already. With the origin `device` whatever follows is a change.
  return false;
}

void PendingSets::confirmed(Sets::iterator found) {
  const PendingSet set = remove(found);
  journal_.confirmed(set.path);
  base::log::info("plugin.set.confirmed", "{}: the device has confirmed the set", set.path);
  if (const auto instance = set.instance.lock()) {
    instance->devices().command_ended(instance->links().device_of(set.cell), CommandState::success, {});
  }
}

void PendingSets::refused(Sets::iterator found, const std::string& why) {
  const PendingSet set = remove(found);
  journal_.refused(set.path);
  base::log::warning("plugin.set.dropped", "{}: the set is dropped: {}", set.path, why);
  const auto instance = set.instance.lock();
  if (!instance) return;
  forget_dropped(set.path);
  if (dropped_.size() == kMaxDropped) dropped_.erase(dropped_.begin());
  dropped_.push_back({instance->name(), set.path, "the set was dropped: " + instance->cleaned(why), set.attempt});
  instance->devices().command_ended(instance->links().device_of(set.cell), CommandState::error, set.path + ": " + why);
  const auto parameter = set.reported ? instance->subtree().find(set.cell) : std::nullopt;
  if (parameter) tree_.set_value(*parameter, *set.reported, model::Origin::device);
}

}  // namespace proxy::plugin
