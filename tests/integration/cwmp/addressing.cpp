// SPDX-License-Identifier: Apache-2.0
// Shows rows that are named by aliases and by wildcards, rows that an ACS makes, and what rows of InformParameter put
// into Informs.
#include "tests/integration/fixture/mqtt_home.hpp"
#include "tests/support/catch.hpp"

#include <algorithm>
#include <set>

using namespace tests;
using namespace tests::acs;
using namespace tests::integration;

namespace {

const std::string kServer = "Device.ManagementServer.";
const std::string kTable = kServer + "InformParameter.";
const std::string kCount = kServer + "InformParameterNumberOfEntries";
const std::string kKey = kServer + "ParameterKey";
const std::string kPlugs = "Device.X_00D09E_Home.Plug.";

std::set<std::string> paths(const Exchange& answer) {
  std::set<std::string> found;
  for (const Parameter& each : answer->parameters) found.insert(each.name);
  for (const ParameterName& each : answer->names) found.insert(each.name);
  for (const ParameterAttributes& each : answer->attributes) found.insert(each.name);
  return found;
}
using Paths = std::set<std::string>;

bool writable(const Exchange& answer, const std::string& name) {
  const auto found = std::ranges::find(answer->names, name, &ParameterName::name);
  if (found == answer->names.end()) throw std::runtime_error("no name " + name);
  return found->writable;
}

// The set is refused, for these parameters with these codes alone.
void check_refused(Gateway& gateway, const std::vector<SetValue>& values,
                   const std::vector<std::pair<std::string, int>>& faults) {
  Exchange answer = gateway.ask_in_vain(set_parameter_values(values, "refused"));
  answer.with_fault(9003);
  CHECK(answer->fault->parameters.size() == faults.size());
  for (const auto& [name, code] : faults) answer.with_parameter_fault(name, code);
  CHECK(gateway.get(kKey) != "refused");
}

void check_set(Gateway& gateway, const std::vector<SetValue>& values) {
  gateway.ask(set_parameter_values(values)).with_argument("Status", "0");
}

void create_instances(Gateway& gateway) { check_set(gateway, {{kServer + "AutoCreateInstances", "1", "xsd:boolean"}}); }

// Two plugs, "kitchen" and "hall", rows 1 and 2.
void start_with_plugs(Home& home) {
  home.start();
  for (const char* name : {"kitchen", "hall"}) {
    home.device().publish(std::string("plug/") + name, R"({"state":"OFF","power":5})", 1, true);
    home.fence();
  }
}

}  // namespace

TEST_CASE("ALIAS-1 every Inform says that aliases are taken", "[cwmp_addressing]") {
  Gateway gateway;
  std::optional<Exchange> inform;
  Session session = gateway.session(&inform);
  inform->with_parameter(kServer + "AliasBasedAddressing", "true", "xsd:boolean");
  auto post = session.expect_empty_post();
  session.ask(post, get_parameter_values({kServer}))
      .with_parameter(kServer + "InstanceMode", "InstanceNumber", "xsd:string")
      .with_parameter(kServer + "AutoCreateInstances", "false", "xsd:boolean")
      .with_parameter(kServer + "InstanceWildcardsSupported", "true", "xsd:boolean")
      .reply_no_content();
  session.expect_end();
}

