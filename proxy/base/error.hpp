// SPDX-License-Identifier: Apache-2.0
#pragma once
// The faults that an ACS may see, and the result type that carries them.
// Spec: TR-069 Amendment 6, A.5 (CPE fault codes).
// Thread: any

#include <boost/system/result.hpp>

#include <cstdint>
#include <string>
#include <string_view>

namespace proxy::base {

/// CPE fault codes. internal_error means a defect in this program, never "something else".
enum class Fault : std::uint16_t {
  method_not_supported = 9000,
  request_denied = 9001,
  internal_error = 9002,
  invalid_arguments = 9003,
  resources_exceeded = 9004,
  invalid_parameter_name = 9005,
  invalid_parameter_type = 9006,
  invalid_parameter_value = 9007,
  non_writable_parameter = 9008,
  notification_request_rejected = 9009,
  file_transfer_failure = 9010,
  upload_failure = 9011,
  file_server_authentication_failure = 9012,
  unsupported_transfer_protocol = 9013,
  cannot_contact_file_server = 9015,
  cannot_access_file = 9016,
  cannot_complete_download = 9017,
  file_corrupted = 9018,
  file_authentication_failure = 9019,
  not_within_time_windows = 9020,
  cancel_not_permitted = 9021,
};

/// The FaultString that TR-069 gives the code, "Invalid parameter name" for 9005.
std::string_view fault_string(Fault fault);

struct Error {
  Fault fault;
  std::string path;    ///< the parameter or object; empty: none
  std::string detail;  ///< for people: what is wrong
  bool operator==(const Error&) const = default;
};

/// "9005 Invalid parameter name: Device.Bogus (no such parameter)"
std::string to_string(const Error& error);

template <class T>
using Result = boost::system::result<T, Error>;

/// Called by Result::value() if there is only an error. To call value() without a check is a defect.
[[noreturn]] void throw_exception_from_error(const Error& error, const boost::source_location&);

}  // namespace proxy::base
