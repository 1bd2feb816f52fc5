// SPDX-License-Identifier: Apache-2.0
// Shows what a path stands for in GetParameterNames, at the next level and all the way down.
#include "proxy/model/cursor.hpp"
#include "proxy/model/matches.hpp"

#include "tests/support/catch.hpp"

using namespace proxy::model;

namespace {

struct House {
  House() {
    tree.declare(tree.root(), {.name = "RootDataModelVersion"}).value();
    tree.declare(tree.root(), {.name = "A.B.Leaf"}).value();
    tree.declare(tree.root(), {.name = "A.BC", .writable = true}).value();
    tree.declare_object(tree.root(), "A.Empty").value();
    Table* table = tree.declare_table(tree.root(), {.name = "A.T", .creatable = true}).value();
    tree.declare(*table, {.name = "X.Y"}).value();
    tree.declare(*table, {.name = "N"}).value();
    tree.add_row(*table, 2, Origin::start).value();
    tree.add_row(*table, 10, Origin::start).value();
  }

  std::vector<std::string> walk(std::string_view path, Cursor::Depth depth) {
    Cursor cursor(tree, tree.select(path).value(), depth);
    std::vector<std::string> items;
    while (const auto* item = cursor.next()) {
      items.push_back(std::string(item->path) + (item->writable ? " w" : ""));
      if (item->kind == Cursor::Item::Kind::parameter) CHECK(tree.path(item->parameter) == item->path);
    }
    CHECK(cursor.next() == nullptr);
    return items;
  }

  Tree tree;
};

using Items = std::vector<std::string>;

}  // namespace

TEST_CASE_METHOD(House, "the whole tree, objects before what is in them", "[cursor]") {
  CHECK(walk("", Cursor::Depth::all) == Items{"Device.", "Device.A.", "Device.A.B.", "Device.A.B.Leaf", "Device.A.BC w",
                                              "Device.A.Empty.", "Device.A.T. w", "Device.A.T.2. w", "Device.A.T.2.N",
                                              "Device.A.T.2.X.", "Device.A.T.2.X.Y", "Device.A.T.10. w",
                                              "Device.A.T.10.N", "Device.A.T.10.X.", "Device.A.T.10.X.Y",
                                              "Device.A.TNumberOfEntries", "Device.RootDataModelVersion"});
}

TEST_CASE_METHOD(House, "the next level has the children alone", "[cursor]") {
  CHECK(walk("Device.", Cursor::Depth::next_level) == Items{"Device.A.", "Device.RootDataModelVersion"});
  CHECK(walk("Device.A.", Cursor::Depth::next_level) ==
        Items{"Device.A.B.", "Device.A.BC w", "Device.A.Empty.", "Device.A.T. w", "Device.A.TNumberOfEntries"});
  CHECK(walk("Device.A.T.", Cursor::Depth::next_level) == Items{"Device.A.T.2. w", "Device.A.T.10. w"});
  CHECK(walk("Device.A.T.2.", Cursor::Depth::next_level) == Items{"Device.A.T.2.N", "Device.A.T.2.X."});
  CHECK(walk("Device.A.Empty.", Cursor::Depth::next_level).empty());
}

TEST_CASE_METHOD(House, "all begins with what was selected", "[cursor]") {
  CHECK(walk("Device.A.B.", Cursor::Depth::all) == Items{"Device.A.B.", "Device.A.B.Leaf"});
  CHECK(walk("Device.A.Empty.", Cursor::Depth::all) == Items{"Device.A.Empty."});
  CHECK(walk("Device.A.T.2.X.", Cursor::Depth::all) == Items{"Device.A.T.2.X.", "Device.A.T.2.X.Y"});
  CHECK(walk("Device.A.T.2.", Cursor::Depth::all) ==
        Items{"Device.A.T.2. w", "Device.A.T.2.N", "Device.A.T.2.X.", "Device.A.T.2.X.Y"});
  CHECK(walk("Device.A.BC", Cursor::Depth::all) == Items{"Device.A.BC w"});
}

TEST_CASE_METHOD(House, "an object that is declared and has parameters is shown once", "[cursor]") {
  tree.declare(tree.root(), {.name = "A.Empty.Now"}).value();
  CHECK(walk("Device.A.Empty.", Cursor::Depth::all) == Items{"Device.A.Empty.", "Device.A.Empty.Now"});
  const auto items = walk("Device.A.", Cursor::Depth::all);
  CHECK(std::count(items.begin(), items.end(), "Device.A.Empty.") == 1);
}

TEST_CASE("rows of different shapes are walked each with its own names, and matched by a wildcard", "[cursor]") {
  Tree tree;
  const Parameter alias{.name = "Alias", .writable = true, .alias = true};
  const auto lamp = make_shape({alias, {.name = "Lamp.On", .type = Type::boolean}});
  const auto meter = make_shape({alias, {.name = "Meter.Power", .type = Type::decimal}});
  Table* const parts = *tree.declare_table(tree.root(), {.name = "Part", .shape = lamp});
  CHECK(tree.add_row(*parts, 1, Origin::start));
  CHECK(tree.add_row(*parts, 2, Origin::start, meter));
  std::vector<std::string> paths;
  Cursor cursor(tree, *tree.select("Device.Part."), Cursor::Depth::all);
  while (const auto* item = cursor.next()) paths.emplace_back(item->path);
  CHECK(paths == std::vector<std::string>{"Device.Part.", "Device.Part.1.", "Device.Part.1.Alias",
                                          "Device.Part.1.Lamp.", "Device.Part.1.Lamp.On", "Device.Part.2.",
                                          "Device.Part.2.Alias", "Device.Part.2.Meter.", "Device.Part.2.Meter.Power"});
  Matches matches(tree, "Device.Part.*.Meter.Power", Naming::numbers);
  CHECK(matches.next()->path == "Device.Part.2.Meter.Power");
  CHECK_FALSE(matches.next());
}