TEST_CASE("ALIAS-2 ALIAS-3 rows of devices have aliases, which the ACS may change and which stay",
          "[cwmp_addressing]") {
  Home home;
  start_with_plugs(home);
  Gateway& gateway = home.gateway();
  gateway.ask(get_parameter_values({kPlugs + "*.Alias", kPlugs + "[cpe-2].Name", kPlugs + "[cpe-1]."}))
      .with_parameter(kPlugs + "1.Alias", "cpe-1", "xsd:string")
      .with_parameter(kPlugs + "2.Alias", "cpe-2")
      .with_parameter(kPlugs + "[cpe-2].Name", "hall")
      .with_parameter(kPlugs + "[cpe-1].Name", "kitchen");
  check_set(gateway, {{kPlugs + "2.Alias", "Hall & <stairs>. 1st"}});
  for (const std::string& bad :
       {std::string(), std::string("2nd"), std::string("a]b"), std::string(65, 'a'), std::string("cpe-7")}) {
    INFO(bad);
    check_refused(gateway, {{kPlugs + "1.Alias", bad}}, {{kPlugs + "1.Alias", 9007}});
  }
  check_refused(gateway, {{kPlugs + "[cpe-1].Alias", "Hall & <stairs>. 1st"}}, {{kPlugs + "[cpe-1].Alias", 9007}});
  check_refused(gateway, {{kPlugs + "1.Alias", "x"}, {kPlugs + "2.Alias", "x"}},
                {{kPlugs + "1.Alias", 9007}, {kPlugs + "2.Alias", 9007}});
  check_refused(gateway, {{kPlugs + "1.Alias", "x"}, {kPlugs + "[cpe-1].Alias", "y"}},
                {{kPlugs + "1.Alias", 9007}, {kPlugs + "[cpe-1].Alias", 9007}});
  gateway.ask_in_vain(get_parameter_values({kPlugs + "[cpe-2].Name"})).with_fault(9005);

  home.restart();
  CHECK(home.value(kPlugs + "[Hall & <stairs>. 1st].Name") == "hall");
  home.device().publish("plug/hall", "", 1, true);
  home.wait_for_value("Device.X_00D09E_Home.PlugNumberOfEntries", "1");
  home.device().publish("plug/hall", R"({"power":7})", 1, true);
  home.wait_for_value(kPlugs + "[Hall & <stairs>. 1st].Power", "7");
  gateway.ask(set_parameter_attributes({{.name = kPlugs + "[cpe-1].Power", .notification = 1}}));
  Exchange answer = gateway.ask(get_parameter_attributes({kPlugs + "1.Power"}));
  CHECK(answer->attributes.at(0).notification == 1);
  gateway.ask(get_parameter_names(kPlugs + "[cpe-1].Power", false));
}

TEST_CASE("ALIAS-4 InstanceMode decides how rows are named that a request does not name", "[cwmp_addressing]") {
  Home home;
  start_with_plugs(home);
  Gateway& gateway = home.gateway();
  const std::string devices = kServer + "EmbeddedDevice.";
  check_set(gateway, {{kPlugs + "2.Alias", "R&D <hall>"}, {kServer + "InstanceMode", "InstanceAlias"}});
  CHECK(paths(gateway.ask(get_parameter_names(kPlugs, true))) == Paths{kPlugs + "[cpe-1].", kPlugs + "[R&D <hall>]."});
  CHECK(paths(gateway.ask(get_parameter_values({kPlugs + "*.Name"}))) ==
        Paths{kPlugs + "[cpe-1].Name", kPlugs + "[R&D <hall>].Name"});
  CHECK(paths(gateway.ask(get_parameter_attributes({kPlugs + "*.Name"}))) ==
        Paths{kPlugs + "[cpe-1].Name", kPlugs + "[R&D <hall>].Name"});
  CHECK(paths(gateway.ask(get_parameter_values({kPlugs + "2.Name"}))) == Paths{kPlugs + "2.Name"});
  // A reference is a path too; EmbeddedDevice itself has no aliases.
  gateway.ask(get_parameter_values({devices}))
      .with_parameter(devices + "1.Reference", "Device.X_00D09E_Home.Plug.[cpe-1]")
      .with_parameter(devices + "2.Reference", "Device.X_00D09E_Home.Plug.[R&D <hall>]");
  home.publish("plug/hall", R"({"state":"ON"})");
  std::optional<Exchange> inform;
  Session told = home.acs().accept_session(&inform);
  inform->with_event("4 VALUE CHANGE").with_parameter(kPlugs + "[R&D <hall>].State", "true");
  told.run_to_end();
  check_set(gateway, {{kServer + "InstanceMode", "InstanceNumber"}});
  CHECK(paths(gateway.ask(get_parameter_values({kPlugs + "[R&D <hall>]."}))).contains(kPlugs + "[R&D <hall>].Name"));
  gateway.ask(get_parameter_values({devices})).with_parameter(devices + "2.Reference", "Device.X_00D09E_Home.Plug.2");
}

