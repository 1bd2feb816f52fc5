// SPDX-License-Identifier: Apache-2.0
#pragma once
// Whether this build has a sanitizer: its allocator keeps what is freed, and it needs more memory and time.

namespace tests::support {

#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
inline constexpr bool kSanitized = true;
#else
inline constexpr bool kSanitized = false;
#endif

}  // namespace tests::support
