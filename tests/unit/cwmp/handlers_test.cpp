// SPDX-License-Identifier: Apache-2.0
// Shows what each RPC answers or asks to be done, fault by fault.
#include "proxy/cwmp/handlers/dispatch.hpp"
#include "proxy/cwmp/soap_reader.hpp"
#include "proxy/cwmp/soap_writer.hpp"
#include "tests/support/catch.hpp"
#include "tests/unit/cwmp/sample.hpp"

using namespace proxy::cwmp;
using proxy::model::Notification;
using tests::cwmp::Sample;

namespace {

Outcome ask(const Sample& sample, Request request) { return handle_request(request, sample.tree); }

std::uint32_t fault_code(const Outcome& outcome) {
  const auto* fault = std::get_if<Fault>(&outcome);
  return fault ? fault->fault_code : 0;
}

template <class E>
E effect(const Outcome& outcome) {
  if (const auto* fault = std::get_if<Fault>(&outcome)) FAIL(fault->fault_string);
  return std::get<E>(std::get<Effect>(outcome));
}

/// The paths in the answer, one a line; the faults' codes.
std::string names(Sample& sample, const Outcome& outcome) {
  if (const auto code = fault_code(outcome)) return std::to_string(code);
  const std::string xml =
      tests::cwmp::read_all(*make_response_body(std::get<Response>(outcome), sample.tree, {Version::v1_4, {}}));
  std::string lines;
  for (auto at = xml.find("<Name>"); at != std::string::npos; at = xml.find("<Name>", at)) {
    at += 6;
    lines.append(xml, at, xml.find('<', at) - at).append("\n");
  }
  return lines;
}

std::string next_level(Sample& sample, std::string path) {
  return names(sample, ask(sample, GetParameterNames{std::move(path), true}));
}
std::string all_levels(Sample& sample, std::string path) {
  return names(sample, ask(sample, GetParameterNames{std::move(path), false}));
}

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

const std::string kSensor1 = "Device.X_00D09E_Home.Sensor.1.";
const std::string kSoftware = "Device.DeviceInfo.SoftwareVersion";

}  // namespace

TEST_CASE("GetRPCMethods names what the reader knows") {
  const Sample sample;
  const auto outcome = ask(sample, GetRPCMethods{});
  CHECK(std::holds_alternative<GetRPCMethodsResponse>(std::get<Response>(outcome)));
  CHECK(supported_methods(Version::v1_4).size() == std::variant_size_v<Request>);
  for (const std::string_view method : supported_methods(Version::v1_4)) {
    const auto name = std::string(method);
    const auto read = read_message(tests::cwmp::acs_request("<c:" + name + "/>"));
    CHECK_FALSE(std::holds_alternative<Unsupported>(std::get<Message>(read).content));
  }
}

TEST_CASE("a transfer is taken into the queue as it was asked for") {
  const Sample sample;
  const Download request{{.command_key = "k", .file_type = "3 Vendor Configuration File", .url = "http://f/x"}};
  const auto download = effect<QueueTransfer>(ask(sample, request));
  CHECK(download.kind == QueueTransfer::Kind::download);
  CHECK(download.arguments.command_key == "k");
  CHECK(download.arguments.url == "http://f/x");
  CHECK(effect<QueueTransfer>(ask(sample, Upload{request})).kind == QueueTransfer::Kind::upload);
  CHECK(std::holds_alternative<DownloadResponse>(std::get<Response>(finish_request(request, Done{}, sample.tree))));
  using base = proxy::base::Fault;
  CHECK(fault_code(finish_request(request, Refused{{{base::resources_exceeded, "", ""}}}, sample.tree)) == 9004);
}

TEST_CASE("a URL that files cannot be fetched from is refused at once") {
  const Sample sample;
  const auto code = [&](std::string url) { return fault_code(ask(sample, Download{{.url = std::move(url)}})); };
  for (const auto* url : {"http://files.example/a", "HTTPS://files.example:8443", "http://[2001:db8::1]/a?b@c"}) {
    INFO(url);
    CHECK(code(url) == 0);
  }
  for (const auto* url : {"ftp://files.example/a", "tftp://files.example/a", "file:///etc/passwd", "mailto:a@b"}) {
    INFO(url);
    CHECK(code(url) == 9013);
  }
  for (const auto* url : {"", "files.example/a", "http:files.example", "http://", "http:///a", "http://:80/",
                          "http://me:secret@files.example/", "http://me@files.example", "http://a b/", "http://a/\n",
                          "1http://a/", "://a/", "http://good\\@evil/"}) {
    INFO(url);
    CHECK(code(url) == 9003);
  }
}

