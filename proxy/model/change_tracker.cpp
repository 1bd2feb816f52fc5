// SPDX-License-Identifier: Apache-2.0
#include "proxy/model/change_tracker.hpp"

#include <utility>

namespace proxy::model {
namespace {

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

bool is_lightweight(Notification notification) {
  return notification >= Notification::passive_lightweight &&
         notification <= Notification::passive_with_active_lightweight;
}

}  // namespace

ChangeTracker::ChangeTracker(Tree& tree, std::function<void()> on_active)
    : Observer(tree), on_active_(std::move(on_active)), tree_(tree) {}

void ChangeTracker::value_changed(ParameterRef parameter, Origin origin) {
  if (origin == Origin::device || origin == Origin::local) mark(parameter);
}

void ChangeTracker::mark(ParameterRef parameter) {
  const Notification notification = tree_.attributes(parameter).notification;
  if (is_lightweight(notification) && on_lightweight_) {
    lightweight_.insert(parameter);
    on_lightweight_(notification == Notification::active_lightweight ||
                    notification == Notification::passive_with_active_lightweight);
  }
  if (!is_reported(notification)) return;
  pending_.insert(parameter);
  if (notification != Notification::active) return;
  active_ = true;
  on_active_();
}

std::vector<ParameterRef> ChangeTracker::begin_report() {
  reporting_.merge(pending_);
  pending_.clear();
  reporting_active_ = reporting_active_ || std::exchange(active_, false);
  return {reporting_.begin(), reporting_.end()};
}

void ChangeTracker::acknowledge() {
  reporting_.clear();
  reporting_active_ = false;
}

void ChangeTracker::fail() {
  pending_.merge(reporting_);
  active_ = active_ || reporting_active_;
  acknowledge();
}

void ChangeTracker::clear() {
  acknowledge();
  pending_.clear();
  lightweight_.clear();
  active_ = false;
}

std::vector<ParameterRef> ChangeTracker::take_lightweight() {
  const std::set<ParameterRef> taken = std::exchange(lightweight_, {});
  return {taken.begin(), taken.end()};
}

void ChangeTracker::parameter_removed(ParameterRef parameter) {
  pending_.erase(parameter);
  reporting_.erase(parameter);
  lightweight_.erase(parameter);
}

void ChangeTracker::row_removed(Row& row) {
  const auto is_of_row = [&](ParameterRef parameter) { return parameter.row == &row; };
  std::erase_if(pending_, is_of_row);
  std::erase_if(reporting_, is_of_row);
  std::erase_if(lightweight_, is_of_row);
}

}  // namespace proxy::model
