// SPDX-License-Identifier: Apache-2.0
// Shows that tr069-proxyctl init writes a configuration that the daemon takes as it is, from options or from answers.
#include "tests/support/catch.hpp"
#include "tests/support/process.hpp"
#include "tests/support/temp_dir.hpp"

#include <filesystem>
#include <string>
#include <vector>

using Catch::Matchers::ContainsSubstring;
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
  // As a shell takes it: these programs are in no folder of PATH.
  CHECK_THAT(said.output, ContainsSubstring("\n  " DAEMON " --config " + file + " --check-config\n"));
  CHECK_THAT(said.output, ContainsSubstring("\n  " CTL " status\n"));
  CHECK_THAT(said.output, !ContainsSubstring("?"));
  const std::string text = read_text(file);
  CHECK_THAT(text, ContainsSubstring("url: \"mqtts://broker.example.com\""));
  CHECK_THAT(text, ContainsSubstring("profile: \"tasmota\"\n"));
  CHECK_THAT(text, ContainsSubstring("url: \"https://acs.example.com/cwmp\""));
  CHECK_THAT(text, ContainsSubstring("oui: \"ABCDEF\""));
  CHECK_THAT(text, ContainsSubstring("/monitor.sock\"\n"));
  check_valid(file);

  // The schema of the first line is there for an editor, wherever the file is.
  const std::string head = "# yaml-language-server: $schema=";
  REQUIRE(text.starts_with(head));
  const fs::path schema = text.substr(head.size(), text.find('\n') - head.size());
  CHECK(schema.is_absolute());
  CHECK_THAT(read_text(schema), ContainsSubstring("\"$schema\""));
  // It holds a password.
  CHECK((fs::status(file).permissions() & fs::perms::all) == (fs::perms::owner_read | fs::perms::owner_write));
}

TEST_CASE("init asks for what is not given, and an empty answer takes the default", "[control_init]") {
  const TempDir folder;
  const std::string first = folder.file("first.yaml");
  Finished said = run({CTL, "init", first}, "10.0.0.7\nshelly-gen2\nacs.example.com/cwmp\n");
  INFO(said.output);
  CHECK(said.exit_code == 0);
  CHECK_THAT(said.output, ContainsSubstring("One of esphome, homeassistant,"));
  CHECK_THAT(read_text(first), ContainsSubstring("url: \"mqtt://10.0.0.7\""));
  CHECK_THAT(read_text(first), ContainsSubstring("profile: \"shelly-gen2\"\n"));
  CHECK_THAT(read_text(first), ContainsSubstring("url: \"http://acs.example.com/cwmp\""));
  check_valid(first);

  const std::string second = folder.file("second.yaml");
  said = run({CTL, "init", second, "--profile", "homie"}, "\n");
  CHECK(said.exit_code == 0);
  CHECK_THAT(read_text(second), ContainsSubstring("url: \"mqtt://127.0.0.1:1883\""));
  CHECK_THAT(read_text(second), ContainsSubstring("profile: \"homie\"\n"));
  check_valid(second);
  CHECK(read_text(first).substr(read_text(first).find("serial_number")) !=
        read_text(second).substr(read_text(second).find("serial_number")));
}

TEST_CASE("init asks again, with the daemon's words, for what the daemon would refuse", "[control_init]") {
  const TempDir folder;
  const std::string file = folder.file("my.yaml");
  const Finished said = run({CTL, "init", file},
                            "http://broker.lan\nmqtt://broker.lan:0\nbroker.lan:8883\nzigbee\nhomie\n"
                            "ftp://acs.example.com\nacs with a space\ndhcp\n");
  INFO(said.output);
  CHECK(said.exit_code == 0);
  for (const char* words : {".broker.url: the broker's URL must begin with mqtt:// or mqtts://",
                            ".broker.url: the port must be", ".profile: no profile \"zigbee\"",
                            "acs.url: must begin with http:// or https://", "acs.url: must not contain a space"})
    CHECK_THAT(said.output, ContainsSubstring(words));
  const std::string text = read_text(file);
  CHECK_THAT(text, ContainsSubstring("url: \"mqtt://broker.lan:8883\""));
  CHECK_THAT(text, ContainsSubstring("profile: \"homie\"\n"));
  CHECK_THAT(text, ContainsSubstring("url: \"dhcp\""));
  check_valid(file);

  // The end of the input is no answer to a question that is asked again.
  const Finished ended = run({CTL, "init", folder.file("other.yaml")}, "http://broker.lan\n");
  CHECK(ended.exit_code == 1);
  CHECK_THAT(ended.output, ContainsSubstring("tr069-proxyctl: adapters[0].broker.url: "));
  CHECK_FALSE(fs::exists(folder.file("other.yaml")));
}

TEST_CASE("init refuses options that the daemon would refuse, with the daemon's words", "[control_init]") {
  const TempDir folder;
  const std::string file = folder.file("my.yaml");
  struct Row {
    const char *option, *value, *words;
  };
  for (const Row& row :
       {Row{"--broker", "mqtt://", ".broker.url: the broker's URL has no valid host"},
        Row{"--broker", "mqtt://user:secret@broker", ".broker.url: put the user into the keys"},
        Row{"--broker", "mqtt://broker/path", ".broker.url: the broker's URL must not have a path"},
        Row{"--broker", "", ".broker.url: "}, Row{"--broker", "a\nb", ".broker.url: "},
        Row{"--broker", "mqtt://a\" x: y", ".broker.url: "}, Row{"--acs", "http://", "acs.url: must name a host"},
        Row{"--acs", "acs.example.com:99999", "acs.url: must have a port from 1 to 65535"},
        Row{"--acs", "http://user@acs", "acs.url: must not contain a user name"},
        Row{"--profile", "../homie", ".profile: must be 1 to 64 letters, digits, _ and -"},
        Row{"--profile", "zigbee", "available: esphome, "},
        Row{"--oui", "00:D09", "device.oui: must be six hex digits"}}) {
    const Finished said = run({CTL, "init", file, row.option, row.value});
    INFO(row.option << " " << row.value << "\n" << said.output);
    CHECK(said.exit_code == 1);
    CHECK_THAT(said.output, ContainsSubstring(row.words));
    CHECK_THAT(said.output, !ContainsSubstring("?"));  // nothing was asked before
    CHECK_FALSE(fs::exists(file));
  }
  CHECK(run({CTL, "init", file, "--broker", "h", "--profile", "homie", "--acs", ""}).exit_code == 0);
  CHECK_THAT(read_text(file), ContainsSubstring("url: \"\""));
  check_valid(file);
}

TEST_CASE("init leaves an existing file as it is, and does not ask where it cannot write", "[control_init]") {
  const TempDir folder;
  const std::string file = folder.write("my.yaml", "mine\n");
  Finished said = run({CTL, "init", file});
  CHECK(said.exit_code == 1);
  CHECK_THAT(said.output, ContainsSubstring("is there already"));
  CHECK(read_text(file) == "mine\n");

  said = run({CTL, "init", folder.file("none/my.yaml")}, "");
  CHECK(said.exit_code == 1);
  CHECK(said.output == "tr069-proxyctl: cannot write into " + folder.file("none") + ": No such file or directory\n");
}
