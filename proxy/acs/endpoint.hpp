// SPDX-License-Identifier: Apache-2.0
#pragma once
// One CWMP endpoint. It connects the classes that know when a session is due, conduct it, are reachable outside it,
// and carry out what follows it. The gateway is one endpoint; a virtual device (TR-069 Annex J.2) would be another,
// with its own tree, store and identity, on the same loop and with the same HTTP and file clients.
// Spec: TR-069 Amendment 6, 3.2 (when), 3.7.1.5 (events), A.3.3.1 (Inform)
// Thread: loop

#include "proxy/acs/acs_contact.hpp"
#include "proxy/acs/counts.hpp"
#include "proxy/acs/endpoint_settings.hpp"
#include "proxy/acs/schedule/pending_restarts.hpp"
#include "proxy/acs/schedule/session_timer.hpp"
#include "proxy/acs/session/acs_sessions.hpp"
#include "proxy/acs/session/request_effects.hpp"
#include "proxy/acs/transfers/transfers.hpp"

#include <chrono>
#include <filesystem>
#include <optional>
#include <string>
#include <vector>

namespace proxy::acs {

struct EndpointStatus {
  std::string connection_request_url;
  bool in_session = false;
  std::optional<base::SystemTime> last_session;  ///< its end; none yet
  bool last_successful = false;
  std::string last_failure;                           ///< as text; empty after a success
  std::optional<std::chrono::milliseconds> next_due;  ///< from now
  std::uint32_t retry_count = 0;
  std::vector<cwmp::EventStruct> pending_events;
};

class Endpoint final : private SessionTimer::Dependencies,
                       private AcsSessions::Dependencies,
                       private Transfers::Dependencies {
 public:
  /// What an endpoint needs from the device that it speaks for. The bases name the rest: identity and parameters of the
  /// Inform, stored values, the shown addresses, reboot and factory reset.
  class Dependencies : public AcsSessions::Device,
                       public AcsContact::Dependencies,
                       public PendingRestarts::Dependencies {
   public:
    virtual EndpointSettings settings() const = 0;
    /// The ACS is unreachable (TR-069 3.1); called again each time that unreachable_after has passed once more. By
    /// default nothing follows.
    virtual void acs_unreachable() {}
    /// A session has ended, and all that belongs to it is freed. By default nothing follows.
    virtual void session_over() {}
    /// Whether AutonomousTransferComplete reports this transfer. By default it does not.
    virtual bool reports_transfer(const cwmp::AutonomousTransferComplete& report) const;

   protected:
    ~Dependencies() = default;
  };
  /// Shared with other endpoints: executor, clients, clock. The rest is this endpoint's own.
  struct Components {
    boost::asio::any_io_executor executor;
    HttpClient& http;
    model::Tree& tree;
    model::ChangeTracker& changes;  ///< its on_active calls active_change()
    state::Store& store;
    const base::Clock& clock;
    FileClient& files;
    TransferFiles& transfer_files;
    std::filesystem::path transfer_folder;  ///< for files under way
  };

  /// Components and dependencies outlive it.
  Endpoint(Components components, Dependencies& dependencies);
  ~Endpoint();
  Endpoint(const Endpoint&) = delete;
  Endpoint& operator=(const Endpoint&) = delete;

  /// Listens for connection requests and begins with "1 BOOT", and with "0 BOOTSTRAP" towards an ACS that never
  /// acknowledged it. The tree must be complete: differences from the last acknowledged Inform are reported. Without an
  /// ACS URL all of this waits until notify_settings_changed() brings one.
  void start();
  /// Drops the session under way and closes the ports. start() begins again as after a restart of the device.
  void stop();

  /// Starts a session with the pending events, or with none.
  void inform_now();
  /// Reboots now, or at the end of the session under way.
  void reboot_when_idle();
  /// A parameter with active notification has changed.
  void active_change();
  /// The device's settings() have changed. Another ACS URL means 0 BOOTSTRAP.
  void notify_settings_changed();
  /// Addresses or routes of this machine have changed: the ConnectionRequestURL and the UDP binding follow.
  void network_changed();
  /// The time of day was set.
  void clock_moved();

  /// Downloads a file that the ACS has not requested.
  base::Result<void> download(const std::string& file_type, const std::string& url) {
    return transfers_.queue_autonomous(file_type, url);
  }

  EndpointStatus status() const;
  EndpointCounts counts() const;
  const SessionHistory& history() const { return sessions_.history(); }

 private:
  Now now() const { return {clock_.steady_now(), clock_.system_now()}; }
  void apply_settings();
  void connection_requested();
  void acs_changed();
  void cancel_requests();

  // What the parts of the endpoint need from one another.
  bool in_session() const override { return sessions_.in_session(); }
  void begin_session(Scheduler::Turn turn) override;
  void connected(const std::string& local, const std::string& peer) override { contact_.connected(local, peer); }
  void session_ended(bool successful) override;
  config::Acs network() const override { return settings_.acs; }
  bool is_reported(const cwmp::AutonomousTransferComplete& report) const override;
  void occurred(const std::vector<cwmp::EventStruct>& events) override;
  void delivered(const std::vector<cwmp::EventStruct>& events) override;

  const base::Clock& clock_;
  state::Store& store_;
  model::ChangeTracker& changes_;
  Dependencies& dependencies_;
  EndpointSettings settings_;
  EventQueue events_;
  Scheduler scheduler_;
  ScheduledInforms scheduled_informs_;
  PendingRestarts restarts_;
  SessionTimer timer_;
  AcsContact contact_;
  ChangeReports reports_;
  Transfers transfers_;
  RequestEffects effects_;
  AcsSessions sessions_;
  bool running_ = false;
  bool waits_for_url_ = false;  ///< started, and no ACS is known
};

}  // namespace proxy::acs
