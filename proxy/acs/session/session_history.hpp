// SPDX-License-Identifier: Apache-2.0
#pragma once
// The last sessions with the ACS, for people: what was asked, how long it took, how it ended. While the log shows debug
// lines of `acs`, the envelopes too, without secrets.
// Thread: loop

#include "proxy/base/clock.hpp"
#include "proxy/cwmp/envelope/body.hpp"
#include "proxy/cwmp/rpc.hpp"
#include "proxy/model/tree.hpp"

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <deque>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace proxy::acs {

struct SessionRecord {
  struct Request {
    std::string rpc;
    std::uint32_t fault = 0;  ///< 0: none
    std::chrono::milliseconds duration{0};
  };
  struct Envelope {
    bool sent = false;
    base::SystemTime time;
    std::string text;  ///< empty: no envelope was in the POST or its answer
  };

  std::uint64_t number = 0;  ///< from 1 on, since the daemon started
  base::SystemTime began = {};
  std::chrono::milliseconds duration{0};
  std::vector<std::string> events = {};
  std::string acs = {};  ///< without user name, password and query
  bool successful = false;
  std::string failure = {};
  std::uint32_t retry_count = 0;
  std::vector<Request> requests = {};  ///< of the ACS: the first kMaxRequests
  std::vector<Envelope> envelopes = {};
};

class SessionHistory {
 public:
  static constexpr std::size_t kMaxSessions = 50;
  static constexpr std::size_t kMaxRequests = 100;                  ///< of one session
  static constexpr std::size_t kMaxBytes = std::size_t{128} << 10;  ///< of all sessions, without envelopes
  static constexpr std::size_t kMaxEnvelope = std::size_t{32} << 10;
  static constexpr std::size_t kMaxEnvelopeBytes = std::size_t{256} << 10;  ///< of all sessions; the oldest go first

  /// The tree knows which parameters are secret. Both outlive it.
  SessionHistory(const model::Tree& tree, const base::Clock& clock) : tree_(tree), clock_(clock) {}

  // What happens in the session under way, in this order.
  void began(const cwmp::Inform& inform, std::string_view acs);
  /// Null: an empty POST. The body is read, and rewound.
  void sending(cwmp::Body* body);
  void received(std::string_view text);
  /// The ACS's last request has its answer.
  void answered(std::string_view rpc, std::uint32_t fault);
  void ended(bool successful, std::string_view failure);
  /// The session under way does not count.
  void dropped() { current_.reset(); }

  /// Those that have ended, the oldest first.
  const std::deque<SessionRecord>& sessions() const { return sessions_; }

 private:
  void add_envelope(bool sent, std::string_view text, std::uint64_t size);
  void limit_envelopes();
  void limit_sessions();

  const model::Tree& tree_;
  const base::Clock& clock_;
  std::uint64_t last_number_ = 0;
  std::optional<SessionRecord> current_;
  base::SteadyTime began_{};
  base::SteadyTime received_{};  ///< the last message of the ACS
  std::deque<SessionRecord> sessions_;
};

}  // namespace proxy::acs
