// SPDX-License-Identifier: Apache-2.0
// Shows that each URL of a text loses its user and password, and that nothing else is lost.
#include "proxy/base/secrets/replace_user.hpp"

#include "tests/support/catch.hpp"

using proxy::base::kUrlEnds;
using proxy::base::replace_user;

TEST_CASE("what stands before the host of a URL is replaced, in each URL of a text", "[secrets]") {
  CHECK(replace_user("http://u:p@a/x@y, mqtts://u:pa{ss@[::1]:1 and m@b", "***@") ==
        "http://***@a/x@y, mqtts://***@[::1]:1 and m@b");
  CHECK(replace_user("http://p@w@a?b=c@d", "") == "http://a?b=c@d");
  CHECK(replace_user("\"http://a\" m@b", "***@") == "\"http://a\" m@b");
  for (const char* text : {"", "a@b", "://", "http://a/b@c", "http://***@a"}) CHECK(replace_user(text, "***@") == text);
}

TEST_CASE("a password with a blank or a quote is replaced where a text is one URL", "[secrets]") {
  CHECK(replace_user("http://u:p \"w@a/b c@d", "", kUrlEnds) == "http://a/b c@d");
}
