// SPDX-License-Identifier: Apache-2.0
#pragma once
// Takes a file to be fetched within given times into the queue of transfers.
// Spec: TR-069 Amendment 6, A.4.1.8
// Thread: loop

#include "proxy/cwmp/handlers/outcome.hpp"
#include "proxy/model/tree.hpp"

namespace proxy::cwmp {

Outcome handle(const ScheduleDownload& request, const model::Tree& tree);
Outcome finish(const ScheduleDownload& request, const EffectResult& result, const model::Tree& tree);

}  // namespace proxy::cwmp
