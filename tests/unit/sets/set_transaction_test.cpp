// SPDX-License-Identifier: Apache-2.0
// Shows that a set is all or nothing over several sources: checked by all, stored, applied, and set back in the
// opposite order when one refuses.
#include "proxy/sets/sets.hpp"

#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "tests/support/catch.hpp"
#include "tests/unit/acs/state_folder.hpp"

namespace model = proxy::model;
using proxy::base::Error;
using proxy::base::Fault;
using proxy::sets::SetOutcome;

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

  model::Refuser refuser() const override { return may_refuse; }

  model::Tree& tree;
  std::string name;
  std::vector<std::string>& log;
  model::Refuser may_refuse = model::Refuser::none;
  bool refuses = false;
  model::SetStatus status = model::SetStatus::applied;
};

/// Pending for a parameter that has a source.
struct Policy final : proxy::sets::Sets::Dependencies {
  proxy::sets::StoredAs stored_as(model::ParameterRef parameter) const override {
    return {.pending = parameter.info().source != nullptr};
  }
};

struct World {
  StateFolder state;
  model::Tree tree;
  std::vector<std::string> log;
  FakeSource first{tree, "first", log};
  FakeSource second{tree, "second", log};
  Policy policy;
  proxy::sets::Sets sets{tree, *state.store, policy};

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
    sets.set_values(assignments, model::Origin::acs, key, [&](SetOutcome result) { outcome = std::move(result); });
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
  CHECK(world.state.store->facts.parameter_key() == "key");
  const auto stored = world.state.store->set_values.find("Device.X.A");
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
  CHECK(world.state.store->facts.parameter_key().empty());
  CHECK(world.state.store->set_values.all().empty());
}

TEST_CASE("with an error found before, the sources say what else is wrong, and nothing is changed") {
  World world;
  for (const char* text : {"fine", "bad"}) {
    std::vector<Error> errors;
    world.sets.set_values({{world.tree.find("Device.X.A").value(), "Device.X.A", text}}, model::Origin::acs, "key",
                          [&](SetOutcome result) { errors = std::move(result.errors); },
                          {{Fault::invalid_parameter_name, "Device.Bogus", ""}});
    REQUIRE(errors.size() == (std::string_view(text) == "bad" ? 2 : 1));
    CHECK(errors.front().path == "Device.Bogus");
    CHECK(errors.back().path == (errors.size() == 2 ? "Device.X.A" : "Device.Bogus"));
  }
  CHECK(world.log == Log{"first check", "first check"});
  CHECK(world.value("Device.X.A") == "old");
  CHECK(world.state.store->facts.parameter_key().empty());
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
  CHECK(world.state.store->facts.parameter_key() == "before");
  CHECK(world.value("Device.ManagementServer.ParameterKey") == "before");
  CHECK(world.state.store->set_values.find("Device.X.A")->value == "a");
  CHECK_FALSE(world.state.store->set_values.find("Device.X.C"));
}

TEST_CASE("what takes effect at once is applied after all that may be refused") {
  World world;
  world.second.may_refuse = GENERATE(model::Refuser::device, model::Refuser::command);
  world.second.refuses = true;
  CHECK_FALSE(world.set({{"Device.X.C", "c"}, {"Device.X.A", "a"}, {"Device.X.B", "b"}}).errors.empty());
  CHECK(world.log == Log{"second check", "first check", "second apply b"});
  CHECK(world.state.store->set_values.all().empty());
}

TEST_CASE("no command runs for a set that a device refuses") {
  World world;
  world.first.may_refuse = model::Refuser::command;
  world.second.may_refuse = model::Refuser::device;
  world.second.refuses = true;
  CHECK_FALSE(world.set({{"Device.X.A", "a"}, {"Device.X.B", "b"}}).errors.empty());
  CHECK(world.log == Log{"second check", "first check", "second apply b"});
}

TEST_CASE("a set that is committed only stays pending") {
  World world;
  world.second.status = model::SetStatus::committed;
  CHECK(world.set({{"Device.X.A", "a"}, {"Device.X.B", "b"}}).status == model::SetStatus::committed);
  CHECK_FALSE(world.state.store->set_values.find("Device.X.A")->pending);
  CHECK(world.state.store->set_values.find("Device.X.B")->pending);
}

