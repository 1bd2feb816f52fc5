// SPDX-License-Identifier: Apache-2.0
// Shows the text of replies for people.
#include "proxy/control/print.hpp"

#include "tests/support/catch.hpp"

#include <boost/json.hpp>

using namespace proxy::control;

TEST_CASE("parameters are path = value", "[print]") {
  CHECK(to_text(boost::json::parse(R"([{"path":"Device.A","value":"1"}])")) == "Device.A = 1\n");
  CHECK(to_text(boost::json::parse(R"({"path":"Device.A","value":"1","type":"int","writable":true})")) ==
        "Device.A = 1  (int, writable)\n");
}

TEST_CASE("lists of objects are tables", "[print]") {
  CHECK(to_text(boost::json::parse(R"([{"name":"zigbee","rows":2},{"name":"m","rows":10}])")) ==
        "name    rows\nzigbee  2\nm       10\n");
  CHECK(to_text(boost::json::parse("[]")) == "none\n");
}

TEST_CASE("objects are key: value, nested ones indented", "[print]") {
  CHECK(to_text(boost::json::parse(R"({"version":"1","acs":{"url":"u","fault":null}})")) ==
        "version: 1\nacs:\n  url: u\n  fault: -\n");
}

TEST_CASE("a value acts neither on the terminal nor on the lines", "[print]") {
  boost::json::value parameter{{"path", "Device.A"},
                               {"value",
                                "1\nDevice.B = 2\xc2\x9b"
                                "2J\xe2\x80\xae"}};
  CHECK(to_text(parameter) == "Device.A = 1\\x0aDevice.B = 2\\u009b2J\\u202e\n");
  parameter.as_object()["path"] = "Device.[a\x1b[2J].A";
  CHECK(to_text(boost::json::array{parameter}) == "Device.[a\\x1b[2J].A = 1\\x0aDevice.B = 2\\u009b2J\\u202e\n");
  CHECK(to_text(boost::json::parse(R"([{"name":"a\nb"},{"name":"\u0085"}])")) == "name\na\\x0ab\n\\u0085\n");
  CHECK(to_text(boost::json::parse(R"({"garden\r":["line\n\u2066"]})")) == "garden\\x0d:\n  line\\x0a\\u2066\n");
}

TEST_CASE("status begins with its sentence", "[print]") {
  const auto status = boost::json::parse(R"({"version":"1","adapters":2,"healthy":true,"summary":"All is well."})");
  CHECK(status_text(status.as_object()) == "All is well.\nversion: 1\nadapters: 2\n");
}

TEST_CASE("devices begin with their names, and what is not shown comes last with the reason", "[print]") {
  const auto devices = boost::json::parse(
      R"([{"adapter":"zigbee","controller":"c","identity":"0x1","protocol":"ZigBee","presence":"silent","online":false,)"
      R"("object":"Device.X.1","pending_sets":0,"values":3,"never_seen":0,"never_seen_parameters":[],"skipped":null,)"
      R"("name":"kitchen/plug","kind":"PowerStrip","last_contact":null,"battery":"87 %","link":null},)"
      R"({"adapter":"zigbee","identity":"0x2","skipped":"max_devices"}])");
  CHECK(devices_text(devices.as_array(), false) ==
        "name          kind        online  last contact  battery  link  adapter  path\n"
        "kitchen/plug  PowerStrip  silent  -             87 %     -     zigbee   Device.X.1\n"
        "not shown:\n"
        "  0x2 (zigbee): max_devices\n");
  const std::string verbose = devices_text(devices.as_array(), true);
  CHECK(verbose.find("path        identity  controller  protocol  pending sets  values  never seen\n") !=
        std::string::npos);
  CHECK(devices_text({}, false) == "none\n");
  CHECK(devices_text({devices.at(1)}, true) == "not shown:\n  0x2 (zigbee): max_devices\n");
}

TEST_CASE("the log is its levels and its lines", "[print]") {
  const auto log = boost::json::parse(
      R"({"level":"info","modules":{"acs":"debug"},"recent":[{"time":"T1","level":"info","id":"a.b","text":"c d"}]})");
  CHECK(log_text(log.as_object()) == "level: info\nmodules:\n  acs: debug\nT1 info a.b c d\n");
  const auto plain = boost::json::parse(R"({"level":"info","modules":{},"recent":[]})");
  CHECK(log_text(plain.as_object()) == "level: info\n");
}
