// SPDX-License-Identifier: Apache-2.0
// Shows how rows are named by aliases: which they have, how they are found by them, and which an ACS may give them.
#include "proxy/model/aliases.hpp"

#include "proxy/model/cursor.hpp"
#include "tests/support/catch.hpp"

using namespace proxy::model;

namespace {

struct House {
  House() {
    table = *tree.declare_table(tree.root(), {.name = "T", .creatable = true, .aliased = true, .max_rows = 5});
    value = *tree.declare(*table, {.name = "Value"});
    for (const std::uint32_t number : {2U, 3U, 10U}) rows.push_back(*tree.add_row(*table, number, Origin::start));
  }
  ParameterRef alias(std::size_t row) const { return {rows[row], table->alias_column()}; }
  void name(std::size_t row, const char* text) { tree.set_value(alias(row), text, Origin::acs); }
  Row* find(std::string_view text) const { return table->find({.alias = text}); }
  std::vector<std::string> refused(const std::vector<std::pair<std::size_t, std::string>>& names) const {
    std::vector<Assignment> assignments;
    for (const auto& [row, text] : names) assignments.push_back({alias(row), std::to_string(row), text});
    std::vector<std::string> rows_refused;
    for (const auto& error : check_aliases(assignments)) {
      CHECK(error.fault == proxy::base::Fault::invalid_parameter_value);
      rows_refused.push_back(error.path);
    }
    return rows_refused;
  }
  std::vector<std::string> walk(std::string_view path, Naming naming) const {
    Cursor cursor(tree, tree.select(path).value(), Cursor::Depth::all, naming);
    std::vector<std::string> items;
    while (const auto* item = cursor.next()) items.emplace_back(item->path);
    return items;
  }

  Tree tree;
  Table* table = nullptr;
  ColumnIndex value = 0;
  std::vector<Row*> rows;
};

using List = std::vector<std::string>;

}  // namespace

TEST_CASE_METHOD(House, "a row begins with the alias of its number", "[aliases]") {
  CHECK(tree.value(alias(0)) == "cpe-2");
  CHECK(find("cpe-2") == rows[0]);
  CHECK(find("cpe-10") == rows[2]);
  for (const char* none : {"cpe-4", "cpe-02", "cpe-", "kitchen"}) CHECK(find(none) == nullptr);
  CHECK(*tree.find("Device.T.[cpe-3].Value") == ParameterRef{rows[1], value});
  CHECK(tree.select("Device.T.[cpe-3].")->row == rows[1]);
}

TEST_CASE_METHOD(House, "a row is found by the alias that it was given, and no longer by the one before", "[aliases]") {
  name(0, "Hall. upper & <left>");
  name(2, "attic");
  CHECK(find("Hall. upper & <left>") == rows[0]);
  CHECK(find("attic") == rows[2]);
  CHECK(find("cpe-2") == nullptr);
  CHECK(*tree.find("Device.T.[Hall. upper & <left>].Value") == ParameterRef{rows[0], value});
  name(0, "cpe-2");
  CHECK(find("cpe-2") == rows[0]);
  CHECK(find("Hall. upper & <left>") == nullptr);
  tree.remove_row(*rows[2], Origin::acs);
  CHECK(find("attic") == nullptr);
}

TEST_CASE_METHOD(House, "what is no alias in brackets finds nothing", "[aliases]") {
  for (const char* path : {"Device.T.[cpe-2]", "Device.T.[].Value", "Device.T.cpe-2.Value", "Device.T.[cpe-2.Value",
                           "Device.T.[cpe-2]Value", "Device.T.[[cpe-2]].Value", "Device.T.[2].Value",
                           "Device.[cpe-2].Value", "Device.T.[*].Value", "Device.T.*.Value", "Device.T.[cpe-2].."}) {
    INFO(path);
    CHECK_FALSE(tree.select(path));
  }
}

TEST_CASE("an alias begins with a letter and has neither brackets nor controls") {
  const Parameter parameter{.name = "Alias", .writable = true, .alias = true};
  for (const std::string good : {"a", "Kitchen 2", "a.b", "x*", "\xC3\x96l", "cpe-1"}) {
    INFO(good);
    CHECK(check_set(parameter, "A", good));
  }
  for (const std::string bad : {"", "1", "_a", " a", "-", "a[", "a]", "a\nb"}) {
    INFO(bad);
    REQUIRE_FALSE(check_set(parameter, "A", bad));
    CHECK(check_set(parameter, "A", bad).error().fault == proxy::base::Fault::invalid_parameter_value);
  }
  CHECK(check_set(parameter, "A", std::string(64, 'a')));
  CHECK_FALSE(check_set(parameter, "A", std::string(65, 'a')));
}

