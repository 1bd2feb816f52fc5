// SPDX-License-Identifier: Apache-2.0
// Shows the array of a document, and when a section has not changed.
#include "proxy/config/yaml/node.hpp"

#include "proxy/config/yaml/document.hpp"
#include "tests/support/catch.hpp"
#include "tests/unit/config/temporary.hpp"

using namespace proxy::config;

namespace {

Nodes parse(std::string_view yaml) {
  const Temporary files;
  Budget budget;
  Diagnostics diagnostics;
  auto nodes = load_document(files.write("a.yaml", yaml), nullptr, budget, diagnostics);
  CHECK(diagnostics.text().empty());
  return nodes;
}

}  // namespace

TEST_CASE("keys, kinds and positions of a document") {
  const auto nodes = parse("list: [one, 'two', ~]\nmap:\n  key:\n    text\n");
  const auto list = find(nodes, 0, "list");
  REQUIRE(list != kNoNode);
  CHECK(nodes[list].kind == Node::Kind::list);
  const auto& one = nodes[nodes[list].first_child];
  const auto& two = nodes[one.next];
  const auto& three = nodes[two.next];
  CHECK((one.scalar == "one" && !one.quoted && one.column == 8));
  CHECK((two.scalar == "two" && two.quoted && two.column == 13));
  CHECK((three.kind == Node::Kind::null && three.next == kNoNode));
  const auto& key = nodes[find(nodes, find(nodes, 0, "map"), "key")];
  CHECK((key.line == 4 && key.column == 5 && key.key_line == 3 && key.key_column == 3));
  CHECK(find(nodes, list, "one") == kNoNode);
  CHECK(find(nodes, 0, "none") == kNoNode);
  CHECK(find(nodes, kNoNode, "none") == kNoNode);
}

TEST_CASE("an alias becomes a copy") {
  const auto nodes = parse("a: &x { k: [v, w] }\nb: *x\n");
  const auto copy = find(nodes, 0, "b");
  CHECK((nodes[copy].line == 2 && nodes[copy].column == 4));
  const auto list = find(nodes, copy, "k");
  REQUIRE(list != kNoNode);
  CHECK(nodes[nodes[nodes[list].first_child].next].scalar == "w");
  CHECK(same_content(subtree(nodes, find(nodes, 0, "a")), subtree(nodes, copy)));
}

TEST_CASE("a subtree is the same at any position, and differs if its content differs") {
  const auto section = [](std::string_view yaml) {
    const auto nodes = parse(yaml);
    return subtree(nodes, find(nodes, 0, "s"));
  };
  const auto one = section("s: { a: [1, 2], b: c }\n");
  CHECK(one[0].key.empty());
  CHECK(same_content(one, section("# moved\nx: y\ns:\n  a:\n    - 1\n    - 2\n  b: c\n")));
  CHECK_FALSE(same_content(one, section("s: { a: [1, 3], b: c }\n")));
  CHECK_FALSE(same_content(one, section("s: { a: [1, [2]], b: c }\n")));
  CHECK_FALSE(same_content(one, section("s: { a: [1, 2], b: c, d: e }\n")));
  CHECK_FALSE(same_content(one, section("s: { a: [1, 2], b: 'c' }\n")));
}
