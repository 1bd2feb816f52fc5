// SPDX-License-Identifier: Apache-2.0
// Shows that --check-config warns of mistakes that a valid configuration may have, and that --strict makes them errors.
#include "tests/support/catch.hpp"
#include "tests/support/process.hpp"
#include "tests/support/temp_dir.hpp"

#include <filesystem>
#include <string>
#include <vector>

using tests::support::Finished;
using tests::support::run;
using tests::support::TempDir;

namespace {

const std::string kGood =
    "device: { oui: \"00D09E\", product_class: HomeGateway, serial_number: \"GW0001\" }\n"
    "acs: { url: \"http://127.0.0.1:7547/\" }\n"
    "connection_request: { username: acs, password: secret }\n"
    "adapter_dir: " ADAPTERS "\n";

Finished check(const TempDir& folder, const std::string& text, std::vector<std::string> more = {}) {
  const std::string file = folder.write("my.yaml", text);
  // The file holds a secret: others must not read it.
  std::filesystem::permissions(file, std::filesystem::perms::owner_read | std::filesystem::perms::owner_write);
  std::vector<std::string> command{DAEMON, "--config", file, "--check-config"};
  command.insert(command.end(), more.begin(), more.end());
  return run(command);
}

}  // namespace

TEST_CASE("--check-config warns of probable mistakes of every section, and --strict exits with 1",
          "[control_check_config]") {
  const TempDir folder;
  const std::string bad =
      kGood +
      "adapters:\n"
      "  - { name: garden, plugin: mqtt, broker: { url: \"mqtts://127.0.0.1\", ca_file: /no/ca.pem }, "
      "devices: [ { type: Sensr, rows: { topic: \"a/{b}\" }, capabilities: [ { name: T, class: "
      "LevelSensor, type: Temperature, unit: °C, source: { pointer: /t } } ] } ] }\n"
      "  - { name: meter, plugin: modbus, mount: Device.WiFi., bus: { url: \"tcp://127.0.0.1\" }, "
      "parameters: [ { path: P, type: int, source: { unit: 1, holding: 40001 } } ] }\n";
  const Finished checked = check(folder, bad);
  INFO(checked.output);
  CHECK(checked.exit_code == 0);
  for (const char* warning :
       {"my.yaml:6:80: warning: adapters[0].broker.ca_file: ", "my.yaml:6:113: warning: adapters[0].devices[0].type: ",
        "my.yaml:6:218: warning: adapters[0].devices[0].capabilities[0].unit: ",
        "my.yaml:7:43: warning: adapters[1].mount: ",
        "my.yaml:7:154: warning: adapters[1].parameters[0].source.holding: ", "my.yaml: no errors\n"}) {
    INFO(warning);
    CHECK(checked.output.find(warning) != std::string::npos);
  }
  const Finished strict = check(folder, bad, {"--strict"});
  CHECK(strict.exit_code == 1);
  CHECK(strict.output.find("did you mean Sensor?") != std::string::npos);
  CHECK(strict.output.find("my.yaml: with --strict, warnings are errors\n") != std::string::npos);
  CHECK(strict.output.find("no errors") == std::string::npos);
}

TEST_CASE("a configuration without a warning passes --strict", "[control_check_config]") {
  const TempDir folder;
  const Finished checked = check(folder, kGood, {"--strict"});
  INFO(checked.output);
  CHECK(checked.exit_code == 0);
  CHECK(checked.output.find("warning") == std::string::npos);
  CHECK(run({DAEMON, "--config", folder.file("my.yaml"), "--strict"}).exit_code == 2);
}
