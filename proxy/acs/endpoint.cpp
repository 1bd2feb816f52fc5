// SPDX-License-Identifier: Apache-2.0
#include "proxy/acs/endpoint.hpp"

#include "proxy/acs/connection_request_url.hpp"
#include "proxy/base/log.hpp"

#include <algorithm>
#include <random>
#include <utility>

namespace proxy::acs {
namespace {

using cwmp::EventCode;

/// What SessionTimeout says beyond our own longest answer: the least that the header may say.
constexpr std::chrono::seconds kSessionTimeoutMargin{30};

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
      events_(parts.store),
      scheduler_(events_, random_numbers()),
      acs_(parts.store),
      inform_maker_(parts.tree, parts.changes, parts.store, parts.clock),
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
  if (waits_for_url_) return base::log::info("no ACS is known yet: the first session waits for its URL");
  running_ = true;
  reboot_asked_ = false;
  reachability_.reset();
  apply_settings();
  events_.restart();
  scheduler_.restart(now());
  connection_requests_.start(connection_request_settings(), "/" + store_.connection_request_path());
  speak_udp();
  inform_maker_.mark_unacknowledged();
  const bool is_first_contact = store_.bootstrap_url() != settings_.acs.url;
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

void Endpoint::clock_moved() {
  scheduler_.clock_moved(now());
  udp_listener_.clock_moved();
  lightweight_.clock_moved();
  transfers_.clock_moved();
  schedule();
}

void Endpoint::apply_settings() {
  acs_.use(settings_.acs);
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

void Endpoint::schedule() {
  if (!running_) return;
  const std::optional<base::SteadyTime> due = scheduler_.next_due();
  if (!due) return (void)timer_.cancel();
  // A wait, not a point in time: the clock need not be the timer's.
  const base::SteadyTime time = clock_.steady_now();
  timer_.expires_after(std::max(*due, time) - time);
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
  connection_requests_.look_again();
  udp_listener_.look_again();
  InformMaker::Made made = inform_maker_.make({.device_id = hooks_.device_id(),
                                               .events = events_.begin_session(),
                                               .retry_count = scheduler_.retry_count(),
                                               .more = hooks_.inform_parameters});
  cwmp::Begin begin{.inform = std::move(made.inform), .requests = transfers_.session_began()};
  scheduler_.session_began(made.reports_changes);
  reachability_.attempted(clock_.steady_now());
  session_url_ = settings_.acs.url;
  base::log::info("session with {}: {} event(s), retry {}", session_url_, begin.inform.event.size(),
                  begin.inform.retry_count);
  driver_ =
      std::make_shared<SessionDriver>(SetContext{.tree = tree_, .store = store_, .stored_as = hooks_.stored_as},
                                      http_.open(acs_.for_session()), session_url_, session_options(), driver_hooks());
  const auto driver = driver_;  // it may end at once
  driver->start(std::move(begin));
}

cwmp::Session::Options Endpoint::session_options() const {
  cwmp::Session::Options options{.highest_version = acs_.offered()};
  // The header came with CWMP 1.3.
  const auto longest = hooks_.longest_answer ? hooks_.longest_answer() : std::nullopt;
  if (longest && acs_.negotiated() >= cwmp::Version::v1_3) options.session_timeout = *longest + kSessionTimeoutMargin;
  return options;
}

SessionDriver::Hooks Endpoint::driver_hooks() {
  return {
      .inform_acknowledged = [this](const cwmp::AcknowledgeInform& effect) { inform_acknowledged(effect); },
      .request_acknowledged = [this](const cwmp::AcknowledgeRequest& effect) { transfers_.acknowledged(effect); },
      .reboot_asked =
          [this](const std::string& command_key) {
            reboot_asked_ = true;
            scheduler_.event_to_tell({.event_code = EventCode::m_reboot, .command_key = command_key});
          },
      .queue_transfer = [this](const cwmp::QueueTransfer& effect) { return transfers_.queue(effect); },
      .cancel_transfers = [this](const cwmp::CancelTransfers& effect) { return transfers_.cancel(effect.command_key); },
      .list_transfers = [this](const cwmp::ListTransfers& effect) { return transfers_.list(effect.all); },
      .connected =
          [this](const std::string& local, const std::string& peer) {
            reachability_.reset();
            connection_requests_.connected({local, peer});
          },
      .ended = [this](SessionResult result) { session_ended(std::move(result)); },
  };
}

Transfers::Hooks Endpoint::transfer_hooks() {
  return {
      .network = [this] { return settings_.acs; },
      .files = hooks_.transfer_files,
      .is_reported = [this](const cwmp::AutonomousTransferComplete& report) { return hooks_.is_reported(report); },
      .occurred =
          [this](const std::vector<cwmp::EventStruct>& events) {
            for (const cwmp::EventStruct& event : events) scheduler_.event_occurred(event);
            schedule();
          },
      .delivered =
          [this](const std::vector<cwmp::EventStruct>& events) {
            for (const cwmp::EventStruct& event : events)
              events_.delivered({event}, cwmp::event_rule(event.event_code).delivered_by);
          },
  };
}

void Endpoint::inform_acknowledged(const cwmp::AcknowledgeInform& effect) {
  state::Transaction transaction(store_);
  events_.delivered(effect.events, cwmp::DeliveredBy::inform_response);
  const bool told_bootstrap =
      std::ranges::find(effect.events, EventCode::bootstrap, &cwmp::EventStruct::event_code) != effect.events.end();
  if (told_bootstrap) (void)store_.set_bootstrap_url(session_url_);
  inform_maker_.acknowledged();
  acs_.agreed_on(session_url_, effect.version);
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
  acs_.session_ended(result);
  scheduler_.session_ended(result.successful, now());
  if (std::exchange(reboot_asked_, false)) return hooks_.reboot();
  transfers_.session_ended();
  schedule();
  if (reachability_.lost(clock_.steady_now(), settings_.unreachable_after) && hooks_.unreachable) hooks_.unreachable();
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
  const std::optional<base::SteadyTime> due = running_ ? scheduler_.next_due() : std::nullopt;
  if (due) {
    const base::SteadyTime now = clock_.steady_now();
    status.next_due =
        *due <= now ? std::chrono::milliseconds(0) : std::chrono::ceil<std::chrono::milliseconds>(*due - now);
  }
  if (!changes_.empty()) status.pending_events.push_back({.event_code = EventCode::value_change});
  status.pending_events = cwmp::arrange(std::move(status.pending_events));
  return status;
}

}  // namespace proxy::acs
