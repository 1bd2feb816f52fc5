// SPDX-License-Identifier: Apache-2.0
#pragma once
// An adapter that polls addresses and sends its sets, both on a thread of its own, which the derived class has.
// Thread: the host's calls on its loop; the protected functions on the adapter's thread, except where stated

#include <chrono>
#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "adapters/mapping/polling/feed.hpp"
#include "adapters/mapping/polling/mapped_adapter.hpp"

namespace adapters::mapping {

class PollingAdapter : public MappedAdapter {
 public:
  using Time = Feed::Time;

  void known_row(sdk::Table table, std::string_view identity) final;
  void explain(std::string_view address, std::string_view payload, const sdk::Say& say) final {
    feed_.explain(address, payload, say);
  }

 protected:
  /// max_wait: PollSchedule's, between the polls of an address that fails.
  PollingAdapter(sdk::Host host, const sdk::ConfigNode& section, const Addressing& addressing,
                 const std::string& protocol, std::chrono::seconds max_wait = {});

  /// Any thread.
  const std::vector<Poll>& polls() const { return feed_.polls(); }

  /// Begins the polls that are due. When to call it again, at the latest; nothing while all are under way.
  std::optional<Time> poll_due();
  /// Ends a poll that was answered.
  void answered(std::size_t poll, std::string_view payload);
  /// Ends a poll that failed. is_known: with others of its server, of which a warning has been logged.
  void failed(std::size_t poll, const std::string& reason, bool is_known = false);
  /// Replies to a set that the device has carried out, and polls its value at once.
  void carried_out(sdk::Token token, const Command& command);
  /// Replies to a set that has failed, with ADAPTER_NOT_SENT or a refusal, and polls its value at once.
  void not_carried_out(sdk::Token token, const Command& command, adapter_status status, const std::string& reason);

 private:
  bool has_sources() const final { return !polls().empty(); }
  /// What people call the place of polls()[poll].
  virtual std::string place_of(std::size_t poll) const { return polls()[poll].address; }
  /// Any thread: has poll_due() called soon.
  virtual void wake() = 0;
  /// Polls polls()[poll]; it ends with answered() or failed().
  virtual void begin_poll(std::size_t poll) = 0;

  Feed feed_;
};

}  // namespace adapters::mapping
