// SPDX-License-Identifier: Apache-2.0
#include "tests/acs/http/content_coding.hpp"

#include <zlib.h>

#include <array>
#include <new>
#include <stdexcept>

namespace tests::acs {
namespace {

constexpr int kWindowBits = 15;

// zlib's window bits; 0 for a coding that is not known.
int window_bits(const std::string& coding) {
  if (coding == "gzip") return kWindowBits + 16;
  return coding == "deflate" ? kWindowBits : 0;
}

template <typename Step>
int run(z_stream& stream, const std::string& from, std::string& to, const Step& step) {
  std::array<char, 65536> block;
  stream.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(from.data()));
  stream.avail_in = static_cast<uInt>(from.size());
  int result = Z_OK;
  while (result == Z_OK) {
    stream.next_out = reinterpret_cast<Bytef*>(block.data());
    stream.avail_out = static_cast<uInt>(block.size());
    result = step(&stream);
    to.append(block.data(), block.size() - stream.avail_out);
  }
  return result;
}

}  // namespace

std::string compressed(const std::string& plain, const std::string& coding) {
  if (window_bits(coding) == 0) throw std::invalid_argument("no coding of the test ACS: " + coding);
  z_stream stream{};
  if (deflateInit2(&stream, Z_BEST_COMPRESSION, Z_DEFLATED, window_bits(coding), 8, Z_DEFAULT_STRATEGY) != Z_OK)
    throw std::bad_alloc();
  std::string packed;
  run(stream, plain, packed, [](z_stream* each) { return deflate(each, Z_FINISH); });
  deflateEnd(&stream);
  return packed;
}

std::optional<std::string> decompressed(const std::string& packed, const std::string& coding) {
  z_stream stream{};
  if (window_bits(coding) == 0 || inflateInit2(&stream, window_bits(coding)) != Z_OK) return std::nullopt;
  std::string plain;
  const int result = run(stream, packed, plain, [](z_stream* each) { return inflate(each, Z_NO_FLUSH); });
  const bool whole = result == Z_STREAM_END && stream.avail_in == 0;
  inflateEnd(&stream);
  return whole ? std::optional(std::move(plain)) : std::nullopt;
}

}  // namespace tests::acs
