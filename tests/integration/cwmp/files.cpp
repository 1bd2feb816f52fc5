// SPDX-License-Identifier: Apache-2.0
// Shows what becomes of transferred files: configurations that are downloaded, refused, kept, uploaded and restored,
// the log, firmware images, and files for an adapter.
#include "tests/acs/http/file_server.hpp"
#include "tests/integration/fixture/gateway_under_test.hpp"
#include "tests/support/catch.hpp"

#include <filesystem>
#include <fstream>

using namespace std::chrono_literals;
using namespace tests;
using Catch::Matchers::ContainsSubstring;
using tests::integration::Gateway;

namespace {

const std::string kType3 = "3 Vendor Configuration File";
const std::string kFirmware = "1 Firmware Upgrade Image";
const std::string kConfigFiles = "Device.DeviceInfo.VendorConfigFile";

/// The example adapter under a name, mounted at Device.X_00D09E_<mount>.
std::string example(const std::string& name, const std::string& mount, const std::string& more = {}) {
  return "- name: " + name + "\n  plugin: example_cpp\n  mount: Device.X_00D09E_" + mount + ".\n" + more;
}

std::string downloaded(const std::string& adapters) {
  std::string text = "adapters:\n";
  std::size_t begin = 0;
  while (begin < adapters.size()) {
    const std::size_t end = adapters.find('\n', begin) + 1;
    text += "  " + adapters.substr(begin, end - begin);
    begin = end;
  }
  return text;
}

struct WithFiles {
  explicit WithFiles(integration::Settings settings, std::map<std::string, std::string> environment = {})
      : gateway({.settings = settings, .environment = std::move(environment)}), configured(std::move(settings)) {
    gateway.first_contact();
  }

  /// Asks for the transfer and answers its TransferComplete, which is returned.
  acs::Exchange transfer(acs::Reply request, const std::string& event) {
    gateway.ask(std::move(request)).with_argument("Status", "1");
    return complete(event);
  }
  acs::Exchange complete(const std::string& event) {
    std::optional<acs::Exchange> inform;
    acs::Session session = gateway.session(&inform);
    inform->with_event("7 TRANSFER COMPLETE").with_event(event, "key");
    last_inform = inform;
    acs::Exchange report = session.expect("TransferComplete");
    report.with_argument("CommandKey", "key");
    report.reply_response();
    session.expect_empty_post().reply_no_content();
    session.expect_end();
    return report;
  }
  acs::Exchange download(const std::string& type, const std::string& content, const std::string& path = "/file.bin") {
    files.give(path, content);
    return transfer(acs::download({.command_key = "key", .file_type = type, .url = files.url(path)}), "M Download");
  }
  std::string upload(const std::string& type) {
    transfer(acs::upload({.command_key = "key", .file_type = type, .url = files.url("/uploaded")}), "M Upload")
        .with_argument("FaultStruct.FaultCode", "0");
    return files.file("/uploaded").value();
  }
  bool has(const std::string& path) const { return gateway.ctl({"get", path}).exit_code == 0; }
  std::filesystem::path kept() const { return gateway.folder().file("state/adapters.yaml"); }

  acs::FileServer files;
  Gateway gateway;
  integration::Settings configured;
  std::optional<acs::Exchange> last_inform;
};

void is_done(acs::Exchange report) {
  report.with_argument("FaultStruct.FaultCode", "0").with_argument("FaultStruct.FaultString", "");
}

std::string fault_text(const acs::Exchange& report) { return report->argument("FaultStruct.FaultString"); }

/// A program that notes its arguments and ends with this status.
std::string script(const Gateway& gateway, const std::string& commands) {
  const std::string path = gateway.folder().write("command", "#!/bin/sh\n" + commands);
  std::filesystem::permissions(path, std::filesystem::perms::owner_all);
  return path;
}

}  // namespace

