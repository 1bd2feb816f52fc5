// SPDX-License-Identifier: Apache-2.0
#include "proxy/daemon/application.hpp"

#include "proxy/base/log.hpp"
#include "proxy/daemon/embedding.hpp"
#include "proxy/daemon/factory_reset.hpp"
#include "proxy/daemon/run_command.hpp"

#include <algorithm>
#include <csignal>
#include <string_view>
#include <utility>

namespace proxy::daemon {
namespace {

namespace log = base::log;

// Flash wears: a value that is lost with the power is read again from its device.
constexpr std::chrono::minutes kSaveEvery{15};
constexpr std::chrono::minutes kDhcpRenewLimit{5};

/// One line of the log for each mistake.
void log_refused_reload(std::string_view mistakes) {
  log::error("daemon.reload.rejected", "the new configuration has errors; the running configuration stays in use");
  while (!mistakes.empty()) {
    const auto end = std::min(mistakes.find('\n'), mistakes.size());
    log::error("daemon.configuration.error", "{}", mistakes.substr(0, end));
    mistakes.remove_prefix(std::min(end + 1, mistakes.size()));
  }
}

/// A connection request that no user name and password protect is refused, which surprises who forgot them.
void warn_of_open_requests(const config::ConnectionRequest& settings) {
  if (!settings.enable || (!settings.username.empty() && !settings.password.empty())) return;
  log::warning("daemon.connection_request.no_password",
               "connection_request has no username or no password: every connection request of the ACS is rejected");
}

acs::UdpListener::Settings stun_settings(const gateway::NatSettings& settings) {
  return {.enable = settings.stun_enable,
          .server = settings.server,
          .server_port = settings.server_port,
          .binding = {.username = settings.username,
                      .password = settings.password,
                      .minimum_period = settings.minimum_keep_alive,
                      .maximum_period = settings.maximum_keep_alive}};
}

acs::LightweightNotifier::Settings lightweight_settings(const gateway::LightweightSettings& settings) {
  return {.enable = settings.over_udp,
          .host = settings.host,
          .port = settings.port,
          .trigger = {.interval = settings.trigger_interval, .time = settings.trigger_time}};
}

}  // namespace

Application::Application(config::Config config, std::filesystem::path file, const base::Clock& clock,
                         config::Diagnostics& diagnostics)
    : configuration_(std::move(config), std::move(file), adapters_, vendor_files_),
      clock_(clock),
      database_(configuration_.running().state_dir),
      store_(database_),
      device_info_(tree_, store_, configuration_.running().device, PROJECT_VERSION),
      host_status_(tree_, store_),
      device_time_(tree_, store_, clock_),
      management_server_(tree_, store_, configuration_.running().acs, configuration_.running().connection_request),
      transfer_policy_(tree_, store_),
      reboot_plan_(tree_, store_),
      heartbeat_policy_(tree_, store_),
      embedded_devices_(tree_, store_, configuration_.running().device.oui),
      vendor_files_(tree_, store_, log::kRecentSize),
      inform_parameters_(tree_, store_, [](std::string_view text) { return cwmp::event_from_text(text).has_value(); }),
      device_listener_(embed_devices(embedded_devices_, started_)),
      router_({tree_, store_, loop_, clock_, device_listener_, {configuration_.running().device.oui, CONFIG_DIR}}),
      adapters_(router_),
      created_(configuration_.create_adapters(diagnostics)),
      transfer_files_({loop_, tree_, store_, configuration_, router_, vendor_files_}, *this),
      changes_(tree_, [this] { endpoint_.active_change(); }),
      http_(loop_.get_executor()),
      file_client_(loop_.get_executor()),
      endpoint_({loop_.get_executor(), http_, tree_, changes_, store_, clock_, file_client_,
                 configuration_.running().state_dir / "transfers"},
                endpoint_hooks()),
      address_watch_(loop_.get_executor(), [this] { endpoint_.network_changed(); }),
      commands_({tree_, store_, clock_, endpoint_, router_, management_server_}, *this),
      signals_(loop_, SIGTERM, SIGINT, SIGHUP),
      save_timer_(loop_),
      reboot_timer_(loop_) {}

End Application::run() {
  // A peer that is gone is an error of the write, not the end of the daemon.
  std::signal(SIGPIPE, SIG_IGN);
  wait_for_signals();
  control_.emplace(loop_, configuration_.running().control_socket,
                   [this](const control::Request& request, auto answer) { commands_.handle(request, answer); });
  adapters_.start(std::exchange(created_, {}));
  restore_attributes();
  management_server_.on_change([this](const gateway::Settings&) { endpoint_.notify_settings_changed(); });
  reboot_plan_.on_change([this] { endpoint_.notify_settings_changed(); });
  heartbeat_policy_.on_change([this] { endpoint_.notify_settings_changed(); });
  warn_of_open_requests(management_server_.settings().connection_request);
  address_watch_.start();
  const config::Acs& acs = configuration_.running().acs;
  if (acs.discover) {
    discovery_.emplace(loop_.get_executor(), acs.dhcp_file,
                       [this](const acs::Discovered& found) { use_discovered(found); });
    discovery_->start();
  }
  endpoint_.start();
  started_ = true;
  save_values_later();
  clock_watch_.emplace(loop_, [this] { clock_moved(); });
  const std::string& url = management_server_.settings().acs.url;
  log::info("daemon.process.started", "tr069-proxyd {} has started, {} adapters, ACS {}", PROJECT_VERSION,
            router_.adapters().size(), url.empty() ? "not known yet (from DHCP)" : url);
  loop_.run();
  log::info("daemon.process.stopped", "the daemon has stopped");
  return end_;
}

void Application::clock_moved() { endpoint_.clock_moved(); }

void Application::stop() {
  log::info("daemon.process.stopping", "the daemon is stopping");
  clock_watch_.reset();
  control_.reset();
  signals_.cancel();
  save_timer_.cancel();
  address_watch_.stop();
  if (discovery_) discovery_->stop();
  reboot_timer_.cancel();
  endpoint_.stop();
  router_.stop();
  loop_.stop();
}

acs::EndpointHooks Application::endpoint_hooks() {
  acs::EndpointHooks hooks;
  hooks.settings = [this] {
    const gateway::Settings& settings = management_server_.settings();
    return acs::EndpointSettings{
        .acs = settings.acs,
        .connection_request = settings.connection_request,
        .periodic_inform_time = settings.periodic_inform_time,
        .active_notification_throttle = settings.active_notification_throttle,
        .stun = stun_settings(settings.nat),
        .lightweight = lightweight_settings(settings.lightweight),
        .heartbeat = {.enable = heartbeat_policy_.enabled(),
                      .interval = heartbeat_policy_.reporting_interval(),
                      .time = heartbeat_policy_.initiation_time()},
        .reboot = {.time = reboot_plan_.time(), .delay = reboot_plan_.delay(), .times_set = reboot_plan_.times_set()},
    };
  };
  hooks.device_id = [this] {
    const config::Device& device = configuration_.running().device;
    return cwmp::DeviceIdStruct{device.manufacturer, device.oui, device.product_class, device.serial_number};
  };
  hooks.url_changed = [this](const std::string& url, model::Origin origin) {
    tree_.when_thawed([this, url, origin] { management_server_.set_connection_request_url(url, origin); });
  };
  hooks.udp_address_changed = [this](const std::string& address, bool nat_detected) {
    tree_.when_thawed([this, address, nat_detected] { management_server_.set_udp_address(address, nat_detected); });
  };
  hooks.reboot = [this] { reboot(); };
  hooks.unreachable = [this] { discover_anew(); };
  hooks.longest_answer = [this]() -> std::optional<std::chrono::seconds> {
    if (router_.adapters().empty()) return std::nullopt;
    return std::chrono::ceil<std::chrono::seconds>(plugin::Timeouts{}.longest_answer());
  };
  hooks.factory_reset_asked = [this] { return ask_factory_reset(configuration_.running().state_dir); };
  hooks.factory_reset = [this] { factory_reset(); };
  hooks.stored_as = [this](model::ParameterRef parameter) { return stored_as(parameter); };
  hooks.transfer_files = transfer_files_.table();
  hooks.is_reported = [this](const cwmp::AutonomousTransferComplete& report) {
    return transfer_policy_.is_reported(report.is_download, report.file_type, report.result.fault_code == 0);
  };
  hooks.inform_parameters = [this](const std::vector<cwmp::EventStruct>& events) {
    std::vector<std::string_view> texts;
    for (const cwmp::EventStruct& event : events) texts.push_back(cwmp::event_rule(event.event_code).text);
    return inform_parameters_.parameters(texts);
  };
  return hooks;
}

void Application::restart_with_new_firmware() { endpoint_.reboot_when_idle(); }

/// A device's parameter waits for the device; one of our own is set once it is stored.
sets::StoredAs Application::stored_as(model::ParameterRef parameter) const {
  const model::Parameter& info = parameter.info();
  if (info.source == &router_) return {.pending = true};
  return {.configured = router_.configured(parameter)};
}

/// Those of our own parameters, the rows of known devices among them, which appear with the adapters; an adapter's own
/// come back with the adapter.
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
    save_values_later();
  });
}

