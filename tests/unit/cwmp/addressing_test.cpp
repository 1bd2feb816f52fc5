// SPDX-License-Identifier: Apache-2.0
// Shows how requests and answers address rows: by number, by alias, by wildcard; and rows that a set makes.
#include "proxy/cwmp/envelope/soap_writer.hpp"
#include "proxy/cwmp/handlers/dispatch.hpp"
#include "tests/support/catch.hpp"
#include "tests/unit/cwmp/sample.hpp"

using namespace proxy::cwmp;
using proxy::model::Origin;
using tests::cwmp::inside;
using tests::cwmp::Sample;

namespace {

/// With a table of aliases: Device.Zone.{i}., rows 1 ("hall & <all>") and 4 ("cpe-4").
struct Zones : Sample {
  Zones() {
    auto& root = tree.root();
    tree.declare(root, {.name = "ManagementServer.InstanceMode", .default_value = "InstanceNumber"}).value();
    tree.declare(root, {.name = "ManagementServer.AutoCreateInstances",
                        .type = proxy::model::Type::boolean,
                        .default_value = "false"})
        .value();
    table = *tree.declare_table(root, {.name = "Zone", .creatable = true, .aliased = true});
    tree.declare(*table, {.name = "Level", .type = proxy::model::Type::int_, .writable = true}).value();
    tree.declare(*table, {.name = "Live", .live = true}).value();
    tree.declare(root, {.name = "Link", .reference = true, .default_value = "Device.Zone.1"}).value();
    tree.add_row(*table, 1, Origin::start).value();
    tree.add_row(*table, 4, Origin::start).value();
    set("Device.Zone.1.Alias", "hall & <all>");
  }
  Outcome ask(Request request) const { return handle_request(request, tree); }
  std::string xml(const Outcome& outcome) {
    if (const auto* fault = std::get_if<Fault>(&outcome)) return std::to_string(fault->fault_code);
    return tests::cwmp::read_all(*make_response_body(std::get<Response>(outcome), tree, {Version::v1_4, {}}));
  }
  /// The paths in the answer, one a line, as they stand in the XML; the faults' codes.
  std::string names(const Outcome& outcome) {
    const std::string text = xml(outcome);
    if (text.size() == 4) return text;
    std::string lines;
    for (auto at = text.find("<Name>"); at != std::string::npos; at = text.find("<Name>", at)) {
      at += 6;
      lines.append(text, at, text.find('<', at) - at).append("\n");
    }
    return lines;
  }
  std::string values(const std::string& path) {
    const GetParameterValues request{{path}};
    Outcome outcome = ask(request);
    if (std::holds_alternative<Effect>(outcome)) outcome = finish_request(request, Done{}, tree);
    return names(outcome);
  }
  void by_alias() { set("Device.ManagementServer.InstanceMode", "InstanceAlias"); }
  void create() { set("Device.ManagementServer.AutoCreateInstances", "true"); }
  /// The effect, or "path=code" of what is wrong.
  CommitValues commit(std::vector<ParameterValueStruct> list, std::string& faults) const {
    const Outcome outcome = ask(SetParameterValues{std::move(list), "key"});
    if (const auto* fault = std::get_if<Fault>(&outcome)) {
      for (const auto& each : fault->set_parameter_values_faults) {
        faults += each.parameter_name + "=" + std::to_string(each.fault_code) + " ";
      }
      return {};
    }
    auto effect = std::get<CommitValues>(std::get<Effect>(outcome));
    for (const auto& error : effect.errors) {
      faults += error.path + "=" + std::to_string(static_cast<int>(error.fault)) + " ";
    }
    return effect;
  }

  proxy::model::Table* table = nullptr;
};

const std::string kHall = "Device.Zone.[hall &amp; &lt;all&gt;].";

}  // namespace