TEST_CASE("an empty set sets the key alone") {
  World world;
  CHECK(world.set({}).errors.empty());
  CHECK(world.state.store->facts.parameter_key() == "key");
}

TEST_CASE("the tree alone waits until it is thawed") {
  World world;
  std::optional<SetOutcome> outcome;
  {
    const model::Tree::Freeze freeze(world.tree);
    world.sets.set_values({{world.tree.find("Device.X.C").value(), "Device.X.C", "c"}}, model::Origin::acs, "key",
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
  std::uint32_t number = 0;
  world.sets.add_row(table, model::Origin::acs, "one",
                     [&](proxy::sets::AddOutcome outcome) { number = outcome.instance_number; });
  CHECK(number == 7);
  CHECK(world.state.store->facts.parameter_key() == "one");
  bool removed = false;
  world.sets.remove_row(*table.find(7), model::Origin::acs, "two",
                        [&](const SetOutcome& outcome) { removed = outcome.errors.empty(); });
  CHECK(removed);
  CHECK(table.rows().empty());
  CHECK(world.state.store->facts.parameter_key() == "two");
  world.first.refuses = true;
  bool refused = false;
  world.sets.add_row(table, model::Origin::acs, "three",
                     [&](const proxy::sets::AddOutcome& outcome) { refused = !outcome.errors.empty(); });
  CHECK(refused);
  CHECK(world.state.store->facts.parameter_key() == "two");
}

namespace {

/// A table that the tree alone holds, whose parameters belong to the first source.
struct Rows : World {
  Rows() {
    table = tree.declare_table(tree.root(), {.name = "Z", .creatable = true, .aliased = true, .max_rows = 2}).value();
    column = tree.declare(*table, {.name = "V", .writable = true, .source = &first}).value();
  }
  SetOutcome make(const std::vector<std::pair<std::string, std::string>>& rows,
                  std::vector<model::Assignment> more = {}) {
    std::vector<model::Creation> creations;
    for (const auto& [alias, text] : rows) {
      const std::string asked = "Device.Z.[" + alias + "].";
      creations.push_back(
          {.table = "Device.Z.", .alias = alias, .asked = asked, .values = {{column, text, asked + "V"}}});
    }
    std::optional<SetOutcome> outcome;
    sets.set_values(
        std::move(more), model::Origin::acs, "key", [&](SetOutcome result) { outcome = std::move(result); }, {},
        std::move(creations));
    REQUIRE(outcome);
    return *outcome;
  }
  std::string count() { return value("Device.ZNumberOfEntries"); }

  model::Table* table = nullptr;
  model::ColumnIndex column = 0;
};

}  // namespace

TEST_CASE("ALIAS-6 rows are made with what is set in them") {
  Rows rows;
  const SetOutcome outcome = rows.make({{"a", "1"}, {"b", "2"}});
  CHECK(outcome.errors.empty());
  CHECK(outcome.rows == std::vector<std::uint32_t>{1, 2});
  CHECK(rows.value("Device.Z.[a].V") == "1");
  CHECK(rows.value("Device.Z.2.Alias") == "b");
  CHECK(rows.state.store->rows.all("Device.Z.").size() == 2);
  CHECK(rows.state.store->set_values.find("Device.Z.1.Alias")->value == "a");
  CHECK(rows.state.store->set_values.find("Device.Z.2.V")->value == "2");
  CHECK(rows.state.store->facts.parameter_key() == "key");
  CHECK(rows.log == Log{"first check", "first apply 1", "first apply 2"});
}

TEST_CASE("ALIAS-6 of rows that cannot all be made, none is") {
  Rows rows;
  const auto nothing = [&] {
    return rows.count() == "0" && rows.state.store->rows.all("Device.Z.").empty() &&
           rows.state.store->set_values.all().empty() && rows.state.store->facts.parameter_key().empty();
  };
  const SetOutcome bad = rows.make({{"a", "1"}, {"b", "bad"}});
  REQUIRE(bad.errors.size() == 1);
  CHECK(bad.errors[0].path == "Device.Z.[b].V");
  CHECK(nothing());

  const SetOutcome full = rows.make({{"a", "1"}, {"b", "2"}, {"c", "3"}});
  REQUIRE(full.errors.size() == 1);
  CHECK(full.errors[0].fault == Fault::resources_exceeded);
  CHECK(nothing());

  const SetOutcome same = rows.make({{"a", "1"}, {"a", "2"}});
  CHECK(same.errors.size() == 2);
  CHECK(nothing());

  rows.first.refuses = true;
  CHECK(rows.make({{"a", "1"}}).errors.size() == 1);
  CHECK(nothing());
  rows.first.refuses = false;
  CHECK(rows.make({{"a", "1"}}).errors.empty());
}

TEST_CASE("ALIAS-6 a source makes its rows itself, and takes them back") {
  World world;
  model::Table& table =
      *world.tree
           .declare_table(world.tree.root(), {.name = "Y", .creatable = true, .source = &world.first, .aliased = true})
           .value();
  const auto column = world.tree.declare(table, {.name = "V", .writable = true, .source = &world.first}).value();
  for (const char* text : {"bad", "good"}) {
    std::optional<SetOutcome> outcome;
    world.sets.set_values(
        {}, model::Origin::acs, "key", [&](SetOutcome result) { outcome = std::move(result); }, {},
        {{.table = "Device.Y.", .alias = "a", .asked = "Device.Y.[a].", .values = {{column, text, ""}}}});
    REQUIRE(outcome);
    CHECK(outcome->errors.size() == (std::string_view(text) == "bad" ? 1 : 0));
    CHECK(table.rows().size() == (std::string_view(text) == "bad" ? 0 : 1));
  }
  CHECK(world.value("Device.Y.[a].V") == "good");
  CHECK(world.value("Device.Y.7.Alias") == "a");
}

TEST_CASE("ALIAS-3 an alias is refused that another row has, under the name that was asked for") {
  Rows rows;
  CHECK(rows.make({{"a", "1"}, {"b", "2"}}).errors.empty());
  const auto alias = rows.tree.find("Device.Z.2.Alias").value();
  const SetOutcome outcome = rows.make({}, {{alias, "Device.Z.2.Alias", "a", "Device.Z.[b].Alias"}});
  REQUIRE(outcome.errors.size() == 1);
  CHECK(outcome.errors[0].fault == Fault::invalid_parameter_value);
  CHECK(outcome.errors[0].path == "Device.Z.[b].Alias");
}

TEST_CASE("ALIAS-5 a row is added with its alias, and removed with all that is stored of it") {
  Rows rows;
  std::uint32_t number = 0;
  rows.sets.add_row(
      *rows.table, model::Origin::acs, "one",
      [&](const proxy::sets::AddOutcome& outcome) { number = outcome.instance_number; }, "named");
  CHECK(number == 1);
  CHECK(rows.value("Device.Z.1.Alias") == "named");
  rows.sets.add_row(*rows.table, model::Origin::acs, "two",
                    [&](const proxy::sets::AddOutcome& outcome) { number = outcome.instance_number; });
  CHECK(number == 2);
  CHECK(rows.value("Device.Z.2.Alias") == "cpe-2");
  CHECK(rows.state.store->facts.parameter_key() == "two");
  std::vector<Error> errors;
  rows.sets.add_row(*rows.table, model::Origin::acs, "three",
                    [&](const proxy::sets::AddOutcome& outcome) { errors = outcome.errors; });
  REQUIRE(errors.size() == 1);
  CHECK(errors[0].fault == Fault::resources_exceeded);
  CHECK(rows.state.store->facts.parameter_key() == "two");
  rows.sets.remove_row(*rows.table->find(1), model::Origin::acs, "four", [](const SetOutcome&) {});
  CHECK(rows.state.store->set_values.all().empty());
  CHECK(rows.state.store->rows.all("Device.Z.").size() == 1);
  rows.sets.add_row(*rows.table, model::Origin::acs, "five",
                    [&](const proxy::sets::AddOutcome& outcome) { number = outcome.instance_number; });
  CHECK(number == 3);
}
