// SPDX-License-Identifier: Apache-2.0
// Shows which devices are wanted.
#include "adapters/mapping/configuration/admission.hpp"

#include "tests/support/catch.hpp"
#include "tests/unit/sdk/config_text.hpp"

using namespace adapters::mapping;

namespace {

Admission admission(const char* section) {
  test::ConfigText config(section);
  return Admission(config.root());
}

}  // namespace

TEST_CASE("a glob stands for the whole text") {
  CHECK(matches_glob("*", ""));
  CHECK(matches_glob("0x00158d*", "0x00158d0001d8e1d2"));
  CHECK(matches_glob("k?tchen/*", "kitchen/bulb"));
  CHECK(matches_glob("*a*b*c", "xxaxxbxbxc"));
  CHECK_FALSE(matches_glob("kitchen", "kitchen/bulb"));
  CHECK_FALSE(matches_glob("?", ""));
  CHECK_FALSE(matches_glob("*a*b*c", "xxaxxbxbx"));
  CHECK_FALSE(matches_glob("", "x"));
}

TEST_CASE("without a word everybody is welcome") { CHECK(admission("{}").why_not("0x1", "lamp").empty()); }

TEST_CASE("deny is stronger than allow, and either may name the identity or the name") {
  const Admission wanted = admission(R"({"allow": ["kitchen/*", "0x42"], "deny": ["*/neighbour"]})");
  CHECK(wanted.why_not("0x1", "kitchen/lamp").empty());
  CHECK(wanted.why_not("0x42", "garage").empty());
  CHECK(wanted.why_not("0x1", "garage") == "'allow' does not have it");
  CHECK(wanted.why_not("0x42", "kitchen/neighbour") == "'deny' has it");
}

TEST_CASE("with auto_add off a device is named or waits") {
  const Admission wanted = admission(R"({"allow": ["*", "lamp"], "auto_add": "false"})");
  CHECK(wanted.why_not("0x1", "lamp").empty());
  CHECK(wanted.why_not("0x2", "plug") == "waits for being allowed");
  CHECK(admission(R"({"auto_add": "false"})").why_not("0x1", "lamp") == "waits for being allowed");
}

TEST_CASE("an empty glob is a mistake") {
  test::ConfigText config(R"({"deny": [""]})");
  const Admission wanted(config.root());
  CHECK(config.errors().size() == 1);
}
