// SPDX-License-Identifier: Apache-2.0
// The sessions of an endpoint: what goes into one, what is asked for in it, and what its end means.
#include "proxy/acs/endpoint.hpp"
#include "proxy/base/log.hpp"

#include <algorithm>
#include <deque>
#include <utility>

namespace proxy::acs {
namespace {

using cwmp::EventCode;

/// What SessionTimeout says beyond our own longest answer: the least that the header may say.
constexpr std::chrono::seconds kSessionTimeoutMargin{30};

}  // namespace

void Endpoint::begin_session(Scheduler::Turn turn) {
  connection_requests_.look_again();
  udp_listener_.look_again();
  cwmp::Begin begin = make_begin(turn);
  reachability_.attempted(clock_.steady_now());
  session_url_ = settings_.acs.url;
  base::log::info("acs.session.started", "session with {}: {} event(s), retry {}", session_url_,
                  begin.inform.event.size(), begin.inform.retry_count);
  driver_ =
      std::make_shared<SessionDriver>(sets::SetContext{.tree = tree_, .store = store_, .stored_as = hooks_.stored_as},
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

cwmp::Begin Endpoint::make_begin(Scheduler::Turn turn) {
  std::deque<cwmp::OutgoingRequest> requests = transfers_.session_began();
  if (turn == Scheduler::Turn::heartbeat) {  // it tells nothing else: the requests come with the next session
    scheduler_.session_began(turn, false);
    return {.inform = inform_maker_.make_heartbeat(hooks_.device_id(), scheduler_.retry_count()), .requests = {}};
  }
  InformMaker::Made made = inform_maker_.make({.device_id = hooks_.device_id(),
                                               .events = events_.begin_session(),
                                               .retry_count = scheduler_.retry_count(),
                                               .more = hooks_.inform_parameters});
  cwmp::Begin begin{.inform = std::move(made.inform), .requests = std::move(requests)};
  scheduler_.session_began(turn, made.reports_changes);
  return begin;
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
      .inform_later = [this](std::chrono::seconds delay,
                             std::string command_key) { return inform_later(delay, std::move(command_key)); },
      .factory_reset_asked = [this]() -> base::Result<void> {
        if (!hooks_.factory_reset_asked) return base::Error{base::Fault::request_denied, "", "there is none"};
        if (const std::error_code error = hooks_.factory_reset_asked())
          return base::Error{base::Fault::resources_exceeded, "", error.message()};
        factory_reset_asked_ = true;
        return {};
      },
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
      // The method came with CWMP 1.1: towards an older ACS the report would wait for ever.
      .is_reported =
          [this](const cwmp::AutonomousTransferComplete& report) {
            return acs_.negotiated() >= cwmp::Version::v1_1 && hooks_.is_reported(report);
          },
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

base::Result<void> Endpoint::inform_later(std::chrono::seconds delay, std::string command_key) {
  if (scheduled_informs_.full())
    return base::Error{base::Fault::resources_exceeded, "", "too many scheduled Informs are outstanding"};
  if (const std::error_code error = scheduled_informs_.add(delay, std::move(command_key), now()))
    return base::Error{base::Fault::resources_exceeded, "", error.message()};
  return {};
}

void Endpoint::inform_acknowledged(const cwmp::AcknowledgeInform& effect) {
  state::Transaction transaction(store_.database);
  events_.delivered(effect.events, cwmp::DeliveredBy::inform_response);
  const bool told_bootstrap =
      std::ranges::find(effect.events, EventCode::bootstrap, &cwmp::EventStruct::event_code) != effect.events.end();
  if (told_bootstrap) (void)store_.facts.set_bootstrap_url(session_url_);
  inform_maker_.acknowledged();
  acs_.agreed_on(session_url_, effect.version);
  if (const std::error_code error = transaction.commit())
    base::log::warning("acs.inform.not_stored",
                       "the acknowledgement of an Inform could not be stored: {}; a restart may send its events again",
                       error.message());
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
    base::log::info("acs.session.completed", "the session is complete");
  else
    base::log::warning("acs.session.failed", "the session failed: {}", result.reason);
  acs_.session_ended(result);
  apply_settings();  // the version agreed on may be another
  scheduler_.session_ended(result.successful, now());
  planned_reboot_.session_ended(now());
  if (carry_out_planned()) return;
  transfers_.session_ended();
  schedule();
  if (reachability_.lost(clock_.steady_now(), settings_.unreachable_after) && hooks_.unreachable) hooks_.unreachable();
}

}  // namespace proxy::acs
