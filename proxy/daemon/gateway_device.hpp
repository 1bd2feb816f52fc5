// SPDX-License-Identifier: Apache-2.0
#pragma once
// The gateway as the device that its CWMP endpoint speaks for: the settings, identity and parameters that the objects
// of proxy/gateway hold.
// Thread: loop

#include "proxy/acs/endpoint.hpp"
#include "proxy/cwmp/data_model/documents.hpp"
#include "proxy/daemon/configuration/configuration.hpp"
#include "proxy/gateway/device_info/supported_data_model.hpp"
#include "proxy/gateway/management_server/autonomous_transfer_policy.hpp"
#include "proxy/gateway/management_server/heartbeat_policy.hpp"
#include "proxy/gateway/management_server/inform_parameters.hpp"
#include "proxy/gateway/management_server/management_server.hpp"
#include "proxy/gateway/management_server/reboot_plan.hpp"
#include "proxy/model/tree.hpp"
#include "proxy/plugin/router.hpp"

#include <chrono>
#include <optional>
#include <string>
#include <string_view>
#include <system_error>
#include <vector>

namespace proxy::daemon {

class GatewayDevice final : public acs::Endpoint::Dependencies {
 public:
  /// What only the application can do.
  class Dependencies {
   public:
    virtual void reboot() = 0;
    virtual void factory_reset() = 0;
    virtual void discover_anew() = 0;
    virtual void session_over() = 0;

   protected:
    ~Dependencies() = default;
  };
  struct Components {
    const Configuration& configuration;
    model::Tree& tree;
    gateway::ManagementServer& management_server;
    const gateway::RebootPlan& reboot_plan;
    const gateway::HeartbeatPolicy& heartbeat_policy;
    const gateway::AutonomousTransferPolicy& transfer_policy;
    const gateway::InformParameters& inform_parameters;
    const plugin::Router& router;
  };

  /// Components and dependencies outlive it.
  GatewayDevice(const Components& components, Dependencies& dependencies)
      : components_(components), dependencies_(dependencies) {}

  acs::EndpointSettings settings() const override;
  cwmp::DeviceIdStruct device_id() const override;
  std::vector<model::ParameterRef> inform_parameters(const std::vector<cwmp::EventStruct>& events) const override;
  sets::StoredAs stored_as(model::ParameterRef parameter) const override;
  std::optional<std::chrono::seconds> longest_answer() const override;
  bool reports_transfer(const cwmp::AutonomousTransferComplete& report) const override;
  void connection_request_url_changed(const std::string& url, model::Origin origin) override;
  /// "<uuid>/device-type.xml" and "<uuid>/data-model.xml", while the tree has what they describe.
  std::optional<std::string> document(std::string_view name) override;
  void udp_address_changed(const std::string& address, bool nat_detected) override;
  gateway::SupportedDataModel::Facts supported_data_model() const;
  /// What describes the tree as it is.
  cwmp::ModelDocuments model_documents() const;
  void acs_unreachable() override { dependencies_.discover_anew(); }
  void session_over() override { dependencies_.session_over(); }
  void reboot() override { dependencies_.reboot(); }
  base::Result<void> store_factory_reset() override;
  void factory_reset() override { dependencies_.factory_reset(); }

 private:
  Components components_;
  Dependencies& dependencies_;
  std::string connection_request_url_;  ///< empty: connection requests are off
};

}  // namespace proxy::daemon
