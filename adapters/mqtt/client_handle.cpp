// SPDX-License-Identifier: Apache-2.0
#include "adapters/mqtt/client_handle.hpp"

#include <mosquitto.h>
#include <mqtt_protocol.h>

#include <algorithm>
#include <cerrno>
#include <random>
#include <system_error>

#include "adapters/mqtt/connection/remedy.hpp"

namespace adapters::mqtt {
namespace {

constexpr unsigned kMaxInFlight = 20;
constexpr std::size_t kLeastPacket = std::size_t{128} << 10;  // a topic alone may have half of it
static_assert(static_cast<int>(Version::v3_1_1) == MQTT_PROTOCOL_V311 &&
              static_cast<int>(Version::v5) == MQTT_PROTOCOL_V5);
constexpr int kVerifyPeer = 1;  // SSL_VERIFY_PEER, without OpenSSL's headers
constexpr int kVerifyNone = 0;
constexpr const char* kSystemCertificates = "/etc/ssl/certs";

const char* or_null(const std::string& text) { return text.empty() ? nullptr : text.c_str(); }

int set_up_tls(mosquitto* handle, const BrokerSettings& settings) {
  const char* ca_path = settings.ca_file.empty() ? kSystemCertificates : nullptr;
  int failure = mosquitto_tls_set(handle, or_null(settings.ca_file), ca_path, or_null(settings.client_cert_file),
                                  or_null(settings.client_key_file), nullptr);
  // "tlsv1.2" is the library's word for 1.2 and later.
  const int verify = settings.insecure ? kVerifyNone : kVerifyPeer;
  if (failure == 0) failure = mosquitto_tls_opts_set(handle, verify, "tlsv1.2", nullptr);
  if (failure == 0) failure = mosquitto_tls_insecure_set(handle, settings.insecure);
  return failure;
}

/// The library takes the properties of CONNECT with a connect that blocks alone. Without a host that keeps them for the
/// next connect, and fails.
int set_max_packet(mosquitto* handle, std::uint32_t bytes) {
  mosquitto_property* properties = nullptr;
  const int failure = mosquitto_property_add_int32(&properties, MQTT_PROP_MAXIMUM_PACKET_SIZE, bytes);
  if (failure == 0) mosquitto_connect_bind_v5(handle, nullptr, 0, 0, nullptr, properties);
  mosquitto_property_free_all(&properties);
  return failure;
}

int set_up(mosquitto* handle, const BrokerSettings& settings, Version version) {
  int failure = mosquitto_int_option(handle, MOSQ_OPT_PROTOCOL_VERSION, static_cast<int>(version));
  if (failure == 0 && version == Version::v5) failure = set_max_packet(handle, max_packet(settings));
  if (failure == 0) failure = mosquitto_max_inflight_messages_set(handle, kMaxInFlight);
  if (failure == 0 && !settings.username.empty()) {
    failure = mosquitto_username_pw_set(handle, settings.username.c_str(), or_null(settings.password));
  }
  if (failure == 0 && settings.tls) failure = set_up_tls(handle, settings);
  return failure;
}

/// Calls a function of the ClientEvents behind `object`.
template <class Call>
void report(void* object, Call call) {
  ClientEvents& events = *static_cast<ClientEvents*>(object);
  try {
    call(events);
  } catch (const std::exception& failure) {
    events.handler_failed(failure);
  }
}

/// "Error: Unable to load CA certificates" and "OpenSSL Error[0]: error:0A000086:SSL routines::certificate verify
/// failed" say twice that they are errors. A dot at the end would stand in the middle of the reason.
std::string without_prefix(std::string_view text) {
  for (const std::string_view prefix : {"Error: ", "OpenSSL Error[0]: "}) {
    if (text.starts_with(prefix)) text.remove_prefix(prefix.size());
  }
  if (text.ends_with('.')) text.remove_suffix(1);
  return std::string(text);
}

void install_callbacks(mosquitto* handle) {
  mosquitto_connect_callback_set(handle, [](mosquitto*, void* object, int code) {
    report(object, [&](ClientEvents& events) { events.connack(code); });
  });
  mosquitto_message_callback_set(handle, [](mosquitto*, void* object, const mosquitto_message* message) {
    report(object, [&](ClientEvents& events) { events.message(*message); });
  });
  mosquitto_publish_callback_set(handle, [](mosquitto*, void* object, int id) {
    report(object, [&](ClientEvents& events) { events.delivered(id); });
  });
  mosquitto_subscribe_callback_set(handle, [](mosquitto*, void* object, int id, int count, const int* granted) {
    report(object, [&](ClientEvents& events) { events.granted(id, {granted, static_cast<std::size_t>(count)}); });
  });
  mosquitto_log_callback_set(handle, [](mosquitto* client, void* object, int level, const char* text) {
    if (level != MOSQ_LOG_ERR) return;
    report(object, [&](ClientEvents& events) {
      const std::string problem = certificate_problem(client);
      const std::string line = without_prefix(text);
      events.library_error(problem.empty() ? line : line + ", " + problem);
    });
  });
}

}  // namespace

std::uint32_t max_packet(const BrokerSettings& settings) {
  return static_cast<std::uint32_t>(std::max(2 * settings.max_payload, kLeastPacket));
}

void HandleDeleter::operator()(mosquitto* handle) const { mosquitto_destroy(handle); }

Handle make_handle(const BrokerSettings& settings, Version version, const std::string& client_id, ClientEvents& events,
                   std::string& error) {
  Handle handle(mosquitto_new(client_id.c_str(), true, &events));
  if (handle == nullptr) {
    error = describe_failure(MOSQ_ERR_ERRNO);
    return handle;
  }
  if (const int failure = set_up(handle.get(), settings, version); failure != 0) {
    error = describe_failure(failure);
    if (failure == MOSQ_ERR_NOT_SUPPORTED && settings.tls) error = "the MQTT library was built without TLS";
    const std::string unreadable = settings.tls ? unreadable_file(settings) : std::string();
    if (!unreadable.empty()) error = unreadable;
    handle.reset();
    return handle;
  }
  install_callbacks(handle.get());
  return handle;
}

std::string random_client_id() {
  std::random_device random;
  std::string id = "tr069-";
  for (int digit = 0; digit < 16; ++digit) id += "0123456789abcdef"[random() % 16];
  return id;
}

/// Spec: MQTT 3.1.1, 3.2.2.3; MQTT 5.0, 3.2.2.2
int plain_connack(int code) {
  switch (code) {
    case MQTT_RC_UNSUPPORTED_PROTOCOL_VERSION: return CONNACK_REFUSED_PROTOCOL_VERSION;
    case MQTT_RC_CLIENTID_NOT_VALID: return CONNACK_REFUSED_IDENTIFIER_REJECTED;
    case MQTT_RC_SERVER_UNAVAILABLE:
    case MQTT_RC_SERVER_BUSY: return CONNACK_REFUSED_SERVER_UNAVAILABLE;
    case MQTT_RC_BAD_USERNAME_OR_PASSWORD: return CONNACK_REFUSED_BAD_USERNAME_PASSWORD;
    case MQTT_RC_NOT_AUTHORIZED:
    case MQTT_RC_BANNED: return CONNACK_REFUSED_NOT_AUTHORIZED;
    default: return code;
  }
}

std::string describe_connack(int code) {
  return code < MQTT_RC_UNSPECIFIED ? mosquitto_connack_string(code) : mosquitto_reason_string(code);
}

std::string describe_failure(int code) {
  if (code == MOSQ_ERR_ERRNO) return std::generic_category().message(errno);
  return mosquitto_strerror(code);
}

}  // namespace adapters::mqtt
