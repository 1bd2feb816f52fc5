// SPDX-License-Identifier: Apache-2.0
// Shows the adapter as the host sees it: what it says of a configuration, values of files as they change, vanish and
// return, rows from folders, sets into files.
#include <filesystem>

#include "tests/support/catch.hpp"
#include "tests/support/fake_host.hpp"
#include "tests/support/temp_dir.hpp"

extern "C" const struct adapter_api adapter_api_v1;

using namespace tests::support;
using Record = FakeHost::Record;

namespace {

std::size_t mistakes(const std::string& section) { return mistakes_of(adapter_api_v1, section).size(); }

/// A section in which @ is the folder.
std::string in(const TempDir& folder, std::string text) {
  for (std::size_t at = text.find('@'); at != std::string::npos; at = text.find('@', at)) {
    text.replace(at, 1, folder.path().string());
  }
  return text;
}

}  // namespace

TEST_CASE("mistakes of the configuration are reported") {
  CHECK(mistakes(R"({"parameters": [{"path": "A", "source": {"file": "etc/x"}}]})") == 1);
  CHECK(mistakes(R"({"parameters": [{"path": "A", "source": {"file": "/etc/{x}"}}]})") == 1);
  CHECK(mistakes(R"({"parameters": [{"path": "A", "sink": {"file": "/etc/../x", "payload": "${x}"}}]})") == 1);
  CHECK(mistakes(R"({"tables": [{"path": "T.{i}.", "rows": {"file": "/sys/x"}, "parameters": [{"path": "A",
                     "source": {"file": "/etc/x"}}]}]})") >= 1);
}

TEST_CASE("a plain file is read when it changes, long before its interval is over") {
  const TempDir folder;
  folder.write("mode", "off\n");
  folder.write("state", R"({"on": true, "watts": 12.5})");
  FakeHost host(adapter_api_v1, section_of(in(folder, R"({"parameters": [
    {"path": "Mode", "source": {"file": "@/mode", "interval_s": 86400}},
    {"path": "On", "type": "boolean", "source": {"file": "@/state", "pointer": "/on", "interval_s": 86400}},
    {"path": "Watts", "type": "decimal", "source": {"file": "@/state", "pointer": "/watts", "interval_s": 86400}}]})")));
  REQUIRE(host.create());
  host.start();
  wait_value(host, "Mode", "off");
  wait_value(host, "On", "true");
  wait_value(host, "Watts", "12.5");
  folder.write("mode", "on\n");
  wait_value(host, "Mode", "on");
  std::filesystem::rename(folder.write("next", R"({"on": false, "watts": 0})"), folder.file("state"));
  wait_value(host, "Watts", "0");

  std::filesystem::remove(folder.file("mode"));
  const Record gone = host.wait_until([](const Record& record) { return !record.rejected.empty(); });
  CHECK(gone.values.at("Mode") == "on");
  CHECK(gone.warnings.size() == 1);
  folder.write("mode", "back");
  wait_value(host, "Mode", "back");
}

TEST_CASE("files of the kernel are polled") {
  FakeHost host(adapter_api_v1, section_of(R"({"parameters": [
    {"path": "Mtu", "type": "unsignedInt", "source": {"file": "/sys/class/net/lo/mtu", "interval_s": 1}},
    {"path": "Uptime", "source": {"file": "/proc/uptime", "interval_s": 1}}]})"));
  REQUIRE(host.create());
  host.start();
  const Record first = host.wait_until([](const Record& record) { return record.values.size() == 2; });
  CHECK(std::stoi(first.values.at("Mtu")) > 0);
  host.wait_until([&](const Record& record) { return record.values.at("Uptime") != first.values.at("Uptime"); });
}

TEST_CASE("each file of a pattern is a row, as long as it is there") {
  const TempDir folder;
  const auto write = [&](const std::string& path, const std::string& text) {
    std::filesystem::create_directories((folder.path() / path).parent_path());
    folder.write(path, text);
  };
  write("zone/a/temp", "21500");
  write("zone/a/type", "cpu\n");
  write("zone/b/temp", "19000");
  write("zone/c/type", "no thermometer");
  FakeHost host(adapter_api_v1, section_of(in(folder, R"({"tables": [
    {"path": "Zone.{i}.", "rows": {"file": "@/zone/{name}/temp", "interval_s": 1},
     "parameters": [{"path": "Name", "value": "{name}"},
                    {"path": "Type", "source": {"file": "@/zone/{name}/type"}},
                    {"path": "Degrees", "type": "decimal", "scale": 0.001, "source": {}},
                    {"path": "Mode", "sink": {"file": "@/zone/{name}/mode"}}]}]})")));
  REQUIRE(host.create());
  host.start();
  wait_value(host, "a.Degrees", "21.5");
  wait_value(host, "a.Type", "cpu");
  wait_value(host, "b.Degrees", "19");
  CHECK(host.record().rows.size() == 2);
  CHECK(host.record().warnings.empty());  // not every device has every file

  host.apply(1, host.record().rows.at("b"), "Mode", "fast");
  CHECK(wait_reply(host, 1) == ADAPTER_DONE);
  CHECK(read_text(folder.file("zone/b/mode")) == "fast");

  host.known_row("Zone", "gone");  // from an earlier run
  std::filesystem::remove_all(folder.file("zone/a"));
  host.wait_until([](const Record& record) { return record.rows.size() == 1 && record.rows.contains("b"); });
  write("zone/a/type", "new");
  write("zone/a/temp", "1000");
  wait_value(host, "a.Degrees", "1");
  wait_value(host, "a.Type", "new");
}

TEST_CASE("a set writes the file, and reads the source at once") {
  const TempDir folder;
  folder.write("level", "1");
  FakeHost host(adapter_api_v1, section_of(in(folder, R"({"parameters": [
    {"path": "Level", "type": "int", "source": {"file": "@/level", "interval_s": 86400},
     "sink": {"file": "@/level", "payload": "${value}\n"}},
    {"path": "Json", "sink": {"file": "@/json", "payload": "{\"name\": \"${value}\"}", "confirm": "response"}},
    {"path": "State", "source": {"file": "@/state", "interval_s": 86400}, "sink": {"file": "@/state", "confirm": "state"}},
    {"path": "Away", "sink": {"file": "@/away/file"}}]})")));
  REQUIRE(host.create());
  host.start();
  wait_value(host, "Level", "1");
  host.apply(1, ADAPTER_MOUNT, "Level", "7");
  CHECK(wait_reply(host, 1) == ADAPTER_DONE);
  wait_value(host, "Level", "7");
  CHECK(read_text(folder.file("level")) == "7\n");
  host.apply(2, ADAPTER_MOUNT, "Json", "a \"b\"");
  CHECK(wait_reply(host, 2) == ADAPTER_DONE);
  CHECK(read_text(folder.file("json")) == R"({"name": "a \"b\""})");
  host.apply(3, ADAPTER_MOUNT, "State", "x");
  CHECK(wait_reply(host, 3) == ADAPTER_SENT);
  wait_value(host, "State", "x");
  CHECK(wait_reply(host, 3, ADAPTER_SENT) == ADAPTER_DONE);  // as the file says
  host.apply(4, ADAPTER_MOUNT, "Away", "x");
  CHECK(wait_reply(host, 4) == ADAPTER_NOT_SENT);
  host.apply(5, ADAPTER_MOUNT, "Level", "many");
  CHECK(wait_reply(host, 5) == ADAPTER_INVALID_VALUE);
}
