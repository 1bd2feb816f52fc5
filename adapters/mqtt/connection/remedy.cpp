// SPDX-License-Identifier: Apache-2.0
#include "adapters/mqtt/connection/remedy.hpp"

#include <fcntl.h>
#include <mosquitto.h>
#include <mqtt_protocol.h>

#include <cerrno>
#include <system_error>
#include <utility>

#include "adapters/io/descriptor.hpp"

// Of the OpenSSL that libmosquitto brings. Weak: a libmosquitto without TLS brings none.
extern "C" {
[[gnu::weak]] long SSL_get_verify_result(const void* ssl);
[[gnu::weak]] const char* X509_verify_cert_error_string(long code);
}

namespace adapters::mqtt {
namespace {

bool contains(std::string_view text, std::string_view part) { return text.find(part) != std::string_view::npos; }

std::string login_remedy(const BrokerSettings& settings) {
  if (settings.username.empty()) return "the broker requires a login: set broker.username and broker.password";
  return "correct broker.password, or broker.username '" + settings.username + "'";
}

std::string ca_remedy(const BrokerSettings& settings) {
  if (settings.ca_file.empty()) return "set broker.ca_file to the CA that has signed the broker's certificate";
  return "broker.ca_file " + settings.ca_file + " must have the CA that has signed the broker's certificate";
}

}  // namespace

std::string remedy_of_refusal(int connack, const BrokerSettings& settings) {
  switch (connack) {
    case CONNACK_REFUSED_PROTOCOL_VERSION: return "set broker.protocol_version to a version that the broker speaks";
    case CONNACK_REFUSED_IDENTIFIER_REJECTED: return "set another broker.client_id";
    case CONNACK_REFUSED_BAD_USERNAME_PASSWORD:
    case CONNACK_REFUSED_NOT_AUTHORIZED: return login_remedy(settings);
    default: return {};
  }
}

std::string unreadable_file(const BrokerSettings& settings) {
  const std::pair<const char*, const std::string&> files[] = {{"broker.ca_file", settings.ca_file},
                                                              {"broker.client_cert_file", settings.client_cert_file},
                                                              {"broker.client_key_file", settings.client_key_file}};
  for (const auto& [key, path] : files) {
    if (path.empty() || io::Descriptor(::open(path.c_str(), O_RDONLY | O_CLOEXEC))) continue;
    const int reason = errno;
    return "the certificate or key file " + path + " of " + key +
           " cannot be read: " + std::generic_category().message(reason);
  }
  return {};
}

std::string remedy_of_tls(std::string_view messages, const BrokerSettings& settings) {
  if (contains(messages, "host name verification failed")) {
    return "the certificate is not for the host " + settings.host + " of broker.url";
  }
  if (contains(messages, "certificate verify failed")) {
    const bool is_about_time = contains(messages, "expired") || contains(messages, "not yet valid");
    return is_about_time ? "the broker needs a new certificate, or this machine the right time" : ca_remedy(settings);
  }
  // An alert: it is the broker that does not accept ours.
  if (contains(messages, "alert") && (contains(messages, "certificate") || contains(messages, "unknown ca"))) {
    return settings.client_cert_file.empty()
               ? "the broker requires a certificate: set broker.client_cert_file and broker.client_key_file"
               : "the broker does not accept the certificate of broker.client_cert_file " + settings.client_cert_file;
  }
  return {};
}

std::string remedy_of_early_end(const BrokerSettings& settings) {
  if (!settings.client_cert_file.empty()) return {};
  return "if the broker requires a certificate, set broker.client_cert_file and broker.client_key_file";
}

std::string certificate_problem(mosquitto* handle) {
  constexpr long kNoReason = 1;  // X509_V_ERR_UNSPECIFIED: libmosquitto has logged its own
  const void* const ssl = mosquitto_ssl_get(handle);
  if (ssl == nullptr || SSL_get_verify_result == nullptr || X509_verify_cert_error_string == nullptr) return {};
  const long result = SSL_get_verify_result(ssl);
  return result <= kNoReason ? std::string() : X509_verify_cert_error_string(result);
}

}  // namespace adapters::mqtt
