// SPDX-License-Identifier: Apache-2.0
#pragma once
// A body as it goes out compressed. It is compressed once to learn its size, as Content-Length wants it, and in blocks,
// whatever its length: what comes out short is kept, what comes out long is compressed again as it is read.
// Spec: TR-069 Amendment 6, 3.4.7; RFC 9110, section 8.4.1 (gzip; deflate is the format of zlib)
// Thread: see proxy/cwmp/envelope/body.hpp

#include "proxy/config/config.hpp"
#include "proxy/cwmp/envelope/body.hpp"

#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>

namespace proxy::acs {

class Deflater;

class CompressedBody final : public cwmp::Body {
 public:
  /// Reads `plain` through, from its first byte on; throws std::bad_alloc without the memory to compress. The coding is
  /// not `disabled`.
  CompressedBody(config::HttpCompression coding, std::unique_ptr<cwmp::Body> plain);
  ~CompressedBody() override;

  std::uint64_t size() const override { return size_; }
  void rewind() override;
  std::size_t read(std::span<char> block) override;

 private:
  std::unique_ptr<Deflater> deflater_;  ///< null: all of it is kept
  std::string kept_;
  std::uint64_t size_ = 0;
  std::size_t kept_read_ = 0;
};

/// "gzip": the word of Content-Encoding.
const char* content_coding(config::HttpCompression coding);

}  // namespace proxy::acs
