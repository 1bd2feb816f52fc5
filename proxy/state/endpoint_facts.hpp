// SPDX-License-Identifier: Apache-2.0
#pragma once
// Single facts about one CWMP endpoint: which device it is, its ParameterKey, the ACS that it knows, what was
// acknowledged last.
// Spec: TR-069 Amendment 6, A.3.2.1 (ParameterKey), 3.7.1.5 (0 BOOTSTRAP)
// Thread: loop

#include "proxy/state/sqlite/database.hpp"

#include <chrono>
#include <optional>
#include <string>
#include <string_view>
#include <system_error>
#include <utility>

namespace proxy::state {

class EndpointFacts {
 public:
  /// The Database outlives it. `endpoint` "" is the gateway itself.
  EndpointFacts(Database& database, std::string endpoint) : database_(database), endpoint_(std::move(endpoint)) {}

  /// The device that the state is of, as its owner writes it; empty: not known yet.
  std::string device() const;
  std::error_code set_device(std::string_view device);
  std::string parameter_key() const;
  std::error_code set_parameter_key(std::string_view key);
  /// 32 hex digits, made once at random and kept, over a FactoryReset too.
  const std::string& connection_request_path();
  /// The ACS URL that acknowledged 0 BOOTSTRAP; empty: none yet.
  std::string bootstrap_url() const;
  std::error_code set_bootstrap_url(std::string_view acs_url);
  /// The version of CWMP that was agreed on with this ACS, "1.2"; empty: none, or another ACS has been met since.
  std::string agreed_version(std::string_view acs_url) const;
  std::error_code set_agreed_version(std::string_view acs_url, std::string_view version);
  /// The value that the last acknowledged Inform carried for this parameter, if any did.
  std::optional<std::string> acknowledged_value(std::string_view path) const;
  std::error_code set_acknowledged_value(std::string_view path, std::string_view value);
  std::error_code forget_acknowledged_values();
  /// The last ScheduleReboot time that was carried out, if there was one.
  std::optional<std::chrono::sys_seconds> rebooted_at() const;
  std::error_code set_rebooted_at(std::chrono::sys_seconds time);
  /// Forgets all but the path of the ConnectionRequestURL.
  std::error_code factory_reset();

 private:
  std::optional<std::string> text(std::string_view name) const;
  std::error_code put_text(std::string_view name, std::string_view value);

  Database& database_;
  std::string endpoint_;
  std::string connection_request_path_;
};

}  // namespace proxy::state
