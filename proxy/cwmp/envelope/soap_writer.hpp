// SPDX-License-Identifier: Apache-2.0
#pragma once
// Writes our envelopes. What it writes validates against the RPC schema of CWMP.
// Spec: TR-069 Amendment 6, 3.5 (SOAP), A.3, A.5, A.6
// Thread: pure; make_response_body() loop

#include "proxy/cwmp/envelope/body.hpp"
#include "proxy/cwmp/rpc.hpp"
#include "proxy/cwmp/version.hpp"
#include "proxy/model/tree.hpp"

#include <chrono>
#include <memory>
#include <optional>
#include <string>

namespace proxy::cwmp {

/// What stands in the header of an envelope, and the version it is written in.
struct EnvelopeHeader {
  Version version = Version::v1_4;
  std::optional<std::string> id = {};
  std::optional<std::chrono::seconds> session_timeout = {};  ///< Inform only
  bool offers_versions = false;                              ///< Inform only: SupportedCWMPVersions
};

std::string write_inform(const Inform& inform, const model::Tree& tree, const EnvelopeHeader& header);
std::string write_request(const OutgoingRequest& request, const EnvelopeHeader& header);
std::string write_fault(const Fault& fault, const EnvelopeHeader& header);
std::unique_ptr<Body> make_response_body(const Response& response, model::Tree& tree, const EnvelopeHeader& header);

/// "2026-11-22T12:00:00Z"
std::string utc_date_time(std::chrono::sys_seconds time);
/// "2026-11-22T13:00:00+01:00"
std::string local_date_time(std::chrono::sys_seconds time, std::chrono::minutes utc_offset);

}  // namespace proxy::cwmp
