// SPDX-License-Identifier: Apache-2.0
// Shows what a downloaded configuration file may contain, and that an uploaded configuration has no secrets and changes
// nothing when it is downloaded again.
#include "proxy/config/vendor_config.hpp"

#include "proxy/config/schema/schema.hpp"
#include "proxy/config/text.hpp"
#include "proxy/config/yaml/document.hpp"
#include "proxy/config/yaml/yaml_writer.hpp"
#include "tests/support/catch.hpp"
#include "tests/unit/config/temporary.hpp"

#include <array>
#include <cstdlib>

using namespace proxy::config;
using Catch::Matchers::ContainsSubstring;

namespace {

constexpr std::string_view kHome = "adapters:\n  - { name: home, plugin: mqtt, mount: Device.X_00D09E_Home. }\n";

/// A main configuration with what follows, and downloads beside it.
struct Gateway {
  explicit Gateway(std::string_view more = kHome) : loaded(files.load(std::string("state_dir: state\n").append(more))) {
    INFO(files.text(loaded));
    REQUIRE(loaded.ok());
    std::filesystem::create_directory(files.path / "state");
  }

  Downloaded read(std::string text, std::string_view name = {}) const {
    return read_downloaded(std::move(text), loaded.config, files.path / "main.yaml", present, name);
  }
  /// What the log would say, without the folder's name.
  std::string problems(const std::string& text) const {
    return replaced(read(text).diagnostics.text(), files.path.string() + "/state/", "");
  }

  Temporary files;
  LoadResult loaded;
  std::vector<AdapterSection> present = loaded.config.adapters;
};

std::string first_line(const std::string& text) { return text.substr(0, text.find('\n')); }

}  // namespace

TEST_CASE("a download adds adapters, and has a name") {
  const Gateway gateway;
  const auto more = gateway.read(
      "name: Kitchen\nversion: 1.2\ndescription: 'The kitchen: all of it'\n"
      "adapters:\n  - name: kitchen\n    plugin: mqtt\n    mount: Device.X_00D09E_Kitchen.\n",
      "kitchen.yaml");
  INFO(more.diagnostics.text());
  REQUIRE(more.ok());
  REQUIRE(more.adapters.size() == 1);
  CHECK(more.adapters[0].name == "kitchen");
  CHECK(more.adapters[0].mount == "Device.X_00D09E_Kitchen.");
  CHECK(more.name == "Kitchen");
  CHECK(more.version == "1.2");
  CHECK(more.description == "The kitchen: all of it");
  CHECK(gateway.read("adapters: [{name: k, plugin: mqtt, mount: Device.A.}]", "k.yaml").name == "k.yaml");
}

TEST_CASE("a stored download reads back as the same") {
  Gateway gateway;
  const auto first = gateway.read(
      "adapters:\n  - name: kitchen\n    plugin: mqtt\n    mount: Device.K.\n    empty: {}\n    none: []\n    gone: ~\n"
      "    words: { \"off\": Off, '<<': merge, 'a: b': \"#\" }\n    list: [1, '1', [x, { y: z }], -5, \"\\x01\\n\"]\n"
      "    text: |\n      two\n      lines\n    umlaut: \xC3\xA4\n    scale: 0.1\n    hash: a#b\n    colon: 'a:'\n",
      "kitchen.yaml");
  INFO(first.diagnostics.text());
  REQUIRE(first.ok());
  INFO(first.text);
  gateway.present = {};
  const auto second = gateway.read(first.text);
  INFO(second.diagnostics.text());
  REQUIRE(second.ok());
  REQUIRE(second.adapters.size() == 1);
  CHECK(same_content(first.adapters[0].section, second.adapters[0].section));
  CHECK(second.text == first.text);
  CHECK(second.name == "kitchen.yaml");
}

