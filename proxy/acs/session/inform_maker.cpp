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

/// A change of these is told across restarts as well.
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

InformMaker::InformMaker(model::Tree& tree, model::ChangeTracker& changes, state::EndpointFacts& facts,
                         const base::Clock& clock)
    : tree_(tree), changes_(changes), facts_(facts), clock_(clock) {
  tree_.observe({.value_changed = [this, alive = std::weak_ptr<int>(alive_)](model::ParameterRef parameter,
                                                                             model::Origin origin) {
    if (origin == model::Origin::acs && !alive.expired()) remember_set_by_acs(parameter);
  }});
}

void InformMaker::mark_unacknowledged() {
  for (const std::string_view path : kComparedWithLastInform) {
    const std::optional<std::string> acknowledged = facts_.acknowledged_value(path);
    const auto parameter = tree_.find(path);
    if (acknowledged && parameter.has_value() && tree_.value(*parameter) != *acknowledged) changes_.mark(*parameter);
  }
}

cwmp::Inform InformMaker::begin(cwmp::DeviceIdStruct device_id, std::uint32_t retry_count) {
  const base::SystemTime time = clock_.system_now();
  cwmp::Inform inform{.device_id = std::move(device_id),
                      .event = {},
                      .current_time = std::chrono::floor<std::chrono::seconds>(time),
                      .utc_offset = utc_offset(time),
                      .retry_count = retry_count,
                      .parameter_list = {}};
  add_forced(tree_, inform.parameter_list);
  return inform;
}

cwmp::Inform InformMaker::make_heartbeat(cwmp::DeviceIdStruct device_id, std::uint32_t retry_count) {
  cwmp::Inform inform = begin(std::move(device_id), retry_count);
  inform.event = {{.event_code = cwmp::EventCode::heartbeat}};
  reported_.clear();  // a change that is to be told still is one
  return inform;
}

InformMaker::Made InformMaker::make(Contents contents) {
  Made made{.inform = begin(std::move(contents.device_id), contents.retry_count)};
  const std::vector<model::ParameterRef> changed = changes_.begin_report();
  made.reports_changes = !changed.empty();
  if (made.reports_changes) contents.events.push_back({.event_code = EventCode::value_change});
  made.inform.event = cwmp::arrange(std::move(contents.events));

  std::vector<model::ParameterRef>& list = made.inform.parameter_list;
  list.insert(list.end(), changed.begin(), changed.end());
  if (contents.more) {
    const std::vector<model::ParameterRef> more = contents.more(made.inform.event);
    list.insert(list.end(), more.begin(), more.end());
  }
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
      (void)facts_.set_acknowledged_value(reported.path, reported.value);  // told by the transaction, if it could not
}

/// Nobody has to be told after a restart of what he set himself.
void InformMaker::remember_set_by_acs(model::ParameterRef parameter) {
  const std::string path = tree_.path(parameter);
  const bool is_compared = std::ranges::find(kComparedWithLastInform, path) != kComparedWithLastInform.end();
  if (is_compared && facts_.acknowledged_value(path))
    (void)facts_.set_acknowledged_value(path, tree_.value(parameter));  // the store has logged why, if it could not
}

}  // namespace proxy::acs
