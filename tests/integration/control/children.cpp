// SPDX-License-Identifier: Apache-2.0
// Shows that the tree can be read a level at a time.
#include "tests/integration/fixture/gateway_under_test.hpp"
#include "tests/support/catch.hpp"

#include <boost/json.hpp>

#include <algorithm>
#include <set>
#include <string>

using namespace tests::integration;
namespace json = boost::json;

namespace {

json::array list(const Gateway& gateway, const char* command, const std::string& path) {
  return json::parse(gateway.ctl({"--json", command, path}).output).as_array();
}

std::string path_of(const json::value& entry) { return std::string(entry.at("path").as_string()); }

/// The parameters below the object, each level by a request of its own.
void walk(const Gateway& gateway, const std::string& object, std::set<std::string>& parameters) {
  for (const json::value& entry : list(gateway, "children", object)) {
    const std::string path = path_of(entry);
    if (path.ends_with('.')) {
      walk(gateway, path, parameters);
    } else {
      parameters.insert(path);
    }
  }
}

}  // namespace

TEST_CASE("children has one level alone, and all levels together are the tree", "[control_children]") {
  const Gateway gateway(GatewayOptions{});
  const json::array top = list(gateway, "children", "Device.");
  CHECK(std::ranges::find(top, json::value({{"path", "Device.DeviceInfo."}, {"value", nullptr}})) != top.end());
  CHECK(std::ranges::any_of(top, [](const json::value& entry) {
    return path_of(entry) == "Device.RootDataModelVersion" && entry.at("type") == "string";
  }));

  std::set<std::string> walked, whole;
  walk(gateway, "Device.", walked);
  for (const json::value& entry : list(gateway, "tree", "Device.")) whole.insert(path_of(entry));
  CHECK(walked == whole);

  CHECK(gateway.ctl({"children", "Device.Nothing."}).exit_code == 1);
}
