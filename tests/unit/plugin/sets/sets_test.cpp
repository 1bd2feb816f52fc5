// SPDX-License-Identifier: Apache-2.0
// Shows the life of a set: confirmed by an echo, committed and sent again, refused and set back, kept over a restart.
#include "tests/support/catch.hpp"
#include "tests/unit/plugin/fixture.hpp"

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
  void come_back() const {
    host->presence(row, ADAPTER_ONLINE);
    host->presence(device, ADAPTER_ONLINE);
    host->presence(sdk::kMount, ADAPTER_ONLINE);
  }
  Script script;
  std::optional<sdk::Host> host;
  sdk::Column state, level, note;
  sdk::Device device;
  sdk::Row row;
};

bool is_pending(Fixture& fixture, const char* path) {
  const auto set = fixture.store.set_values.find(path);
  return set && set->pending;
}

}  // namespace

TEST_CASE("an echo of the value confirms a set, and one of another value decides nothing") {
  const support::TempDir folder;
  Fixture fixture(folder.path());
  Plug plug;
  plug.script.apply = [&](const sdk::Host& host, sdk::Items items) {
    host.reply(items.front().token, ADAPTER_SENT);
    host.publish(plug.row, plug.state, "false");
    host.publish(plug.row, plug.state, "1");
    host.publish(plug.row, plug.state, "false");
  };
  fixture.start(plug.script);
  CHECK(fixture.set({{kSwitch, "true"}}) == "applied");
  // The device has changed its mind since.
  CHECK(fixture.value(kSwitch) == "false");
  CHECK_FALSE(fixture.store.set_values.find(kSwitch));
  CHECK(fixture.told == Texts{"bridge/0x01 added ZigBee", "bridge/0x01 at Device.X_00D09E_Home.Plug.1",
                              "bridge/0x01 Success", "bridge/0x01 synced"});
}

TEST_CASE("a device may say later what became of a set") {
  const support::TempDir folder;
  Fixture fixture(folder.path());
  Plug plug;
  adapter_status later = ADAPTER_REFUSED;
  plug.script.apply = [&](const sdk::Host& host, sdk::Items items) {
    host.reply(items.front().token, ADAPTER_SENT);
    host.reply(items.front().token, ADAPTER_SENT);
    host.reply(items.front().token, later, "the radio is dead");
  };
  fixture.start(plug.script);
  CHECK(fixture.set({{kSwitch, "true"}}) == "9001");
  CHECK(fixture.value(kSwitch) == "false");
  later = ADAPTER_DONE;
  CHECK(fixture.set({{kSwitch, "true"}}) == "applied");
}

TEST_CASE("what a device says after it confirmed a set is a change, also if it had said nothing before") {
  const support::TempDir folder;
  Fixture fixture(folder.path());
  Plug plug;
  bool echoes = false;
  plug.script.apply = [&](const sdk::Host& host, sdk::Items items) {
    host.reply(items.front().token, ADAPTER_SENT);
    if (echoes) host.publish(plug.row, plug.level, "5");
  };
  fixture.start(plug.script);
  SECTION("at once") {
    echoes = true;
    CHECK(fixture.set({{kLevel, "5"}}) == "applied");
  }
  SECTION("later") {
    CHECK(fixture.set({{kLevel, "5"}}) == "committed");
    plug.host->publish(plug.row, plug.level, "5");
    CHECK(fixture.run_until([&] { return !fixture.store.set_values.find(kLevel); }));
  }
  const Origins observed(fixture.tree);
  const auto& origins = observed.origins;
  plug.host->publish(plug.row, plug.level, "6");
  CHECK(fixture.run_until([&] { return fixture.value(kLevel) == "6"; }));
  CHECK(origins == std::vector{proxy::model::Origin::device});
}

