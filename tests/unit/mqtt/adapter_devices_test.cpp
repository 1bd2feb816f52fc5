// SPDX-License-Identifier: Apache-2.0
// Shows the adapter with a bridge that describes its devices: they are shown, listened to and told, and leave again.
#include <string>

#include "tests/support/catch.hpp"
#include "tests/support/fake_host.hpp"
#include "tests/support/servers/broker.hpp"
#include "tests/support/servers/mqtt_peer.hpp"

extern "C" const struct adapter_api adapter_api_v1;

using namespace tests::support;
using Record = FakeHost::Record;

namespace {

Node section(unsigned short port, std::vector<Node> more = {}) {
  std::vector<Node> keys = {map("broker", {{"url", "mqtt://127.0.0.1:" + std::to_string(port)}}),
                            map("discovery", {{"convention", "zigbee2mqtt"}})};
  keys.insert(keys.end(), more.begin(), more.end());
  return map("", std::move(keys));
}

std::string plug(const std::string& identity, const std::string& name) {
  return R"({"ieee_address":")" + identity + R"(","friendly_name":")" + name +
         R"(","definition":{"model":"P","vendor":"V","exposes":[)"
         R"({"type":"switch","features":[{"name":"state","label":"State","access":7,"type":"binary","property":"state",)"
         R"("value_on":"ON","value_off":"OFF"}]},)"
         R"({"name":"power","label":"Power","access":1,"type":"numeric","property":"power","unit":"W"}]}})";
}

std::string value(const Record& record, const std::string& name) {
  const auto found = record.values.find(name);
  return found == record.values.end() ? "(none)" : found->second;
}

constexpr const char* kDevices = "zigbee2mqtt/bridge/devices";

}  // namespace

TEST_CASE("devices of a bridge are shown, read, set, renamed and removed") {
  Broker broker;
  MqttPeer peer(broker.port());
  peer.subscribe("zigbee2mqtt/+/set");
  peer.subscribe("zigbee2mqtt/+/get");
  peer.publish(kDevices, '[' + plug("0x1", "plug") + ']', 1, true);
  peer.publish("zigbee2mqtt/bridge/state", R"({"state":"online"})", 1, true);
  peer.publish("zigbee2mqtt/plug", R"({"state":"ON","power":null})", 1, true);
  FakeHost host(adapter_api_v1, section(broker.port()));
  REQUIRE(host.create());
  host.start();
  wait_value(host, "0x1.state.value", "true");
  CHECK(peer.wait_for("zigbee2mqtt/plug/get").payload == R"({"state":""})");
  CHECK(host.record().shown.at("0x1").name == "plug");
  CHECK_FALSE(host.record().capabilities.contains("0x1.power"));  // it has no value yet
  peer.publish("zigbee2mqtt/plug/availability", R"({"state":"online"})", 1, true);
  host.wait_until([](const Record& record) { return record.shown.at("0x1").presence == ADAPTER_ONLINE; });

  host.set_capability(1, "0x1.state", "false");
  CHECK(wait_reply(host, 1) == ADAPTER_SENT);
  const auto command = peer.wait_for("zigbee2mqtt/plug/set");
  CHECK(command.payload == R"({"state":"OFF"})");
  CHECK_FALSE(command.retained);
  peer.publish("zigbee2mqtt/plug", R"({"state":"OFF","power":0.5})");
  wait_value(host, "0x1.power.value", "0.5");
  CHECK(host.record().capabilities.at("0x1.power").unit == "W");
  CHECK(value(host.record(), "0x1.state.value") == "false");

  host.set_capability(2, "0x1.state", "true");
  CHECK(wait_reply(host, 2) == ADAPTER_SENT);
  const std::string complaint = "z2m: Publish 'set' 'state' to 'plug' failed: 'no route'";
  peer.publish("zigbee2mqtt/bridge/logging", R"({"level":"error","message":")" + complaint + "\"}");
  CHECK(wait_reply(host, 2, ADAPTER_SENT) == ADAPTER_REFUSED);
  CHECK(host.record().details.at(2) == complaint);

  peer.publish(kDevices, '[' + plug("0x1", "desk") + ']', 1, true);
  host.wait_until([](const Record& record) { return record.shown.at("0x1").name == "desk"; });
  CHECK(peer.wait_for("zigbee2mqtt/desk/get").payload == R"({"state":""})");
  peer.publish("zigbee2mqtt/desk", R"({"power":7})", 1, true);
  wait_value(host, "0x1.power.value", "7");
  host.set_capability(3, "0x1.state", "true");
  CHECK(peer.wait_for("zigbee2mqtt/desk/set").payload == R"({"state":"ON"})");

  peer.publish(kDevices, "[]", 1, true);
  host.wait_until([](const Record& record) { return record.shown.empty(); });
}

