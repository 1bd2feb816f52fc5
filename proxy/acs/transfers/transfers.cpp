// SPDX-License-Identifier: Apache-2.0
#include "proxy/acs/transfers/transfers.hpp"

#include "proxy/base/log.hpp"
#include "proxy/cwmp/handlers/transfer_url.hpp"

#include <algorithm>
#include <string_view>
#include <system_error>
#include <utility>

#include <fmt/format.h>

namespace proxy::acs {
namespace {

using cwmp::EventCode;
using Kind = state::StoredTransfer::Kind;
using State = state::StoredTransfer::State;

/// For MaxRetries -1, which leaves the number to the CPE.
constexpr std::uint32_t kOwnRetries = 3;

/// For the log: the query may hold a token.
std::string_view without_query(std::string_view url) { return url.substr(0, url.find_first_of("?#")); }

std::vector<TransferWindow> windows_of(const cwmp::TransferArguments& arguments) {
  if (arguments.time_window_list.empty()) return {{.start = std::chrono::seconds(arguments.delay_seconds)}};
  std::vector<TransferWindow> windows;
  for (const cwmp::TimeWindowStruct& window : arguments.time_window_list) {
    windows.push_back(
        {.start = std::chrono::seconds(window.window_start),
         .end = std::chrono::seconds(window.window_end),
         .retries = window.max_retries < 0 ? kOwnRetries : static_cast<std::uint32_t>(window.max_retries)});
  }
  return windows;
}

/// Whether the ACS has requested it that we have now.
bool is_of_acs(const state::StoredTransfer& transfer) { return !transfer.autonomous && !transfer.unreported; }

}  // namespace

std::optional<InstallOutcome> TransferFiles::after_restart(const InstallRequest&) const { return std::nullopt; }

Transfers::Transfers(Components components, Dependencies& dependencies)
    : client_(components.client),
      store_(components.store),
      clock_(components.clock),
      files_(components.files),
      folder_(std::move(components.folder)),
      dependencies_(dependencies),
      queue_(components.store.transfers),
      reports_(queue_, components.store, dependencies),
      timer_(components.executor) {}

Transfers::~Transfers() { stop(); }

void Transfers::load() {
  queue_.restart(now());
  queue_.drop_cancelled();
}

void Transfers::start() {
  running_ = true;
  in_session_ = false;
  prepare_folder();
  decide_interrupted();
  go_on();
}

void Transfers::stop() {
  running_ = false;
  lifetime_.restart();
  timer_.cancel();
  moving_.reset();
  to_install_.reset();
}

void Transfers::clock_moved() {
  queue_.clock_moved(now());
  go_on();
}

/// Removes all files but the one that waits for its install.
void Transfers::prepare_folder() {
  std::error_code error;
  std::filesystem::create_directories(folder_, error);
  std::filesystem::permissions(folder_, std::filesystem::perms::owner_all, error);
  if (error)
    base::log::error("acs.transfer.folder_failed", "cannot use the folder {} for transfers: {}", folder_.string(),
                     error.message());
  for (const auto& entry : std::filesystem::directory_iterator(folder_, error)) {
    const bool is_needed = std::ranges::any_of(queue_.transfers(), [&](const Transfer& transfer) {
      return transfer.state == State::installing && file_of(transfer.id) == entry.path();
    });
    std::error_code ignored;
    if (!is_needed) std::filesystem::remove(entry.path(), ignored);
  }
}

/// Finds the outcome of an install during which the process ended.
void Transfers::decide_interrupted() {
  const auto found = std::ranges::find(queue_.transfers(), State::installing, &Transfer::state);
  if (found == queue_.transfers().end()) return;
  const std::int64_t id = found->id;
  std::error_code error;
  std::optional<InstallOutcome> outcome = files_.after_restart(install_request(*found));
  if (!outcome && !std::filesystem::exists(file_of(id), error)) outcome.emplace();
  size_to_install_ = found->file_size;
  to_install_ = id;
  queue_.resume(id);
  if (outcome) installed(id, *outcome);
}

// ---- requests ----

base::Result<void> Transfers::queue(const cwmp::QueueTransfer& order) {
  const cwmp::TransferArguments& arguments = order.arguments;
  const bool is_upload = order.kind == cwmp::QueueTransfer::Kind::upload;
  const auto refusal =
      is_upload ? files_.refuse_upload(arguments.file_type) : files_.refuse_download(arguments.file_type);
  if (refusal) return *refusal;
  return accept({.kind = static_cast<Kind>(order.kind),
                 .command_key = arguments.command_key,
                 .file_type = arguments.file_type,
                 .url = arguments.url,
                 .username = arguments.username,
                 .password = arguments.password,
                 .file_size = arguments.file_size,
                 .target_file_name = arguments.target_file_name},
                windows_of(arguments));
}

base::Result<void> Transfers::queue_autonomous(const std::string& file_type, const std::string& url) {
  if (const auto refusal = cwmp::refuse_url(url)) return *refusal;
  if (const auto refusal = files_.refuse_download(file_type)) return *refusal;
  return accept({.autonomous = true, .file_type = file_type, .url = url}, {TransferWindow{}});
}

base::Result<void> Transfers::accept(Transfer transfer, std::vector<TransferWindow> windows) {
  if (transfer.file_size > kMaxFileSize)
    return base::Error{base::Fault::resources_exceeded, "",
                       fmt::format("FileSize is more than {} MiB", kMaxFileSize >> 20)};
  base::log::info("acs.transfer.requested", "the ACS requests the transfer of a {} {} {}", transfer.file_type,
                  transfer.kind == Kind::upload ? "to" : "from", without_query(transfer.url));
  const base::Result<void> added = queue_.add(std::move(transfer), std::move(windows), now());
  if (added) go_on();
  return added;
}

base::Result<void> Transfers::cancel(const std::string& command_key) {
  bool refused = false;
  std::vector<std::int64_t> cancelled;
  for (const Transfer& transfer : queue_.transfers()) {
    if (!is_of_acs(transfer) || transfer.command_key != command_key) continue;
    if (transfer.state == State::waiting)
      cancelled.push_back(transfer.id);
    else
      refused = true;
  }
  for (const std::int64_t id : cancelled) {
    if (queue_.running() == id) remove_file(id);
    base::log::info("acs.transfer.cancelled", "the ACS has cancelled the transfer with the CommandKey {}", command_key);
    queue_.erase(id);
  }
  go_on();
  if (refused)
    return base::Error{base::Fault::cancel_not_permitted, "", "the transfer is being installed, or has ended"};
  return {};
}

std::vector<cwmp::AllQueuedTransferStruct> Transfers::list(bool all) const {
  std::vector<cwmp::AllQueuedTransferStruct> list;
  for (const Transfer& transfer : queue_.transfers()) {
    if (!is_of_acs(transfer) && !all) continue;
    cwmp::TransferState state = cwmp::TransferState::not_yet_started;
    if (queue_.running() == transfer.id) state = cwmp::TransferState::in_progress;
    if (transfer.state == State::completed) state = cwmp::TransferState::completed;
    list.push_back({transfer.command_key, state, transfer.kind != Kind::upload, transfer.file_type, transfer.file_size,
                    transfer.target_file_name});
  }
  return list;
}

// ---- carrying out ----

void Transfers::schedule() {
  const std::optional<base::SteadyTime> due = queue_.next_due();
  if (!running_ || !due) return (void)timer_.cancel();
  // A due transfer waits for the end of the session, which calls us; but a window may end during the session.
  const base::SteadyTime time = clock_.steady_now();
  if (*due <= time && in_session_) return (void)timer_.cancel();
  timer_.expires_after(std::max(*due, time) - time);
  timer_.async_wait(lifetime_.guard([this](const boost::system::error_code& error) {
    if (!error) go_on();
  }));
}

void Transfers::go_on() {
  if (!running_) return;
  for (const std::int64_t id : queue_.out_of_time(clock_.steady_now()))
    complete(id, base::Fault::not_within_time_windows, "all time windows have ended");
  if (!queue_.running()) {  // cancelled, or its window has ended
    moving_.reset();
    to_install_.reset();
  }
  if (!in_session_) {
    if (to_install_) install();
    if (const auto id = queue_.due(clock_.steady_now()); id) begin(*id);
  }
  schedule();
}

void Transfers::begin(std::int64_t id) {
  queue_.began(id, now());
  const Transfer transfer = *queue_.find(id);
  base::log::info("acs.transfer.started", "the transfer of a {} begins", transfer.file_type);
  FileRequest request{.url = transfer.url,
                      .username = transfer.username,
                      .password = config::Secret(transfer.password),
                      .file = file_of(id),
                      .times = certificate_times(clock_)};
  if (transfer.kind == Kind::upload) {
    request.direction = FileRequest::Direction::put;
    const base::Result<void> produced = files_.produce(transfer.file_type, request.file);
    if (!produced) return try_failed(id, base::Fault::upload_failure, to_string(produced.error()));
  } else {
    request.expected_size = transfer.file_size;
  }
  moving_ = client_.start(std::move(request), dependencies_.network(),
                          [this, id](FileResult result) { moved(id, std::move(result)); });
}

void Transfers::moved(std::int64_t id, FileResult result) {
  moving_.reset();
  const Transfer* transfer = queue_.find(id);
  if (result.fault) return try_failed(id, *result.fault, std::move(result.text));
  if (transfer->kind == Kind::upload) {
    complete(id, std::nullopt, "");
  } else {
    to_install_ = id;
    size_to_install_ = result.size;
  }
  go_on();
}

InstallRequest Transfers::install_request(const Transfer& transfer) const {
  return {.file_type = transfer.file_type,
          .target_file_name = transfer.target_file_name,
          .file = file_of(transfer.id),
          .command_key = transfer.command_key,
          .url = transfer.url};
}

void Transfers::install() {
  const std::int64_t id = *std::exchange(to_install_, std::nullopt);
  if (queue_.installing(id, size_to_install_))
    return try_failed(id, base::Fault::file_transfer_failure, "the state cannot be written");
  files_.install(install_request(*queue_.find(id)),
                 lifetime_.guard([this, id](const InstallOutcome& outcome) { installed(id, outcome); }));
}

void Transfers::installed(std::int64_t id, const InstallOutcome& outcome) {
  to_install_.reset();
  if (outcome.fault) return try_failed(id, *outcome.fault, outcome.text);
  complete(id, std::nullopt, "");
  go_on();
}

void Transfers::try_failed(std::int64_t id, base::Fault fault, std::string text) {
  base::log::warning("acs.transfer.failed", "the transfer failed: {}: {}", base::fault_string(fault), text);
  const auto stored = queue_.try_again(id, clock_.steady_now());
  if (!stored)
    complete(id, fault, std::move(text));
  else if (!*stored)
    remove_file(id);
  go_on();
}

void Transfers::complete(std::int64_t id, std::optional<base::Fault> fault, std::string text) {
  state::Transaction transaction(store_.database);
  queue_.complete(id, fault, std::move(text), now());
  const Transfer& transfer = *queue_.find(id);
  if (!fault) base::log::info("acs.transfer.completed", "the transfer of a {} is complete", transfer.file_type);
  if (is_of_acs(transfer)) {
    const auto events = events_of(transfer);
    dependencies_.occurred({events.begin(), events.end()});
  } else if (!transfer.unreported && dependencies_.is_reported(autonomous_report(transfer))) {
    dependencies_.occurred({{EventCode::autonomous_transfer_complete}});
  } else {
    queue_.erase(id);
  }
  const std::error_code lost = transaction.commit();
  // If the store failed, a restart would take a missing file for an installed one.
  if (!lost || !fault) remove_file(id);
}

void Transfers::remove_file(std::int64_t id) const {
  std::error_code ignored;
  std::filesystem::remove(file_of(id), ignored);
}

// ---- sessions ----

std::deque<cwmp::OutgoingRequest> Transfers::session_began(Scheduler::Turn turn) {
  in_session_ = true;
  return reports_.session_began(turn);
}

void Transfers::session_ended() {
  in_session_ = false;
  go_on();
}

void Transfers::acs_changed() {
  reports_.discard();
  cancel_requests();
}

void Transfers::cancel_requests() {
  std::vector<std::int64_t> waiting;
  std::vector<std::int64_t> begun;
  for (const Transfer& transfer : queue_.transfers()) {
    if (!is_of_acs(transfer) || transfer.state == State::completed) continue;
    const bool has_begun = transfer.state == State::installing || queue_.running() == transfer.id;
    (has_begun ? begun : waiting).push_back(transfer.id);
  }
  for (const std::int64_t id : begun) queue_.make_last_try(id);
  for (const std::int64_t id : waiting) {
    base::log::info("acs.transfer.dropped", "the transfer of a {} is dropped: the former ACS requested it",
                    queue_.find(id)->file_type);
    queue_.erase(id);
  }
  schedule();
}

}  // namespace proxy::acs
