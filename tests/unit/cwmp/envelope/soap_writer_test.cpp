// SPDX-License-Identifier: Apache-2.0
// Shows that each envelope we send is, byte for byte, the golden file of its name (which the schema test validates),
// and that no text a device or an ACS made up can break one.
#include "proxy/cwmp/envelope/soap_writer.hpp"
#include "proxy/cwmp/envelope/soap_reader.hpp"
#include "proxy/cwmp/envelope/xml_text.hpp"
#include "tests/support/catch.hpp"
#include "tests/unit/cwmp/sample.hpp"

#include <filesystem>
#include <fstream>

using namespace proxy::cwmp;
using proxy::model::Cursor;
using proxy::model::SetStatus;
using tests::cwmp::Sample;

namespace {

const EnvelopeHeader kAnswer{Version::v1_4, "acs-1"};

void check_golden(const std::string& name, const std::string& written) {
  const std::string path = FIXTURES "/cwmp/sent/" + name + ".xml";
  std::string expected;
  if (std::ifstream file(path); file.good()) expected.assign(std::istreambuf_iterator<char>(file), {});
  if (expected != written) {
    // Left in the folder of the build, to be looked at and, if it is meant to be so, to be copied.
    std::filesystem::create_directory("golden_differs");
    std::ofstream("golden_differs/" + name + ".xml") << written;
  }
  INFO(name);
  CHECK(written == expected);
}

std::string written(Sample& sample, const Response& response) {
  return tests::cwmp::read_all(*make_response_body(response, sample.tree, kAnswer));
}

}  // namespace

TEST_CASE("what we ask is as the golden files have it") {
  Sample sample;
  EnvelopeHeader header{Version::v1_4, "1", std::chrono::seconds{60}, true};
  check_golden("inform", write_inform(tests::cwmp::sample_inform(sample), sample.tree, header));
  const auto began = std::chrono::sys_days(std::chrono::year(2026) / 11 / 22) + std::chrono::hours(11);
  const EnvelopeHeader second{Version::v1_4, "2"};
  check_golden("transfer_complete",
               write_request(to_request(TransferComplete{"fw-1", {9016, "no such file: <fw>", {}, {}}}, 7), second));
  check_golden(
      "transfer_complete_success",
      write_request(to_request(TransferComplete{"fw-1", {0, "", began, began + std::chrono::seconds(67)}}, 7), second));
  check_golden("autonomous_transfer_complete",
               write_request(to_request(AutonomousTransferComplete{"http://files.example/x.cfg?a&b",
                                                                   true,
                                                                   "3 Vendor Configuration File",
                                                                   100,
                                                                   "",
                                                                   {0, "", began, began + std::chrono::seconds(67)}},
                                        8),
                             second));
}

TEST_CASE("what we answer is as the golden files have it") {
  Sample sample;
  const auto at = [&](std::string_view path) { return sample.selection(path); };
  sample.tree.set_attributes(sample.at("Device.ManagementServer.URL"), {proxy::model::Notification::passive, false});
  check_golden("get_rpc_methods_response", written(sample, GetRPCMethodsResponse{}));
  check_golden("set_parameter_values_response", written(sample, SetParameterValuesResponse{SetStatus::committed}));
  check_golden("get_parameter_values_response",
               written(sample, GetParameterValuesResponse{{at("Device.X_00D09E_Home."), at("Device.ManagementServer."),
                                                           at("Device.DeviceInfo.UpTime")}}));
  check_golden("get_parameter_names_response", written(sample, GetParameterNamesResponse{at("Device.MQTT.")}));
  check_golden(
      "get_parameter_attributes_response",
      written(sample, GetParameterAttributesResponse{{at("Device.DeviceInfo."), at("Device.ManagementServer.URL")}}));
  check_golden("set_parameter_attributes_response", written(sample, SetParameterAttributesResponse{}));
  check_golden("add_object_response", written(sample, AddObjectResponse{3, SetStatus::applied}));
  check_golden("delete_object_response", written(sample, DeleteObjectResponse{}));
  check_golden("reboot_response", written(sample, RebootResponse{}));
  check_golden("download_response", written(sample, DownloadResponse{}));
  check_golden("upload_response", written(sample, UploadResponse{}));
  check_golden("schedule_download_response", written(sample, ScheduleDownloadResponse{}));
  check_golden("cancel_transfer_response", written(sample, CancelTransferResponse{}));
  const std::vector<AllQueuedTransferStruct> transfers = {
      {"fw-1", TransferState::in_progress, true, "1 Firmware Upgrade Image", 4096, "fw.bin"},
      {"log <&>", TransferState::not_yet_started, false, "4 Vendor Log File 1", 0, ""}};
  check_golden("get_queued_transfers_response", written(sample, GetQueuedTransfersResponse{transfers}));
  check_golden("get_all_queued_transfers_response", written(sample, GetAllQueuedTransfersResponse{transfers}));
  check_golden("get_all_queued_transfers_response_empty", written(sample, GetAllQueuedTransfersResponse{}));
  check_golden("schedule_inform_response", written(sample, ScheduleInformResponse{}));
  check_golden("factory_reset_response", written(sample, FactoryResetResponse{}));
}

