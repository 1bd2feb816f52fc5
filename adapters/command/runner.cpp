// SPDX-License-Identifier: Apache-2.0
#include "adapters/command/runner.hpp"

#include <poll.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <utility>

#include "adapters/io/thread.hpp"

namespace adapters::command {
namespace {

using Clock = std::chrono::steady_clock;
using std::chrono::milliseconds;

constexpr std::size_t kMaxComplaint = 200;
constexpr std::size_t kBlock = 4096;
constexpr int kBlocksATurn = 64;
constexpr milliseconds kWithoutDescriptor{100};  // the interval of waitpid() on a kernel without pidfd
constexpr milliseconds kLastWait{500};           // at stop, for children that were killed

enum class Rest { none, more, closed };

/// Appends what can be read now, up to `limit` bytes in all; Rest::more if there is more than that.
Rest drain(int descriptor, std::string& text, std::size_t limit) {
  std::array<char, kBlock> block{};
  for (;;) {
    const ssize_t count = ::read(descriptor, block.data(), block.size());
    if (count == 0) return Rest::closed;
    if (count < 0 && errno == EINTR) continue;
    if (count < 0) return Rest::none;
    const std::size_t room = limit - text.size();
    text.append(block.data(), std::min(static_cast<std::size_t>(count), room));
    if (static_cast<std::size_t>(count) > room) return Rest::more;
  }
}

/// Keeps the beginning and drops the rest, which may be endless. False once the pipe is closed.
bool skim(int descriptor, std::string& text) {
  Rest rest = Rest::more;
  for (int i = 0; i < kBlocksATurn && rest == Rest::more; ++i) rest = drain(descriptor, text, kMaxComplaint);
  return rest != Rest::closed;
}

std::string first_line(const std::string& text) { return text.substr(0, text.find_first_of("\r\n")); }

}  // namespace

std::string Result::reason() const {
  std::string reason;
  switch (end) {
    case End::exited: reason = "exit status " + std::to_string(code); break;
    case End::signalled: reason = "ended by signal " + std::to_string(code); break;
    case End::timed_out: reason = "killed at its deadline"; break;
    case End::too_long: reason = "killed: its output is longer than max_payload_bytes"; break;
    case End::not_started: reason = "the program cannot be started"; break;
    case End::crowded: reason = "not started before its deadline: max_children programs were running"; break;
  }
  return complaint.empty() ? reason : reason + ": " + complaint;
}

Runner::Runner(Limits limits, std::function<std::optional<Time>()> tick) : limits_(limits), tick_(std::move(tick)) {}

Runner::~Runner() { stop(); }

void Runner::start() {
  wake_.emplace();
  thread_ = io::start_thread([this] { run(); });
}

void Runner::stop() {
  if (!thread_.joinable()) return;
  wake_->stop();
  thread_.join();
}

void Runner::submit(Job job) {
  waiting_.push(std::move(job), Clock::now());
  wake();
}

void Runner::wake() { wake_->set(); }

void Runner::run() {
  while (!wake_->stopping()) {
    const std::optional<Time> tick = tick_();
    start_waiting();
    std::optional<Time> until = next_deadline();
    if (tick && (!until || *tick < *until)) until = tick;
    sleep(until);
    std::vector<Running> ended;
    for (Running& running : running_) look_after(running, ended);
    std::erase_if(running_, [](const Running& running) { return running.child.pid < 0; });
    for (const Running& one : ended) one.job.done(one.result);
  }
  kill_all();
}

// ---- whose turn it is -----------------------------------------------------------------------------------------------

void Runner::start_waiting() {
  Result crowded;
  crowded.end = Result::End::crowded;
  for (const Job& late : waiting_.take_late(Clock::now())) late.done(crowded);
  while (auto next = waiting_.take([this](const Job& job) { return may_start(job); })) begin(std::move(*next));
}

bool Runner::may_start(const Job& job) const {
  const auto has_lane = [](const Running& running) { return running.job.lane.has_value(); };
  if (running_.size() >= limits_.children) return false;
  if (job.lane) {
    return std::none_of(running_.begin(), running_.end(),
                        [&](const Running& running) { return running.job.lane == job.lane; });
  }
  const auto without = static_cast<std::size_t>(std::count_if(running_.begin(), running_.end(), std::not_fn(has_lane)));
  return without + 1 < limits_.children;
}

void Runner::begin(Queue::Waiting waiting) {
  const Time deadline = waiting.deadline(Clock::now());
  mapping::Outcome<Child> child = spawn(waiting.job.argv);
  if (child) {
    running_.push_back({std::move(waiting.job), std::move(*child), deadline});
    return;
  }
  Result result;
  result.end = Result::End::not_started;
  result.complaint = child.error().reason;
  waiting.job.done(result);
}

// ---- what runs ------------------------------------------------------------------------------------------------------

void Runner::sleep(std::optional<Time> until) {
  std::vector<pollfd> descriptors{{wake_->descriptor(), POLLIN, 0}};
  bool all_tell = true;
  for (const Running& running : running_) {
    for (const Descriptor* one : {&running.child.output, &running.child.complaints, &running.child.ended}) {
      if (*one) descriptors.push_back({one->get(), POLLIN, 0});
    }
    all_tell = all_tell && running.child.ended;
  }
  if (!all_tell) until = std::min(until.value_or(Time::max()), Clock::now() + kWithoutDescriptor);
  ::poll(descriptors.data(), descriptors.size(), io::poll_timeout(until));
  wake_->clear();
}

void Runner::look_after(Running& running, std::vector<Running>& ended) {
  // reap() first: then the pipe has everything that the program wrote before its end.
  const std::optional<int> status = running.child.reap();
  if (!status && Clock::now() >= running.deadline) kill(running, Result::End::timed_out);
  read_output(running, status.has_value());
  if (!status) return;
  if (!running.given_up) {
    running.result.end = WIFEXITED(*status) ? Result::End::exited : Result::End::signalled;
    running.result.code = WIFEXITED(*status) ? WEXITSTATUS(*status) : WTERMSIG(*status);
  }
  running.result.complaint = first_line(running.complaints);
  ended.push_back(std::move(running));
  running.child.pid = -1;
}

// A pipe that is closed, or that has too much in it, is not polled any more.
void Runner::read_output(Running& running, bool has_ended) const {
  Child& child = running.child;
  if (child.complaints && !skim(child.complaints.get(), running.complaints)) child.complaints = Descriptor();
  if (!child.output) return;
  const Rest rest = drain(child.output.get(), running.result.output, limits_.output_bytes);
  if (rest != Rest::none) child.output = Descriptor();
  if (rest != Rest::more) return;
  if (has_ended) {
    running.given_up = true;
    running.result.end = Result::End::too_long;
  } else {
    kill(running, Result::End::too_long);
  }
}

void Runner::kill(Running& running, Result::End why) const {
  if (running.given_up) return;
  running.child.kill();
  running.given_up = true;
  running.result.end = why;
}

std::optional<Runner::Time> Runner::next_deadline() const {
  std::optional<Time> next;
  const auto note = [&](Time time) { next = next ? std::min(*next, time) : time; };
  for (const Running& running : running_) {
    if (!running.given_up) note(running.deadline);
  }
  if (const std::optional<Time> waiting = waiting_.next_deadline()) note(*waiting);
  return next;
}

// A program that hangs in a driver does not die even now. It is left to init.
void Runner::kill_all() {
  for (Running& running : running_) kill(running, Result::End::timed_out);
  const Time end = Clock::now() + kLastWait;
  while (!running_.empty() && Clock::now() < end) {
    std::erase_if(running_, [](const Running& running) { return running.child.reap().has_value(); });
    if (running_.empty()) break;
    pollfd first{running_.front().child.ended.get(), POLLIN, 0};
    ::poll(&first, 1, 10);
  }
}

}  // namespace adapters::command
