// SPDX-License-Identifier: Apache-2.0
#pragma once
// Certificates before the clock was set: their validity times cannot be judged then, everything else of them is.
// Spec: TR-069 Amendment 6, 3.3 (a CPE without absolute time ignores the dates of a certificate)
// Thread: any one at a time

#include "proxy/base/clock.hpp"

#include <curl/curl.h>

#include <cstdint>

namespace proxy::acs {

enum class CertificateTimes : std::uint8_t { judged, ignored };

inline CertificateTimes certificate_times(const base::Clock& clock) {
  return clock.system_now() < base::kClockNeverSet ? CertificateTimes::ignored : CertificateTimes::judged;
}

/// Makes TLS connections of the handle ignore the validity times of all certificates. Where the TLS library of libcurl
/// cannot, the times are judged, with a warning.
void ignore_certificate_times(CURL* handle);

}  // namespace proxy::acs
