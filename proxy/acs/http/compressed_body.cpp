// SPDX-License-Identifier: Apache-2.0
#include "proxy/acs/http/compressed_body.hpp"

#include <zlib.h>

#include <algorithm>
#include <array>
#include <cstring>
#include <new>
#include <utility>

namespace proxy::acs {
namespace {

constexpr std::size_t kBlock = std::size_t{16} << 10;
/// Up to this many compressed bytes are kept (an answer of a megabyte), which saves the second pass.
constexpr std::size_t kMaxKept = std::size_t{64} << 10;
// XML repeats itself within a few lines: a window of 8 KiB finds it, and both together take 64 KiB instead of 256.
constexpr int kWindowBits = 13;
constexpr int kMemoryLevel = 6;
constexpr int kGzip = 16;  // added to zlib's window bits it selects the gzip format
constexpr int kLevel = 4;

}  // namespace

/// zlib. It gets the same blocks in each pass, so that each pass gives the same bytes.
class Deflater {
 public:
  Deflater(config::HttpCompression coding, std::unique_ptr<cwmp::Body> plain) : plain_(std::move(plain)) {
    const int format = coding == config::HttpCompression::gzip ? kGzip : 0;
    if (deflateInit2(&stream_, kLevel, Z_DEFLATED, kWindowBits + format, kMemoryLevel, Z_DEFAULT_STRATEGY) != Z_OK)
      throw std::bad_alloc();
    plain_->rewind();
  }
  ~Deflater() { deflateEnd(&stream_); }
  Deflater(const Deflater&) = delete;
  Deflater& operator=(const Deflater&) = delete;

  void rewind() {
    deflateReset(&stream_);
    stream_.avail_in = 0;
    at_end_ = false;
    plain_->rewind();
  }

  /// The next block, valid until the next call; none at the end.
  std::span<const char> next() {
    stream_.next_out = reinterpret_cast<Bytef*>(out_.data());
    stream_.avail_out = static_cast<uInt>(out_.size());
    int result = Z_OK;
    while (stream_.avail_out != 0 && result != Z_STREAM_END) {
      if (stream_.avail_in == 0 && !at_end_) fill();
      result = deflate(&stream_, at_end_ ? Z_FINISH : Z_NO_FLUSH);
    }
    return {out_.data(), out_.size() - stream_.avail_out};
  }

 private:
  void fill() {
    const std::size_t count = plain_->read(in_);
    at_end_ = count < in_.size();
    stream_.next_in = reinterpret_cast<Bytef*>(in_.data());
    stream_.avail_in = static_cast<uInt>(count);
  }

  std::unique_ptr<cwmp::Body> plain_;
  z_stream stream_{};
  std::array<char, kBlock> in_;
  std::array<char, kBlock> out_;
  bool at_end_ = false;
};

CompressedBody::CompressedBody(config::HttpCompression coding, std::unique_ptr<cwmp::Body> plain)
    : deflater_(std::make_unique<Deflater>(coding, std::move(plain))) {
  for (auto block = deflater_->next(); !block.empty(); block = deflater_->next()) {
    size_ += block.size();
    if (size_ <= kMaxKept) kept_.append(block.data(), block.size());
  }
  if (size_ <= kMaxKept) {
    deflater_.reset();
  } else {
    kept_ = {};
    deflater_->rewind();
  }
}

CompressedBody::~CompressedBody() = default;

void CompressedBody::rewind() {
  kept_read_ = 0;
  if (!deflater_) return;
  kept_.clear();
  deflater_->rewind();
}

std::size_t CompressedBody::read(std::span<char> block) {
  std::size_t filled = 0;
  while (filled < block.size()) {
    if (kept_read_ == kept_.size() && deflater_) {
      const std::span<const char> next = deflater_->next();
      kept_.assign(next.data(), next.size());
      kept_read_ = 0;
    }
    const std::size_t count = std::min(block.size() - filled, kept_.size() - kept_read_);
    if (count == 0) break;
    std::memcpy(block.data() + filled, kept_.data() + kept_read_, count);
    kept_read_ += count;
    filled += count;
  }
  return filled;
}

const char* content_coding(config::HttpCompression coding) {
  return coding == config::HttpCompression::gzip ? "gzip" : "deflate";
}

}  // namespace proxy::acs
