// SPDX-License-Identifier: Apache-2.0
#pragma once
// The order of messages within one session, as a CPE must keep it.
// Spec: TR-069 Amendment 6, 3.7.1 and Table 7
// Thread: pure

#include <optional>
#include <string>

#include "tests/acs/messages/message.hpp"

namespace tests::acs {

class SessionRules {
 public:
  struct Asked {
    std::string rpc;                // the request in the ACS's reply; empty: unknown, anything may follow
    std::optional<std::string> id;  // its cwmp:ID, if it had one
  };

  // With `continued` the session began at another ACS, which redirected it here.
  explicit SessionRules(bool continued = false) : first_(!continued), unknown_(continued) {}

  // Adds to message.violations what is wrong with it at this place of the session.
  void check(Message& message);

  // What the ACS has replied: a request, a response (no `asked`), or nothing at all.
  void replied(std::optional<Asked> asked, bool empty, bool hold_requests);
  // It has broken the session off, with an HTTP error or by closing.
  void broke_off() { finished_ = true; }

  // The ACS has nothing more to say; an Inform after this begins another session.
  bool finished() const { return finished_; }

 private:
  void check_answer(Message& message) const;

  std::optional<Asked> asked_;
  bool first_ = true;
  bool unknown_ = false;  // whatever comes next is right
  bool finished_ = false;
  bool held_ = false;
  bool sent_empty_ = false;
};

}  // namespace tests::acs
