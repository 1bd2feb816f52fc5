// SPDX-License-Identifier: Apache-2.0
// Shows that each mistake in a mapping is reported once, at the node where it stands.
#include "adapters/mapping/tables/mapping.hpp"
#include "tests/support/catch.hpp"
#include "tests/unit/sdk/config_text.hpp"

namespace {

using Errors = std::vector<std::string>;

Errors errors_of(const std::string& section) {
  test::ConfigText config(section);
  const adapters::mapping::Mapping mapping(config.root());
  return config.errors();
}
/// Of one parameter of the mount, given without its braces.
Errors parameter(const std::string& rest) { return errors_of(R"({"parameters":[{"path":"A",)" + rest + "}]}"); }
/// The node at which the only error of a parameter is reported.
std::string where(const std::string& rest) {
  const Errors errors = parameter(rest);
  if (errors.size() != 1) return std::to_string(errors.size()) + " errors";
  return errors[0].substr(0, errors[0].find(':'));
}
Errors table(const std::string& rest) {
  return errors_of(R"({"tables":[{"path":"T.{i}.","rows":{"topic":"t/{name}"},)" + rest + "}]}");
}

}  // namespace

TEST_CASE("names are those of TR-106 and stand once") {
  const auto path = [](const std::string& name) {
    return errors_of(R"({"parameters":[{"path":")" + name + R"(","value":"x"}]})").size();
  };
  for (const char* good : {"A", "_a", "Boiler.Temperature", "X_00D09E_A-b", "A1.B2.C3"}) CHECK(path(good) == 0);
  for (const char* bad : {"", "1A", "-a", "A.", ".A", "A..B", "A.1", "A B", "A{i}", "\xc3\xa4"}) CHECK(path(bad) == 1);
  CHECK(path(std::string(256, 'a')) == 0);
  CHECK(path(std::string(257, 'a')) == 1);

  const auto pair = [](const std::string& first, const std::string& second) {
    return errors_of(R"({"parameters":[{"path":")" + first + R"(","value":"x"},{"path":")" + second +
                     R"(","value":"x"}]})");
  };
  CHECK(pair("A.B", "A.C").empty());
  CHECK(pair("A", "AB").empty());
  CHECK(pair("A", "A") == Errors{"path: this name is taken already"});
  CHECK(pair("A", "A.B").size() == 1);
  CHECK(pair("A.B", "A").size() == 1);
}

TEST_CASE("a table's name is no parameter's") {
  const auto beside = [](const std::string& name) {
    return errors_of(R"({"parameters":[{"path":")" + name +
                     R"(","value":"x"}],"tables":[{"path":"T.{i}.","rows":{"topic":"{n}"},"parameters":[]}]})");
  };
  CHECK(beside("U").empty());
  CHECK(beside("T").size() == 1);
  CHECK(beside("T.A").size() == 1);
  CHECK(beside("TNumberOfEntries").size() == 1);
}

