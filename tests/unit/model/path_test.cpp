// SPDX-License-Identifier: Apache-2.0
// Shows which names and paths are legal.
#include "proxy/model/path.hpp"

#include "tests/support/catch.hpp"

#include <string>

using namespace proxy::model;

TEST_CASE("names begin with a letter or underscore", "[path]") {
  CHECK(is_name("X_00D09E_Home"));
  CHECK(is_name("_a-b"));
  CHECK_FALSE(is_name("1a"));
  CHECK_FALSE(is_name("a b"));
  CHECK_FALSE(is_name(""));
  CHECK_FALSE(is_name("\xC3\xA4"));
}

TEST_CASE("relative paths are names with dots between them", "[path]") {
  CHECK(is_relative_path("Battery.Level"));
  CHECK_FALSE(is_relative_path("Battery."));
  CHECK_FALSE(is_relative_path(".Level"));
  CHECK_FALSE(is_relative_path("Battery..Level"));
  CHECK_FALSE(is_relative_path("Battery.1.Level"));
  CHECK_FALSE(is_relative_path(std::string(257, 'a')));
}

TEST_CASE("instance numbers are positive and have one spelling", "[path]") {
  CHECK(instance_number("12") == 12U);
  CHECK_FALSE(instance_number("0"));
  CHECK_FALSE(instance_number("01"));
  CHECK_FALSE(instance_number("4294967296"));
  CHECK_FALSE(instance_number("1x"));
  CHECK_FALSE(instance_number(""));
}
