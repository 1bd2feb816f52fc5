// SPDX-License-Identifier: Apache-2.0
// Shows that the C++ wrapper hands calls through both ways and lets no exception of an adapter out.
#include "adapters/sdk/adapter.hpp"

#include <stdexcept>

#include "tests/support/catch.hpp"
#include "tests/unit/sdk/config_text.hpp"
#include "tests/unit/sdk/fake_host.hpp"

namespace {

namespace sdk = adapters::sdk;
using Calls = std::vector<std::string>;

constexpr std::array kInner = {sdk::option::string("url", "Where it is.", {.required = true})};
constexpr std::array kOptions = {sdk::option::map("broker", kInner, "The broker."),
                                 sdk::option::string("throw_in", "Which function throws.")};
static_assert(kOptions[0].children == kInner.data() && kOptions[0].child_count == 1);

int alive = 0;  // how many adapters there are

class Thrower final : public sdk::Adapter {
 public:
  Thrower(sdk::Host host, sdk::ConfigNode config) : Adapter(host), where_(config.find("throw_in").text()) {
    if (const auto wrong = config.find("wrong")) wrong.report("this is wrong");
    throw_in("create");
    ++alive;
  }
  ~Thrower() override { --alive; }

  void start() override {
    throw_in("start");
    host().post<&Thrower::posted>(*this);
  }
  void stop() override { throw_in("stop"); }
  void get(sdk::Items items) override {
    host().reply(items[0].token, ADAPTER_DONE);
    throw_in("get");
    answer(items.subspan(1), ADAPTER_DONE, "read");
  }
  void apply(sdk::Items items) override {
    throw_in("apply");
    for (const sdk::Item& item : items) host().publish(item.row, item.column, item.value);
  }
  void delete_object(sdk::Token token, sdk::Row) override {
    if (where_ == "delete_object") throw 5;  // NOLINT: what is no exception must be fenced as well
    host().reply(token, ADAPTER_DONE);
  }
  void posted() { throw_in("posted"); }

 private:
  void throw_in(const std::string& function) const {
    if (where_ == function) throw std::runtime_error("thrown in " + function);
  }
  std::string where_;
};

}  // namespace

ADAPTER_PLUGIN(Thrower, "thrower", kOptions);

namespace {

/// An adapter as a host has it: behind the table.
struct Plugin {
  explicit Plugin(const std::string& section) : config(section) {
    adapter = adapter_api_v1.create(&host.api(), &config.nodes(), &test::ConfigText::record, &config);
  }
  ~Plugin() {
    if (adapter != nullptr) adapter_api_v1.destroy(adapter);
  }
  test::FakeHost host;
  test::ConfigText config;
  void* adapter;
};

Plugin thrower(const std::string& where) { return Plugin(R"({"throw_in":")" + where + "\"}"); }

constexpr adapter_item kItems[] = {{11, 1, 2, {"a", 1}}, {12, 1, 3, {"", 0}}};

}  // namespace

TEST_CASE("the exported table names the plugin and its options") {
  CHECK(adapter_api_v1.abi_version == ADAPTER_ABI_VERSION);
  CHECK(adapter_api_v1.struct_size == sizeof(adapter_api));
  CHECK(std::string(adapter_api_v1.name) == "thrower");
  CHECK(adapter_api_v1.option_count == 2);
}

TEST_CASE("an adapter lives from create to destroy") {
  {
    const Plugin plugin("{}");
    REQUIRE(plugin.adapter != nullptr);
    CHECK(alive == 1);
  }
  CHECK(alive == 0);
}

TEST_CASE("a report makes create fail, and so does an exception") {
  const Plugin wrong(R"({"wrong":1})");
  CHECK(wrong.adapter == nullptr);
  CHECK(wrong.config.errors() == Calls{"wrong: this is wrong"});
  Plugin thrown = thrower("create");
  CHECK(thrown.adapter == nullptr);
  CHECK(thrown.config.errors().size() == 1);
  CHECK(thrown.host.take() == Calls{"log 3 sdk.exception.caught create threw: thrown in create"});
  CHECK(alive == 0);
}

