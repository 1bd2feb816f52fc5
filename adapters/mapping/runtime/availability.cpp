// SPDX-License-Identifier: Apache-2.0
#include "adapters/mapping/runtime/availability.hpp"

#include <algorithm>

#include "adapters/mapping/values/value.hpp"

namespace adapters::mapping {

Outcome<adapter_presence> presence_in(Payload& payload, const PresenceSource& source) {
  if (payload.empty()) return ADAPTER_UNKNOWN;
  if (source.pointer && !payload.is_json()) return Failure{"availability: " + payload.why_not_json()};
  const Scalar word = source.pointer ? filtered(source.filters, payload.at(*source.pointer))
                                     : filtered(source.filters, payload.whole(), &payload);
  if (word.has_value() && equal_in_any_case(word.text, source.online)) return ADAPTER_ONLINE;
  if (word.has_value() && (!source.offline || equal_in_any_case(word.text, *source.offline))) return ADAPTER_OFFLINE;
  return Failure{"availability: neither the word for online nor the one for offline"};
}

void PresenceState::said(const Availability& availability, std::size_t source, adapter_presence presence) {
  if (source >= availability.sources.size()) return;
  words_.resize(availability.sources.size(), ADAPTER_UNKNOWN);
  words_[source] = presence;
  latest_ = presence;
}

void PresenceState::heard(Time now, bool retained) {
  if (!last_ || !retained) last_ = now;
  live_ = live_ || !retained;
}

adapter_presence PresenceState::by_words(const Availability& availability) const {
  if (availability.mode == Availability::Mode::latest) return latest_;
  // One word is enough; the other one must come from all sources.
  const bool all = availability.mode == Availability::Mode::all;
  const adapter_presence one = all ? ADAPTER_OFFLINE : ADAPTER_ONLINE;
  const adapter_presence other = all ? ADAPTER_ONLINE : ADAPTER_OFFLINE;
  if (std::find(words_.begin(), words_.end(), one) != words_.end()) return one;
  const bool unanimous = !words_.empty() && std::all_of(words_.begin(), words_.end(),
                                                        [&](adapter_presence word) { return word == other; });
  return unanimous ? other : ADAPTER_UNKNOWN;
}

adapter_presence PresenceState::presence(const Availability& availability, Time now) const {
  const adapter_presence word = availability.sources.empty() ? ADAPTER_UNKNOWN : by_words(availability);
  if (word == ADAPTER_OFFLINE) return word;
  const std::optional<Time> stale = stale_at(availability);
  if (stale && now >= *stale) return ADAPTER_SILENT;
  return availability.sources.empty() && stale && live_ ? ADAPTER_ONLINE : word;
}

std::optional<PresenceState::Time> PresenceState::stale_at(const Availability& availability) const {
  if (!last_ || availability.stale_after.count() == 0) return std::nullopt;
  return *last_ + availability.stale_after;
}

}  // namespace adapters::mapping
