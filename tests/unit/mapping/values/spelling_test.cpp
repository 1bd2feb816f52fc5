// SPDX-License-Identifier: Apache-2.0
// Shows the keys for what devices write in their own way: words for no value, times, decimal commas, units behind a
// number.
#include <string>

#include "adapters/mapping/binding.hpp"
#include "adapters/mapping/tables/explain.hpp"
#include "tests/support/catch.hpp"
#include "tests/unit/sdk/config_text.hpp"
#include "tests/unit/sdk/fake_host.hpp"

using namespace adapters;
using Calls = std::vector<std::string>;

namespace {

/// One parameter with these keys, whose value is the whole payload, or stands at /v of a document.
struct Value {
  explicit Value(const std::string& keys, const std::string& source = R"("topic":"v")")
      : config(R"({"parameters":[{"path":"V",)" + keys + R"(,"source":{)" + source +
               R"(},"sink":{"topic":"v/set","confirm":"none"}}]})") {}

  std::vector<std::string> errors() const { return config.errors(); }
  /// What an ACS sees; in brackets the reason why the last value stays.
  std::string read(std::string_view payload) const {
    const mapping::Parameter& parameter = mapping.parameters().at(0);
    mapping::Payload message(payload);
    const auto& pointer = parameter.source->pointer;
    const auto text = parameter.conversion.to_acs(pointer ? message.at(*pointer) : message.whole());
    return text ? *text : '(' + text.error().reason + ')';
  }
  std::string set(std::string_view value) const {
    const auto command = mapping.encode(0, {}, value);
    return command ? command->payload : '(' + command.error().reason + ')';
  }

  test::ConfigText config;
  mapping::Mapping mapping{config.root()};
};

bool is_kept(const Value& value, std::string_view payload) {
  return value.read(payload).ends_with("says that there is no value)");
}

}  // namespace

TEST_CASE("a number that means no value keeps the last one, before it is scaled") {
  const Value value(R"("type":"decimal","scale":0.1,"no_value":["0x8000","0xFFFF",-127,"85","n/a","---"])");
  CHECK(value.errors().empty());
  for (const char* none : {"32768", "-32768", "65535", "65535.0", "-127", "-127.00", "85", "8.5e1", "N/A", "---"}) {
    CAPTURE(none);
    CHECK(is_kept(value, none));
  }
  CHECK(value.read("850") == "85");
  CHECK(value.read("-1") == "-0.1");
  CHECK(value.read("127") == "12.7");
}

TEST_CASE("words that mean no value are asked before the value map, and in documents") {
  const Value map(R"("values":{"0":"Off","1":"On","255":"Fault"},"no_value":[255])");
  CHECK(is_kept(map, "255"));
  CHECK(map.read("1") == "On");
  const Value document(R"("type":"int","no_value":[-128,"0x80000000"])", R"("topic":"v","pointer":"/v")");
  CHECK(is_kept(document, R"({"v":-128})"));
  CHECK(is_kept(document, R"({"v":-128.0})"));
  CHECK(is_kept(document, R"({"v":-2147483648})"));
  CHECK(document.read(R"({"v":128})") == "128");
  const Value text(R"("no_value":["","unknown"])");
  CHECK(is_kept(text, ""));
  CHECK(is_kept(text, "Unknown"));
  CHECK(text.read("known") == "known");
}

TEST_CASE("a message whose value is none is counted, and its other values are taken") {
  test::ConfigText config(R"({"devices":[{"rows":{"topic":"d/{id}"},"capabilities":[
    {"name":"T","class":"LevelSensor","source":{"pointer":"/t"},"no_value":[85]},
    {"name":"H","class":"LevelSensor","source":{"pointer":"/h"}}]}]})");
  const mapping::Mapping mapping(config.root());
  test::FakeHost host;
  mapping::Binding binding{sdk::Host(host.api()), mapping, "MQTT"};
  binding.receive("d/a", R"({"t":21,"h":50})", false, {});
  host.take();
  binding.receive("d/a", R"({"t":85,"h":51})", false, {});
  CHECK(host.take() == Calls{"rejected a, T: '85' says that there is no value", "publish 5/2=51"});
  std::string lines;
  const auto add = [](void* to, const char* line) { *static_cast<std::string*>(to) += line; };
  mapping::explain(mapping, "d/a", R"({"t":85})", sdk::Say(add, &lines));
  CHECK(lines.find("T (LevelSensor): left as it is: at /t, '85' says that there is no value") != std::string::npos);
}

