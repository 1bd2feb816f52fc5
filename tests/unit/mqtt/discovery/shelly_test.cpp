// SPDX-License-Identifier: Apache-2.0
// Shows what Shelly devices of both generations are in the standard shape: the second is asked, the first is listened
// to.
#include "tests/support/catch.hpp"
#include "tests/unit/mqtt/discovery/bridge.hpp"

using namespace tests;

namespace {

const std::string kPlug = "shellyplus1pm-a8032abe54dc";
const std::string kAnswers = "tr069-proxy-shellyplus1pm-a8032abe54dc/rpc";
const std::string kSwitch =
    R"("switch:0":{"id":0, "source":"WS_in", "output":false, "apower":0.0, "voltage":241.4, "freq":50.0, "current":0.000, "aenergy":{"total":161.961,"by_minute":[0.000,0.000,0.000],"minute_ts":1744214220},"temperature":{"tC":31.5,"tF":88.8}})";

std::string answer(int id, const std::string& rest) {
  return R"({"id":)" + std::to_string(id) + R"(,"src":")" + kPlug + R"(","dst":"tr069-proxy-x",)" + rest + "}";
}

Bridge gen2() { return Bridge(discovery::make_shelly_gen2, "tr069-proxy"); }
Bridge gen1() { return Bridge(discovery::make_shelly_gen1, "shellies"); }

void introduce(Bridge& bridge) {
  bridge.hear(kPlug + "/online", "true");
  bridge.hear(kAnswers,
              answer(1, R"("result":{"name":"Kettle","id":"x","model":"SNSW-001P16EU","gen":2,"app":"Plus1PM"})"));
  bridge.hear(kAnswers,
              answer(2, R"("result":{"ble":{},"input:0":{"id":0,"state":false},"input:1":{"id":1,"state":null},)" +
                            kSwitch + R"(,"sys":{"mac":"A8032ABE54DC"},"wifi":{"sta_ip":"192.168.0.7","rssi":-57}})"));
}

}  // namespace

TEST_CASE("a Shelly that is heard of is asked, and its answer describes it") {
  Bridge bridge = gen2();
  const auto changes = bridge.hear(kPlug + "/online", "true");
  REQUIRE(changes.asked.size() == 2);
  CHECK(changes.asked[0] == mapping::Message{kPlug + "/rpc", R"({"id":1,"src":"tr069-proxy-)" + kPlug +
                                                                 R"(","method":"Shelly.GetDeviceInfo"})"});
  CHECK(bridge.count() == 0);
  introduce(bridge);
  const auto& plug = bridge.device(kPlug);
  CHECK(plug.name == "Kettle");
  CHECK(plug.description == "Shelly Plus1PM SNSW-001P16EU");
  CHECK(plug.availability.sources.at(0).address.text() == kPlug + "/online");

  const auto& output = find(plug, "switch:0.output");
  CHECK(shape(output) == "BinaryControl Switch");
  CHECK(output.source->address.text() == kPlug + "/events/rpc");
  // A notification holds what has changed alone.
  CHECK(shown(output, R"({"src":"x","method":"NotifyStatus","params":{"ts":1.0,"switch:0":{"id":0,"output":true}}})") ==
        "true");
  REQUIRE(output.elsewhere.size() == 2);
  CHECK(output.elsewhere[0].address.text() == kPlug + "/status/switch:0");
  CHECK(read(output.elsewhere[0], output.conversion, R"({"id":0,"output":true})") == "true");
  CHECK(output.elsewhere[1].address.text() == kAnswers);
  CHECK(read(output.elsewhere[1], output.conversion, R"({"id":2,"result":{"switch:0":{"output":false}}})") == "false");
  CHECK(sent(output, "1") == kPlug + R"(/rpc {"id":10,"src":"tr069-proxy-)" + kPlug +
                                 R"(","method":"Switch.Set","params":{"id":0,"on":true}})");

  CHECK(shape(find(plug, "switch:0.power")) == "LevelSensor Power W");
  CHECK(shape(find(plug, "switch:0.energy")) == "LevelSensor Energy Wh");
  CHECK(shape(find(plug, "switch:0.temperature")) == "LevelSensor Temperature degC");
  CHECK(shape(find(plug, "input:0.input")) == "BinarySensor Input");
  CHECK_THROWS(find(plug, "input:1.input"));
  // The same again changes nothing.
  CHECK(bridge
            .hear(kAnswers,
                  answer(2, R"("result":{"input:0":{"id":0,"state":true},"wifi":{"rssi":-60},)" + kSwitch + "}"))
            .described.empty());
}

