// SPDX-License-Identifier: Apache-2.0
#include "proxy/gateway/management_server/lightweight_parameters.hpp"

#include "proxy/config/rules.hpp"
#include "proxy/gateway/date_time.hpp"
#include "proxy/gateway/text.hpp"

#include <string_view>
#include <utility>

namespace proxy::gateway {
namespace {

using model::Type;

constexpr std::size_t kMaxHostLength = 256;
constexpr std::string_view kProtocol = "UDP";

bool is_the_protocol(std::string_view item) { return item == kProtocol; }

}  // namespace

LightweightParameters::LightweightParameters(model::Tree& tree, OwnParameters& parameters) : tree_(tree) {
  parameters.declare(
      {.name = "ManagementServer.LightweightNotificationProtocolsSupported", .default_value = std::string(kProtocol)});
  used_ = parameters.declare_writable("ManagementServer.LightweightNotificationProtocolsUsed", Type::string, "", {});
  interval_ = parameters.declare_writable("ManagementServer.LightweightNotificationTriggerInterval", Type::unsigned_int,
                                          "0", {});
  time_ = parameters.declare_writable("ManagementServer.LightweightNotificationTriggerTime", Type::date_time, "", {});
  host_ = parameters.declare_writable("ManagementServer.UDPLightweightNotificationHost", Type::string, "",
                                      {.max_length = kMaxHostLength});
  port_ = parameters.declare_writable("ManagementServer.UDPLightweightNotificationPort", Type::unsigned_int, "7547",
                                      {.minimum = "1", .maximum = "65535"});
}

std::string LightweightParameters::refusal(const model::Assignment& assignment) const {
  if (assignment.parameter == host_) return config::check_text(assignment.value, 0, kMaxHostLength);
  if (assignment.parameter == used_ && !all_of_list(assignment.value, is_the_protocol))
    return "the only protocol is UDP";
  if (assignment.parameter == time_) return check_absolute_time(assignment.value);
  return {};
}

LightweightSettings LightweightParameters::read() const {
  return {
      .over_udp = tree_.stored_value(used_).find(kProtocol) != std::string_view::npos,
      .host = std::string(tree_.stored_value(host_)),
      .port = static_cast<std::uint16_t>(number<std::uint32_t>(tree_.stored_value(port_))),
      .trigger_interval = std::chrono::seconds(number<std::uint32_t>(tree_.stored_value(interval_))),
      .trigger_time = known_time(tree_.stored_value(time_)),
  };
}

}  // namespace proxy::gateway
