// SPDX-License-Identifier: Apache-2.0
#pragma once
// The abilities of an endpoint's ACS, as earlier sessions showed them: its versions of CWMP, and whether it accepts
// compressed messages.
// Spec: TR-069 Amendment 6, 3.7.4 (versions, fault 8006), 3.4.7 (415)
// Thread: loop

#include "proxy/acs/session/session_driver.hpp"
#include "proxy/config/config.hpp"
#include "proxy/cwmp/rpc.hpp"
#include "proxy/cwmp/version.hpp"
#include "proxy/state/endpoint_facts.hpp"

#include <string>

namespace proxy::acs {

/// The user name of a CPE that has none configured: OUI, ProductClass (left out if empty) and serial number, each
/// percent-encoded, joined by hyphens.
/// Spec: TR-069 Amendment 6, 3.4.4
std::string default_username(const cwmp::DeviceIdStruct& device);

class AcsProfile {
 public:
  /// `facts` outlives it.
  explicit AcsProfile(state::EndpointFacts& facts) : facts_(facts) {}

  /// At the start, and when the settings may have changed. The abilities of another ACS are forgotten. The version that
  /// was agreed on with this ACS is kept over restarts.
  void use(const config::Acs& settings);

  /// The highest version that the next Inform offers.
  cwmp::Version offered() const { return offered_; }
  /// The version agreed on last; before the first agreement the highest. The ACS gets nothing that a later version has
  /// added.
  cwmp::Version negotiated() const { return negotiated_; }
  /// Whether a set accepts xsd:string for a parameter of another type.
  bool lenient_types() const { return settings_.lenient_types; }
  /// The settings of the next session's HTTP. A password without a user name goes with the default one.
  config::Acs for_session(const cwmp::DeviceIdStruct& device) const;

  /// The InformResponse of that ACS came; part of the caller's transaction.
  void agreed_on(const std::string& acs_url, cwmp::Version version);
  void session_ended(const SessionResult& result);

 private:
  state::EndpointFacts& facts_;
  config::Acs settings_;
  cwmp::Version offered_ = cwmp::Version::v1_4;
  cwmp::Version negotiated_ = cwmp::Version::v1_4;
  bool refuses_compression_ = false;
};

}  // namespace proxy::acs