TEST_CASE("what names rows by aliases is as the golden files have it") {
  Sample sample;
  auto& root = sample.tree.root();
  sample.tree.declare(root, {.name = "ManagementServer.InstanceMode", .default_value = "InstanceAlias"}).value();
  sample.tree.declare(root, {.name = "X_00D09E_Link", .reference = true, .default_value = "Device.X_00D09E_Zone.1"})
      .value();
  auto& zones = *sample.tree.declare_table(root, {.name = "X_00D09E_Zone", .creatable = true, .aliased = true}).value();
  sample.tree.add_row(zones, 1, proxy::model::Origin::start).value();
  sample.tree.add_row(zones, 2, proxy::model::Origin::start).value();
  sample.set("Device.X_00D09E_Zone.1.Alias", "Hall & <stairs>.1");
  Inform inform = tests::cwmp::sample_inform(sample);
  inform.parameter_list = {sample.at("Device.X_00D09E_Zone.1.Alias"), sample.at("Device.X_00D09E_Link")};
  check_golden("inform_aliases", write_inform(inform, sample.tree, {Version::v1_4, "1"}));
  check_golden("get_parameter_values_response_aliases",
               written(sample, GetParameterValuesResponse{{sample.selection("Device.X_00D09E_Zone."),
                                                           sample.selection("Device.X_00D09E_Link")}}));
  check_golden("get_parameter_names_response_aliases",
               written(sample, GetParameterNamesResponse{sample.selection("Device.X_00D09E_Zone.")}));
}

TEST_CASE("an empty list is an answer") {
  Sample sample;
  sample.tree.remove_row(*sample.selection("Device.MQTT.Client.1.").row, proxy::model::Origin::start);
  check_golden("get_parameter_values_response_empty",
               written(sample, GetParameterValuesResponse{{sample.selection("Device.MQTT.Client.")}}));
}

TEST_CASE("our faults are as the golden files have them") {
  using base = proxy::base::Fault;
  check_golden("fault", write_fault(to_fault({base::resources_exceeded, "Device.MQTT.Client.", "full"}), kAnswer));
  check_golden("fault_set_parameter_values",
               write_fault(to_set_fault({{base::invalid_parameter_name, "Device.Bogus", ""},
                                         {base::non_writable_parameter, "Device.RootDataModelVersion", ""},
                                         {base::invalid_parameter_value, "Device.A<b>", "above 100"}}),
                           kAnswer));
}

TEST_CASE("a fault says whose it is") {
  using base = proxy::base::Fault;
  const auto code = [](base fault) {
    return tests::cwmp::inside(write_fault(to_fault({fault, "", ""}), kAnswer), "faultcode");
  };
  for (const base fault : {base::invalid_arguments, base::invalid_parameter_name, base::invalid_parameter_type,
                           base::invalid_parameter_value, base::non_writable_parameter}) {
    CHECK(code(fault) == "Client");
  }
  for (const base fault : {base::method_not_supported, base::request_denied, base::internal_error,
                           base::resources_exceeded, base::notification_request_rejected}) {
    CHECK(code(fault) == "Server");
  }
}

TEST_CASE("errors that concern no parameter are not set beside one") {
  using base = proxy::base::Fault;
  const Fault full =
      to_set_fault({{base::invalid_parameter_value, "Device.A", ""}, {base::resources_exceeded, "Device.B", ""}});
  CHECK(full.fault_code == 9004);
  CHECK(full.set_parameter_values_faults.empty());
  CHECK(to_set_fault({{base::request_denied, "", "not now"}}).fault_code == 9001);
  const Fault denied = to_set_fault({{base::request_denied, "Device.A", ""}});
  CHECK(denied.fault_code == 9003);
  CHECK(denied.set_parameter_values_faults.at(0).fault_code == 9001);
}

