// SPDX-License-Identifier: Apache-2.0
#pragma once
// What an Inform says: the events, the parameters that every Inform carries, those that changed, and those that rows of
// InformParameter ask for. It remembers what the last acknowledged Inform said of a few parameters, so that what
// changes while we are away is told as well. Spec: TR-069 Amendment 6, A.3.3.1 (Inform) Thread: loop

#include "proxy/base/clock.hpp"
#include "proxy/cwmp/rpc.hpp"
#include "proxy/model/change_tracker.hpp"
#include "proxy/state/endpoint_facts.hpp"

#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <vector>

namespace proxy::acs {

class InformMaker {
 public:
  /// What the endpoint alone knows.
  struct Contents {
    cwmp::DeviceIdStruct device_id;
    std::vector<cwmp::EventStruct> events;  ///< without 4 VALUE CHANGE, which follows from the changes
    std::uint32_t retry_count = 0;
    /// May be empty: parameters for these events besides the forced and the changed ones.
    std::function<std::vector<model::ParameterRef>(const std::vector<cwmp::EventStruct>&)> more = {};
  };
  struct Made {
    cwmp::Inform inform;
    bool reports_changes = false;
  };

  /// All of them outlive it.
  InformMaker(model::Tree& tree, model::ChangeTracker& changes, state::EndpointFacts& facts, const base::Clock& clock);

  /// At the start, with the tree complete: what an Inform has told before and reads otherwise now counts as changed.
  void mark_unacknowledged();
  /// The Inform of the session that begins now; the changes in it are under way until acknowledged or failed.
  Made make(Contents contents);
  /// The Inform of a heartbeat: the forced parameters, and nothing of what is to be told otherwise.
  cwmp::Inform make_heartbeat(cwmp::DeviceIdStruct device_id, std::uint32_t retry_count);
  /// The InformResponse came: keeps what was said, as part of the caller's transaction.
  void acknowledged();

 private:
  struct Reported {
    std::string path;
    std::string value;
  };

  cwmp::Inform begin(cwmp::DeviceIdStruct device_id, std::uint32_t retry_count);
  void remember_reported();
  void remember_set_by_acs(model::ParameterRef parameter);

  model::Tree& tree_;
  model::ChangeTracker& changes_;
  state::EndpointFacts& facts_;
  const base::Clock& clock_;
  std::vector<Reported> reported_;
  std::shared_ptr<int> alive_ = std::make_shared<int>();  ///< for the tree, which keeps its observers
};

}  // namespace proxy::acs
