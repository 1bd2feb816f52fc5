// SPDX-License-Identifier: Apache-2.0
#include "proxy/daemon/service/status_line.hpp"

#include "proxy/base/visible_text.hpp"
#include "proxy/model/value.hpp"

#include <fmt/format.h>

namespace proxy::daemon {
namespace {

std::string acs_text(const config::Acs& acs) {
  if (acs.url.empty()) return acs.discover ? "waiting for an ACS from DHCP" : "no ACS";
  return "ACS " + acs.url.substr(0, acs.url.find('?'));
}

std::string session_text(const acs::EndpointStatus& endpoint) {
  if (!endpoint.last_session) return "no session yet";
  const std::string time = model::utc_text(*endpoint.last_session);
  return endpoint.last_successful ? "last session complete at " + time
                                  : fmt::format("last session failed at {}: {}", time, endpoint.last_failure);
}

std::string devices_text(const StatusFacts& facts) {
  const std::string devices = fmt::format("{} {}", facts.devices, facts.devices == 1 ? "device" : "devices");
  return facts.devices_offline == 0 ? devices : fmt::format("{}, {} offline", devices, facts.devices_offline);
}

}  // namespace

std::string status_line(const StatusFacts& facts) {
  std::string text = fmt::format("{}-{}-{}; {}", facts.device.oui, facts.device.product_class,
                                 facts.device.serial_number, acs_text(facts.acs));
  if (!facts.acs.url.empty()) text += "; " + session_text(facts.endpoint);
  text += "; " + devices_text(facts);
  if (facts.reload_rejected) text += "; the configuration file has errors, the former configuration is in use";
  return base::visible_text(text);
}

}  // namespace proxy::daemon
