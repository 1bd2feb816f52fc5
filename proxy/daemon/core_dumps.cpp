// SPDX-License-Identifier: Apache-2.0
#include "proxy/daemon/core_dumps.hpp"

#include <sys/prctl.h>

namespace proxy::daemon {
namespace {

#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
constexpr bool kIsSanitized = true;
#elif defined(__has_feature)
constexpr bool kIsSanitized = __has_feature(address_sanitizer) || __has_feature(thread_sanitizer);
#else
constexpr bool kIsSanitized = false;
#endif

}  // namespace

void allow_core_dumps(bool allowed) { ::prctl(PR_SET_DUMPABLE, allowed || kIsSanitized ? 1 : 0, 0, 0, 0); }

}  // namespace proxy::daemon
