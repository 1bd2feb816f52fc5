// SPDX-License-Identifier: Apache-2.0
// Shows the adapter as the host sees it: what it says of a configuration, values and rows from programs' output, sets
// as arguments, and how a refusal reads.
#include <fstream>

#include "tests/support/catch.hpp"
#include "tests/support/fake_host.hpp"
#include "tests/support/temp_dir.hpp"

extern "C" const struct adapter_api adapter_api_v1;

using namespace tests::support;
using Record = FakeHost::Record;

namespace {

std::vector<std::string> mistakes(const std::string& section) { return mistakes_of(adapter_api_v1, section); }

std::string replaced(std::string text, const std::string& what, const std::string& by) {
  for (std::size_t at = text.find(what); at != std::string::npos; at = text.find(what, at + by.size())) {
    text.replace(at, what.size(), by);
  }
  return text;
}

}  // namespace

TEST_CASE("mistakes of the configuration are reported and nothing is run") {
  CHECK(mistakes(R"({"parameters": [{"path": "A", "source": {"command": []}}]})").size() == 1);
  CHECK(mistakes(R"({"parameters": [{"path": "A", "source": {"pointer": "/a"}}]})").size() == 1);
  CHECK(mistakes(R"({"parameters": [{"path": "A", "sink": {"command": ["set", "${x}", "${y}"]}}]})").size() == 2);
  CHECK(mistakes(R"({"tables": [{"path": "T.{i}.", "rows": {"command": ["list"], "pointer": "a", "key": "b"},
                     "parameters": [{"path": "A", "source": {"command": ["other"]}},
                                    {"path": "B", "source": {"pointer": "/b", "interval_s": 5}}]}]})")
            .size() == 4);
}

TEST_CASE("one run gives all parameters of its command their values") {
  const TempDir folder;
  folder.write("state", R"({"load": 0.25, "name": "one", "up": true})");
  FakeHost host(adapter_api_v1, section_of(replaced(R"({"parameters": [
    {"path": "Load", "type": "decimal", "source": {"command": ["sh", "-c", "echo run >>@/runs; cat @/state"],
     "pointer": "/load", "interval_s": 3600}},
    {"path": "Name", "source": {"command": ["sh", "-c", "echo run >>@/runs; cat @/state"], "pointer": "/name",
     "interval_s": 3600}},
    {"path": "Text", "source": {"command": ["printf", "two words\\n"]}},
    {"path": "Bad", "type": "int", "source": {"command": ["echo", "many"]}},
    {"path": "Broken", "source": {"command": ["sh", "-c", "echo no >&2; exit 1"]}}]})",
                                                    "@", folder.path().string())));
  REQUIRE(host.create());
  host.start();
  const Record record = host.wait_until(
      [](const Record& all) { return all.values.size() >= 3 && all.rejected.size() >= 2 && !all.warnings.empty(); });
  CHECK(record.values.at("Load") == "0.25");
  CHECK(record.values.at("Name") == "one");
  CHECK(record.values.at("Text") == "two words");
  CHECK(record.warnings.front() == "mapping.poll.failed sh -c 'echo no >&2; exit 1': exit status 1: no");
  host.stop();
  CHECK(read_text(folder.file("runs")) == "run\n");
}

TEST_CASE("a set runs the program, and reads the source at once") {
  const TempDir folder;
  folder.write("mode", "off");
  FakeHost host(adapter_api_v1, section_of(replaced(R"({"parameters": [
    {"path": "Mode", "values": {"off": "Off", "very hot": "Hot", "bad": "Bad", "busy": "Busy"},
     "source": {"command": ["cat", "@/mode"], "interval_s": 3600},
     "sink": {"command": ["sh", "-c",
      "case $1 in bad) echo broken >&2; exit 2;; busy) exit 75;; esac; printf %s \"$1\" >@/mode", "sh", "${value}"]}}]})",
                                                    "@", folder.path().string())));
  REQUIRE(host.create());
  host.start();
  wait_value(host, "Mode", "Off");
  host.apply(1, ADAPTER_MOUNT, "Mode", "Hot");
  CHECK(wait_reply(host, 1) == ADAPTER_DONE);
  wait_value(host, "Mode", "Hot");
  host.apply(2, ADAPTER_MOUNT, "Mode", "Bad");
  CHECK(wait_reply(host, 2) == ADAPTER_REFUSED);
  CHECK(host.record().details.at(2) == "exit status 2: broken");
  host.apply(3, ADAPTER_MOUNT, "Mode", "Busy");
  CHECK(wait_reply(host, 3) == ADAPTER_NOT_SENT);
  host.apply(4, ADAPTER_MOUNT, "Mode", "Unheard");
  CHECK(wait_reply(host, 4) == ADAPTER_INVALID_VALUE);
}

TEST_CASE("with confirm: state the source decides") {
  const TempDir folder;
  FakeHost host(adapter_api_v1, section_of(replaced(R"({"parameters": [
    {"path": "Mode", "source": {"command": ["cat", "@/mode"], "interval_s": 3600},
     "sink": {"command": ["cp", "/dev/null", "@/mode"], "confirm": "state"}}]})",
                                                    "@", folder.path().string())));
  REQUIRE(host.create());
  host.start();
  host.apply(1, ADAPTER_MOUNT, "Mode", "x");
  CHECK(wait_reply(host, 1) == ADAPTER_SENT);
  wait_value(host, "Mode", "");
}

TEST_CASE("the members of a document are rows, which leave with them") {
  const TempDir folder;
  folder.write("list", R"({"lights": [{"id": 1, "on": true}, {"id": "b", "on": false}, {"on": true}],
                           "rooms": {"1": 21.5, "hall": 18}})");
  FakeHost host(adapter_api_v1, section_of(replaced(R"({"tables": [
    {"path": "Light.{i}.", "rows": {"command": ["cat", "@/list"], "pointer": "/lights", "key": "/id", "interval_s": 3600},
     "parameters": [{"path": "On", "type": "boolean", "source": {"pointer": "/on"},
                     "sink": {"command": ["cp", "@/next", "@/list", "--suffix=${name}${value}"]}}]},
    {"path": "Room.{i}.", "rows": {"command": ["cat", "@/list"], "pointer": "/rooms", "interval_s": 3600},
     "parameters": [{"path": "Name", "value": "{name}"}, {"path": "Degrees", "type": "decimal", "source": {}}]}]})",
                                                    "@", folder.path().string())));
  REQUIRE(host.create());
  host.start();
  wait_value(host, "b.On", "false");
  wait_value(host, "hall.Degrees", "18");
  wait_value(host, "hall.Name", "hall");
  Record record = host.wait_until([](const Record& all) { return all.rows.size() == 3 && all.rejected.size() == 1; });

  // A row of an earlier run that is not there any more leaves too.
  host.known_row("Light", "gone");
  folder.write("next", R"({"lights": [{"id": "b", "on": true}], "rooms": {}})");
  host.apply(1, record.rows.at("b"), "On", "true");
  CHECK(wait_reply(host, 1) == ADAPTER_DONE);
  record = host.wait_until([](const Record& all) { return all.rows.size() == 1; });
  CHECK(record.rows.contains("b"));
  wait_value(host, "b.On", "true");
}
