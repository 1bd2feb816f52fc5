// SPDX-License-Identifier: Apache-2.0
// Shows that what an endpoint stores is there after the file is opened again, that endpoints do not see each other's,
// that a transaction is all or nothing, and what a factory reset forgets.
#include "proxy/state/store.hpp"
#include "tests/support/catch.hpp"
#include "tests/support/temp_dir.hpp"

#include <optional>
#include <stdexcept>

using namespace proxy::state;

namespace {

/// A store that can be closed and opened again.
struct Reopened {
  tests::support::TempDir folder;
  std::optional<Database> database;
  std::optional<Store> store;

  Reopened() { open(); }
  void open() {
    store.reset();
    database.reset();
    database.emplace(folder.path());
    store.emplace(*database);
  }
  Store* operator->() { return &*store; }
};

std::vector<std::string> values(const Store& store, std::string_view prefix) {
  std::vector<std::string> all;
  store.last_values.load(prefix, [&](std::string_view path, std::string_view value) {
    all.push_back(std::string(path) + "=" + std::string(value));
  });
  return all;
}

}  // namespace

TEST_CASE("texts of the endpoint survive") {
  Reopened state;
  CHECK(state->facts.parameter_key().empty());
  CHECK(state->facts.bootstrap_url().empty());
  CHECK(state->facts.acknowledged_value("Device.DeviceInfo.SoftwareVersion") == std::nullopt);
  const std::string path = state->facts.connection_request_path();
  CHECK(path.size() == 32);
  CHECK(path.find_first_not_of("0123456789abcdef") == std::string::npos);
  CHECK_FALSE(state->facts.set_parameter_key("k\xC3\xA4'\n"));
  CHECK_FALSE(state->facts.set_bootstrap_url("http://acs/"));
  CHECK(state->facts.device().empty());
  CHECK_FALSE(state->facts.set_device("00D09E\nGateway\n1"));
  CHECK_FALSE(state->facts.set_acknowledged_value("Device.DeviceInfo.SoftwareVersion", ""));
  state.open();
  CHECK(state->facts.parameter_key() == "k\xC3\xA4'\n");
  CHECK(state->facts.bootstrap_url() == "http://acs/");
  CHECK(state->facts.device() == "00D09E\nGateway\n1");
  CHECK(state->facts.acknowledged_value("Device.DeviceInfo.SoftwareVersion") == "");
  CHECK(state->facts.connection_request_path() == path);
  Reopened other;
  CHECK(other->facts.connection_request_path() != path);
}

TEST_CASE("set values") {
  Reopened state;
  state->set_values.put("Device.B.2.X", "new", "old", true);
  state->set_values.put("Device.B.10.X", "1", "", false);
  state->set_values.put("Device.A", "a", "c", false);
  state.open();
  CHECK(state->set_values.find("Device.B.2.X") == SetValue{"Device.B.2.X", "new", "old", true});
  CHECK(state->set_values.find("Device.B.2") == std::nullopt);
  CHECK(state->set_values.all() == std::vector<SetValue>{{"Device.A", "a", "c", false},
                                                         {"Device.B.10.X", "1", "", false},
                                                         {"Device.B.2.X", "new", "old", true}});
  CHECK(state->set_values.all("Device.B.").size() == 2);
  state->set_values.put("Device.B.2.X", "newer", "old", true);
  state->set_values.confirm("Device.B.2.X");
  CHECK(state->set_values.find("Device.B.2.X") == SetValue{"Device.B.2.X", "newer", "old", false});
  CHECK_FALSE(state->set_values.confirm("Device.None"));
  CHECK(state->set_values.find("Device.None") == std::nullopt);
  state->set_values.erase("Device.B.2.X");
  state.open();
  CHECK(state->set_values.all("Device.B.").size() == 1);
}

TEST_CASE("attributes") {
  Reopened state;
  state->attributes.put({"Device.A", 2, false});
  state->attributes.put({"Device.B", 6, true});
  state->attributes.put({"Device.A", 1, true});
  state.open();
  CHECK(state->attributes.all() == std::vector<StoredAttributes>{{"Device.A", 1, true}, {"Device.B", 6, true}});
  state->attributes.erase_below("Device.A");
  CHECK(state->attributes.all("Device.A").empty());
  CHECK(state->attributes.all().size() == 1);
}

