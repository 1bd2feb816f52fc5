// SPDX-License-Identifier: Apache-2.0
// Shows whom a connection over TLS trusts: a certificate of the CA for the very name, or anybody if told so.
#include "adapters/mqtt/broker_connection.hpp"
#include "adapters/mqtt/connection/remedy.hpp"
#include "tests/support/catch.hpp"
#include "tests/support/certificates.hpp"
#include "tests/support/servers/broker.hpp"
#include "tests/unit/mqtt/recorder.hpp"

using namespace adapters::mqtt;
using tests::mqtt::quick_settings;
using tests::mqtt::Recorder;
using tests::support::Broker;
using tests::support::Certificate;
using tests::support::CertificateAuthority;
using tests::support::CertificateOptions;

namespace {

Broker tls_broker(const Certificate& certificate, const std::string& client_ca = {}) {
  return Broker({.certificate_file = certificate.certificate_file,
                 .key_file = certificate.key_file,
                 .client_ca_file = client_ca});
}

BrokerSettings tls_settings(const Broker& broker, const CertificateAuthority& authority) {
  BrokerSettings settings = quick_settings(broker.port());
  settings.host = "localhost";
  settings.tls = true;
  settings.ca_file = authority.ca_file();
  return settings;
}

// The reason of the first failure; empty if it connects.
std::string outcome(const BrokerSettings& settings) {
  Recorder recorder;
  BrokerConnection connection(settings, recorder);
  connection.start();
  const auto heard = recorder.wait_until([](const auto& all) { return all.connected > 0 || !all.reasons.empty(); });
  connection.stop();
  CHECK(connection.diagnostics().spins == 0);
  return heard.connected > 0 ? std::string{} : heard.reasons[0];
}

}  // namespace

TEST_CASE("a broker's certificate is checked against the CA and the name") {
  CertificateAuthority authority("House CA");
  const CertificateAuthority stranger("Other CA");
  SECTION("the right one") {
    const Broker broker = tls_broker(authority.issue());
    CHECK(outcome(tls_settings(broker, authority)).empty());
    CHECK_THAT(outcome(tls_settings(broker, stranger)),
               Catch::Matchers::ContainsSubstring("certificate verify failed"));
    BrokerSettings insecure = tls_settings(broker, stranger);
    insecure.insecure = true;
    CHECK(outcome(insecure).empty());
    BrokerSettings unreadable = tls_settings(broker, authority);
    unreadable.ca_file = "/nonexistent/ca.pem";
    CHECK_FALSE(outcome(unreadable).empty());
  }
  SECTION("another host's") {
    const Broker broker = tls_broker(authority.issue({.common_name = "other", .names = {"DNS:other"}}));
    CHECK_FALSE(outcome(tls_settings(broker, authority)).empty());
  }
  SECTION("an expired one") {
    CertificateOptions expired;
    expired.expired = true;
    const Broker broker = tls_broker(authority.issue(expired));
    CHECK_THAT(outcome(tls_settings(broker, authority)), Catch::Matchers::ContainsSubstring("certificate"));
  }
}

TEST_CASE("a failure of TLS names OpenSSL's reason, the key and the file") {
  using Catch::Matchers::ContainsSubstring;
  CertificateAuthority authority("House CA");
  const CertificateAuthority stranger("Other CA");
  const Broker broker = tls_broker(authority.issue());
  BrokerSettings settings = tls_settings(broker, stranger);
  const std::string other_ca = outcome(settings);
  CHECK_THAT(other_ca, ContainsSubstring("certificate verify failed"));
  CHECK_THAT(other_ca, ContainsSubstring(", unable to get local issuer certificate: broker.ca_file"));
  CHECK_THAT(other_ca, ContainsSubstring(": broker.ca_file " + stranger.ca_file() + " must have the CA"));
  settings.ca_file.clear();
  CHECK_THAT(outcome(settings), ContainsSubstring("set broker.ca_file to the CA"));
  settings.ca_file = "/nonexistent/ca.pem";
  CHECK(outcome(settings) ==
        "the certificate or key file /nonexistent/ca.pem of broker.ca_file cannot be read: No such file or directory");
  settings = tls_settings(broker, authority);
  settings.host = "127.0.0.1";
  const Broker elsewhere = tls_broker(authority.issue({.common_name = "other", .names = {"DNS:other"}}));
  settings.port = elsewhere.port();
  CHECK_THAT(outcome(settings), ContainsSubstring("the certificate is not for the host 127.0.0.1 of broker.url"));
  const Broker late = tls_broker(authority.issue({.expired = true}));
  settings = tls_settings(late, authority);
  CHECK_THAT(outcome(settings), ContainsSubstring(", certificate has expired: the broker needs a new certificate"));
  const Broker strict = tls_broker(authority.issue(), authority.ca_file());
  settings = tls_settings(strict, authority);
  CHECK_THAT(outcome(settings), ContainsSubstring("set broker.client_cert_file and broker.client_key_file"));
}

TEST_CASE("a broker that closes before it answers the login may want a certificate, unless there is one") {
  BrokerSettings settings;
  CHECK_THAT(adapters::mqtt::remedy_of_early_end(settings),
             Catch::Matchers::ContainsSubstring("if the broker requires a certificate"));
  settings.client_cert_file = "client.pem";
  CHECK(adapters::mqtt::remedy_of_early_end(settings).empty());
}

TEST_CASE("a client certificate opens a broker that asks for one") {
  CertificateAuthority authority("House CA");
  const Certificate client = authority.issue_client("gateway");
  const Broker broker = tls_broker(authority.issue(), authority.ca_file());
  BrokerSettings settings = tls_settings(broker, authority);
  CHECK_FALSE(outcome(settings).empty());
  settings.client_cert_file = client.certificate_file;
  settings.client_key_file = client.key_file;
  CHECK(outcome(settings).empty());
}
