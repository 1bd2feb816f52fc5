// SPDX-License-Identifier: Apache-2.0
// Shows that a set of a device that describes itself is confirmed by what the device reports, and by no other state,
// whatever templates and words the device announces.
#include "tests/support/catch.hpp"
#include "tests/unit/mapping/devices/device_home.hpp"
#include "tests/unit/mqtt/discovery/bridge.hpp"

using namespace tests;
using adapters::mapping::Home;

namespace {

constexpr const char* kState = "d/state";

/// A home with the one capability of a component that is announced to Home Assistant, and its row.
struct Announced {
  Announced(const std::string& component, const std::string& keys, const std::string& identity = "u")
      : bridge(discovery::make_homeassistant, "homeassistant") {
    bridge.hear("homeassistant/" + component + "/d/config",
                R"({"uniq_id":"u","dev":{"ids":"d","name":"D"},)" + keys + "}");
    mapping::DeviceDescription device = bridge.device("d");
    std::erase_if(device.capabilities, [&](const auto& capability) { return capability.identity != identity; });
    home.describe(std::move(device));
  }
  /// Whether the message of the device ends the set.
  bool is_confirmed(const std::string& value, const std::string& message) {
    const std::string command = home.command(kRow, value);
    CAPTURE(command);
    REQUIRE(command.starts_with("d/set "));
    const auto calls = home.receive(kState, message);
    return std::find(calls.begin(), calls.end(), "reply 9 0") != calls.end();
  }
  static constexpr adapter_handle kRow = 4;  // the first capability of the first device
  Bridge bridge;
  Home home;
};

const std::string kTopics = R"("stat_t":"d/state","cmd_t":"d/set",)";

}  // namespace

TEST_CASE("a template that chooses between two words: the opposite state confirms no set") {
  struct Row {
    const char* component;
    const char* keys;
    const char* value;
    const char* opposite;
    const char* same;
  };
  for (const Row& row : std::initializer_list<Row>{
           {"switch", R"js("pl_on":"true","pl_off":"false",
                 "val_tpl":"{% if value_json[\"m\"] %}true{% else %}false{% endif %}")js",
            "false", R"({"m":true})", R"({"m":false})"},
           {"switch", R"js("pl_on":"true","pl_off":"false",
                 "val_tpl":"{% if value_json[\"m\"] %}true{% else %}false{% endif %}")js",
            "true", R"({"m":false})", R"({"m":true})"},
           {"switch", R"js("val_tpl":"{{ \"OFF\" if value_json.value == 0 else \"ON\" }}")js", "false",
            R"({"value":35})", R"({"value":0})"},
           {"switch", R"js("val_tpl":"{{ 'ON' if value_json.value > 0 else 'OFF' }}")js", "true", R"({"value":0})",
            R"({"value":35})"},
           {"switch", R"js("val_tpl":"{{ 'ON' if value == 1 else 'OFF' }}")js", "1", "0", "1"},
           {"switch", R"js("val_tpl":"{{ 'OFF' if value_json.a == 'closed' else 'ON' }}")js", "0", R"({"a":"open"})",
            R"({"a":"closed"})"},
           {"light", R"js("stat_val_tpl":"{{ 'ON' if value_json.l > 0 else 'OFF' }}")js", "true", R"({"l":0})",
            R"({"l":9})"},
           {"fan", R"js("stat_val_tpl":"{{ 'OFF' if value_json.s == 0 else 'ON' }}")js", "false", R"({"s":2})",
            R"({"s":0})"},
           {"lock", R"js("val_tpl":"{{ 'UNLOCKED' if value_json.o == 0 else 'LOCKED' }}")js", "false", R"({"o":1})",
            R"({"o":0})"},
           {"select", R"js("options":["eco","boost"],"val_tpl":"{{ 'eco' if value_json.p == 0 else 'boost' }}")js",
            "eco", R"({"p":1})", R"({"p":0})"},
           {"text", R"js("val_tpl":"{{ 'short' if value_json.t < 5 else 'long' }}")js", "short", R"({"t":9})",
            R"({"t":1})"}}) {
    CAPTURE(row.component, row.keys, row.value);
    CHECK_FALSE(Announced(row.component, kTopics + row.keys).is_confirmed(row.value, row.opposite));
    CHECK(Announced(row.component, kTopics + row.keys).is_confirmed(row.value, row.same));
  }
}

TEST_CASE("a climate's mode and preset with a template: another mode confirms no set") {
  const std::string mode =
      R"js("mode_cmd_t":"d/set","mode_stat_t":"d/state","modes":["off","heat"],
           "mode_stat_tpl":"{{ 'off' if value_json.m == 0 else 'heat' }}")js";
  CHECK_FALSE(Announced("climate", mode, "u.mode").is_confirmed("off", R"({"m":1})"));
  CHECK(Announced("climate", mode, "u.mode").is_confirmed("off", R"({"m":0})"));
  const std::string preset =
      R"js("pr_mode_cmd_t":"d/set","pr_mode_stat_t":"d/state","pr_modes":["away","home"],
           "pr_mode_val_tpl":"{{ 'home' if value_json.away == false else 'away' }}")js";
  CHECK_FALSE(Announced("climate", preset, "u.preset").is_confirmed("home", R"({"away":true})"));
  CHECK(Announced("climate", preset, "u.preset").is_confirmed("home", R"({"away":false})"));
}

