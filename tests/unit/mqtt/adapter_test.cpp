// SPDX-License-Identifier: Apache-2.0
// Shows the adapter as the host sees it: what it says of a configuration, values from messages, commands from sets,
// and what becomes of a set when the broker is away.
#include <string>

#include "tests/support/catch.hpp"
#include "tests/support/fake_host.hpp"
#include "tests/support/servers/broker.hpp"
#include "tests/support/servers/mqtt_peer.hpp"
#include "tests/unit/mqtt/scripted_listener.hpp"

extern "C" const struct adapter_api adapter_api_v1;

using namespace tests::support;
using Record = FakeHost::Record;

namespace {

Node broker_at(unsigned short port) { return map("broker", {{"url", "mqtt://127.0.0.1:" + std::to_string(port)}}); }

Node mode_parameter(const char* confirm) {
  return map(
      "", {{"path", "Boiler.Mode"},
           map("source", {{"topic", "boiler/state"}, {"pointer", "/mode"}}),
           map("sink",
               {{"topic", "boiler/set"}, {"payload", R"({"mode": "${value}"})"}, {"qos", "1"}, {"confirm", confirm}})});
}

Node plugs() {
  const std::vector<Node> values = {{"ON", "true"}, {"OFF", "false"}};
  return map("",
             {{"path", "Plug.{i}."},
              map("rows", {{"topic", "z2m/{name}"}}),
              list("parameters", {map("", {{"path", "State"},
                                           {"type", "boolean"},
                                           map("values", values),
                                           map("source", {{"pointer", "/state"}}),
                                           map("sink", {{"topic", "z2m/{name}/set"}, {"payload", "${value}"}})})})});
}

Node section(unsigned short port, const char* confirm = "state") {
  return map("", {broker_at(port), list("parameters", {mode_parameter(confirm)}), list("tables", {plugs()})});
}

void wait_presence(FakeHost& host, std::size_t count) {
  host.wait_until([count](const Record& record) { return record.mount_presence.size() >= count; });
}

}  // namespace

TEST_CASE("mistakes of the configuration are reported and nothing is begun") {
  const auto mistakes = [](std::vector<Node> broker) {
    FakeHost host(adapter_api_v1, map("", {map("broker", std::move(broker))}));
    CHECK_FALSE(host.create());
    return host.record().mistakes.size();
  };
  CHECK(mistakes({{"url", "http://broker"}}) == 1);
  CHECK(mistakes({{"url", "mqtt://broker"}, {"ca_file", "/ca.pem"}, {"insecure", "true"}}) == 2);
  CHECK(mistakes({{"url", "mqtts://broker"}, {"client_cert_file", "/c.pem"}}) == 1);
  CHECK(mistakes({{"url", "mqtt://broker"}, {"password", "secret"}}) == 1);
}

TEST_CASE("a retained command and an unchecked certificate are warned of") {
  Node parameter = map("", {{"path", "Valve"}, map("sink", {{"topic", "valve/set"}, {"retain", "true"}})});
  FakeHost host(adapter_api_v1, map("", {map("broker", {{"url", "mqtts://broker"}, {"insecure", "true"}}),
                                         list("parameters", {std::move(parameter)})}));
  CHECK(host.create());
  CHECK(host.record().warnings.size() == 2);
}

TEST_CASE("devices that share one topic are a row each, and are sent their own commands") {
  Broker broker;
  MqttPeer peer(broker.port());
  peer.subscribe("radio/+/send");
  const Node state = map("", {{"path", "State"},
                              {"type", "boolean"},
                              map("source", {{"pointer", "/on"}}),
                              map("sink", {{"topic", "radio/{name}/send"}, {"payload", "${value}"}})});
  const Node radios = map("", {{"path", "Radio.{i}."},
                               map("rows", {{"topic", "radio/+/events"}, {"key", "/id"}}),
                               list("parameters", {state})});
  FakeHost host(adapter_api_v1, map("", {broker_at(broker.port()), list("tables", {radios})}));
  REQUIRE(host.create());
  peer.publish("radio/attic/events", R"({"id":7,"on":true})", 1, true);
  peer.publish("radio/cellar/events", R"({"id":"b","on":false,"x":nan})", 1, true);
  host.start();
  wait_value(host, "7.State", "true");
  wait_value(host, "b.State", "false");
  host.apply(1, host.record().rows.at("b"), "State", "true");
  CHECK(wait_reply(host, 1) == ADAPTER_SENT);
  CHECK(peer.wait_for("radio/b/send").payload == "true");
}

