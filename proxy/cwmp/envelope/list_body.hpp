// SPDX-License-Identifier: Apache-2.0
#pragma once
// The answers that list parameters, however many: the tree is walked once to count and then as the answer is read, so
// that it costs a block of memory.
// Spec: TR-069 Amendment 6, A.3.2.2, A.3.2.3, A.3.2.5; 3.5 (arrayType, no upper limit)
// Thread: see body.hpp

#include "proxy/cwmp/envelope/body.hpp"
#include "proxy/model/cursor.hpp"
#include "proxy/model/tree.hpp"

#include <cstddef>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace proxy::cwmp {

/// An answer of up to so many bytes is held as text, so that the tree is not frozen while it is sent.
inline constexpr std::size_t kMaxTextAnswer = std::size_t{64} << 10;

/// What is listed, and as which struct.
struct Listing {
  enum class Kind { values, names, attributes } kind = Kind::values;
  std::vector<model::Selection> selections = {};
  model::Cursor::Depth depth = model::Cursor::Depth::all;
  std::size_t limit = 0;  ///< of items; 0 for none
};

/// What stands around the ParameterList.
struct Frame {
  std::string before;
  std::string after;
};

/// Freezes the tree until it is destroyed, unless the answer is short. Rows are named as addressing.hpp says.
std::unique_ptr<Body> make_list_body(model::Tree& tree, Listing listing, Frame frame);

}  // namespace proxy::cwmp