TEST_CASE("a bad download is rejected with every error at its position") {
  const Gateway gateway;
  CHECK(gateway.problems("adapters:\n  - name: a b\n    plugin: mqtt\n") ==
        "adapters.yaml:2:5: adapters[0].mount: is required\n"
        "adapters.yaml:2:11: adapters[0].name: must be 1 to 64 letters, digits, _ and -\n");
  CHECK_THAT(gateway.problems(""), ContainsSubstring("1:1: must be a map with `adapters`"));
  CHECK_THAT(gateway.problems("- a list"), ContainsSubstring("must be a map with `adapters`"));
  CHECK_THAT(gateway.problems("text: only"), ContainsSubstring("adapters: is required"));
  CHECK_THAT(gateway.problems("adapters: ["), ContainsSubstring("not valid YAML"));
  CHECK_THAT(gateway.problems("\x89PNG\r\n\x1a\n"), ContainsSubstring("not valid UTF-8"));
  CHECK_THAT(gateway.problems("adapters: []\nversion: 12345678901234567"), ContainsSubstring("version: "));
  CHECK_THAT(gateway.problems(std::string(kMaxDownloadSize + 1, ' ')), ContainsSubstring("larger than 1048576 bytes"));
  std::string deep = "adapters: ";
  deep.append(70, '[').append(70, ']');
  CHECK_THAT(gateway.problems(deep), ContainsSubstring("nested deeper than 64 levels"));
  CHECK_FALSE(gateway.read("adapters: [{ name: x }]").ok());
  CHECK(gateway.read("adapters: [{ name: x }]").adapters.empty());
}

TEST_CASE("the mistakes of a download name the file that the operator has given") {
  const Gateway gateway;
  const auto names_file = [&](std::string_view name, const std::string& expected) {
    const std::string text = gateway.read("adapters: [{ plugin: mqtt }]", name).diagnostics.text();
    CHECK_THAT(text, ContainsSubstring((gateway.files.path / "state" / expected).string() + ":1:"));
  };
  names_file("home-17.yaml", "home-17.yaml");
  names_file("home%2017.yaml", "home%2017.yaml");
  names_file("", "adapters.yaml");
  names_file("..", "adapters.yaml");
  names_file("a/b", "adapters.yaml");
  names_file("a\x1b[31m", "adapters.yaml");
  names_file(std::string(65, 'a'), "adapters.yaml");
}

TEST_CASE("a download in conflict with the configuration is rejected") {
  const Gateway gateway;
  CHECK_THAT(gateway.problems("adapters:\n  - { name: home, plugin: mqtt, mount: Device.Other. }\n"),
             ContainsSubstring("adapters.yaml:2:13: adapters[0].name: is already the name of adapter \"home\""));
  CHECK_THAT(gateway.problems("adapters:\n  - { name: other, plugin: mqtt, mount: Device.X_00D09E_Home.Below. }\n"),
             ContainsSubstring("adapters.yaml:2:41: adapters[0].mount: \"Device.X_00D09E_Home.Below.\" is inside of"));
}

TEST_CASE("a download with 3,000 adapters is rejected, and one that makes more than 100 with those there") {
  const auto adapters = [](int count) {
    std::string text = "adapters:\n";
    for (int i = 0; i < count; ++i) {
      text += "  - { name: a" + std::to_string(i) + ", plugin: mqtt, mount: Device.X_00D09E_A" + std::to_string(i) +
              ". }\n";
    }
    return text;
  };
  const Gateway gateway;  // it has one
  CHECK(gateway.problems(adapters(3000)) ==
        "adapters.yaml:101:5: adapters[99]: is one adapter too many: at most 100 are possible\n");
  CHECK(gateway.problems(adapters(100)) ==
        "adapters.yaml:101:5: adapters[99]: is one adapter too many: at most 100 are possible\n");
  CHECK(gateway.read(adapters(99)).ok());
  CHECK_FALSE(load(gateway.files.write("many.yaml", std::string(kRequired) + adapters(101))).ok());
  CHECK(load(gateway.files.write("many.yaml", std::string(kRequired) + adapters(100))).ok());
}

TEST_CASE("other sections of a download are ignored with a warning") {
  const Gateway gateway;
  const auto more = gateway.read("acs: { url: http://evil/ }\nnonsense: 1\nadapters: []\n");
  CHECK(more.ok());
  CHECK(more.text.empty());
  REQUIRE(more.diagnostics.entries().size() == 2);
  CHECK_THAT(
      to_string(more.diagnostics.entries()[0]),
      ContainsSubstring("adapters.yaml:1:1: warning: \"acs\" is ignored: a downloaded file holds only adapters"));
}

