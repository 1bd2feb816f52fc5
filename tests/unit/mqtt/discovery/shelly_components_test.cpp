// SPDX-License-Identifier: Apache-2.0
// Shows how Shelly devices of the second generation are found whatever their topics are, and what their owners add to
// them: virtual components, Bluetooth devices, analogue inputs.
#include "tests/support/catch.hpp"
#include "tests/unit/mqtt/discovery/bridge.hpp"

using namespace tests;

namespace {

Bridge gen2() { return Bridge(discovery::make_shelly_gen2, "tr069-proxy"); }

// What is asked of a device with this prefix, and its answer with one switch.
std::string caller_of(const discovery::Changes& changes) {
  const std::string& payload = changes.asked.at(0).payload;
  const std::size_t begin = payload.find(R"("src":")") + 7;
  return payload.substr(begin, payload.find('"', begin) - begin);
}

const std::string kSwitch = R"({"id":2,"src":"shelly-1","result":{"switch:0":{"id":0,"output":true}}})";

// Its status as an event, which describes it.
const mapping::DeviceDescription& described(Bridge& bridge, std::string_view status) {
  bridge.hear("s/events/rpc",
              std::string(R"({"src":"s","method":"NotifyFullStatus","params":)").append(status).append("}"), false);
  return bridge.device("s");
}

}  // namespace

TEST_CASE("a prefix may be below shellies, have several levels, spaces and umlauts") {
  for (const std::string prefix : {"shellies/boiler", "shellies/shellyplus1-a8032abe54dc",
                                   "house/upper floor/bath/light", "a/b/c/d/e/f", "Küche Licht", "shellies/Küche"}) {
    INFO(prefix);
    Bridge bridge = gen2();
    const auto changes = bridge.hear(prefix + "/online", "true");
    REQUIRE(changes.asked.size() == 2);
    CHECK(changes.asked[0].address == prefix + "/rpc");
    const std::string caller = caller_of(changes);
    CHECK(caller.find_first_of("/ \xc3") == std::string::npos);
    bridge.hear(caller + "/rpc", kSwitch);
    const auto& output = find(bridge.device("shelly-1"), "switch:0.output");
    CHECK(output.source->address.text() == prefix + "/events/rpc");
    CHECK(sent(output, "false").starts_with(prefix + "/rpc {"));
  }
  const std::vector<std::string> topics = gen2().convention().topics();
  for (const char* topic : {"+/+/+/events/rpc", "+/+/+/online", "+/+/+/+/+/+/online"}) {
    CHECK(std::find(topics.begin(), topics.end(), topic) != topics.end());
  }
}

TEST_CASE("a device below shellies that sends events is of the second generation, whatever its name") {
  Bridge bridge = gen2();
  CHECK(bridge.hear("shellies/shelly1-1/online", "true").asked.empty());
  const auto changes =
      bridge.hear("shellies/shelly1-1/events/rpc", R"({"src":"s","method":"NotifyStatus","params":{}})", false);
  CHECK(changes.asked.size() == 2);
  for (const char* unfit : {"a\"b", "a$b", "a{b", "a\\b"})
    CHECK(bridge.hear(std::string(unfit) + "/online", "true").asked.empty());
}

TEST_CASE("the answers of two devices are told apart, also where their prefixes are alike") {
  Bridge bridge = gen2();
  const std::string one = caller_of(bridge.hear("a/b/online", "true"));
  const std::string other = caller_of(bridge.hear("a-b/online", "true"));
  const std::string third = caller_of(bridge.hear("a b/online", "true"));
  CHECK(one != other);
  CHECK(one != third);
  CHECK(other != third);
  CHECK(caller_of(bridge.hear("a-b/online", "true")) == other);
}

