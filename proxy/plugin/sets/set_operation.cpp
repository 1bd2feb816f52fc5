// SPDX-License-Identifier: Apache-2.0
#include "proxy/plugin/sets/set_operation.hpp"

#include "proxy/base/log.hpp"
#include "proxy/plugin/adapter/adapter_instance.hpp"

#include <algorithm>
#include <map>
#include <utility>

namespace proxy::plugin {

using base::Fault;

base::Error error_of(const Answer& answer, const std::string& path) {
  const auto with = [&](Fault fault, const char* otherwise) {
    return base::Error{fault, path, answer.detail.empty() ? otherwise : answer.detail};
  };
  switch (answer.kind) {
    case Answer::Kind::timeout: return with(Fault::request_denied, "the adapter did not answer in time");
    case Answer::Kind::stopped: return with(Fault::request_denied, "the adapter has stopped");
    case Answer::Kind::faulted: return with(Fault::request_denied, "the adapter has failed");
    case Answer::Kind::row: return with(Fault::internal_error, "the adapter answered with a row instead of a status");
    case Answer::Kind::reply: break;
  }
  switch (answer.status) {
    case ADAPTER_INVALID_VALUE: return with(Fault::invalid_parameter_value, "the device rejects this value");
    case ADAPTER_NO_RESOURCES: return with(Fault::resources_exceeded, "the device has no resources for this");
    case ADAPTER_FAILED: return with(Fault::internal_error, "the adapter failed");
    case ADAPTER_NOT_SENT: return with(Fault::request_denied, "the device is offline");
    case ADAPTER_DONE:
    case ADAPTER_SENT:
    case ADAPTER_REFUSED: break;
  }
  return with(Fault::request_denied, "the device refused the request");
}

SetOperation::SetOperation(model::Tree& tree, sets::SetJournal& journal, PendingSets& pending, const Timeouts& timeouts,
                           model::Origin origin, Done done)
    : tree_(tree), journal_(journal), pending_(pending), timeouts_(timeouts), origin_(origin), done_(std::move(done)) {}

void SetOperation::add(const model::Assignment& assignment, const std::shared_ptr<AdapterInstance>& instance) {
  Item item;
  item.instance = instance;
  item.path = assignment.path;
  item.value = assignment.value;
  if (instance) {
    item.cell = Subtree::cell(assignment.parameter);
    item.stored = instance->subtree().column(item.cell.column)->stored;
    if (tree_.has_value(assignment.parameter)) item.old_value = tree_.stored_value(assignment.parameter);
  }
  items_.push_back(std::move(item));
}

// ---- sending --------------------------------------------------------------------------------------------------------

void SetOperation::start() {
  starting_ = true;
  std::map<AdapterInstance*, std::vector<std::size_t>> calls;
  for (std::size_t index = 0; index < items_.size(); ++index) {
    begin(index);
    if (items_[index].state == State::open) calls[items_[index].instance.get()].push_back(index);
  }
  const bool hopeless =
      std::any_of(items_.begin(), items_.end(), [](const Item& item) { return item.state == State::failed; });
  if (!hopeless) {
    for (const auto& [instance, indexes] : calls) send(*instance, indexes);
  }
  starting_ = false;
  finish_if_ended();
}

/// Decides what needs no adapter, and watches what does.
void SetOperation::begin(std::size_t index) {
  Item& item = items_[index];
  if (!item.instance) return fail(index, Fault::invalid_parameter_name, "no such parameter");
  if (item.stored) return end(index, State::applied);
  if (!item.instance->running()) return fail(index, Fault::request_denied, "the adapter has stopped");
  item.displaced = pending_.take(item.cell);
  const auto weak = weak_from_this();
  item.instance->watches().watch(item.cell, {[weak, index](const std::string& value) {
                                               const auto self = weak.lock();
                                               return self && self->published(index, value);
                                             },
                                             [weak, index] {
                                               if (const auto self = weak.lock()) self->end(index, State::superseded);
                                             }});
  if (item.instance->links().unreachable(item.cell)) end(index, State::committed);
}

void SetOperation::send(AdapterInstance& instance, const std::vector<std::size_t>& indexes) {
  std::vector<Ask> asks;
  for (const std::size_t index : indexes) {
    Item& item = items_[index];
    item.given = true;
    const auto own = instance.subtree().confirm_timeout(item.cell);
    const auto deadline = std::min(own.count() != 0 ? own : timeouts_.confirm, timeouts_.max_confirm);
    asks.push_back({item.cell, item.value, deadline,
                    [self = shared_from_this(), index](const Answer& answer) { self->answered(index, answer); },
                    /*awaits_confirmation=*/true});
  }
  instance.calls().ask(AdapterObject::Request::apply, asks);
  for (std::size_t i = 0; i < indexes.size(); ++i) items_[indexes[i]].token = asks[i].token;
}

// ---- ending ---------------------------------------------------------------------------------------------------------

void SetOperation::answered(std::size_t index, const Answer& answer) {
  Item& item = items_[index];
  if (item.state == State::committed && answer.is(ADAPTER_DONE)) {  // late, and before the others have ended
    confirmed(item);
    item.state = State::applied;
  }
  if (item.state != State::open) return;
  if (answer.is(ADAPTER_SENT)) {
    item.sent = true;
    if (item.echoed) end(index, State::applied);
  } else if (answer.is(ADAPTER_DONE) || (answer.kind == Answer::Kind::timeout && item.echoed)) {
    confirmed(item);
    end(index, State::applied);
  } else if (answer.is(ADAPTER_NOT_SENT) || answer.kind == Answer::Kind::timeout ||
             answer.kind == Answer::Kind::stopped) {
    if (answer.is(ADAPTER_NOT_SENT)) item.given = false;
    end(index, State::committed);
  } else {
    item.error = error_of(answer, item.path);
    if (answer.kind == Answer::Kind::reply) item.given = false;
    end(index, State::failed);
  }
}

/// If the adapter has answered with ADAPTER_SENT, this answer is the device's own word.
void SetOperation::confirmed(Item& item) {
  if (!item.echoed) item.reported.reset();  // it was reported before the set
  item.echoed = item.echoed || item.sent;
}

/// A value of the device's own. What comes after the one that was set is kept until all is decided: the tree takes the
/// new value first, as the ACS's.
bool SetOperation::published(std::size_t index, const std::string& value) {
  Item& item = items_[index];
  if (value == item.value) {
    item.echoed = true;
    item.reported.reset();
    if (item.state == State::committed) item.state = State::applied;
    if (item.sent) end(index, State::applied);
    return true;
  }
  item.reported = value;
  return item.echoed || item.state == State::applied;
}

void SetOperation::fail(std::size_t index, Fault fault, std::string detail) {
  items_[index].error = {fault, items_[index].path, std::move(detail)};
  end(index, State::failed);
}

void SetOperation::end(std::size_t index, State state) {
  Item& item = items_[index];
  if (finished_ || (item.state != State::open && state != State::superseded)) return;
  item.state = state;
  // One that was sent may still be answered, until commit() passes it on.
  if (state != State::committed || !item.sent) cancel(item);
  finish_if_ended();
}

void SetOperation::cancel(Item& item) {
  if (item.token != 0) item.instance->calls().cancel(std::exchange(item.token, 0));
}

/// One failure decides; otherwise all must have come to their end.
void SetOperation::finish_if_ended() {
  const auto has = [this](State state) {
    return std::any_of(items_.begin(), items_.end(), [state](const Item& item) { return item.state == state; });
  };
  if (starting_ || finished_ || (has(State::open) && !has(State::failed))) return;
  finished_ = true;
  tree_.when_thawed([self = shared_from_this()] { self->finish(); });
}

void SetOperation::finish() {
  const auto failed =
      std::find_if(items_.begin(), items_.end(), [](const Item& item) { return item.state == State::failed; });
  for (Item& item : items_) {
    if (!item.instance) continue;
    if (item.state != State::committed || failed != items_.end()) cancel(item);
    if (item.state != State::superseded && !item.stored) item.instance->watches().unwatch(item.cell);
  }
  const auto done = std::move(done_);
  if (failed != items_.end()) {
    const base::Error error = failed->error;
    roll_back();
    return done(error);
  }
  commit();
  const bool all_applied =
      std::all_of(items_.begin(), items_.end(), [](const Item& item) { return item.state == State::applied; });
  done(all_applied ? model::SetStatus::applied : model::SetStatus::committed);
}

void SetOperation::commit() {
  report();
  for (Item& item : items_) {
    if (item.state != State::superseded) commit(item);
  }
}

/// The journal has every outcome before the tree, and with it the ACS, sees one.
void SetOperation::report() {
  std::vector<sets::SetEnd> ends;
  for (const Item& item : items_) {
    if (item.state == State::superseded) continue;
    sets::SetEnd& end = ends.emplace_back(sets::SetEnd{.path = item.path, .value = item.value});
    if (item.stored) {
      end.kind = sets::SetEnd::Kind::kept;
      if (const auto parameter = item.instance->subtree().find(item.cell))
        end.configured = parameter->info().initial_value();
    } else if (item.state != State::applied) {
      end.kind = sets::SetEnd::Kind::pending;
    }
  }
  journal_.ended(ends);
}

void SetOperation::commit(Item& item) {
  AdapterInstance& instance = *item.instance;
  const auto parameter = instance.subtree().find(item.cell);
  if (!parameter) return cancel(item);  // gone meanwhile; the store has what is to be sent on its return
  tree_.set_value(*parameter, item.value, origin_);
  if (item.stored) return;
  if (item.state == State::committed) {
    return pending_.add({.instance = item.instance,
                         .cell = item.cell,
                         .path = item.path,
                         .value = item.value,
                         .reported = item.reported ? item.reported : item.old_value,
                         .sent = item.sent,
                         .late_token = item.token});
  }
  if (item.echoed) {
    // The echo is the device's own word: what comes after it is a change, also if nothing came before.
    tree_.set_value(*parameter, item.value, model::Origin::device);
  }
  if (item.reported) tree_.set_value(*parameter, *item.reported, model::Origin::device);
  if (item.displaced) {
    instance.devices().command_ended(instance.links().device_of(item.cell), CommandState::success, {});
  } else {
    instance.devices().command_reached(instance.links().device_of(item.cell));
  }
}

// ---- rollback ---------------------------------------------------------------------------------------------------

void SetOperation::roll_back() {
  for (Item& item : items_) {
    if (item.state != State::superseded && item.instance && !item.stored) roll_back(item);
  }
}

/// The device takes the old value again, as far as it is known; the log says whether it does, and the set does not wait
/// for it.
void SetOperation::roll_back(Item& item) {
  if (item.given && item.old_value) {
    Ask ask{item.cell, *item.old_value, timeouts_.confirm, [path = item.path](const Answer& answer) {
              if (answer.is(ADAPTER_DONE) || answer.is(ADAPTER_SENT)) return;
              base::log::warning("plugin.set.rollback_failed",
                                 "{}: the device did not confirm its old value after a rollback: {}", path,
                                 error_of(answer, path).detail);
            }};
    item.instance->calls().ask(AdapterObject::Request::apply, {&ask, 1});
  } else if (item.given) {
    base::log::warning("plugin.set.rollback_impossible", "{}: no rollback: the old value is not known", item.path);
  }
  if (item.displaced) pending_.put_back(std::move(*item.displaced));
}

}  // namespace proxy::plugin