boost::system::result<boost::json::object, std::string> Application::reload() {
  auto result = configuration_.reload();
  if (result && discovery_) discovery_->read();
  return result;
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

void Application::use_discovered(const acs::Discovered& found) {
  tree_.when_thawed([this, found] {
    // Before the first session nothing is a change: the start of the endpoint sees what differs from the last Inform.
    const bool known = started_ && !management_server_.settings().acs.url.empty();
    const model::Origin origin = known ? model::Origin::local : model::Origin::start;
    const std::string& configured = configuration_.running().device.provisioning_code;
    device_info_.set_discovered_provisioning_code(
        found.provisioning_code.empty() ? configured : found.provisioning_code, origin);
    management_server_.set_discovered({found.url, found.retry_minimum_wait, found.retry_interval_multiplier}, origin);
  });
}

/// An ACS that cannot be reached: DHCP is asked again where it named the first one, even if the ACS has set another
/// URL since.
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

/// The command has done what it does; if it brings the machine down, that ends the daemon too.
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

/// As the device would be after its restart, with the firmware that it has now.
void Application::restart_endpoint() {
  log::info("daemon.endpoint.restarted", "the CWMP endpoint restarts");
  endpoint_.stop();
  tree_.when_thawed([this] {
    if (const auto version = configuration_.software_version()) device_info_.set_software_version(*version);
    reboot_plan_.forget_delay();
    endpoint_.start();
  });
}

/// The next start carries it out, and finds everything as a start finds it.
void Application::factory_reset() {
  if (transfer_files_.postpone([this] { factory_reset(); }))
    return log::info("daemon.factory_reset.postponed", "the factory reset waits until firmware_command ends");
  log::info("daemon.factory_reset.requested", "the ACS requests a factory reset");
  end_ = End::to_start_again;
  endpoint_.stop();
  router_.forget_sets();  // or what stood for them would be kept as last values
  stop();
}

}  // namespace proxy::daemon
