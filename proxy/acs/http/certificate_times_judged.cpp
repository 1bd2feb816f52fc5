// SPDX-License-Identifier: Apache-2.0
// The same for a build without OpenSSL (the options OPENSSL and TLS): the validity times are judged.
#include "proxy/acs/http/certificate_times.hpp"

#include "proxy/base/log.hpp"

#include <atomic>

namespace proxy::acs {

void ignore_certificate_times(CURL*) {
  static std::atomic<bool> warned = false;
  if (HAS_TLS && !warned.exchange(true))
    base::log::warning(
        "acs.tls.times_judged",
        "the clock was never set, and this build judges certificates by it: it was built without OpenSSL");
}

}  // namespace proxy::acs
