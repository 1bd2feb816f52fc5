// SPDX-License-Identifier: Apache-2.0
// Shows the support bundle of tr069-proxyctl diag: what is in it, that no secret is, and what it has without a daemon.
#include "tests/integration/fixture/gateway_under_test.hpp"
#include "tests/support/catch.hpp"

#include <sys/stat.h>
#include <unistd.h>

#include <filesystem>
#include <map>
#include <string>

using namespace tests;
using namespace tests::integration;
using Catch::Matchers::ContainsSubstring;

namespace {

namespace fs = std::filesystem;

/// No secret word but these is in the configuration.
const std::string kAcsPassword = "Planted-1-acs", kRequestPassword = "Planted-2-request", kBroker = "Planted-3-broker",
                  kUrlPassword = "Planted-4-url", kAcsSet = "Planted-5-set";

GatewayOptions planted() {
  GatewayOptions options;
  options.settings.log_level = "debug";
  options.settings.acs = "username: cpe\npassword: " + kAcsPassword + "\n";
  options.settings.connection_request = "username: acs\npassword: " + kRequestPassword + "\n";
  options.settings.adapters =
      "- name: garden\n  plugin: mqtt\n  mount: Device.X_00D09E_Garden.\n"
      "  broker: { url: \"@BROKER@\", username: me, password: " +
      kBroker + " }\n  parameters: [{ path: A, source: { topic: a } }]\n";
  options.broker = support::BrokerOptions{};
  return options;
}

/// The unpacked files by name.
std::map<std::string, std::string> unpacked(const support::TempDir& folder, const std::string& archive) {
  const fs::path into = folder.path() / "unpacked";
  fs::remove_all(into);
  fs::create_directory(into);
  REQUIRE(support::run({"tar", "-xzf", archive, "-C", into.string()}).exit_code == 0);
  std::map<std::string, std::string> files;
  for (const auto& entry : fs::recursive_directory_iterator(into)) {
    if (entry.is_regular_file()) files[entry.path().filename().string()] = support::read_text(entry.path());
  }
  return files;
}

bool is_anywhere(const std::map<std::string, std::string>& files, const std::string& word) {
  for (const auto& [name, text] : files) {
    if (text.find(word) != std::string::npos) return true;
  }
  return false;
}

}  // namespace

TEST_CASE("a support bundle has what the daemon knows, and no secret", "[control_diag]") {
  Gateway gateway(planted());
  gateway.first_contact();
  gateway.ask(acs::set_parameter_values({{"Device.ManagementServer.Password", kAcsSet}}));
  gateway.ctl({"download", "3 Vendor Configuration File", "http://127.0.0.1:1/x?key=" + kUrlPassword});
  gateway.wait_for_log("acs.transfer.failed");
  const std::string archive = gateway.folder().file("bundle.tar.gz");
  const auto said = gateway.ctl({"diag", archive});
  INFO(said.output);
  CHECK(said.exit_code == 0);
  CHECK(said.output.starts_with("wrote " + archive + "\n"));
  struct stat file {};
  REQUIRE(::stat(archive.c_str(), &file) == 0);
  CHECK((file.st_mode & 0777U) == 0600);

  const auto files = unpacked(gateway.folder(), archive);
  for (const std::string& secret : {kAcsPassword, kRequestPassword, kBroker, kUrlPassword, kAcsSet})
    CHECK_FALSE(is_anywhere(files, secret));
  CHECK_FALSE(is_anywhere(files, "Planted"));
  CHECK_THAT(files.at("tree.json"), ContainsSubstring(R"({"path":"Device.DeviceInfo.SerialNumber","value":"GW0001",)"));
  CHECK_THAT(files.at("log.txt"), ContainsSubstring(" info daemon.process.started "));
  CHECK_THAT(files.at("status.json"), ContainsSubstring("\"healthy\":"));
  CHECK_THAT(files.at("adapters.json"), ContainsSubstring("\"name\":\"garden\""));
  CHECK_THAT(files.at("problems.json"), ContainsSubstring("["));
  CHECK_THAT(files.at("machine.txt"), ContainsSubstring("== uname\nLinux ") && ContainsSubstring("MemTotal:") &&
                                          ContainsSubstring("free bytes "));
  CHECK_THAT(files.at("process.txt"), ContainsSubstring("Max open files") && ContainsSubstring("VmRSS:"));
  if (::geteuid() == 0) CHECK_THAT(files.at("libraries.txt"), ContainsSubstring("/libcurl.so.4."));
  CHECK_THAT(files.at("sessions.json"),
             ContainsSubstring("\"outcome\":\"success\"") && ContainsSubstring("SetParameterValues"));
  CHECK_THAT(files.at("config.yaml"), ContainsSubstring("name: garden") && ContainsSubstring("password: !masked"));
  CHECK_THAT(files.at("config.json"), ContainsSubstring("\"messages\":["));
  CHECK_THAT(files.at("version.txt"), ContainsSubstring("."));
  CHECK_THAT(files.at("version.txt"), !ContainsSubstring("exit code"));
  CHECK_THAT(files.at("README.txt"), ContainsSubstring("Secrets are masked"));
}

