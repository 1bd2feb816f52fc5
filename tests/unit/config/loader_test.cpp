// SPDX-License-Identifier: Apache-2.0
// Shows that a valid file becomes the structs, and that every kind of error is reported with its position.
#include "proxy/config/loader.hpp"

#include "proxy/base/default_paths.hpp"
#include "proxy/config/text.hpp"
#include "tests/support/catch.hpp"
#include "tests/unit/config/temporary.hpp"

#include <cstdlib>

using namespace proxy::config;
using namespace std::chrono_literals;

namespace {

/// Compares what the fixture's mistakes are called with the file .expected beside it.
void check_fixture(const std::filesystem::path& yaml) {
  INFO(yaml.string());
  const auto result = load(yaml);
  CHECK_FALSE(result.ok());
  auto expected = yaml;
  expected.replace_extension(".expected");
  CHECK(replaced(result.diagnostics.text(), FIXTURES "/config/bad/", "") == read_file(expected, 65536).text);
}

}  // namespace

TEST_CASE("each bad fixture has exactly its diagnostics") {
  ::setenv("TR069_PROXY_TEST_BYTES", "a\xff", 1);
  ::unsetenv("TR069_PROXY_TEST_UNSET");
  int seen = 0;
  for (const auto& entry : std::filesystem::directory_iterator(FIXTURES "/config/bad")) {
    if (entry.path().extension() != ".yaml") continue;
    check_fixture(entry.path());
    ++seen;
  }
  CHECK(seen >= 20);
  check_fixture(FIXTURES "/config/bad/included/included.yaml");
}

TEST_CASE("an absent key has its default") {
  const Temporary files;
  const auto result = files.load("");
  REQUIRE(result.ok());
  CHECK(result.diagnostics.entries().empty());
  Config expected;
  expected.device.oui = "00D09E";
  expected.device.product_class = "HomeGateway";
  expected.device.serial_number = "GW0001";
  expected.acs.url = "http://127.0.0.1:7547/acs";
  CHECK(result.config.device == expected.device);
  CHECK(result.config.acs == expected.acs);
  CHECK(result.config.connection_request == expected.connection_request);
  CHECK(result.config.log == expected.log);
  const proxy::base::DefaultPaths paths = proxy::base::default_paths();
  CHECK(result.config.state_dir == paths.state_dir);
  CHECK(result.config.control_socket == paths.control_socket);
  CHECK(result.config.adapter_dir == paths.adapter_dir);
  CHECK(result.config.profile_dir == paths.profile_dir);
  CHECK(result.config.adapters.empty());
}

TEST_CASE("a value in the file is used") {
  const Temporary files;
  const auto result = files.load(
      "  username: cpe\n  password: p\n  ca_file: certs/ca.pem\n  client_cert_file: /c.pem\n  client_key_file: /k.pem\n"
      "  periodic_inform: { enable: false, interval_s: 60 }\n  retry_minimum_wait_s: 7\n  "
      "active_notification_throttle_s: 9\n"
      "  retry_interval_multiplier: 1000\n  response_timeout_s: 1\n  interface: wan\n  http_compression: gzip\n"
      "connection_request: { enable: false, listen: 0.0.0.0:0, udp_listen: 7549, url: 'http://gw/x', "
      "username: acs, password: q }\n"
      "state_dir: /s\ncontrol_socket: c.sock\nadapter_dir: /a\nlog: { level: debug, target: syslog }\n"
      "reboot_command: [/sbin/reboot, -f]\nfirmware_command: [/sbin/sysupgrade]\nadapters:\n");
  INFO(files.text(result));
  REQUIRE(result.ok());
  const auto& acs = result.config.acs;
  CHECK(acs.username == "cpe");
  CHECK(acs.password.reveal() == "p");
  CHECK(acs.ca_file == files.path / "certs/ca.pem");
  CHECK(acs.client_key_file == "/k.pem");
  CHECK(acs.periodic_inform == PeriodicInform{false, 60s});
  CHECK(acs.retry_minimum_wait == 7s);
  CHECK(acs.active_notification_throttle == 9s);
  CHECK(acs.retry_interval_multiplier == 1000);
  CHECK(acs.response_timeout == 1s);
  CHECK(acs.interface == "wan");
  CHECK(acs.http_compression == proxy::config::HttpCompression::gzip);
  CHECK(result.config.connection_request ==
        ConnectionRequest{false, {"0.0.0.0", 0}, Listen{"::", 7549}, "http://gw/x", "acs", Secret("q")});
  CHECK(result.config.control_socket == files.path / "c.sock");
  CHECK(result.config.log == Log{proxy::base::log::Level::debug, proxy::base::log::Target::syslog});
  CHECK(result.config.reboot_command == std::vector<std::string>{"/sbin/reboot", "-f"});
  CHECK(result.config.firmware_command == std::vector<std::string>{"/sbin/sysupgrade"});
}