TEST_CASE("an answer after SENT is the device's own word, also after the deadline") {
  const support::TempDir folder;
  Fixture fixture(folder.path());
  Plug plug;
  sdk::Token token = 0;
  bool answers = false;
  plug.script.apply = [&](const sdk::Host& host, sdk::Items items) {
    token = items.front().token;
    host.reply(token, ADAPTER_SENT);
    if (answers) host.reply(token, ADAPTER_DONE);
  };
  fixture.start(plug.script);
  SECTION("at once") {
    answers = true;
    CHECK(fixture.set({{kLevel, "5"}}) == "applied");
  }
  SECTION("late") {
    CHECK(fixture.set({{kLevel, "5"}}) == "committed");
    CHECK(is_pending(fixture, kLevel));
    plug.host->reply(token, ADAPTER_DONE);
    CHECK(fixture.run_until([&] { return !fixture.store.set_values.find(kLevel); }));
  }
  CHECK(fixture.value(kLevel) == "5");
  const Origins changes(fixture.tree);
  plug.host->publish(plug.row, plug.level, "6");  // what the device has made of it
  CHECK(fixture.run_until([&] { return fixture.value(kLevel) == "6"; }));
  CHECK(changes.origins == std::vector{proxy::model::Origin::device});
}

TEST_CASE("a late refusal drops a set that was sent, and no late answer ends one that was not") {
  const support::TempDir folder;
  Fixture fixture(folder.path());
  Plug plug;
  adapter_status first = ADAPTER_SENT;
  sdk::Token token = 0;
  plug.script.apply = [&](const sdk::Host& host, sdk::Items items) {
    token = items.front().token;
    host.reply(token, first);
  };
  fixture.start(plug.script);
  CHECK(fixture.set({{kSwitch, "true"}}) == "committed");
  plug.host->reply(token, ADAPTER_REFUSED, "the radio is dead");
  CHECK(fixture.run_until([&] { return !fixture.store.set_values.find(kSwitch); }));
  CHECK(fixture.value(kSwitch) == "false");

  first = ADAPTER_NOT_SENT;
  CHECK(fixture.set({{kSwitch, "true"}}) == "committed");
  plug.host->reply(token, ADAPTER_DONE);
  plug.host->publish(plug.row, plug.level, "1");
  CHECK(fixture.run_until([&] { return fixture.value(kLevel) == "1"; }));
  CHECK(is_pending(fixture, kSwitch));
}

TEST_CASE("what a device says between its confirming a set and the end of the others is kept, and nothing of before") {
  const support::TempDir folder;
  Fixture fixture(folder.path());
  Plug plug;
  plug.script.apply = [&](const sdk::Host& host, sdk::Items items) {
    for (const sdk::Item& item : items) {
      const bool is_level = item.column == plug.level;
      if (is_level) host.publish(plug.row, plug.level, "7");
      host.reply(item.token, ADAPTER_DONE);
      if (is_level && items.size() == 2) host.publish(plug.row, plug.level, "49");
    }
  };
  fixture.start(plug.script);
  CHECK(fixture.set({{kLevel, "50"}}) == "applied");
  CHECK(fixture.value(kLevel) == "50");
  CHECK(fixture.set({{kLevel, "50"}, {kSwitch, "true"}}) == "applied");
  CHECK(fixture.run_until([&] { return fixture.value(kLevel) == "49"; }));
}

TEST_CASE("a silent device: committed, sent again, confirmed") {
  const support::TempDir folder;
  Fixture fixture(folder.path());
  Plug plug;
  fixture.start(plug.script);
  CHECK(fixture.set({{kSwitch, "true"}}) == "committed");
  CHECK(fixture.value(kSwitch) == "true");
  CHECK(is_pending(fixture, kSwitch));
  plug.host->publish(plug.row, plug.state, "false");
  CHECK(fixture.run_until([&] { return plug.script.applied.size() >= 3; }));
  CHECK(fixture.value(kSwitch) == "true");
  plug.host->publish(plug.row, plug.state, "true");
  CHECK(fixture.run_until([&] { return !fixture.store.set_values.find(kSwitch); }));
  REQUIRE(fixture.told.size() >= 6);
  CHECK(fixture.told[2] == "bridge/0x01 Pending");
  CHECK(fixture.told[3] == "bridge/0x01 Retrying");
  CHECK(fixture.told.back() == "bridge/0x01 synced");
  CHECK(fixture.router->adapter_statistics().front().pending_sets == 0);
}

TEST_CASE("a refusal is a fault, and what else was applied is set back") {
  const support::TempDir folder;
  Fixture fixture(folder.path());
  Plug plug;
  plug.script.apply = [&](const sdk::Host& host, sdk::Items items) {
    for (const sdk::Item& item : items) {
      host.reply(item.token, item.column == plug.level ? ADAPTER_INVALID_VALUE : ADAPTER_DONE);
    }
  };
  fixture.start(plug.script);
  CHECK(fixture.set({{kSwitch, "true"}, {kLevel, "300"}}) == "9007");
  CHECK(plug.script.applied == Texts{"true", "300", "false"});
  CHECK(fixture.value(kSwitch) == "false");
  CHECK(fixture.value(kLevel) == "0");
  CHECK_FALSE(fixture.store.set_values.find(kSwitch));
}

