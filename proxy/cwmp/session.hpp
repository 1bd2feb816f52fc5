// SPDX-License-Identifier: Apache-2.0
#pragma once
// One CWMP session with an ACS, without a socket, a timer or a clock: resume() takes what has happened and returns what
// is to be done next. Its driver posts bodies, performs effects, and reports each time what came of it.
// Spec: TR-069 Amendment 6, 3.7.1 (order of messages, end of a session), 3.7.4 (versions)
// Thread: loop

#include "proxy/cwmp/effect.hpp"
#include "proxy/cwmp/envelope/body.hpp"
#include "proxy/cwmp/envelope/soap_reader.hpp"
#include "proxy/cwmp/envelope/soap_writer.hpp"
#include "proxy/cwmp/handlers/outcome.hpp"
#include "proxy/cwmp/rpc.hpp"
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

/// A request of the ACS that has its answer.
struct Answered {
  std::string rpc;               ///< "GetParameterValues"
  std::uint32_t fault_code = 0;  ///< 0: the answer is no fault
};
struct Post {
  std::unique_ptr<Body> body =
      {};  ///< null: an empty POST. Destroy it before the next resume(): it may hold the tree frozen
  std::optional<Answered> answered = {};  ///< the request that the body answers
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
    bool lenient_types = true;  ///< as in Terms
  };

  /// The tree outlives the session.
  Session(model::Tree& tree, Options options);

  /// Out of turn (no EffectDone after a Perform, anything after End) the session ends as failed. Failures of the
  /// transport are not reported here: the driver drops the session.
  Action resume(SessionEvent event);

  /// What the ACS and we have agreed on; the highest until the InformResponse is here.
  Version version() const { return version_; }
  /// The token of the request of ours that has been sent and has no answer yet. After End: the one that the session
  /// failed at.
  std::optional<std::uint64_t> unanswered() const;

 private:
  enum class State { idle, informing, exchanging, performing, ended };

  Action on(Begin begin);
  Action on(Received received);
  Action on(EffectDone done);
  Action on_empty();
  Action on_inform_answer(Message& message);
  Action on_response(const AcsResponse& response);
  Action on_fault(Fault& fault);
  Action on_request(Message& message);

  /// Why there is no version in common; empty if there is.
  std::string negotiate(const Message& inform_response);
  Action next_post();
  Action post_text(std::shared_ptr<const std::string> text);
  Action carry_out(Outcome outcome);
  Action perform(Effect effect);
  Action fail(std::string reason);
  EnvelopeHeader answer_header() const { return {version_, id_}; }

  model::Tree& tree_;
  Options options_;
  Version version_;
  State state_ = State::idle;
  unsigned last_id_ = 0;
  unsigned repetitions_ = 0;  ///< of the request of ours that is outstanding, as 8005 asked for them

  std::vector<EventStruct> events_;  ///< of the Inform
  std::deque<OutgoingRequest> requests_;
  std::shared_ptr<const std::string> request_text_;  ///< the Inform, or the first of requests_, once it has been sent
  bool request_outstanding_ = false;                 ///< it has no answer yet

  bool hold_requests_ = false;
  bool empty_post_sent_ = false;  ///< while requests were not held: we have no more of them

  std::optional<std::string> id_;   ///< of the request of the ACS that is being answered
  std::string method_;              ///< of the same request
  std::optional<Request> request_;  ///< that request, while its effect is performed
};

}  // namespace proxy::cwmp
