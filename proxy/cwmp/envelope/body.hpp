// SPDX-License-Identifier: Apache-2.0
#pragma once
// What one POST carries: its size is known before, and it can be read more than once (401, 307).
// Spec: TR-069 Amendment 6, 3.4.1; no upper limit to the size of an answer: 3.5
// Thread: made and destroyed on the loop, which may freeze the tree in between; in between any one thread at a time.

#include <cstddef>
#include <cstdint>
#include <memory>
#include <span>
#include <string>

namespace proxy::cwmp {

class Body {
 public:
  Body() = default;
  Body(const Body&) = delete;
  Body& operator=(const Body&) = delete;
  virtual ~Body() = default;

  /// In bytes; exactly so many will be read.
  virtual std::uint64_t size() const = 0;
  /// Begins again with the first byte.
  virtual void rewind() = 0;
  /// Fills the block; fewer bytes only at the end, and then 0.
  virtual std::size_t read(std::span<char> block) = 0;
};

/// A body that is held as it is; the text may be shared with other bodies.
std::unique_ptr<Body> make_text_body(std::shared_ptr<const std::string> text);

}  // namespace proxy::cwmp