TEST_CASE("a set that is refused when it is sent again is dropped, and the device's value shown") {
  const support::TempDir folder;
  Fixture fixture(folder.path());
  Plug plug;
  plug.answer_with(ADAPTER_NOT_SENT);
  fixture.start(plug.script);
  CHECK(fixture.set({{kSwitch, "true"}}) == "committed");
  plug.answer_with(ADAPTER_REFUSED);
  CHECK(fixture.run_until([&] { return fixture.told.back() == "bridge/0x01 Error"; }));
  CHECK(fixture.value(kSwitch) == "false");
  CHECK_FALSE(fixture.store.set_values.find(kSwitch));
}

TEST_CASE("a set to what is away is committed at once, and sent when it comes back") {
  const support::TempDir folder;
  Fixture fixture(folder.path());
  Plug plug;
  plug.answer_with(ADAPTER_DONE);
  fixture.start(plug.script);
  SECTION("the row") { plug.host->presence(plug.row, ADAPTER_OFFLINE); }
  SECTION("the device") { plug.host->presence(plug.device, ADAPTER_OFFLINE); }
  SECTION("the whole adapter") { plug.host->presence(sdk::kMount, ADAPTER_OFFLINE); }
  fixture.loop.restart();
  fixture.loop.poll();
  CHECK(fixture.set({{kSwitch, "true"}}) == "committed");
  CHECK(plug.script.applied.empty());
  plug.come_back();
  CHECK(fixture.run_until([&] { return !fixture.store.set_values.find(kSwitch); }));
  CHECK(plug.script.applied == Texts{"true"});
}

TEST_CASE("CommandProcessingErrMsg says why a set waits, since when, and is empty once it is done") {
  using Catch::Matchers::Matches;
  const support::TempDir folder;
  Fixture fixture(folder.path());
  Plug plug;
  plug.answer_with(ADAPTER_DONE);
  fixture.start(plug.script);
  const std::string time = "20[0-9-]+T[0-9:]+Z";
  std::string reason;
  SECTION("the row") {
    plug.host->presence(plug.row, ADAPTER_OFFLINE);
    reason = "the device is offline";
  }
  SECTION("the device") {
    plug.host->presence(plug.device, ADAPTER_OFFLINE);
    reason = "the device is offline since " + time;
  }
  SECTION("the whole adapter") {
    plug.host->presence(sdk::kMount, ADAPTER_OFFLINE);
    reason = "the adapter, its broker or its bus is offline since " + time;
  }
  fixture.loop.restart();
  fixture.loop.poll();
  CHECK(fixture.set({{kSwitch, "true"}}) == "committed");
  CHECK_THAT(fixture.devices.message, Matches(std::string(kSwitch) + ": " + reason));
  plug.come_back();
  CHECK(fixture.run_until([&] { return !fixture.store.set_values.find(kSwitch); }));
  CHECK(fixture.devices.message.empty());
}

TEST_CASE("a set that its device has not confirmed says so, and that the device went offline meanwhile") {
  const support::TempDir folder;
  Fixture fixture(folder.path());
  Plug plug;
  plug.answer_with(ADAPTER_NOT_SENT);
  fixture.start(plug.script);
  CHECK(fixture.set({{kSwitch, "true"}}) == "committed");
  CHECK(fixture.devices.message == std::string(kSwitch) + ": the device has not confirmed it");
  CHECK(fixture.run_until(
      [&] { return fixture.devices.message.starts_with(std::string(kSwitch) + ": it was not sent"); }));
  plug.host->presence(plug.device, ADAPTER_OFFLINE);
  CHECK(fixture.run_until(
      [&] { return fixture.devices.message.starts_with(std::string(kSwitch) + ": the device is offline since 20"); }));
}

