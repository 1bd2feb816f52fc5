// SPDX-License-Identifier: Apache-2.0
// Shows that rows of an adapter are checked like the daemon's own: kinds, nested lists, words, choices, more keys.
#include "proxy/config/schema/schema.hpp"

#include "proxy/config/yaml/document.hpp"
#include "tests/support/catch.hpp"
#include "tests/unit/config/temporary.hpp"

#include <array>

using namespace proxy::config;

namespace {

using Kind = Option::Kind;

constexpr std::array kParameter{
    Option{.key = "path", .required = true},
    Option{.key = "scale", .kind = Kind::decimal, .minimum = -10, .maximum = 10},
    Option{.key = "notify", .choices = "off passive active"},
    Option{.key = "values", .kind = Kind::words},
};
constexpr std::array kRows{
    Option{.key = "parameters", .kind = Kind::list, .children = kParameter},
    Option{.key = "topics", .kind = Kind::list, .choices = "a b"},
    Option{.key = "port", .kind = Kind::integer},
    Option{.key = "open", .kind = Kind::map, .children = kParameter, .more_keys = true},
};

std::string check(std::string_view yaml) {
  const Temporary files;
  Budget budget;
  Diagnostics diagnostics;
  const auto nodes = load_document(files.write("a.yaml", yaml), nullptr, budget, diagnostics);
  REQUIRE_FALSE(nodes.empty());
  validate(nodes, 0, kRows, diagnostics, "adapters[3]");
  diagnostics.sort();
  return replaced(diagnostics.text(), files.path.string() + "/", "");
}

}  // namespace

TEST_CASE("a section that follows the rows has no diagnostics") {
  CHECK(check("parameters:\n  - { path: A, scale: 0.1, notify: off, values: { on: 1, 'off': '0' } }\n  - path: B\n"
              "topics: [a, b, a]\nport: -5\nopen: { path: x, anything: { goes: here } }\n")
            .empty());
  CHECK(check("parameters:\ntopics: []\n").empty());
}

TEST_CASE("each row is enforced, with the path that the caller gave in front") {
  CHECK(check("parameters:\n  - { scale: 11, notify: of }\n  - text\n") ==
        "a.yaml:2:5: adapters[3].parameters[0].path: is required\n"
        "a.yaml:2:14: adapters[3].parameters[0].scale: must be from -10 to 10, not \"11\"\n"
        "a.yaml:2:26: adapters[3].parameters[0].notify: must be one of off, passive, active, not \"of\"\n"
        "a.yaml:3:5: adapters[3].parameters[1]: must be a map of keys, not a single value\n");
}

TEST_CASE("lists of scalars, words and unknown keys are checked too") {
  CHECK(check("topics: [a, c]\n") == "a.yaml:1:13: adapters[3].topics[1]: must be one of a, b, not \"c\"\n");
  CHECK(check("parameters: [ { path: x, values: [a] }, { path: y, values: { k: [v] } } ]\n") ==
        "a.yaml:1:34: adapters[3].parameters[0].values: must be a map of words, not a list\n"
        "a.yaml:1:65: adapters[3].parameters[1].values.k: must be a single value, not a list\n");
  CHECK(check("prot: 1\n") == "a.yaml:1:1: adapters[3]: unknown key \"prot\"; did you mean \"port\"?\n");
  CHECK(check("zzzz: 1\n") == "a.yaml:1:1: adapters[3]: unknown key \"zzzz\"\n");
}

TEST_CASE("numbers are decimal, unquoted, finite") {
  for (const char* number :
       {"010", "0x10", "1e", "+1", "1_000", "0o7", "", "''", "ten", "99999999999999999999", "1.0"}) {
    INFO(number);
    CHECK_FALSE(check(std::string("port: ") + number + "\n").empty());
  }
  for (const char* number : {"01.5", ".5", "nan", "inf", ".inf", "1e999", "'1'"}) {
    INFO(number);
    CHECK_FALSE(check(std::string("open: { path: x, scale: ") + number + " }\n").empty());
  }
  CHECK(check("open: { path: x, scale: 1e-3 }\nport: 0\n").empty());
}
