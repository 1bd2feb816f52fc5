// SPDX-License-Identifier: Apache-2.0
#include "proxy/acs/session/acs_profile.hpp"

#include "proxy/base/log.hpp"

#include <utility>

namespace proxy::acs {
namespace {

constexpr cwmp::Version kHighest = cwmp::Version::v1_4;
constexpr int kUnsupportedMediaType = 415;

}  // namespace

void AcsProfile::use(const config::Acs& settings) {
  const config::Acs before = std::exchange(settings_, settings);
  if (before.http_compression != settings_.http_compression) refuses_compression_ = false;
  if (before.url == settings_.url) return;
  refuses_compression_ = false;
  offered_ = kHighest;
  negotiated_ = cwmp::version_from_name(facts_.agreed_version(settings_.url)).value_or(kHighest);
}

config::Acs AcsProfile::for_session() const {
  config::Acs settings = settings_;
  if (refuses_compression_) settings.http_compression = config::HttpCompression::disabled;
  return settings;
}

void AcsProfile::agreed_on(const std::string& acs_url, cwmp::Version version) {
  if (acs_url != settings_.url) return;
  negotiated_ = version;
  if (facts_.agreed_version(acs_url) != cwmp::version_name(version))
    (void)facts_.set_agreed_version(acs_url, cwmp::version_name(version));  // a failure fails the transaction
}

void AcsProfile::session_ended(const SessionResult& result) {
  if (result.http_status == kUnsupportedMediaType && settings_.http_compression != config::HttpCompression::disabled &&
      !refuses_compression_) {
    base::log::warning("acs.compression.rejected",
                       "the ACS rejects compressed messages (HTTP 415): the next sessions send them uncompressed");
    refuses_compression_ = true;
  }
  // Each try offers one version less to an ACS that supports none of the offered ones, and after 1.0 all again.
  if (result.inform_fault && result.inform_fault->fault_code == cwmp::kVersionIncompatible)
    offered_ = offered_ == cwmp::Version::v1_0 ? kHighest : static_cast<cwmp::Version>(static_cast<int>(offered_) - 1);
}

}  // namespace proxy::acs
