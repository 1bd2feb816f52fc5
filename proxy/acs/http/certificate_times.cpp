// SPDX-License-Identifier: Apache-2.0
#include "proxy/acs/http/certificate_times.hpp"

#include "proxy/base/log.hpp"

#include <openssl/ssl.h>
#include <openssl/x509_vfy.h>

#include <atomic>
#include <string_view>

namespace proxy::acs {
namespace {

CURLcode set_up(CURL*, void* context, void*) {
  X509_VERIFY_PARAM* const parameters = ::SSL_CTX_get0_param(static_cast<SSL_CTX*>(context));
  return ::X509_VERIFY_PARAM_set_flags(parameters, X509_V_FLAG_NO_CHECK_TIME) == 1 ? CURLE_OK : CURLE_SSL_CONNECT_ERROR;
}

/// libcurl passes on the context of the library that it was built with.
bool has_openssl() {
  const char* const library = curl_version_info(CURLVERSION_NOW)->ssl_version;
  return library != nullptr && std::string_view(library).starts_with("OpenSSL/");
}

}  // namespace

void ignore_certificate_times(CURL* handle) {
  static std::atomic<bool> warned = false;
  const bool is_set = has_openssl() && curl_easy_setopt(handle, CURLOPT_SSL_CTX_FUNCTION, &set_up) == CURLE_OK;
  if (!is_set && !warned.exchange(true))
    base::log::warning("acs.tls.times_judged",
                       "the clock was never set, and the TLS library of libcurl judges certificates by it");
}

}  // namespace proxy::acs
