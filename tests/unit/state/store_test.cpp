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
  store.load_values(prefix, [&](std::string_view path, std::string_view value) {
    all.push_back(std::string(path) + "=" + std::string(value));
  });
  return all;
}

}  // namespace

TEST_CASE("texts of the endpoint survive") {
  Reopened state;
  CHECK(state->parameter_key().empty());
  CHECK(state->bootstrap_url().empty());
  CHECK(state->acknowledged_value("Device.DeviceInfo.SoftwareVersion") == std::nullopt);
  const std::string path = state->connection_request_path();
  CHECK(path.size() == 32);
  CHECK(path.find_first_not_of("0123456789abcdef") == std::string::npos);
  CHECK_FALSE(state->set_parameter_key("k\xC3\xA4'\n"));
  CHECK_FALSE(state->set_bootstrap_url("http://acs/"));
  CHECK_FALSE(state->set_acknowledged_value("Device.DeviceInfo.SoftwareVersion", ""));
  state.open();
  CHECK(state->parameter_key() == "k\xC3\xA4'\n");
  CHECK(state->bootstrap_url() == "http://acs/");
  CHECK(state->acknowledged_value("Device.DeviceInfo.SoftwareVersion") == "");
  CHECK(state->connection_request_path() == path);
  Reopened other;
  CHECK(other->connection_request_path() != path);
}

TEST_CASE("set values") {
  Reopened state;
  state->put_set_value("Device.B.2.X", "new", "old", true);
  state->put_set_value("Device.B.10.X", "1", "", false);
  state->put_set_value("Device.A", "a", "c", false);
  state.open();
  CHECK(state->set_value("Device.B.2.X") == SetValue{"Device.B.2.X", "new", "old", true});
  CHECK(state->set_value("Device.B.2") == std::nullopt);
  CHECK(state->set_values() == std::vector<SetValue>{{"Device.A", "a", "c", false},
                                                     {"Device.B.10.X", "1", "", false},
                                                     {"Device.B.2.X", "new", "old", true}});
  CHECK(state->set_values("Device.B.").size() == 2);
  state->put_set_value("Device.B.2.X", "newer", "old", true);
  state->confirm("Device.B.2.X");
  CHECK(state->set_value("Device.B.2.X") == SetValue{"Device.B.2.X", "newer", "old", false});
  CHECK_FALSE(state->confirm("Device.None"));
  CHECK(state->set_value("Device.None") == std::nullopt);
  state->erase_set_value("Device.B.2.X");
  state.open();
  CHECK(state->set_values("Device.B.").size() == 1);
}

TEST_CASE("attributes") {
  Reopened state;
  state->put_attributes({"Device.A", 2, false});
  state->put_attributes({"Device.B", 6, true});
  state->put_attributes({"Device.A", 1, true});
  state.open();
  CHECK(state->attributes() == std::vector<StoredAttributes>{{"Device.A", 1, true}, {"Device.B", 6, true}});
  state->erase_attributes("Device.A");
  CHECK(state->attributes("Device.A").empty());
  CHECK(state->attributes().size() == 1);
}

TEST_CASE("last values replace, and a batch is all or nothing") {
  Reopened state;
  const std::vector<PathValue> first{{"Device.S.1.T", "20.5"}, {"Device.S.2.T", std::string("a\0b", 3)}};
  CHECK_FALSE(state->save_values(first));
  const std::vector<PathValue> second{{"Device.S.1.T", "21"}};
  CHECK_FALSE(state->save_values(second));
  state.open();
  CHECK(values(*state.store, "Device.S.1.") == std::vector<std::string>{"Device.S.1.T=21"});
  CHECK(values(*state.store, "") ==
        std::vector<std::string>{"Device.S.1.T=21", "Device.S.2.T=" + std::string("a\0b", 3)});
  state->put_set_value("Device.S.1.T", "1", "", true);
  state->put_attributes({"Device.S.1.T", 2, true});
  CHECK_FALSE(state->erase_below("Device.S.1."));
  CHECK(values(*state.store, "").size() == 1);
  CHECK(state->set_values().empty());
  CHECK(state->attributes().empty());
}

TEST_CASE("events keep their order and their keys") {
  Reopened state;
  PendingEvent reboot{0, "M Reboot", "key-1"};
  PendingEvent again{0, "M Reboot", "key-1"};
  PendingEvent schedule{0, "M ScheduleInform", ""};
  for (PendingEvent* event : {&reboot, &again, &schedule}) CHECK_FALSE(state->add_event(*event));
  CHECK(reboot.id != again.id);
  state.open();
  CHECK(state->events() == std::vector<PendingEvent>{reboot, again, schedule});
  state->remove_event(reboot.id);
  state->remove_event(schedule.id);
  state.open();
  CHECK(state->events() == std::vector<PendingEvent>{again});
  PendingEvent next{0, "M Reboot", "key-2"};
  state->add_event(next);
  CHECK(next.id > schedule.id);
}

