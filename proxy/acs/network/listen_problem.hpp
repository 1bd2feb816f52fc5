// SPDX-License-Identifier: Apache-2.0
#pragma once
// Why a port cannot be listened on, with what mends it.
// Thread: pure

#include <string>
#include <system_error>

namespace proxy::acs {

inline std::string listen_problem(const std::error_code& error) {
  if (error == std::errc::address_in_use)
    return error.message() + ": another program has this port; choose another one";
  if (error == std::errc::permission_denied) return error.message() + ": choose a port above 1023";
  if (error == std::errc::address_not_available) return error.message() + ": no interface has this address";
  return error.message();
}

}  // namespace proxy::acs
