// SPDX-License-Identifier: Apache-2.0
#include "proxy/acs/endpoint.hpp"

#include "proxy/acs/connection_request_url.hpp"
#include "proxy/base/log.hpp"

#include <algorithm>
#include <array>
#include <ctime>
#include <random>
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

std::function<double()> random_numbers() {
  std::random_device device;
  return [engine = std::mt19937_64((std::uint64_t{device()} << 32) | device())]() mutable {
    return std::uniform_real_distribution<double>(0.0, 1.0)(engine);
  };
}

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

Endpoint::Endpoint(Parts parts, EndpointHooks hooks)
    : http_(parts.http),
      tree_(parts.tree),
      changes_(parts.changes),
      store_(parts.store),
      clock_(parts.clock),
      hooks_(std::move(hooks)),
      events_(parts.store),
      scheduler_(events_, random_numbers()),
      listener_(parts.executor, parts.clock, [this] { connection_requested(); }),
      timer_(parts.executor) {
  tree_.observe({.value_changed = [this, alive = std::weak_ptr<int>(alive_)](model::ParameterRef parameter,
                                                                             model::Origin origin) {
    if (origin == model::Origin::acs && !alive.expired()) remember_set_by_acs(parameter);
  }});
}

Endpoint::~Endpoint() { stop(); }

void Endpoint::start() {
  running_ = true;
  reboot_asked_ = false;
  settings_ = hooks_.settings();
  apply_settings();
  events_.restart();
  scheduler_.restart(now());
  listen(model::Origin::start);
  mark_unacknowledged();
  const bool is_first_contact = store_.bootstrap_url() != settings_.acs.url;
  if (is_first_contact && !events_.contains(EventCode::bootstrap))
    scheduler_.event_occurred({.event_code = EventCode::bootstrap});
  scheduler_.event_occurred({.event_code = EventCode::boot});
  scheduler_.inform_now();
  schedule();
}

void Endpoint::stop() {
  running_ = false;
  timer_.cancel();
  listener_.stop();
  if (!driver_) return;
  std::exchange(driver_, nullptr)->stop();
  changes_.fail();
  events_.end_session(false);
}

void Endpoint::connection_requested() {
  base::log::info("a connection request came");
  scheduler_.connection_requested();
  schedule();
}

void Endpoint::inform_now() {
  scheduler_.inform_now();
  schedule();
}

void Endpoint::active_change() {
  scheduler_.active_change();
  schedule();
}

void Endpoint::event_occurred(cwmp::EventStruct event) {
  scheduler_.event_occurred(std::move(event));
  schedule();
}

void Endpoint::apply_settings() {
  scheduler_.configure(
      {
          .periodic_enable = settings_.acs.periodic_inform.enable,
          .periodic_interval = settings_.acs.periodic_inform.interval,
          .periodic_time = settings_.periodic_inform_time,
          .retry_minimum_wait = settings_.acs.retry_minimum_wait,
          .retry_interval_multiplier = settings_.acs.retry_interval_multiplier,
          .active_throttle = settings_.active_notification_throttle,
      },
      now());
  listener_.set_credentials(settings_.connection_request.username, settings_.connection_request.password);
}

void Endpoint::notify_settings_changed() {
  const EndpointSettings before = std::exchange(settings_, hooks_.settings());
  if (!running_) return;
  apply_settings();
  const bool listens_elsewhere = before.connection_request.enable != settings_.connection_request.enable ||
                                 before.connection_request.listen != settings_.connection_request.listen;
  if (listens_elsewhere)
    listen(model::Origin::local);
  else
    update_url(model::Origin::local);
  if (before.acs.url != settings_.acs.url) {
    local_address_.clear();
    highest_version_ = cwmp::Version::v1_4;  // lowered for the other ACS
    scheduler_.event_occurred({.event_code = EventCode::bootstrap});
  }
  schedule();
}

void Endpoint::listen(model::Origin origin) {
  listener_.stop();
  const config::ConnectionRequest& wanted = settings_.connection_request;
  if (wanted.enable) {
    const std::error_code error = listener_.start(wanted.listen, "/" + store_.connection_request_path());
    if (error)
      base::log::error("connection requests cannot be taken on {} port {}: {}", wanted.listen.host, wanted.listen.port,
                       error.message());
  }
  update_url(origin);
}