TEST_CASE("virtual components are shown, as their owner has configured them") {
  Bridge bridge = gen2();
  const std::string answers = caller_of(bridge.hear("s/online", "true")) + "/rpc";
  const auto first = bridge.hear(answers, R"({"id":2,"src":"shelly-1","result":{"switch:0":{"id":0,"output":true}}})");
  REQUIRE(first.asked.size() == 1);
  CHECK(first.asked[0].payload.find("Shelly.GetComponents") != std::string::npos);
  const auto more = bridge.hear(answers,
                                R"({"id":3,"src":"shelly-1","result":{"components":[
        {"key":"boolean:200","status":{"value":true},"config":{"id":200,"name":"Holiday"}},
        {"key":"number:201","status":{"value":21.5},"config":{"name":"Set point","min":5,"max":30,"meta":{"ui":{"unit":"°C"}}}}],
        "offset":0,"total":4}})");
  REQUIRE(more.asked.size() == 1);
  CHECK(more.asked[0].payload.find(R"("offset":2)") != std::string::npos);
  const auto whole = bridge.hear(answers,
                                 R"({"id":3,"src":"shelly-1","result":{"components":[
        {"key":"enum:202","status":{"value":"eco"},"config":{"name":"Programme","options":["eco","comfort"]}},
        {"key":"button:203","status":{},"config":{"name":"Refill"}}],"offset":2,"total":4}})");
  REQUIRE(whole.asked.size() == 1);
  CHECK(whole.asked[0].payload.find("Shelly.GetStatus") != std::string::npos);
  bridge.hear(answers, R"({"id":2,"src":"shelly-1","result":{"switch:0":{"id":0,"output":true}}})");

  const auto& device = bridge.device("shelly-1");
  const auto& holiday = find(device, "boolean:200.value");
  CHECK(holiday.name == "Holiday");
  CHECK(shape(holiday).starts_with("BinaryControl "));
  CHECK(shown(holiday, R"({"params":{"boolean:200":{"value":false}}})") == "false");
  CHECK(read(holiday.elsewhere.at(1), holiday.conversion, R"({"id":4,"result":{"value":true}})") == "true");
  CHECK(sent(holiday, "true").find(R"("method":"Boolean.Set","params":{"id":200,"value":true})") != std::string::npos);
  const auto& target = find(device, "number:201.value");
  CHECK(shape(target) == "LevelControl Temperature degC");
  CHECK(target.minimum->text() == "5");
  CHECK(sent(target, "21.5").find(R"("value":21.5)") != std::string::npos);
  const auto& programme = find(device, "enum:202.value");
  CHECK(programme.words == std::vector<std::string>{"eco", "comfort"});
  CHECK(sent(programme, "comfort").find(R"("value":"comfort")") != std::string::npos);
  CHECK(sent(find(device, "button:203"), "Press").find(R"("event":"single_push")") != std::string::npos);
  // Each is asked for its value, and answers at a topic of its own.
  CHECK(device.prime.size() == 4);
  CHECK(device.prime.at(1).payload.find("Boolean.GetStatus") != std::string::npos);
  CHECK(holiday.elsewhere.at(1).address.text() != target.elsewhere.at(1).address.text());
  // The list is asked for once, until the device comes again.
  CHECK(bridge.hear(answers, R"({"id":2,"src":"shelly-1","result":{}})").asked.empty());
}

TEST_CASE("virtual components without a configuration have no bounds and no words") {
  Bridge bridge = gen2();
  const auto& device = described(
      bridge,
      R"({"number:200":{"value":1.5},"text:200":{"value":"hi"},"enum:200":{"value":null},"boolean:201":{"value":false}})");
  const auto& number = find(device, "number:200.value");
  CHECK_FALSE(number.minimum);
  CHECK_FALSE(number.maximum);
  CHECK(sent(number, "250").find(R"("value":250)") != std::string::npos);
  CHECK(shape(find(device, "enum:200.value")).starts_with("TextControl"));
  CHECK(sent(find(device, "text:200.value"), "a\"b").find(R"("value":"a\"b")") != std::string::npos);
}

TEST_CASE("sensors and valves of Bluetooth devices are shown") {
  Bridge bridge = gen2();
  const std::string answers = caller_of(bridge.hear("s/online", "true")) + "/rpc";
  bridge.hear(answers,
              R"({"id":3,"src":"shelly-1","result":{"components":[
        {"key":"bthomedevice:200","status":{"id":200,"rssi":-61,"battery":90},"config":{"addr":"7c:c6:00","name":"Window"}},
        {"key":"bthomesensor:200","status":{"id":200,"value":true},"config":{"obj_id":45,"name":"Window open"}},
        {"key":"bthomesensor:201","status":{"id":201,"value":18.5},"config":{"obj_id":69,"name":"Outside"}},
        {"key":"blutrv:200","status":{"id":200,"target_C":21,"current_C":19.4,"pos":30,"battery":80},"config":{"name":"Valve"}}],
        "offset":0,"total":4}})");
  bridge.hear(answers, R"({"id":2,"src":"shelly-1","result":{}})");
  const auto& device = bridge.device("shelly-1");
  CHECK(shape(find(device, "bthomedevice:200.battery")) == "LevelSensor Battery %");
  CHECK(find(device, "bthomedevice:200.battery").name == "Window Battery");
  CHECK(find(device, "bthomesensor:200.value").name == "Window open");
  CHECK(shape(find(device, "bthomesensor:200.value")).starts_with("BinarySensor "));
  CHECK(shape(find(device, "bthomesensor:201.value")) == "LevelSensor Temperature degC");
  CHECK(shown(find(device, "bthomesensor:201.value"), R"({"params":{"bthomesensor:201":{"value":17}}})") == "17");
  const auto& valve = find(device, "blutrv:200.current_heating_setpoint");
  CHECK(shape(valve) == "LevelControl Temperature degC");
  CHECK(valve.maximum->text() == "30");
  CHECK(
      sent(valve, "22")
          .find(
              R"("method":"BluTrv.Call","params":{"id":200,"method":"TRV.SetTarget","params":{"id":0,"target_C":22}})") !=
      std::string::npos);
  CHECK(shown(find(device, "blutrv:200.local_temperature"), R"({"params":{"blutrv:200":{"current_C":20}}})") == "20");
}

