// SPDX-License-Identifier: Apache-2.0
#include "proxy/acs/endpoint.hpp"

#include "proxy/base/log.hpp"

#include <functional>
#include <random>
#include <system_error>
#include <utility>

namespace proxy::acs {
namespace {

using cwmp::EventCode;

std::function<double()> random_numbers() {
  std::random_device device;
  return [engine = std::mt19937_64((std::uint64_t{device()} << 32) | device())]() mutable {
    return std::uniform_real_distribution<double>(0.0, 1.0)(engine);
  };
}

Scheduler::Settings scheduler_settings(const EndpointSettings& settings, cwmp::Version negotiated) {
  Slots::Settings heartbeat = settings.heartbeat;
  heartbeat.enable = heartbeat.enable && negotiated >= cwmp::Version::v1_4;  // CWMP 1.4 added the event
  return {
      .periodic = {.enable = settings.acs.periodic_inform.enable,
                   .interval = settings.acs.periodic_inform.interval,
                   .time = settings.periodic_inform_time},
      .heartbeat = heartbeat,
      .retry_minimum_wait = settings.acs.retry_minimum_wait,
      .retry_interval_multiplier = settings.acs.retry_interval_multiplier,
      .active_throttle = settings.acs.active_notification_throttle,
  };
}

}  // namespace

bool Endpoint::Dependencies::reports_transfer(const cwmp::AutonomousTransferComplete&) const { return false; }

Endpoint::Endpoint(Components components, Dependencies& dependencies)
    : clock_(components.clock),
      store_(components.store),
      changes_(components.changes),
      dependencies_(dependencies),
      events_(components.store.events),
      scheduler_(events_, random_numbers()),
      scheduled_informs_(components.store.scheduled_informs),
      restarts_(components.store.facts, components.clock, dependencies),
      timer_({components.executor, components.store, components.clock, scheduler_, scheduled_informs_, restarts_},
             *this),
      contact_({components.executor, components.clock, components.tree, components.changes}, dependencies,
               [this] { connection_requested(); }),
      reports_({components.executor, components.tree, components.changes, components.store, components.clock}),
      transfers_({components.executor, components.files, components.store, components.clock, components.transfer_files,
                  std::move(components.transfer_folder)},
                 *this),
      effects_(scheduler_, scheduled_informs_, restarts_, transfers_, components.clock),
      sessions_({components.http, components.tree, components.changes, reports_, components.store, components.clock,
                 events_, scheduler_, transfers_, effects_},
                dependencies, *this) {}

Endpoint::~Endpoint() { stop(); }

void Endpoint::start() {
  settings_ = dependencies_.settings();
  waits_for_url_ = settings_.acs.url.empty();
  if (waits_for_url_)
    return base::log::info("acs.url.unknown", "{}",
                           settings_.acs.discover
                               ? "the URL of the ACS is not known yet: the first session waits for it"
                               : "no ACS is configured (acs.url is empty): the first session waits for a URL");
  running_ = true;
  timer_.start();
  apply_settings();
  events_.restart();
  scheduler_.restart(now());
  scheduled_informs_.restart(now());
  restarts_.start(settings_.reboot);
  contact_.start(settings_, "/" + store_.facts.connection_request_path());
  const bool is_first_contact = store_.facts.bootstrap_url() != settings_.acs.url;
  const bool is_another_acs = is_first_contact && !events_.contains(EventCode::bootstrap);
  transfers_.load();
  if (is_another_acs)
    acs_changed();
  else if (events_.contains(EventCode::bootstrap))  // the ACS to come has had no session in which to request anything
    cancel_requests();
  sessions_.start();
  scheduler_.event_occurred({.event_code = EventCode::boot});
  scheduler_.inform_now();
  transfers_.start();
  timer_.plan();
}

void Endpoint::stop() {
  running_ = waits_for_url_ = false;
  timer_.stop();
  transfers_.stop();
  contact_.stop();
  sessions_.stop();
  reports_.stop();
}

void Endpoint::inform_now() {
  scheduler_.inform_now();
  timer_.plan();
}

void Endpoint::active_change() {
  scheduler_.active_change(changes_.active_is_new());
  timer_.plan();
}

void Endpoint::connection_requested() {
  base::log::info("acs.connection_request.received", "the ACS has sent a connection request");
  scheduler_.connection_requested();
  timer_.plan();
}

void Endpoint::reboot_when_idle() {
  if (in_session())
    restarts_.request_reboot();
  else
    dependencies_.reboot();
}

void Endpoint::clock_moved() {
  scheduler_.clock_moved(now());
  scheduled_informs_.clock_moved(now());
  restarts_.clock_moved();
  contact_.clock_moved();
  if (running_) reports_.read_live();
  transfers_.clock_moved();
  timer_.plan();
}

void Endpoint::network_changed() {
  if (running_) contact_.network_changed();
}

void Endpoint::apply_settings() {
  sessions_.use(settings_.acs);
  scheduler_.configure(scheduler_settings(settings_, sessions_.negotiated_version()), now());
  restarts_.configure(settings_.reboot, in_session());
}

void Endpoint::notify_settings_changed() {
  const EndpointSettings before = std::exchange(settings_, dependencies_.settings());
  if (waits_for_url_ && !settings_.acs.url.empty()) return start();
  if (!running_) return;
  if (settings_.acs.url.empty()) {  // the set URL was revoked, and DHCP has named none
    stop();
    return start();
  }
  apply_settings();
  contact_.change(settings_);
  if (before.acs.url != settings_.acs.url) acs_changed();
  timer_.plan();
}

/// 0 BOOTSTRAP discards all that waits to be reported (3.7.1.5), and the new ACS has not asked for what the former one
/// did.
void Endpoint::acs_changed() {
  scheduler_.acs_changed();
  // All or nothing: a start that finds 0 BOOTSTRAP waiting does nothing of this. The store logs a failure.
  (void)state::all_or_none(store_.database, [this] {
    reports_.acs_changed();
    scheduled_informs_.clear();
    transfers_.acs_changed();
    scheduler_.event_occurred({.event_code = EventCode::bootstrap});
    return std::error_code{};
  });
}

/// What the former ACS has requested since it set the URL. If the process ends before its session does, start() calls
/// this.
void Endpoint::cancel_requests() {
  scheduled_informs_.clear();
  transfers_.cancel_requests();
}

void Endpoint::begin_session(Scheduler::Turn turn) {
  contact_.look_again();
  sessions_.begin(turn);
}

void Endpoint::session_ended(bool successful) {
  apply_settings();  // the negotiated version may have changed
  const bool was_of_former_acs = scheduler_.in_session_of_former_acs();
  scheduler_.session_ended(successful, now());
  restarts_.session_ended();
  if (was_of_former_acs) cancel_requests();
  if (restarts_.carry_out()) return;
  transfers_.session_ended();
  timer_.plan();
  if (sessions_.lost(settings_.unreachable_after)) dependencies_.acs_unreachable();
  dependencies_.session_over();
}

bool Endpoint::is_reported(const cwmp::AutonomousTransferComplete& report) const {
  // CWMP 1.1 added the method: an older ACS would never acknowledge the report.
  return sessions_.negotiated_version() >= cwmp::Version::v1_1 && dependencies_.reports_transfer(report);
}

void Endpoint::occurred(const std::vector<cwmp::EventStruct>& events) {
  for (const cwmp::EventStruct& event : events) scheduler_.event_occurred(event);
  timer_.plan();
}

void Endpoint::delivered(const std::vector<cwmp::EventStruct>& events) {
  for (const cwmp::EventStruct& event : events)
    events_.delivered({event}, cwmp::event_rule(event.event_code).delivered_by);
}

EndpointCounts Endpoint::counts() const {
  return {.sessions = sessions_.counts(),
          .http_requests = contact_.http_requests(),
          .udp_requests = contact_.udp_requests(),
          .lightweight_notifications = contact_.lightweight_notifications()};
}

EndpointStatus Endpoint::status() const {
  const auto& last = sessions_.last();
  EndpointStatus status{
      .connection_request_url = contact_.connection_request_url(),
      .in_session = in_session(),
      .last_session = std::nullopt,
      .last_successful = last && last->successful,
      .last_failure = last ? last->failure : std::string(),
      .next_due = std::nullopt,
      .retry_count = scheduler_.retry_count(),
      .pending_events = events_.events(),
  };
  if (last) status.last_session = last->ended;
  if (const std::optional<base::SteadyTime> due = timer_.next_due()) {
    const base::SteadyTime now = clock_.steady_now();
    status.next_due =
        *due <= now ? std::chrono::milliseconds(0) : std::chrono::ceil<std::chrono::milliseconds>(*due - now);
  }
  if (!changes_.empty()) status.pending_events.push_back({.event_code = EventCode::value_change});
  status.pending_events = cwmp::arrange(std::move(status.pending_events));
  return status;
}

}  // namespace proxy::acs
