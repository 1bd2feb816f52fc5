// SPDX-License-Identifier: Apache-2.0
// Shows that tr069-proxyctl init writes a configuration that the daemon takes as it is, from options or from answers.
#include "tests/support/catch.hpp"
#include "tests/support/process.hpp"
#include "tests/support/temp_dir.hpp"

#include <filesystem>
#include <string>
#include <vector>

using Catch::Matchers::Contains;
using tests::support::Finished;
using tests::support::read_text;
using tests::support::run;
using tests::support::TempDir;

namespace {

namespace fs = std::filesystem;

/// Nothing of the file is a mistake, or probably one.
void check_valid(const std::string& file) {
  const Finished checked = run({DAEMON, "--config", file, "--check-config", "--strict"});
  INFO(checked.output);
  CHECK(checked.exit_code == 0);
}

}  // namespace

TEST_CASE("init takes broker, profile and ACS by options, and its file is valid as it is", "[control_init]") {
  const TempDir folder;
  const std::string file = folder.file("my.yaml");
  const Finished said = run({CTL, "init", file, "--broker", "mqtts://broker.example.com", "--profile", "tasmota",
                             "--acs", "https://acs.example.com/cwmp", "--oui", "ABCDEF"});
  INFO(said.output);
  CHECK(said.exit_code == 0);
  CHECK_THAT(said.output, Contains("tr069-proxyd --config " + file + "\n"));
  CHECK_THAT(said.output, !Contains("?"));
  const std::string text = read_text(file);
  CHECK_THAT(text, Contains("url: \"mqtts://broker.example.com\""));
  CHECK_THAT(text, Contains("profile: tasmota\n"));
  CHECK_THAT(text, Contains("url: \"https://acs.example.com/cwmp\""));
  CHECK_THAT(text, Contains("oui: \"ABCDEF\""));
  CHECK_THAT(text, Contains("/monitor.sock\"\n"));
  check_valid(file);

  // The schema of the first line is there for an editor, wherever the file is.
  const std::string head = "# yaml-language-server: $schema=";
  REQUIRE(text.starts_with(head));
  const fs::path schema = text.substr(head.size(), text.find('\n') - head.size());
  CHECK(schema.is_absolute());
  CHECK_THAT(read_text(schema), Contains("\"$schema\""));
  // It holds a password.
  CHECK((fs::status(file).permissions() & fs::perms::all) == (fs::perms::owner_read | fs::perms::owner_write));
}

TEST_CASE("init asks for what is not given, and an empty answer takes the default", "[control_init]") {
  const TempDir folder;
  const std::string first = folder.file("first.yaml");
  Finished said = run({CTL, "init", first}, "10.0.0.7\nshelly-gen2\nacs.example.com/cwmp\n");
  INFO(said.output);
  CHECK(said.exit_code == 0);
  CHECK_THAT(said.output, Contains("One of esphome, homeassistant,"));
  CHECK_THAT(read_text(first), Contains("url: \"mqtt://10.0.0.7\""));
  CHECK_THAT(read_text(first), Contains("profile: shelly-gen2\n"));
  CHECK_THAT(read_text(first), Contains("url: \"http://acs.example.com/cwmp\""));
  check_valid(first);

  const std::string second = folder.file("second.yaml");
  said = run({CTL, "init", second, "--profile", "homie"}, "\n");
  CHECK(said.exit_code == 0);
  CHECK_THAT(read_text(second), Contains("url: \"mqtt://127.0.0.1:1883\""));
  CHECK_THAT(read_text(second), Contains("profile: homie\n"));
  check_valid(second);
  CHECK(read_text(first).substr(read_text(first).find("serial_number")) !=
        read_text(second).substr(read_text(second).find("serial_number")));
}

TEST_CASE("init leaves an existing file as it is, and refuses what would not be valid", "[control_init]") {
  const TempDir folder;
  const std::string file = folder.write("my.yaml", "mine\n");
  Finished said = run({CTL, "init", file});
  CHECK(said.exit_code == 1);
  CHECK_THAT(said.output, Contains("is there already"));
  CHECK(read_text(file) == "mine\n");

  said = run({CTL, "init", folder.file("other.yaml"), "--profile", "zigbee"}, "\n\n");
  CHECK(said.exit_code == 1);
  CHECK_THAT(said.output, Contains("there is no profile zigbee; available: esphome, "));
  said = run({CTL, "init", folder.file("other.yaml"), "--broker", "mqtt://a\" x: y"}, "\n\n");
  CHECK(said.exit_code == 1);
  CHECK(run({CTL, "init", folder.file("other.yaml"), "--oui", "00:D09"}, "\n\n\n").exit_code == 1);
  CHECK_FALSE(fs::exists(folder.file("other.yaml")));
  CHECK(run({CTL, "init", folder.file("none/my.yaml")}, "").exit_code == 1);
}
