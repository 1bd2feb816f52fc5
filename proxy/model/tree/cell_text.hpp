// SPDX-License-Identifier: Apache-2.0
#pragma once
// The text of one cell. There are tens of thousands of them, most of a few characters: 20 bytes, in which up to 19
// characters stand, or the address of a longer text.
// Thread: as its cell

#include <array>
#include <cstddef>
#include <string_view>

namespace proxy::model {

class CellText {
 public:
  CellText() = default;
  /// A copy of it, which has less than 4 GiB.
  explicit CellText(std::string_view text);
  CellText(CellText&& other) noexcept : bytes_(other.bytes_) { other.bytes_ = {}; }
  CellText& operator=(CellText&& other) noexcept;
  ~CellText();

  std::string_view view() const;

 private:
  static constexpr std::size_t kMaxHere = 19;

  std::array<char, kMaxHere + 1> bytes_{};  ///< the text, or where it is and how long; then its length, or kElsewhere
};

}  // namespace proxy::model