TEST_CASE("a downloaded configuration adds adapters, takes the place of the one before, and outlives a restart",
          "[cwmp_files]") {
  WithFiles with_files({.adapters = example("home", "Home")});
  Gateway& gateway = with_files.gateway;
  CHECK(gateway.get(kConfigFiles + "NumberOfEntries") == "1");
  is_done(with_files.download(kType3, downloaded(example("one", "One") + example("two", "Two")), "/first.yaml"));
  CHECK(with_files.has("Device.X_00D09E_One.Counter"));
  CHECK(with_files.has("Device.X_00D09E_Two.Counter"));
  CHECK(gateway.get(kConfigFiles + ".2.Name") == "first.yaml");
  CHECK(gateway.get(kConfigFiles + ".2.Version").empty());
  CHECK_THAT(gateway.get(kConfigFiles + ".2.Date"), Catch::Matchers::StartsWith("20"));

  is_done(with_files.download(kType3, "name: Second\nversion: 2.0\n" + downloaded(example("two", "Two"))));
  CHECK_FALSE(with_files.has("Device.X_00D09E_One.Counter"));
  CHECK(with_files.has("Device.X_00D09E_Home.Counter"));
  gateway.restart();
  gateway.session().run_to_end();
  CHECK(with_files.has("Device.X_00D09E_Two.Counter"));
  CHECK(gateway.get(kConfigFiles + ".2.Name") == "Second");
  CHECK(gateway.get(kConfigFiles + ".2.Version") == "2.0");
  CHECK(gateway.ctl({"reload"}).exit_code == 0);
  CHECK(with_files.has("Device.X_00D09E_Two.Counter"));

  is_done(with_files.download(kType3, "adapters: []\n"));
  CHECK_FALSE(with_files.has("Device.X_00D09E_Two.Counter"));
  CHECK(gateway.get(kConfigFiles + "NumberOfEntries") == "1");
  CHECK_FALSE(std::filesystem::exists(with_files.kept()));
}

TEST_CASE("TP-181 config restore with incorrect file: 9018, and nothing has changed", "[cwmp_files]") {
  WithFiles with_files({.adapters = example("home", "Home")});
  is_done(with_files.download(kType3, downloaded(example("one", "One"))));
  const std::string before = support::read_text(with_files.kept());
  const auto is_refused = [&](const std::string& content, const std::string& text) {
    INFO(content);
    acs::Exchange report = with_files.download(kType3, content);
    report.with_argument("FaultStruct.FaultCode", "9018");
    CHECK_THAT(fault_text(report), ContainsSubstring(text));
    CHECK(support::read_text(with_files.kept()) == before);
    CHECK(with_files.has("Device.X_00D09E_One.Counter"));
    CHECK(with_files.has("Device.X_00D09E_Home.Counter"));
  };
  is_refused(
      "\x7f"
      "ELF\x01\x02",
      "file.bin:1:1: a byte that is not valid UTF-8");
  is_refused("", "must be a map with `adapters`");
  is_refused(downloaded(example("new", "New", "  interval_sm: 1\n")), "file.bin:5:5: adapters[0]: unknown key");
  is_refused(downloaded(example("new", "New", "  interval_ms: 1\n")), "file.bin:5:18: adapters[0].interval_ms");
  is_refused(downloaded(example("home", "New")), "adapters[0].name: is already the name of adapter \"home\"");
  is_refused(downloaded(example("new", "Home")), "is already the mount of adapter \"home\"");
  is_refused(downloaded("- { name: new, plugin: nothing, mount: Device.New. }\n"), "no adapter \"nothing\"");
  is_refused(downloaded("- { name: new, plugin: command, mount: Device.New. }\n"), "add it to vendor_config.allow");
  is_refused(downloaded("- { name: new, plugin: modbus, mount: Device.New., bus: { url: rtu:/dev/null } }\n"),
             "add it to vendor_config.allow");
  is_refused(downloaded("- { name: new, plugin: http, mount: Device.New., server: { url: 'http://127.0.0.1' } }\n"),
             "add it to vendor_config.allow");
  is_refused(downloaded("- { name: new, plugin: !env HOME, mount: Device.New. }\n"), "!env is not allowed");
  is_refused("include: /etc/*\n", "include: is not allowed");
  CHECK_THAT(with_files.gateway.log(), ContainsSubstring("daemon.vendor_config.rejected"));
}

