// SPDX-License-Identifier: Apache-2.0
#include "proxy/daemon/application.hpp"

#include "proxy/base/log.hpp"
#include "proxy/daemon/factory_reset.hpp"
#include "proxy/daemon/run_command.hpp"
#include "proxy/daemon/service/status_line.hpp"

#include <algorithm>
#include <csignal>
#include <exception>
#include <iterator>
#include <string_view>
#include <utility>

namespace proxy::daemon {
namespace {

namespace log = base::log;

// Flash wears: a value that is lost with the power is read again from its device.
constexpr std::chrono::minutes kSaveEvery{15};
constexpr std::chrono::minutes kDhcpRenewLimit{5};
constexpr std::chrono::seconds kTimeLimit{15};  // an ACS waits meanwhile

/// One line of the log for each mistake.
void log_refused_reload(std::string_view mistakes) {
  log::error("daemon.reload.rejected", "the new configuration has errors; the running configuration stays in use");
  while (!mistakes.empty()) {
    const auto end = std::min(mistakes.find('\n'), mistakes.size());
    log::error("daemon.configuration.error", "{}", mistakes.substr(0, end));
    mistakes.remove_prefix(std::min(end + 1, mistakes.size()));
  }
}

/// Without a user name and a password every connection request is rejected. An operator who forgot them learns it here.
/// Without an ACS there are no connection requests.
void warn_of_missing_password(const gateway::Settings& gateway) {
  const config::ConnectionRequest& settings = gateway.connection_request;
  if (gateway.acs.url.empty() && !gateway.acs.discover) return;
  if (!settings.enable || (!settings.username.empty() && !settings.password.empty())) return;
  log::warning("daemon.connection_request.no_password",
               "connection_request has no username or no password: every connection request of the ACS is rejected");
}

}  // namespace

Application::Application(config::Config config, std::filesystem::path file, const base::Clock& clock,
                         config::Diagnostics& diagnostics)
    : configuration_(std::move(config), std::move(file), adapters_, vendor_files_),
      clock_(clock),
      database_(configuration_.running().state_dir),
      store_(database_, configuration_.running()),
      device_info_(tree_, store_, configuration_.running().device, PROJECT_VERSION, clock_),
      host_status_(tree_, store_),
      device_time_(tree_, store_, clock_, *this),
      management_server_(tree_, store_, configuration_.running().acs, configuration_.running().connection_request),
      transfer_policy_(tree_, store_),
      reboot_plan_(tree_, store_),
      heartbeat_policy_(tree_, store_),
      embedded_devices_(tree_, store_, configuration_.running().device.oui),
      vendor_files_(tree_, store_, log::kRecentSize),
      supported_data_model_(tree_, store_, *this),
      inform_parameters_(tree_, store_, [](std::string_view text) { return cwmp::event_from_text(text).has_value(); }),
      embedding_(embedded_devices_, started_),
      router_({tree_, store_, loop_, clock_, embedding_, {configuration_.running().device.oui, CONFIG_DIR}}),
      adapters_(router_),
      created_(configuration_.create_adapters(diagnostics)),
      transfer_files_({loop_, tree_, store_, configuration_, router_, vendor_files_}, *this),
      device_({configuration_, tree_, management_server_, reboot_plan_, heartbeat_policy_, transfer_policy_,
               inform_parameters_, router_},
              *this),
      sets_(tree_, store_, device_),
      changes_(tree_, [this] { endpoint_.active_change(); }),
      http_(loop_.get_executor()),
      file_client_(loop_.get_executor()),
      endpoint_({loop_.get_executor(), http_, tree_, changes_, store_, clock_, file_client_, transfer_files_,
                 configuration_.running().state_dir / "transfers"},
                device_),
      address_watch_(loop_.get_executor(), [this] { endpoint_.network_changed(); }),
      commands_({tree_, store_, clock_, endpoint_, router_, management_server_, sets_, configuration_, device_, loop_},
                *this),
      signals_(loop_, SIGTERM, SIGINT, SIGHUP),
      save_timer_(loop_),
      reboot_timer_(loop_),
      service_(loop_, *this) {}

End Application::run() {
  // A write to a closed connection must return an error, not end the daemon.
  std::signal(SIGPIPE, SIG_IGN);
  wait_for_signals();
  open_sockets();
  adapters_.start(std::exchange(created_, {}));
  restore_attributes();
  management_server_.on_change([this](const gateway::Settings&) { endpoint_.notify_settings_changed(); });
  reboot_plan_.on_change([this] { endpoint_.notify_settings_changed(); });
  heartbeat_policy_.on_change([this] { endpoint_.notify_settings_changed(); });
  warn_of_missing_password(management_server_.settings());
  address_watch_.start();
  const config::Acs& acs = configuration_.running().acs;
  if (acs.discover) {
    discovery_.emplace(loop_.get_executor(), acs.dhcp_file,
                       [this](const acs::Discovered& found) { use_discovered(found); });
    discovery_->start();
  }
  endpoint_.start();
  started_ = true;
  device_time_.start();
  save_values_later();
  clock_watch_.emplace(loop_, [this] { clock_moved(); });
  const config::Acs& used = management_server_.settings().acs;
  log::info("daemon.process.started", "tr069-proxyd {} has started, {} adapters, ACS {}", PROJECT_VERSION,
            router_.adapters().size(),
            !used.url.empty() ? used.url
            : used.discover   ? "not known yet (from DHCP)"
                              : "none");
  service_.ready();
  loop_.run();
  log::info("daemon.process.stopped", "the daemon has stopped");
  return end_;
}

/// Without its monitor the gateway still does its work; without its control socket nothing could reload it.
void Application::open_sockets() {
  const config::Config& config = configuration_.running();
  control_.emplace(loop_, control::SocketOptions{.path = config.control_socket, .group = config.control_group},
                   [this](const control::Request& request, auto answer) { commands_.handle(request, answer); });
  if (config.monitor.socket.empty()) return;
  try {
    monitor_.emplace(
        loop_,
        control::SocketOptions{.path = config.monitor.socket,
                               .group = config.monitor.group,
                               .name = "monitor socket",
                               .group_key = "monitor.group"},
        [this](const control::Request& request, auto answer) { commands_.handle_of_monitor(request, answer); });
  } catch (const std::exception& error) {
    log::error("daemon.monitor.not_open", "the daemon runs without its monitor socket: {}", error.what());
  }
}

void Application::clock_moved() { endpoint_.clock_moved(); }

void Application::stop() {
  log::info("daemon.process.stopping", "the daemon is stopping");
  if (end_ == End::to_start_again) {
    service_.reloading();  // the same process goes on: a service manager must not take it for the end
  } else {
    service_.stopping();
  }
  clock_watch_.reset();
  control_.reset();
  monitor_.reset();
  signals_.cancel();
  save_timer_.cancel();
  address_watch_.stop();
  if (discovery_) discovery_->stop();
  reboot_timer_.cancel();
  endpoint_.stop();
  router_.stop();
  loop_.stop();
}

void Application::restart_with_new_firmware() { endpoint_.reboot_when_idle(); }

/// The stored attributes of the gateway's own parameters, the rows of known devices included; they are in the tree once
/// the adapters are. An adapter's own parameters get theirs with the adapter.
void Application::restore_attributes() {
  for (const state::StoredAttributes& stored : store_.attributes.all()) {
    const auto parameter = tree_.find(stored.path);
    if (!parameter) continue;
    tree_.set_attributes(*parameter,
                         {static_cast<model::Notification>(stored.notification), stored.subscriber_may_write});
  }
}

void Application::wait_for_signals() {
  signals_.async_wait([this](boost::system::error_code error, int signal) {
    if (error) return;
    if (signal != SIGHUP) return stop();
    tree_.when_thawed([this] {
      if (const auto result = reload(); !result) log_refused_reload(result.error());
    });
    wait_for_signals();
  });
}

void Application::save_values_later() {
  save_timer_.expires_after(kSaveEvery);
  save_timer_.async_wait([this](boost::system::error_code error) {
    if (error) return;
    router_.save_values();
    free_memory_.give_back();  // of the adapters' messages
    save_values_later();
  });
}

/// After the handlers that wait: the session itself is still on the stack.
void Application::session_over() {
  boost::asio::post(loop_, [this] { free_memory_.give_back(); });
}

boost::system::result<boost::json::object, std::string> Application::reload() {
  service_.reloading();
  auto result = configuration_.reload();
  if (result && discovery_) discovery_->read();
  reload_rejected_ = !result;
  service_.ready();
  return result;
}

std::string Application::service_status() const {
  const plugin::DeviceCounts devices = router_.device_counts();
  return status_line({.device = configuration_.running().device,
                      .acs = management_server_.settings().acs,
                      .endpoint = endpoint_.status(),
                      .devices = devices.all,
                      .devices_offline = devices.offline,
                      .reload_rejected = reload_rejected_});
}

void Application::reboot() {
  if (transfer_files_.postpone([this] { reboot(); }))
    return log::info("daemon.reboot.postponed", "the reboot waits until firmware_command ends");
  log::info("daemon.reboot.started", "the gateway reboots");
  const config::Config& config = configuration_.running();
  if (config.reboot_command.empty()) return restart_endpoint();
  router_.save_values();
  endpoint_.stop();
  run_command(loop_, config.reboot_command, config.reboot_timeout, [this](const CommandEnd& end) {
    if (end.problem.empty()) return restart_unless_down();
    log::error("daemon.reboot.failed", "reboot_command failed: {}; only the CWMP endpoint restarts", end.problem);
    restart_endpoint();
  });
}

void Application::run_time_command(std::vector<std::string> settings, std::function<void(std::string)> done) {
  std::vector<std::string> command = configuration_.running().time_command;
  std::ranges::move(settings, std::back_inserter(command));
  run_command(loop_, std::move(command), kTimeLimit, [done = std::move(done)](const CommandEnd& end) {
    if (!end.problem.empty()) log::error("daemon.time_command.failed", "time_command failed: {}", end.problem);
    done(end.problem.empty() ? std::string() : "time_command: " + end.problem);
  });
}

void Application::use_discovered(const acs::Discovered& found) {
  tree_.when_thawed([this, found] {
    // Before the first session nothing counts as a change: the endpoint compares with the last Inform when it starts.
    const bool known = started_ && !management_server_.settings().acs.url.empty();
    const model::Origin origin = known ? model::Origin::local : model::Origin::start;
    const std::string& configured = configuration_.running().device.provisioning_code;
    device_info_.set_discovered_provisioning_code(
        found.provisioning_code.empty() ? configured : found.provisioning_code, origin);
    management_server_.set_discovered({found.url, found.retry_minimum_wait, found.retry_interval_multiplier}, origin);
  });
}

/// The ACS is unreachable (TR-069 3.1): if DHCP named the first ACS, a new discovery begins, even if the ACS has set
/// another URL since.
void Application::discover_anew() {
  if (!discovery_) return;
  log::warning("daemon.acs.unreachable", "no connection to the ACS for 300 s: discovery starts again");
  discovery_->read();
  tree_.when_thawed([this] {
    if (!discovery_->last().url.empty() && management_server_.url_is_set()) management_server_.forget_set_url();
  });
  const auto& command = configuration_.running().acs.dhcp_renew_command;
  if (command.empty()) return;
  run_command(loop_, command, kDhcpRenewLimit, [](const CommandEnd& end) {
    if (!end.problem.empty()) log::error("daemon.dhcp_renew.failed", "acs.dhcp_renew_command failed: {}", end.problem);
  });
}

/// reboot_command has ended. If it shuts the machine down, the daemon ends with it; else the endpoint restarts.
void Application::restart_unless_down() {
  const auto timeout = configuration_.running().reboot_timeout;
  reboot_timer_.expires_after(timeout);
  reboot_timer_.async_wait([this, timeout](boost::system::error_code error) {
    if (error) return;
    log::error("daemon.reboot.timeout",
               "the machine has not rebooted {} s after reboot_command; only the CWMP endpoint restarts",
               timeout.count());
    restart_endpoint();
  });
}

/// The state is as after a restart of the device, with its present software version.
void Application::restart_endpoint() {
  log::info("daemon.endpoint.restarted", "the CWMP endpoint restarts");
  endpoint_.stop();
  tree_.when_thawed([this] {
    if (const auto version = configuration_.software_version()) device_info_.set_software_version(*version);
    reboot_plan_.forget_delay();
    device_info_.restarted();
    endpoint_.start();
  });
}

/// Ends the loop; the next start of the program carries the factory reset out.
void Application::factory_reset() {
  if (transfer_files_.postpone([this] { factory_reset(); }))
    return log::info("daemon.factory_reset.postponed", "the factory reset waits until firmware_command ends");
  log::info("daemon.factory_reset.requested", "the ACS requests a factory reset");
  end_ = End::to_start_again;
  endpoint_.stop();
  router_.forget_sets();  // else the values of pending sets would be saved as last values
  stop();
}

}  // namespace proxy::daemon
