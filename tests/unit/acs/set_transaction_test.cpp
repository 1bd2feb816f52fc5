// SPDX-License-Identifier: Apache-2.0
// Shows that a set is all or nothing over several sources: checked by all, stored, applied, and set back in the
// opposite order when one refuses.
#include "proxy/acs/set_transaction.hpp"

#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "tests/support/catch.hpp"
#include "tests/unit/acs/state_folder.hpp"

namespace model = proxy::model;
using proxy::acs::SetOutcome;
using proxy::base::Error;
using proxy::base::Fault;

namespace {

/// Notes what it is asked, and refuses what it is told to.
struct FakeSource final : model::DataSource {
  FakeSource(model::Tree& its_tree, std::string its_name, std::vector<std::string>& its_log)
      : tree(its_tree), name(std::move(its_name)), log(its_log) {}

  void refresh(std::span<const model::ParameterRef>, std::function<void()> done) override { done(); }
  void check(std::span<const model::Assignment> list, std::function<void(std::vector<Error>)> done) override {
    log.push_back(name + " check");
    std::vector<Error> errors;
    for (const model::Assignment& one : list)
      if (one.value == "bad") errors.push_back({Fault::invalid_parameter_value, one.path, "bad"});
    done(std::move(errors));
  }
  void apply(std::span<const model::Assignment> list, model::Origin origin,
             std::function<void(proxy::base::Result<model::SetStatus>)> done) override {
    for (const model::Assignment& one : list) log.push_back(name + " apply " + one.value);
    if (refuses) return done(Error{Fault::request_denied, {}, "no"});
    for (const model::Assignment& one : list) tree.set_value(one.parameter, one.value, origin);
    done(status);
  }
  void add_row(model::Table& table, model::Origin origin,
               std::function<void(proxy::base::Result<model::Row*>)> done) override {
    if (refuses) return done(Error{Fault::resources_exceeded, {}, "full"});
    done(tree.add_row(table, 7, origin));
  }
  void remove_row(model::Row& row, model::Origin origin,
                  std::function<void(proxy::base::Result<model::SetStatus>)> done) override {
    tree.remove_row(row, origin);
    done(status);
  }

  model::Tree& tree;
  std::string name;
  std::vector<std::string>& log;
  bool refuses = false;
  model::SetStatus status = model::SetStatus::applied;
};

struct World {
  StateFolder state;
  model::Tree tree;
  std::vector<std::string> log;
  std::function<proxy::acs::StoredAs(model::ParameterRef)> stored_as;
  FakeSource first{tree, "first", log};
  FakeSource second{tree, "second", log};

  World() {
    declare("X.A", &first);
    declare("X.B", &second);
    declare("X.C", nullptr);
    declare("ManagementServer.ParameterKey", nullptr);
    for (const char* path : {"Device.X.A", "Device.X.B", "Device.X.C"})
      tree.set_value(tree.find(path).value(), "old", model::Origin::start);
  }

  void declare(const char* name, model::DataSource* source) {
    REQUIRE(tree.declare(tree.root(), {.name = name, .writable = true, .source = source}).has_value());
  }
  std::string value(const char* path) { return std::string(tree.value(tree.find(path).value())); }
  SetOutcome set(const std::vector<std::pair<std::string, std::string>>& values, const std::string& key = "key") {
    std::vector<model::Assignment> assignments;
    for (const auto& [path, text] : values) assignments.push_back({tree.find(path).value(), path, text});
    std::optional<SetOutcome> outcome;
    proxy::acs::set_values({.tree = tree, .store = *state.store, .stored_as = stored_as}, assignments,
                           model::Origin::acs, key, [&](SetOutcome result) { outcome = std::move(result); });
    REQUIRE(outcome);
    return *outcome;
  }
};

using Log = std::vector<std::string>;

}  // namespace

TEST_CASE("all sources take their part, and the key with it") {
  World world;
  const SetOutcome outcome = world.set({{"Device.X.C", "c"}, {"Device.X.A", "a"}, {"Device.X.B", "b"}});
  CHECK(outcome.errors.empty());
  CHECK(outcome.status == model::SetStatus::applied);
  CHECK(world.log == Log{"first check", "second check", "first apply a", "second apply b"});
  CHECK(world.value("Device.X.A") == "a");
  CHECK(world.value("Device.X.C") == "c");
  CHECK(world.value("Device.ManagementServer.ParameterKey") == "key");
  CHECK(world.state.store->parameter_key() == "key");
  const auto stored = world.state.store->set_value("Device.X.A");
  REQUIRE(stored);
  CHECK(stored->value == "a");
  CHECK_FALSE(stored->pending);
}

TEST_CASE("every error is reported, and nothing is changed") {
  World world;
  const SetOutcome outcome = world.set({{"Device.X.A", "bad"}, {"Device.X.B", "bad"}, {"Device.X.C", "c"}});
  REQUIRE(outcome.errors.size() == 2);
  CHECK(outcome.errors[0].path == "Device.X.A");
  CHECK(outcome.errors[1].path == "Device.X.B");
  CHECK(world.log == Log{"first check", "second check"});
  CHECK(world.value("Device.X.C") == "old");
  CHECK(world.state.store->parameter_key().empty());
  CHECK(world.state.store->set_values().empty());
}