TEST_CASE("TP-181 Configuration Backup and Restoration: an uploaded configuration has no secret and changes nothing",
          "[cwmp_files]") {
  WithFiles with_files({.acs = "username: cpe\npassword: acs-secret\n",
                        .adapters = example("home", "Home") +
                                    "- name: mqtt\n  plugin: mqtt\n  mount: Device.X_00D09E_Mqtt.\n  parameters: []\n"
                                    "  broker: { url: \"mqtt://127.0.0.1:1\", username: u, password: main-secret }\n"});
  const std::string broker = "  parameters: []\n  broker: { url: \"mqtt://127.0.0.1:1\", username: u, ";
  is_done(with_files.download(kType3,
                              downloaded("- name: more\n  plugin: mqtt\n  mount: Device.X_00D09E_More.\n" + broker +
                                         "password: more-secret }\n"),
                              "/more.yaml"));
  const std::string kept = support::read_text(with_files.kept());
  CHECK_THAT(kept, ContainsSubstring("password: more-secret"));
  for (const std::string type : {"1 Vendor Configuration File", "3 Vendor Configuration File 1"}) {
    const std::string uploaded = with_files.upload(type);
    INFO(uploaded);
    CHECK_THAT(uploaded, !ContainsSubstring("-secret") && ContainsSubstring("password: !masked \"\"") &&
                             ContainsSubstring("username: cpe"));
    CHECK_THAT(uploaded,
               ContainsSubstring("name: home") && ContainsSubstring("name: mqtt") && ContainsSubstring("name: more"));
    is_done(with_files.download(kType3, uploaded, "/backup"));
    CHECK(support::read_text(with_files.kept()) == kept);
    CHECK(with_files.gateway.get(kConfigFiles + ".2.Name") == "more.yaml");
    CHECK_THAT(with_files.gateway.log(),
               ContainsSubstring("daemon.vendor_config.installed the downloaded configuration file is in "
                                 "use: 0 adapters added, 0 replaced, 0 removed"));
  }
  const std::string part = with_files.upload("3 Vendor Configuration File 2");
  CHECK_THAT(part,
             ContainsSubstring("name: more") && !ContainsSubstring("name: home") && !ContainsSubstring("-secret"));
  with_files.gateway
      .ask_in_vain(acs::upload({.command_key = "key",
                                .file_type = "3 Vendor Configuration File 3",
                                .url = with_files.files.url("/uploaded")}))
      .with_fault(9003);
}

TEST_CASE("a downloaded file that has become bad is left out, and --check-config warns of it", "[cwmp_files]") {
  WithFiles with_files({.adapters = example("home", "Home")});
  Gateway& gateway = with_files.gateway;
  is_done(with_files.download(kType3, downloaded(example("one", "One"))));
  with_files.configured.adapters += example("mine", "One");
  gateway.configure(with_files.configured);
  const auto checked = support::run({DAEMON, "--config", gateway.folder().file("tr069-proxy.yaml"), "--check-config"});
  INFO(checked.output);
  CHECK(checked.exit_code == 0);
  CHECK_THAT(checked.output, ContainsSubstring("is already the mount of adapter") &&
                                 ContainsSubstring("the downloaded file is not used"));
  gateway.restart();
  gateway.session().run_to_end();
  CHECK_THAT(gateway.log(), ContainsSubstring("daemon.vendor_config.ignored"));
  CHECK(with_files.has("Device.X_00D09E_One.Counter"));  // of the main file's
  CHECK(gateway.get(kConfigFiles + "NumberOfEntries") == "1");
}

TEST_CASE("the log is uploaded", "[cwmp_files]") {
  WithFiles with_files({});
  for (const std::string type : {"2 Vendor Log File", "4 Vendor Log File 1"}) {
    CHECK_THAT(with_files.upload(type), ContainsSubstring("Z info daemon.process.started tr069-proxyd ") &&
                                            ContainsSubstring(" has started, 0 adapters"));
  }
  CHECK(with_files.gateway.get("Device.DeviceInfo.VendorLogFile.1.MaximumSize") == "65536");
  with_files.gateway
      .ask_in_vain(acs::upload({.file_type = "4 Vendor Log File 2", .url = with_files.files.url("/uploaded")}))
      .with_fault(9003);
}

