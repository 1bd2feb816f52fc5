// SPDX-License-Identifier: Apache-2.0
#include "adapters/command/runner.hpp"

#include <fcntl.h>
#include <poll.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <system_error>
#include <utility>

namespace adapters::command {
namespace {

using Clock = std::chrono::steady_clock;
using std::chrono::milliseconds;

constexpr std::size_t kMaxComplaint = 200;
constexpr std::size_t kBlock = 4096;
constexpr int kBlocksATurn = 64;
constexpr milliseconds kLongestSleep{3'600'000};
constexpr milliseconds kWithoutDescriptor{100};  // how often to ask for a child's end where no descriptor tells of it
constexpr milliseconds kLastWait{500};           // at stop, for children that were killed

enum class Rest { none, more, closed };

/// Appends what is there to be read, up to `limit` bytes in all; more: there was more than that.
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

/// Keeps the beginning and drops the rest, of which there may be no end.
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
    case End::timed_out: reason = "killed, because it took too long"; break;
    case End::too_long: reason = "killed, because it wrote more than max_payload_bytes"; break;
    case End::not_started: reason = "it cannot be run"; break;
    case End::crowded: reason = "too many programs run already"; break;
  }
  return complaint.empty() ? reason : reason + ": " + complaint;
}

Runner::Runner(Limits limits, std::function<std::optional<Time>()> tick) : limits_(limits), tick_(std::move(tick)) {}

Runner::~Runner() { stop(); }

void Runner::start() {
  wake_ = make_pipe();
  if (!wake_) throw std::system_error(errno, std::generic_category(), "pipe");
  for (const Descriptor* end : {&wake_->read, &wake_->write}) ::fcntl(end->get(), F_SETFL, O_NONBLOCK);
  thread_ = std::thread([this] { run(); });
}

void Runner::stop() {
  stopping_ = true;
  if (!thread_.joinable()) return;
  wake();
  thread_.join();
}

void Runner::submit(Job job) {
  {
    const std::lock_guard lock(mutex_);
    waiting_.push_back({std::move(job), Clock::now()});
  }
  wake();
}

// A pipe that is full has woken the thread already.
void Runner::wake() { [[maybe_unused]] const auto written = ::write(wake_->write.get(), "", 1); }

void Runner::run() {
  while (!stopping_) {
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
  std::vector<Waiting> chosen;
  std::vector<Waiting> late;
  {
    const std::lock_guard lock(mutex_);
    for (auto waiting = waiting_.begin(); waiting != waiting_.end();) {
      const bool is_late = waiting->job.lane && Clock::now() >= waiting->since + waiting->job.timeout;
      const auto same = [&](const Waiting& other) { return other.job.lane == waiting->job.lane; };
      const bool blocked = waiting->job.lane && std::any_of(waiting_.begin(), waiting, same);
      if (is_late) {
        late.push_back(std::move(*waiting));
      } else if (!blocked && chosen.empty() && may_start(*waiting)) {
        chosen.push_back(std::move(*waiting));
      } else {
        ++waiting;
        continue;
      }
      waiting = waiting_.erase(waiting);
    }
  }
  Result crowded;
  crowded.end = Result::End::crowded;
  for (const Waiting& waiting : late) waiting.job.done(crowded);
  for (Waiting& waiting : chosen) begin(std::move(waiting));
  if (!chosen.empty()) start_waiting();
}

bool Runner::may_start(const Waiting& waiting) const {
  const auto has_lane = [](const Running& running) { return running.job.lane.has_value(); };
  if (running_.size() >= limits_.children) return false;
  if (waiting.job.lane) {
    return std::none_of(running_.begin(), running_.end(),
                        [&](const Running& running) { return running.job.lane == waiting.job.lane; });
  }
  const auto without = static_cast<std::size_t>(std::count_if(running_.begin(), running_.end(), std::not_fn(has_lane)));
  return without + 1 < limits_.children;
}

void Runner::begin(Waiting waiting) {
  const Time from = waiting.job.lane ? waiting.since : Clock::now();
  mapping::Outcome<Child> child = spawn(waiting.job.argv);
  if (child) {
    const Time deadline = from + waiting.job.timeout;
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
  std::vector<pollfd> descriptors{{wake_->read.get(), POLLIN, 0}};
  bool all_tell = true;
  for (const Running& running : running_) {
    for (const Descriptor* one : {&running.child.output, &running.child.complaints, &running.child.ended}) {
      if (*one) descriptors.push_back({one->get(), POLLIN, 0});
    }
    all_tell = all_tell && running.child.ended;
  }
  milliseconds time = all_tell ? kLongestSleep : kWithoutDescriptor;
  // Rounded up: a sleep that ends just before its time would be followed by many short ones.
  if (until) time = std::clamp(std::chrono::ceil<milliseconds>(*until - Clock::now()), milliseconds(0), time);
  ::poll(descriptors.data(), descriptors.size(), static_cast<int>(time.count()));
  std::array<char, 64> dropped{};
  while (::read(wake_->read.get(), dropped.data(), dropped.size()) > 0) {
  }
}

void Runner::look_after(Running& running, std::vector<Running>& ended) {
  // In this order: what it wrote before its end is there once it has ended.
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

// A pipe that has been closed, or has too much in it, is not waited for any more.
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
  const std::lock_guard lock(mutex_);
  for (const Waiting& waiting : waiting_) {
    if (waiting.job.lane) note(waiting.since + waiting.job.timeout);
  }
  return next;
}

// One that does not die even now, in a driver's hands, is left to init.
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
