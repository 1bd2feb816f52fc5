// SPDX-License-Identifier: Apache-2.0
#include "proxy/gateway/lightweight_parameters.hpp"

#include "proxy/config/rules.hpp"
#include "proxy/gateway/date_time.hpp"

#include <algorithm>
#include <charconv>
#include <string_view>
#include <utility>

namespace proxy::gateway {
namespace {

using model::Type;

constexpr std::size_t kLongestHost = 256;
constexpr std::string_view kProtocol = "UDP";

/// The number of a canonical unsignedInt.
std::uint32_t number(std::string_view canonical) {
  std::uint32_t value = 0;
  std::from_chars(canonical.data(), canonical.data() + canonical.size(), value);
  return value;
}

std::string_view trimmed(std::string_view text) {
  constexpr std::string_view kSpace = " \t\r\n";
  text.remove_prefix(std::min(text.find_first_not_of(kSpace), text.size()));
  return text.substr(0, text.find_last_not_of(kSpace) + 1);
}

/// Whether each item of a list is the one protocol there is; an empty list has none.
bool is_list_of_protocols(std::string_view list) {
  if (trimmed(list).empty()) return true;
  for (;;) {
    const std::size_t comma = list.find(',');
    if (trimmed(list.substr(0, comma)) != kProtocol) return false;
    if (comma == std::string_view::npos) return true;
    list.remove_prefix(comma + 1);
  }
}

}  // namespace

LightweightParameters::LightweightParameters(model::Tree& tree, OwnParameters& parameters) : tree_(tree) {
  const auto declare = [&](const char* name, Type type, const char* initial, model::Constraints constraints) {
    return parameters.declare({.name = name,
                               .type = type,
                               .writable = true,
                               .default_value = initial,
                               .constraints = std::move(constraints)});
  };
  parameters.declare(
      {.name = "ManagementServer.LightweightNotificationProtocolsSupported", .default_value = std::string(kProtocol)});
  used_ = declare("ManagementServer.LightweightNotificationProtocolsUsed", Type::string, "", {});
  interval_ = declare("ManagementServer.LightweightNotificationTriggerInterval", Type::unsigned_int, "0", {});
  time_ = declare("ManagementServer.LightweightNotificationTriggerTime", Type::date_time, "", {});
  host_ = declare("ManagementServer.UDPLightweightNotificationHost", Type::string, "", {.max_length = kLongestHost});
  port_ = declare("ManagementServer.UDPLightweightNotificationPort", Type::unsigned_int, "7547",
                  {.minimum = "1", .maximum = "65535"});
}

std::string LightweightParameters::refusal(const model::Assignment& assignment) const {
  if (assignment.parameter == host_) return config::check_text(assignment.value, 0, kLongestHost);
  if (assignment.parameter == used_ && !is_list_of_protocols(assignment.value)) return "the only protocol is UDP";
  if (assignment.parameter == time_ && !absolute_time(assignment.value)) return "must be an absolute time, with a zone";
  return {};
}

LightweightSettings LightweightParameters::read() const {
  LightweightSettings settings{
      .over_udp = tree_.stored_value(used_).find(kProtocol) != std::string_view::npos,
      .host = std::string(tree_.stored_value(host_)),
      .port = static_cast<std::uint16_t>(number(tree_.stored_value(port_))),
      .trigger_interval = std::chrono::seconds(number(tree_.stored_value(interval_))),
      .trigger_time = {},
  };
  if (const auto time = tree_.stored_value(time_); time != model::kUnknownTime)
    settings.trigger_time = absolute_time(time);
  return settings;
}

}  // namespace proxy::gateway