TEST_CASE("last values replace, and a batch is all or nothing") {
  Reopened state;
  const std::vector<PathValue> first{{"Device.S.1.T", "20.5"}, {"Device.S.2.T", std::string("a\0b", 3)}};
  CHECK_FALSE(state->last_values.save(first));
  const std::vector<PathValue> second{{"Device.S.1.T", "21"}};
  CHECK_FALSE(state->last_values.save(second));
  state.open();
  CHECK(values(*state.store, "Device.S.1.") == std::vector<std::string>{"Device.S.1.T=21"});
  CHECK(values(*state.store, "") ==
        std::vector<std::string>{"Device.S.1.T=21", "Device.S.2.T=" + std::string("a\0b", 3)});
  state->set_values.put("Device.S.1.T", "1", "", true);
  state->attributes.put({"Device.S.1.T", 2, true});
  CHECK_FALSE(state->erase_row("Device.S.", 1));
  CHECK(values(*state.store, "").size() == 1);
  CHECK(state->set_values.all().empty());
  CHECK(state->attributes.all().empty());
}

TEST_CASE("events keep their order and their keys") {
  Reopened state;
  PendingEvent reboot{0, "M Reboot", "key-1"};
  PendingEvent again{0, "M Reboot", "key-1"};
  PendingEvent schedule{0, "M ScheduleInform", ""};
  for (PendingEvent* event : {&reboot, &again, &schedule}) CHECK_FALSE(state->events.add(*event));
  CHECK(reboot.id != again.id);
  state.open();
  CHECK(state->events.all() == std::vector<PendingEvent>{reboot, again, schedule});
  state->events.remove(reboot.id);
  state->events.remove(schedule.id);
  state.open();
  CHECK(state->events.all() == std::vector<PendingEvent>{again});
  PendingEvent next{0, "M Reboot", "key-2"};
  state->events.add(next);
  CHECK(next.id > schedule.id);
}

TEST_CASE("endpoints share the file and nothing else") {
  Reopened state;
  Store device(*state.database, "00D09E-Plug-1");
  state->facts.set_parameter_key("gateway");
  device.facts.set_parameter_key("device");
  state->set_values.put("Device.A", "gateway", "", false);
  device.set_values.put("Device.A", "device", "", true);
  CHECK(state->rows.number("Device.S.", "a") == 1);
  CHECK(device.rows.number("Device.S.", "b") == 1);
  CHECK(state->facts.connection_request_path() != device.facts.connection_request_path());
  CHECK_FALSE(device.factory_reset());
  CHECK(state->facts.parameter_key() == "gateway");
  CHECK(state->set_values.all().size() == 1);
  CHECK(device.set_values.all().empty());
}

TEST_CASE("scheduled Informs and the last planned reboot are kept") {
  using std::chrono::sys_seconds, std::chrono::seconds;
  Reopened state;
  StoredInform first{0, "a", sys_seconds(seconds(100)), seconds(60)};
  StoredInform second{0, "a", sys_seconds(seconds(50)), seconds(4294967295)};
  CHECK_FALSE(state->scheduled_informs.add(first));
  CHECK_FALSE(state->scheduled_informs.add(second));
  second.due = sys_seconds(seconds(75));
  second.delay = seconds(35);
  CHECK_FALSE(state->scheduled_informs.move(second));
  CHECK_FALSE(state->facts.rebooted_at());
  CHECK_FALSE(state->facts.set_rebooted_at(sys_seconds(seconds(1234))));
  state.open();
  CHECK(state->scheduled_informs.all() == std::vector<StoredInform>{first, second});
  CHECK(Store(*state.database, "device").scheduled_informs.all().empty());
  CHECK_FALSE(state->scheduled_informs.remove(first.id));
  CHECK(state->scheduled_informs.all() == std::vector<StoredInform>{second});
  CHECK(state->facts.rebooted_at() == sys_seconds(seconds(1234)));
  Store other(*state.database, "device");
  StoredInform of_other{0, "b", sys_seconds(seconds(100)), seconds(60)};
  CHECK_FALSE(other.scheduled_informs.add(of_other));
  CHECK_FALSE(state->scheduled_informs.clear());
  CHECK(state->scheduled_informs.all().empty());
  CHECK(other.scheduled_informs.all() == std::vector<StoredInform>{of_other});
}