TEST_CASE("WILD-1 wildcards name rows that are read, and nothing that is changed", "[cwmp_addressing]") {
  Home home;
  start_with_plugs(home);
  Gateway& gateway = home.gateway();
  CHECK(paths(gateway.ask(get_parameter_values({kPlugs + "*.Name"}))) == Paths{kPlugs + "1.Name", kPlugs + "2.Name"});
  CHECK(paths(gateway.ask(get_parameter_attributes({kPlugs + "*.State"}))) ==
        Paths{kPlugs + "1.State", kPlugs + "2.State"});
  const Exchange names = gateway.ask(get_parameter_names(kPlugs + "*.", true));
  CHECK(paths(names).contains(kPlugs + "2.Power"));
  CHECK_FALSE(paths(names).contains(kPlugs + "2."));
  // No match is no fault.
  for (const std::string& path : {kPlugs + "*.Bogus", kTable + "*.", kTable + "*.Enable"}) {
    INFO(path);
    CHECK(gateway.ask(get_parameter_values({path}))->parameters.empty());
    CHECK(gateway.ask(get_parameter_names(path, false))->names.empty());
    CHECK(gateway.ask(get_parameter_attributes({path}))->attributes.empty());
  }
  for (const std::string path : {"Device.*.", "Device.Bogus.*.Name", "Device.X_00D09E_Home.*.Name", "*"}) {
    INFO(path);
    gateway.ask_in_vain(get_parameter_values({path})).with_fault(9005);
  }
  check_refused(gateway, {{kPlugs + "*.State", "1", "xsd:boolean"}}, {{kPlugs + "*.State", 9005}});
  gateway.ask_in_vain(set_parameter_attributes({{.name = kPlugs + "*.State", .notification = 0}})).with_fault(9005);
  gateway.ask_in_vain(add_object(kTable + "*.")).with_fault(9005);
  gateway.ask_in_vain(delete_object(kTable + "*.")).with_fault(9005);
}

TEST_CASE("P22 P06 ADD-3 rows of InformParameter are added and deleted", "[cwmp_addressing]") {
  Gateway gateway;
  gateway.first_contact();
  gateway.ask(add_object(kTable, "first")).with_argument("InstanceNumber", "1").with_argument("Status", "0");
  gateway.ask(get_parameter_values({kTable, kCount, kKey}))
      .with_parameter(kTable + "1.Enable", "false", "xsd:boolean")
      .with_parameter(kTable + "1.Alias", "cpe-1", "xsd:string")
      .with_parameter(kTable + "1.ParameterName", "", "xsd:string")
      .with_parameter(kTable + "1.EventList", "", "xsd:string")
      .with_parameter(kCount, "1", "xsd:unsignedInt")
      .with_parameter(kKey, "first");
  const Exchange names = gateway.ask(get_parameter_names(kServer, false));
  CHECK(writable(names, kTable));
  CHECK(writable(names, kTable + "1."));
  CHECK(writable(names, kTable + "1.Alias"));
  CHECK_FALSE(writable(names, kCount));
  CHECK_FALSE(writable(names, kServer + "EmbeddedDevice."));
  gateway.ask(add_object(kTable, "second")).with_argument("InstanceNumber", "2");
  gateway.kill();
  gateway.start();
  gateway.first_contact();
  CHECK(gateway.get(kCount) == "2");
  CHECK(gateway.get(kKey) == "second");
  gateway.ask(delete_object(kTable + "[cpe-2].", "third")).with_argument("Status", "0");
  CHECK(gateway.get(kKey) == "third");
  gateway.restart();
  gateway.first_contact();
  CHECK(gateway.get(kCount) == "1");
  gateway.ask(add_object(kTable)).with_argument("InstanceNumber", "3");
}

