// SPDX-License-Identifier: Apache-2.0
#include "adapters/mapping/polling/reconnect.hpp"

#include <algorithm>
#include <utility>

#include "adapters/mapping/polling/jitter.hpp"

namespace adapters::mapping {
namespace {

/// Times Times::first: a device that closes after each answer, and needs some time before it accepts another client,
/// finds its pace below this. One that was away for long does not keep the longest wait.
constexpr int kMostWithProgress = 4;

}  // namespace

Reconnect::Reconnect(const Times& times, Seed seed) : times_(times), wait_(times.first), random_(seed) {}

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
    next_ = std::max(begun_ + with_jitter(wait_, times_.longest, random_), now);
    if (times_.rest.count() > 0) next_ = std::max(next_, now + with_jitter(times_.rest, times_.longest, random_));
    return false;
  }
  next_ = now + with_jitter(wait_, times_.longest, random_);
  wait_ = std::min(2 * wait_, times_.longest);
  return !std::exchange(is_outage_, true);
}

}  // namespace adapters::mapping