TEST_CASE("any text becomes well-formed XML") {
  const auto escaped = [](std::string_view text) {
    std::string out;
    append_escaped(out, text);
    CHECK(escaped_size(text) == out.size());
    return out;
  };
  CHECK(escaped("").empty());
  CHECK(escaped("plain \t\n text") == "plain \t\n text");
  CHECK(escaped("<a href=\"x\">'&'</a>") == "&lt;a href=&quot;x&quot;&gt;&apos;&amp;&apos;&lt;/a&gt;");
  CHECK(escaped("a\r\n\tb") == "a&#13;\n\tb");
  CHECK(escaped("\xC3\xA4\xF0\x9F\x98\x80&") == "\xC3\xA4\xF0\x9F\x98\x80&amp;");
  CHECK(escaped(std::string_view("a\0b\x1F", 4)) ==
        "a\xEF\xBF\xBD"
        "b\xEF\xBF\xBD");
  CHECK(escaped("\xC3<") == "\xEF\xBF\xBD&lt;");
  CHECK(escaped("\xED\xA0\x80\xEF\xBF\xBF") ==
        "\xEF\xBF\xBD\xEF\xBF\xBD\xEF\xBF\xBD\xEF\xBF\xBD\xEF\xBF\xBD\xEF\xBF\xBD");
}

TEST_CASE("the envelope is written in the namespace of its version") {
  Sample sample;
  for (const auto& [version, uri] : {std::pair{Version::v1_0, "cwmp-1-0\""},
                                     {Version::v1_1, "cwmp-1-1\""},
                                     {Version::v1_2, "cwmp-1-2\""},
                                     {Version::v1_3, "cwmp-1-2\""}}) {
    const std::string xml = write_request({"Kicked", [](Version) { return ""; }, 0}, {version, "1"});
    CHECK(xml.find(std::string("xmlns:cwmp=\"urn:dslforum-org:") + uri) != std::string::npos);
  }
  const std::string no_id =
      tests::cwmp::read_all(*make_response_body(RebootResponse{}, sample.tree, {Version::v1_0, {}}));
  CHECK(no_id.find("<soap-env:Header></soap-env:Header>") != std::string::npos);
}

TEST_CASE("a transfer ends with a fault that its version has, in at most 256 characters") {
  const auto fault_in = [](std::uint32_t code, Version version) {
    const OutgoingRequest request = to_request(TransferComplete{"k", {code, "why", {}, {}}}, 1);
    return tests::cwmp::inside(write_request(request, {version, "1"}), "FaultCode");
  };
  for (const std::uint32_t code : {9001U, 9002U, 9010U, 9011U, 9012U}) {
    CHECK(fault_in(code, Version::v1_0) == std::to_string(code));
  }
  CHECK(fault_in(9015, Version::v1_0) == "9010");
  CHECK(fault_in(9015, Version::v1_1) == "9015");
  CHECK(fault_in(9020, Version::v1_1) == "9010");
  CHECK(fault_in(9020, Version::v1_2) == "9020");
  for (const std::uint32_t code : {9003U, 9004U, 9013U, 9021U}) CHECK(fault_in(code, Version::v1_4) == "9010");

  std::string text;
  for (int i = 0; i < 300; ++i) text += "\xC3\xA4";
  const OutgoingRequest request = to_request(TransferComplete{"k", {9010, text, {}, {}}}, 1);
  CHECK(tests::cwmp::inside(request.arguments(Version::v1_4), "FaultString") == text.substr(0, 512));
  const OutgoingRequest success = to_request(TransferComplete{"k", {0, "all is well", {}, {}}}, 1);
  CHECK(tests::cwmp::inside(success.arguments(Version::v1_4), "FaultString").empty());
}

TEST_CASE("local time has its offset") {
  using namespace std::chrono;
  const sys_seconds time = sys_days{year{2026} / 12 / 31} + hours{23} + minutes{30} + seconds{5};
  CHECK(local_date_time(time, minutes{60}) == "2027-01-01T00:30:05+01:00");
  CHECK(local_date_time(time, minutes{-570}) == "2026-12-31T14:00:05-09:30");
  CHECK(local_date_time(time, minutes{0}) == "2026-12-31T23:30:05+00:00");
}
