// SPDX-License-Identifier: Apache-2.0
// Shows what a mapping says of a message: what it would set, why not, and which address was perhaps meant.
#include "adapters/mapping/tables/explain.hpp"
#include "tests/support/catch.hpp"
#include "tests/unit/mapping/home.hpp"
#include "tests/unit/sdk/config_text.hpp"

namespace {

using Lines = std::vector<std::string>;
namespace mapping = adapters::mapping;

void add(void* lines, const char* line) { static_cast<Lines*>(lines)->push_back(line); }

struct House {
  explicit House(const std::string& section = test::kHome) : config(section), home(config.root()) {}

  /// "nothing" if no address is meant.
  Lines explain(std::string_view address, std::string_view payload) const {
    Lines lines;
    const bool met = mapping::explain(home, address, payload, adapters::sdk::Say(&add, &lines));
    CHECK(met != lines.empty());
    return met ? lines : Lines{"nothing"};
  }

  test::ConfigText config;
  mapping::Mapping home;
};

}  // namespace

TEST_CASE("each parameter of an address has its value, or the reason why it is left") {
  const House house;
  CHECK(house.explain("boiler/state", R"({"temp": 653, "mode": "heat"})") ==
        Lines{"Boiler.Temperature = 65.3", "Boiler.Mode = Heating"});
  CHECK(house.explain("boiler/state", R"({"tmp": 653, "mode": "dry"})") ==
        Lines{"Boiler.Temperature: left as it is: there is nothing at /temp; there is tmp, mode",
              "Boiler.Mode: left as it is: at /mode, 'dry' is not among the values"});
  CHECK(house.explain("boiler/state", R"({"temp": null, "mode": {"now": "heat"}})") ==
        Lines{"Boiler.Temperature: left as it is: /temp is null",
              "Boiler.Mode: left as it is: /mode is no single value; there is temp, mode"});
  CHECK(house.explain("boiler/state", R"({"temp": "warm"})").front() ==
        "Boiler.Temperature: left as it is: at /temp, 'warm' is no decimal");
  CHECK(house.explain("boiler/text", "hello") == Lines{"Boiler.Text = hello"});
}

TEST_CASE("what is beyond its range is shown, and said to be counted") {
  CHECK(House().explain("boiler/state", R"({"temp": 1000, "mode": "off"})").front() ==
        "Boiler.Temperature = 100 (shown and counted: 100 is out of range)");
}

TEST_CASE("a payload that is no document is told of once") {
  const House house;
  const Lines lines = house.explain("boiler/state", "21.5");
  REQUIRE(lines.size() == 3);
  CHECK(lines[0] == "Boiler.Temperature: left as it is: it is neither a JSON object nor a JSON array");
  CHECK(lines[2] == "it is neither a JSON object nor a JSON array");
}

TEST_CASE("rows are named by their identity, and by what makes them") {
  const House house;
  CHECK(house.explain("zigbee2mqtt/kitchen", R"({"temperature": 21.4, "battery": 87, "state": "ON"})") ==
        Lines{"Sensor.{i}., the row of kitchen, made if it is not there:", "  Temperature = 21.4", "  Battery = 87",
              "  State = true"});
  CHECK(house.explain("zigbee2mqtt/kitchen", "") ==
        Lines{"Sensor.{i}., the row of kitchen: is removed, as the payload is empty"});
  const Lines text = house.explain("zigbee2mqtt/kitchen", "hello");
  CHECK(text.front() == "Sensor.{i}., the row of kitchen, not made by this message, which has nothing that fits:");
  const Lines later = house.explain("shelly-1/status/switch:0", R"({"output": true, "apower": 7.5})");
  CHECK(later == Lines{"Switch.{i}., the row of shelly-1, once there is one:",
                       "  a message at {device}/online makes it", "  Output = true", "  Power = 7.5"});
}

TEST_CASE("what is long is cut") {
  const House house(
      R"({"parameters":[{"path":"A","source":{"topic":"a","pointer":"/x/y"}},{"path":"B","source":{"topic":"b"}}]})");
  std::string many = "{";
  for (int i = 0; i < 100; ++i) many += "\"key" + std::to_string(i) + "\":1,";
  many.back() = '}';
  CHECK(house.explain("a", R"({"x":)" + many + "}") ==
        Lines{"A: left as it is: there is nothing at /x/y; /x is key0, key1, key2, key3, key4, key5, key6, key7, key8, "
              "key9, key10, key11, ..."});
  CHECK(house.explain("b", std::string(5000, 'x')).front().size() < 300);
}

TEST_CASE("an address that nobody listens to gets the nearest ones") {
  const House house;
  CHECK(house.explain("zigbee2mqt/kitchen", "{}") == Lines{"nothing"});
  Lines lines;
  const auto say = adapters::sdk::Say(&add, &lines);
  CHECK_FALSE(mapping::explain_stranger("boiler/stat", "boiler/stat", house.home.filters(), say));
  REQUIRE(lines.size() == 4);
  CHECK(lines[0] == "nothing here is about boiler/stat; the nearest that is:");
  CHECK(lines[1] == "  boiler/state");
  lines.clear();
  CHECK_FALSE(mapping::explain_stranger("a/b/x", "a/b/x", {"x/y", "a/+/c", "a/b/c/d", "q"}, say));
  CHECK(lines == Lines{"nothing here is about a/b/x; the nearest that is:", "  a/+/c", "  a/b/c/d", "  x/y"});
  lines.clear();
  CHECK_FALSE(mapping::explain_stranger("a", "a", {}, say));
  CHECK(lines == Lines{"nothing here is about a; there is nothing to listen to"});
}

TEST_CASE("an address that is listened to is not said to be near itself") {
  for (const char* filter : {"a/b", "a/+", "+/b", "a/#", "#", "a/b/#"}) {
    INFO(filter);
    Lines lines;
    CHECK(mapping::explain_stranger("a/b", "a/b", {"q", filter}, adapters::sdk::Say(&add, &lines)));
    CHECK(lines == Lines{"nothing here is about a/b with this payload; other payloads there are read"});
  }
  for (const char* filter : {"a", "a/b/+", "a/b/c", "+", "b/#"}) {
    INFO(filter);
    Lines lines;
    CHECK_FALSE(mapping::explain_stranger("a/b", "a/b", {filter}, adapters::sdk::Say(&add, &lines)));
  }
}