TEST_CASE("a dateTime comes from seconds and milliseconds since 1970, and goes back") {
  const Value seconds(R"("type":"dateTime","time":"epoch_s","no_value":[0])");
  CHECK(seconds.read("1767323045") == "2026-01-02T03:04:05Z");
  CHECK(seconds.read("1767323045.25") == "2026-01-02T03:04:05.250Z");
  CHECK(seconds.read("-1") == "1969-12-31T23:59:59Z");
  CHECK(is_kept(seconds, "0"));
  CHECK(seconds.set("2026-01-02T03:04:05Z") == "1767323045");
  CHECK(seconds.set("2026-01-02T04:04:05+01:00") == "1767323045");
  CHECK(seconds.set("2026-01-01T22:34:05-04:30") == "1767323045");
  CHECK(seconds.set("2026-02-30T00:00:00Z") == "('2026-02-30T00:00:00Z' is no time)");
  const Value milliseconds(R"("type":"dateTime","time":"epoch_ms")", R"("topic":"v","pointer":"/v")");
  CHECK(milliseconds.read(R"({"v":1767323045000})") == "2026-01-02T03:04:05Z");
  CHECK(milliseconds.read(R"({"v":"1767323045007"})") == "2026-01-02T03:04:05.007Z");
  CHECK(milliseconds.set("2026-01-02T03:04:05.5Z") == "1767323045500");
  for (const char* none : {"soon", "", "1e40", "-99999999999999", "99999999999999", "2026-01-02T03:04:05Z"}) {
    CAPTURE(none);
    CHECK(seconds.read(none).ends_with("' is no time)"));
  }
}

TEST_CASE("a dateTime comes from a date and a time with a space, and goes back") {
  const Value utc(R"("type":"dateTime","time":"utc")");
  CHECK(utc.read("2026-01-02 03:04:05") == "2026-01-02T03:04:05Z");
  CHECK(utc.read("2026/01/02 03:04") == "2026-01-02T03:04:00Z");
  CHECK(utc.read("2026-01-02T03:04:05.5+01:00") == "2026-01-02T03:04:05.5+01:00");
  CHECK(utc.read("2026-01-02 03:04Z") == "2026-01-02T03:04:00Z");
  CHECK(utc.set("2026-01-02T03:04:05+01:00") == "2026-01-02 02:04:05");
  for (const char* none :
       {"2026-13-02 03:04:05", "02.01.2026 03:04:05", "today", "2026-01-02", "2026-01-02 03:04:05 x"}) {
    CAPTURE(none);
    CHECK(utc.read(none).front() == '(');
  }
  const Value local(R"("type":"dateTime","time":"local")");
  CHECK(local.read("2026-01-02 03:04:05") == "2026-01-02T03:04:05");
  CHECK(local.set("2026-01-02T03:04:05") == "2026-01-02 03:04:05");
  CHECK(local.set("2026-01-02T03:04:05Z") == "(the device takes a time without a zone)");
  const Value without(R"("type":"dateTime")");
  CHECK(without.read("2026-01-02 03:04:05").front() == '(');
  const Value text(R"("time":"epoch_s")");  // a TextSensor
  CHECK(text.read("1767323045") == "2026-01-02T03:04:05Z");
  CHECK(text.set("now") == "('now' is no dateTime)");
}

TEST_CASE("a number has a decimal comma, or a unit behind it") {
  const Value comma(R"("type":"decimal","decimal_comma":true,"scale":10,"no_value":["99,9"])");
  CHECK(comma.read("21,5") == "215");
  CHECK(comma.read("21.5") == "215");
  CHECK(comma.read("-0,25") == "-2.5");
  CHECK(comma.read("1.234,5").front() == '(');
  CHECK(comma.read("1,234,5").front() == '(');
  CHECK(comma.set("215") == "21,5");
  CHECK(is_kept(comma, "99,9"));
  const Value unit(R"("type":"decimal","suffix":"kWh","no_value":[-1])");
  CHECK(unit.read("12.5 kWh") == "12.5");
  CHECK(unit.read("12.5kWh") == "12.5");
  CHECK(unit.read("12.5") == "12.5");
  CHECK(unit.read("12.5 Wh") == "('12.5 Wh' is no decimal)");
  CHECK(unit.read("kWh") == "('kWh' is no decimal)");
  CHECK(unit.set("13") == "13");
  CHECK(is_kept(unit, "-1 kWh"));
  const Value both(R"("type":"decimal","decimal_comma":true,"suffix":"\u00b0C")");
  CHECK(both.read("21,5 \u00b0C") == "21.5");
  const Value none(R"("type":"decimal")");
  CHECK(none.read("21,5").front() == '(');
  CHECK(none.read("21.5 W").front() == '(');
}

TEST_CASE("keys for a spelling stand where they have a use") {
  CHECK(Value(R"("type":"int","time":"utc")").errors() == Calls{"time: it is for times: type dateTime or string"});
  CHECK(Value(R"("time":"utc","values":{"a":"b"})").errors().size() == 1);
  CHECK(Value(R"("type":"boolean","decimal_comma":true)").errors() == Calls{"decimal_comma: it is for numbers"});
  CHECK(Value(R"("suffix":"W")").errors() == Calls{"suffix: it is for numbers"});
}
