// SPDX-License-Identifier: Apache-2.0
// Shows that a cell holds any text, short or long, and gives it up once.
#include "proxy/model/tree/cell_text.hpp"
#include "tests/support/catch.hpp"

#include <string>
#include <utility>

using proxy::model::CellText;

TEST_CASE("a text of any length reads back as it was", "[cell_text]") {
  CHECK(sizeof(CellText) == 20);
  CHECK(CellText().view().empty());
  for (const std::size_t length : {0U, 1U, 15U, 18U, 19U, 20U, 21U, 127U, 128U, 65536U}) {
    const std::string text(length, '\x7f');
    CHECK(CellText(text).view() == text);
  }
  const std::string binary("a\0b", 3);
  CHECK(CellText(binary).view() == binary);
}

TEST_CASE("a text replaces another and moves on", "[cell_text]") {
  const std::string is_long(100, 'l');
  CellText text(is_long);
  text = CellText("short");
  CHECK(text.view() == "short");
  text = CellText(std::string(text.view()) + is_long);
  CHECK(text.view() == "short" + is_long);
  CellText other(std::move(text));
  CHECK(other.view() == "short" + is_long);
  other = CellText(other.view().substr(5));
  CHECK(other.view() == is_long);
  CellText third("third");
  third = std::move(other);
  CHECK(third.view() == is_long);
}
