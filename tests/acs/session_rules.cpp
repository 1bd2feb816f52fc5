// SPDX-License-Identifier: Apache-2.0
#include "tests/acs/session_rules.hpp"

#include <utility>

namespace tests::acs {

void SessionRules::check_answer(Message& message) const {
  std::vector<std::string>& found = message.violations;
  const bool answers = message.rpc == asked_->rpc + "Response" || message.rpc == "Fault";
  if (!answers) found.push_back("the answer to " + asked_->rpc + " is " + (message.empty() ? "nothing" : message.rpc));
  if (answers && message.id != asked_->id) {
    found.push_back("the answer does not echo cwmp:ID \"" + asked_->id.value_or("(none)") + "\" but has \"" +
                    message.id.value_or("(none)") + "\"");
  }
}

void SessionRules::check(Message& message) {
  std::vector<std::string>& found = message.violations;
  const bool readable = message.empty() || message.parsed;
  if (first_ && readable && message.rpc != "Inform") found.emplace_back("the first message of a session is no Inform");
  first_ = false;
  if (unknown_) {
    // Only the test knows what was asked.
  } else if (readable && asked_) {
    check_answer(message);
  } else if (readable && !message.empty() && !message.is_request()) {
    found.push_back(message.rpc + " answers nothing");
  }
  if (message.is_request()) {
    if (sent_empty_) found.push_back("request " + message.rpc + " after an empty POST");
    if (held_) found.push_back("request " + message.rpc + " while HoldRequests is set");
  }
  if (message.empty() && !held_) sent_empty_ = true;
}

void SessionRules::replied(std::optional<Asked> asked, bool empty, bool hold_requests) {
  asked_ = std::move(asked);
  unknown_ = asked_ && asked_->rpc.empty();
  finished_ = empty;
  held_ = hold_requests;
}

}  // namespace tests::acs
