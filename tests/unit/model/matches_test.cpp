// SPDX-License-Identifier: Apache-2.0
// Shows what paths with wildcards stand for.
#include "proxy/model/matches.hpp"

#include "tests/support/catch.hpp"

using namespace proxy::model;

namespace {

using List = std::vector<std::string>;

struct House {
  House() {
    Table* outer = *tree.declare_table(tree.root(), {.name = "A.T", .aliased = true});
    tree.declare(*outer, {.name = "X.Y"}).value();
    tree.declare_table(tree.root(), {.name = "Empty"}).value();
    for (const std::uint32_t number : {1U, 2U, 3U}) {
      Row* row = *tree.add_row(*outer, number, Origin::start);
      if (number == 2) continue;
      Table* inner = *tree.declare_table(*row, {.name = "In"});
      tree.declare(*inner, {.name = "V"}).value();
      tree.add_row(*inner, 4, Origin::start).value();
      tree.add_row(*inner, 5, Origin::start).value();
    }
  }
  List match(const std::string& path, Naming naming = Naming::numbers) const {
    const auto selection = select_all(tree, path);
    if (!selection) return {"9005"};
    CHECK(selection->kind == Selection::Kind::pattern);
    List paths;
    Matches matches(tree, path, naming);
    while (const auto found = matches.next()) {
      CHECK(tree.path(*found) == tree.path(*tree.select(found->path)));
      paths.push_back(found->path);
    }
    CHECK_FALSE(matches.next());
    return paths;
  }

  Tree tree;
};

}  // namespace

TEST_CASE_METHOD(House, "a wildcard stands for each row that has what is behind it", "[matches]") {
  CHECK(match("Device.A.T.*.X.Y") == List{"Device.A.T.1.X.Y", "Device.A.T.2.X.Y", "Device.A.T.3.X.Y"});
  CHECK(match("Device.A.T.*.") == List{"Device.A.T.1.", "Device.A.T.2.", "Device.A.T.3."});
  CHECK(match("Device.A.T.*.In.") == List{"Device.A.T.1.In.", "Device.A.T.3.In."});
  CHECK(match("Device.A.T.*.In.*.V") ==
        List{"Device.A.T.1.In.4.V", "Device.A.T.1.In.5.V", "Device.A.T.3.In.4.V", "Device.A.T.3.In.5.V"});
  CHECK(match("Device.A.T.[cpe-3].In.*.V") == List{"Device.A.T.[cpe-3].In.4.V", "Device.A.T.[cpe-3].In.5.V"});
  CHECK(match("Device.A.T.*.In.5.V", Naming::aliases) ==
        List{"Device.A.T.[cpe-1].In.5.V", "Device.A.T.[cpe-3].In.5.V"});
}

TEST_CASE_METHOD(House, "what matches nothing is empty, what names no table is 9005", "[matches]") {
  for (const char* path : {"Device.Empty.*.", "Device.Empty.*.Bogus", "Device.A.T.*.Bogus", "Device.A.T.*.X"}) {
    INFO(path);
    CHECK(match(path).empty());
  }
  for (const char* path : {"Device.*.", "Device.A.*.X.Y", "Device.Bogus.*.", "Device.A.T.9.In.*.V", "*.",
                           "Device.A.T.*", "Device.A.T.1*.X.Y", "Device.A.T.[*].X.Y"}) {
    INFO(path);
    CHECK(match(path) == List{"9005"});
    CHECK_FALSE(tree.select(path));
  }
}
