// SPDX-License-Identifier: Apache-2.0
#include "proxy/model/change_tracker.hpp"

#include <utility>

namespace proxy::model {

bool is_reported(Notification notification) {
  switch (notification) {
    case Notification::passive:
    case Notification::active:
    case Notification::passive_with_passive_lightweight:
    case Notification::passive_with_active_lightweight: return true;
    // Lightweight alone is sent over UDP and never raises 4 VALUE CHANGE.
    case Notification::off:
    case Notification::passive_lightweight:
    case Notification::active_lightweight: return false;
  }
  return false;
}

bool is_at_once(Notification notification) {
  return notification == Notification::active || notification == Notification::active_lightweight ||
         notification == Notification::passive_with_active_lightweight;
}

namespace {

bool is_lightweight(Notification notification) {
  return notification >= Notification::passive_lightweight &&
         notification <= Notification::passive_with_active_lightweight;
}

}  // namespace

ChangeTracker::ChangeTracker(Tree& tree, std::function<void()> on_active)
    : Observer(tree), on_active_(std::move(on_active)), tree_(tree) {}

void ChangeTracker::value_arrived(ParameterRef parameter, const Arrival& arrival) {
  const Notification notification = tree_.attributes(parameter).notification;
  if (notification == Notification::off || arrival.origin == Origin::start) return;
  if (arrival.origin == Origin::acs) {
    if (dependencies_ != nullptr) dependencies_->set_by_acs(parameter);
  } else if (is_change(parameter, notification, arrival)) {
    if (dependencies_ == nullptr || dependencies_->is_news(parameter)) mark(parameter);
  }
}

/// A first value is compared with what the ACS knows, else with the value of an earlier run. If there is neither, it is
/// a change only of a capability, where the ACS wants changes at once and the device sends it now: an alarm may be the
/// first message.
bool ChangeTracker::is_change(ParameterRef parameter, Notification notification, const Arrival& arrival) const {
  if (!arrival.is_first) return arrival.changed;
  if (arrival.origin != Origin::local && dependencies_ == nullptr) return false;
  const Known known = dependencies_ == nullptr ? Known::unknown : dependencies_->known(parameter);
  if (known != Known::unknown) return known == Known::other;
  if (arrival.was_known || arrival.origin == Origin::local) return arrival.changed;
  return arrival.origin == Origin::device && parameter.info().first_is_news && is_at_once(notification);
}

void ChangeTracker::mark(ParameterRef parameter) {
  const Notification notification = tree_.attributes(parameter).notification;
  if (is_lightweight(notification) && on_lightweight_) {
    lightweight_.insert(parameter);
    on_lightweight_(is_at_once(notification));
  }
  if (!is_reported(notification)) return;
  pending_.insert(parameter);
  if (dependencies_ != nullptr) dependencies_->marked(parameter);
  if (notification != Notification::active) return;
  active_ = true;
  if (!failed_.contains(parameter)) active_is_new_ = true;
  on_active_();
}

std::vector<ParameterRef> ChangeTracker::begin_report() {
  reporting_.merge(pending_);
  pending_.clear();
  active_is_new_ = false;
  reporting_active_ = reporting_active_ || std::exchange(active_, false);
  return {reporting_.begin(), reporting_.end()};
}

void ChangeTracker::acknowledge() {
  failed_.clear();  // the report had all of them
  reporting_.clear();
  reporting_active_ = false;
}

void ChangeTracker::put_back_unacknowledged() {
  failed_.insert(reporting_.begin(), reporting_.end());
  pending_.merge(reporting_);
  active_ = active_ || reporting_active_;
  reporting_.clear();
  reporting_active_ = false;
}

void ChangeTracker::clear() {
  acknowledge();
  pending_.clear();
  failed_.clear();
  lightweight_.clear();
  active_ = active_is_new_ = false;
}

std::vector<ParameterRef> ChangeTracker::take_lightweight() {
  const std::set<ParameterRef> taken = std::exchange(lightweight_, {});
  return {taken.begin(), taken.end()};
}

void ChangeTracker::parameter_removed(ParameterRef parameter) {
  pending_.erase(parameter);
  reporting_.erase(parameter);
  failed_.erase(parameter);
  lightweight_.erase(parameter);
}

void ChangeTracker::row_removed(Row& row) {
  const auto is_of_row = [&](ParameterRef parameter) { return parameter.row == &row; };
  std::erase_if(pending_, is_of_row);
  std::erase_if(reporting_, is_of_row);
  std::erase_if(failed_, is_of_row);
  std::erase_if(lightweight_, is_of_row);
}

}  // namespace proxy::model
