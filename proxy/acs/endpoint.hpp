// SPDX-License-Identifier: Apache-2.0
#pragma once
// One CWMP endpoint: when it speaks to its ACS, what it says, and how it can be called. The gateway is one; a virtual
// device (TR-069 Annex J.2) would be another, with its own tree, store and identity, on the same loop and HTTP client.
// Spec: TR-069 Amendment 6, 3.2 (when), 3.7.1.5 (events), A.3.3.1 (Inform)
// Thread: loop

#include "proxy/acs/connection_request/connection_request_service.hpp"
#include "proxy/acs/discovery/reachability.hpp"
#include "proxy/acs/http/http_client.hpp"
#include "proxy/acs/schedule/event_queue.hpp"
#include "proxy/acs/schedule/planned_reboot.hpp"
#include "proxy/acs/schedule/scheduled_informs.hpp"
#include "proxy/acs/schedule/scheduler.hpp"
#include "proxy/acs/session/acs_profile.hpp"
#include "proxy/acs/session/inform_maker.hpp"
#include "proxy/acs/session/session_driver.hpp"
#include "proxy/acs/transfers/transfers.hpp"
#include "proxy/acs/udp/lightweight_notifier.hpp"
#include "proxy/acs/udp/udp_listener.hpp"
#include "proxy/model/change_tracker.hpp"

#include <boost/asio/steady_timer.hpp>

#include <chrono>
#include <filesystem>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace proxy::acs {

/// What is in force: the configuration, and what the ACS or an operator has set since.
struct EndpointSettings {
  config::Acs acs;
  config::ConnectionRequest connection_request;
  std::optional<std::chrono::sys_seconds> periodic_inform_time = {};  ///< none: Unknown Time
  std::chrono::seconds active_notification_throttle{0};
  /// TR-069 3.1: without a connection for so long the ACS is unreachable.
  std::chrono::seconds unreachable_after{300};
  UdpListener::Settings stun = {};  ///< but for where to listen; without a server the ACS's host is meant
  LightweightNotifier::Settings lightweight = {};  ///< but for who we are; without a host the ACS's is meant
  Slots::Settings heartbeat = {};
  PlannedReboot::Settings reboot = {};
};

struct EndpointHooks {
  std::function<EndpointSettings()> settings;
  std::function<cwmp::DeviceIdStruct()> device_id;
  /// The ConnectionRequestURL has changed (empty: connection requests are off); the tree is to show it, set with this
  /// origin.
  std::function<void(const std::string& url, model::Origin origin)> url_changed;
  /// May be empty: where the ACS can send UDP connection requests (empty: nowhere, or nobody knows).
  std::function<void(const std::string& address, bool nat_detected)> udp_address_changed = {};
  /// The ACS has asked for it and no session is under way; "M Reboot" is in the store already.
  std::function<void()> reboot;
  /// May be empty: the ACS is unreachable; called again each time that unreachable_after has passed once more.
  std::function<void()> unreachable = {};
  /// May be empty: FactoryReset is refused. Remembers that it is asked for, over a loss of power too.
  std::function<std::error_code()> factory_reset_asked = {};
  /// The session in which the ACS asked for it is over.
  std::function<void()> factory_reset = {};
  /// May be empty: see sets::SetContext.
  std::function<sets::StoredAs(model::ParameterRef)> stored_as = {};
  /// May be empty: parameters for this Inform besides the forced and the changed ones (InformParameter rows).
  std::function<std::vector<model::ParameterRef>(const std::vector<cwmp::EventStruct>&)> inform_parameters = {};
  /// May be empty: the longest time that an answer of ours may take; none: all are given at once.
  std::function<std::optional<std::chrono::seconds>()> longest_answer = {};
  TransferFiles transfer_files = {};
  /// Is the ACS told of a transfer that it has not asked for?
  std::function<bool(const cwmp::AutonomousTransferComplete&)> is_reported = {};
};

struct EndpointStatus {
  std::string connection_request_url;
  bool in_session = false;
  std::optional<base::SystemTime> last_session;  ///< its end; none yet
  bool last_successful = false;
  std::string last_failure;                           ///< for people; empty after a success
  std::optional<std::chrono::milliseconds> next_due;  ///< from now
  std::uint32_t retry_count = 0;
  std::vector<cwmp::EventStruct> pending_events;
};

