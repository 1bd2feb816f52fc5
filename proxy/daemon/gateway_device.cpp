// SPDX-License-Identifier: Apache-2.0
#include "proxy/daemon/gateway_device.hpp"

#include "proxy/acs/connection_request/connection_request_url.hpp"
#include "proxy/daemon/factory_reset.hpp"

#include <string_view>
#include <utility>

namespace proxy::daemon {
namespace {

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

acs::EndpointSettings GatewayDevice::settings() const {
  const gateway::Settings& settings = components_.management_server.settings();
  const gateway::HeartbeatPolicy& heartbeat = components_.heartbeat_policy;
  const gateway::RebootPlan& reboot = components_.reboot_plan;
  return {
      .acs = settings.acs,
      .connection_request = settings.connection_request,
      .periodic_inform_time = settings.periodic_inform_time,
      .stun = stun_settings(settings.nat),
      .lightweight = lightweight_settings(settings.lightweight),
      .heartbeat = {.enable = heartbeat.enabled(),
                    .interval = heartbeat.reporting_interval(),
                    .time = heartbeat.initiation_time()},
      .reboot = {.time = reboot.time(), .delay = reboot.delay(), .times_set = reboot.times_set()},
  };
}

cwmp::DeviceIdStruct GatewayDevice::device_id() const {
  const config::Device& device = components_.configuration.running().device;
  return {device.manufacturer, device.oui, device.product_class, device.serial_number};
}

std::vector<model::ParameterRef> GatewayDevice::inform_parameters(const std::vector<cwmp::EventStruct>& events) const {
  std::vector<std::string_view> texts;
  texts.reserve(events.size());
  for (const cwmp::EventStruct& event : events) texts.push_back(cwmp::event_rule(event.event_code).text);
  return components_.inform_parameters.parameters(texts);
}

/// A device's parameter waits for the device; one of the gateway's own is set once it is stored.
sets::StoredAs GatewayDevice::stored_as(model::ParameterRef parameter) const {
  if (parameter.info().source == &components_.router) return {.pending = true};
  return {.configured = components_.router.configured(parameter)};
}

std::optional<std::chrono::seconds> GatewayDevice::longest_answer() const {
  if (components_.router.adapters().empty()) return std::nullopt;
  return std::chrono::ceil<std::chrono::seconds>(plugin::Timeouts{}.longest_answer());
}

bool GatewayDevice::reports_transfer(const cwmp::AutonomousTransferComplete& report) const {
  return components_.transfer_policy.is_reported(report.is_download, report.file_type, report.result.fault_code == 0);
}

cwmp::ModelDocuments GatewayDevice::model_documents() const {
  const config::Device& device = components_.configuration.running().device;
  return cwmp::describe(components_.tree, {.oui = device.oui, .product_class = device.product_class});
}

/// The file behind a URL never changes: the URL has the UUID of the content.
gateway::SupportedDataModel::Facts GatewayDevice::supported_data_model() const {
  cwmp::ModelDocuments documents = model_documents();
  const std::string name = documents.uuid + "/" + std::string(cwmp::kDeviceTypeFile);
  return {.url = acs::document_url(connection_request_url_, name),
          .uuid = std::move(documents.uuid),
          .urn = std::move(documents.urn)};
}

std::optional<std::string> GatewayDevice::document(std::string_view name) {
  const std::size_t slash = name.find('/');
  if (slash == name.npos) return std::nullopt;
  const std::string_view uuid = name.substr(0, slash);
  const std::string_view file = name.substr(slash + 1);
  const bool is_device_type = file == cwmp::kDeviceTypeFile;
  // To describe the tree takes time, which a wrong name does not cost.
  if (!is_device_type && file != cwmp::kDataModelFile) return std::nullopt;
  cwmp::ModelDocuments documents = model_documents();
  if (uuid != documents.uuid) return std::nullopt;
  return std::move(is_device_type ? documents.device_type : documents.data_model);
}

void GatewayDevice::connection_request_url_changed(const std::string& url, model::Origin origin) {
  connection_request_url_ = url;
  components_.tree.when_thawed(
      [&server = components_.management_server, url, origin] { server.set_connection_request_url(url, origin); });
}

void GatewayDevice::udp_address_changed(const std::string& address, bool nat_detected) {
  components_.tree.when_thawed([&server = components_.management_server, address, nat_detected] {
    server.set_udp_address(address, nat_detected);
  });
}

base::Result<void> GatewayDevice::store_factory_reset() {
  if (const std::error_code error = ask_factory_reset(components_.configuration.running().state_dir))
    return base::Error{base::Fault::resources_exceeded, "", error.message()};
  return {};
}

}  // namespace proxy::daemon