TEST_CASE("a Shelly's answer to a command accepts or refuses it") {
  Bridge bridge = gen2();
  introduce(bridge);
  const auto done = bridge.hear(kAnswers, answer(10, R"("result":{"was_on":false})"), false);
  REQUIRE(done.accepted.size() == 1);
  CHECK(done.accepted[0].device.identity == kPlug);
  CHECK(done.accepted[0].capability == "switch:0.output");
  const auto error = bridge.hear(kAnswers, answer(10, R"("error":{"code":-103,"message":"Invalid argument"})"), false);
  REQUIRE(error.refused.size() == 1);
  CHECK(error.refused[0].reason == "Invalid argument");
}

TEST_CASE("a Shelly that sleeps tells all when it wakes; covers and lights") {
  Bridge bridge = gen2();
  bridge.hear(
      "shellyht/events/rpc",
      R"({"src":"shellyplusht-1","dst":"x","method":"NotifyFullStatus","params":{"ts":1.0,"temperature:0":{"id":0,"tC":21.5,"tF":70.7},"humidity:0":{"id":0,"rh":44.5},"devicepower:0":{"id":0,"battery":{"V":5.9,"percent":88},"external":{"present":false}}}})",
      false);
  const auto& sensor = bridge.device("shellyplusht-1");
  CHECK(sensor.type == "Sensor");
  CHECK(shape(find(sensor, "devicepower:0.battery")) == "LevelSensor Battery %");
  CHECK(sensor.capabilities.size() == 4);

  bridge.hear(
      "s/events/rpc",
      R"({"src":"s","method":"NotifyFullStatus","params":{"cover:0":{"id":0,"state":"stopped","current_pos":30},"light:1":{"id":1,"output":true,"brightness":50}}})",
      false);
  const auto& cover = bridge.device("s");
  const std::string head = R"(s/rpc {"id":)";
  CHECK(shown(find(cover, "cover:0.door"), R"({"params":{"cover:0":{"state":"closing"}}})") == "CLOSE");
  CHECK(sent(find(cover, "cover:0.door"), "STOP") ==
        head + R"(10,"src":"tr069-proxy-s","method":"Cover.Stop","params":{"id":0}})");
  CHECK(shape(find(cover, "cover:0.position")) == "LevelControl Position %");
  CHECK(sent(find(cover, "light:1.brightness"), "40") ==
        head + R"(13,"src":"tr069-proxy-s","method":"Light.Set","params":{"id":1,"on":true,"brightness":40}})");
}

TEST_CASE("a Shelly that sleeps is known by the alarm for which it wakes, and that message has its value") {
  Bridge bridge = gen2();
  const std::string alarm =
      R"({"src":"shellyplussmoke-1","dst":"x","method":"NotifyStatus","params":{"ts":1.0,"smoke:0":{"id":0,"alarm":true,"mute":false}}})";
  bridge.hear("smoke/events/rpc", alarm, false);
  const auto& smoke = find(bridge.device("shellyplussmoke-1"), "smoke:0.smoke");
  CHECK(smoke.source->address.text() == "smoke/events/rpc");
  CHECK(shown(smoke, alarm) == "true");
  CHECK(bridge.hear("smoke/events/rpc", alarm, false).described.empty());
  bridge.hear(
      "smoke/events/rpc",
      R"({"src":"shellyplussmoke-1","method":"NotifyStatus","params":{"devicepower:0":{"id":0,"battery":{"V":3,"percent":90}}}})",
      false);
  CHECK(bridge.device("shellyplussmoke-1").capabilities.size() == 3);  // the first one stays
  bridge.hear(
      "smoke/events/rpc",
      R"({"src":"shellyplussmoke-1","method":"NotifyFullStatus","params":{"smoke:0":{"id":0,"alarm":false},"temperature:0":{"id":0,"tC":20}}})",
      false);
  CHECK(bridge.device("shellyplussmoke-1").capabilities.size() == 2);  // as the whole status has it
  CHECK(bridge.hear("smoke/events/rpc", alarm, false).described.empty());
  // An event has no status.
  bridge.hear("button/events/rpc", R"({"src":"button","method":"NotifyEvent","params":{"ts":1,"events":[{}]}})", false);
  CHECK_FALSE(bridge.has("button"));
}

TEST_CASE("what is no Shelly of the second generation is left alone") {
  Bridge bridge = gen2();
  CHECK(bridge.hear("shellies/shelly1-1/online", "true").asked.empty());
  CHECK(bridge.hear("x\"y/online", "true").asked.empty());
  CHECK(bridge.hear("plug/online", "false").asked.empty());
  CHECK(bridge.hear("plug/events/rpc", "[1]").rejected.size() == 1);
  CHECK(bridge.hear("plug/events/rpc", R"({"method":"x"})").asked.empty());
  CHECK(bridge.hear("unasked/rpc", answer(2, R"("result":{})")).described.empty());
  CHECK(bridge.count() == 0);
}

