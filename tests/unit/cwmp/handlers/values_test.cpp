// SPDX-License-Identifier: Apache-2.0
// Shows what GetParameterValues and SetParameterValues answer or ask to be done, fault by fault.
#include "tests/unit/cwmp/handlers/asking.hpp"

#include <array>

using namespace proxy::cwmp;
using namespace tests::cwmp;

namespace {

/// "path=code" of each parameter refused, after the code of the whole; no source refuses any.
std::string set_faults(const Sample& sample, std::vector<ParameterValueStruct> list) {
  const SetParameterValues request{std::move(list), "key"};
  Outcome outcome = ask(sample, request);
  if (const auto* asked = std::get_if<Effect>(&outcome); asked && !std::get<CommitValues>(*asked).errors.empty())
    outcome = finish_request(request, Refused{std::get<CommitValues>(*asked).errors}, sample.tree);
  const auto* fault = std::get_if<Fault>(&outcome);
  if (!fault) return "";
  std::string text = std::to_string(fault->fault_code);
  for (const auto& each : fault->set_parameter_values_faults) {
    text += " " + each.parameter_name + "=" + std::to_string(each.fault_code);
  }
  return text;
}

}  // namespace

TEST_CASE("GetParameterValues shows what GetParameterNames lists, parameters alone") {
  Sample sample;
  const GetParameterValues request{{""}};
  const auto read = effect<ReadLive>(ask(sample, request));
  CHECK(read.parameters == std::vector{sample.at("Device.DeviceInfo.UpTime")});
  const Outcome answer = finish_request(request, Done{}, sample.tree);
  std::string parameters;
  std::string all = all_levels(sample, "");
  for (std::size_t at = 0; at < all.size();) {
    const auto end = all.find('\n', at) + 1;
    if (all[end - 2] != '.') parameters += all.substr(at, end - at);
    at = end;
  }
  CHECK(names(sample, answer) == parameters);
}

TEST_CASE("GetParameterValues refuses as a whole, and asks for each live parameter once") {
  Sample sample;
  CHECK(names(sample, ask(sample, GetParameterValues{{"Device.MQTT.", kSoftware}})) ==
        "Device.MQTT.Client.1.Alias\nDevice.MQTT.ClientNumberOfEntries\n" + kSoftware + "\n");
  CHECK(fault_code(ask(sample, GetParameterValues{{kSoftware, "Device.Bogus"}})) == 9005);
  CHECK(fault_code(ask(sample, GetParameterValues{{"Device.MQTT.Client"}})) == 9005);
  const auto twice =
      effect<ReadLive>(ask(sample, GetParameterValues{{"Device.DeviceInfo.", "Device.DeviceInfo.UpTime"}}));
  CHECK(twice.parameters.size() == 1);
  const GetParameterValues gone{{"Device.MQTT.Client.1."}};
  sample.tree.remove_row(*sample.selection("Device.MQTT.Client.1.").row, proxy::model::Origin::start);
  CHECK(fault_code(finish_request(gone, Done{}, sample.tree)) == 9005);
}

TEST_CASE("SetParameterValues commits canonical values and the key") {
  const Sample sample;
  const auto commit = effect<CommitValues>(
      ask(sample, SetParameterValues{{{"Device.ManagementServer.PeriodicInformEnable", " 1 ", "boolean"},
                                      {kSensor1 + "Mode", "Heating", ""},
                                      {kSensor1 + "Offset", "-007", "int"}},
                                     "key"}));
  CHECK(commit.parameter_key == "key");
  REQUIRE(commit.assignments.size() == 3);
  CHECK(commit.assignments[0].value == "true");
  CHECK(commit.assignments[1].parameter == sample.at(kSensor1 + "Mode"));
  CHECK(commit.assignments[1].path == kSensor1 + "Mode");
  CHECK(commit.assignments[2].value == "-7");
  const auto none = effect<CommitValues>(ask(sample, SetParameterValues{{}, "k2"}));
  CHECK((none.assignments.empty() && none.parameter_key == "k2"));
}

