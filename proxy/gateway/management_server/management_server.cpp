// SPDX-License-Identifier: Apache-2.0
#include "proxy/gateway/management_server/management_server.hpp"

#include "proxy/config/rules.hpp"
#include "proxy/gateway/date_time.hpp"
#include "proxy/gateway/text.hpp"

#include <algorithm>
#include <array>
#include <cstdint>
#include <utility>

namespace proxy::gateway {
namespace {

using model::Type;

std::string boolean_text(bool value) { return value ? "true" : "false"; }

std::string seconds_text(std::chrono::seconds value) { return std::to_string(value.count()); }

constexpr std::size_t kMaxUsernameLength = 256;
/// In the order of config::HttpCompression.
constexpr std::array<const char*, 3> kCompressions{"Disabled", "GZIP", "Deflate"};

}  // namespace

ManagementServer::ManagementServer(model::Tree& tree, state::Store& store, const config::Acs& acs,
                                   const config::ConnectionRequest& connection_request)
    : tree_(tree),
      settings_{.acs = acs, .connection_request = connection_request},
      parameters_(tree, store, *this),
      nat_(tree, parameters_),
      lightweight_(tree, parameters_) {
  declare_session_parameters(acs);
  declare_compression(acs.http_compression);
  declare_connection_request_parameters(connection_request);
  const auto key = parameters_.declare({.name = "ManagementServer.ParameterKey", .forced_inform = true});
  tree_.set_value(key, store.facts.parameter_key(), model::Origin::start);
  // The proxy never looks for upgrades by itself, whatever the value is.
  parameters_.declare(
      {.name = "ManagementServer.UpgradesManaged", .type = Type::boolean, .writable = true, .default_value = "true"});
  declare_addressing_parameters();
  read_settings();
}

void ManagementServer::declare_session_parameters(const config::Acs& acs) {
  acs_url_ = parameters_.declare_writable("ManagementServer.URL", Type::string, acs.url, {.max_length = 2048});
  username_ = parameters_.declare_writable("ManagementServer.Username", Type::string, acs.username,
                                           {.max_length = kMaxUsernameLength});
  password_ = parameters_.declare({.name = "ManagementServer.Password",
                                   .writable = true,
                                   .hidden = true,
                                   .default_value = acs.password.reveal(),
                                   .constraints = {.max_length = 256}});
  periodic_enable_ = parameters_.declare_writable("ManagementServer.PeriodicInformEnable", Type::boolean,
                                                  boolean_text(acs.periodic_inform.enable), {});
  periodic_interval_ = parameters_.declare_writable("ManagementServer.PeriodicInformInterval", Type::unsigned_int,
                                                    seconds_text(acs.periodic_inform.interval), {.minimum = "1"});
  periodic_time_ = parameters_.declare_writable("ManagementServer.PeriodicInformTime", Type::date_time, "", {});
  throttle_ = parameters_.declare_writable("ManagementServer.DefaultActiveNotificationThrottle", Type::unsigned_int,
                                           seconds_text(acs.active_notification_throttle), {});
  retry_wait_ =
      parameters_.declare_writable("ManagementServer.CWMPRetryMinimumWaitInterval", Type::unsigned_int,
                                   seconds_text(acs.retry_minimum_wait), {.minimum = "1", .maximum = "65535"});
  retry_multiplier_ = parameters_.declare_writable("ManagementServer.CWMPRetryIntervalMultiplier", Type::unsigned_int,
                                                   std::to_string(acs.retry_interval_multiplier),
                                                   {.minimum = "1000", .maximum = "65535"});
}

void ManagementServer::declare_compression(config::HttpCompression configured) {
  parameters_.declare({.name = "ManagementServer.HTTPCompressionSupported", .default_value = "GZIP,Deflate"});
  compression_ = parameters_.declare({.name = "ManagementServer.HTTPCompression",
                                      .writable = true,
                                      .default_value = kCompressions.at(static_cast<std::size_t>(configured)),
                                      .constraints = {.words = {kCompressions.begin(), kCompressions.end()}}});
}

void ManagementServer::declare_connection_request_parameters(const config::ConnectionRequest& connection_request) {
  request_url_ = parameters_.declare({.name = "ManagementServer.ConnectionRequestURL",
                                      .forced_inform = true,
                                      .notification = model::Notification::active});
  request_username_ = parameters_.declare({.name = "ManagementServer.ConnectionRequestUsername",
                                           .writable = true,
                                           .default_value = connection_request.username,
                                           .constraints = {.max_length = kMaxUsernameLength}});
  request_password_ = parameters_.declare({.name = "ManagementServer.ConnectionRequestPassword",
                                           .writable = true,
                                           .hidden = true,
                                           .default_value = connection_request.password.reveal(),
                                           .constraints = {.max_length = 256}});
  request_enable_ = parameters_.declare({.name = "ManagementServer.HTTPConnectionRequestEnable",
                                         .type = Type::boolean,
                                         .writable = true,
                                         .default_value = boolean_text(connection_request.enable)});
  parameters_.declare({.name = "ManagementServer.SupportedConnReqMethods", .default_value = "HTTP,STUN"});
}

/// The code that reads and writes paths (proxy/cwmp) acts on these parameters.
void ManagementServer::declare_addressing_parameters() {
  parameters_.declare({.name = "ManagementServer.AliasBasedAddressing",
                       .type = Type::boolean,
                       .forced_inform = true,
                       .default_value = "true"});
  parameters_.declare({.name = "ManagementServer.InstanceMode",
                       .writable = true,
                       .default_value = "InstanceNumber",
                       .constraints = {.words = {"InstanceNumber", "InstanceAlias"}}});
  parameters_.declare({.name = "ManagementServer.AutoCreateInstances", .type = Type::boolean, .writable = true});
  parameters_.declare(
      {.name = "ManagementServer.InstanceWildcardsSupported", .type = Type::boolean, .default_value = "true"});
}

std::string ManagementServer::refusal(const model::Assignment& assignment) const {
  const std::string& name = assignment.parameter.info().name;
  if (name == "ManagementServer.URL") return config::check_url(assignment.value, true);
  // User names go into HTTP headers; the configuration has the same rule for them.
  if (name == "ManagementServer.Username" || name == "ManagementServer.ConnectionRequestUsername") {
    return config::check_text(assignment.value, 0, kMaxUsernameLength);
  }
  if (name == "ManagementServer.PeriodicInformTime") return check_absolute_time(assignment.value);
  if (auto reason = nat_.refusal(assignment); !reason.empty()) return reason;
  return lightweight_.refusal(assignment);
}

void ManagementServer::read_settings() {
  const auto text = [this](model::ParameterRef parameter) { return std::string(tree_.stored_value(parameter)); };
  const auto count = [this](model::ParameterRef parameter) {
    return number<std::uint32_t>(tree_.stored_value(parameter));
  };
  const auto is_true = [this](model::ParameterRef parameter) { return tree_.stored_value(parameter) == "true"; };
  settings_.acs.url = text(acs_url_);
  settings_.acs.username = text(username_);
  settings_.acs.password = config::Secret(text(password_));
  settings_.acs.periodic_inform = {is_true(periodic_enable_), std::chrono::seconds(count(periodic_interval_))};
  settings_.acs.retry_minimum_wait = std::chrono::seconds(count(retry_wait_));
  settings_.acs.retry_interval_multiplier = count(retry_multiplier_);
  const auto* const word = std::ranges::find(kCompressions, tree_.stored_value(compression_));
  settings_.acs.http_compression = static_cast<config::HttpCompression>(word - kCompressions.begin());
  settings_.connection_request.enable = is_true(request_enable_);
  settings_.connection_request.username = text(request_username_);
  settings_.connection_request.password = config::Secret(text(request_password_));
  settings_.acs.active_notification_throttle = std::chrono::seconds(count(throttle_));
  settings_.nat = nat_.read();
  settings_.lightweight = lightweight_.read();
  settings_.periodic_inform_time = known_time(tree_.stored_value(periodic_time_));
}

void ManagementServer::changed() {
  const Settings before = settings_;
  read_settings();
  if (settings_ == before) return;
  // This side effect notifies the ACS, although the ACS made the change.
  if (settings_.connection_request.enable != before.connection_request.enable) {
    show_connection_request_url(model::Origin::local);
  }
  for (const Listener& listener : listeners_) listener(before);
}

void ManagementServer::set_discovered(const DiscoveredServer& server, model::Origin origin) {
  // Values that this lease does not have are the configured ones, not those of the last lease.
  const auto as_configured = [](model::ParameterRef parameter) {
    return std::string(parameter.info().initial_value());
  };
  parameters_.set_discovered(
      retry_wait_, server.retry_minimum_wait ? seconds_text(*server.retry_minimum_wait) : as_configured(retry_wait_),
      origin);
  parameters_.set_discovered(retry_multiplier_,
                             server.retry_interval_multiplier ? std::to_string(*server.retry_interval_multiplier)
                                                              : as_configured(retry_multiplier_),
                             origin);
  parameters_.set_discovered(acs_url_, server.url, origin);
  changed();
}

void ManagementServer::forget_set_url() {
  parameters_.forget_set(acs_url_, model::Origin::local);
  changed();
}

void ManagementServer::set_connection_request_url(std::string url, model::Origin origin) {
  connection_request_url_ = std::move(url);
  show_connection_request_url(origin);
}

void ManagementServer::show_connection_request_url(model::Origin origin) {
  tree_.set_value(request_url_, settings_.connection_request.enable ? connection_request_url_ : "", origin);
}

}  // namespace proxy::gateway