TEST_CASE("P24 what cannot be added to or deleted", "[cwmp_addressing]") {
  Gateway gateway;
  gateway.first_contact();
  gateway.ask(add_object(kTable));
  for (const std::string& path : {kServer, kTable + "1.", kServer + "EmbeddedDevice.", kTable + "[cpe-1].",
                                  kTable + "[1x].", kTable + "[cpe-5].", std::string("Device.Bogus.")}) {
    INFO(path);
    gateway.ask_in_vain(add_object(path, "no")).with_fault(9005);
  }
  for (const std::string& path : {kTable, kTable + "2.", kTable + "[nobody].", kServer}) {
    INFO(path);
    gateway.ask_in_vain(delete_object(path, "no")).with_fault(9005);
  }
  CHECK(gateway.get(kKey).empty());
  Session session = gateway.open_session();
  Exchange answer = session.expect_empty_post();
  for (int row = 2; row <= 64; ++row) answer = session.ask(answer, add_object(kTable));
  answer.reply(add_object(kTable, "no"));
  answer = session.expect("Fault");
  answer.with_fault(9004);
  answer.reply_no_content();
  session.expect_end();
  CHECK(gateway.get(kCount) == "64");
}

TEST_CASE("ALIAS-5 a row is added with its alias", "[cwmp_addressing]") {
  Gateway gateway;
  gateway.first_contact();
  gateway.ask(add_object(kTable + "[mine. really].", "key")).with_argument("InstanceNumber", "1");
  gateway.ask_in_vain(add_object(kTable + "[mine. really].", "again")).with_fault(9005);
  gateway.kill();
  gateway.start();
  gateway.first_contact();
  CHECK(gateway.get(kTable + "1.Alias") == "mine. really");
  CHECK(gateway.get(kKey) == "key");
}

TEST_CASE("ALIAS-6 a set makes the rows that it names, all or nothing", "[cwmp_addressing]") {
  Gateway gateway;
  gateway.first_contact();
  const std::vector<SetValue> good{{kTable + "[a].ParameterName", "Device.DeviceInfo.ModelName"},
                                   {kTable + "[a].Enable", "1", "xsd:boolean"},
                                   {kTable + "[b].EventList", "1 BOOT"}};
  check_refused(gateway, good, {{good[0].name, 9005}, {good[1].name, 9005}, {good[2].name, 9005}});
  create_instances(gateway);
  auto bad = good;
  bad.push_back({kTable + "[b].ParameterName", "Device.DeviceInfo.SoftwareVersion"});
  check_refused(gateway, bad, {{kTable + "[b].ParameterName", 9007}});
  bad.back() = {kTable + "[b].Bogus", "1"};
  check_refused(gateway, bad, {{kTable + "[b].Bogus", 9005}});
  CHECK(gateway.get(kCount) == "0");
  gateway.ask(set_parameter_values(good, "made")).with_argument("Status", "0");
  gateway.kill();
  gateway.start();
  gateway.first_contact();
  CHECK(gateway.get(kCount) == "2");
  CHECK(gateway.get(kTable + "[a].Enable") == "true");
  CHECK(gateway.get(kTable + "[a].ParameterName") == "Device.DeviceInfo.ModelName");
  CHECK(gateway.get(kTable + "[b].EventList") == "1 BOOT");
  CHECK(gateway.get(kKey) == "made");
}

