// SPDX-License-Identifier: Apache-2.0
#pragma once
// The composition root: all components of a running daemon as members, in the order of building. They are destroyed in
// the opposite order.
// Thread: loop, which run() makes of the calling thread

#include "proxy/acs/discovery/discovery.hpp"
#include "proxy/acs/endpoint.hpp"
#include "proxy/acs/http/http_client.hpp"
#include "proxy/acs/network/address_watch.hpp"
#include "proxy/acs/transfers/file_client.hpp"
#include "proxy/base/clock.hpp"
#include "proxy/config/config.hpp"
#include "proxy/config/diagnostic.hpp"
#include "proxy/control/server.hpp"
#include "proxy/daemon/clock_watch.hpp"
#include "proxy/daemon/commands/commands.hpp"
#include "proxy/daemon/configuration/adapter_set.hpp"
#include "proxy/daemon/configuration/configuration.hpp"
#include "proxy/daemon/configuration/transfer_files.hpp"
#include "proxy/daemon/daemon.hpp"
#include "proxy/daemon/device_store.hpp"
#include "proxy/daemon/embedding.hpp"
#include "proxy/daemon/gateway_device.hpp"
#include "proxy/daemon/memory.hpp"
#include "proxy/daemon/service/service_manager.hpp"
#include "proxy/gateway/device_info/device_info.hpp"
#include "proxy/gateway/device_info/host_status.hpp"
#include "proxy/gateway/device_info/supported_data_model.hpp"
#include "proxy/gateway/device_info/vendor_files.hpp"
#include "proxy/gateway/device_time.hpp"
#include "proxy/gateway/management_server/autonomous_transfer_policy.hpp"
#include "proxy/gateway/management_server/embedded_devices.hpp"
#include "proxy/gateway/management_server/heartbeat_policy.hpp"
#include "proxy/gateway/management_server/inform_parameters.hpp"
#include "proxy/gateway/management_server/management_server.hpp"
#include "proxy/gateway/management_server/reboot_plan.hpp"
#include "proxy/model/change_tracker.hpp"
#include "proxy/model/tree.hpp"
#include "proxy/plugin/router.hpp"
#include "proxy/sets/sets.hpp"
#include "proxy/state/sqlite/database.hpp"

#include <boost/asio/io_context.hpp>
#include <boost/asio/signal_set.hpp>
#include <boost/asio/steady_timer.hpp>

#include <filesystem>
#include <optional>

namespace proxy::daemon {

class Application final : private Commands::Dependencies,
                          private TransferFiles::Dependencies,
                          private GatewayDevice::Dependencies,
                          private gateway::DeviceTime::Dependencies,
                          private gateway::SupportedDataModel::Describer,
                          private ServiceManager::Dependencies {
 public:
  /// Builds all components and creates the adapters. Errors of the adapters go into the diagnostics; then run() must
  /// not be called. Throws if a component cannot be built. The clock outlives the application.
  Application(config::Config config, std::filesystem::path file, const base::Clock& clock,
              config::Diagnostics& diagnostics);

  /// Starts everything, and returns when everything has stopped.
  End run();
  /// The time of day was set.
  void clock_moved();
  /// Before run(): this start follows a FactoryReset, and not a restart of the machine.
  void follows_factory_reset() { device_info_.restarted(); }
  boost::asio::io_context& loop() { return loop_; }

 private:
  void restore_attributes();
  void open_sockets();
  void wait_for_signals();
  void save_values_later();
  void restart_endpoint();
  void reboot() override;
  bool has_time_command() const override { return !configuration_.running().time_command.empty(); }
  void run_time_command(std::vector<std::string> settings, std::function<void(std::string)> done) override;
  gateway::SupportedDataModel::Facts supported_data_model() const override { return device_.supported_data_model(); }
  void use_discovered(const acs::Discovered& found);
  void discover_anew() override;
  void session_over() override;
  void factory_reset() override;
  boost::system::result<boost::json::object, std::string> reload() override;
  bool monitor_may_set() const override { return configuration_.running().monitor.allow_set; }
  void restart_with_new_firmware() override;
  std::string service_status() const override;
  void restart_unless_down();
  void stop();

  Configuration configuration_;
  const base::Clock& clock_;
  boost::asio::io_context loop_{1};

  state::Database database_;
  DeviceStore store_;
  model::Tree tree_;
  gateway::DeviceInfo device_info_;
  gateway::HostStatus host_status_;
  gateway::DeviceTime device_time_;
  gateway::ManagementServer management_server_;
  gateway::AutonomousTransferPolicy transfer_policy_;
  gateway::RebootPlan reboot_plan_;
  gateway::HeartbeatPolicy heartbeat_policy_;
  gateway::EmbeddedDevices embedded_devices_;
  gateway::VendorFiles vendor_files_;
  gateway::SupportedDataModel supported_data_model_;
  gateway::InformParameters inform_parameters_;

  End end_ = End::by_signal;
  bool started_ = false;
  Embedding embedding_;
  plugin::Router router_;
  AdapterSet adapters_;
  std::vector<AdapterSet::Created> created_;  ///< until they are started

  TransferFiles transfer_files_;
  GatewayDevice device_;
  sets::Sets sets_;
  model::ChangeTracker changes_;
  acs::HttpClient http_;
  acs::FileClient file_client_;
  acs::Endpoint endpoint_;
  acs::AddressWatch address_watch_;
  std::optional<acs::Discovery> discovery_;  ///< from run() on, with `url: dhcp`

  Commands commands_;
  std::optional<control::Server> control_;  ///< from run() on
  std::optional<control::Server> monitor_;  ///< likewise, with `monitor.socket`
  boost::asio::signal_set signals_;
  FreeMemory free_memory_;
  boost::asio::steady_timer save_timer_;
  boost::asio::steady_timer reboot_timer_;
  std::optional<ClockWatch> clock_watch_;  ///< from run() on
  ServiceManager service_;
  bool reload_rejected_ = false;  ///< the last one
};

}  // namespace proxy::daemon
