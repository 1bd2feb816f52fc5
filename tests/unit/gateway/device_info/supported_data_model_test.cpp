// SPDX-License-Identifier: Apache-2.0
// Shows the row that names the document of the data model.
#include "proxy/gateway/device_info/supported_data_model.hpp"

#include "proxy/gateway/management_server/embedded_devices.hpp"
#include "tests/support/catch.hpp"
#include "tests/unit/gateway/fixture.hpp"

using namespace tests::gateway;
using gateway::SupportedDataModel;

namespace {

struct Described final : SupportedDataModel::Describer {
  SupportedDataModel::Facts facts{"http://10.0.0.1/path/one/device-type.xml", "one", "urn:uuid:two"};
  SupportedDataModel::Facts supported_data_model() const override { return facts; }
};

const std::string kRow = "Device.DeviceInfo.SupportedDataModel.1.";

void read(model::Tree& tree) {
  std::vector<model::ParameterRef> live;
  for (const char* name : {"URL", "UUID", "URN"}) {
    live.push_back(tree.find(kRow + name).value());
    CHECK(live.back().info().live);
    CHECK_FALSE(live.back().info().writable);
  }
  bool done = false;
  model::refresh_all(live, [&] { done = true; });
  CHECK(done);
}

}  // namespace

TEST_CASE("the row of the data model is read when it is asked for") {
  Home home;
  model::Tree tree;
  Described described;
  const SupportedDataModel model(tree, home.store, described);
  model::ChangeTracker tracker(tree, [] {});
  CHECK(value(tree, "Device.DeviceInfo.SupportedDataModelNumberOfEntries") == "1");
  CHECK(value(tree, kRow + "Features").empty());
  read(tree);
  CHECK(value(tree, kRow + "URL") == described.facts.url);
  CHECK(value(tree, kRow + "UUID") == "one");
  CHECK(value(tree, kRow + "URN") == "urn:uuid:two");
  described.facts = {"", "three", "urn:uuid:four"};
  read(tree);
  CHECK(value(tree, kRow + "URL").empty());
  CHECK(value(tree, kRow + "UUID") == "three");
  CHECK(reported(tree, tracker).empty());
}

TEST_CASE("its alias survives a restart, and embedded devices refer to it") {
  Home home;
  const Described described;
  {
    model::Tree tree;
    const SupportedDataModel model(tree, home.store, described);
    CHECK(set(tree, home.store, {{kRow + "Alias", "main"}}).empty());
  }
  model::Tree tree;
  const SupportedDataModel model(tree, home.store, described);
  CHECK(value(tree, kRow + "Alias") == "main");
  gateway::EmbeddedDevices devices(tree, home.store, "00D09E");
  devices.add({"broker", "0x1", "ZigBee"}, model::Origin::start);
  const auto reference = tree.find("Device.ManagementServer.EmbeddedDevice.1.SupportedDataModel").value();
  CHECK(reference.info().reference);
  CHECK(tree.with_aliases(tree.value(reference)) == "Device.DeviceInfo.SupportedDataModel.[main]");
}
