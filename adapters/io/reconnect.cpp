// SPDX-License-Identifier: Apache-2.0
#include "adapters/io/reconnect.hpp"

#include <algorithm>
#include <utility>

namespace adapters::io {
namespace {

/// Times Times::first: a device that closes after each answer, and needs some time before it accepts another client,
/// finds its pace below this. One that was away for long does not keep the longest wait.
constexpr int kMostWithProgress = 4;

}  // namespace

Reconnect::Reconnect(const Times& times) : times_(times), wait_(times.first) {}

void Reconnect::attempt(Time now) {
  begun_ = now;
  next_ = now + times_.first;
  is_of_use_ = false;
}

void Reconnect::progress() {
  is_of_use_ = true;
  is_outage_ = false;
}

bool Reconnect::lost(Time now) {
  if (std::exchange(is_of_use_, false)) {
    wait_ = now - begun_ >= times_.stable ? times_.first : std::min(wait_, kMostWithProgress * times_.first);
    next_ = std::max(begun_ + with_jitter(wait_), now);
    if (times_.rest.count() > 0) next_ = std::max(next_, now + with_jitter(times_.rest));
    return false;
  }
  next_ = now + with_jitter(wait_);
  wait_ = std::min(2 * wait_, times_.longest);
  return !std::exchange(is_outage_, true);
}

/// From the wait to half as much more; at the longest wait from two thirds of it on.
Reconnect::milliseconds Reconnect::with_jitter(milliseconds wait) {
  const auto most = std::min(wait * 3 / 2, std::max(wait, times_.longest));
  std::uniform_int_distribution<milliseconds::rep> part(most.count() * 2 / 3, most.count());
  return milliseconds(part(random_));
}

}  // namespace adapters::io