TEST_CASE("the monitor socket is none by default, and never the control socket") {
  const Temporary files;
  const auto none = files.load("");
  REQUIRE(none.ok());
  CHECK(none.config.monitor == proxy::config::Monitor{});
  const auto given = files.load("monitor: { socket: m.sock, group: watchers, allow_set: true }\n");
  INFO(files.text(given));
  REQUIRE(given.ok());
  CHECK(given.config.monitor == proxy::config::Monitor{files.path / "m.sock", "watchers", true});

  const auto same = files.load("control_socket: /run/c.sock\nmonitor: { socket: /run/x/../c.sock }\n");
  CHECK_FALSE(same.ok());
  CHECK(files.text(same).find("monitor.socket: must not be the control_socket") != std::string::npos);
  CHECK_FALSE(files.load("monitor: { socket: /" + std::string(107, 'm') + " }\n").ok());
}

TEST_CASE("modules of the log are those of the daemon, adapters and plugins") {
  const Temporary files;
  const auto result = files.load(
      "log: { level: warning, format: json, modules: { acs: debug, garden: info, mqtt: error, adapter: warning } }\n"
      "adapters:\n  - { name: garden, plugin: mqtt, mount: Device.X_00D09E_Garden. }\n");
  INFO(files.text(result));
  REQUIRE(result.ok());
  using enum proxy::base::log::Level;
  CHECK(result.config.log == Log{warning,
                                 proxy::base::log::Target::standard_error,
                                 proxy::base::log::Format::json,
                                 {{"acs", debug}, {"garden", info}, {"mqtt", error}, {"adapter", warning}}});
}

TEST_CASE("an unknown module of the log is an error with a suggestion") {
  const Temporary files;
  const auto result = files.load(
      "log: { modules: { asc: debug, gardn: info, nonsense: info, mqtt: loud } }\n"
      "adapters:\n  - { name: garden, plugin: mqtt, mount: Device.X_00D09E_Garden. }\n");
  const std::string text = files.text(result);
  INFO(text);
  CHECK(text.find("log.modules: unknown module \"asc\"; did you mean \"acs\"?") != std::string::npos);
  CHECK(text.find("log.modules: unknown module \"gardn\"; did you mean \"garden\"?") != std::string::npos);
  CHECK(text.find("log.modules: unknown module \"nonsense\"; it must be one of acs, adapter, control, daemon, garden, "
                  "gateway, model, mqtt, plugin, sets, state\n") != std::string::npos);
  CHECK(text.find("log.modules.mqtt: must be one of debug, info, warning, error, not \"loud\"") != std::string::npos);
}

