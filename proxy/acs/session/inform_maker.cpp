// SPDX-License-Identifier: Apache-2.0
#include "proxy/acs/session/inform_maker.hpp"

#include <algorithm>
#include <array>
#include <chrono>
#include <ctime>
#include <string_view>
#include <utility>

namespace proxy::acs {
namespace {

using cwmp::EventCode;

/// A change of these is reported across restarts too.
constexpr std::array<std::string_view, 3> kComparedWithLastInform = {
    "Device.DeviceInfo.SoftwareVersion",
    "Device.DeviceInfo.ProvisioningCode",
    "Device.ManagementServer.ConnectionRequestURL",
};

std::chrono::minutes utc_offset(base::SystemTime time) {
  const std::time_t seconds = std::chrono::system_clock::to_time_t(time);
  std::tm local{};
  if (localtime_r(&seconds, &local) == nullptr) return std::chrono::minutes(0);
  return std::chrono::duration_cast<std::chrono::minutes>(std::chrono::seconds(local.tm_gmtoff));
}

void add_forced(model::Tree& tree, std::vector<model::ParameterRef>& list) {
  const model::Shape& shape = tree.root().shape();
  for (const model::ColumnIndex column : shape.by_name)
    if (shape.columns[column].forced_inform) list.push_back({&tree.root(), column});
}

}  // namespace

std::vector<model::ParameterRef> InformMaker::Dependencies::inform_parameters(
    const std::vector<cwmp::EventStruct>&) const {
  return {};
}

InformMaker::InformMaker(model::Tree& tree, model::ChangeTracker& changes, state::EndpointFacts& facts,
                         const base::Clock& clock, Dependencies& dependencies)
    : Observer(tree), tree_(tree), changes_(changes), facts_(facts), clock_(clock), dependencies_(dependencies) {}

void InformMaker::mark_unacknowledged() {
  for (const std::string_view path : kComparedWithLastInform) {
    const std::optional<std::string> acknowledged = facts_.acknowledged_value(path);
    const auto parameter = tree_.find(path);
    if (acknowledged && parameter.has_value() && tree_.value(*parameter) != *acknowledged) changes_.mark(*parameter);
  }
}

cwmp::Inform InformMaker::begin(std::uint32_t retry_count) {
  const base::SystemTime time = clock_.system_now();
  cwmp::Inform inform{.device_id = dependencies_.device_id(),
                      .event = {},
                      .current_time = std::chrono::floor<std::chrono::seconds>(time),
                      .utc_offset = utc_offset(time),
                      .retry_count = retry_count,
                      .parameter_list = {}};
  add_forced(tree_, inform.parameter_list);
  return inform;
}

cwmp::Inform InformMaker::make_heartbeat(std::uint32_t retry_count) {
  cwmp::Inform inform = begin(retry_count);
  inform.event = {{.event_code = cwmp::EventCode::heartbeat}};
  reported_.clear();  // a change that waits for its report keeps waiting
  return inform;
}

InformMaker::Made InformMaker::make(std::vector<cwmp::EventStruct> events, std::uint32_t retry_count) {
  Made made{.inform = begin(retry_count)};
  made.changed = changes_.begin_report();
  if (!made.changed.empty()) events.push_back({.event_code = EventCode::value_change});
  made.inform.event = cwmp::arrange(std::move(events));

  std::vector<model::ParameterRef>& list = made.inform.parameter_list;
  list.insert(list.end(), made.changed.begin(), made.changed.end());
  const std::vector<model::ParameterRef> more = dependencies_.inform_parameters(made.inform.event);
  list.insert(list.end(), more.begin(), more.end());
  remember_reported();
  return made;
}

void InformMaker::remember_reported() {
  reported_.clear();
  for (const std::string_view path : kComparedWithLastInform) {
    const auto parameter = tree_.find(path);
    if (parameter.has_value()) reported_.push_back({std::string(path), std::string(tree_.value(*parameter))});
  }
}

void InformMaker::acknowledged() {
  for (const Reported& reported : reported_)
    if (facts_.acknowledged_value(reported.path) != reported.value)
      (void)facts_.set_acknowledged_value(reported.path, reported.value);  // a failure fails the transaction
}

/// After a restart a value that the ACS has set itself is no change.
void InformMaker::value_changed(model::ParameterRef parameter, model::Origin origin) {
  if (origin != model::Origin::acs) return;
  const std::string path = tree_.path(parameter);
  const bool is_compared = std::ranges::find(kComparedWithLastInform, path) != kComparedWithLastInform.end();
  if (is_compared && facts_.acknowledged_value(path))
    (void)facts_.set_acknowledged_value(path, tree_.value(parameter));  // the store logs a failure
}

}  // namespace proxy::acs
