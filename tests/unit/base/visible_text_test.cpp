// SPDX-License-Identifier: Apache-2.0
// Shows that no text acts on the terminal or the lines that it is written to.
#include "proxy/base/visible_text.hpp"
#include "tests/support/catch.hpp"

using proxy::base::visible_json;
using proxy::base::visible_lines;
using proxy::base::visible_text;

TEST_CASE("controls, C1 controls and bytes that are not UTF-8 are escaped") {
  CHECK(visible_text("\x1b[2J\x7f\r\n\t") == "\\x1b[2J\\x7f\\x0d\\x0a\\x09");
  CHECK(visible_text("a\xc2\x9b"
                     "2J\xc2\x85"
                     "b") == "a\\u009b2J\\u0085b");
  CHECK(visible_text("a\x9b"
                     "2J") == "a\\x9b2J");  // a C1 control where the terminal does not expect UTF-8
  CHECK(visible_text("\xc0\x9b\xe2\x80") == "\\xc0\\x9b\\xe2\\x80");
  CHECK(visible_text(std::string_view("\0", 1)) == "\\x00");
}

TEST_CASE("direction marks and line separators are escaped") {
  CHECK(visible_text("gpj.\xe2\x80\xae"
                     "exe") == "gpj.\\u202eexe");
  CHECK(visible_text("\xe2\x80\xa8\xe2\x80\xa9\xe2\x81\xa6\xe2\x81\xa9\xe2\x80\x8e\xd8\x9c\xef\xbb\xbf") ==
        "\\u2028\\u2029\\u2066\\u2069\\u200e\\u061c\\ufeff");
}

TEST_CASE("what people write stays as it is") {
  const std::string text =
      "K\xc3\xbc"
      "che 21.5 \xc2\xb0"
      "C \\ \"\xe6\x97\xa5\xe6\x9c\xac\xe8\xaa\x9e\" \xf0\x9f\x92\xa1";
  CHECK(visible_text(text) == text);
  CHECK(visible_json(text) == text);
  CHECK(visible_text("").empty());
}

TEST_CASE("lines of our own keep their ends") { CHECK(visible_lines("a\nb\x1b\n") == "a\nb\\x1b\n"); }

TEST_CASE("JSON remains the same value") {
  CHECK(visible_json("{\"a\":\"\xc2\x9b\xe2\x80\xae\x7f\"}") == "{\"a\":\"\\u009b\\u202e\\u007f\"}");
  CHECK(visible_json("[\n\t1\x9b]") == "[\n\t1\x9b]");
}