TEST_CASE("analogue and counting inputs are shown") {
  Bridge bridge = gen2();
  const auto& device = described(
      bridge,
      R"({"input:100":{"id":100,"percent":42.5,"xpercent":8.5},"input:2":{"id":2,"counts":{"total":17},"freq":1.5},"voltmeter:100":{"id":100,"voltage":4.32}})");
  CHECK(shown(find(device, "input:100.level"), R"({"params":{"input:100":{"percent":50}}})") == "50");
  CHECK(find(device, "input:100.level").unit == "%");
  CHECK(shown(find(device, "input:100.value"), R"({"params":{"input:100":{"xpercent":10}}})") == "10");
  CHECK(shown(find(device, "input:2.count"), R"({"params":{"input:2":{"counts":{"total":18}}}})") == "18");
  CHECK(shape(find(device, "input:2.frequency")) == "LevelSensor Frequency Hz");
  CHECK(shape(find(device, "voltmeter:100.voltage")) == "LevelSensor Voltage V");
}

TEST_CASE("a status without measure is cut, and a prefix that cannot be used is named") {
  Bridge bridge = gen2();
  std::string status = "{";
  for (int i = 0; i < 5000; ++i) status += (i == 0 ? "\"button:" : ",\"button:") + std::to_string(i) + "\":{}";
  CHECK(described(bridge, status + "}").capabilities.size() == 256);

  Bridge other = gen2();
  const auto changes = other.hear("a$b/online", "true");
  REQUIRE(changes.rejected.size() == 1);
  CHECK_THAT(changes.rejected[0], Catch::Matchers::StartsWith("a$b: the prefix of its topics"));
}

TEST_CASE("a dynamic component that is too large is left out and reported") {
  Bridge bridge = gen2();
  const std::string caller = caller_of(bridge.hear("s/online", "true"));
  bridge.hear(caller + "/rpc", R"({"id":2,"src":"s","result":{"switch:0":{"output":true}}})");
  const std::string large = R"({"key":"text:201","status":{"value":")" + std::string(5000, 'x') + R"("}})";
  const std::string small = R"({"key":"boolean:200","status":{"value":true}})";
  const auto changes = bridge.hear(
      caller + "/rpc", R"({"id":3,"result":{"components":[)" + large + ',' + small + R"(],"offset":0,"total":2}})");
  REQUIRE(changes.rejected.size() == 1);
  CHECK_THAT(changes.rejected[0], Catch::Matchers::ContainsSubstring("is left out"));
  bridge.hear(caller + "/rpc", R"({"id":2,"src":"s","result":{"switch:0":{"output":true}}})");
  CHECK(find(bridge.device("s"), "boolean:200.value").source);
  CHECK(bridge.device("s").capabilities.size() == 2);
}

TEST_CASE("a component without a number in its key is component 0 in each request") {
  for (const std::string key : {"number:abc", "number:1a", "number:", "number", "number:a:1"}) {
    INFO(key);
    Bridge bridge = gen2();
    const auto& device = described(bridge, R"({")" + key + R"(":{"value":1.5}})");
    CHECK(sent(find(device, key + ".value"), "2").ends_with(R"("method":"Number.Set","params":{"id":0,"value":2}})"));
    CHECK(device.prime.at(1).payload.ends_with(R"("method":"Number.GetStatus","params":{"id":0}})"));
  }
}

TEST_CASE("the next page of components begins at a whole number, otherwise the list ends") {
  const auto asked_after = [](const std::string& offset) {
    Bridge bridge = gen2();
    const std::string answers = caller_of(bridge.hear("s/online", "true")) + "/rpc";
    return bridge
        .hear(answers, R"({"id":3,"result":{"components":[{"key":"boolean:200","status":{"value":true}}],"offset":)" +
                           offset + R"(,"total":9}})")
        .asked.at(0)
        .payload;
  };
  CHECK_THAT(asked_after("0"), Catch::Matchers::ContainsSubstring(R"("offset":1,)"));
  CHECK_THAT(asked_after("7"), Catch::Matchers::ContainsSubstring(R"("offset":8,)"));
  CHECK_THAT(asked_after("8"), Catch::Matchers::ContainsSubstring("Shelly.GetStatus"));
  CHECK_THAT(asked_after("1.5"), Catch::Matchers::ContainsSubstring("Shelly.GetStatus"));
  CHECK_THAT(asked_after("-3"), Catch::Matchers::ContainsSubstring("Shelly.GetStatus"));
}

TEST_CASE("a dynamic component has up to 2 KiB as JSON") {
  constexpr std::size_t kMax = 2048;
  const auto rejected = [](std::size_t size) {
    Bridge bridge = gen2();
    const std::string caller = caller_of(bridge.hear("s/online", "true"));
    const std::string begin = R"({"key":"text:201","status":{"value":")";
    const std::string end = R"(\n"},"more":[true,null,1.5E0]})";
    const std::string component = begin + std::string(size - begin.size() - end.size(), 'x') + end;
    return bridge.hear(caller + "/rpc", R"({"id":3,"result":{"components":[)" + component + R"(],"total":1}})")
        .rejected.size();
  };
  CHECK(rejected(kMax - 1) == 0);
  CHECK(rejected(kMax) == 0);
  CHECK(rejected(kMax + 1) == 1);
  CHECK(rejected(100 * kMax) == 1);
}
