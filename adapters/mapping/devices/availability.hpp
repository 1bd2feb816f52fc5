// SPDX-License-Identifier: Apache-2.0
#pragma once
// Whether a device is there: where it, its bridge or its silence says so, and what becomes of several that speak of it.
// Thread: pure; told the time

#include <chrono>
#include <cstddef>
#include <optional>
#include <string>
#include <vector>

#include "adapters/mapping/values/filter.hpp"
#include "adapters/mapping/values/outcome.hpp"
#include "adapters/mapping/values/pattern.hpp"
#include "adapters/mapping/values/payload.hpp"
#include "adapters/sdk/adapter_abi.h"

namespace adapters::mapping {

/// One that says whether a device is there.
struct PresenceSource {
  Pattern address;  ///< with less captures than tell a device it speaks for all that have those: a bridge's last will
  std::optional<Pointer> pointer;
  std::string online = "online";
  std::optional<std::string> offline = {};  ///< none: whatever is not `online`
  std::vector<Filter> filters = {};         ///< of a device that describes itself: before the comparison
};

struct Availability {
  enum class Mode {
    all,     ///< online when all say so, offline when one says that
    any,     ///< online when one says so, offline when all say that
    latest,  ///< as who spoke last says
  };
  std::vector<PresenceSource> sources = {};
  Mode mode = Mode::all;
  std::chrono::seconds stale_after{0};  ///< offline after that much silence; 0: silence says nothing

  /// Nobody says anything of the device.
  bool empty() const { return sources.empty() && stale_after.count() == 0; }
};

/// What a message of the source says, its words in any case; an empty one says nothing, which is ADAPTER_UNKNOWN.
Outcome<adapter_presence> presence_in(Payload& payload, const PresenceSource& source);

/// What is known of one device, or row. The availability is the same in all calls.
class PresenceState {
 public:
  using Time = std::chrono::steady_clock::time_point;

  void said(const Availability& availability, std::size_t source, adapter_presence presence);
  /// A message of the device has come. One that the broker had kept says nothing of now: it does not end a silence.
  void heard(Time now, bool retained);
  /// heard() has been called.
  bool started() const { return last_.has_value(); }

  /// Where no source is named, being heard is being online.
  adapter_presence presence(const Availability& availability, Time now) const;
  /// When its silence makes it offline, unless it is heard before; nothing where silence says nothing or has not begun.
  std::optional<Time> stale_at(const Availability& availability) const;

 private:
  adapter_presence by_words(const Availability& availability) const;

  std::vector<adapter_presence> words_;  // by source, as far as any has spoken
  adapter_presence latest_ = ADAPTER_UNKNOWN;
  std::optional<Time> last_;  // when it was heard
  bool live_ = false;         // by a message that was not retained
};

}  // namespace adapters::mapping