void Endpoint::update_url(model::Origin origin) {
  const config::ConnectionRequest& wanted = settings_.connection_request;
  std::string url;
  if (listener_.port() != 0 && !wanted.url.empty()) {
    url = wanted.url;
  } else if (listener_.port() != 0) {
    std::string address = wanted.listen.host;
    if (is_wildcard(address)) address = local_address_;
    if (address.empty()) address = local_address_towards(settings_.acs.url, settings_.acs.interface);
    url = acs::connection_request_url(address, listener_.port(), "/" + store_.connection_request_path());
  }
  if (url == connection_request_url_) return;
  connection_request_url_ = std::move(url);
  hooks_.url_changed(connection_request_url_, origin);
}

/// What an Inform has told before, and reads otherwise now: it changed while we were away.
void Endpoint::mark_unacknowledged() {
  for (const std::string_view path : kComparedWithLastInform) {
    const std::optional<std::string> acknowledged = store_.acknowledged_value(path);
    const auto parameter = tree_.find(path);
    if (acknowledged && parameter.has_value() && tree_.value(*parameter) != *acknowledged) changes_.mark(*parameter);
  }
}

/// Nobody has to be told after a restart of what he set himself.
void Endpoint::remember_set_by_acs(model::ParameterRef parameter) {
  const std::string path = tree_.path(parameter);
  const bool is_compared = std::ranges::find(kComparedWithLastInform, path) != kComparedWithLastInform.end();
  if (is_compared && store_.acknowledged_value(path))
    (void)store_.set_acknowledged_value(path, tree_.value(parameter));  // the store has logged why, if it could not
}

void Endpoint::schedule() {
  if (!running_) return;
  const std::optional<base::SteadyTime> due = scheduler_.next_due();
  if (!due) return (void)timer_.cancel();
  timer_.expires_at(std::max(*due, clock_.steady_now()));
  timer_.async_wait([this, alive = std::weak_ptr<int>(alive_)](const boost::system::error_code& error) {
    if (!error && !alive.expired()) on_timer();
  });
}

void Endpoint::on_timer() {
  if (!running_) return;
  scheduler_.tick(now());
  if (scheduler_.session_due(clock_.steady_now())) return begin_session();
  schedule();
}

void Endpoint::begin_session() {
  // There may be a route by now, and the address to listen on.
  if (settings_.connection_request.enable && listener_.port() == 0)
    listen(model::Origin::local);
  else if (local_address_.empty())
    update_url(model::Origin::local);
  bool reports_changes = false;
  cwmp::Begin begin{.inform = make_inform(reports_changes), .requests = {}};
  if (hooks_.requests) begin.requests = hooks_.requests();
  scheduler_.session_began(reports_changes);
  remember_reported();
  session_url_ = settings_.acs.url;
  base::log::info("session with {}: {} event(s), retry {}", session_url_, begin.inform.event.size(),
                  begin.inform.retry_count);
  driver_ = std::make_shared<SessionDriver>(
      SetContext{.tree = tree_, .store = store_, .stored_as = hooks_.stored_as}, http_.open(settings_.acs),
      session_url_, cwmp::Session::Options{.highest_version = highest_version_}, driver_hooks());
  const auto driver = driver_;  // it may end at once
  driver->start(std::move(begin));
}

cwmp::Inform Endpoint::make_inform(bool& reports_changes) {
  const base::SystemTime time = clock_.system_now();
  cwmp::Inform inform{
      .device_id = hooks_.device_id(),
      .event = {},
      .current_time = std::chrono::floor<std::chrono::seconds>(time),
      .utc_offset = utc_offset(time),
      .retry_count = scheduler_.retry_count(),
      .parameter_list = {},
  };
  std::vector<cwmp::EventStruct> events = events_.begin_session();
  const std::vector<model::ParameterRef> changed = changes_.begin_report();
  reports_changes = !changed.empty();
  if (reports_changes) events.push_back({.event_code = EventCode::value_change});
  inform.event = cwmp::arrange(std::move(events));

  add_forced(tree_, inform.parameter_list);
  inform.parameter_list.insert(inform.parameter_list.end(), changed.begin(), changed.end());
  if (hooks_.inform_parameters) {
    const std::vector<model::ParameterRef> more = hooks_.inform_parameters(inform.event);
    inform.parameter_list.insert(inform.parameter_list.end(), more.begin(), more.end());
  }
  return inform;
}