TEST_CASE("ScheduleDownload has one or two windows, one after the other, that nobody has to confirm") {
  const Sample sample;
  const auto code = [&](std::vector<TimeWindowStruct> windows) {
    return fault_code(ask(sample, ScheduleDownload{{.url = "http://f/x", .time_window_list = std::move(windows)}}));
  };
  CHECK(code({{0, 60, "1 At Any Time", 0}}) == 0);
  CHECK(code({{0, 60, "2 Immediately", -1}, {60, 120, "3 When Idle", 5}}) == 0);
  CHECK(code({}) == 9003);
  CHECK(code({{0, 1, "1 At Any Time", 0}, {1, 2, "1 At Any Time", 0}, {2, 3, "1 At Any Time", 0}}) == 9003);
  CHECK(code({{60, 60, "1 At Any Time", 0}}) == 9003);
  CHECK(code({{0, 60, "1 At Any Time", -2}}) == 9003);
  CHECK(code({{0, 60, "1 At Any Time", 0}, {59, 120, "1 At Any Time", 0}}) == 9003);
  CHECK(code({{0, 60, "5 On Sundays", 0}}) == 9003);
  CHECK(code({{0, 60, "4 Confirmation Needed", 0}}) == 9001);
}

TEST_CASE("transfers are listed and cancelled") {
  const Sample sample;
  using base = proxy::base::Fault;
  CHECK(effect<CancelTransfers>(ask(sample, CancelTransfer{"k"})).command_key == "k");
  CHECK(fault_code(finish_request(CancelTransfer{"k"}, Refused{{{base::cancel_not_permitted, "", ""}}}, sample.tree)) ==
        9021);
  CHECK_FALSE(effect<ListTransfers>(ask(sample, GetQueuedTransfers{})).all);
  CHECK(effect<ListTransfers>(ask(sample, GetAllQueuedTransfers{})).all);
  const Outcome outcome = finish_request(GetAllQueuedTransfers{}, Transfers{{{.command_key = "k"}}}, sample.tree);
  CHECK(std::get<GetAllQueuedTransfersResponse>(std::get<Response>(outcome)).transfer_list.at(0).command_key == "k");
  CHECK(fault_code(finish_request(GetQueuedTransfers{}, Done{}, sample.tree)) == 9002);
}

TEST_CASE("GetParameterNames of the next level leaves out what was asked for") {
  Sample sample;
  CHECK(next_level(sample, "") == "Device.\n");
  CHECK(next_level(sample, "Device.") ==
        "Device.DeviceInfo.\nDevice.MQTT.\nDevice.ManagementServer.\nDevice.RootDataModelVersion\n"
        "Device.X_00D09E_Home.\n");
  CHECK(next_level(sample, "Device.MQTT.") == "Device.MQTT.Client.\nDevice.MQTT.ClientNumberOfEntries\n");
  CHECK(next_level(sample, "Device.X_00D09E_Home.Sensor.") ==
        "Device.X_00D09E_Home.Sensor.1.\nDevice.X_00D09E_Home.Sensor.3.\n");
  CHECK(next_level(sample, "Device.MQTT.Client.1.") == "Device.MQTT.Client.1.Alias\n");
  CHECK(next_level(sample, kSoftware) == "9003");
}

TEST_CASE("GetParameterNames of all levels begins with what was asked for") {
  Sample sample;
  CHECK(all_levels(sample, "Device.MQTT.") ==
        "Device.MQTT.\nDevice.MQTT.Client.\nDevice.MQTT.Client.1.\nDevice.MQTT.Client.1.Alias\n"
        "Device.MQTT.ClientNumberOfEntries\n");
  CHECK(all_levels(sample, kSoftware) == kSoftware + "\n");
  CHECK(all_levels(sample, "") == all_levels(sample, "Device."));
  CHECK(all_levels(sample, "").starts_with("Device.\nDevice.DeviceInfo.\n"));
}

TEST_CASE("GetParameterNames of nothing is 9005, of an empty table an empty list") {
  Sample sample;
  for (const std::string path : {"Device", "Device.MQTT", "Device.Bogus", "Device.MQTT.Client.2.", "device.",
                                 "Device.MQTT.Client.1", "Device.DeviceInfo.SoftwareVersion.", "Device..", "."}) {
    INFO(path);
    CHECK(next_level(sample, path) == "9005");
    CHECK(all_levels(sample, path) == "9005");
  }
  CHECK(next_level(sample, "Device." + std::string(300, 'a')) == "9005");
  sample.tree.remove_row(*sample.selection("Device.MQTT.Client.1.").row, proxy::model::Origin::start);
  CHECK(next_level(sample, "Device.MQTT.Client.").empty());
}

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

TEST_CASE("SetParameterAttributes changes what its flags say, the last entry wins") {
  Sample sample;
  sample.tree.set_attributes(sample.at(kSensor1 + "Mode"), {Notification::passive, false});
  const auto effects = effect<SetAttributes>(
      ask(sample, SetParameterAttributes{{{kSensor1, Notification::active, {}},
                                          {kSensor1 + "Mode", Notification::off, {}},
                                          {kSensor1 + "Key", {}, std::vector<std::string>{"X_Vendor"}},
                                          {"Device.MQTT.", {}, {}}}}));
  CHECK(effects.changes.size() == 6);
  for (const auto& change : effects.changes) {
    const std::string path = sample.tree.path(change.parameter);
    INFO(path);
    CHECK(change.attributes.notification == (path == kSensor1 + "Mode" ? Notification::off : Notification::active));
    CHECK(change.attributes.subscriber_may_write == (path != kSensor1 + "Mode" && path != kSensor1 + "Key"));
  }
}

