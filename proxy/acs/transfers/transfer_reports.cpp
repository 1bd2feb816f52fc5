// SPDX-License-Identifier: Apache-2.0
#include "proxy/acs/transfers/transfer_reports.hpp"

#include "proxy/base/log.hpp"

#include <algorithm>
#include <chrono>
#include <system_error>

namespace proxy::acs {
namespace {

using cwmp::EventCode;
using Kind = state::StoredTransfer::Kind;
using State = state::StoredTransfer::State;

/// How often a report that the ACS refuses is sent.
constexpr std::uint32_t kMaxRefusals = 3;
/// How many sessions may fail at a report; then so many go without it before it is dropped.
constexpr std::uint32_t kMaxUnanswered = 3;
constexpr std::uint32_t kPutOff = 5;

std::optional<std::chrono::sys_seconds> time_of(std::int64_t seconds) {
  if (seconds == 0) return std::nullopt;
  return std::chrono::sys_seconds(std::chrono::seconds(seconds));
}

cwmp::TransferResult result_of(const state::StoredTransfer& transfer) {
  return {.fault_code = transfer.fault_code,
          .fault_string = transfer.fault_string,
          .start_time = time_of(transfer.start_time),
          .complete_time = time_of(transfer.complete_time)};
}

bool is_put_off(const state::StoredTransfer& transfer) { return transfer.unanswered >= kMaxUnanswered; }

cwmp::OutgoingRequest report(const state::StoredTransfer& transfer) {
  const auto token = static_cast<std::uint64_t>(transfer.id);
  if (transfer.autonomous) return cwmp::to_request(autonomous_report(transfer), token);
  return cwmp::to_request(cwmp::TransferComplete{transfer.command_key, result_of(transfer)}, token);
}

}  // namespace

std::array<cwmp::EventStruct, 2> events_of(const state::StoredTransfer& transfer) {
  EventCode code = EventCode::m_download;
  if (transfer.kind == Kind::upload) code = EventCode::m_upload;
  if (transfer.kind == Kind::schedule_download) code = EventCode::m_schedule_download;
  return {{{code, transfer.command_key}, {EventCode::transfer_complete}}};
}

cwmp::AutonomousTransferComplete autonomous_report(const state::StoredTransfer& transfer) {
  return {.transfer_url = transfer.url,
          .is_download = transfer.kind != Kind::upload,
          .file_type = transfer.file_type,
          .file_size = transfer.file_size,
          .target_file_name = transfer.target_file_name,
          .result = result_of(transfer)};
}

std::deque<cwmp::OutgoingRequest> TransferReports::session_began(Scheduler::Turn turn) {
  reported_.clear();
  put_off_.reset();
  if (turn == Scheduler::Turn::heartbeat) return {};
  std::deque<cwmp::OutgoingRequest> requests;
  for (const state::StoredTransfer& transfer : queue_.transfers()) {
    if (transfer.state != State::completed) continue;
    reported_.push_back(transfer.id);
    requests.push_back(report(transfer));
    if (is_put_off(transfer)) put_off_ = transfer.id;
  }
  if (put_off_) requests.clear();
  return requests;
}

void TransferReports::session_ended(bool successful, std::optional<std::uint64_t> unanswered) {
  if (!unanswered && !(successful && put_off_)) return;
  const auto id = unanswered ? static_cast<std::int64_t>(*unanswered) : *put_off_;
  if (queue_.find(id) == nullptr) return;  // dropped meanwhile
  const std::uint32_t sessions = queue_.unanswered(id);
  if (sessions == kMaxUnanswered)
    base::log::warning("acs.transfer.report_put_off",
                       "{} sessions have failed at the report of a finished transfer: the next ones begin without it, "
                       "so that the ACS can send its requests",
                       kMaxUnanswered);
  if (sessions < kMaxUnanswered + kPutOff) return;
  base::log::warning("acs.transfer.report_dropped",
                     "the report of a finished transfer is not sent again: the ACS cannot answer it");
  erase(id);
}

void TransferReports::acknowledged(const cwmp::AcknowledgeRequest& effect) {
  const auto id = static_cast<std::int64_t>(effect.token);
  if (queue_.find(id) == nullptr) return;
  if (effect.fault) {
    base::log::warning("acs.transfer.report_rejected", "the ACS rejects the report of a finished transfer: {} {}",
                       effect.fault->fault_code, effect.fault->fault_string);
    if (queue_.refused(id) < kMaxRefusals) return;
    base::log::warning("acs.transfer.report_dropped",
                       "the report of a finished transfer is not sent again: the ACS rejects it");
  }
  erase(id);
}

/// With its events. 7 TRANSFER COMPLETE stands for all of them: it is delivered with the last report.
void TransferReports::erase(std::int64_t id) {
  const state::StoredTransfer& transfer = *queue_.find(id);
  const bool autonomous = transfer.autonomous;
  std::vector<cwmp::EventStruct> delivered;
  if (!autonomous) delivered.push_back(events_of(transfer).front());
  state::Transaction transaction(store_.database);
  queue_.erase(id);
  const bool is_last = std::ranges::none_of(reported_, [&](std::int64_t other) {
    const state::StoredTransfer* left = queue_.find(other);
    return left != nullptr && left->autonomous == autonomous;
  });
  if (is_last)
    delivered.push_back({autonomous ? EventCode::autonomous_transfer_complete : EventCode::transfer_complete});
  dependencies_.delivered(delivered);
  if (const std::error_code error = transaction.commit())
    base::log::warning("acs.transfer.report_not_stored",
                       "the delivery of a transfer report could not be stored: {}; a restart sends the report again",
                       error.message());
}

void TransferReports::discard() {
  std::vector<std::int64_t> completed;
  for (const state::StoredTransfer& transfer : queue_.transfers())
    if (transfer.state == State::completed) completed.push_back(transfer.id);
  for (const std::int64_t id : completed) queue_.erase(id);
}

}  // namespace proxy::acs
