// SPDX-License-Identifier: Apache-2.0
// Shows what GetParameterValues and SetParameterValues answer or ask to be done, fault by fault.
#include "tests/unit/cwmp/handlers/asking.hpp"

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
                            {"Device.ManagementServer.PeriodicInformInterval", "0", "string"},
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
