// SPDX-License-Identifier: Apache-2.0
#pragma once
// What to do about a connection to the broker that fails: the key of the configuration to look at, and the reason that
// the TLS library has.
// Thread: any

#include <string>
#include <string_view>

#include "adapters/mqtt/client_handle.hpp"

namespace adapters::mqtt {

/// About a refusal, a code of MQTT 3.1.1's CONNACK; "" if no key mends it.
std::string remedy_of_refusal(int connack, const BrokerSettings& settings);

/// The first of the certificate and key files that cannot be opened, with its key and the reason; "" if all can be.
std::string unreadable_file(const BrokerSettings& settings);

/// About a failure with these messages of the library; "" if it is not about a certificate.
std::string remedy_of_tls(std::string_view messages, const BrokerSettings& settings);

/// About a connection with TLS that the broker closes before it has answered the login, without an alert that was read:
/// with TLS 1.3 a missing certificate may end so. "" if no key mends it.
std::string remedy_of_early_end(const BrokerSettings& settings);

/// Why OpenSSL does not accept the broker's certificate; "" if it does, or if libmosquitto has no OpenSSL. From the
/// library's log callback: later the library may have forgotten it.
std::string certificate_problem(mosquitto* handle);

}  // namespace adapters::mqtt