TEST_CASE("start tells by its answer that it failed") {
  Plugin good("{}");
  CHECK(adapter_api_v1.start(good.adapter) == 0);
  Plugin bad = thrower("start");
  CHECK(adapter_api_v1.start(bad.adapter) != 0);
  CHECK(bad.host.take() == Calls{"log 3 sdk.exception.caught start threw: thrown in start"});
}

TEST_CASE("stop and posted functions are fenced") {
  Plugin stopping = thrower("stop");
  adapter_api_v1.stop(stopping.adapter);
  CHECK(stopping.host.take() == Calls{"log 3 sdk.exception.caught stop threw: thrown in stop"});
  Plugin posting = thrower("posted");
  adapter_api_v1.start(posting.adapter);
  posting.host.run_posted();
  CHECK(posting.host.take() == Calls{"log 3 sdk.exception.caught a posted function threw: thrown in posted"});
}

TEST_CASE("items arrive typed, and a request that throws has failed for all of them") {
  Plugin good("{}");
  adapter_api_v1.apply(good.adapter, kItems, 2);
  CHECK(good.host.take() == Calls{"publish 1/2=a", "publish 1/3="});
  adapter_api_v1.get(good.adapter, kItems, 2);
  CHECK(good.host.take() == Calls{"reply 11 0", "reply 12 0 read"});
  Plugin bad = thrower("get");
  adapter_api_v1.get(bad.adapter, kItems, 2);
  CHECK(bad.host.take() ==
        Calls{"reply 11 0", "log 3 sdk.exception.caught get threw: thrown in get", "reply 11 6", "reply 12 6"});
}

TEST_CASE("what an adapter does not override is answered") {
  Plugin plugin("{}");
  adapter_api_v1.check(plugin.adapter, kItems, 1);
  adapter_api_v1.add_object(plugin.adapter, 21, 5);
  CHECK(plugin.host.take() == Calls{"reply 11 0", "reply 21 3 rows cannot be added to this table"});
}

TEST_CASE("an object request that throws has failed") {
  Plugin plugin = thrower("delete_object");
  adapter_api_v1.delete_object(plugin.adapter, 22, 5);
  CHECK(
      plugin.host.take() ==
      Calls{"log 3 sdk.exception.caught delete_object threw: an exception that is not a std::exception", "reply 22 6"});
}

TEST_CASE("each function of the host is called with what it was given") {
  test::FakeHost fake;
  const sdk::Host host(fake.api());
  CHECK(host.name() == "test");
  CHECK(host.oui() == "00D09E");
  const sdk::Device device = host.device({"bridge", "0x00158d", "ZigBee"});
  const sdk::Table table = host.declare_table(sdk::kMount, "Sensor");
  const std::array words = {"a", "b"};
  const sdk::Column column = host.declare(table, {.name = "Mode", .flags = ADAPTER_WRITABLE, .words = words});
  const sdk::Row row = host.add_row(table, "0x00158d", device);
  sdk::Batch batch;
  host.publish(batch);  // nothing to say: no call
  batch.add(row, column, "a");
  batch.add(sdk::kMount, column, "b");
  host.publish(batch);
  host.presence(device, ADAPTER_ONLINE);
  host.rejected("bad");
  host.log("meter.port.missing", ADAPTER_LOG_WARNING, "there is no such port");
  host.reply_row(9, row);
  host.remove_row(row);
  host.remove_device(device);
  CHECK(fake.take() ==
        Calls{"device bridge 0x00158d -> 2", "table 1 Sensor -> 3", "declare 3 Mode type 0 flags 1 word a word b -> 4",
              "add_row 3 0x00158d -> 5", "publish 5/4=a 1/4=b", "presence 2 1", "rejected bad",
              "log 2 meter.port.missing there is no such port", "reply_row 9 5", "remove_row 5", "remove_device 2"});
}