TEST_CASE("types of files that are not taken are refused at once", "[cwmp_files]") {
  WithFiles with_files({});
  const auto is_refused = [&](const std::string& type, int code) {
    INFO(type);
    with_files.gateway.ask_in_vain(acs::download({.file_type = type, .url = with_files.files.url("/file.bin")}))
        .with_fault(code);
  };
  is_refused(kFirmware, 9001);
  for (const std::string type : {"2 Web Content", "4 Tone File", "6 Stored Firmware Image", "X 00D09E Sensor Image"}) {
    is_refused(type, 9003);
  }
}

TEST_CASE("TP-181 Firmware Download: the image is installed, and 1 BOOT brings the report and the new version",
          "[cwmp_files]") {
  integration::Settings settings;
  WithFiles with_files(settings);
  Gateway& gateway = with_files.gateway;
  gateway.folder().write("version", "1.0\n");
  settings.device = "software_version: !file " + gateway.folder().file("version") + "\n";
  settings.top = "firmware_command: [" +
                 script(gateway,
                        "case $(head -n 1 \"$3\") in 2.0) cp \"$3\" \"$2\" ;; spoilt) exit 18 ;; "
                        "forged) exit 19 ;; killed) kill -9 $$ ;; *) exit 3 ;; esac\n") +
                 ", to, " + gateway.folder().file("version") + "]\n";
  gateway.configure(settings);
  gateway.restart();
  gateway.session().run_to_end();
  const auto fails = [&](const std::string& content, const std::string& code, const std::string& text) {
    acs::Exchange report = with_files.download(kFirmware, content);
    report.with_argument("FaultStruct.FaultCode", code);
    CHECK_THAT(fault_text(report), ContainsSubstring(text));
    with_files.last_inform->without_event("1 BOOT");
  };
  fails("nonsense\n", "9010", "ended with exit status 3");
  fails("spoilt\n", "9018", "ended with exit status 18");
  fails("forged\n", "9019", "ended with exit status 19");
  fails("killed\n", "9010", "was ended by signal 9");

  is_done(with_files.download(kFirmware, "2.0\n"));
  with_files.last_inform->with_only_events({"1 BOOT", "4 VALUE CHANGE", "7 TRANSFER COMPLETE", "M Download"})
      .with_parameter("Device.DeviceInfo.SoftwareVersion", "2.0");
}

TEST_CASE("a firmware_command gets a small environment, without secrets of the configuration", "[cwmp_files]") {
  integration::Settings settings;
  WithFiles with_files(settings, {{"TR069_TEST_SECRET", "do-not-tell"}});
  Gateway& gateway = with_files.gateway;
  settings.acs = "username: cpe\npassword: !env TR069_TEST_SECRET\n";
  settings.top = "firmware_command: [" + script(gateway, "env >\"$1\"\n") + ", " + gateway.folder().file("env") + "]\n";
  gateway.configure(settings);
  gateway.restart();
  gateway.session().run_to_end();
  is_done(with_files.download(kFirmware, "2.0\n"));
  const std::string environment = support::read_text(gateway.folder().file("env"));
  CHECK_THAT(environment,
             ContainsSubstring("PATH=") && !ContainsSubstring("do-not-tell") && !ContainsSubstring("TR069"));
}

TEST_CASE("a firmware_command that takes too long is ended", "[cwmp_files]") {
  WithFiles with_files({});
  Gateway& gateway = with_files.gateway;
  gateway.configure({.top = "firmware_timeout_s: 1\nfirmware_command: [" +
                            script(gateway, "exec sleep 1000 >/dev/null 2>&1\n") + "]\n"});
  CHECK(gateway.ctl({"reload"}).exit_code == 0);  // takes it over
  acs::Exchange report = with_files.download(kFirmware, "image");
  report.with_argument("FaultStruct.FaultCode", "9010");
  CHECK_THAT(fault_text(report), ContainsSubstring("has not ended within 1 s"));
}