void Endpoint::remember_reported() {
  reported_.clear();
  for (const std::string_view path : kComparedWithLastInform) {
    const auto parameter = tree_.find(path);
    if (parameter.has_value()) reported_.push_back({std::string(path), std::string(tree_.value(*parameter))});
  }
}

SessionDriver::Hooks Endpoint::driver_hooks() {
  return {
      .inform_acknowledged = [this](const cwmp::AcknowledgeInform& effect) { inform_acknowledged(effect); },
      .request_acknowledged =
          [this](const cwmp::AcknowledgeRequest& effect) {
            if (hooks_.request_acknowledged) hooks_.request_acknowledged(effect);
          },
      .reboot_asked =
          [this](const std::string& command_key) {
            reboot_asked_ = true;
            scheduler_.event_to_tell({.event_code = EventCode::m_reboot, .command_key = command_key});
          },
      .connected =
          [this](const std::string& address) {
            if (address == local_address_) return;
            local_address_ = address;
            update_url(model::Origin::local);
          },
      .ended = [this](SessionResult result) { session_ended(std::move(result)); },
  };
}

void Endpoint::inform_acknowledged(const cwmp::AcknowledgeInform& effect) {
  state::Transaction transaction(store_);
  events_.delivered(effect.events, cwmp::DeliveredBy::inform_response);
  const bool told_bootstrap =
      std::ranges::find(effect.events, EventCode::bootstrap, &cwmp::EventStruct::event_code) != effect.events.end();
  if (told_bootstrap) (void)store_.set_bootstrap_url(session_url_);
  for (const Reported& reported : reported_)
    if (store_.acknowledged_value(reported.path) != reported.value)
      (void)store_.set_acknowledged_value(reported.path, reported.value);
  if (const std::error_code error = transaction.commit())
    base::log::warning("what the ACS has acknowledged cannot be stored: {}", error.message());
  changes_.acknowledge();
  scheduler_.inform_acknowledged();
}

void Endpoint::session_ended(SessionResult result) {
  driver_.reset();
  changes_.fail();  // of what was acknowledged nothing is left to fail
  last_session_ = clock_.system_now();
  last_successful_ = result.successful;
  last_failure_ = result.successful ? std::string() : result.reason;
  if (result.successful)
    base::log::info("session ended well");
  else
    base::log::warning("session failed: {}", result.reason);
  choose_version(result);
  scheduler_.session_ended(result.successful, now());
  if (std::exchange(reboot_asked_, false)) return hooks_.reboot();
  schedule();
}

/// An ACS that knows none of our versions is offered one less with each try, and then all of them again.
void Endpoint::choose_version(const SessionResult& result) {
  if (!result.inform_fault || result.inform_fault->fault_code != cwmp::kVersionIncompatible) return;
  highest_version_ = highest_version_ == cwmp::Version::v1_0
                         ? cwmp::Version::v1_4
                         : static_cast<cwmp::Version>(static_cast<int>(highest_version_) - 1);
}

EndpointStatus Endpoint::status() const {
  EndpointStatus status{
      .connection_request_url = connection_request_url_,
      .in_session = driver_ != nullptr,
      .last_session = last_session_,
      .last_successful = last_successful_,
      .last_failure = last_failure_,
      .next_due = std::nullopt,
      .retry_count = scheduler_.retry_count(),
      .pending_events = events_.events(),
  };
  if (const std::optional<base::SteadyTime> due = scheduler_.next_due()) {
    const base::SteadyTime now = clock_.steady_now();
    status.next_due =
        *due <= now ? std::chrono::milliseconds(0) : std::chrono::ceil<std::chrono::milliseconds>(*due - now);
  }
  if (!changes_.empty()) status.pending_events.push_back({.event_code = EventCode::value_change});
  status.pending_events = cwmp::arrange(std::move(status.pending_events));
  return status;
}

}  // namespace proxy::acs
