// SPDX-License-Identifier: Apache-2.0
// Shows that an announcement which is nearly JSON is read.
#include "adapters/mqtt/discovery/common/document.hpp"
#include "tests/support/catch.hpp"

using namespace adapters::mqtt::discovery;

TEST_CASE("an announcement with a byte order mark, a NaN or a NUL behind it is read") {
  for (const char* text :
       {"\xEF\xBB\xBF{\"name\":\"Attic\"}", "{\"name\":\"Attic\",\"min\":nan}",
        "{\"name\":\"Attic\",\"max\":Infinity,}", "\xEF\xBB\xBF\r\n{\"name\":\"Attic\",\"x\":-nan}\n"}) {
    CAPTURE(text);
    std::string why;
    const auto document = parse_object(text, {}, why);
    REQUIRE(document);
    CHECK(text_at(*document, "name") == "Attic");
  }
  std::string why;
  CHECK(parse_object(std::string_view("{\"name\":1}\0", 11), {}, why));
  CHECK_FALSE(parse_object("{\"name\":", {}, why));
  CHECK(why.starts_with("not JSON"));
}
