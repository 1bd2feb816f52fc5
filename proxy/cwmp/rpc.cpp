// SPDX-License-Identifier: Apache-2.0
#include "proxy/cwmp/rpc.hpp"

#include <algorithm>

namespace proxy::cwmp {
namespace {

std::uint32_t code_of(base::Fault fault) { return static_cast<std::uint32_t>(fault); }

/// "Invalid parameter value: the value is above 100"
std::string fault_text(base::Fault fault, std::string_view path, std::string_view detail) {
  std::string text(base::fault_string(fault));
  if (!path.empty()) text.append(": ").append(path);
  if (!detail.empty()) text.append(path.empty() ? ": " : ", ").append(detail);
  return text;
}

/// Whether the error can stand beside its parameter's name: these alone may.
bool concerns_parameter(const base::Error& error) {
  switch (error.fault) {
    case base::Fault::invalid_parameter_name:
    case base::Fault::invalid_parameter_type:
    case base::Fault::invalid_parameter_value:
    case base::Fault::non_writable_parameter: return true;
    case base::Fault::request_denied: return !error.path.empty();
    default: return false;
  }
}

}  // namespace

Fault to_fault(const base::Error& error) {
  return {code_of(error.fault), fault_text(error.fault, error.path, error.detail)};
}

Fault to_set_fault(const std::vector<base::Error>& errors) {
  if (errors.empty()) return to_fault({base::Fault::internal_error, "", "the request was refused without a reason"});
  const auto general = std::find_if_not(errors.begin(), errors.end(), concerns_parameter);
  if (general != errors.end()) return to_fault(*general);
  Fault fault = to_fault({base::Fault::invalid_arguments, "", ""});
  for (const base::Error& error : errors) {
    fault.set_parameter_values_faults.push_back(
        {error.path, code_of(error.fault), fault_text(error.fault, "", error.detail)});
  }
  return fault;
}

}  // namespace proxy::cwmp
