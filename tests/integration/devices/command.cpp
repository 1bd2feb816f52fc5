// SPDX-License-Identifier: Apache-2.0
// Shows programs behind the daemon: what they write is read through the ACS and notified, a set runs them, and one that
// fails or hangs costs its own parameter and nothing else.
#include <signal.h>

#include <cerrno>
#include <filesystem>

#include "tests/integration/fixture/single_adapter.hpp"
#include "tests/support/catch.hpp"

using namespace tests::acs;
using namespace tests::integration;
using tests::support::read_text;
using tests::support::TempDir;

namespace {

const std::string kSection = R"(  parameters:
    - path: Mode
      values: { "off": "Off", heat: Heating, broken: Broken }
      notify: active
      source: { command: [cat, "@/mode"], interval_s: 1 }
      sink: { command: [sh, -c, "[ $1 != broken ] || { echo no such mode >&2; exit 1; }; printf %s $1 >@/mode", sh, "${value}"] }
    - { path: Load, type: decimal, source: { command: [cat, "@/state"], pointer: /load, interval_s: 1 } }
  tables:
    - path: Light.{i}.
      rows: { command: [cat, "@/state"], pointer: /lights, key: /id, interval_s: 1 }
      parameters:
        - { path: Name, value: "{name}" }
        - path: On
          type: boolean
          source: { pointer: /on }
          sink: { command: [sh, -c, "printf %s $1=$2 >@/set", sh, "${name}", "${value}"] }
)";

/// The files that the programs read.
struct Devices {
  TempDir folder;
  Devices() {
    folder.write("mode", "off");
    folder.write("state", R"({"load": 0.5, "lights": [{"id": "hall", "on": true}, {"id": "porch", "on": false}]})");
  }
  GatewayOptions options(const std::string& more = {}) const {
    return with_adapter("command", kSection + more, folder.path().string());
  }
  // As one: a program that reads meanwhile reads the one or the other.
  void replace(const std::string& name, const std::string& text) const {
    std::filesystem::rename(folder.write("next", text), folder.path() / name);
  }
};

}  // namespace

TEST_CASE("programs are read and run through the ACS", "[devices_command]") {
  const Devices devices;
  Gateway gateway(devices.options());
  gateway.first_contact();
  wait_for_value(gateway, "Light.2.Name", "porch");
  wait_for_value(gateway, "Load", "0.5");
  wait_for_value(gateway, "Mode", "Off");
  gateway.ask(get_parameter_values({kMount}))
      .with_parameter(kMount + "Mode", "Off", "xsd:string")
      .with_parameter(kMount + "Load", "0.5", "xsd:decimal")
      .with_parameter(kMount + "LightNumberOfEntries", "2")
      .with_parameter(kMount + "Light.1.On", "true", "xsd:boolean");

  gateway.ask(set_parameter_values({{kMount + "Mode", "Heating"}, {kMount + "Light.2.On", "1", "xsd:boolean"}}))
      .with_argument("Status", "0");
  CHECK(read_text(devices.folder.file("mode")) == "heat");
  CHECK(read_text(devices.folder.file("set")) == "porch=true");
  wait_for_value(gateway, "Mode", "Heating");

  Exchange refused = gateway.ask_in_vain(set_parameter_values({{kMount + "Mode", "Broken"}}));
  refused.with_parameter_fault(kMount + "Mode", 9001);
  CHECK(refused->fault->parameters.front().text == "Request denied: exit status 1: no such mode");
  gateway.ask_in_vain(set_parameter_values({{kMount + "Mode", "Unheard"}})).with_parameter_fault(kMount + "Mode", 9007);
  CHECK(read_text(devices.folder.file("mode")) == "heat");
}

TEST_CASE("a program that fails keeps its value, and its first output after that is notified", "[devices_command]") {
  const Devices devices;
  Gateway gateway(devices.options());
  gateway.first_contact();
  wait_for_value(gateway, "Mode", "Off");
  std::filesystem::remove(devices.folder.file("mode"));
  gateway.wait_for_log("cat: " + devices.folder.file("mode"));
  CHECK(gateway.get(kMount + "Mode") == "Off");

  devices.replace("mode", "heat");
  std::optional<Exchange> inform;
  // The adapter's Status may be reported before.
  Session session = gateway.session_about(kMount + "Mode", "Heating", &inform);
  inform->with_only_events({"4 VALUE CHANGE"});
  session.run_to_end();
  gateway.wait_for_log("answers again");
}

TEST_CASE("a member that leaves takes its row along, and comes back to its number", "[devices_command]") {
  const Devices devices;
  Gateway gateway(devices.options());
  gateway.first_contact();
  wait_for_value(gateway, "LightNumberOfEntries", "2");
  devices.replace("state", R"({"load": 1, "lights": [{"id": "porch", "on": false}]})");
  wait_for_value(gateway, "LightNumberOfEntries", "1");
  gateway.restart();
  gateway.session().run_to_end();
  devices.replace("state", R"({"load": 1, "lights": [{"id": "new", "on": true}, {"id": "hall", "on": true}]})");
  wait_for_value(gateway, "Light.3.Name", "new");
  wait_for_value(gateway, "Light.1.Name", "hall");
  wait_for_value(gateway, "LightNumberOfEntries", "2");
}

TEST_CASE("a program that hangs delays nothing, and does not outlive the daemon", "[devices_command]") {
  const Devices devices;
  Gateway gateway(devices.options(R"(- name: hanging
  plugin: command
  mount: Device.X_00D09E_Hanging.
  timeout_s: 1000
  parameters:
    - { path: A, source: { command: [sh, -c, "echo $$ >@/pid.next; mv @/pid.next @/pid; exec sleep 1000"] } }
    - { path: B, sink: { command: [sleep, "1000"], confirm_timeout_s: 1 } }
)"));
  gateway.first_contact();
  wait_for_value(gateway, "Mode", "Off");
  gateway.ask_in_vain(set_parameter_values({{"Device.X_00D09E_Hanging.B", "x"}}));
  gateway.ask(set_parameter_values({{kMount + "Mode", "Heating"}})).with_argument("Status", "0");

  wait_until("the program runs", [&] { return std::filesystem::exists(devices.folder.path() / "pid"); });
  const auto pid = static_cast<pid_t>(std::stol(read_text(devices.folder.file("pid"))));
  CHECK(::kill(pid, 0) == 0);
  gateway.stop();
  CHECK((::kill(pid, 0) == -1 && errno == ESRCH));
}
