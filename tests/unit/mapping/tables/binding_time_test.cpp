// SPDX-License-Identifier: Apache-2.0
// Shows what a host is told of bridges, of silent devices, of events that are over, of values that are asked for and
// of devices that answer.
#include "adapters/mapping/binding.hpp"
#include "tests/support/catch.hpp"
#include "tests/unit/sdk/config_text.hpp"
#include "tests/unit/sdk/fake_host.hpp"

#include <algorithm>

using namespace adapters;
using namespace std::chrono_literals;
using Calls = std::vector<std::string>;

namespace {

/// One section at work. Handles: the tables from 2 on, then the columns.
struct House {
  explicit House(const std::string& section) : config(section) {
    CHECK(config.errors().empty());
    binding.declare();
    declared = host.take();
  }
  test::ConfigText config;
  mapping::Mapping mapping{config.root()};
  test::FakeHost host;
  mapping::Binding binding{sdk::Host(host.api()), mapping, "MQTT", 7};
  mapping::Binding::Time now{1h};
  Calls declared;

  Calls receive(std::string_view topic, std::string_view payload, bool retained = false) {
    binding.receive(topic, payload, retained, now);
    return host.take();
  }
  Calls wait(std::chrono::seconds time) {
    now += time;
    binding.pass_time(now);
    return host.take();
  }
};

std::string sensors(const std::string& availability) {
  return R"({"max_rows":2,"tables":[{"path":"S.{i}.","rows":{"topic":"z/{name}"},"availability":)" + availability +
         R"(,"parameters":[{"path":"Up","type":"boolean","source":{"availability":true}}]}]})";
}

}  // namespace

TEST_CASE("a bridge speaks for all its devices, those to come included") {
  House house(sensors(R"({"sources":[{"topic":"z/bridge/state"},{"topic":"z/{name}/availability"}]})"));
  house.receive("z/a", "1");
  CHECK(house.receive("z/bridge/state", "online") == Calls{"presence 4 0"});  // the device has not said anything
  CHECK(house.receive("z/a/availability", "online") == Calls{"publish 5/3=true", "presence 4 1"});
  CHECK(house.receive("z/bridge/state", "offline") == Calls{"publish 5/3=false", "presence 4 2"});
  CHECK(house.receive("z/b", "1") ==
        Calls{"device test b -> 6", "add_row 2 b -> 7", "publish 7/3=false", "presence 6 2"});
  CHECK(house.receive("z/bridge/state", "online").size() == 3);  // one of them has said nothing of itself
}

TEST_CASE("a bridge of some rows speaks for those") {
  House house(R"({"tables":[{"path":"S.{i}.","rows":{"topic":"{bridge}/{name}"},
                  "availability":{"topic":"{bridge}/LWT/state"},"parameters":[{"path":"A","value":"x"}]}]})");
  house.receive("one/a", "1");
  house.receive("two/b", "1");
  CHECK(house.receive("two/LWT/state", "offline") == Calls{"presence 6 2"});
  CHECK(house.receive("one/LWT/state", "online") == Calls{"presence 4 1"});
}

TEST_CASE("what bridges say is bounded") {
  House house(R"({"max_rows":2,"tables":[{"path":"S.{i}.","rows":{"topic":"{bridge}/{name}"},
                  "availability":{"topic":"{bridge}/LWT/state"},"parameters":[{"path":"A","value":"x"}]}]})");
  for (const char* topic : {"a/LWT/state", "b/LWT/state", "a/LWT/state"}) CHECK(house.receive(topic, "online").empty());
  CHECK(house.receive("c/LWT/state", "online") == Calls{"rejected S: more bridges than max_rows"});
}

TEST_CASE("a silent device is not online until its next message") {
  House house(sensors(R"({"stale_after_s":60})"));
  CHECK_FALSE(house.binding.next_time());
  CHECK(house.receive("z/a", "1") ==
        Calls{"device test a -> 4", "add_row 2 a -> 5", "publish 5/3=true", "presence 4 1"});
  CHECK(house.binding.next_time() == house.now + 60s);
  CHECK(house.wait(59s).empty());
  CHECK(house.receive("z/a", "2").empty());
  CHECK(house.wait(1s).empty());
  CHECK(house.wait(58s).empty());
  CHECK(house.wait(1s) == Calls{"publish 5/3=false", "presence 4 3"});
  CHECK_FALSE(house.binding.next_time());
  CHECK(house.receive("z/a", "3", true).empty());
  CHECK(house.receive("z/a", "3") == Calls{"publish 5/3=true", "presence 4 1"});
  house.receive("z/a", "");
  CHECK_FALSE(house.binding.next_time());
}

