// SPDX-License-Identifier: Apache-2.0
#pragma once
// The datagrams of lightweight notifications.
// Spec: TR-069 Amendment 6, Annex M; cwmp-UDPLightweightNotification-1-0.xsd
// Thread: loop
//
// The schema has no element for a signature. It is a header of the request that frames the document: the HMAC-SHA1 of
// the document with the password of the CPE, in upper case hex digits.

#include "proxy/config/secret.hpp"
#include "proxy/cwmp/rpc.hpp"
#include "proxy/model/tree.hpp"

#include <chrono>
#include <cstddef>
#include <functional>
#include <span>
#include <string>
#include <vector>

namespace proxy::acs {

/// A datagram of this size fits into one packet on any path; a single longer value is sent in IP fragments.
inline constexpr std::size_t kUsualNotification = 1200;
inline constexpr std::size_t kMaxNotification = 60'000;

struct LightweightSender {
  std::string host;  ///< for the Host header
  std::string username;
  config::Secret password;
  cwmp::DeviceIdStruct device_id;
  std::chrono::sys_seconds time;
  std::function<std::string()> cnonce;  ///< another one for each datagram
};

/// The datagrams with the values of these parameters, as many as needed. A value that fits into none is left out and
/// logged.
std::vector<std::string> lightweight_messages(const LightweightSender& sender, const model::Tree& tree,
                                              std::span<const model::ParameterRef> parameters);

}  // namespace proxy::acs