TEST_CASE("an adapter's section is passed on as a whole, its own keys unchecked") {
  const Temporary files;
  const auto result = files.load(
      "adapters:\n  - { name: zigbee, plugin: mqtt, mount: Device.X_00D09E_Zigbee., allow: [\"*\"] }\n"
      "  - name: boiler\n    plugin: mqtt\n    mount: Device.X_00D09E_Home.\n    payload: \"${value}\"\n");
  INFO(files.text(result));
  REQUIRE(result.ok());
  REQUIRE(result.config.adapters.size() == 2);
  const auto& boiler = result.config.adapters[1];
  CHECK(boiler.mount == "Device.X_00D09E_Home.");
  CHECK(boiler.path == "adapters[1]");
  CHECK(boiler.line == 9);
  CHECK(boiler.column == 5);
  const auto payload = find(boiler.section, 0, "payload");
  REQUIRE(payload != kNoNode);
  CHECK(boiler.section[payload].scalar == "${value}");
  CHECK(boiler.section[payload].line == 12);
  CHECK(boiler.section[payload].column == 14);
}

TEST_CASE("included files add adapters, in the order of their names") {
  const Temporary files;
  files.write("adapters.d/2.yaml", "adapters:\n  - { name: b, plugin: p, mount: Device.X_B. }\n");
  files.write("adapters.d/1.yaml", "adapters: [ { name: a, plugin: p, mount: Device.X_A. } ]\n");
  files.write("adapters.d/3.yaml", "# switched off\n");
  const auto result =
      files.load("include: adapters.d/*.yaml\nadapters:\n  - { name: c, plugin: p, mount: Device.X_C. }\n");
  INFO(files.text(result));
  REQUIRE(result.ok());
  std::string names;
  for (const auto& adapter : result.config.adapters) names += adapter.name;
  CHECK(names == "cab");
  CHECK(result.config.adapters[1].file == (files.path / "adapters.d/1.yaml").string());
}

TEST_CASE("a pattern without match is not an error") {
  const Temporary files;
  CHECK(files.load("include: adapters.d/*.yaml\n").ok());
}

TEST_CASE("aliases that expand to too many values are rejected at the alias") {
  const Temporary files;
  std::string bomb = "a: &a [x, x, x, x, x, x, x, x, x, x]\n";
  for (char name = 'b'; name <= 'z'; ++name) {
    const auto before = std::string("*") + static_cast<char>(name - 1);
    bomb += std::string(1, name) + ": &" + name + " [" + before;
    for (int copy = 0; copy < 9; ++copy) bomb += ", " + before;
    bomb += "]\n";
  }
  const auto result = load(files.write("main.yaml", bomb));
  CHECK(files.text(result) ==
        "main.yaml:6:8: f[0]: more than 200000 values, with aliases expanded: the configuration is too large\n");
}

TEST_CASE("lists inside lists end at 64 levels, also by way of aliases") {
  const Temporary files;
  const auto deep = load(files.write("main.yaml", "a: " + std::string(80, '[') + std::string(80, ']') + "\n"));
  CHECK(files.text(deep).find("main.yaml:1:67: ") == 0);
  CHECK(files.text(deep).find("nested deeper than 64 levels") != std::string::npos);
  const auto half = std::string(40, '[') + std::string(40, ']');
  const auto aliased = load(
      files.write("main.yaml", "a: &a " + half + "\nb: " + std::string(40, '[') + "*a" + std::string(40, ']') + "\n"));
  CHECK(files.text(aliased).find("nested deeper than 64 levels") != std::string::npos);
  CHECK_FALSE(load(files.write("main.yaml", "a: " + std::string(100000, '['))).ok());
}

TEST_CASE("an unreadable file is reported with the reason") {
  const Temporary files;
  CHECK(files.text(load(files.path / "none.yaml")) == "none.yaml:1:1: no such file\n");
  files.write("directory/x", "");
  CHECK(files.text(load(files.path / "directory")) == "directory:1:1: not a regular file\n");
  const auto large = files.write("large.yaml", "#" + std::string(4 * 1024 * 1024, 'x'));
  CHECK(files.text(load(large)) == "large.yaml:1:1: larger than 4194304 bytes\n");
}

