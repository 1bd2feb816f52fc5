// SPDX-License-Identifier: Apache-2.0
// Shows digests of SHA-1 and UUIDs of version 5, by the examples of RFC 3174 and of other implementations.
#include "proxy/base/digest/sha1.hpp"
#include "tests/support/catch.hpp"

#include <string>
#include <string_view>

using proxy::base::sha1;
using proxy::base::uuid_of;

namespace {

std::string hex(std::string_view bytes) {
  constexpr std::string_view kDigits = "0123456789abcdef";
  std::string text;
  for (const char byte : bytes) {
    text.push_back(kDigits[static_cast<unsigned char>(byte) >> 4]);
    text.push_back(kDigits[static_cast<unsigned char>(byte) & 0xf]);
  }
  return text;
}

}  // namespace

TEST_CASE("SHA-1") {
  CHECK(hex(sha1("")) == "da39a3ee5e6b4b0d3255bfef95601890afd80709");
  CHECK(hex(sha1("abc")) == "a9993e364706816aba3e25717850c26c9cd0d89d");
  CHECK(hex(sha1("abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq")) ==
        "84983e441c3bd26ebaae4aa1f95129e5e54670f1");
  CHECK(hex(sha1(std::string(1'000'000, 'a'))) == "34aa973cd4c4daa4f61eeb2bdbad27316534016f");
}

TEST_CASE("a UUID of version 5 is that of a name in a name space") {
  // RFC 4122, appendix C: the name space of DNS.
  const std::string dns("\x6b\xa7\xb8\x10\x9d\xad\x11\xd1\x80\xb4\x00\xc0\x4f\xd4\x30\xc8", 16);
  CHECK(uuid_of(dns, "www.widgets.com") == "21f7f8de-8051-5b89-8680-0195ef798b6a");
  CHECK(uuid_of(dns, "www.example.com") == "2ed6657d-e927-568b-95e1-2665a8aea6a2");
}
