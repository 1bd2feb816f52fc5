// SPDX-License-Identifier: Apache-2.0
#pragma once
// Owners for libcurl's handles, and the network settings that all transfers share.
// Thread: any

#include "proxy/acs/http/certificate_times.hpp"
#include "proxy/config/config.hpp"

#include <curl/curl.h>

namespace proxy::acs {

struct CurlEasyDelete {
  void operator()(CURL* handle) const { curl_easy_cleanup(handle); }
};
struct CurlMultiDelete {
  void operator()(CURLM* handle) const { curl_multi_cleanup(handle); }
};
struct CurlUrlDelete {
  void operator()(CURLU* url) const { curl_url_cleanup(url); }
};
struct CurlListDelete {
  void operator()(curl_slist* list) const { curl_slist_free_all(list); }
};

/// Limits the handle to http and https, or http alone where libcurl has no TLS. `protocols` is CURLOPT_PROTOCOLS_STR or
/// CURLOPT_REDIR_PROTOCOLS_STR.
void allow_http_only(CURL* handle, CURLoption protocols);

/// HTTP/1.1, plain or by TLS 1.2 and up with the peer checked, from the interface and with the certificate given, and
/// without a proxy. Waits at most response_timeout for a connection.
void configure_network(CURL* handle, const config::Acs& settings, CertificateTimes times);

}  // namespace proxy::acs
