// SPDX-License-Identifier: Apache-2.0
// Shows what a profile adds to a section, that the section wins, and where errors in both are reported.
#include "proxy/config/schema/schema.hpp"
#include "proxy/config/vendor_config.hpp"
#include "proxy/config/yaml/node.hpp"
#include "tests/support/catch.hpp"
#include "tests/unit/config/temporary.hpp"

#include <filesystem>

using namespace proxy::config;

namespace {

constexpr std::string_view kBridge =
    "broker: { url: \"mqtt://127.0.0.1\", keepalive_s: 30 }\n"
    "discovery:\n"
    "  convention: bridge\n"
    "  topic: bridge\n"
    "deny: [a, b]\n";

/// A configuration whose one adapter has the profile `bridge`, and what follows.
struct Setup {
  explicit Setup(std::string_view profile = kBridge) { files.write("profiles/bridge.yaml", profile); }
  LoadResult load(std::string_view more = {}) const {
    return files.load(std::string("profile_dir: profiles\nadapters:\n  - name: home\n    plugin: mqtt\n"
                                  "    profile: bridge\n")
                          .append(more));
  }
  std::string problems(std::string_view more = {}) const { return files.text(load(more)); }

  Temporary files;
};

/// The scalar at the end of the keys; "none" where there is nothing.
std::string at(const AdapterSection& adapter, std::initializer_list<std::string_view> keys) {
  std::uint32_t index = 0;
  for (const auto key : keys) index = find(adapter.section, index, key);
  return index == kNoNode ? "none" : adapter.section[index].scalar;
}

std::size_t entries(const AdapterSection& adapter, std::string_view key) {
  std::size_t count = 0;
  const auto list = find(adapter.section, 0, key);
  for (auto entry = adapter.section.at(list).first_child; entry != kNoNode; entry = adapter.section[entry].next) {
    ++count;
  }
  return count;
}

}  // namespace

TEST_CASE("a profile gives the keys that the section does not have, and needs no mount") {
  const Setup setup;
  const auto loaded = setup.load();
  INFO(setup.files.text(loaded));
  REQUIRE(loaded.ok());
  const auto& adapter = loaded.config.adapters.at(0);
  CHECK(adapter.mount.empty());
  CHECK(at(adapter, {"profile"}) == "bridge");
  CHECK(at(adapter, {"broker", "url"}) == "mqtt://127.0.0.1");
  CHECK(at(adapter, {"discovery", "topic"}) == "bridge");
  CHECK(entries(adapter, "deny") == 2);
}

TEST_CASE("the section wins: maps are merged, lists and values replaced") {
  const Setup setup;
  const auto loaded = setup.load(
      "    mount: Device.X_00D09E_Home.\n    broker: { url: \"mqtt://broker\" }\n    discovery: { topic: z }\n"
      "    deny: [c]\n");
  INFO(setup.files.text(loaded));
  REQUIRE(loaded.ok());
  const auto& adapter = loaded.config.adapters.at(0);
  CHECK(adapter.mount == "Device.X_00D09E_Home.");
  CHECK(at(adapter, {"broker", "url"}) == "mqtt://broker");
  CHECK(at(adapter, {"broker", "keepalive_s"}) == "30");
  CHECK(at(adapter, {"discovery", "convention"}) == "bridge");
  CHECK(at(adapter, {"discovery", "topic"}) == "z");
  CHECK(entries(adapter, "deny") == 1);
}

TEST_CASE("a value of another kind than the profile's stays, and the adapter's rows report it") {
  const Setup setup;
  const auto loaded = setup.load("    discovery: none\n");
  REQUIRE(loaded.ok());
  CHECK(at(loaded.config.adapters.at(0), {"discovery"}) == "none");
}

TEST_CASE("nodes from a profile keep their position there") {
  const Setup setup;
  const auto loaded = setup.load("    discovery: { topic: 7 }\n");
  REQUIRE(loaded.ok());
  const auto& adapter = loaded.config.adapters.at(0);
  static constexpr std::array kDiscovery{Option{.key = "topic", .kind = Option::Kind::boolean, .meaning = "x"},
                                         Option{.key = "convention", .kind = Option::Kind::boolean, .meaning = "x"}};
  static constexpr std::array kRows{
      Option{.key = "discovery", .kind = Option::Kind::map, .meaning = "x", .children = kDiscovery}};
  std::vector<Option> rows(adapter_options().begin(), adapter_options().end());
  rows.insert(rows.end(), kRows.begin(), kRows.end());
  Diagnostics diagnostics;
  validate(adapter.section, 0, rows, diagnostics, adapter.path);
  const auto text = replaced(diagnostics.text(), setup.files.path.string() + "/", "");
  CHECK(text ==
        "main.yaml:12:25: adapters[0].discovery.topic: must be true or false, not \"7\"\n"
        "profiles/bridge.yaml:3:15: adapters[0].discovery.convention: must be true or false, not \"bridge\"\n"
        "profiles/bridge.yaml:1:1: adapters[0]: unknown key \"broker\"\n"
        "profiles/bridge.yaml:5:1: adapters[0]: unknown key \"deny\"\n");
}