TEST_CASE("SetParameterAttributes is refused as a whole") {
  const Sample sample;
  CHECK(fault_code(ask(sample, SetParameterAttributes{{{kSensor1, Notification::active, {}},
                                                       {"Device.Bogus", Notification::off, {}}}})) == 9005);
  CHECK(fault_code(ask(sample, SetParameterAttributes{{{kSensor1, {}, std::vector<std::string>{"Everybody"}}}})) ==
        9003);
}

TEST_CASE("a forced notification stays active whatever an ACS asks for") {
  const Sample sample;
  const auto effects =
      effect<SetAttributes>(ask(sample, SetParameterAttributes{{{kSoftware, Notification::off, {{}}}}}));
  REQUIRE(effects.changes.size() == 1);
  CHECK(effects.changes[0].attributes.notification == Notification::active);
  CHECK_FALSE(effects.changes[0].attributes.subscriber_may_write);
}

TEST_CASE("GetParameterAttributes lists parameters") {
  Sample sample;
  CHECK(names(sample, ask(sample, GetParameterAttributes{{"Device.MQTT."}})) ==
        "Device.MQTT.Client.1.Alias\nDevice.MQTT.ClientNumberOfEntries\n");
  CHECK(fault_code(ask(sample, GetParameterAttributes{{"Device.Bogus."}})) == 9005);
}

TEST_CASE("AddObject adds to tables that an ACS may add to") {
  Sample sample;
  const AddObject request{"Device.MQTT.Client.", "key"};
  const auto add = effect<AddRow>(ask(sample, request));
  CHECK(add.table == sample.selection("Device.MQTT.Client.").table);
  CHECK(add.parameter_key == "key");
  for (const std::string path : {"Device.MQTT.Client", "Device.MQTT.Client.1.", "Device.MQTT.", "Device.Bogus.", "",
                                 "Device.X_00D09E_Home.Sensor.", "Device.MQTT.Client.1.Alias"}) {
    INFO(path);
    CHECK(fault_code(ask(sample, AddObject{path, ""})) == 9005);
  }
  const auto answer = finish_request(request, Added{4, proxy::model::SetStatus::applied}, sample.tree);
  CHECK(std::get<AddObjectResponse>(std::get<Response>(answer)).instance_number == 4);
  CHECK(fault_code(finish_request(request, Refused{{{proxy::base::Fault::resources_exceeded, "", ""}}}, sample.tree)) ==
        9004);
}

TEST_CASE("DeleteObject removes rows that an ACS may delete") {
  Sample sample;
  const DeleteObject request{"Device.MQTT.Client.1.", "key"};
  const auto remove = effect<RemoveRow>(ask(sample, request));
  CHECK(remove.row == sample.selection("Device.MQTT.Client.1.").row);
  CHECK(remove.parameter_key == "key");
  for (const std::string path :
       {"Device.MQTT.Client.", "Device.MQTT.Client.2.", "Device.MQTT.Client.1", "Device.", "", "Device.MQTT."}) {
    INFO(path);
    CHECK(fault_code(ask(sample, DeleteObject{path, ""})) == 9005);
  }
  CHECK(fault_code(ask(sample, DeleteObject{kSensor1, ""})) == 9001);
  const auto answer = finish_request(request, Committed{}, sample.tree);
  CHECK(std::holds_alternative<DeleteObjectResponse>(std::get<Response>(answer)));
}

TEST_CASE("Reboot is agreed to and done later") {
  const Sample sample;
  CHECK(effect<RebootAfterSession>(ask(sample, Reboot{"why"})).command_key == "why");
  const auto answer = finish_request(Reboot{"why"}, Done{}, sample.tree);
  CHECK(std::holds_alternative<RebootResponse>(std::get<Response>(answer)));
}

TEST_CASE("ScheduleInform is agreed to unless its delay is 0") {
  const Sample sample;
  const auto asked = effect<InformLater>(ask(sample, ScheduleInform{60, "later"}));
  CHECK((asked.delay == std::chrono::seconds(60) && asked.command_key == "later"));
  const auto answer = finish_request(ScheduleInform{60, "later"}, Done{}, sample.tree);
  CHECK(std::holds_alternative<ScheduleInformResponse>(std::get<Response>(answer)));
  CHECK(std::get<Fault>(ask(sample, ScheduleInform{0, "now"})).fault_code == 9003);
  const Refused full{{{proxy::base::Fault::resources_exceeded, "", "full"}}};
  CHECK(std::get<Fault>(finish_request(ScheduleInform{60, "later"}, full, sample.tree)).fault_code == 9004);
}

TEST_CASE("FactoryReset is agreed to and done later") {
  const Sample sample;
  effect<FactoryResetAfterSession>(ask(sample, FactoryReset{}));
  const auto answer = finish_request(FactoryReset{}, Done{}, sample.tree);
  CHECK(std::holds_alternative<FactoryResetResponse>(std::get<Response>(answer)));
}