class Endpoint {
 public:
  struct Parts {
    boost::asio::any_io_executor executor;
    HttpClient& http;
    model::Tree& tree;
    model::ChangeTracker& changes;  ///< its on_active calls active_change()
    state::Store& store;
    const base::Clock& clock;
    FileClient& files;
    std::filesystem::path transfer_folder;  ///< for files on their way
  };

  /// The parts outlive the endpoint.
  Endpoint(Parts parts, EndpointHooks hooks);
  ~Endpoint();
  Endpoint(const Endpoint&) = delete;
  Endpoint& operator=(const Endpoint&) = delete;

  /// Listens for connection requests and begins with "1 BOOT" (and "0 BOOTSTRAP" towards an ACS that never acknowledged
  /// it). The tree is to be complete: what differs from the last acknowledged Inform is reported. Without an ACS URL
  /// all of this waits until notify_settings_changed() brings one.
  void start();
  /// Drops the session under way and closes the port. start() begins again as after a restart of the device.
  void stop();

  void connection_requested();
  void inform_now();
  /// Calls the hook `reboot`: now, or at the end of the session under way.
  void reboot_when_idle();
  void active_change();
  /// Starts a session with this event.
  void event_occurred(cwmp::EventStruct event);
  /// Something in settings() has changed. Another ACS URL means 0 BOOTSTRAP.
  void notify_settings_changed();
  /// This machine's addresses or routes have changed: the ConnectionRequestURL and the binding of UDP follow.
  void network_changed();
  /// The clock shows another time than that which has passed.
  void clock_moved();

  /// Fetches a file that the ACS has not asked for.
  base::Result<void> download(const std::string& file_type, const std::string& url) {
    return transfers_.queue_autonomous(file_type, url);
  }

  const std::string& connection_request_url() const { return connection_requests_.url(); }
  /// The version of CWMP last agreed on with this ACS, over restarts too; the highest before there was one. What came
  /// with a later version is not for this ACS: a heartbeat is not to be sent below 1.4.
  cwmp::Version negotiated_version() const { return acs_.negotiated(); }
  EndpointStatus status() const;

 private:
  Now now() const { return {clock_.steady_now(), clock_.system_now()}; }
  void apply_settings();
  ConnectionRequestService::Settings connection_request_settings() const;
  void speak_udp();
  std::optional<base::SteadyTime> next_due() const;
  void schedule();
  void on_timer();
  void tell_scheduled_informs();
  bool carry_out_planned();
  void begin_session(Scheduler::Turn turn);
  cwmp::Begin make_begin(Scheduler::Turn turn);
  cwmp::Session::Options session_options() const;
  SessionDriver::Hooks driver_hooks();
  Transfers::Hooks transfer_hooks();
  base::Result<void> inform_later(std::chrono::seconds delay, std::string command_key);
  void inform_acknowledged(const cwmp::AcknowledgeInform& effect);
  void session_ended(SessionResult result);

  HttpClient& http_;
  model::Tree& tree_;
  model::ChangeTracker& changes_;
  state::Store& store_;
  const base::Clock& clock_;
  EndpointHooks hooks_;
  EndpointSettings settings_;
  EventQueue events_;
  Scheduler scheduler_;
  Reachability reachability_;
  AcsProfile acs_;
  ScheduledInforms scheduled_informs_;
  PlannedReboot planned_reboot_;
  InformMaker inform_maker_;
  ConnectionRequestService connection_requests_;
  UdpListener udp_listener_;
  LightweightNotifier lightweight_;
  Transfers transfers_;
  boost::asio::steady_timer timer_;
  std::shared_ptr<SessionDriver> driver_;

  std::shared_ptr<int> alive_ = std::make_shared<int>();  ///< for callbacks that were queued before we went
  bool running_ = false;
  bool waits_for_url_ = false;  ///< started, and no ACS is known
  bool reboot_asked_ = false;
  bool factory_reset_asked_ = false;
  std::string session_url_;  ///< the ACS of the session under way, or of the last one
  std::optional<base::SystemTime> last_session_;
  bool last_successful_ = false;
  std::string last_failure_;
};

}  // namespace proxy::acs
