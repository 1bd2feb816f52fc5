// SPDX-License-Identifier: Apache-2.0
// Shows where AddObject and DeleteObject are allowed, and what they answer.
#include "tests/unit/cwmp/handlers/asking.hpp"

using namespace proxy::cwmp;
using namespace tests::cwmp;

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