TEST_CASE("the message that makes a device or a capability known is read for its values too") {
  Broker broker;
  const std::vector<Node> convention = {{"convention", "openmqttgateway"}};
  MqttPeer peer(broker.port());
  const std::string topic = "home/attic/BTtoMQTT/45F68A7686C5";
  peer.publish(topic, R"({"id":"45:F6:8A:76:86:C5","tempc":21.5})", 1, true);
  FakeHost host(adapter_api_v1, map("", {map("broker", {{"url", "mqtt://127.0.0.1:" + std::to_string(broker.port())}}),
                                         map("discovery", convention)}));
  REQUIRE(host.create());
  host.start();
  wait_value(host, "45F68A7686C5.tempc.value", "21.5");
  peer.publish(topic, R"({"id":"45:F6:8A:76:86:C5","tempc":21.6,"hum":44})");  // then it sleeps
  wait_value(host, "45F68A7686C5.hum.value", "44");
}

TEST_CASE("after a reconnect devices are listened to and asked again") {
  Broker broker({.persistence = true});
  {
    MqttPeer peer(broker.port());
    peer.publish(kDevices, '[' + plug("0x1", "plug") + ']', 1, true);
    peer.publish("zigbee2mqtt/plug", R"({"power":1})", 1, true);
  }
  FakeHost host(adapter_api_v1, section(broker.port()));
  REQUIRE(host.create());
  host.start();
  wait_value(host, "0x1.power.value", "1");
  broker.stop();
  host.wait_until([](const Record& record) { return record.mount_presence.size() == 2; });
  broker.start();
  MqttPeer peer(broker.port());
  peer.publish("zigbee2mqtt/plug", R"({"power":2})", 1, true);
  wait_value(host, "0x1.power.value", "2");
}

TEST_CASE("who is not allowed is told of") {
  Broker broker;
  MqttPeer peer(broker.port());
  peer.publish(kDevices, '[' + plug("0x1", "plug") + ',' + plug("0x2", "neighbour") + ']', 1, true);
  const std::vector<Node> deny = {{"", "neigh*"}};
  FakeHost host(adapter_api_v1, section(broker.port(), {list("deny", deny)}));
  REQUIRE(host.create());
  host.start();
  const Record record = host.wait_until([](const Record& all) { return all.skipped.size() == 1; });
  CHECK(record.skipped.at("0x2") == "'deny' has it");
  CHECK(record.shown.contains("0x1"));
}

TEST_CASE("a document above the limit is a line with its reason, until one is read") {
  Broker broker;
  MqttPeer peer(broker.port());
  FakeHost host(adapter_api_v1, section(broker.port(), {{"max_payload_bytes", "5000"}}));
  REQUIRE(host.create());
  host.start();
  peer.publish(kDevices, '[' + plug("0x1", std::string(6000, 'x')) + ']', 1, true);
  const Record full = host.wait_until([](const Record& all) { return all.skipped.contains(kDevices); });
  CHECK(full.skipped.at(kDevices) == "a message is longer than max_payload_bytes, 5000");
  peer.publish(kDevices, '[' + plug("0x1", "plug") + ']', 1, true);
  const Record record = host.wait_until([](const Record& all) { return all.shown.contains("0x1"); });
  CHECK(record.skipped.empty());
}

TEST_CASE("an announcement that is no JSON is a line with its reason, until one is read") {
  Broker broker;
  MqttPeer peer(broker.port());
  peer.publish(kDevices, R"([{"ieee_address":)", 1, true);
  FakeHost host(adapter_api_v1, section(broker.port()));
  REQUIRE(host.create());
  host.start();
  const Record bad = host.wait_until([](const Record& all) { return all.skipped.contains(kDevices); });
  CHECK(bad.skipped.at(kDevices).starts_with("not JSON: "));
  CHECK(bad.skipped.size() == 1);
  peer.publish(kDevices, R"({"a":1})", 1, true);
  host.wait_until([](const Record& all) { return all.skipped.at(kDevices) == "not a JSON array"; });
  peer.publish(kDevices, '[' + plug("0x1", "plug") + R"(,{"ieee_address":"0x2","supported":false}])", 1, true);
  const Record record = host.wait_until([](const Record& all) { return all.skipped.contains("0x2"); });
  CHECK(record.skipped.size() == 1);
  CHECK(record.shown.contains("0x1"));
}

TEST_CASE("a device cannot make us listen to everybody") {
  Broker broker;
  MqttPeer peer(broker.port());
  peer.publish(kDevices, '[' + plug("0x1", "#") + ',' + plug("0x2", "plug") + ']', 1, true);
  FakeHost host(adapter_api_v1, section(broker.port()));
  REQUIRE(host.create());
  host.start();
  const Record record = host.wait_until([](const Record& all) { return all.shown.contains("0x2"); });
  CHECK_FALSE(record.shown.contains("0x1"));
}

TEST_CASE("mistakes of discovery are reported") {
  const auto mistakes = [](std::vector<Node> discovery) {
    FakeHost host(adapter_api_v1,
                  map("", {map("broker", {{"url", "mqtt://broker"}}), map("discovery", std::move(discovery))}));
    CHECK_FALSE(host.create());
    return host.record().mistakes.size();
  };
  CHECK(mistakes({{"convention", "smoke signals"}}) == 1);
  CHECK(mistakes({{"convention", "zigbee2mqtt"}, {"topic", "a/#"}}) == 1);
  CHECK(mistakes({{"convention", "zigbee2mqtt"}, {"topic", "a/"}}) == 1);
}