TEST_CASE("tags, include, command, file, http and modbus are rejected in a download unless they are allowed") {
  ::setenv("TR069_PROXY_TEST_SECRET", "from the environment", 1);
  const std::string adapter = "adapters:\n  - { name: x, mount: Device.X., plugin: ";
  {
    const Gateway gateway;
    const std::string refused = "is not allowed in a downloaded file: add it to vendor_config.allow\n";
    CHECK(gateway.problems(adapter + "mqtt, a: !env TR069_PROXY_TEST_SECRET }") ==
          "adapters.yaml:2:51: adapters[0].a: !env " + refused);
    CHECK_THAT(gateway.problems(adapter + "mqtt, a: !file /etc/shadow }"), ContainsSubstring("!file " + refused));
    CHECK_THAT(gateway.problems(adapter + "mqtt, a: !secret b }"), ContainsSubstring("!secret " + refused));
    CHECK_THAT(gateway.problems(adapter + "command }"),
               ContainsSubstring("adapters[0].plugin: \"command\" " + refused));
    CHECK_THAT(gateway.problems(adapter + "file }"), ContainsSubstring("adapters[0].plugin: \"file\" " + refused));
    CHECK_THAT(gateway.problems(adapter + "modbus, bus: { url: 'rtu:/dev/sda' } }"),
               ContainsSubstring("adapters.yaml:2:42: adapters[0].plugin: \"modbus\" " + refused));
    CHECK_THAT(gateway.problems(adapter + "http, server: { url: 'http://192.168.1.1' } }"),
               ContainsSubstring("adapters.yaml:2:42: adapters[0].plugin: \"http\" " + refused));
    CHECK_THAT(gateway.problems("include: /etc/*"), ContainsSubstring("adapters.yaml:1:10: include: " + refused));
    CHECK_THAT(gateway.problems("name: !env TR069_PROXY_TEST_SECRET\nadapters: []"), ContainsSubstring("name: "));
  }
  const Gateway gateway("vendor_config: { allow: ['!env', command, include] }\n");
  const auto more = gateway.read(adapter + "command, a: !env TR069_PROXY_TEST_SECRET }");
  INFO(more.diagnostics.text());
  REQUIRE(more.ok());
  CHECK(more.adapters[0].section[find(more.adapters[0].section, 0, "a")].scalar == "from the environment");
  CHECK_THAT(more.text,
             ContainsSubstring("a: !env \"TR069_PROXY_TEST_SECRET\"\n") && !ContainsSubstring("from the environment"));
  CHECK_FALSE(gateway.read(adapter + "file }").ok());
  CHECK_FALSE(gateway.read(adapter + "modbus }").ok());
  CHECK(Gateway("vendor_config: { allow: [modbus] }\n").read(adapter + "modbus }").ok());
  CHECK(Gateway("vendor_config: { allow: [http] }\n").read(adapter + "http }").ok());
  gateway.files.write("state/more.yaml", adapter + "mqtt }");
  const auto included = gateway.read("include: more.yaml");
  INFO(included.diagnostics.text());
  REQUIRE(included.adapters.size() == 1);
  CHECK(included.text == "include: more.yaml\nadapters: []\n");
  gateway.files.write("state/more.yaml", adapter + "mqtt, a: !masked '' }");
  CHECK_THAT(gateway.problems("include: more.yaml"),
             ContainsSubstring("the running configuration has no value for it"));
}

TEST_CASE("a masked secret keeps the present value of the same key") {
  Gateway gateway;
  const std::string begin =
      "adapters:\n  - name: x\n    plugin: mqtt\n    mount: Device.X.\n    port: 1\n    broker:\n";
  const auto plain = gateway.read(begin + "      password: 'top: secret'\n    users: [{ pin: 1234 }, { pin: 5678 }]\n");
  REQUIRE(plain.ok());
  gateway.present.push_back(plain.adapters[0]);
  const auto masked = gateway.read(replaced(begin, "port: 1", "port: 2") +
                                   "      password: !masked ''\n    users: [{ pin: 1 }, { pin: !masked '' }]\n");
  INFO(masked.diagnostics.text());
  REQUIRE(masked.ok());
  CHECK_THAT(masked.text, ContainsSubstring("password: \"top: secret\"\n") && ContainsSubstring("port: 2") &&
                              ContainsSubstring("- pin: 5678\n"));
  const Nodes& section = masked.adapters[0].section;
  CHECK(section[find(section, find(section, 0, "broker"), "password")].secret);
  CHECK_THAT(
      gateway.problems(begin + "      other: !masked ''\n"),
      ContainsSubstring("adapters.yaml:7:14: adapters[0].broker.other: is masked, and the running configuration has no "
                        "value for it"));
  CHECK_THAT(gateway.problems("name: !masked ''\nadapters: []\n"), ContainsSubstring("name: is masked"));
  CHECK_FALSE(load(gateway.files.write("main.yaml", std::string(kRequired) + "  password: !masked ''\n")).ok());
}