TEST_CASE("a support bundle without a daemon has the configuration, and says what is missing", "[control_diag]") {
  GatewayOptions options = planted();
  options.start = false;
  Gateway gateway(std::move(options));
  const std::string archive = gateway.folder().file("bundle.tar.gz");
  const auto said = gateway.ctl({"diag", archive, "--config", gateway.folder().file("tr069-proxy.yaml")});
  INFO(said.output);
  CHECK(said.exit_code == 0);
  CHECK_THAT(said.output, ContainsSubstring("missing: what the daemon knows, from status on: no daemon at "));
  const auto files = unpacked(gateway.folder(), archive);
  CHECK_FALSE(is_anywhere(files, "Planted"));
  CHECK_THAT(files.at("config.yaml"), ContainsSubstring("serial_number: ") && ContainsSubstring("name: garden") &&
                                          ContainsSubstring("password: !masked"));
  CHECK_THAT(files.at("check-config.txt"), ContainsSubstring(": no errors\n"));
  CHECK_THAT(files.at("machine.txt"), ContainsSubstring("== state_dir " + gateway.folder().file("state") + "\n"));
  CHECK_THAT(files.at("README.txt"), ContainsSubstring("Missing:\n- what the daemon knows, from status on: "));
}

TEST_CASE("a support bundle of a configuration with errors has the errors and not the configuration",
          "[control_diag]") {
  GatewayOptions options = planted();
  options.start = false;
  options.settings.acs += "colour: blue\n";
  Gateway gateway(std::move(options));
  const std::string archive = gateway.folder().file("bundle.tar.gz");
  CHECK(gateway.ctl({"diag", archive, "--config", gateway.folder().file("tr069-proxy.yaml")}).exit_code == 0);
  const auto files = unpacked(gateway.folder(), archive);
  CHECK_FALSE(is_anywhere(files, "Planted"));
  CHECK_THAT(files.at("check-config.txt"),
             ContainsSubstring("unknown key \"colour\"") && ContainsSubstring("exit code 1\n"));
  CHECK_FALSE(files.contains("config.yaml"));
  CHECK_THAT(files.at("README.txt"), ContainsSubstring("- config.yaml: what has errors cannot be masked"));
}

TEST_CASE("diag overwrites no file", "[control_diag]") {
  GatewayOptions options = planted();
  options.start = false;
  Gateway gateway(std::move(options));
  const std::string file = gateway.folder().write("precious", "mine");
  const auto said = gateway.ctl({"diag", file});
  CHECK(said.exit_code == 1);
  CHECK_THAT(said.output, ContainsSubstring("the file is there already; name another one, or remove it"));
  CHECK(support::read_text(file) == "mine");
}