TEST_CASE("a set that has been tried for long is tried soon once its device is back, however short it was away") {
  const support::TempDir folder;
  Fixture fixture(folder.path());
  Plug plug;
  plug.answer_with(ADAPTER_NOT_SENT);
  fixture.start(plug.script);
  CHECK(fixture.set({{kSwitch, "true"}}) == "committed");
  // The next attempt would come in ten minutes.
  CHECK(fixture.run_until([&] { return plug.script.applied.size() == 5; }));
  plug.answer_with(ADAPTER_DONE);
  plug.host->presence(plug.device, ADAPTER_OFFLINE);
  plug.host->presence(plug.device, ADAPTER_ONLINE);
  CHECK(fixture.run_until([&] { return !fixture.store.set_values.find(kSwitch); }));
  CHECK(plug.script.applied.size() == 6);
}

TEST_CASE("a newer set takes the place of one that waits") {
  const support::TempDir folder;
  Fixture fixture(folder.path());
  Plug plug;
  plug.answer_with(ADAPTER_NOT_SENT);
  fixture.start(plug.script);
  CHECK(fixture.set({{kLevel, "1"}}) == "committed");
  plug.answer_with(ADAPTER_DONE);
  CHECK(fixture.set({{kLevel, "2"}}) == "applied");
  CHECK(fixture.value(kLevel) == "2");
  CHECK_FALSE(fixture.store.set_values.find(kLevel));
}

TEST_CASE("a set that waits is sent after a restart") {
  const support::TempDir folder;
  Plug plug;
  plug.answer_with(ADAPTER_NOT_SENT);
  {
    Fixture fixture(folder.path());
    fixture.start(plug.script);
    CHECK(fixture.set({{kSwitch, "true"}}) == "committed");
  }
  plug.answer_with(ADAPTER_DONE);
  plug.script.applied.clear();
  Fixture fixture(folder.path());
  fixture.start(plug.script);
  CHECK(fixture.value(kSwitch) == "true");
  CHECK(fixture.run_until([&] { return !fixture.store.set_values.find(kSwitch); }));
  CHECK(plug.script.applied == Texts{"true"});
}

TEST_CASE("an adapter replaced in the middle of a set leaves it to the next one") {
  const support::TempDir folder;
  Fixture fixture(folder.path());
  Plug plug;
  fixture.start(plug.script);
  std::optional<proxy::model::SetStatus> status;
  const std::vector<proxy::model::Assignment> assignments{{*fixture.tree.find(kSwitch), kSwitch, "true"}};
  fixture.router->apply(assignments, proxy::model::Origin::acs, [&](auto result) { status = *result; });
  fixture.router->remove("home");
  CHECK(status == proxy::model::SetStatus::committed);
  CHECK(is_pending(fixture, kSwitch));
  plug.answer_with(ADAPTER_DONE);
  fixture.start(plug.script);
  CHECK(fixture.value(kSwitch) == "true");
  CHECK(fixture.run_until([&] { return !fixture.store.set_values.find(kSwitch); }));
}

TEST_CASE("what the host alone keeps asks no adapter and outlives it") {
  const support::TempDir folder;
  Fixture fixture(folder.path());
  Plug plug;
  fixture.start(plug.script);
  constexpr const char* kNote = "Device.X_00D09E_Home.Plug.1.Note";
  CHECK(fixture.set({{kNote, "in the hall"}}) == "applied");
  CHECK(plug.script.applied.empty());
  fixture.router->remove("home");
  fixture.start(plug.script);
  CHECK(fixture.value(kNote) == "in the hall");
  fixture.router->forget_sets();
  CHECK(fixture.value(kNote) == "none");
}

TEST_CASE("a live read shows what get() publishes, or the last value") {
  const support::TempDir folder;
  Fixture fixture(folder.path());
  Plug plug;
  plug.script.get = [&](const sdk::Host& host, sdk::Items items) {
    host.publish(plug.row, plug.level, "42");
    host.reply(items.front().token, ADAPTER_DONE);
  };
  fixture.start(plug.script);
  const std::vector<proxy::model::ParameterRef> level{*fixture.tree.find(kLevel)};
  bool done = false;
  fixture.router->refresh(level, [&] { done = true; });
  CHECK(fixture.run_until([&] { return done; }));
  CHECK(fixture.value(kLevel) == "42");

  plug.script.get = [](const sdk::Host&, sdk::Items) {};
  done = false;
  fixture.router->refresh(level, [&] { done = true; });
  CHECK(fixture.run_until([&] { return done; }));
  CHECK(fixture.value(kLevel) == "42");
}

}  // namespace tests::plugin