TEST_CASE("the shown configuration has no secret, and downloaded again it changes nothing") {
  ::setenv("TR069_PROXY_TEST_SECRET", "8080", 1);
  Gateway gateway(
      "connection_request: { username: acs, password: plain1 }\nlog: { level: debug }\n"
      "reboot_command: [/sbin/reboot, '-f']\ninclude: 'more*.yaml'\nvendor_config:\n  allow: [\"!env\"]\n"
      "adapters:\n  - name: home\n    plugin: mqtt\n    mount: Device.X_00D09E_Home.\n"
      "    port: !env TR069_PROXY_TEST_SECRET\n    password: plain2\n    text: \"8080\"\n");
  const std::array rows{Option{.key = "password", .kind = Option::Kind::secret}};
  const auto mark = [&](std::vector<AdapterSection> adapters) {
    for (AdapterSection& adapter : adapters) mark_secrets(adapter.section, 0, rows);
    return adapters;
  };
  Downloaded kept = gateway.read(
      "adapters:\n  - name: k\n    plugin: mqtt\n    mount: Device.K.\n    password: plain3\n"
      "    token: !env TR069_PROXY_TEST_SECRET\n",
      "k.yaml");
  REQUIRE(kept.ok());
  gateway.present = mark(gateway.loaded.config.adapters);
  gateway.present.push_back(mark(kept.adapters)[0]);

  const std::string shown = shown_configuration(gateway.loaded.config, kept, gateway.present);
  INFO(shown);
  CHECK_THAT(shown, !ContainsSubstring("plain") && ContainsSubstring("text: \"8080\"") &&
                        ContainsSubstring("port: !masked \"\""));
  CHECK_THAT(shown, ContainsSubstring("name: \"k.yaml\"\n") && ContainsSubstring("level: debug\n") &&
                        ContainsSubstring("state_dir: state\n"));
  CHECK_THAT(shown, ContainsSubstring("connection_request:\n  username: acs\n  password: !masked \"\"\n"));
  CHECK_THAT(shown, ContainsSubstring("reboot_command:\n  - /sbin/reboot\n  - \"-f\"\n"));
  CHECK_THAT(shown, !ContainsSubstring("include"));
  const Downloaded again = gateway.read(shown, "config.bin");
  INFO(again.diagnostics.text());
  REQUIRE(again.ok());
  CHECK(again.name == "k.yaml");
  REQUIRE(again.adapters.size() == 1);
  CHECK(same_content(again.adapters[0].section, kept.adapters[0].section));
  CHECK_THAT(again.text, ContainsSubstring("password: plain3\n") && ContainsSubstring("token: 8080\n"));

  kept = {};
  gateway.present.pop_back();
  const Downloaded nothing =
      gateway.read(shown_configuration(gateway.loaded.config, kept, gateway.present), "config.bin");
  CHECK(nothing.ok());
  CHECK(nothing.text.empty());
  CHECK(nothing.name.empty());
}

TEST_CASE("a stored download is loaded together with the configuration") {
  const Gateway gateway;
  const auto main_file = gateway.files.path / "main.yaml";
  CHECK(load_downloaded(gateway.loaded.config, main_file).text.empty());
  gateway.files.write("state/adapters.yaml", "adapters: [{ name: k, plugin: mqtt, mount: Device.K. }]\n");
  const auto kept = load_downloaded(gateway.loaded.config, main_file);
  REQUIRE(kept.adapters.size() == 1);
  CHECK(kept.name.empty());
  gateway.files.write("state/adapters.yaml", "adapters: [{ name: home, plugin: mqtt, mount: Device.K. }]\n");
  const auto bad = load_downloaded(gateway.loaded.config, main_file);
  CHECK_FALSE(bad.ok());
  CHECK(bad.adapters.empty());
}

TEST_CASE("a text is plain if YAML reads it back without quotes") {
  for (const char* plain : {"word", "-5", "0.1", "true", "mqtt://127.0.0.1:1883", "a#b", "zigbee2mqtt/{name}", "a b"}) {
    INFO(plain);
    CHECK(is_plain(plain));
  }
  for (const char* quoted :
       {"",   "~",  "null", "- a", "-",  "a: b", "a:", "a #b", "#a",  "{name}", "[", "!x",   "*a",      "&a",
        " a", "a ", "...",  "---", "%a", "@a",   "`a", "'a",   "\"a", "|",      ">", "a\nb", "\xC3\xA4"}) {
    INFO(quoted);
    CHECK_FALSE(is_plain(quoted));
  }
  CHECK(first_line(double_quoted("a\"\\\n\x7f")) == "\"a\\\"\\\\\\x0a\\x7f\"");
}