TEST_CASE_METHOD(Zones, "ALIAS-2 every path argument takes aliases", "[addressing]") {
  CHECK(values("Device.Zone.[cpe-4].Level") == "Device.Zone.[cpe-4].Level\n");
  CHECK(names(ask(GetParameterNames{"Device.Zone.[cpe-4].", true})) ==
        "Device.Zone.[cpe-4].Alias\nDevice.Zone.[cpe-4].Level\nDevice.Zone.[cpe-4].Live\n");
  CHECK(names(ask(GetParameterAttributes{{"Device.Zone.[cpe-4].Level"}})) == "Device.Zone.[cpe-4].Level\n");
  CHECK(values("Device.Zone.[nobody].Level") == "9005");
  const auto attributes =
      ask(SetParameterAttributes{{{"Device.Zone.[cpe-4].Level", proxy::model::Notification::active, {}}}});
  CHECK(std::get<SetAttributes>(std::get<Effect>(attributes)).changes.at(0).parameter == at("Device.Zone.4.Level"));
  const auto removal = ask(DeleteObject{"Device.Zone.[cpe-4].", ""});
  CHECK(std::get<RemoveRow>(std::get<Effect>(removal)).row == table->find(4));
  std::string faults;
  const auto effect = commit({{"Device.Zone.[cpe-4].Level", "3"}}, faults);
  REQUIRE(effect.assignments.size() == 1);
  CHECK(effect.assignments[0].parameter == at("Device.Zone.4.Level"));
  CHECK(effect.assignments[0].path == "Device.Zone.4.Level");
  CHECK(effect.assignments[0].asked == "Device.Zone.[cpe-4].Level");
}

TEST_CASE_METHOD(Zones, "ALIAS-4 the answer names rows as the request does", "[addressing]") {
  CHECK(values("Device.Zone.1.Level") == "Device.Zone.1.Level\n");
  CHECK(values("Device.Zone.[hall & <all>].Level") == kHall + "Level\n");
  CHECK(names(ask(GetParameterNames{"Device.Zone.", true})) == "Device.Zone.1.\nDevice.Zone.4.\n");
  by_alias();
  CHECK(names(ask(GetParameterNames{"Device.Zone.", true})) == kHall + "\nDevice.Zone.[cpe-4].\n");
  CHECK(names(ask(GetParameterAttributes{{"Device.Zone."}})).starts_with(kHall + "Alias\n"));
  // What the request itself names stays as it is there.
  CHECK(values("Device.Zone.1.Level") == "Device.Zone.1.Level\n");
  CHECK(values("Device.Zone.").find("Device.Zone.[cpe-4].Live\n") != std::string::npos);
}

TEST_CASE_METHOD(Zones, "ALIAS-4 references and Informs follow InstanceMode", "[addressing]") {
  CHECK(inside(xml(ask(GetParameterValues{{"Device.Link"}})), "Value") == "Device.Zone.1");
  Inform inform = tests::cwmp::sample_inform(*this);
  inform.parameter_list = {at("Device.Zone.1.Level"), at("Device.Link")};
  CHECK(inside(write_inform(inform, tree, {}), "Name") == "Device.Zone.1.Level");
  by_alias();
  CHECK(inside(xml(ask(GetParameterValues{{"Device.Link"}})), "Value") == "Device.Zone.[hall &amp; &lt;all&gt;]");
  const std::string text = write_inform(inform, tree, {});
  CHECK(inside(text, "Name") == kHall + "Level");
  CHECK(text.find(">Device.Zone.[hall &amp; &lt;all&gt;]</Value>") != std::string::npos);
}

TEST_CASE_METHOD(Zones, "WILD-1 wildcards stand for rows where something is read", "[addressing]") {
  CHECK(values("Device.Zone.*.Level") == "Device.Zone.1.Level\nDevice.Zone.4.Level\n");
  CHECK(names(ask(GetParameterNames{"Device.Zone.*.", true})) ==
        "Device.Zone.1.Alias\nDevice.Zone.1.Level\nDevice.Zone.1.Live\nDevice.Zone.4.Alias\nDevice.Zone.4.Level\n"
        "Device.Zone.4.Live\n");
  CHECK(names(ask(GetParameterNames{"Device.Zone.*.", false})).starts_with("Device.Zone.1.\nDevice.Zone.1.Alias\n"));
  CHECK(names(ask(GetParameterNames{"Device.Zone.*.Level", true})) == "9003");
  CHECK(names(ask(GetParameterAttributes{{"Device.Zone.*.Alias"}})) == "Device.Zone.1.Alias\nDevice.Zone.4.Alias\n");
  CHECK(values("Device.Zone.*.Bogus").empty());
  CHECK(values("Device.Bogus.*.Level") == "9005");
  const auto live = ask(GetParameterValues{{"Device.Zone.*.Live", "Device.Zone.4.Live"}});
  CHECK(std::get<ReadLive>(std::get<Effect>(live)).parameters.size() == 2);
  by_alias();
  CHECK(values("Device.Zone.*.Level") == kHall + "Level\nDevice.Zone.[cpe-4].Level\n");
}

