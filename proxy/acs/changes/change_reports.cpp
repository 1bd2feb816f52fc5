// SPDX-License-Identifier: Apache-2.0
#include "proxy/acs/changes/change_reports.hpp"

#include "proxy/state/sqlite/transaction.hpp"

#include <algorithm>
#include <chrono>
#include <utility>

namespace proxy::acs {
namespace {

using model::Notification;

/// Presence and adapters have settled by then: what still differs is a change, and not the start.
constexpr std::chrono::minutes kSettling{5};
/// An adapter that is loaded anew has given its values back by then.
constexpr std::chrono::minutes kReturn{1};
/// Between two writes of a parameter that waits for its report and changes again. Its first change is written at once.
constexpr std::chrono::seconds kStoreEvery{10};
/// Between two readings of a live parameter with active notification.
constexpr std::chrono::minutes kPollEvery{1};

/// Of a number that an adapter measures: a power meter sends a value each second.
constexpr model::ReportRule kMeasured{.min_interval = std::chrono::seconds(10)};

bool is_number(model::Type type) {
  switch (type) {
    case model::Type::string:
    case model::Type::boolean:
    case model::Type::base64:
    case model::Type::hex_binary: return false;
    default: return true;
  }
}

/// A measured number comes again, and its loss costs less than the wear of the flash.
bool is_urgent(Notification notification, model::Type type) {
  return notification == Notification::active || !is_number(type);
}

}  // namespace

ChangeReports::ChangeReports(const Components& components)
    : Observer(components.tree),
      tree_(components.tree),
      changes_(components.changes),
      store_(components.store),
      clock_(components.clock),
      timer_(components.executor) {
  changes_.use(this);
}

ChangeReports::~ChangeReports() { changes_.use(nullptr); }

void ChangeReports::start() {
  running_ = true;
  const base::SteadyTime now = clock_.steady_now();
  settled_at_ = now + kSettling;
  poll_at_ = now + kPollEvery;
  compare(false);
  plan();
}

void ChangeReports::stop() {
  running_ = false;
  timer_.cancel();
  planned_.reset();
  store_unsaved();
}

void ChangeReports::acs_changed() {
  store_unsaved();  // with the present values: an older one that comes back after a kill would look like a change
  changes_.clear();
  saved_.clear();
  sent_.clear();
  for (const model::ParameterRef parameter : filter_.parameters()) filter_.begin(parameter, tree_.value(parameter));
  (void)store_.forget_reports();  // the store logs a failure
  plan();
}

// ---- what the ACS knows ---------------------------------------------------------------------------------------------

ChangeReports::Known ChangeReports::known(model::ParameterRef parameter) {
  const auto stored = store_.reported_values.find(tree_.path(parameter));
  if (!stored) return Known::unknown;
  if (stored->is_due) return Known::other;
  if (stored->value == tree_.value(parameter)) return Known::same;
  if (rule_of(parameter) == nullptr) return Known::other;
  filter_.begin(parameter, stored->value);
  return is_news(parameter) ? Known::other : Known::same;
}

/// Marks what differs from the last acknowledged Inform. What has no value yet may get the old one.
void ChangeReports::compare(bool with_unset) {
  store_.reported_values.all([&](std::string_view path) {
    const auto parameter = tree_.find(path);
    if (!parameter || !model::is_reported(tree_.attributes(*parameter).notification)) return;
    if (!with_unset && !tree_.has_value(*parameter)) return;
    if (known(*parameter) == Known::other) changes_.mark(*parameter);
  });
}

void ChangeReports::set_by_acs(model::ParameterRef parameter) {
  const std::string path = tree_.path(parameter);
  const std::string_view value = tree_.value(parameter);
  const auto stored = store_.reported_values.find(path);
  if (stored && *stored != state::ReportedValue{std::string(value)}) (void)store_.reported_values.update(path, value);
  if (filter_.knows(parameter)) filter_.begin(parameter, value);
}

void ChangeReports::sent(const Parameters& parameters) {
  sent_.clear();
  const base::SteadyTime now = clock_.steady_now();
  for (const model::ParameterRef parameter : parameters) {
    const std::string_view value = tree_.value(parameter);
    sent_.push_back({tree_.path(parameter), std::string(value)});
    if (filter_.knows(parameter)) filter_.reported(parameter, value, now);
  }
}

/// The present values are stored too: an older one that comes back after a kill would look like a change.
void ChangeReports::acknowledged() {
  Parameters reported;
  for (const Sent& sent : std::exchange(sent_, {})) {
    const auto parameter = tree_.find(sent.path);
    if (!parameter) continue;
    (void)store_.reported_values.put(sent.path, sent.value);  // a failure fails the transaction
    unsaved_.erase(*parameter);
    saved_.erase(*parameter);
    reported.push_back(*parameter);
  }
  keep(reported);
}

// ---- changes --------------------------------------------------------------------------------------------------------

const model::ReportRule* ChangeReports::rule_of(model::ParameterRef parameter) const {
  const model::Parameter& info = parameter.info();
  if (const model::ReportRule* const rule = tree_.report_rule(parameter)) return rule;
  const bool is_measured = info.source != nullptr && !info.writable && is_number(info.type);
  return is_measured && model::is_at_once(tree_.attributes(parameter).notification) ? &kMeasured : nullptr;
}

bool ChangeReports::is_news(model::ParameterRef parameter) {
  const model::ReportRule* const rule = rule_of(parameter);
  if (rule == nullptr) return true;
  const bool is_news = filter_.is_news(parameter, tree_.value(parameter), clock_.steady_now(), *rule);
  plan();
  return is_news;
}

void ChangeReports::marked(model::ParameterRef parameter) {
  if (!unsaved_.insert(parameter).second) return;
  if (!is_urgent(tree_.attributes(parameter).notification, parameter.info().type)) return;
  const base::SteadyTime now = clock_.steady_now();
  const base::SteadyTime due = stored_ && saved_.contains(parameter) ? std::max(now, *stored_ + kStoreEvery) : now;
  store_at_ = store_at_ ? std::min(*store_at_, due) : due;
  plan();
}

/// A first value that is no change is what the report rule compares later ones with.
void ChangeReports::value_arrived(model::ParameterRef parameter, const model::Arrival& arrival) {
  const bool is_baseline = arrival.is_first || arrival.origin == model::Origin::start;
  if (!is_baseline || tree_.attributes(parameter).notification == Notification::off) return;
  if (rule_of(parameter) == nullptr || filter_.knows(parameter)) return;
  const auto stored = store_.reported_values.find(tree_.path(parameter));
  filter_.begin(parameter, stored && !stored->is_due ? stored->value : tree_.value(parameter));
}

void ChangeReports::store_unsaved() {
  store_at_.reset();
  stored_ = clock_.steady_now();
  if (unsaved_.empty()) return;
  const Parameters parameters(unsaved_.begin(), unsaved_.end());
  saved_.merge(unsaved_);
  unsaved_.clear();
  // The store logs an error; then a kill may lose these changes.
  (void)state::all_or_none(store_.database, [&]() -> std::error_code {
    for (const model::ParameterRef parameter : parameters) {
      if (const auto error = store_.reported_values.put_due(tree_.path(parameter))) return error;
    }
    keep(parameters);
    return {};
  });
}

void ChangeReports::keep(const Parameters& parameters) {
  for (const auto& [source, of_source] : model::by_source(parameters)) source->keep(of_source);
}

// ---- what is only read when asked -----------------------------------------------------------------------------------

ChangeReports::Parameters ChangeReports::live_parameters(model::Row& row, bool active_alone) const {
  Parameters live;
  for (const model::ColumnIndex column : row.shape().by_name) {
    const model::ParameterRef parameter{&row, column};
    if (!parameter.info().live) continue;
    const Notification notification = tree_.attributes(parameter).notification;
    if (active_alone ? model::is_at_once(notification) : notification != Notification::off) live.push_back(parameter);
  }
  for (const auto& table : row.tables()) {
    for (const auto& inner : table->rows()) {
      const Parameters below = live_parameters(*inner, active_alone);
      live.insert(live.end(), below.begin(), below.end());
    }
  }
  return live;
}

void ChangeReports::read_live() {
  if (!tree_.frozen()) read(live_parameters(tree_.root(), false));
}

void ChangeReports::read(const Parameters& live) {
  model::refresh_all(live, [] {});
  for (const model::ParameterRef parameter : live) compare_live(parameter);
}

/// Reading itself notifies nothing, so that an ACS that reads causes no change.
void ChangeReports::compare_live(model::ParameterRef parameter) {
  const std::string_view value = tree_.value(parameter);
  const auto [place, is_new] = lives_.try_emplace(parameter, value);
  const bool differs = is_new ? known(parameter) == Known::other : place->second != value && is_news(parameter);
  place->second = value;
  if (differs) changes_.mark(parameter);
}

/// From here on it is compared with its present value.
void ChangeReports::attributes_changed(model::ParameterRef parameter) {
  if (tree_.attributes(parameter).notification == Notification::off) {
    lives_.erase(parameter);
    return;
  }
  if (!tree_.has_value(parameter)) return;
  if (parameter.info().live) lives_[parameter] = tree_.value(parameter);
  if (rule_of(parameter) != nullptr) filter_.begin(parameter, tree_.value(parameter));
}

// ---- what leaves ----------------------------------------------------------------------------------------------------

void ChangeReports::row_removed(model::Row& row) {
  const auto is_of_row = [&](model::ParameterRef parameter) { return parameter.row == &row; };
  if (std::ranges::any_of(unsaved_, is_of_row)) store_unsaved();
  std::erase_if(saved_, is_of_row);
  filter_.forget(row);
  lives_.erase(lives_.lower_bound({&row, 0}), lives_.upper_bound({&row, model::kNoColumn}));
  leaves();
}

void ChangeReports::parameter_removed(model::ParameterRef parameter) {
  if (unsaved_.contains(parameter)) store_unsaved();
  saved_.erase(parameter);
  filter_.forget(parameter);
  lives_.erase(parameter);
  leaves();
}

/// It may come back, with a change that the ACS has yet to be informed of.
void ChangeReports::leaves() {
  if (!running_ || compare_at_) return;
  compare_at_ = clock_.steady_now() + kReturn;
  plan();
}

// ---- the timer ------------------------------------------------------------------------------------------------------

std::optional<base::SteadyTime> ChangeReports::next_due() const {
  std::optional<base::SteadyTime> due;
  for (const auto& each : {store_at_, compare_at_, settled_at_, poll_at_, filter_.next_due()})
    if (each && (!due || *each < *due)) due = each;
  return due;
}

void ChangeReports::plan() {
  const auto due = running_ ? next_due() : store_at_;
  if (due == planned_) return;
  planned_ = due;
  if (!due) return (void)timer_.cancel();
  // A duration, not a point in time: clock_ need not be the timer's clock.
  const base::SteadyTime now = clock_.steady_now();
  timer_.expires_after(std::max(*due, now) - now);
  timer_.async_wait(lifetime_.guard([this](const boost::system::error_code& error) {
    if (error) return;
    planned_.reset();
    tree_.when_thawed(lifetime_.guard([this] { fire(); }));
  }));
}

void ChangeReports::fire() {
  const base::SteadyTime now = clock_.steady_now();
  const auto is_due = [now](std::optional<base::SteadyTime>& time) {
    return time && *time <= now && (time.reset(), true);
  };
  if (is_due(store_at_)) store_unsaved();
  if (running_) {
    const bool is_settled = is_due(settled_at_);
    if (is_due(compare_at_) || is_settled) compare(is_settled || !settled_at_);
    if (is_due(poll_at_)) {
      read(live_parameters(tree_.root(), true));
      poll_at_ = now + kPollEvery;
    }
    for (const model::ParameterRef parameter : filter_.take_due(now))
      if (is_news(parameter)) changes_.mark(parameter);
  }
  plan();
}

}  // namespace proxy::acs
