// SPDX-License-Identifier: Apache-2.0
// Shows that a compressed body is what a peer decompresses, that its size is true before it is read, and that it says
// the same when it is read again, short or long.
#include "proxy/acs/http/compressed_body.hpp"

#include <algorithm>
#include <array>
#include <string>

#include "tests/acs/http/content_coding.hpp"
#include "tests/support/catch.hpp"

using proxy::acs::CompressedBody;
using proxy::config::HttpCompression;

namespace {

std::string read_all(proxy::cwmp::Body& body, std::size_t block_size) {
  std::string text;
  std::string block(block_size, '\0');
  for (std::size_t count = body.read(block); count != 0; count = body.read(block)) text.append(block, 0, count);
  return text;
}

std::unique_ptr<proxy::cwmp::Body> body_of(const std::string& text) {
  return proxy::cwmp::make_text_body(std::make_shared<const std::string>(text));
}

// Compresses badly: a long answer stays long.
std::string noise(std::size_t size) {
  std::string text;
  std::uint32_t state = 1;
  while (text.size() < size) {
    state = state * 1664525U + 1013904223U;
    text += static_cast<char>(state >> 24);
  }
  return text;
}

}  // namespace

TEST_CASE("a compressed body has a true size, and reads the same again") {
  const auto [coding, name] = GENERATE(
      table<HttpCompression, std::string>({{HttpCompression::gzip, "gzip"}, {HttpCompression::deflate, "deflate"}}));
  const std::string text = GENERATE(std::string(), std::string("<envelope/>"), std::string(3'000'000, 'x'),
                                    noise(16384), noise(70'000), noise(1'000'000));
  CHECK(proxy::acs::content_coding(coding) == name);
  CompressedBody body(coding, body_of(text));
  const std::string first = read_all(body, 1000);
  CHECK(first.size() == body.size());
  CHECK(tests::acs::decompressed(first, name) == text);
  body.rewind();
  CHECK(read_all(body, 65536) == first);
  // In the middle as well: a login comes when part of the body is on its way.
  body.rewind();
  std::array<char, 10> some{};
  body.read(some);
  body.rewind();
  CHECK(read_all(body, 16384) == first);
}

TEST_CASE("what is compressed begins with the first byte, wherever its body stood") {
  auto plain = body_of("<envelope/>");
  std::array<char, 4> some{};
  plain->read(some);
  CompressedBody body(HttpCompression::gzip, std::move(plain));
  CHECK(tests::acs::decompressed(read_all(body, 100), "gzip") == "<envelope/>");
}
