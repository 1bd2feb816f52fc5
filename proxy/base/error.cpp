// SPDX-License-Identifier: Apache-2.0
#include "proxy/base/error.hpp"

#include <stdexcept>

namespace proxy::base {

std::string_view fault_string(Fault fault) {
  switch (fault) {
    case Fault::method_not_supported: return "Method not supported";
    case Fault::request_denied: return "Request denied";
    case Fault::internal_error: return "Internal error";
    case Fault::invalid_arguments: return "Invalid arguments";
    case Fault::resources_exceeded: return "Resources exceeded";
    case Fault::invalid_parameter_name: return "Invalid parameter name";
    case Fault::invalid_parameter_type: return "Invalid parameter type";
    case Fault::invalid_parameter_value: return "Invalid parameter value";
    case Fault::non_writable_parameter: return "Attempt to set a non-writable parameter";
    case Fault::notification_request_rejected: return "Notification request rejected";
    case Fault::file_transfer_failure: return "File transfer failure";
    case Fault::upload_failure: return "Upload failure";
    case Fault::file_server_authentication_failure: return "File transfer server authentication failure";
    case Fault::unsupported_transfer_protocol: return "Unsupported protocol for file transfer";
    case Fault::cannot_contact_file_server: return "File transfer failure: unable to contact file server";
    case Fault::cannot_access_file: return "File transfer failure: unable to access file";
    case Fault::cannot_complete_download: return "File transfer failure: unable to complete download";
    case Fault::file_corrupted: return "File transfer failure: file corrupted";
    case Fault::file_authentication_failure: return "File transfer failure: file authentication failure";
    case Fault::not_within_time_windows:
      return "File transfer failure: unable to complete download within specified time windows";
    case Fault::cancel_not_permitted: return "Cancelation of file transfer not permitted in current transfer state";
  }
  return "Internal error";
}

std::string to_string(const Error& error) {
  std::string text = std::to_string(static_cast<unsigned>(error.fault));
  text.append(" ").append(fault_string(error.fault));
  if (!error.path.empty()) text.append(": ").append(error.path);
  if (!error.detail.empty()) text.append(" (").append(error.detail).append(")");
  return text;
}

void throw_exception_from_error(const Error& error, const boost::source_location&) {
  throw std::logic_error(to_string(error));
}

}  // namespace proxy::base
