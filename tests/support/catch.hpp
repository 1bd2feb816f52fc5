// SPDX-License-Identifier: Apache-2.0
#pragma once
// Catch2, whichever major version the machine has.

#if __has_include(<catch2/catch_all.hpp>)
#include <catch2/catch_all.hpp>
#else
#include <catch2/catch.hpp>

// The names of Catch2 v3.
namespace Catch {

using Detail::Approx;

}  // namespace Catch

namespace Catch::Matchers {

inline auto ContainsSubstring(const std::string& text, CaseSensitive::Choice choice = CaseSensitive::Yes) {
  return Contains(text, choice);
}

}  // namespace Catch::Matchers
#endif

#include <boost/system/result.hpp>

#include <string>
#include <type_traits>

namespace tests::support {

/// Outside of namespace Catch, which has a to_string() of its own in v3.
template <class E>
std::string error_text(const E& error) {
  if constexpr (std::is_convertible_v<E, std::string>) return error;
  if constexpr (requires { to_string(error); }) return to_string(error);
  return "an error";
}

}  // namespace tests::support

namespace Catch {

/// Results stream only where their values do; a failed check wants no more than which side it was.
template <class T, class E>
struct StringMaker<boost::system::result<T, E>> {
  static std::string convert(const boost::system::result<T, E>& result) {
    return result.has_value() ? "a value" : tests::support::error_text(result.error());
  }
};

}  // namespace Catch
