// SPDX-License-Identifier: Apache-2.0
#include "proxy/acs/http/remedy.hpp"

namespace proxy::acs {
namespace {

bool contains(std::string_view text, std::string_view part) { return text.find(part) != std::string_view::npos; }

std::string remedy_of_certificate(std::string_view text, const config::Acs& settings) {
  // "does not match target host name" of libcurl 7.88 is "target hostname", or "target ipv4 address", in libcurl 8.
  if (contains(text, " target ")) return "acs.url must have the host that the certificate names";
  if (contains(text, "expired") || contains(text, "not yet valid"))
    return "the ACS needs a new certificate, or this machine the right time";
  if (settings.ca_file.empty()) return "set acs.ca_file to the CA that has signed the certificate";
  return "acs.ca_file " + settings.ca_file.string() + " must have the CA that has signed the certificate";
}

}  // namespace

std::string remedy_of(CURLcode code, std::string_view text, const config::Acs& settings) {
  if (code == CURLE_PEER_FAILED_VERIFICATION) return remedy_of_certificate(text, settings);
  if (code == CURLE_SSL_CACERT_BADFILE) return "correct acs.ca_file " + settings.ca_file.string();
  if (code == CURLE_SSL_CERTPROBLEM)
    return "correct acs.client_cert_file " + settings.client_cert_file.string() + " and acs.client_key_file";
  // An alert: it is the ACS that does not accept ours.
  if (contains(text, "alert") && (contains(text, "certificate") || contains(text, "unknown ca"))) {
    return settings.client_cert_file.empty()
               ? "the ACS requires a certificate: set acs.client_cert_file and acs.client_key_file"
               : "the ACS does not accept the certificate of acs.client_cert_file " +
                     settings.client_cert_file.string();
  }
  return {};
}

std::string remedy_of_early_end(const config::Acs& settings) {
  if (!settings.client_cert_file.empty()) return {};
  return "if the ACS requires a certificate, set acs.client_cert_file and acs.client_key_file";
}

std::string remedy_of_refused_login(const config::Acs& settings) {
  if (settings.username.empty()) return "the ACS requires a login: set acs.username and acs.password";
  return "correct acs.password, or acs.username '" + settings.username + "'";
}

}  // namespace proxy::acs
