// SPDX-License-Identifier: Apache-2.0
#include "proxy/acs/http/curl_handle.hpp"

#include <chrono>

namespace proxy::acs {
namespace {

void configure_tls(CURL* easy, const config::Acs& settings) {
  curl_easy_setopt(easy, CURLOPT_SSLVERSION, static_cast<long>(CURL_SSLVERSION_TLSv1_2));
  curl_easy_setopt(easy, CURLOPT_SSL_VERIFYPEER, 1L);
  curl_easy_setopt(easy, CURLOPT_SSL_VERIFYHOST, 2L);
  if (!settings.ca_file.empty()) {
    curl_easy_setopt(easy, CURLOPT_CAINFO, settings.ca_file.c_str());
    curl_easy_setopt(easy, CURLOPT_CAPATH, nullptr);  // only that file, not the system's folder too
  }
  if (!settings.client_cert_file.empty()) {
    curl_easy_setopt(easy, CURLOPT_SSLCERT, settings.client_cert_file.c_str());
    curl_easy_setopt(easy, CURLOPT_SSLKEY, settings.client_key_file.c_str());
  }
}

}  // namespace

void allow_http_only(CURL* easy, CURLoption protocols) {
  if (curl_easy_setopt(easy, protocols, "http,https") != CURLE_OK) curl_easy_setopt(easy, protocols, "http");
}

void configure_network(CURL* easy, const config::Acs& settings, CertificateTimes times) {
  const auto timeout = static_cast<long>(std::chrono::milliseconds(settings.response_timeout).count());
  curl_easy_setopt(easy, CURLOPT_NOSIGNAL, 1L);
  curl_easy_setopt(easy, CURLOPT_QUICK_EXIT, 1L);  // the end of the process must not wait for a name server
  allow_http_only(easy, CURLOPT_PROTOCOLS_STR);
  curl_easy_setopt(easy, CURLOPT_PROXY, "");  // also not the one of the environment
  curl_easy_setopt(easy, CURLOPT_DISALLOW_USERNAME_IN_URL, 1L);
  curl_easy_setopt(easy, CURLOPT_HTTP_VERSION, static_cast<long>(CURL_HTTP_VERSION_1_1));
  curl_easy_setopt(easy, CURLOPT_TCP_KEEPALIVE, 1L);
  curl_easy_setopt(easy, CURLOPT_CONNECTTIMEOUT_MS, timeout);
  if (!settings.interface.empty()) curl_easy_setopt(easy, CURLOPT_INTERFACE, ("if!" + settings.interface).c_str());
  // The addresses of one name share the load, and none is preferred for ever. (TR-069 3.1)
  curl_easy_setopt(easy, CURLOPT_DNS_SHUFFLE_ADDRESSES, 1L);
  configure_tls(easy, settings);
  if (times == CertificateTimes::ignored) ignore_certificate_times(easy);
}

}  // namespace proxy::acs