TEST_CASE("the silence of a row from an earlier run begins with us") {
  House house(sensors(R"({"stale_after_s":60})"));
  house.binding.known_row({2}, "a");
  CHECK(house.host.take() == Calls{"device test a -> 4", "add_row 2 a -> 5"});
  CHECK(house.wait(0s).empty());
  CHECK(house.wait(59s).empty());
  CHECK(house.wait(1s) == Calls{"publish 5/3=false", "presence 4 3"});
}

TEST_CASE("while the broker is away no parameter shows a device online") {
  House house(sensors(R"({"topic":"z/{name}/there"})"));
  house.receive("z/a", "1");
  CHECK(house.receive("z/a/there", "online") == Calls{"publish 5/3=true", "presence 4 1"});
  house.receive("z/b", "1");  // nothing is known of it
  house.binding.set_away(true, house.now);
  Calls calls = house.host.take();
  std::sort(calls.begin(), calls.end());
  CHECK(calls == Calls{"publish 5/3=false", "publish 7/3=false"});
  house.binding.set_away(true, house.now);
  CHECK(house.host.take().empty());
  house.binding.set_away(false, house.now);
  CHECK(house.host.take() == Calls{"publish 5/3=true"});
}

TEST_CASE("an event is over after a while, and again after the next one") {
  House house(R"({"parameters":[
    {"path":"Button","source":{"topic":"b","reset_after_s":5,"ignore_retained":true}},
    {"path":"Presses","type":"int","source":{"topic":"b/n","reset_after_s":5}}]})");
  CHECK(house.receive("b", "single") == Calls{"publish 1/2=single"});
  CHECK(house.wait(4s).empty());
  CHECK(house.receive("b", "single") == Calls{"publish 1/2=single"});
  CHECK(house.wait(4s).empty());
  CHECK(house.wait(1s) == Calls{"publish 1/2="});
  house.receive("b", "double");
  house.receive("b", "");  // the device says itself that it is over
  house.receive("b/n", "3");
  CHECK(house.wait(5s) == Calls{"publish 1/3=0"});
  CHECK_FALSE(house.binding.next_time());
}

TEST_CASE("what waits for rows is bounded in bytes, and so is an identity") {
  House house(R"({"tables":[{"path":"S.{i}.","rows":{"topic":"z/{name}"},
                  "parameters":[{"path":"Text","source":{"topic":"z/{name}/text"}}]}]})");
  const std::string large(700'000, 'x');
  CHECK(house.receive("z/a/text", large).empty());
  CHECK(house.receive("z/b/text", large) == Calls{"rejected S: too much waits for rows that have not come"});
  CHECK(house.receive("z/a", "1").at(2).size() > 700'000);
  CHECK(house.receive("z/b/text", large).empty());
  CHECK(house.receive("z/" + std::string(257, 'n'), "1") == Calls{"rejected S: an identity of more than 256 bytes"});
}

// ---- refresh --------------------------------------------------------------------------------------------------------

namespace {

std::string refreshed() {
  return R"({"tables":[{"path":"P.{i}.","rows":{"topic":"z/{name}"},"parameters":[
    {"path":"Power","type":"int","source":{"pointer":"/power","refresh":{"topic":"z/{name}/get","payload":"{}"}}},
    {"path":"State","source":{"pointer":"/state","refresh":{"topic":"z/{name}/get","payload":"{}"}}},
    {"path":"Name","value":"{name}"}]}]})";
}

}  // namespace

