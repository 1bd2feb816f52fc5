// SPDX-License-Identifier: Apache-2.0
#pragma once
// The sessions of one endpoint with its ACS, one at a time: the content of the Inform, what an acknowledgement
// delivers, and the result of each session.
// Spec: TR-069 Amendment 6, 3.7.1.5 (delivery of events), A.3.3.1 (Inform)
// Thread: loop

#include "proxy/acs/changes/change_reports.hpp"
#include "proxy/acs/counts.hpp"
#include "proxy/acs/discovery/reachability.hpp"
#include "proxy/acs/http/http_client.hpp"
#include "proxy/acs/schedule/event_queue.hpp"
#include "proxy/acs/schedule/scheduler.hpp"
#include "proxy/acs/session/acs_profile.hpp"
#include "proxy/acs/session/inform_maker.hpp"
#include "proxy/acs/session/session_driver.hpp"
#include "proxy/acs/session/session_history.hpp"
#include "proxy/acs/transfers/transfers.hpp"
#include "proxy/model/change_tracker.hpp"
#include "proxy/sets/sets.hpp"
#include "proxy/state/store.hpp"

#include <chrono>
#include <cstddef>
#include <memory>
#include <optional>
#include <string>

namespace proxy::acs {

class AcsSessions final : private SessionDriver::Dependencies {
 public:
  /// The device that the sessions are about.
  class Device : public InformMaker::Dependencies, public sets::Sets::Dependencies {
   public:
    /// How the store keeps a value that the ACS sets. By default a parameter with a source is pending, and none is
    /// configured.
    sets::StoredAs stored_as(model::ParameterRef parameter) const override;
    /// The longest time that an answer to the ACS may take. None, as by default: all answers are given at once.
    virtual std::optional<std::chrono::seconds> longest_answer() const { return std::nullopt; }

   protected:
    ~Device() = default;
  };
  class Dependencies {
   public:
    /// A response of the ACS came. The two addresses of the connection: ours and the ACS's.
    virtual void connected(const std::string& local, const std::string& peer) = 0;
    virtual void session_ended(bool successful) = 0;

   protected:
    ~Dependencies() = default;
  };
  struct Components {
    HttpClient& http;
    model::Tree& tree;
    model::ChangeTracker& changes;
    ChangeReports& reports;
    state::Store& store;
    const base::Clock& clock;
    EventQueue& events;
    Scheduler& scheduler;
    Transfers& transfers;
    SessionDriver::Requests& requests;
  };
  struct LastSession {
    base::SystemTime ended;
    bool successful = false;
    std::string failure = {};  ///< as text; empty after a success
  };

  /// All of them outlive it.
  AcsSessions(const Components& components, Device& device, Dependencies& dependencies);

  /// The ACS and how to reach it, from the next session on. What was learnt of another ACS is forgotten.
  void use(const config::Acs& settings);
  /// The endpoint starts, and the tree is complete: what differs from the last acknowledged Inform is reported.
  void start();
  void begin(Scheduler::Turn turn);
  /// Drops the session under way.
  void stop();

  bool in_session() const { return driver_ != nullptr; }
  /// The version of CWMP last agreed on with this ACS, over restarts too; before that the highest.
  cwmp::Version negotiated_version() const { return acs_.negotiated(); }
  const std::optional<LastSession>& last() const { return last_; }
  const SessionCounts& counts() const { return counts_; }
  const SessionHistory& history() const { return history_; }
  /// To be called after a session: whether no connection was made for at least this time. Then it counts anew.
  bool lost(std::chrono::seconds limit) { return reachability_.lost(components_.clock.steady_now(), limit); }

 private:
  cwmp::Begin make_begin(Scheduler::Turn turn);
  /// Of the session under way, or of the one that has just ended.
  bool is_of_former_acs() const { return session_url_ != url_; }
  cwmp::Session::Options session_options() const;
  void inform_acknowledged(const cwmp::AcknowledgeInform& effect) override;
  void request_acknowledged(const cwmp::AcknowledgeRequest& effect) override;
  void connected(const std::string& local, const std::string& peer) override;
  void ended(const SessionResult& result) override;

  Components components_;
  Device& device_;
  Dependencies& dependencies_;
  AcsProfile acs_;
  Reachability reachability_;
  sets::Sets sets_;
  InformMaker inform_maker_;
  std::string url_;          ///< of the ACS that the next session goes to
  std::string session_url_;  ///< the same of the session under way, or of the last one
  std::shared_ptr<SessionDriver> driver_;
  std::optional<LastSession> last_;
  base::SteadyTime began_{};      ///< the session under way
  std::size_t sent_changes_ = 0;  ///< in its Inform
  SessionCounts counts_;
  SessionHistory history_;
};

}  // namespace proxy::acs