TEST_CASE("after a restart during the installation of firmware, the version decides whether it succeeded",
          "[cwmp_files]") {
  integration::Settings settings;
  WithFiles with_files(settings);
  Gateway& gateway = with_files.gateway;
  const std::string version = gateway.folder().write("version", "1.0\n");
  settings.device = "software_version: !file " + version + "\n";
  settings.top = "firmware_command: [" + script(gateway, "exec sleep 30 >/dev/null 2>&1\n") + "]\n";
  gateway.configure(settings);
  gateway.restart();
  gateway.session().run_to_end();
  with_files.files.give("/image", "2.0\n");
  for (const std::string after : {"1.0\n", "2.0\n"}) {
    gateway.ask(acs::download({.command_key = "key", .file_type = kFirmware, .url = with_files.files.url("/image")}));
    gateway.wait_for_log("daemon.firmware.started");
    gateway.kill();
    gateway.folder().write("version", after);
    gateway.start();
    acs::Exchange report = with_files.complete("M Download");
    with_files.last_inform->with_event("1 BOOT");
    report.with_argument("FaultStruct.FaultCode", after == "2.0\n" ? "0" : "9010");
  }
}

TEST_CASE("a Reboot waits for the end of firmware_command", "[cwmp_files]") {
  WithFiles with_files({});
  Gateway& gateway = with_files.gateway;
  const std::string go_on = gateway.folder().file("go_on");
  const std::string descriptors = gateway.folder().file("descriptors");
  const std::string list = "for one in /proc/$$/fd/*; do readlink $one; done >" + descriptors + "\n";
  const std::string wait = "while [ ! -e " + go_on + " ]; do sleep 0.05; done >/dev/null 2>&1; exit 3\n";
  gateway.configure({.top = "firmware_command: [" + script(gateway, list + wait) + "]\n"});
  CHECK(gateway.ctl({"reload"}).exit_code == 0);
  with_files.files.give("/image", "2.0\n");
  gateway.ask(acs::download({.command_key = "key", .file_type = kFirmware, .url = with_files.files.url("/image")}));
  gateway.wait_for_log("daemon.firmware.started");
  gateway.ask(acs::reboot("later"));
  gateway.wait_for_log("daemon.reboot.postponed");
  gateway.folder().write("go_on", "");
  with_files.complete("M Download").with_argument("FaultStruct.FaultCode", "9010");
  with_files.last_inform->with_event("1 BOOT").with_event("M Reboot", "later");
  // What the command had open is not ours: it would keep our sockets busy after we are gone.
  const std::string open_ones = support::read_text(descriptors);
  CHECK(open_ones.find("/dev/null") != std::string::npos);
  CHECK(open_ones.find("socket:") == std::string::npos);
  CHECK(open_ones.find("state.db") == std::string::npos);
}

TEST_CASE("a file of an adapter's type goes to the adapter", "[cwmp_files]") {
  WithFiles with_files({.adapters = "- { name: taker, plugin: takes_files, mount: Device.X_00D09E_Taker. }\n",
                        .adapter_dir = BAD_ADAPTERS});
  const std::string type = "X 00D09E Sensor Image";
  is_done(with_files.download(type, "version 2\n"));
  CHECK(with_files.gateway.get("Device.X_00D09E_Taker.Image") == type + ": version 2");
  acs::Exchange report = with_files.download(type, "bad\n");
  report.with_argument("FaultStruct.FaultCode", "9018");
  CHECK(fault_text(report) == "not an image");
  with_files.gateway
      .ask_in_vain(acs::download({.file_type = "X 00D09E Other", .url = with_files.files.url("/file.bin")}))
      .with_fault(9003);
}

TEST_CASE("a reboot_command that leaves the machine up restarts the endpoint in the end", "[cwmp_files]") {
  WithFiles with_files({.top = "reboot_timeout_s: 1\nreboot_command: [\"true\"]\n"});
  with_files.gateway.ask(acs::reboot("again"));
  std::optional<acs::Exchange> inform;
  with_files.gateway.session(&inform).run_to_end();
  inform->with_event("1 BOOT").with_event("M Reboot", "again");
  CHECK_THAT(with_files.gateway.log(),
             ContainsSubstring("daemon.reboot.timeout the machine has not rebooted 1 s after reboot_command"));
}