TEST_CASE("messages become values, sets become messages") {
  Broker broker;
  MqttPeer peer(broker.port());
  peer.subscribe("boiler/set");
  peer.subscribe("z2m/+/set");
  FakeHost host(adapter_api_v1, section(broker.port()));
  REQUIRE(host.create());
  peer.publish("boiler/state", R"({"mode": "heat"})", 1, true);
  peer.publish("z2m/lamp", R"({"state": "ON"})", 1, true);
  host.start();
  const Record record = host.wait_until([](const Record& all) { return all.values.size() >= 2; });
  CHECK(record.values.at("Boiler.Mode") == "heat");
  CHECK(record.values.at("lamp.State") == "true");
  CHECK(record.mount_presence == std::vector<uint32_t>{ADAPTER_ONLINE});

  host.apply(1, ADAPTER_MOUNT, "Boiler.Mode", "off");
  CHECK(wait_reply(host, 1) == ADAPTER_SENT);
  const auto command = peer.wait_for("boiler/set");
  CHECK(command.payload == R"({"mode": "off"})");
  CHECK_FALSE(command.retained);
  host.apply(2, record.rows.at("lamp"), "State", "false");
  CHECK(wait_reply(host, 2) == ADAPTER_SENT);
  CHECK(peer.wait_for("z2m/lamp/set").payload == "OFF");
}

TEST_CASE("a set that asks for the broker's acknowledgement is done with it") {
  Broker broker;
  FakeHost host(adapter_api_v1, section(broker.port(), "published"));
  REQUIRE(host.create());
  host.start();
  wait_presence(host, 1);
  host.apply(7, ADAPTER_MOUNT, "Boiler.Mode", "off");
  CHECK(wait_reply(host, 7) == ADAPTER_DONE);
}

TEST_CASE("without a broker a set is not sent, and the mount tells when to try again") {
  Broker broker;

  FakeHost host(adapter_api_v1, section(broker.port()));
  REQUIRE(host.create());
  host.start();
  wait_presence(host, 1);
  broker.kill();
  wait_presence(host, 2);
  host.apply(1, ADAPTER_MOUNT, "Boiler.Mode", "off");
  CHECK(wait_reply(host, 1) == ADAPTER_NOT_SENT);
  broker.start();
  wait_presence(host, 3);
  host.apply(2, ADAPTER_MOUNT, "Boiler.Mode", "off");
  CHECK(wait_reply(host, 2) == ADAPTER_SENT);
  CHECK(host.record().mount_presence == std::vector<uint32_t>{ADAPTER_ONLINE, ADAPTER_OFFLINE, ADAPTER_ONLINE});
}

TEST_CASE("a broker that accepts each connection and closes it is one warning, not one each time") {
  tests::mqtt::ScriptedListener listener;
  FakeHost host(adapter_api_v1, section(listener.port()));
  REQUIRE(host.create());
  host.start();
  std::string connect;
  for (int times = 0; times < 3; ++times) {
    tests::mqtt::Peer peer = listener.accept_speaking(connect);
    peer.write(std::string("\x20\x03\x00\x00\x00", 5));  // a CONNACK of MQTT 5
    wait_presence(host, static_cast<std::size_t>(2 * times + 1));
  }
  wait_presence(host, 6);
  const std::vector<std::string> warnings = host.record().warnings;
  CHECK(warnings.size() <= 2);
  CHECK(host.record().statuses.back().find("again and again") != std::string::npos);
}
