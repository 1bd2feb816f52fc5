// SPDX-License-Identifier: Apache-2.0
#include "proxy/gateway/management_server/nat_parameters.hpp"

#include "proxy/config/rules.hpp"
#include "proxy/gateway/text.hpp"

#include <utility>

namespace proxy::gateway {
namespace {

using model::Type;

constexpr std::size_t kMaxTextLength = 256;
constexpr std::uint16_t kStunPort = 3478;

}  // namespace

NatParameters::NatParameters(model::Tree& tree, OwnParameters& parameters) : tree_(tree) {
  enable_ = parameters.declare_writable("ManagementServer.STUNEnable", Type::boolean, "false", {});
  server_ = parameters.declare_writable("ManagementServer.STUNServerAddress", Type::string, "",
                                        {.max_length = kMaxTextLength});
  port_ =
      parameters.declare_writable("ManagementServer.STUNServerPort", Type::unsigned_int, "3478", {.maximum = "65535"});
  username_ =
      parameters.declare_writable("ManagementServer.STUNUsername", Type::string, "", {.max_length = kMaxTextLength});
  password_ = parameters.declare({.name = "ManagementServer.STUNPassword",
                                  .writable = true,
                                  .hidden = true,
                                  .constraints = {.max_length = kMaxTextLength}});
  maximum_ =
      parameters.declare_writable("ManagementServer.STUNMaximumKeepAlivePeriod", Type::int_, "-1", {.minimum = "-1"});
  // Many NATs drop a binding after half a minute.
  minimum_ = parameters.declare_writable("ManagementServer.STUNMinimumKeepAlivePeriod", Type::unsigned_int, "20", {});
  address_ = parameters.declare({.name = "ManagementServer.UDPConnectionRequestAddress"});
  nat_detected_ = parameters.declare({.name = "ManagementServer.NATDetected", .type = Type::boolean});
}

std::string NatParameters::refusal(const model::Assignment& assignment) const {
  const bool is_text = assignment.parameter == server_ || assignment.parameter == username_;
  return is_text ? config::check_text(assignment.value, 0, kMaxTextLength) : std::string();
}

NatSettings NatParameters::read() const {
  const auto text = [this](model::ParameterRef parameter) { return std::string(tree_.stored_value(parameter)); };
  const auto count = [this](model::ParameterRef parameter) {
    return number<std::int64_t>(tree_.stored_value(parameter));
  };
  NatSettings settings{.stun_enable = tree_.stored_value(enable_) == "true",
                       .server = text(server_),
                       .server_port = static_cast<std::uint16_t>(count(port_)),
                       .username = text(username_),
                       .password = config::Secret(text(password_)),
                       .minimum_keep_alive = std::chrono::seconds(count(minimum_)),
                       .maximum_keep_alive = {}};
  if (settings.server_port == 0) settings.server_port = kStunPort;
  if (const std::int64_t maximum = count(maximum_); maximum >= 0)
    settings.maximum_keep_alive = std::chrono::seconds(maximum);
  return settings;
}

void NatParameters::show(std::string address, bool nat_detected) {
  tree_.set_value(nat_detected_, nat_detected ? "true" : "false", model::Origin::local);
  tree_.set_value(address_, std::move(address), model::Origin::local);
}

}  // namespace proxy::gateway