TEST_CASE("what was reported can be forgotten, and nothing else goes with it") {
  Reopened state;
  Store other(*state.database, "device");
  for (Store* store : {&*state.store, &other}) {
    store->facts.set_parameter_key("key");
    store->facts.set_acknowledged_value("Device.DeviceInfo.ProvisioningCode", "x");
    store->reported_values.put("Device.A", "1");
    store->reported_values.put_due("Device.B");
  }
  CHECK_FALSE(state->forget_reports());
  CHECK(state->facts.parameter_key() == "key");
  CHECK(state->facts.acknowledged_value("Device.DeviceInfo.ProvisioningCode") == std::nullopt);
  CHECK(state->reported_values.find("Device.A") == std::nullopt);
  CHECK(state->reported_values.find("Device.B") == std::nullopt);
  CHECK(other.facts.acknowledged_value("Device.DeviceInfo.ProvisioningCode") == "x");
  CHECK(other.reported_values.find("Device.B")->is_due);
}

TEST_CASE("a transaction is all or nothing") {
  Reopened state;
  {
    Transaction transaction(state.store->database);
    state->facts.set_parameter_key("one");
    state->set_values.put("Device.A", "1", "", false);
  }
  CHECK(state->facts.parameter_key().empty());
  CHECK(state->set_values.all().empty());
  {
    Transaction transaction(state.store->database);
    state->facts.set_parameter_key("two");
    state->last_values.save(std::vector<PathValue>{{"Device.A", "2"}});
    REQUIRE_FALSE(transaction.commit());
  }
  state.open();
  CHECK(state->facts.parameter_key() == "two");
  CHECK(values(*state.store, "").size() == 1);
}

TEST_CASE("transactions do not nest") {
  Reopened state;
  Transaction transaction(state.store->database);
  CHECK_THROWS_AS(Transaction(state.store->database), std::logic_error);
  state->facts.set_parameter_key("kept");
  CHECK_FALSE(transaction.commit());
  CHECK(state->facts.parameter_key() == "kept");
}

TEST_CASE("a factory reset forgets what was set and keeps what identifies") {
  Reopened state;
  const std::string path = state->facts.connection_request_path();
  state->facts.set_parameter_key("key");
  state->facts.set_bootstrap_url("http://acs/");
  state->facts.set_acknowledged_value("Device.DeviceInfo.ProvisioningCode", "x");
  state->set_values.put("Device.A", "1", "", true);
  state->attributes.put({"Device.A", 2, true});
  state->last_values.save(std::vector<PathValue>{{"Device.S.1.T", "20"}});
  PendingEvent event{0, "M Reboot", "key"};
  state->events.add(event);
  StoredInform inform{0, "key", std::chrono::sys_seconds(std::chrono::seconds(100)), std::chrono::seconds(60)};
  state->scheduled_informs.add(inform);
  CHECK(state->rows.number("Device.S.", "kitchen") == 1);
  CHECK_FALSE(state->rows.put_new("Device.T.", state->rows.next_number("Device.T.")));

  CHECK_FALSE(state->factory_reset());
  state.open();
  CHECK(state->facts.parameter_key().empty());
  CHECK(state->facts.bootstrap_url().empty());
  CHECK(state->facts.acknowledged_value("Device.DeviceInfo.ProvisioningCode") == std::nullopt);
  CHECK(state->set_values.all().empty());
  CHECK(state->attributes.all().empty());
  CHECK(state->events.all().empty());
  CHECK(state->scheduled_informs.all().empty());
  CHECK(state->rows.all("Device.T.").empty());
  CHECK(state->facts.connection_request_path() == path);
  CHECK(values(*state.store, "").size() == 1);
  CHECK(state->rows.number("Device.S.", "kitchen") == 1);
  CHECK(state->rows.number("Device.S.", "hall") == 2);
  CHECK(state->rows.next_number("Device.T.") == 2);
}
