// SPDX-License-Identifier: Apache-2.0
#pragma once
// Whether a device is there, by its own messages, those of its bridge, and its silence; and how several sources of that
// are combined.
// Thread: pure; the caller gives the time

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

/// A source of the presence of a device.
struct PresenceSource {
  Pattern address;  ///< with fewer captures than the rows it is of all devices that have these: a bridge's last will
  std::optional<Pointer> pointer;
  std::string online = "online";
  std::optional<std::string> offline = {};  ///< none: any word but `online`
  std::vector<Filter> filters = {};         ///< of a discovered device: before the comparison
  bool of_bridge = false;  ///< it speaks for several devices: its messages do not end a device's silence
};

struct Availability {
  enum class Mode {
    all,     ///< online when all sources say so, offline when one says that
    any,     ///< online when one source says so, offline when all say that
    latest,  ///< as the source says that reported last
  };
  std::vector<PresenceSource> sources = {};
  Mode mode = Mode::all;
  std::chrono::seconds stale_after{0};  ///< ADAPTER_SILENT after that much silence; 0: silence says nothing

  /// No source, and silence has no meaning.
  bool empty() const { return sources.empty() && stale_after.count() == 0; }
};

/// The presence that a message of the source reports; the case of its words does not count. ADAPTER_UNKNOWN for an
/// empty message.
Outcome<adapter_presence> presence_in(Payload& payload, const PresenceSource& source);

/// The presence of one device, or row. The availability is the same in all calls.
class PresenceState {
 public:
  using Time = std::chrono::steady_clock::time_point;

  void said(const Availability& availability, std::size_t source, adapter_presence presence);
  /// A message of the device has come. A retained one may be old: it does not end a silence.
  void heard(Time now, bool retained);
  /// The silence of a device that has sent nothing yet begins.
  void begin(Time now) {
    if (!last_) last_ = now;
  }
  /// heard() or begin() has been called.
  bool started() const { return last_.has_value(); }

  /// Without a source a device that sends messages is online. A word for offline outweighs silence, and silence any
  /// other word.
  adapter_presence presence(const Availability& availability, Time now) const;
  /// When it becomes ADAPTER_SILENT, unless a message comes before; nothing if silence has no meaning or has not
  /// begun.
  std::optional<Time> stale_at(const Availability& availability) const;

 private:
  adapter_presence by_words(const Availability& availability) const;

  std::vector<adapter_presence> words_;  // by source
  adapter_presence latest_ = ADAPTER_UNKNOWN;
  std::optional<Time> last_;  // message
  bool live_ = false;         // a message has come that was not retained
};

}  // namespace adapters::mapping
