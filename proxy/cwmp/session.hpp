// SPDX-License-Identifier: Apache-2.0
#pragma once
// One CWMP session with an ACS, without a socket, a timer or a clock: resume() takes what has happened and returns what
// is to be done next. Whoever drives it posts bodies, performs effects, and reports each time what came of it.
// Spec: TR-069 Amendment 6, 3.7.1 (order of messages, end of a session), 3.7.4 (versions)
// Thread: loop

#include "proxy/cwmp/body.hpp"
#include "proxy/cwmp/effect.hpp"
#include "proxy/cwmp/rpc.hpp"
#include "proxy/cwmp/soap_reader.hpp"
#include "proxy/cwmp/version.hpp"
#include "proxy/model/tree.hpp"

#include <chrono>
#include <cstdint>
#include <deque>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

namespace proxy::cwmp {

// ---- what has happened ----

/// The first event.
struct Begin {
  Inform inform;                         ///< its events in any order; a parameter named twice is sent once
  std::deque<OutgoingRequest> requests;  ///< to be sent after it, in this order
};
/// The HTTP response to the last Post. Valid while resume() runs.
struct Received {
  std::string_view text;  ///< empty: it carried no envelope
};
/// The last Perform has been carried out.
struct EffectDone {
  EffectResult result;
};
using SessionEvent = std::variant<Begin, Received, EffectDone>;

// ---- what is to be done ----

struct Post {
  std::unique_ptr<Body>
      body;  ///< null: an empty POST. Destroy it before the next resume(): it may hold the tree frozen
};
struct Perform {
  Effect effect;
};
/// Nothing more will be accepted.
struct End {
  bool successful = false;
  std::string reason = {};                 ///< for the log, of a failure
  std::optional<Fault> inform_fault = {};  ///< the ACS refused the Inform; 8006: try an older version next time
};
using Action = std::variant<Post, Perform, End>;

class Session {
 public:
  struct Options {
    Version highest_version = Version::v1_4;                   ///< what the Inform is written in and offers
    std::optional<std::chrono::seconds> session_timeout = {};  ///< a hint to the ACS, at least 30 s
    std::size_t max_message_size = kDefaultMaxMessageSize;
  };

  /// The tree outlives the session.
  Session(model::Tree& tree, Options options);

  /// Out of turn (no EffectDone after a Perform, anything after End) the session ends as failed. Failures of the
  /// transport are not reported here: who sees one drops the session.
  Action resume(SessionEvent event);

  /// What the ACS and we have agreed on; the highest until the InformResponse is here.
  Version version() const { return version_; }

 private:
  enum class State { idle, awaiting_inform_response, awaiting_answer, exchanging, performing, ended };

  Action on(Begin begin);
  Action on(Received received);
  Action on(EffectDone done);
  Action on_empty();
  Action on_content(const AcsResponse& response, Version written_in);
  Action on_content(Fault& fault);
  Action on_content(Request& request);
  Action on_content(const Unsupported& unsupported);
  Action on_content(const BadArguments& bad);

  std::optional<std::string> negotiate(Version written_in);
  Action next_post();
  Action post_inform();
  Action post_request();
  Action answer(const Response& response);
  Action answer(const Fault& fault);
  Action perform(Effect effect);
  Action fail(std::string reason);

  model::Tree& tree_;
  Options options_;
  Version version_;
  State state_ = State::idle;
  unsigned last_id_ = 0;
  unsigned repetitions_ = 0;  ///< of the request that is outstanding, as 8005 asked for them

  std::shared_ptr<const std::string> inform_text_;
  std::vector<EventStruct> inform_events_;
  std::deque<OutgoingRequest> requests_;
  bool request_outstanding_ = false;                 ///< the first of requests_ has been sent
  std::shared_ptr<const std::string> request_text_;  ///< of the first of requests_, once it was sent

  bool hold_requests_ = false;
  bool empty_post_sent_ = false;  ///< while requests were not held: we have no more of them
  std::optional<std::string> id_;
  std::optional<std::string> use_version_;
  std::optional<Request> request_;  ///< the ACS's, while its effect is performed
};

}  // namespace proxy::cwmp
