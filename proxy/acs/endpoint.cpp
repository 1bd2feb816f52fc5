// SPDX-License-Identifier: Apache-2.0
#include "proxy/acs/endpoint.hpp"

#include "proxy/acs/connection_request/connection_request_url.hpp"
#include "proxy/base/log.hpp"

#include <algorithm>
#include <random>
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

}  // namespace

Endpoint::Endpoint(Parts parts, EndpointHooks hooks)
    : http_(parts.http),
      tree_(parts.tree),
      changes_(parts.changes),
      store_(parts.store),
      clock_(parts.clock),
      hooks_(std::move(hooks)),
      events_(parts.store.events),
      scheduler_(events_, random_numbers()),
      acs_(parts.store.facts),
      scheduled_informs_(parts.store.scheduled_informs),
      inform_maker_(parts.tree, parts.changes, parts.store.facts, parts.clock),
      connection_requests_(
          parts.executor, parts.clock,
          {.requested = [this] { connection_requested(); },
           .url_changed = [this](const std::string& url, model::Origin origin) { hooks_.url_changed(url, origin); }}),
      udp_listener_(parts.executor, parts.clock,
                    {.requested = [this] { connection_requested(); },
                     .address_changed =
                         [this](const std::string& address, bool nat_detected) {
                           if (hooks_.udp_address_changed) hooks_.udp_address_changed(address, nat_detected);
                         }}),
      lightweight_({.executor = parts.executor,
                    .clock = parts.clock,
                    .tree = parts.tree,
                    .changes = parts.changes,
                    .device_id = [this] { return hooks_.device_id(); }}),
      transfers_({parts.executor, parts.files, parts.store, parts.clock, std::move(parts.transfer_folder)},
                 transfer_hooks()),
      timer_(parts.executor) {}

Endpoint::~Endpoint() { stop(); }

void Endpoint::start() {
  settings_ = hooks_.settings();
  waits_for_url_ = settings_.acs.url.empty();
  if (waits_for_url_)
    return base::log::info("acs.url.unknown", "the URL of the ACS is not known yet: the first session waits for it");
  running_ = true;
  reboot_asked_ = false;  // a factory reset that was answered is still owed
  reachability_.reset();
  apply_settings();
  events_.restart();
  scheduler_.restart(now());
  scheduled_informs_.restart(now());
  planned_reboot_.restart(settings_.reboot, store_.facts.rebooted_at(), now());
  connection_requests_.start(connection_request_settings(), "/" + store_.facts.connection_request_path());
  speak_udp();
  inform_maker_.mark_unacknowledged();
  const bool is_first_contact = store_.facts.bootstrap_url() != settings_.acs.url;
  const bool discards_events = is_first_contact && !events_.contains(EventCode::bootstrap);
  if (discards_events) scheduler_.event_occurred({.event_code = EventCode::bootstrap});
  scheduler_.event_occurred({.event_code = EventCode::boot});
  scheduler_.inform_now();
  transfers_.start(discards_events);
  schedule();
}

void Endpoint::stop() {
  running_ = waits_for_url_ = false;
  timer_.cancel();
  transfers_.stop();
  connection_requests_.stop();
  udp_listener_.stop();
  lightweight_.stop();
  if (!driver_) return;
  std::exchange(driver_, nullptr)->stop();
  changes_.fail();
  events_.end_session(false);
}

void Endpoint::connection_requested() {
  base::log::info("acs.connection_request.received", "the ACS has sent a connection request");
  scheduler_.connection_requested();
  schedule();
}

void Endpoint::inform_now() {
  scheduler_.inform_now();
  schedule();
}

void Endpoint::reboot_when_idle() {
  if (driver_)
    reboot_asked_ = true;
  else
    hooks_.reboot();
}

void Endpoint::active_change() {
  scheduler_.active_change();
  schedule();
}

void Endpoint::event_occurred(cwmp::EventStruct event) {
  scheduler_.event_occurred(std::move(event));
  schedule();
}

void Endpoint::clock_moved() {
  scheduler_.clock_moved(now());
  scheduled_informs_.clock_moved(now());
  planned_reboot_.clock_moved(now());
  udp_listener_.clock_moved();
  lightweight_.clock_moved();
  transfers_.clock_moved();
  schedule();
}

void Endpoint::apply_settings() {
  acs_.use(settings_.acs);
  Slots::Settings heartbeat = settings_.heartbeat;
  heartbeat.enable = heartbeat.enable && acs_.negotiated() >= cwmp::Version::v1_4;  // which brought the event
  scheduler_.configure(
      {
          .periodic = {.enable = settings_.acs.periodic_inform.enable,
                       .interval = settings_.acs.periodic_inform.interval,
                       .time = settings_.periodic_inform_time},
          .heartbeat = heartbeat,
          .retry_minimum_wait = settings_.acs.retry_minimum_wait,
          .retry_interval_multiplier = settings_.acs.retry_interval_multiplier,
          .active_throttle = settings_.active_notification_throttle,
      },
      now());
  planned_reboot_.configure(settings_.reboot, driver_ != nullptr, now());
}

ConnectionRequestService::Settings Endpoint::connection_request_settings() const {
  return {.connection_request = settings_.connection_request,
          .acs_url = settings_.acs.url,
          .interface = settings_.acs.interface};
}

