// SPDX-License-Identifier: Apache-2.0
#include "adapters/modbus/bus/bus.hpp"

#include <algorithm>
#include <utility>

#include "adapters/io/thread.hpp"

namespace adapters::modbus {
namespace {

using Clock = std::chrono::steady_clock;
using std::chrono::milliseconds;

constexpr std::size_t kMaxWrites = 256;
constexpr milliseconds kMaxWait{60'000};
constexpr int kMaxSilences = 3;  // in a row; then the connection is renewed, because it may be dead

}  // namespace

Bus::Bus(sdk::Host host, const BusConfig& config, std::vector<Point> points, Listener& listener)
    : host_(host),
      config_(config),
      points_(std::move(points)),
      listener_(listener),
      link_(config, wake_),
      schedule_(points_, config.limits, config.rules) {}

void Bus::start() {
  thread_ = io::start_thread([this] { run(); });
}

void Bus::stop() {
  wake_.stop();
  link_.interrupt();
  if (thread_.joinable()) thread_.join();
}

void Bus::submit(Write write) {
  const char* why_not = nullptr;
  {
    const std::lock_guard lock(mutex_);
    if (!up_) {
      why_not = "the bus is not connected";
    } else if (writes_.size() >= kMaxWrites) {
      why_not = "256 sets are waiting for the bus already";
    } else {
      writes_.push_back(std::move(write));
    }
  }
  why_not == nullptr ? wake_.set() : write.done(ADAPTER_NOT_SENT, why_not);
}

// ---- the thread -----------------------------------------------------------------------------------------------------

void Bus::run() {
  while (!wake_.stopping()) {
    if (!link_.connected()) {
      if (link_.rest()) connect();
    } else if (const std::optional<Write> write = next_write()) {
      carry_out(*write);
    } else if (const std::optional<Read> due = schedule_.take(Clock::now())) {
      read(*due);
    } else {
      wake_.wait(schedule_.next().value_or(Clock::now() + kMaxWait));
    }
  }
  link_.close();
}

void Bus::connect() {
  if (const std::optional<std::string> failure = link_.connect()) {
    if (!wake_.stopping()) lose(*failure);
    return;
  }
  silences_ = 0;
  const std::lock_guard lock(mutex_);
  up_ = true;
}

/// Only the first loss since the last answer is a warning.
void Bus::lose(const std::string& reason) {
  link_.close();
  const bool is_news = !std::exchange(is_away_, true);
  host_.log("modbus.connection.lost", is_news ? ADAPTER_LOG_WARNING : ADAPTER_LOG_DEBUG, config_.url + ": " + reason);
  std::deque<Write> writes;
  {
    const std::lock_guard lock(mutex_);
    up_ = false;
    writes.swap(writes_);
  }
  for (const Write& write : writes) write.done(ADAPTER_NOT_SENT, reason);
  for (const int unit : schedule_.bus_lost()) listener_.presence(unit, false);
}

/// After three requests in a row without a byte a TCP connection is renewed: the network does not report a dead one.
void Bus::heard(bool something) {
  if (something && std::exchange(is_away_, false)) {
    host_.log("modbus.connection.made", ADAPTER_LOG_INFO, config_.url + ": answers again");
  }
  silences_ = something ? 0 : silences_ + 1;
  if (silences_ >= kMaxSilences && link_.over_network()) link_.close();
}

void Bus::tell(int unit, Schedule::News news, const std::string& reason) {
  if (news == Schedule::News::none) return;
  const bool online = news == Schedule::News::online;
  const std::string name = config_.url + ": unit " + std::to_string(unit);
  if (online) {
    host_.log("modbus.unit.online", ADAPTER_LOG_INFO, name + " is online");
  } else {
    host_.log("modbus.unit.offline", ADAPTER_LOG_WARNING, name + " is offline: " + reason);
  }
  listener_.presence(unit, online);
}

// ---- reading --------------------------------------------------------------------------------------------------------

void Bus::read(const Read& read) {
  const Link::Result<Words> words = link_.read(read.unit, read.space, read.address, read.count);
  if (wake_.stopping()) return;
  if (!words) return take_trouble(read, words.error());
  heard(true);
  if (refused_.erase(read.label()) != 0) {
    host_.log("modbus.read.recovered", ADAPTER_LOG_INFO, read.label() + ": can be read again");
  }
  tell(read.unit, schedule_.answered(Clock::now()), {});
  for (const std::size_t point : read.points) {
    const std::span<const std::uint16_t> all(*words);
    listener_.value(point, all.subspan(points_[point].address - read.address, points_[point].count));
  }
}

void Bus::take_trouble(const Read& read, const Trouble& trouble) {
  const auto now = Clock::now();
  const std::string line = read.label() + ": " + trouble.reason;
  switch (trouble.kind) {
    case Trouble::Kind::lost: schedule_.abandoned(); return lose(trouble.reason);
    case Trouble::Kind::silent:
    case Trouble::Kind::unreachable:
      host_.log("modbus.read.unanswered", ADAPTER_LOG_DEBUG, line);
      heard(trouble.kind == Trouble::Kind::unreachable);
      return tell(read.unit, schedule_.silent(now), trouble.reason);
    case Trouble::Kind::bad_range:
    case Trouble::Kind::refused:
    case Trouble::Kind::busy: break;
  }
  heard(true);
  const bool may_part = trouble.kind == Trouble::Kind::bad_range;
  if (may_part && split_read(read, points_)) {
    host_.log("modbus.read.divided", ADAPTER_LOG_DEBUG, line + "; the range is now read in two parts");
  } else {
    const bool is_news = refused_.insert(read.label()).second;
    host_.log("modbus.read.refused", is_news ? ADAPTER_LOG_WARNING : ADAPTER_LOG_DEBUG, line);
    host_.rejected(line);
  }
  tell(read.unit, schedule_.refused(may_part, now), {});
}

// ---- writing --------------------------------------------------------------------------------------------------------

std::optional<Write> Bus::next_write() {
  const std::lock_guard lock(mutex_);
  if (writes_.empty()) return std::nullopt;
  Write write = std::move(writes_.front());
  writes_.pop_front();
  return write;
}

std::optional<Trouble> Bus::perform(const Write& write) {
  if (!write.bit) return link_.write(write.unit, write.space, write.address, write.words, write.multiple);
  const auto mask = static_cast<std::uint16_t>(1U << *write.bit);
  const auto bits = static_cast<std::uint16_t>(write.words[0] != 0 ? mask : 0);
  if (write.mask_write) return link_.write_masked(write.unit, write.address, mask, bits);
  const Link::Result<Words> before = link_.read(write.unit, Space::holding, write.address, 1);
  if (!before) return before.error();
  const Words after = {static_cast<std::uint16_t>(((*before)[0] & ~mask) | bits)};
  return link_.write(write.unit, Space::holding, write.address, after, write.multiple);
}

void Bus::carry_out(const Write& write) {
  if (Clock::now() > write.deadline)
    return write.done(ADAPTER_NOT_SENT, "not sent before its deadline: earlier ones were still in progress");
  if (schedule_.is_offline(write.unit)) return write.done(ADAPTER_NOT_SENT, "the unit is offline");
  const std::optional<Trouble> trouble = perform(write);
  if (wake_.stopping()) return;
  const auto now = Clock::now();
  const bool lost = trouble && trouble->kind == Trouble::Kind::lost;
  const bool silent =
      trouble && (trouble->kind == Trouble::Kind::silent || trouble->kind == Trouble::Kind::unreachable);
  if (!lost) {
    heard(!silent || trouble->kind == Trouble::Kind::unreachable);
    const Schedule::News news =
        silent ? schedule_.unit_silent(write.unit, now) : schedule_.unit_answered(write.unit, now);
    tell(write.unit, news, silent ? trouble->reason : std::string());
  }
  if (write.then) schedule_.hurry(*write.then);
  if (!trouble) {
    write.done(ADAPTER_DONE, {});
  } else {
    const bool later = lost || silent || trouble->kind == Trouble::Kind::busy;
    write.done(later ? ADAPTER_NOT_SENT : ADAPTER_REFUSED, trouble->reason);
  }
  if (lost) lose(trouble->reason);
}

}  // namespace adapters::modbus