TEST_CASE("endpoints share the file and nothing else") {
  Reopened state;
  Store device(*state.database, "00D09E-Plug-1");
  state->set_parameter_key("gateway");
  device.set_parameter_key("device");
  state->put_set_value("Device.A", "gateway", "", false);
  device.put_set_value("Device.A", "device", "", true);
  CHECK(state->row_number("Device.S.", "a") == 1);
  CHECK(device.row_number("Device.S.", "b") == 1);
  CHECK(state->connection_request_path() != device.connection_request_path());
  CHECK_FALSE(device.factory_reset());
  CHECK(state->parameter_key() == "gateway");
  CHECK(state->set_values().size() == 1);
  CHECK(device.set_values().empty());
}

TEST_CASE("scheduled Informs and the last planned reboot are kept") {
  using std::chrono::sys_seconds, std::chrono::seconds;
  Reopened state;
  StoredInform first{0, "a", sys_seconds(seconds(100))};
  StoredInform second{0, "a", sys_seconds(seconds(50))};
  CHECK_FALSE(state->add_scheduled_inform(first));
  CHECK_FALSE(state->add_scheduled_inform(second));
  CHECK_FALSE(state->move_scheduled_inform(second.id, sys_seconds(seconds(75))));
  CHECK_FALSE(state->rebooted_at());
  CHECK_FALSE(state->set_rebooted_at(sys_seconds(seconds(1234))));
  state.open();
  second.due = sys_seconds(seconds(75));
  CHECK(state->scheduled_informs() == std::vector<StoredInform>{first, second});
  CHECK(Store(*state.database, "device").scheduled_informs().empty());
  CHECK_FALSE(state->remove_scheduled_inform(first.id));
  CHECK(state->scheduled_informs() == std::vector<StoredInform>{second});
  CHECK(state->rebooted_at() == sys_seconds(seconds(1234)));
}

TEST_CASE("a transaction is all or nothing") {
  Reopened state;
  {
    Transaction transaction(*state.store);
    state->set_parameter_key("one");
    state->put_set_value("Device.A", "1", "", false);
  }
  CHECK(state->parameter_key().empty());
  CHECK(state->set_values().empty());
  {
    Transaction transaction(*state.store);
    state->set_parameter_key("two");
    state->save_values(std::vector<PathValue>{{"Device.A", "2"}});
    REQUIRE_FALSE(transaction.commit());
  }
  state.open();
  CHECK(state->parameter_key() == "two");
  CHECK(values(*state.store, "").size() == 1);
}

TEST_CASE("transactions do not nest") {
  Reopened state;
  Transaction transaction(*state.store);
  CHECK_THROWS_AS(Transaction(*state.store), std::logic_error);
  state->set_parameter_key("kept");
  CHECK_FALSE(transaction.commit());
  CHECK(state->parameter_key() == "kept");
}

TEST_CASE("a factory reset forgets what was set and keeps what identifies") {
  Reopened state;
  const std::string path = state->connection_request_path();
  state->set_parameter_key("key");
  state->set_bootstrap_url("http://acs/");
  state->set_acknowledged_value("Device.DeviceInfo.ProvisioningCode", "x");
  state->put_set_value("Device.A", "1", "", true);
  state->put_attributes({"Device.A", 2, true});
  state->save_values(std::vector<PathValue>{{"Device.S.1.T", "20"}});
  PendingEvent event{0, "M Reboot", "key"};
  state->add_event(event);
  StoredInform inform{0, "key", std::chrono::sys_seconds(std::chrono::seconds(100))};
  state->add_scheduled_inform(inform);
  CHECK(state->row_number("Device.S.", "kitchen") == 1);
  CHECK_FALSE(state->put_new_row("Device.T.", state->next_number("Device.T.")));

  CHECK_FALSE(state->factory_reset());
  state.open();
  CHECK(state->parameter_key().empty());
  CHECK(state->bootstrap_url().empty());
  CHECK(state->acknowledged_value("Device.DeviceInfo.ProvisioningCode") == std::nullopt);
  CHECK(state->set_values().empty());
  CHECK(state->attributes().empty());
  CHECK(state->events().empty());
  CHECK(state->scheduled_informs().empty());
  CHECK(state->rows("Device.T.").empty());
  CHECK(state->connection_request_path() == path);
  CHECK(values(*state.store, "").size() == 1);
  CHECK(state->row_number("Device.S.", "kitchen") == 1);
  CHECK(state->row_number("Device.S.", "hall") == 2);
  CHECK(state->next_number("Device.T.") == 2);
}
