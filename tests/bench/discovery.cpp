// SPDX-License-Identifier: Apache-2.0
// Devices that a bridge describes in one message: until the last thing that the last one measures is in the tree, for
// the first time and again, beside the bare libraries that parse the same and keep it.
#include <sqlite3.h>

#include <boost/json.hpp>
#include <memory>
#include <stdexcept>
#include <string>

#include "tests/bench/bridge.hpp"
#include "tests/bench/gateway.hpp"
#include "tests/bench/scenarios.hpp"
#include "tests/support/servers/mqtt_peer.hpp"

namespace tests::bench {
namespace {

using Times = std::vector<std::chrono::nanoseconds>;
using Clock = std::chrono::steady_clock;

constexpr const char* kTable = "Device.X_00D09E_ProxiedDevice.";
constexpr const char* kEmbedded = "Device.ManagementServer.EmbeddedDevice.";

double milliseconds(std::chrono::nanoseconds time) { return std::chrono::duration<double, std::milli>(time).count(); }

// ---- the bare libraries ---------------------------------------------------------------------------------------------

using Database = std::unique_ptr<sqlite3, decltype(&sqlite3_close)>;
using Statement = std::unique_ptr<sqlite3_stmt, decltype(&sqlite3_finalize)>;

void require(sqlite3* database, int code) {
  if (code != SQLITE_OK && code != SQLITE_DONE) throw std::runtime_error(sqlite3_errmsg(database));
}

void execute(sqlite3* database, const char* sql) {
  require(database, sqlite3_exec(database, sql, nullptr, nullptr, nullptr));
}

/// A row, and beside it a text of what is known of it, as the daemon keeps both.
void keep(sqlite3* database, sqlite3_stmt* insert, const std::string& path, const std::string& text) {
  sqlite3_reset(insert);
  sqlite3_bind_text(insert, 1, path.data(), static_cast<int>(path.size()), SQLITE_STATIC);
  sqlite3_bind_text(insert, 2, text.data(), static_cast<int>(text.size()), SQLITE_STATIC);
  require(database, sqlite3_step(insert));
}

/// Into a file of its own, in one transaction that is on the disk when it returns.
std::chrono::nanoseconds parse_and_keep(const std::string& description) {
  const support::TempDir folder;
  sqlite3* opened = nullptr;
  const int code = sqlite3_open(folder.file("plain.db").c_str(), &opened);
  const Database database(opened, &sqlite3_close);
  require(opened, code);
  execute(opened, "PRAGMA synchronous=FULL; PRAGMA journal_mode=PERSIST");
  execute(opened, "CREATE TABLE rows (path TEXT PRIMARY KEY, identity TEXT) WITHOUT ROWID");
  execute(opened, "CREATE TABLE texts (path TEXT PRIMARY KEY, value TEXT) WITHOUT ROWID");
  const auto prepare = [&](const char* sql) {
    sqlite3_stmt* statement = nullptr;
    require(opened, sqlite3_prepare_v2(opened, sql, -1, &statement, nullptr));
    return Statement(statement, &sqlite3_finalize);
  };
  const Statement row = prepare("INSERT INTO rows VALUES (?,?)");
  const Statement text = prepare("INSERT INTO texts VALUES (?,?)");

  const auto begin = Clock::now();
  const boost::json::value document = boost::json::parse(description);
  execute(opened, "BEGIN");
  std::size_t number = 0;
  for (const boost::json::value& device : document.as_array()) {
    const std::string path = kTable + std::to_string(++number) + ".";
    keep(opened, row.get(), path, std::string(device.at("ieee_address").as_string()));
    keep(opened, text.get(), path, std::string(device.at("friendly_name").as_string()));
    std::size_t inner = 0;
    for (const boost::json::value& expose : device.at("definition").at("exposes").as_array()) {
      const std::string below = path + "IoTCapability." + std::to_string(++inner) + ".";
      keep(opened, row.get(), below, std::string(expose.at("property").as_string()));
      keep(opened, text.get(), below, std::string(expose.at("description").as_string()));
    }
  }
  execute(opened, "COMMIT");
  return Clock::now() - begin;
}

// ---- the daemon -----------------------------------------------------------------------------------------------------

struct Found {
  std::chrono::nanoseconds time{}, again{};  // found; the start of a daemon that knows all of them
  std::chrono::nanoseconds cpu{};
  double private_kb = 0, peak_kb = 0;  // above what it was without devices; with all values there
  double known_kb = 0;                 // likewise private, of a daemon that knew them from the start
  std::size_t parameters = 0;
};

std::string last_parameter(const House& house) {
  return kTable + std::to_string(house.devices) + ".Name";  // sensors come with their values
}

/// All devices of one model have as many, and there are as many of each.
std::size_t parameters_of(const Gateway& gateway, const House& house) {
  std::size_t count = gateway.count(kEmbedded + std::string("1.")) * house.devices;
  for (std::size_t device = 1; device <= house.devices; ++device) {
    count += gateway.count(kTable + std::to_string(device) + ".");
  }
  return count;
}

void speak(support::MqttPeer& bridge, const House& house) {
  for (std::size_t device = 0; device < house.devices; ++device) {
    bridge.publish("zigbee2mqtt/" + name_of(device), state_of(house, device), 1, true);
  }
}

void wait_for_values(const Gateway& gateway, const House& house) {
  const std::uint64_t goal = house.devices * house.capabilities;
  wait_until("all values", [&] { return gateway.counters("mqtt").published >= goal; });
  if (gateway.counters("mqtt").lost != 0) throw std::runtime_error("the mqtt adapter has lost values");
}

Found find(const House& house, const std::string& description) {
  Gateway gateway({.bridge = true});
  gateway.start();
  gateway.settle();
  support::MqttPeer bridge(gateway.broker().port());
  bridge.publish("zigbee2mqtt/bridge/state", R"({"state":"online"})", 1, true);
  const Memory before = memory_of(gateway.pid());
  const Activity idle = activity_of(gateway.pid());
  Found found;

  const auto begin = Clock::now();
  bridge.publish("zigbee2mqtt/bridge/devices", description, 1, true);
  wait_until("the last device", [&] { return gateway.count(last_parameter(house)) == 1; });
  found.time = Clock::now() - begin;
  found.cpu = activity_of(gateway.pid()).cpu - idle.cpu;
  speak(bridge, house);
  wait_for_values(gateway, house);
  const Memory after = memory_of(gateway.pid());
  found.private_kb = after.private_kb - before.private_kb;
  found.peak_kb = after.peak_kb - before.resident_kb;
  found.parameters = parameters_of(gateway, house);
  gateway.stop();

  found.again = gateway.start();
  if (gateway.count(last_parameter(house)) != 1) throw std::runtime_error("a known device is not there at the start");
  wait_for_values(gateway, house);
  found.known_kb = memory_of(gateway.pid()).private_kb - before.private_kb;
  gateway.stop();
  return found;
}

template <class Of>
std::vector<Of> all(const std::vector<Found>& rounds, Of Found::*member) {
  std::vector<Of> values;
  for (const Found& round : rounds) values.push_back(round.*member);
  return values;
}

void measure(const House& house, int rounds, Table& table) {
  const std::string description = description_of(house);
  std::vector<Found> found;
  Times plain;
  for (int i = 0; i < rounds; ++i) {
    found.push_back(find(house, description));
    plain.push_back(parse_and_keep(description));
  }
  const Times times = all(found, &Found::time);
  const auto parameters = static_cast<double>(found.front().parameters);
  table.heading("Discovery, " + std::to_string(house.devices) + " devices of " + std::to_string(house.capabilities) +
                " capabilities, " + std::to_string(description.size() / 1000) +
                " kB: " + std::to_string(found.front().parameters) + " parameters");
  table.row("found for the first time, median", milliseconds(median(times)), 0, "ms", "2000 ms");
  table.row("found for the first time, best", milliseconds(least(times)), 0, "ms");
  table.row("the same parsed and kept by the bare libraries, median", milliseconds(median(plain)), 0, "ms");
  table.row("found / (parsed and kept), medians", milliseconds(median(times)) / milliseconds(median(plain)), 2, "x");
  table.row("CPU of the daemon for it, median", milliseconds(median(all(found, &Found::cpu))), 0, "ms");
  table.row("process to first Inform, all of them known, median", milliseconds(median(all(found, &Found::again))), 0,
            "ms");
  const double private_kb = median(all(found, &Found::private_kb));
  const double known_kb = median(all(found, &Found::known_kb));
  table.row("private, above none, all values there", private_kb, 0, "kB");
  table.row("each parameter", private_kb * 1024 / parameters, 1, "bytes", "100 bytes");
  table.row("private, above none, all of them known at the start", known_kb, 0, "kB");
  table.row("each parameter", known_kb * 1024 / parameters, 1, "bytes", "100 bytes");
  table.row("peak while they are found, above what was resident", median(all(found, &Found::peak_kb)), 0, "kB");
}

}  // namespace

void measure_discovery(const Plan& plan, Table& table) {
  for (const std::size_t capabilities : {std::size_t{6}, kMostCapabilities}) {
    measure({plan.devices, capabilities}, plan.discoveries, table);
  }
}

}  // namespace tests::bench