TEST_CASE_METHOD(House, "no two rows of a table have one alias", "[aliases]") {
  name(0, "hall");
  CHECK(refused({{1, "hall"}}) == List{"1"});
  CHECK(refused({{0, "hall"}}).empty());
  CHECK(refused({{1, "x"}, {2, "x"}}) == List{"1", "2"});
  CHECK(refused({{1, "cpe-10"}}) == List{"1"});
  CHECK(refused({{0, "cpe-4"}}) == List{"0"});
  CHECK(refused({{0, "cpe-2"}}).empty());
  name(1, "attic");
  CHECK(refused({{0, "attic"}, {1, "hall"}}).empty());
  name(0, "attic");
  name(1, "hall");
  CHECK(find("attic") == rows[0]);
  CHECK(find("hall") == rows[1]);
  name(0, "cpe-2");
  CHECK(find("attic") == nullptr);
}

TEST_CASE_METHOD(House, "a walk names rows by numbers or by aliases", "[aliases]") {
  name(2, "attic");
  CHECK(walk("Device.T.", Naming::numbers) == List{"Device.T.", "Device.T.2.", "Device.T.2.Alias", "Device.T.2.Value",
                                                   "Device.T.3.", "Device.T.3.Alias", "Device.T.3.Value",
                                                   "Device.T.10.", "Device.T.10.Alias", "Device.T.10.Value"});
  CHECK(walk("Device.T.", Naming::aliases) ==
        List{"Device.T.", "Device.T.[cpe-2].", "Device.T.[cpe-2].Alias", "Device.T.[cpe-2].Value", "Device.T.[cpe-3].",
             "Device.T.[cpe-3].Alias", "Device.T.[cpe-3].Value", "Device.T.[attic].", "Device.T.[attic].Alias",
             "Device.T.[attic].Value"});
  CHECK(tree.path(*rows[2], Naming::aliases) == "Device.T.[attic].");
  CHECK(tree.path(alias(2)) == "Device.T.10.Alias");
  CHECK(tree.with_aliases("Device.T.10") == "Device.T.[attic]");
  CHECK(tree.with_aliases("Device.T.4") == "Device.T.4");
  CHECK(tree.with_aliases("").empty());
}

TEST_CASE("where aliases would make a path too long it has numbers") {
  Tree tree;
  const std::string outer = std::string(100, 'O');
  Table* first = *tree.declare_table(tree.root(), {.name = outer, .aliased = true});
  Row* row = *tree.add_row(*first, 1, Origin::start);
  Table* second = *tree.declare_table(*row, {.name = std::string(80, 'I'), .aliased = true});
  Row* inner = *tree.add_row(*second, 7, Origin::start);
  tree.set_value({row, first->alias_column()}, std::string(60, 'a'), Origin::acs);
  const std::string numbers = "Device." + outer + ".1." + std::string(80, 'I') + ".7.";
  CHECK(tree.path({inner, second->alias_column()}, Naming::aliases) == numbers + "Alias");
  Cursor cursor(tree, tree.select("Device.").value(), Cursor::Depth::all, Naming::aliases);
  std::vector<std::string> paths;
  while (const auto* item = cursor.next()) {
    CHECK(item->path.size() <= kMaxPathLength);
    CHECK(tree.select(item->path));
    paths.emplace_back(item->path);
  }
  CHECK(std::find(paths.begin(), paths.end(), numbers) != paths.end());
  CHECK(std::find(paths.begin(), paths.end(), numbers + "Alias") != paths.end());
}

TEST_CASE_METHOD(House, "a table that declares its own Alias has numbers alone", "[aliases]") {
  name(0, "hall");
  tree.drop_aliases(*table);
  CHECK(table->alias_column() == kNoColumn);
  CHECK_FALSE(tree.select("Device.T.[hall]."));
  CHECK_FALSE(tree.find("Device.T.2.Alias"));
  const auto own = tree.declare(*table, {.name = "Alias"});
  REQUIRE(own);
  CHECK(tree.value({rows[0], *own}).empty());
  CHECK(walk("Device.T.2.", Naming::aliases) == List{"Device.T.2.", "Device.T.2.Alias", "Device.T.2.Value"});
}

TEST_CASE_METHOD(House, "a table takes as many rows as it may have", "[aliases]") {
  CHECK(tree.add_row(*table, 11, Origin::acs));
  CHECK(tree.add_row(*table, 12, Origin::acs));
  REQUIRE_FALSE(tree.add_row(*table, 13, Origin::acs));
  CHECK(tree.add_row(*table, 13, Origin::acs).error().fault == proxy::base::Fault::resources_exceeded);
}