TEST_CASE_METHOD(Zones, "WILD-1 wildcards stand for nothing where something is changed", "[addressing]") {
  create();
  std::string faults;
  commit({{"Device.Zone.*.Level", "1"}}, faults);
  CHECK(faults == "Device.Zone.*.Level=9005 ");
  for (const Request& request :
       {Request{AddObject{"Device.Zone.*.", ""}}, Request{DeleteObject{"Device.Zone.*.", ""}},
        Request{SetParameterAttributes{{{"Device.Zone.*.", proxy::model::Notification::off, {}}}}}}) {
    CHECK(xml(ask(request)) == "9005");
  }
}

TEST_CASE_METHOD(Zones, "a parameter that is set twice by two names is refused under both", "[addressing]") {
  std::string faults;
  commit({{"Device.Zone.4.Level", "1"}, {"Device.Zone.[cpe-4].Level", "1"}}, faults);
  CHECK(faults == "Device.Zone.4.Level=9007 Device.Zone.[cpe-4].Level=9007 ");
}

TEST_CASE_METHOD(Zones, "ALIAS-5 AddObject takes the alias of the row to be", "[addressing]") {
  const auto effect = std::get<AddRow>(std::get<Effect>(ask(AddObject{"Device.Zone.[new one].", "key"})));
  CHECK(effect.table == table);
  CHECK(effect.alias == "new one");
  for (const char* path :
       {"Device.Zone.[cpe-4].", "Device.Zone.[cpe-9].", "Device.Zone.[9].", "Device.Zone.[].", "Device.Zone.[x]",
        "Device.Zone.[x].Level", "Device.MQTT.Client.[x].", "Device.X_00D09E_Home.Sensor.[x].", "Device.[x]."}) {
    INFO(path);
    CHECK(xml(ask(AddObject{path, ""})) == "9005");
  }
  CHECK(xml(ask(AddObject{"Device.Zone.[" + std::string(65, 'a') + "].", ""})) == "9005");
}

TEST_CASE_METHOD(Zones, "ALIAS-6 a set makes the rows that it names, if it may", "[addressing]") {
  std::string faults;
  commit({{"Device.Zone.[a].Level", "1"}, {"Device.Zone.[b].Level", "2"}}, faults);
  CHECK(faults == "Device.Zone.[a].Level=9005 Device.Zone.[b].Level=9005 ");
  faults.clear();
  create();
  const auto effect =
      commit({{"Device.Zone.[a].Level", "01"}, {"Device.Zone.4.Level", "2"}, {"Device.Zone.[b].Alias", "c"}}, faults);
  CHECK(faults.empty());
  REQUIRE(effect.creations.size() == 2);
  CHECK(effect.creations[0].table == "Device.Zone.");
  CHECK(effect.creations[0].alias == "a");
  REQUIRE(effect.creations[0].values.size() == 1);
  CHECK(effect.creations[0].values[0].value == "1");
  CHECK(effect.creations[0].values[0].asked == "Device.Zone.[a].Level");
  CHECK(effect.assignments.size() == 1);
}

TEST_CASE_METHOD(Zones, "ALIAS-6 what cannot be set in a new row is refused as anywhere", "[addressing]") {
  create();
  std::string faults;
  const auto effect = commit({{"Device.Zone.[a].Bogus", "1"},
                              {"Device.Zone.[a].Live", "1"},
                              {"Device.Zone.[a].Level", "x"},
                              {"Device.Zone.[b].Level", "1"},
                              {"Device.Zone.[b].Level", "1"},
                              {"Device.Zone.[cpe-9].Level", "1"},
                              {"Device.X_00D09E_Home.Sensor.[a].Offset", "1"},
                              {"Device.Zone.[a].", "1"},
                              {"Device.Zone.4.Level", "1"}},
                             faults);
  CHECK(faults ==
        "Device.Zone.[a].Bogus=9005 Device.Zone.[a].Live=9008 Device.Zone.[a].Level=9006 Device.Zone.[b].Level=9007 "
        "Device.Zone.[cpe-9].Level=9005 Device.X_00D09E_Home.Sensor.[a].Offset=9005 Device.Zone.[a].=9005 ");
  CHECK(effect.creations.empty());
}