TEST_CASE("SetParameterValues reports every bad parameter, each with its first reason") {
  const Sample sample;
  CHECK(set_faults(sample, {{"Device.Bogus", "1"},
                            {"Device.ManagementServer.", "1"},
                            {"", "1"},
                            {"Device.DeviceInfo.ProvisioningCode", "fine"},
                            {kSoftware, "2", "int"},
                            {"Device.ManagementServer.PeriodicInformInterval", "0", "boolean"},
                            {"Device.ManagementServer.PeriodicInformEnable", "maybe"},
                            {kSensor1 + "Mode", "Cooling", "string"}}) ==
        "9003 Device.Bogus=9005 Device.ManagementServer.=9005 =9005 " + kSoftware +
            "=9008 Device.ManagementServer.PeriodicInformInterval=9006 "
            "Device.ManagementServer.PeriodicInformEnable=9006 " +
            kSensor1 + "Mode=9007");
  CHECK(set_faults(sample, {{"Device.ManagementServer.ParameterKey", "x"}}) ==
        "9003 Device.ManagementServer.ParameterKey=9008");
  CHECK(set_faults(sample, {{"Device.ManagementServer.PeriodicInformInterval", "0", "unsignedInt"}}) ==
        "9003 Device.ManagementServer.PeriodicInformInterval=9007");
  CHECK(set_faults(sample, {{"Device.ManagementServer.PeriodicInformInterval", "-1", "unsignedInt"}}) ==
        "9003 Device.ManagementServer.PeriodicInformInterval=9006");
}

TEST_CASE("the good parameters beside bad ones are checked too, so that all errors are told") {
  const Sample sample;
  const auto commit = effect<CommitValues>(
      ask(sample, SetParameterValues{{{"Device.Bogus", "1"}, {"Device.DeviceInfo.ProvisioningCode", "fine"}}, "key"}));
  REQUIRE(commit.assignments.size() == 1);
  CHECK(commit.assignments[0].path == "Device.DeviceInfo.ProvisioningCode");
  REQUIRE(commit.errors.size() == 1);
  CHECK(commit.errors[0].path == "Device.Bogus");
  CHECK(std::holds_alternative<Fault>(ask(sample, SetParameterValues{{{"Device.Bogus", "1"}}, "key"})));
}

TEST_CASE("SetParameterValues refuses a parameter set twice, and reports it once") {
  const Sample sample;
  const std::string mode = kSensor1 + "Mode";
  CHECK(set_faults(sample, {{mode, "Off"}, {mode, "Off"}, {mode, "Off"}}) == "9003 " + mode + "=9007");
  CHECK(set_faults(sample, {{"Device.Bogus", "1"}, {"Device.Bogus", "1"}}) == "9003 Device.Bogus=9005");
}

TEST_CASE("lengths are counted in characters") {
  const Sample sample;
  std::string umlauts;
  for (int i = 0; i < 64; ++i) umlauts += "\xC3\xA4";
  CHECK(set_faults(sample, {{"Device.DeviceInfo.ProvisioningCode", umlauts}}).empty());
  CHECK(set_faults(sample, {{"Device.DeviceInfo.ProvisioningCode", umlauts + "a"}}) ==
        "9003 Device.DeviceInfo.ProvisioningCode=9007");
}

TEST_CASE("what became of a set is answered") {
  const Sample sample;
  const Request request = SetParameterValues{};
  const auto done = finish_request(request, Committed{proxy::model::SetStatus::committed}, sample.tree);
  CHECK(std::get<SetParameterValuesResponse>(std::get<Response>(done)).status == proxy::model::SetStatus::committed);
  const auto refused =
      finish_request(request, Refused{{{proxy::base::Fault::invalid_parameter_value, "Device.A", ""}}}, sample.tree);
  CHECK(std::get<Fault>(refused).set_parameter_values_faults.size() == 1);
  CHECK(fault_code(finish_request(request, Done{}, sample.tree)) == 9002);
  CHECK(fault_code(finish_request(GetRPCMethods{}, Done{}, sample.tree)) == 9002);
}