TEST_CASE("a device is asked once for all that is read of it, and its next message answers") {
  House house(refreshed());
  CHECK(house.declared.at(1) == "declare 2 Power type 2 flags 2 -> 3");
  house.receive("z/a", R"({"power":1,"state":"ON"})");
  house.receive("z/b", R"({"power":1,"state":"ON"})");
  const std::vector<sdk::Item> items{{1, {7}, {3}, {}}, {2, {7}, {4}, {}}, {3, {9}, {3}, {}}};
  const std::vector<mapping::Question> questions = house.binding.questions(items);
  REQUIRE(questions.size() == 2);
  CHECK(questions[0].address == "z/a/get");
  CHECK(questions[0].payload == "{}");
  CHECK(questions[0].tokens == std::vector<sdk::Token>{1, 2});
  CHECK(questions[1].address == "z/b/get");
  CHECK(house.host.take().empty());
  CHECK(house.receive("z/a", R"({"power":2,"state":null})") ==
        Calls{"publish 7/3=2", "reply 1 0", "reply 2 0", "rejected z/a: State: the value is null"});
  CHECK(house.receive("z/a", R"({"power":2,"state":"ON"})") == Calls{"publish 7/3=2 7/4=ON"});
  house.receive("z/b", "");
  CHECK(house.receive("z/b", R"({"power":2,"state":"ON"})").size() == 3);  // nobody waits any more
}

TEST_CASE("what cannot be asked for is answered at once") {
  House house(refreshed());
  const std::vector<sdk::Item> items{{1, {7}, {3}, {}}, {2, {7}, {5}, {}}, {3, {7}, {99}, {}}};
  CHECK(house.binding.questions(items).empty());
  CHECK(house.host.take() == Calls{"reply 1 2 the row has not been heard of yet", "reply 2 6 nothing is read live here",
                                   "reply 3 6 nothing is read live here"});
}

// ---- responses ------------------------------------------------------------------------------------------------------

namespace {

std::string rpc(const std::string& more) {
  return R"({"parameters":[{"path":"On","type":"boolean","sink":{"topic":"dev/rpc",
    "payload":"{\"id\":${id},\"params\":{\"on\":${value}}}","confirm":"response",
    "response":{"topic":"us/rpc","pointer":"/id")" +
         more + "}}}]}";
}

}  // namespace

TEST_CASE("a device's answer with the command's number ends its set") {
  House house(rpc(R"(,"error":{"pointer":"/error/message"})"));
  CHECK(house.mapping.filters() == std::vector<std::string>{"us/rpc"});
  const auto first = house.binding.command({1, sdk::kMount, {2}, "true"});
  const auto second = house.binding.command({2, sdk::kMount, {2}, "false"});
  CHECK(first->payload == R"({"id":7,"params":{"on":true}})");
  CHECK(second->payload == R"({"id":8,"params":{"on":false}})");
  CHECK(first->confirm == mapping::Confirm::response);
  CHECK(house.receive("us/rpc", R"({"id":9,"result":{}})").empty());  // another one's
  CHECK(house.receive("us/rpc", R"({"result":{}})").empty());
  CHECK(house.receive("us/rpc", "not JSON").empty());
  CHECK(house.receive("us/rpc", R"({"id":8,"error":{"code":-103,"message":"Overheated"}})") ==
        Calls{"reply 2 3 Overheated"});
  CHECK(house.receive("us/rpc", R"({"id":7,"result":{"was_on":false}})") == Calls{"reply 1 0"});
  CHECK(house.receive("us/rpc", R"({"id":7,"result":{"was_on":false}})").empty());
}

TEST_CASE("what says that it is done may be asked for") {
  const auto answer = [](const std::string& rule, const std::string& payload) {
    House house(rpc(rule));
    house.binding.command({1, sdk::kMount, {2}, "true"});
    return house.receive("us/rpc", payload).at(0);
  };
  const std::string word = R"(,"ok":{"pointer":"/status","value":"ok"})";
  CHECK(answer(word, R"({"id":"7","status":"OK"})") == "reply 1 0");
  CHECK(answer(word, R"({"id":7,"status":"error"})") == "reply 1 3 the device does not say that it is done");
  CHECK(answer(R"(,"ok":{"pointer":"/result"})", R"({"id":7,"result":{}})") == "reply 1 0");
  CHECK(answer(R"(,"ok":{"pointer":"/result"})", R"({"id":7,"result":null})").starts_with("reply 1 3"));
  CHECK(answer(R"(,"error":{"pointer":"/error"})", R"({"id":7,"error":{}})") == "reply 1 3 the device says no");
}

TEST_CASE("answers that never come are forgotten") {
  House house(rpc(""));
  for (sdk::Token token = 0; token < 1001; ++token) house.binding.command({token, sdk::kMount, {2}, "true"});
  CHECK(house.receive("us/rpc", R"({"id":7})").empty());
  CHECK(house.receive("us/rpc", R"({"id":8})") == Calls{"reply 1 0"});
}
