// SPDX-License-Identifier: Apache-2.0
// Shows that a diagnostic is one line, whatever the file contains, and that their number is limited.
#include "proxy/config/diagnostic.hpp"

#include "tests/support/catch.hpp"

#include <algorithm>

using namespace proxy::config;

TEST_CASE("control characters are escaped and long texts cut between characters") {
  CHECK(quote("a\nb\x1b") == "\"a\\x0ab\\x1b\"");
  CHECK(quote(std::string(59, 'x') + "\xc3\xa4 and more") == "\"" + std::string(59, 'x') + "...\"");
}

TEST_CASE("errors fail, warnings do not") {
  Diagnostics diagnostics;
  diagnostics.warning({"f", 3, 1}, {}, "odd");
  CHECK_FALSE(diagnostics.failed());
  diagnostics.error({"f", 2, 5}, "a.b", "wrong");
  CHECK(diagnostics.failed());
  diagnostics.sort();
  CHECK(diagnostics.text() == "f:2:5: a.b: wrong\nf:3:1: warning: odd\n");
}

TEST_CASE("beyond the limit errors are only counted") {
  Diagnostics diagnostics;
  for (std::size_t count = 0; count < Diagnostics::kMaxErrors + 7; ++count) {
    diagnostics.error({"f", static_cast<std::uint32_t>(count), 1}, {}, "x");
  }
  const auto text = diagnostics.text();
  CHECK(diagnostics.entries().size() == Diagnostics::kMaxErrors);
  CHECK(text.ends_with("and 7 more\n"));
}

TEST_CASE("the same error is reported once") {
  Diagnostics diagnostics;
  for (int time = 0; time < 2; ++time) {
    diagnostics.error({"f", 1, 1}, "a", "x");
    diagnostics.error({"f", 1, 1}, "b", "x");
  }
  CHECK(diagnostics.text() == "f:1:1: a: x\nf:1:1: b: x\n");
}
