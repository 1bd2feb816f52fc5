// SPDX-License-Identifier: Apache-2.0
#pragma once
// File transfers: takes them into the queue, lists and cancels them.
// Spec: TR-069 Amendment 6, A.3.2.8, A.4.1.1, A.4.1.5 and A.4.1.7 to A.4.1.9
// Thread: loop

#include "proxy/cwmp/handlers/outcome.hpp"
#include "proxy/model/tree.hpp"

namespace proxy::cwmp {

Outcome handle(const Download& request, const model::Tree& tree);
Outcome finish(const Download& request, const EffectResult& result, const model::Tree& tree);

Outcome handle(const Upload& request, const model::Tree& tree);
Outcome finish(const Upload& request, const EffectResult& result, const model::Tree& tree);

/// One or two time windows, one after the other; 9001 for a window that needs a confirmation.
Outcome handle(const ScheduleDownload& request, const model::Tree& tree);
Outcome finish(const ScheduleDownload& request, const EffectResult& result, const model::Tree& tree);

/// The transfers that the ACS requested; deprecated in favour of GetAllQueuedTransfers.
Outcome handle(const GetQueuedTransfers& request, const model::Tree& tree);
Outcome finish(const GetQueuedTransfers& request, const EffectResult& result, const model::Tree& tree);

/// All transfers, autonomous ones included.
Outcome handle(const GetAllQueuedTransfers& request, const model::Tree& tree);
Outcome finish(const GetAllQueuedTransfers& request, const EffectResult& result, const model::Tree& tree);

/// Drops the transfers with this CommandKey; 9021 if one can no longer be cancelled.
Outcome handle(const CancelTransfer& request, const model::Tree& tree);
Outcome finish(const CancelTransfer& request, const EffectResult& result, const model::Tree& tree);

}  // namespace proxy::cwmp
