// SPDX-License-Identifier: Apache-2.0
#pragma once
// What the ACS was informed of, and what it has yet to be: compares values with the last acknowledged Inform, over a
// kill of the daemon too, applies the report rules, and reads what is only read when asked.
// Spec: TR-069 Amendment 6, 3.7.1.5 (4 VALUE CHANGE), A.3.2.4 (notification)
// Thread: loop

#include "proxy/acs/changes/report_filter.hpp"
#include "proxy/base/clock.hpp"
#include "proxy/base/lifetime.hpp"
#include "proxy/model/change_tracker.hpp"
#include "proxy/model/data_source.hpp"
#include "proxy/state/store.hpp"

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/steady_timer.hpp>

#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

namespace proxy::acs {

class ChangeReports final : public model::ChangeTracker::Dependencies, private model::Tree::Observer {
 public:
  struct Components {
    boost::asio::any_io_executor executor;
    model::Tree& tree;
    model::ChangeTracker& changes;
    state::Store& store;
    const base::Clock& clock;
  };

  /// The components outlive it.
  explicit ChangeReports(const Components& components);
  ~ChangeReports();
  ChangeReports(const ChangeReports&) = delete;
  ChangeReports& operator=(const ChangeReports&) = delete;

  /// The tree is complete. What differs from the last acknowledged Inform is reported; what has no value yet is
  /// compared with it when it has one, and in any case after five minutes.
  void start();
  /// Stores what has yet to be reported.
  void stop();
  /// The ACS is another one: changes that wait are dropped, and from here on all is compared with its present value.
  void acs_changed();
  /// An Inform is about to be made, or the time of day was set: live parameters with notification are read. The Inform
  /// does not wait for those of adapters.
  void read_live();
  /// The Inform that is sent now reports these.
  void sent(const std::vector<model::ParameterRef>& parameters);
  /// The InformResponse came; part of the caller's transaction.
  void acknowledged();

 private:
  using Known = model::ChangeTracker::Known;
  using Parameters = std::vector<model::ParameterRef>;
  struct Sent {
    std::string path;
    std::string value;
  };

  Known known(model::ParameterRef parameter) override;
  bool is_news(model::ParameterRef parameter) override;
  void marked(model::ParameterRef parameter) override;
  void set_by_acs(model::ParameterRef parameter) override;
  void value_arrived(model::ParameterRef parameter, const model::Arrival& arrival) override;
  void attributes_changed(model::ParameterRef parameter) override;
  void row_removed(model::Row& row) override;
  void parameter_removed(model::ParameterRef parameter) override;

  const model::ReportRule* rule_of(model::ParameterRef parameter) const;
  void compare(bool with_unset);
  void compare_live(model::ParameterRef parameter);
  void read(const Parameters& live);
  Parameters live_parameters(model::Row& row, bool active_alone) const;
  void keep(const Parameters& parameters);
  void store_unsaved();
  void leaves();
  std::optional<base::SteadyTime> next_due() const;
  void plan();
  void fire();

  model::Tree& tree_;
  model::ChangeTracker& changes_;
  state::Store& store_;
  const base::Clock& clock_;
  ReportFilter filter_;
  std::set<model::ParameterRef> unsaved_;             ///< marked, and not yet in the store
  std::set<model::ParameterRef> saved_;               ///< marked and in the store, and not yet acknowledged
  std::map<model::ParameterRef, std::string> lives_;  ///< live ones with notification, as they were compared last
  std::vector<Sent> sent_;
  std::optional<base::SteadyTime> store_at_, compare_at_, settled_at_, poll_at_, planned_;
  std::optional<base::SteadyTime> stored_;  ///< the last time
  bool running_ = false;
  base::Lifetime lifetime_;
  boost::asio::steady_timer timer_;
};

}  // namespace proxy::acs
