// SPDX-License-Identifier: Apache-2.0
#pragma once
// Keeps the memory of the process, which has passwords in it, out of core dumps and away from debuggers.
// Thread: any

namespace proxy::daemon {

/// Allows or forbids core dumps of this process. A build with a sanitizer always allows them: the leak check at its end
/// reads the memory of the process from outside.
void allow_core_dumps(bool allowed);

}  // namespace proxy::daemon
