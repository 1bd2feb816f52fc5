// SPDX-License-Identifier: Apache-2.0
// Shows what GetRPCMethods and GetParameterNames list.
#include "proxy/cwmp/envelope/soap_reader.hpp"
#include "tests/unit/cwmp/handlers/asking.hpp"

using namespace proxy::cwmp;
using namespace tests::cwmp;

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