TEST_CASE("states in other words than the commands are read as the states that they are") {
  // The device takes 1 for on, and reports 0 for it.
  const std::string crossed = R"("pl_on":"1","pl_off":"0","stat_on":"0","stat_off":"1")";
  CHECK_FALSE(Announced("switch", kTopics + crossed).is_confirmed("true", "1"));
  CHECK(Announced("switch", kTopics + crossed).is_confirmed("true", "0"));
  const std::string lock = R"("pl_lock":"1","pl_unlk":"0","stat_locked":"0","stat_unlocked":"1")";
  CHECK_FALSE(Announced("lock", kTopics + lock).is_confirmed("false", "0"));
  CHECK(Announced("lock", kTopics + lock).is_confirmed("false", "1"));

  Bridge bridge(discovery::make_homeassistant, "homeassistant");
  bridge.hear("homeassistant/cover/d/config", R"({"uniq_id":"u","dev":{"ids":"d"},)" + kTopics +
                                                  R"("pl_open":"1","pl_cls":"0","stat_open":"0","stat_clsd":"1"})");
  const auto& cover = find(bridge.device("d"), "u");
  CHECK(sent(cover, "OPEN") == "d/set 1");
  CHECK(shown(cover, "1") == "CLOSE");
}

TEST_CASE("a number whose state has another scale than its command is confirmed by its own value alone") {
  // The device takes percents and reports 0 to 255: 20 % is 51.
  const std::string one_way = R"js("val_tpl":"{{ value_json.b / 2.55 }}")js";
  CHECK_FALSE(Announced("number", kTopics + one_way).is_confirmed("51", R"({"b":51})"));
  CHECK(Announced("number", kTopics + one_way).is_confirmed("20", R"({"b":51})"));
  const std::string limited = R"js("val_tpl":"{{ 100 if value_json.b > 50 else 0 }}","min":0)js";
  CHECK_FALSE(Announced("number", kTopics + limited).is_confirmed("40", R"({"b":3})"));
  CHECK(Announced("number", kTopics + limited).is_confirmed("100", R"({"b":60})"));
  // Out and back by the same scale: what the device has made of it.
  const std::string both = R"js("val_tpl":"{{ (value_json.b * 0.39) | round(1) }}",
                                "cmd_tpl":"{{ (value * 2.55) | int }}")js";
  CHECK(Announced("number", kTopics + both).is_confirmed("51", R"({"b":130})"));
  CHECK_FALSE(Announced("number", kTopics + both).is_confirmed("51", R"({"b":51})"));
}

TEST_CASE("a text that a device reports in one case is confirmed in it") {
  const std::string upper = R"js("val_tpl":"{{ value | upper }}")js";
  CHECK(Announced("text", kTopics + upper).is_confirmed("Hall", "hall"));
  CHECK_FALSE(Announced("text", kTopics + upper).is_confirmed("Hall", "yard"));
}

TEST_CASE("the opposite of a Homie property and of a Tasmota relay confirms no set") {
  Bridge homie(discovery::make_homie, "homie");
  homie.hear("homie/5/d/$description", R"({"homie":"5.0","version":1,"name":"D","nodes":{"n":{"properties":{
      "p":{"datatype":"boolean","settable":true}}}}})");
  homie.hear("homie/5/d/$state", "ready");
  Home home;
  home.describe(homie.device("d"));
  for (const auto& [value, opposite] : {std::pair{"false", "true"}, std::pair{"0", "true"}, std::pair{"1", "false"}}) {
    CHECK(home.command(Announced::kRow, value).starts_with("homie/5/d/n/p/set "));
    const auto calls = home.receive("homie/5/d/n/p", opposite);
    CHECK(calls == adapters::mapping::Calls{std::string("publish 4/2=") + opposite});
  }

  Bridge tasmota(discovery::make_tasmota, "tasmota");
  tasmota.hear("tasmota/discovery/AABBCCDDEEFF/config",
               R"({"ip":"10.0.0.2","dn":"Plug","fn":["Plug",null],"hn":"plug","mac":"AABBCCDDEEFF","md":"Sonoff",
                   "t":"plug","ft":"%prefix%/%topic%/","tp":["cmnd","stat","tele"],"rl":[1],"so":{"4":0},
                   "state":["1","0","TOGGLE","HOLD"],"onln":"Online","ofln":"Offline","ver":1})");
  Home relay;
  relay.describe(tasmota.device("AABBCCDDEEFF"));
  CHECK(relay.command(Announced::kRow, "true") == "cmnd/plug/POWER1 0");
  CHECK(relay.receive("stat/plug/RESULT", R"({"POWER":"1"})") == adapters::mapping::Calls{"publish 4/2=false"});
  CHECK(relay.receive("stat/plug/RESULT", R"({"POWER":"0"})") ==
        adapters::mapping::Calls{"reply 9 0", "publish 4/2=true"});
}