TEST_CASE("a value of type xsd:string is accepted by its text, and refused by the letter of the standard") {
  const Sample sample;
  const auto set = [&](const std::string& name, const std::string& text, bool lenient) {
    return handle_request(SetParameterValues{{{name, text, "string"}}, "key"}, sample.tree, {.lenient_types = lenient});
  };
  const auto fault = [&](const std::string& name, const std::string& text, bool lenient) {
    const Outcome outcome = set(name, text, lenient);
    const auto* refused = std::get_if<Fault>(&outcome);
    REQUIRE(refused);
    REQUIRE(refused->set_parameter_values_faults.size() == 1);
    return std::to_string(refused->set_parameter_values_faults[0].fault_code) + " " +
           refused->set_parameter_values_faults[0].fault_string;
  };
  const std::string server = "Device.ManagementServer.";
  const std::vector<std::array<std::string, 3>> accepted{
      {server + "PeriodicInformInterval", " 0300 ", "300"},
      {server + "PeriodicInformEnable", "1", "true"},
      {server + "PeriodicInformEnable", "false", "false"},
      {kSensor1 + "Offset", "-7", "-7"},
      {server + "PeriodicInformTime", "2026-11-22T10:15:30Z", "2026-11-22T10:15:30Z"}};
  for (const auto& [name, text, canonical] : accepted) {
    const auto commit = effect<CommitValues>(set(name, text, true));
    CHECK(commit.assignments.at(0).value == canonical);
    CHECK(commit.mistyped == name);
    CHECK(fault(name, text, false).starts_with("9006 Invalid parameter type: the type is string, the parameter has"));
  }
  CHECK(fault(server + "PeriodicInformInterval", "0", true) ==
        "9007 Invalid parameter value: the value is too low: at least 1 is allowed");
  CHECK(fault(server + "PeriodicInformInterval", "often", true) ==
        "9006 Invalid parameter type: the value \"often\" is not of type unsignedInt: at least 1");
  CHECK(fault(server + "PeriodicInformEnable", "yes", true).starts_with("9006"));
  CHECK(effect<CommitValues>(set(kSensor1 + "Mode", "Off", true)).mistyped.empty());
}

TEST_CASE("a lenient set accepts xsd:string alone in place of a type") {
  const Sample sample;
  CHECK(set_faults(sample, {{"Device.ManagementServer.PeriodicInformInterval", "300", "boolean"},
                            {"Device.ManagementServer.PeriodicInformEnable", "1", "int"},
                            {kSensor1 + "Mode", "1", "int"}}) ==
        "9003 Device.ManagementServer.PeriodicInformInterval=9006 Device.ManagementServer.PeriodicInformEnable=9006 " +
            kSensor1 + "Mode=9006");
}

TEST_CASE("the fault of an unknown name has the nearest one") {
  const Sample sample;
  const auto text = [&](Request request) {
    const Outcome outcome = ask(sample, std::move(request));
    const auto& fault = std::get<Fault>(outcome);
    return fault.set_parameter_values_faults.empty() ? fault.fault_string
                                                     : fault.set_parameter_values_faults[0].fault_string;
  };
  const std::string hint = "no such parameter or object; the nearest name is Device.DeviceInfo.ProvisioningCode";
  const std::string wrong = "Device.DeviceInfo.Provisioningcode";
  CHECK(text(SetParameterValues{{{wrong, "x"}}, ""}) == "Invalid parameter name: " + hint);
  CHECK(text(GetParameterValues{{wrong}}) == "Invalid parameter name: " + wrong + ", " + hint);
  CHECK(text(GetParameterNames{wrong, false}) == "Invalid parameter name: " + wrong + ", " + hint);
  CHECK(text(GetParameterAttributes{{wrong}}) == "Invalid parameter name: " + wrong + ", " + hint);
  CHECK(text(SetParameterAttributes{{{wrong}}}) == "Invalid parameter name: " + wrong + ", " + hint);
  CHECK(text(AddObject{"Device.MQTT.Clients.", ""}) ==
        "Invalid parameter name: Device.MQTT.Clients., no such parameter or object; the nearest name is "
        "Device.MQTT.Client.");
  CHECK(text(DeleteObject{kSensor1.substr(0, kSensor1.size() - 2) + "2.", ""})
            .ends_with("Device.X_00D09E_Home.Sensor. has the rows 1, 3"));
  CHECK(text(SetParameterValues{{{"Device.ManagementServer.", "x"}}, ""}) ==
        "Invalid parameter name: the path names an object, not a parameter");
}
