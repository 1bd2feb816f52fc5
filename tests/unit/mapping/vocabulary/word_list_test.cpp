// SPDX-License-Identifier: Apache-2.0
#include "adapters/mapping/vocabulary/word_list.hpp"

#include "tests/support/catch.hpp"

namespace adapters::mapping {
namespace {

constexpr WordList kWords(
    "degC=°C|C|celsius;"
    "ms*10=10 ms;"
    "=-;");

}  // namespace

TEST_CASE("a word in a list has one meaning, and what is no word has none") {
  CHECK(kWords.find("°C") == "degC");
  CHECK(kWords.find("celsius") == "degC");
  CHECK(kWords.find("10 ms") == "ms*10");
  CHECK(kWords.find("-") == "");
  for (const char* none : {"degC", "c", "cel", "celsiusx", "", "C|celsius", "celsius;", "=-", "ms*10"}) {
    CAPTURE(none);
    CHECK_FALSE(kWords.find(none).has_value());
  }
}

}  // namespace adapters::mapping