void Endpoint::speak_udp() {
  const config::ConnectionRequest& requests = settings_.connection_request;
  UdpListener::Settings settings = settings_.stun;
  if (settings.server.empty()) settings.server = host_of(settings_.acs.url);
  settings.listen = requests.udp_listen.value_or(requests.listen);
  settings.interface = settings_.acs.interface;
  udp_listener_.set_credentials(requests.username, requests.password);
  udp_listener_.start(std::move(settings));
  LightweightNotifier::Settings lightweight = settings_.lightweight;
  if (lightweight.host.empty()) lightweight.host = host_of(settings_.acs.url);
  lightweight.username = settings_.acs.username;
  lightweight.password = settings_.acs.password;
  lightweight.interface = settings_.acs.interface;
  lightweight_.start(std::move(lightweight));
}

void Endpoint::notify_settings_changed() {
  const EndpointSettings before = std::exchange(settings_, hooks_.settings());
  if (waits_for_url_ && !settings_.acs.url.empty()) return start();
  if (!running_) return;
  if (settings_.acs.url.empty()) {  // what was set is taken back, and DHCP has named none
    stop();
    return start();
  }
  apply_settings();
  connection_requests_.change(connection_request_settings());
  speak_udp();
  if (before.acs.url != settings_.acs.url) {
    reachability_.reset();
    scheduler_.event_occurred({.event_code = EventCode::bootstrap});
    transfers_.discard_reports();
  }
  schedule();
}

void Endpoint::network_changed() {
  if (!running_) return;
  connection_requests_.network_changed();
  udp_listener_.look_again();
}

/// None while a session is under way, whose end looks again.
std::optional<base::SteadyTime> Endpoint::next_due() const {
  if (driver_) return std::nullopt;
  std::optional<base::SteadyTime> due = scheduler_.next_due();
  for (const auto& other : {scheduled_informs_.next_due(), planned_reboot_.next_due()})
    if (other && (!due || *other < *due)) due = other;
  return due;
}

void Endpoint::schedule() {
  if (!running_) return;
  const std::optional<base::SteadyTime> due = next_due();
  if (!due) return (void)timer_.cancel();
  // A wait, not a point in time: the clock need not be the timer's.
  const base::SteadyTime time = clock_.steady_now();
  timer_.expires_after(std::max(*due, time) - time);
  timer_.async_wait([this, alive = std::weak_ptr<int>(alive_)](const boost::system::error_code& error) {
    if (!error && !alive.expired()) on_timer();
  });
}

void Endpoint::on_timer() {
  if (!running_ || driver_) return;
  scheduler_.tick(now());
  tell_scheduled_informs();
  if (carry_out_planned()) return;
  const Scheduler::Turn turn = scheduler_.session_due(clock_.steady_now());
  if (turn != Scheduler::Turn::none) return begin_session(turn);
  schedule();
}

/// Those that are due leave the plan and become events at once: none is lost between the two, and none told twice.
void Endpoint::tell_scheduled_informs() {
  const auto due = scheduled_informs_.next_due();
  if (!due || *due > clock_.steady_now()) return;
  state::Transaction transaction(store_.database);
  for (std::string& key : scheduled_informs_.take_due(clock_.steady_now())) {
    scheduler_.event_occurred({.event_code = EventCode::scheduled});
    scheduler_.event_occurred({.event_code = EventCode::m_schedule_inform, .command_key = std::move(key)});
  }
  if (const std::error_code error = transaction.commit())
    base::log::warning("acs.scheduled_inform.not_stored",
                       "the end of a ScheduleInform could not be stored: {}; a restart may send its Inform again",
                       error.message());
}

/// What waits for its time, or for the end of the session. True if it is under way.
bool Endpoint::carry_out_planned() {
  const bool asked = std::exchange(reboot_asked_, false);
  if (std::exchange(factory_reset_asked_, false)) {
    hooks_.factory_reset();
    return true;
  }
  const bool planned = planned_reboot_.due(now());
  if (planned) {
    base::log::info("acs.reboot.due", "the time of a planned reboot has come");
    const auto time = planned_reboot_.take_due(now());
    if (time) (void)store_.facts.set_rebooted_at(*time);  // the store has logged why, if it could not
  }
  if (asked || planned) hooks_.reboot();
  return asked || planned;
}

EndpointStatus Endpoint::status() const {
  EndpointStatus status{
      .connection_request_url = connection_requests_.url(),
      .in_session = driver_ != nullptr,
      .last_session = last_session_,
      .last_successful = last_successful_,
      .last_failure = last_failure_,
      .next_due = std::nullopt,
      .retry_count = scheduler_.retry_count(),
      .pending_events = events_.events(),
  };
  if (const std::optional<base::SteadyTime> due = running_ ? next_due() : std::nullopt) {
    const base::SteadyTime now = clock_.steady_now();
    status.next_due =
        *due <= now ? std::chrono::milliseconds(0) : std::chrono::ceil<std::chrono::milliseconds>(*due - now);
  }
  if (!changes_.empty()) status.pending_events.push_back({.event_code = EventCode::value_change});
  status.pending_events = cwmp::arrange(std::move(status.pending_events));
  return status;
}

}  // namespace proxy::acs