TEST_CASE("a missing profile is reported with the existing ones") {
  const Setup setup;
  setup.files.write("profiles/other.yaml", "");
  CHECK(setup.files.text(
            setup.files.load("profile_dir: profiles\nadapters: [ { name: a, plugin: mqtt, profile: brigde } ]\n")) ==
        "main.yaml:8:47: adapters[0].profile: no profile \"brigde\" in profile_dir profiles; available: bridge, "
        "other\n");
  CHECK(setup.files.text(setup.files.load("profile_dir: x\nadapters: [ { name: a, plugin: m, profile: b } ]\n")) ==
        "main.yaml:8:44: adapters[0].profile: no profile \"b\" in profile_dir x: the folder has no profiles\n");
}

TEST_CASE("the name of a profile is a word in plain text") {
  const Setup setup;
  const auto problem = [&](const std::string& name) {
    return setup.files.text(
        setup.files.load("profile_dir: profiles\nadapters:\n  - { name: a, plugin: mqtt, profile: " + name + " }\n"));
  };
  CHECK(problem("../main") == "main.yaml:9:39: adapters[0].profile: must be 1 to 64 letters, digits, _ and -\n");
  CHECK(problem("bridge.yaml") == "main.yaml:9:39: adapters[0].profile: must be 1 to 64 letters, digits, _ and -\n");
  CHECK(problem("[]") == "main.yaml:9:39: adapters[0].profile: must be a single value, not a list\n");
  CHECK(problem("!env HOME") ==
        "main.yaml:9:39: adapters[0].profile: must be plain text here: !env, !file and !secret are for secret "
        "values\n");
}

TEST_CASE("a profile holds the adapter's own keys, no tags, and is a map") {
  const auto problem = [](std::string_view profile) { return Setup(profile).problems(); };
  CHECK(problem("").empty());
  CHECK(problem("- a\n") == "profiles/bridge.yaml:1:1: must be a map of the adapter's own keys\n");
  CHECK(problem("broker: { password: !env HOME }\n") ==
        "profiles/bridge.yaml:1:21: broker.password: a tag is not allowed here\n");
  for (const std::string key : {"name", "plugin", "mount", "profile", "include"}) {
    CHECK(problem(key + ": x\n") == "profiles/bridge.yaml:1:1: " + key +
                                        ": is not allowed in a profile, which holds only the adapter's own keys\n");
  }
  CHECK(problem("a: [\n").find("profiles/bridge.yaml:") == 0);
}

TEST_CASE("included and downloaded sections have profiles, too, and are stored without their keys") {
  const Setup setup;
  setup.files.write("more/a.yaml", "adapters: [ { name: b, plugin: mqtt, profile: bridge } ]\n");
  std::filesystem::create_directory(setup.files.path / "state");
  const auto loaded = setup.files.load("state_dir: state\nprofile_dir: profiles\ninclude: more/*.yaml\n");
  INFO(setup.files.text(loaded));
  REQUIRE(loaded.ok());
  CHECK(at(loaded.config.adapters.at(0), {"discovery", "topic"}) == "bridge");

  const std::string text =
      "adapters:\n  - name: c\n    plugin: mqtt\n    profile: bridge\n    broker: {}\n    discovery:\n"
      "      topic: mine\n";
  const auto main_file = setup.files.path / "main.yaml";
  const auto downloaded = read_downloaded(text, loaded.config, main_file, {});
  INFO(downloaded.diagnostics.text());
  REQUIRE(downloaded.ok());
  const auto& adapter = downloaded.adapters.at(0);
  CHECK(at(adapter, {"discovery", "convention"}) == "bridge");
  CHECK(at(adapter, {"broker", "url"}) == "mqtt://127.0.0.1");
  CHECK(downloaded.text == text);
  CHECK(shown_download(downloaded, downloaded.adapters) == text);
  // What came back as it was shown changes nothing.
  const auto again = read_downloaded(downloaded.text, loaded.config, main_file, downloaded.adapters);
  REQUIRE(again.ok());
  CHECK(same_content(again.adapters.at(0).section, adapter.section));
}

TEST_CASE("a changed profile changes the section") {
  const Setup setup;
  const auto before = setup.load("    discovery: { topic: z }\n");
  const auto same = setup.load("    discovery: { topic: z }\n");
  setup.files.write("profiles/bridge.yaml", replaced(std::string(kBridge), "keepalive_s: 30", "keepalive_s: 31"));
  const auto after = setup.load("    discovery: { topic: z }\n");
  REQUIRE(before.ok());
  REQUIRE(same.ok());
  REQUIRE(after.ok());
  CHECK(same_content(before.config.adapters.at(0).section, same.config.adapters.at(0).section));
  CHECK_FALSE(same_content(before.config.adapters.at(0).section, after.config.adapters.at(0).section));
}