TEST_CASE("a Shelly of the first generation is known by its topics") {
  Bridge bridge = gen1();
  CHECK(bridge.convention().greeting().at(0) == mapping::Message{"shellies/command", "announce"});
  bridge.hear(
      "shellies/announce",
      R"({"id":"shellyplug-s-C1B2A3","model":"SHPLG-S","mac":"AABBCCC1B2A3","ip":"192.168.0.9","new_fw":false,"fw_ver":"x"})",
      false);
  CHECK(bridge.count() == 0);
  bridge.hear("shellies/shellyplug-s-C1B2A3/relay/0", "off");
  bridge.hear("shellies/shellyplug-s-C1B2A3/relay/0/power", "12.34");
  CHECK(bridge.hear("shellies/shellyplug-s-C1B2A3/relay/0/energy", "1234").described.size() == 1);
  CHECK(bridge.hear("shellies/shellyplug-s-C1B2A3/relay/0/energy", "1235").described.empty());
  const auto& plug = bridge.device("shellyplug-s-C1B2A3");
  CHECK(plug.description == "Shelly SHPLG-S");
  CHECK(shape(find(plug, "relay/0")) == "BinaryControl Switch");
  CHECK(shown(find(plug, "relay/0"), "on") == "true");
  CHECK(shown(find(plug, "relay/0"), "overpower") == "false");
  CHECK(sent(find(plug, "relay/0"), "true") == "shellies/shellyplug-s-C1B2A3/relay/0/command on");
  CHECK(shape(find(plug, "relay/0/power")) == "LevelSensor Power W");
  CHECK(shape(find(plug, "relay/0/energy")) == "LevelSensor Energy Wh");
  CHECK(shown(find(plug, "relay/0/energy"), "1234") == "20.567");  // it counts watt-minutes
  CHECK(plug.availability.sources.at(0).online == "true");

  bridge.hear("shellies/shellyswitch25-X/roller/0", "stop");
  bridge.hear("shellies/shellyswitch25-X/roller/0/pos", "40");
  const auto& roller = bridge.device("shellyswitch25-X");
  CHECK(roller.type == "Motor");
  CHECK(sent(find(roller, "roller/0"), "OPEN") == "shellies/shellyswitch25-X/roller/0/command open");
  CHECK(sent(find(roller, "roller/0/pos"), "70") == "shellies/shellyswitch25-X/roller/0/command/pos 70");
  bridge.hear("shellies/shellyht-X/sensor/temperature", "21.5");
  CHECK(bridge.device("shellyht-X").type == "Sensor");
  bridge.hear("shellies/shellyht-X/info", "{}");
  bridge.hear("shellies/shellyht-X/relay/x", "on");
  CHECK(bridge.device("shellyht-X").capabilities.size() == 1);
}

TEST_CASE("a coloured Shelly of the first generation has each colour, and its brightness") {
  Bridge bridge = gen1();
  const std::string topic = "shellies/shellyrgbw2-1/color/0";
  bridge.hear(topic, "on");
  const std::string status =
      R"({"ison":true,"mode":"color","red":255,"green":10,"blue":0,"white":3,"gain":80,"effect":0,"power":1.5})";
  CHECK(bridge.hear(topic + "/status", status).described.size() == 1);
  CHECK(bridge.hear(topic + "/status", status).described.empty());
  const auto& lamp = bridge.device("shellyrgbw2-1");
  CHECK(lamp.type == "Light");
  CHECK(lamp.capabilities.size() == 6);
  const auto& red = find(lamp, "color/0/red");
  CHECK(red.name == "Color 0 red");
  CHECK(shape(red) == "LevelControl ColorRed");
  CHECK(shown(red, status) == "255");
  CHECK(red.maximum->text() == "255");
  CHECK(sent(red, "7") == topic + R"(/set {"red":7})");
  CHECK(red.sink->confirm == mapping::Confirm::state);
  CHECK(shape(find(lamp, "color/0/gain")) == "LevelControl Brightness %");
  bridge.hear("shellies/shellydimmer-1/light/0/status", R"({"ison":false,"brightness":40})");
  CHECK(shown(find(bridge.device("shellydimmer-1"), "light/0/brightness"), R"({"brightness":40})") == "40");
  CHECK(bridge.hear(topic + "/status", "on").rejected.size() == 1);
}
