// SPDX-License-Identifier: Apache-2.0
#include "proxy/acs/session/acs_profile.hpp"

#include "proxy/base/log.hpp"

#include <string_view>
#include <utility>

#include <fmt/format.h>

namespace proxy::acs {
namespace {

constexpr cwmp::Version kHighest = cwmp::Version::v1_4;
constexpr int kUnsupportedMediaType = 415;

/// Of a URI (RFC 3986, 2.3).
bool is_unreserved(char each) {
  return (each >= 'a' && each <= 'z') || (each >= 'A' && each <= 'Z') || (each >= '0' && each <= '9') ||
         std::string_view("-._~").find(each) != std::string_view::npos;
}

}  // namespace

void AcsProfile::use(const config::Acs& settings) {
  const config::Acs before = std::exchange(settings_, settings);
  if (before.http_compression != settings_.http_compression) refuses_compression_ = false;
  if (before.url == settings_.url) return;
  refuses_compression_ = false;
  offered_ = kHighest;
  negotiated_ = cwmp::version_from_name(facts_.agreed_version(settings_.url)).value_or(kHighest);
}

std::string default_username(const cwmp::DeviceIdStruct& device) {
  std::string name;
  for (const std::string_view part : {device.oui, device.product_class, device.serial_number}) {
    if (part.empty()) continue;
    if (!name.empty()) name += '-';
    for (const char each : part) {
      if (is_unreserved(each)) {
        name += each;
      } else {
        name += fmt::format("%{:02X}", static_cast<unsigned char>(each));
      }
    }
  }
  return name;
}

config::Acs AcsProfile::for_session(const cwmp::DeviceIdStruct& device) const {
  config::Acs settings = settings_;
  if (settings.username.empty() && !settings.password.empty()) settings.username = default_username(device);
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