TEST_CASE("with an error found before, the sources say what else is wrong, and nothing is changed") {
  World world;
  for (const char* text : {"fine", "bad"}) {
    std::vector<Error> errors;
    proxy::acs::set_values({.tree = world.tree, .store = *world.state.store},
                           {{world.tree.find("Device.X.A").value(), "Device.X.A", text}}, model::Origin::acs, "key",
                           [&](SetOutcome result) { errors = std::move(result.errors); },
                           {{Fault::invalid_parameter_name, "Device.Bogus", ""}});
    REQUIRE(errors.size() == (std::string_view(text) == "bad" ? 2 : 1));
    CHECK(errors.front().path == "Device.Bogus");
    CHECK(errors.back().path == (errors.size() == 2 ? "Device.X.A" : "Device.Bogus"));
  }
  CHECK(world.log == Log{"first check", "first check"});
  CHECK(world.value("Device.X.A") == "old");
  CHECK(world.state.store->parameter_key().empty());
}

TEST_CASE("when one refuses, what was applied is set back and the store too") {
  World world;
  world.set({{"Device.X.A", "a"}, {"Device.X.B", "b"}}, "before");
  world.log.clear();
  world.second.refuses = true;
  const SetOutcome outcome = world.set({{"Device.X.A", "a2"}, {"Device.X.B", "b2"}, {"Device.X.C", "c2"}}, "after");
  REQUIRE(outcome.errors.size() == 1);
  CHECK(outcome.errors[0].fault == Fault::request_denied);
  CHECK(world.log == Log{"first check", "second check", "first apply a2", "second apply b2", "first apply a"});
  CHECK(world.value("Device.X.A") == "a");
  CHECK(world.value("Device.X.C") == "old");
  CHECK(world.state.store->parameter_key() == "before");
  CHECK(world.value("Device.ManagementServer.ParameterKey") == "before");
  CHECK(world.state.store->set_value("Device.X.A")->value == "a");
  CHECK_FALSE(world.state.store->set_value("Device.X.C"));
}

TEST_CASE("what takes effect at once is applied after all that may be refused") {
  World world;
  world.stored_as = [&](model::ParameterRef parameter) {
    return proxy::acs::StoredAs{.pending = parameter.info().source == &world.second};
  };
  world.second.refuses = true;
  CHECK_FALSE(world.set({{"Device.X.C", "c"}, {"Device.X.A", "a"}, {"Device.X.B", "b"}}).errors.empty());
  CHECK(world.log == Log{"second check", "first check", "second apply b"});
  CHECK(world.state.store->set_values().empty());
}

TEST_CASE("a set that is committed only stays pending") {
  World world;
  world.second.status = model::SetStatus::committed;
  CHECK(world.set({{"Device.X.A", "a"}, {"Device.X.B", "b"}}).status == model::SetStatus::committed);
  CHECK_FALSE(world.state.store->set_value("Device.X.A")->pending);
  CHECK(world.state.store->set_value("Device.X.B")->pending);
}

TEST_CASE("an empty set sets the key alone") {
  World world;
  CHECK(world.set({}).errors.empty());
  CHECK(world.state.store->parameter_key() == "key");
}

TEST_CASE("the tree alone waits until it is thawed") {
  World world;
  std::optional<SetOutcome> outcome;
  {
    const model::Tree::Freeze freeze(world.tree);
    proxy::acs::set_values({.tree = world.tree, .store = *world.state.store},
                           {{world.tree.find("Device.X.C").value(), "Device.X.C", "c"}}, model::Origin::acs, "key",
                           [&](SetOutcome result) { outcome = std::move(result); });
    CHECK_FALSE(outcome);
  }
  REQUIRE(outcome);
  CHECK(world.value("Device.X.C") == "c");
}

TEST_CASE("rows are added and removed by their source, with the key") {
  World world;
  model::Table& table =
      *world.tree.declare_table(world.tree.root(), {.name = "Y", .creatable = true, .source = &world.first}).value();
  const proxy::acs::SetContext context{.tree = world.tree, .store = *world.state.store};
  std::uint32_t number = 0;
  proxy::acs::add_row(context, table, model::Origin::acs, "one",
                      [&](proxy::acs::AddOutcome outcome) { number = outcome.instance_number; });
  CHECK(number == 7);
  CHECK(world.state.store->parameter_key() == "one");
  bool removed = false;
  proxy::acs::remove_row(context, *table.find(7), model::Origin::acs, "two",
                         [&](const SetOutcome& outcome) { removed = outcome.errors.empty(); });
  CHECK(removed);
  CHECK(table.rows().empty());
  CHECK(world.state.store->parameter_key() == "two");
  world.first.refuses = true;
  bool refused = false;
  proxy::acs::add_row(context, table, model::Origin::acs, "three",
                      [&](const proxy::acs::AddOutcome& outcome) { refused = !outcome.errors.empty(); });
  CHECK(refused);
  CHECK(world.state.store->parameter_key() == "two");
}
