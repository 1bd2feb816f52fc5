// SPDX-License-Identifier: Apache-2.0
// Shows which mistakes of a valid configuration --check-config warns of: where, and with which suggestion.
#include "proxy/config/warnings/warnings.hpp"

#include "tests/support/catch.hpp"
#include "tests/unit/config/temporary.hpp"

#include <string>

using namespace proxy::config;

namespace {

const std::string kCredentials = "connection_request: { username: acs, password: secret }\n";

/// The warnings for a valid configuration, without those of the loader: what is required, and then `more`.
std::string warnings(const Temporary& files, const std::string& more) {
  LoadResult loaded = files.load(more);
  REQUIRE(loaded.ok());
  loaded.diagnostics = {};
  add_warnings(loaded.config, loaded.diagnostics);
  loaded.diagnostics.sort();
  CHECK(loaded.ok());
  return files.text(loaded);
}

std::string modbus(const std::string& parameter) {
  return kCredentials + "adapters:\n  - { name: meter, plugin: modbus, mount: Device.X_Meter., parameters: [ { " +
         parameter + " } ] }\n";
}

}  // namespace

TEST_CASE("a connection request without credentials is a warning") {
  const Temporary files;
  const std::string refused = ", so the daemon rejects every connection request; set both, or enable: false\n";
  CHECK(warnings(files, kCredentials).empty());
  CHECK(warnings(files, "connection_request: { enable: false }\n").empty());
  CHECK(warnings(files, "") ==
        "main.yaml:1:1: warning: connection_request: username and password are missing" + refused);
  CHECK(warnings(files, "connection_request: { listen: 7549 }\n") ==
        "main.yaml:7:21: warning: connection_request: username and password are missing" + refused);
  CHECK(warnings(files, "connection_request: { username: acs }\n") ==
        "main.yaml:7:21: warning: connection_request: the password is missing" + refused);
  CHECK(warnings(files, "connection_request: { password: x }\n") ==
        "main.yaml:7:21: warning: connection_request: the username is missing" + refused);
}

TEST_CASE("a mount at an object of the standard is a warning that names a vendor's object") {
  const Temporary files;
  const auto mounted = [&](const std::string& mount) {
    return warnings(files, kCredentials + "adapters: [ { name: a, plugin: mqtt, mount: " + mount + " } ]\n");
  };
  CHECK(mounted("Device.X_00D09E_Home.").empty());
  CHECK(mounted("Device.WiFi.X_EXAMPLE-COM_Home.").empty());
  const std::string expected =
      " is an object of TR-181, in which an ACS expects the parameters of the standard; "
      "did you mean Device.X_00D09E_";
  CHECK(mounted("Device.WiFi.") ==
        "main.yaml:8:45: warning: adapters[0].mount: \"Device.WiFi.\"" + expected + "WiFi.?\n");
  CHECK(mounted("Device.IP.Diagnostics.") ==
        "main.yaml:8:45: warning: adapters[0].mount: \"Device.IP.Diagnostics.\"" + expected + "IP.Diagnostics.?\n");
}

TEST_CASE("a relative certificate file of an adapter is in the folder of the file that names it") {
  const Temporary files;
  files.write("good.pem", "-----BEGIN CERTIFICATE-----\n");
  files.write("sub/inner.pem", "-----BEGIN CERTIFICATE-----\n");
  files.write(
      "sub/more.yaml",
      "adapters: [ { name: b, plugin: http, server: { url: https://b, ca_file: inner.pem }, mount: Device.X_B. } ]");
  const std::string adapters =
      kCredentials +
      "adapters: [ { name: a, plugin: mqtt, broker: { url: mqtts://b, ca_file: sub/../good.pem, "
      "client_key_file: /no/key.pem, client_cert_file: sub/absent.pem }, mount: Device.X_A. } ]\n"
      "include: sub/*.yaml\n";
  CHECK(warnings(files, adapters) ==
        "main.yaml:8:107: warning: adapters[0].broker.client_key_file: the file \"/no/key.pem\" cannot be read: no "
        "such file\n"
        "main.yaml:8:138: warning: adapters[0].broker.client_cert_file: the file \"sub/absent.pem\" cannot be read: no "
        "such file\n");
  const LoadResult loaded = files.load(adapters);
  REQUIRE(loaded.config.adapters.size() == 2);
  const auto file = [](const AdapterSection& adapter) {
    std::string found;
    for (const Node& node : adapter.section) found += node.key == "ca_file" ? node.scalar : "";
    return found;
  };
  CHECK(file(loaded.config.adapters[0]) == (files.path / "good.pem").string());
  CHECK(file(loaded.config.adapters[1]) == (files.path / "sub/inner.pem").string());
}

TEST_CASE("a certificate file that is missing, unreadable or no certificate is a warning") {
  const Temporary files;
  files.write("good.pem", "text before\n-----BEGIN CERTIFICATE-----\n");
  files.write("bad.pem", "\x30\x82");
  CHECK(warnings(files, "  ca_file: good.pem\n" + kCredentials).empty());
  CHECK(warnings(files, "  ca_file: missing.pem\n" + kCredentials) ==
        "main.yaml:7:12: warning: acs.ca_file: the file \"missing.pem\" cannot be read: no such file\n");
  CHECK(warnings(files, "  client_cert_file: bad.pem\n  client_key_file: .\n" + kCredentials) ==
        "main.yaml:7:21: warning: acs.client_cert_file: the file \"bad.pem\" has no PEM block, which begins with "
        "-----BEGIN\n"
        "main.yaml:8:20: warning: acs.client_key_file: the file \".\" cannot be read: not a regular file\n");
  CHECK(warnings(files, kCredentials +
                            "adapters: [ { name: a, plugin: mqtt, broker: { url: mqtts://b, ca_file: /no/ca.pem }, "
                            "profile: p } ]\nprofile_dir: " +
                            files.write("p.yaml", "max_rows: 7\n").parent_path().string() + "\n") ==
        "main.yaml:8:73: warning: adapters[0].broker.ca_file: the file \"/no/ca.pem\" cannot be read: no such file\n");
}

TEST_CASE("the number of a register as manuals write it is a warning that names the address") {
  const Temporary files;
  const std::string expected =
      " is a register number as manuals write it, and addresses are counted from 0; did you mean ";
  const std::string sunspec = " If it is an address of SunSpec, write no_value: sunspec at a source of the section";
  CHECK(warnings(files, modbus("path: P, source: { holding: 100 }")).empty());
  CHECK(warnings(files, modbus("path: P, source: { input: 40001 }")).empty());
  CHECK(warnings(files, modbus("path: P, source: { holding: 40001 }"))
            .find("holding: 40001" + expected + "0?" + sunspec) != std::string::npos);
  CHECK(warnings(files, modbus("path: P, source: { holding: 40101 }")).find(expected + "100?" + sunspec) !=
        std::string::npos);
  CHECK(warnings(files, modbus("path: P, source: { input: 30003 }")).find("source.input: 30003" + expected + "2?\n") !=
        std::string::npos);
  CHECK(warnings(files, modbus("path: P, source: { discrete: 10001 }")).find("10001" + expected + "0?\n") !=
        std::string::npos);
  CHECK(warnings(files, modbus("path: P, source: { holding: 40083, no_value: sunspec }")).empty());
}
