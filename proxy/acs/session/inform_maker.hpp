// SPDX-License-Identifier: Apache-2.0
#pragma once
// Makes the Inform: the events, the parameters that every Inform carries, the changed ones, and those of the rows of
// InformParameter. It stores the values of a few parameters in the last acknowledged Inform, so that a change while the
// daemon does not run is reported too.
// Spec: TR-069 Amendment 6, A.3.3.1 (Inform)
// Thread: loop

#include "proxy/base/clock.hpp"
#include "proxy/cwmp/rpc.hpp"
#include "proxy/model/change_tracker.hpp"
#include "proxy/state/endpoint_facts.hpp"

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

namespace proxy::acs {

class InformMaker final : private model::Tree::Observer {
 public:
  class Dependencies {
   public:
    virtual cwmp::DeviceIdStruct device_id() const = 0;
    /// Parameters for an Inform with these events, besides the forced and the changed ones. By default none.
    virtual std::vector<model::ParameterRef> inform_parameters(const std::vector<cwmp::EventStruct>& events) const;

   protected:
    ~Dependencies() = default;
  };
  struct Made {
    cwmp::Inform inform;
    std::vector<model::ParameterRef> changed = {};  ///< those that 4 VALUE CHANGE is for
  };

  /// All of them outlive it.
  InformMaker(model::Tree& tree, model::ChangeTracker& changes, state::EndpointFacts& facts, const base::Clock& clock,
              Dependencies& dependencies);

  /// At the start, with the tree complete: a value that differs from the last acknowledged Inform counts as changed.
  void mark_unacknowledged();
  /// The Inform of the session that begins now; the changes in it are under way until acknowledged or failed.
  /// `events` has no 4 VALUE CHANGE: the Inform gets it if it reports changes.
  Made make(std::vector<cwmp::EventStruct> events, std::uint32_t retry_count);
  /// The Inform of a heartbeat: the forced parameters, and neither events nor changes.
  cwmp::Inform make_heartbeat(std::uint32_t retry_count);
  /// The InformResponse came: stores what the Inform reported, as part of the caller's transaction.
  void acknowledged();

 private:
  struct Reported {
    std::string path;
    std::string value;
  };

  cwmp::Inform begin(std::uint32_t retry_count);
  void remember_reported();
  void value_changed(model::ParameterRef parameter, model::Origin origin) override;

  model::Tree& tree_;
  model::ChangeTracker& changes_;
  state::EndpointFacts& facts_;
  const base::Clock& clock_;
  Dependencies& dependencies_;
  std::vector<Reported> reported_;
};

}  // namespace proxy::acs
