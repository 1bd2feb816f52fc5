// SPDX-License-Identifier: Apache-2.0
// Shows the life of a set: confirmed by an echo, committed and sent again, refused and set back, kept over a restart.
#include "tests/support/catch.hpp"
#include "tests/unit/plugin/house.hpp"

namespace tests::plugin {
namespace {

constexpr const char* kSwitch = "Device.X_00D09E_Home.Plug.1.State";
constexpr const char* kLevel = "Device.X_00D09E_Home.Plug.1.Level";
using Texts = std::vector<std::string>;

/// One plug with a switch and a level, at a device; apply() is the test's.
struct Plug {
  Plug() {
    script.start = [this](const sdk::Host& given) {
      host = given;
      const auto table = given.declare_table(sdk::kMount, "Plug");
      state = given.declare(table, {.name = "State", .type = ADAPTER_BOOLEAN, .flags = ADAPTER_WRITABLE});
      level = given.declare(table, {.name = "Level", .type = ADAPTER_INT, .flags = ADAPTER_WRITABLE | ADAPTER_LIVE});
      note = given.declare(table, {.name = "Note", .flags = ADAPTER_STORED, .default_value = "none"});
      device = given.device({"bridge", "0x01", "ZigBee"});
      row = given.add_row(table, "0x01", device);
      given.publish(row, state, "false");
    };
    answer_with(ADAPTER_SENT);
  }
  void answer_with(adapter_status status) {
    script.apply = [status](const sdk::Host& given, sdk::Items items) {
      for (const sdk::Item& item : items) given.reply(item.token, status, "as told");
    };
  }
  Script script;
  std::optional<sdk::Host> host;
  sdk::Column state, level, note;
  sdk::Device device;
  sdk::Row row;
};

bool is_pending(House& house, const char* path) {
  const auto set = house.store.set_values.find(path);
  return set && set->pending;
}

}  // namespace

TEST_CASE("an echo of the value confirms a set, and one of another value decides nothing") {
  const support::TempDir folder;
  House house(folder.path());
  Plug plug;
  plug.script.apply = [&](const sdk::Host& host, sdk::Items items) {
    host.reply(items.front().token, ADAPTER_SENT);
    host.publish(plug.row, plug.state, "false");
    host.publish(plug.row, plug.state, "1");
    host.publish(plug.row, plug.state, "false");
  };
  house.start(plug.script);
  CHECK(house.set({{kSwitch, "true"}}) == "applied");
  // The device has changed its mind since.
  CHECK(house.value(kSwitch) == "false");
  CHECK_FALSE(house.store.set_values.find(kSwitch));
  CHECK(house.told == Texts{"bridge/0x01 added ZigBee", "bridge/0x01 at Device.X_00D09E_Home.Plug.1",
                            "bridge/0x01 Success", "bridge/0x01 synced"});
}

TEST_CASE("a device may say later what became of a set") {
  const support::TempDir folder;
  House house(folder.path());
  Plug plug;
  adapter_status later = ADAPTER_REFUSED;
  plug.script.apply = [&](const sdk::Host& host, sdk::Items items) {
    host.reply(items.front().token, ADAPTER_SENT);
    host.reply(items.front().token, ADAPTER_SENT);
    host.reply(items.front().token, later, "the radio is dead");
  };
  house.start(plug.script);
  CHECK(house.set({{kSwitch, "true"}}) == "9001");
  CHECK(house.value(kSwitch) == "false");
  later = ADAPTER_DONE;
  CHECK(house.set({{kSwitch, "true"}}) == "applied");
}

TEST_CASE("what a device says after it confirmed a set is a change, also if it had said nothing before") {
  const support::TempDir folder;
  House house(folder.path());
  Plug plug;
  bool echoes = false;
  plug.script.apply = [&](const sdk::Host& host, sdk::Items items) {
    host.reply(items.front().token, ADAPTER_SENT);
    if (echoes) host.publish(plug.row, plug.level, "5");
  };
  house.start(plug.script);
  SECTION("at once") {
    echoes = true;
    CHECK(house.set({{kLevel, "5"}}) == "applied");
  }
  SECTION("later") {
    CHECK(house.set({{kLevel, "5"}}) == "committed");
    plug.host->publish(plug.row, plug.level, "5");
    CHECK(house.run_until([&] { return !house.store.set_values.find(kLevel); }));
  }
  std::vector<proxy::model::Origin> origins;
  house.tree.observe({.value_changed = [&](auto, proxy::model::Origin origin) { origins.push_back(origin); }});
  plug.host->publish(plug.row, plug.level, "6");
  CHECK(house.run_until([&] { return house.value(kLevel) == "6"; }));
  CHECK(origins == std::vector{proxy::model::Origin::device});
}

TEST_CASE("what a device says between its confirming a set and the end of the others is kept, and nothing of before") {
  const support::TempDir folder;
  House house(folder.path());
  Plug plug;
  plug.script.apply = [&](const sdk::Host& host, sdk::Items items) {
    for (const sdk::Item& item : items) {
      const bool is_level = item.column == plug.level;
      if (is_level) host.publish(plug.row, plug.level, "7");
      host.reply(item.token, ADAPTER_DONE);
      if (is_level && items.size() == 2) host.publish(plug.row, plug.level, "49");
    }
  };
  house.start(plug.script);
  CHECK(house.set({{kLevel, "50"}}) == "applied");
  CHECK(house.value(kLevel) == "50");
  CHECK(house.set({{kLevel, "50"}, {kSwitch, "true"}}) == "applied");
  CHECK(house.run_until([&] { return house.value(kLevel) == "49"; }));
}

TEST_CASE("a silent device: committed, sent again, confirmed") {
  const support::TempDir folder;
  House house(folder.path());
  Plug plug;
  house.start(plug.script);
  CHECK(house.set({{kSwitch, "true"}}) == "committed");
  CHECK(house.value(kSwitch) == "true");
  CHECK(is_pending(house, kSwitch));
  plug.host->publish(plug.row, plug.state, "false");
  CHECK(house.run_until([&] { return plug.script.applied.size() >= 3; }));
  CHECK(house.value(kSwitch) == "true");
  plug.host->publish(plug.row, plug.state, "true");
  CHECK(house.run_until([&] { return !house.store.set_values.find(kSwitch); }));
  REQUIRE(house.told.size() >= 6);
  CHECK(house.told[2] == "bridge/0x01 Pending");
  CHECK(house.told[3] == "bridge/0x01 Retrying");
  CHECK(house.told.back() == "bridge/0x01 synced");
  CHECK(house.router->adapter_statistics().front().pending_sets == 0);
}

TEST_CASE("a refusal is a fault, and what else was applied is set back") {
  const support::TempDir folder;
  House house(folder.path());
  Plug plug;
  plug.script.apply = [&](const sdk::Host& host, sdk::Items items) {
    for (const sdk::Item& item : items) {
      host.reply(item.token, item.column == plug.level ? ADAPTER_INVALID_VALUE : ADAPTER_DONE);
    }
  };
  house.start(plug.script);
  CHECK(house.set({{kSwitch, "true"}, {kLevel, "300"}}) == "9007");
  CHECK(plug.script.applied == Texts{"true", "300", "false"});
  CHECK(house.value(kSwitch) == "false");
  CHECK(house.value(kLevel) == "0");
  CHECK_FALSE(house.store.set_values.find(kSwitch));
}

TEST_CASE("a set that is refused when it is sent again is dropped, and the device's value shown") {
  const support::TempDir folder;
  House house(folder.path());
  Plug plug;
  plug.answer_with(ADAPTER_NOT_SENT);
  house.start(plug.script);
  CHECK(house.set({{kSwitch, "true"}}) == "committed");
  plug.answer_with(ADAPTER_REFUSED);
  CHECK(house.run_until([&] { return house.told.back() == "bridge/0x01 Error"; }));
  CHECK(house.value(kSwitch) == "false");
  CHECK_FALSE(house.store.set_values.find(kSwitch));
}

TEST_CASE("a set to what is away is committed at once, and sent when it comes back") {
  const support::TempDir folder;
  House house(folder.path());
  Plug plug;
  plug.answer_with(ADAPTER_DONE);
  house.start(plug.script);
  SECTION("the row") { plug.host->presence(plug.row, ADAPTER_OFFLINE); }
  SECTION("the device") { plug.host->presence(plug.device, ADAPTER_OFFLINE); }
  SECTION("the whole adapter") { plug.host->presence(sdk::kMount, ADAPTER_OFFLINE); }
  house.loop.restart();
  house.loop.poll();
  CHECK(house.set({{kSwitch, "true"}}) == "committed");
  CHECK(plug.script.applied.empty());
  plug.host->presence(plug.row, ADAPTER_ONLINE);
  plug.host->presence(plug.device, ADAPTER_ONLINE);
  plug.host->presence(sdk::kMount, ADAPTER_ONLINE);
  CHECK(house.run_until([&] { return !house.store.set_values.find(kSwitch); }));
  CHECK(plug.script.applied == Texts{"true"});
}

TEST_CASE("a set that has been tried for long is tried soon once its device is back, however short it was away") {
  const support::TempDir folder;
  House house(folder.path());
  Plug plug;
  plug.answer_with(ADAPTER_NOT_SENT);
  house.start(plug.script);
  CHECK(house.set({{kSwitch, "true"}}) == "committed");
  // The next attempt would come in ten minutes.
  CHECK(house.run_until([&] { return plug.script.applied.size() == 5; }));
  plug.answer_with(ADAPTER_DONE);
  plug.host->presence(plug.device, ADAPTER_OFFLINE);
  plug.host->presence(plug.device, ADAPTER_ONLINE);
  CHECK(house.run_until([&] { return !house.store.set_values.find(kSwitch); }));
  CHECK(plug.script.applied.size() == 6);
}

TEST_CASE("a newer set takes the place of one that waits") {
  const support::TempDir folder;
  House house(folder.path());
  Plug plug;
  plug.answer_with(ADAPTER_NOT_SENT);
  house.start(plug.script);
  CHECK(house.set({{kLevel, "1"}}) == "committed");
  plug.answer_with(ADAPTER_DONE);
  CHECK(house.set({{kLevel, "2"}}) == "applied");
  CHECK(house.value(kLevel) == "2");
  CHECK_FALSE(house.store.set_values.find(kLevel));
}

TEST_CASE("a set that waits is sent after a restart") {
  const support::TempDir folder;
  Plug plug;
  plug.answer_with(ADAPTER_NOT_SENT);
  {
    House house(folder.path());
    house.start(plug.script);
    CHECK(house.set({{kSwitch, "true"}}) == "committed");
  }
  plug.answer_with(ADAPTER_DONE);
  plug.script.applied.clear();
  House house(folder.path());
  house.start(plug.script);
  CHECK(house.value(kSwitch) == "true");
  CHECK(house.run_until([&] { return !house.store.set_values.find(kSwitch); }));
  CHECK(plug.script.applied == Texts{"true"});
}

TEST_CASE("an adapter replaced in the middle of a set leaves it to the next one") {
  const support::TempDir folder;
  House house(folder.path());
  Plug plug;
  house.start(plug.script);
  std::optional<proxy::model::SetStatus> status;
  const std::vector<proxy::model::Assignment> assignments{{*house.tree.find(kSwitch), kSwitch, "true"}};
  house.router->apply(assignments, proxy::model::Origin::acs, [&](auto result) { status = *result; });
  house.router->remove("home");
  CHECK(status == proxy::model::SetStatus::committed);
  CHECK(is_pending(house, kSwitch));
  plug.answer_with(ADAPTER_DONE);
  house.start(plug.script);
  CHECK(house.value(kSwitch) == "true");
  CHECK(house.run_until([&] { return !house.store.set_values.find(kSwitch); }));
}

TEST_CASE("what the host alone keeps asks no adapter and outlives it") {
  const support::TempDir folder;
  House house(folder.path());
  Plug plug;
  house.start(plug.script);
  constexpr const char* kNote = "Device.X_00D09E_Home.Plug.1.Note";
  CHECK(house.set({{kNote, "in the hall"}}) == "applied");
  CHECK(plug.script.applied.empty());
  house.router->remove("home");
  house.start(plug.script);
  CHECK(house.value(kNote) == "in the hall");
  house.router->forget_sets();
  CHECK(house.value(kNote) == "none");
}

TEST_CASE("a live read shows what get() publishes, or the last value") {
  const support::TempDir folder;
  House house(folder.path());
  Plug plug;
  plug.script.get = [&](const sdk::Host& host, sdk::Items items) {
    host.publish(plug.row, plug.level, "42");
    host.reply(items.front().token, ADAPTER_DONE);
  };
  house.start(plug.script);
  const std::vector<proxy::model::ParameterRef> level{*house.tree.find(kLevel)};
  bool done = false;
  house.router->refresh(level, [&] { done = true; });
  CHECK(house.run_until([&] { return done; }));
  CHECK(house.value(kLevel) == "42");

  plug.script.get = [](const sdk::Host&, sdk::Items) {};
  done = false;
  house.router->refresh(level, [&] { done = true; });
  CHECK(house.run_until([&] { return done; }));
  CHECK(house.value(kLevel) == "42");
}

}  // namespace tests::plugin
