// SPDX-License-Identifier: Apache-2.0
#include "adapters/mqtt/broker_config.hpp"

#include <algorithm>

#include "adapters/mqtt/broker_url.hpp"

namespace adapters::mqtt {
namespace {

using sdk::ConfigNode;

constexpr std::size_t kMaxText = 65535;  // MQTT 3.1.1, section 1.5.3: a string has two bytes of length
constexpr std::int64_t kMaxPayload = 16 << 20;

std::string read_text(const ConfigNode& node) {
  std::string text = node.text();
  if (text.size() > kMaxText) node.report("MQTT allows at most 65535 bytes here");
  return text;
}

void check_tls(const ConfigNode& broker, const BrokerSettings& settings) {
  if (!settings.tls) {
    for (const char* key : {"ca_file", "client_cert_file", "client_key_file"}) {
      const ConfigNode node = broker.find(key);
      if (!node.text().empty()) node.report("this key needs an mqtts:// URL");
    }
    if (settings.insecure) broker.find("insecure").report("this key needs an mqtts:// URL");
  }
  if (settings.client_cert_file.empty() != settings.client_key_file.empty()) {
    broker.report("client_cert_file and client_key_file must be given together");
  }
}

}  // namespace

BrokerSettings read_broker(const ConfigNode& section) {
  const ConfigNode broker = section.find("broker");
  BrokerSettings settings;
  std::string error;
  if (auto url = parse_broker_url(broker.find("url").scalar(), error)) {
    settings.host = std::move(url->host);
    settings.port = url->port;
    settings.tls = url->tls;
  } else {
    broker.find("url").report(error);
    settings.tls = true;  // avoids further reports about TLS
  }
  settings.username = read_text(broker.find("username"));
  settings.password = read_text(broker.find("password"));
  settings.client_id = read_text(broker.find("client_id"));
  settings.ca_file = broker.find("ca_file").text();
  settings.client_cert_file = broker.find("client_cert_file").text();
  settings.client_key_file = broker.find("client_key_file").text();
  const std::string version = broker.find("protocol_version").text("auto");
  if (version == "5") settings.version = Version::v5;
  if (version == "3.1.1") settings.version = Version::v3_1_1;
  settings.insecure = broker.find("insecure").boolean(false);
  const auto keepalive = broker.find("keepalive_s").integer(30);
  settings.keepalive = std::chrono::seconds(std::clamp<std::int64_t>(keepalive, 5, 3600));
  const auto limit = section.find("max_payload_bytes").integer(1 << 20);
  settings.max_payload = static_cast<std::size_t>(std::clamp<std::int64_t>(limit, 1, kMaxPayload));
  if (settings.username.empty() && !settings.password.empty()) {
    broker.find("password").report("username is missing: MQTT has no password without it");
  }
  check_tls(broker, settings);
  return settings;
}

}  // namespace adapters::mqtt
