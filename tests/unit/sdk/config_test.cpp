// SPDX-License-Identifier: Apache-2.0
// Shows how a section of the configuration is walked, read with defaults, and complained about.
#include "adapters/sdk/config.hpp"

#include "tests/support/catch.hpp"
#include "tests/unit/sdk/config_text.hpp"

using Errors = std::vector<std::string>;

TEST_CASE("nodes are found by key and walked in order") {
  test::ConfigText config(R"({"a":{"b":"text"},"list":["x","y",{"z":1}],"none":null})");
  const auto root = config.root();
  CHECK(root.find("a").find("b").text() == "text");
  std::string keys;
  for (const auto child : root.children()) keys += std::string(child.key()) + " ";
  CHECK(keys == "a list none ");
  std::string entries;
  for (const auto entry : root.find("list").children()) entries += std::string(entry.scalar()) + " ";
  CHECK(entries == "x y  ");
  CHECK(root.find("none").kind() == ADAPTER_NODE_NULL);
  CHECK(root.find("none"));
}

TEST_CASE("what is absent reads as its default, at any depth") {
  test::ConfigText config(R"({"a":{}})");
  const auto absent = config.root().find("a").find("b").find("c");
  CHECK_FALSE(absent);
  CHECK(absent.text("x") == "x");
  CHECK(absent.integer(5) == 5);
  CHECK(absent.boolean(true));
  CHECK(absent.decimal(0.5) == 0.5);
  CHECK(absent.children().empty());
  CHECK_FALSE(adapters::sdk::ConfigNode{}.find("x"));
  CHECK_FALSE(config.failed());
}

TEST_CASE("scalars are read as what they are, and wholly") {
  test::ConfigText config(
      R"({"i":-42,"d":"1.5","t":true,"f":false,"bad":"12x","yes":"yes","big":"99999999999999999999"})");
  const auto root = config.root();
  CHECK(root.find("i").integer(0) == -42);
  CHECK(root.find("d").decimal(0) == 1.5);
  CHECK(root.find("t").boolean(false));
  CHECK_FALSE(root.find("f").boolean(true));
  CHECK_FALSE(config.failed());
  CHECK(root.find("bad").integer(7) == 7);
  CHECK(root.find("yes").boolean(true));
  CHECK(root.find("big").integer(1) == 1);
  CHECK(config.errors() ==
        Errors{"bad: expected a whole number", "yes: expected true or false", "big: expected a whole number"});
}

TEST_CASE("a report about what is absent goes to the nearest node above") {
  test::ConfigText config(R"({"broker":{}})");
  config.root().find("broker").find("url").report("a url is needed");
  CHECK(config.errors() == Errors{"broker: a url is needed"});
  CHECK(config.failed());
}