TEST_CASE("SPV-13 what InformParameter refuses", "[cwmp_addressing]") {
  Gateway gateway;
  gateway.first_contact();
  gateway.ask(add_object(kTable));
  const std::string name = kTable + "1.ParameterName";
  for (const std::string bad : {"Device.DeviceInfo.SoftwareVersion", "Device.DeviceInfo.*", "Device.*.UpTime",
                                "Device.ManagementServer.AliasBasedAddressing", "Device.DeviceInfo.", "UpTime"}) {
    INFO(bad);
    check_refused(gateway, {{name, bad}}, {{name, 9007}});
  }
  for (const std::string bad : {"4 VALUE CHANGE", "2 PERIODIC,4 VALUE CHANGE", "2 SOMETHING", "PERIODIC"}) {
    INFO(bad);
    check_refused(gateway, {{kTable + "1.EventList", bad}}, {{kTable + "1.EventList", 9007}});
  }
}

TEST_CASE("I15 INF-8 an Inform carries what its events ask for", "[cwmp_addressing]") {
  Home home;
  start_with_plugs(home);
  Gateway& gateway = home.gateway();
  create_instances(gateway);
  const auto row = [](const std::string& alias, const std::string& name, const std::string& events) {
    const std::string path = kTable + "[" + alias + "].";
    return std::vector<SetValue>{
        {path + "Enable", "1", "xsd:boolean"}, {path + "ParameterName", name}, {path + "EventList", events}};
  };
  std::vector<SetValue> rows = row("boot", "Device.DeviceInfo.UpTime", "1 BOOT, M Reboot");
  for (const auto& more :
       {row("all", kPlugs + "*.Name", ""), row("periodic", "Device.DeviceInfo.ModelName", "2 PERIODIC"),
        row("none", kPlugs + "9.Name", "")}) {
    rows.insert(rows.end(), more.begin(), more.end());
  }
  check_set(gateway, rows);

  home.device().publish("plug/hall", R"({"state":"ON"})", 1, true);
  std::optional<Exchange> inform;
  Session told = home.acs().accept_session(&inform);
  inform->with_only_events({"4 VALUE CHANGE"})
      .with_parameter(kPlugs + "2.State")
      .without_parameter(kPlugs + "1.Name")
      .without_parameter("Device.DeviceInfo.UpTime")
      .without_parameter("Device.DeviceInfo.ModelName");
  told.run_to_end();

  home.gateway().restart();
  std::optional<Exchange> boot;
  Session session = gateway.session(&boot);
  boot->with_event("1 BOOT")
      .with_parameter("Device.DeviceInfo.UpTime")
      .with_parameter(kPlugs + "1.Name", "kitchen")
      .with_parameter(kPlugs + "2.Name", "hall")
      .without_parameter("Device.DeviceInfo.ModelName")
      .without_parameter(kPlugs + "9.Name");
  session.run_to_end();

  check_set(gateway, {{kTable + "[boot].Enable", "0", "xsd:boolean"},
                      {kServer + "PeriodicInformInterval", "1", "xsd:unsignedInt"},
                      {kServer + "PeriodicInformEnable", "1", "xsd:boolean"}});
  std::optional<Exchange> periodic;
  Session later = home.acs().accept_session(&periodic);
  periodic->with_event("2 PERIODIC")
      .with_parameter("Device.DeviceInfo.ModelName")
      .with_parameter(kPlugs + "1.Name")
      .without_parameter("Device.DeviceInfo.UpTime");
  later.run_to_end();
}

TEST_CASE("DEL-2 a device's row in EmbeddedDevice goes with the row that it refers to", "[cwmp_addressing]") {
  Home home;
  start_with_plugs(home);
  const std::string devices = kServer + "EmbeddedDevice.";
  CHECK(home.value(devices + "2.Reference") == "Device.X_00D09E_Home.Plug.2");
  home.device().publish("plug/hall", "", 1, true);
  home.wait_for_value(kServer + "EmbeddedDeviceNumberOfEntries", "1");
  CHECK(home.value(devices + "2.Reference").empty());
  CHECK(home.value(devices + "1.Reference") == "Device.X_00D09E_Home.Plug.1");
}
