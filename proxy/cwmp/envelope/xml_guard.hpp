// SPDX-License-Identifier: Apache-2.0
#pragma once
// Looks through XML that is not trusted before it is parsed: bounds what parsing it can cost, and refuses what the
// parser would let pass.
// Spec: XML 1.0; SOAP 1.1, section 3 (no document type, no processing of entities)
// Thread: pure

#include <cstddef>
#include <string>
#include <string_view>

namespace proxy::cwmp {

inline constexpr std::size_t kMaxXmlDepth = 64;
inline constexpr std::size_t kMaxXmlNodes = 200'000;  ///< elements and attributes
inline constexpr std::size_t kMaxXmlAttributes = 64;  ///< of one element

/// Why the text is refused; empty if it is not. Tags that do not match are left to the parser.
std::string guard_xml(std::string_view text);

}  // namespace proxy::cwmp
