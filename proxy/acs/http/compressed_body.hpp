// SPDX-License-Identifier: Apache-2.0
#pragma once
// The compressed form of a body. It is compressed in blocks a first time to get its size for Content-Length. A short
// result is kept; a long one is compressed again while it is read.
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

/// The value of Content-Encoding: "gzip" or "deflate".
const char* content_coding(config::HttpCompression coding);

}  // namespace proxy::acs