TEST_CASE("a parameter comes from somewhere or goes somewhere") {
  CHECK(parameter(R"("type":"int")").size() == 1);
  CHECK(where(R"("source":{"pointer":"/a"})") == "source");
  CHECK(where(R"("sink":{"payload":"x"})") == "sink");
  CHECK(parameter(R"("value":"x","source":{"topic":"t"})").size() == 1);
  CHECK(where(R"("source":{"topic":"t/{name}"})") == "source");
  CHECK(where(R"("source":{"topic":"t/#"})") == "topic");
  CHECK(where(R"("source":{"topic":"t","pointer":"a"})") == "pointer");
  CHECK(where(R"("sink":{"topic":"t","payload":"${vaule}"})") == "payload");
  CHECK(where(R"("sink":{"topic":"t","confirm":"state"})") == "confirm");
  CHECK(where(R"("type":"boolean","source":{"availability":true})") == "source");
}

TEST_CASE("types, scales and words must fit each other") {
  const std::string source = R"("source":{"topic":"t"},)";
  CHECK(where(source + R"("type":"float")") == "type");
  CHECK(where(source + R"("type":"decimal","scale":0)") == "scale");
  CHECK(where(source + R"("type":"decimal","scale":"ten")") == "scale");
  CHECK(where(source + R"("type":"decimal","scale":"1e999")") == "scale");
  CHECK(parameter(source + R"("type":"boolean","scale":2)").size() == 1);
  CHECK(where(source + R"("type":"boolean","values":{"ON":"maybe"})") == "ON");
  CHECK(where(source + R"("type":"int","scale":2,"values":{"a":"1"})") == "values");
  CHECK(where(R"("type":"int","value":"x")") == "value");
  CHECK(where(source + R"("type":"int","round":1)") == "round");
  CHECK(where(source + R"("type":"boolean","round":1)") == "-");
  CHECK(where(source + R"("type":"int","step":0)") == "step");
  CHECK(where(source + R"("type":"string","step":1)") == "step");
  CHECK(where(source + R"("type":"int","inverted":true)") == "inverted");
  CHECK(where(source + R"("type":"boolean","values":{"ON":"true"},"inverted":true)") == "inverted");
  CHECK(where(R"("value":"{name}")") == "value");
  CHECK(parameter(R"("value":"{not a name} {")").empty());
  CHECK(where(source + R"("type":"int","range":{"min":5,"max":1})") == "range");
  CHECK(where(source + R"("range":{"min":5})") == "range");
  CHECK(where(source + R"("type":"int","range":{"max_length":5})") == "range");
}

TEST_CASE("a table tells its rows apart, and so do its sources") {
  CHECK(table(R"("parameters":[{"path":"A","value":"{name}"}])").empty());
  CHECK(table(R"("parameters":[{"path":"A","value":"{name} {typo}"}])") ==
        Errors{"value: {typo} is not captured by the rows of the table"});
  CHECK(table(R"("parameters":[{"path":"A","source":{"topic":"x/{name}/y"}}])").empty());
  CHECK(table(R"("parameters":[{"path":"A","source":{"topic":"x/y"}}])") ==
        Errors{"source: it must capture what the rows capture"});
  CHECK(table(R"("parameters":[{"path":"A","source":{"topic":"x/{other}"}}])").size() == 1);
  CHECK(table(R"("parameters":[{"path":"A","sink":{"topic":"all/set","payload":"${name}=${value}"}}])").empty());
  CHECK(table(R"("parameters":[{"path":"A","sink":{"topic":"x/{other}"}}])").size() == 1);
  CHECK(table(R"("parameters":[{"path":"A","type":"boolean","source":{"availability":true}}])").size() == 1);
  CHECK(table(R"("availability":{},"parameters":[{"path":"A","source":{"availability":true}}])").size() == 1);
  CHECK(errors_of(R"({"tables":[{"path":"T.{i}.","rows":{"topic":"t"},"parameters":[]}]})").size() == 1);
  CHECK(errors_of(R"({"tables":[{"path":"T","rows":{"topic":"{n}"},"parameters":[]}]})").size() == 1);
  CHECK(errors_of(R"({"tables":[{"path":"T.{i}.U.{i}.","rows":{"topic":"{n}"},"parameters":[]}]})").size() == 1);
  CHECK(errors_of(R"({"tables":[{"path":"T.{i}.","parameters":[]}]})").size() == 1);
}

TEST_CASE("an availability has one source or several") {
  const auto availability = [](const std::string& text) {
    return table(R"("availability":)" + text + R"(,"parameters":[])");
  };
  CHECK(availability(R"({"topic":"bridge"})").empty());
  CHECK(availability(R"({"stale_after_s":60})").empty());
  CHECK(availability(R"({"sources":[{"topic":"b"},{"topic":"t/{name}/a"}],"mode":"any"})").empty());
  CHECK(availability(R"({"topic":"b","sources":[{"topic":"b"}]})") ==
        Errors{"sources: either sources, or one that stands for itself"});
  CHECK(availability(R"({"topic":"b/{other}"})").size() == 1);
}

TEST_CASE("who asks for a value says where, and has none") {
  CHECK(where(R"("source":{"topic":"t","refresh":{"topic":"t/get","payload":"{\"a\":\"\"}"}})") == "0 errors");
  CHECK(where(R"("source":{"topic":"t","refresh":{"payload":"x"}})") == "refresh");
  CHECK(where(R"("source":{"topic":"t","refresh":{"topic":"t/get","payload":"${value}"}})") == "payload");
  CHECK(where(R"("source":{"topic":"t","refresh":{"topic":"t/{name}"}})") == "refresh");
}

TEST_CASE("a response belongs to a command that has a number") {
  const auto sink = [](const std::string& rest) { return where(R"("sink":{"topic":"t",)" + rest + "}"); };
  const std::string response = R"("response":{"topic":"r","pointer":"/id"})";
  CHECK(sink(R"("confirm":"response","payload":"${id} ${value}",)" + response) == "0 errors");
  CHECK(sink(R"("confirm":"response","payload":"${id}")") == "confirm");
  CHECK(sink(R"("confirm":"response","payload":"${value}",)" + response) == "payload");
  CHECK(sink(response) == "response");
  CHECK(sink(R"("payload":"${id}")") == "payload");
  CHECK(sink(R"("confirm":"response","payload":"${id}","response":{"topic":"r"})") == "response");
  CHECK(errors_of(R"({"tables":[{"path":"T.{i}.","rows":{"topic":"{id}"},"parameters":[{"path":"A","sink":{
        "topic":"t","confirm":"response","payload":"${id}",)" +
                  response + "}}]}]}")
            .size() == 1);
}

TEST_CASE("all mistakes are told in one run") {
  CHECK(errors_of(R"({"parameters":[{"path":"1"},{"path":"A","type":"x","value":"1"}],
                      "tables":[{"path":"T"},{"path":"U.{i}.","rows":{"topic":"#"}}]})")
            .size() == 5);
}

TEST_CASE("parameters and tables need a mount, which a profile lets be absent") {
  const std::string parameters = R"("parameters":[{"path":"A","value":"x"}])";
  const std::string tables = R"("tables":[{"path":"T.{i}.","rows":{"topic":"{n}"},"parameters":[]}])";
  CHECK(errors_of(R"({"profile":"p"})").empty());
  CHECK(errors_of(R"({"profile":"p","mount":"Device.X_A.",)" + parameters + "}").empty());
  const std::string reason = ": these need a `mount` in the section: the object that they are below";
  CHECK(errors_of(R"({"profile":"p",)" + parameters + "}") == Errors{"parameters" + reason});
  CHECK(errors_of(R"({"profile":"p",)" + tables + "}") == Errors{"tables" + reason});
}
