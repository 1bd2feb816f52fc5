// SPDX-License-Identifier: Apache-2.0
#include "proxy/cwmp/handlers/transfers.hpp"

#include "proxy/cwmp/handlers/transfer_url.hpp"

#include <algorithm>
#include <array>
#include <string_view>

namespace proxy::cwmp {
namespace {

constexpr std::array<std::string_view, 3> kModes = {"1 At Any Time", "2 Immediately", "3 When Idle"};

std::optional<base::Error> refuse_windows(const std::vector<TimeWindowStruct>& windows) {
  const auto bad = [](const char* why) { return base::Error{base::Fault::invalid_arguments, "TimeWindowList", why}; };
  if (windows.empty() || windows.size() > 2) return bad("must have one or two windows");
  for (const TimeWindowStruct& window : windows) {
    if (window.window_mode == "4 Confirmation Needed") {
      return base::Error{base::Fault::request_denied, "TimeWindowList", "the device has no user who can confirm it"};
    }
    if (std::ranges::find(kModes, window.window_mode) == kModes.end())
      return bad("has an unknown WindowMode: 1 At Any Time, 2 Immediately and 3 When Idle are known");
    if (window.window_end <= window.window_start) return bad("has a window that ends before it begins");
    if (window.max_retries < -1) return bad("has a negative MaxRetries");
  }
  if (windows.size() == 2 && windows[1].window_start < windows[0].window_end) return bad("has windows that overlap");
  return std::nullopt;
}

}  // namespace

Outcome handle(const Download& request, const model::Tree&) {
  if (const auto refusal = refuse_url(request.url)) return to_fault(*refusal);
  return ask_for(QueueTransfer{QueueTransfer::Kind::download, request});
}

Outcome finish(const Download&, const EffectResult& result, const model::Tree&) {
  return answer_done<DownloadResponse>(result);
}

Outcome handle(const Upload& request, const model::Tree&) {
  if (const auto refusal = refuse_url(request.url)) return to_fault(*refusal);
  return ask_for(QueueTransfer{QueueTransfer::Kind::upload, request});
}

Outcome finish(const Upload&, const EffectResult& result, const model::Tree&) {
  return answer_done<UploadResponse>(result);
}

Outcome handle(const ScheduleDownload& request, const model::Tree&) {
  if (const auto refusal = refuse_url(request.url)) return to_fault(*refusal);
  if (const auto refusal = refuse_windows(request.time_window_list)) return to_fault(*refusal);
  return ask_for(QueueTransfer{QueueTransfer::Kind::schedule_download, request});
}

Outcome finish(const ScheduleDownload&, const EffectResult& result, const model::Tree&) {
  return answer_done<ScheduleDownloadResponse>(result);
}

Outcome handle(const GetQueuedTransfers&, const model::Tree&) { return ask_for(ListTransfers{.all = false}); }

Outcome finish(const GetQueuedTransfers&, const EffectResult& result, const model::Tree&) {
  if (const auto* transfers = std::get_if<Transfers>(&result))
    return answer(GetQueuedTransfersResponse{transfers->list});
  return wrong_result();
}

Outcome handle(const GetAllQueuedTransfers&, const model::Tree&) { return ask_for(ListTransfers{.all = true}); }

Outcome finish(const GetAllQueuedTransfers&, const EffectResult& result, const model::Tree&) {
  if (const auto* transfers = std::get_if<Transfers>(&result))
    return answer(GetAllQueuedTransfersResponse{transfers->list});
  return wrong_result();
}

Outcome handle(const CancelTransfer& request, const model::Tree&) {
  return ask_for(CancelTransfers{request.command_key});
}

Outcome finish(const CancelTransfer&, const EffectResult& result, const model::Tree&) {
  return answer_done<CancelTransferResponse>(result);
}

}  // namespace proxy::cwmp
