// SPDX-License-Identifier: Apache-2.0
#include "proxy/acs/session/acs_sessions.hpp"

#include "proxy/base/log.hpp"

#include <algorithm>
#include <deque>
#include <system_error>
#include <utility>

namespace proxy::acs {
namespace {

using cwmp::EventCode;

/// Added to our longest answer in the SessionTimeout header: the way there and back.
constexpr std::chrono::seconds kSessionTimeoutMargin{30};

}  // namespace

sets::StoredAs AcsSessions::Device::stored_as(model::ParameterRef parameter) const {
  return {.pending = parameter.info().source != nullptr};
}

AcsSessions::AcsSessions(const Components& components, Device& device, Dependencies& dependencies)
    : components_(components),
      device_(device),
      dependencies_(dependencies),
      acs_(components.store.facts),
      sets_(components.tree, components.store, device),
      inform_maker_(components.tree, components.changes, components.store.facts, components.clock, device),
      history_(components.tree, components.clock) {}

void AcsSessions::use(const config::Acs& settings) {
  acs_.use(settings);
  if (std::exchange(url_, settings.url) != settings.url) reachability_.reset();
}

void AcsSessions::start() {
  reachability_.reset();
  inform_maker_.mark_unacknowledged();
  components_.reports.start();
}

void AcsSessions::begin(Scheduler::Turn turn) {
  cwmp::Begin begin = make_begin(turn);
  began_ = components_.clock.steady_now();
  reachability_.attempted(began_);
  session_url_ = url_;
  base::log::info("acs.session.started", "session with {}: {} event(s), retry {}", session_url_,
                  begin.inform.event.size(), begin.inform.retry_count);
  history_.began(begin.inform, session_url_);
  SessionDriver::Dependencies& self = *this;  // make_shared cannot see the private base
  driver_ = std::make_shared<SessionDriver>(
      components_.tree, components_.store, sets_, history_,
      components_.http.open(acs_.for_session(begin.inform.device_id), certificate_times(components_.clock)),
      session_url_, session_options(), components_.requests, self);
  const auto driver = driver_;  // the session may end within start()
  driver->start(std::move(begin));
}

void AcsSessions::stop() {
  if (!driver_) return;
  std::exchange(driver_, nullptr)->stop();
  history_.dropped();
  components_.changes.put_back_unacknowledged();
  components_.events.end_session(false);
}

cwmp::Begin AcsSessions::make_begin(Scheduler::Turn turn) {
  Scheduler& scheduler = components_.scheduler;
  std::deque<cwmp::OutgoingRequest> requests = components_.transfers.session_began(turn);
  if (turn == Scheduler::Turn::heartbeat) {  // reports nothing else
    sent_changes_ = 0;
    scheduler.session_began(turn, false);
    components_.reports.sent({});
    return {.inform = inform_maker_.make_heartbeat(scheduler.retry_count()), .requests = {}};
  }
  components_.reports.read_live();
  InformMaker::Made made = inform_maker_.make(components_.events.begin_session(), scheduler.retry_count());
  cwmp::Begin begin{.inform = std::move(made.inform), .requests = std::move(requests)};
  sent_changes_ = made.changed.size();
  components_.reports.sent(made.changed);
  scheduler.session_began(turn, !made.changed.empty());
  return begin;
}

cwmp::Session::Options AcsSessions::session_options() const {
  cwmp::Session::Options options{.highest_version = acs_.offered(), .lenient_types = acs_.lenient_types()};
  const auto longest = device_.longest_answer();
  // CWMP 1.3 added the header.
  if (longest && acs_.negotiated() >= cwmp::Version::v1_3) options.session_timeout = *longest + kSessionTimeoutMargin;
  return options;
}

void AcsSessions::inform_acknowledged(const cwmp::AcknowledgeInform& effect) {
  state::Transaction transaction(components_.store.database);
  components_.events.delivered(effect.events, cwmp::DeliveredBy::inform_response);
  const bool had_bootstrap =
      std::ranges::find(effect.events, EventCode::bootstrap, &cwmp::EventStruct::event_code) != effect.events.end();
  if (had_bootstrap) (void)components_.store.facts.set_bootstrap_url(session_url_);
  if (!is_of_former_acs()) {
    inform_maker_.acknowledged();
    components_.reports.acknowledged();
  }
  acs_.agreed_on(session_url_, effect.version);
  if (const std::error_code error = transaction.commit())
    base::log::warning("acs.inform.not_stored",
                       "the acknowledgement of an Inform could not be stored: {}; a restart may send its events again",
                       error.message());
  counts_.reported_changes += std::exchange(sent_changes_, 0);
  components_.changes.acknowledge();
  components_.scheduler.inform_acknowledged();
}

void AcsSessions::request_acknowledged(const cwmp::AcknowledgeRequest& effect) {
  components_.transfers.reports().acknowledged(effect);
}

void AcsSessions::connected(const std::string& local, const std::string& peer) {
  reachability_.reset();
  dependencies_.connected(local, peer);
}

void AcsSessions::ended(const SessionResult& result) {
  driver_.reset();
  components_.changes.put_back_unacknowledged();  // the acknowledged changes are no longer in the report
  last_ = {.ended = components_.clock.system_now(), .successful = result.successful};
  history_.ended(result.successful, result.reason);
  ++(result.successful ? counts_.successful : counts_.failed);
  counts_.durations.add(components_.clock.steady_now() - began_);
  if (result.successful) {
    counts_.last_successful = last_->ended;
    base::log::info("acs.session.completed", "the session is complete");
  } else {
    last_->failure = result.reason;
    base::log::warning("acs.session.failed", "the session failed: {}", result.reason);
  }
  components_.transfers.reports().session_ended(result.successful, result.unanswered);
  if (!is_of_former_acs()) acs_.session_ended(result);
  dependencies_.session_ended(result.successful);
}

}  // namespace proxy::acs