TEST_CASE("a file with a byte order mark and CRLF reads as any other") {
  const Temporary files;
  const auto text = replaced(std::string(kRequired), "\n", "\r\n");
  CHECK(load(files.write("main.yaml", "\xef\xbb\xbf" + text)).ok());
  CHECK(files.text(load(files.write("main.yaml", "\xef\xbb\xbf" + text + "x: 1\r\n"))) ==
        "main.yaml:7:1: unknown key \"x\"\n");
}

TEST_CASE("a value may be an alias, and is reported where it is used") {
  const Temporary files;
  CHECK(files.text(files.load("  username: &name cpe\nlog: { level: *name }\n")) ==
        "main.yaml:8:15: log.level: must be one of debug, info, warning, error, not \"cpe\"\n");
  const auto good = files.load("  username: &name cpe\nconnection_request: { username: *name }\n");
  REQUIRE(good.ok());
  CHECK(good.config.connection_request.username == "cpe");
}

TEST_CASE("serial number and firmware version come from files") {
  const Temporary files;
  files.write("address", " 00:d0:9e:00:00:01 \n");
  files.write("os-release", "NAME=\"OpenWrt\"\nVERSION_ID=\"23.05.2\"\n");
  files.write("main.yaml",
              "device:\n  oui: 00D09E\n  product_class: ''\n  serial_number_file: address\n"
              "  software_version_file: os-release\nacs:\n  url: https://[::1]:7547/\n");
  const auto result = load(files.path / "main.yaml");
  INFO(files.text(result));
  REQUIRE(result.ok());
  CHECK(result.config.device.serial_number == "00:d0:9e:00:00:01");
  CHECK(result.config.device.software_version == "23.05.2");
  files.write("address", "\n");
  files.write("os-release", "caf\xe9\n");
  CHECK(files.text(load(files.path / "main.yaml")) ==
        "main.yaml:4:23: device.serial_number_file: the content of the file must not be empty\n"
        "main.yaml:5:26: device.software_version_file: the content of the file is not valid UTF-8\n");
}

TEST_CASE("an empty acs.url means no ACS; the key itself is required") {
  const Temporary files;
  const std::string device = "device: { oui: 00D09E, product_class: x, serial_number: y }\n";
  for (const char* url : {"\"\"", "''"}) {
    const auto given = load(files.write("a.yaml", device + "acs: { url: " + url + " }\n"));
    CHECK(given.diagnostics.text() == "");
    CHECK(given.config.acs.url.empty());
    CHECK_FALSE(given.config.acs.discover);
  }
  const auto error = [&](const std::string& acs) {
    return load(files.write("b.yaml", device + "acs: " + acs + "\n")).diagnostics.text();
  };
  CHECK(error("{ username: a }").find("acs.url: is required") != std::string::npos);
  CHECK(error("{ url: \" \" }").find("must begin with http:// or https://, or be dhcp, or empty") != std::string::npos);
}

TEST_CASE("an ACS from DHCP") {
  const Temporary files;
  const std::string device = "device: { oui: 00D09E, product_class: x, serial_number: y }\n";
  const auto given =
      load(files.write("a.yaml", device + "acs: { url: dhcp, dhcp_file: run/dhcp, dhcp_renew_command: [a, b] }\n"));
  CHECK(given.diagnostics.text() == "");
  CHECK(given.config.acs.url.empty());
  CHECK(given.config.acs.discover);
  CHECK(given.config.acs.dhcp_file.filename() == "dhcp");
  CHECK(given.config.acs.dhcp_file.is_absolute());
  CHECK(given.config.acs.dhcp_renew_command == std::vector<std::string>{"a", "b"});
  CHECK_FALSE(load(files.write("b.yaml", device + "acs: { url: http://a }\n")).config.acs.discover);
  const auto wrong = load(files.write("c.yaml", device + "acs: { url: DHCP, dhcp_file: run/ }\n")).diagnostics.text();
  CHECK(wrong.find("must begin with http:// or https://, or be dhcp") != std::string::npos);
  CHECK(wrong.find("must name a file") != std::string::npos);
}
