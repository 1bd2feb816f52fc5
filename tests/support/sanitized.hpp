// SPDX-License-Identifier: Apache-2.0
#pragma once
// Whether this build has a sanitizer: its allocator keeps what is freed, and it needs more memory and time.

namespace tests::support {

// GCC says it by macros, Clang by features.
#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
inline constexpr bool kSanitized = true;
#elif defined(__has_feature)
inline constexpr bool kSanitized = __has_feature(address_sanitizer) || __has_feature(thread_sanitizer);
#else
inline constexpr bool kSanitized = false;
#endif

}  // namespace tests::support
