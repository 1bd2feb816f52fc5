// SPDX-License-Identifier: Apache-2.0
#pragma once
// The parameters that have changed since the last report to the ACS: those of "4 VALUE CHANGE", and those of
// lightweight notifications.
// Spec: TR-069 Amendment 6, 3.2.1 (when a session starts), 3.7.1.5 (4 VALUE CHANGE), A.3.2.4 (the attribute)
// Thread: loop

#include "proxy/model/tree.hpp"

#include <cstdint>
#include <functional>
#include <set>
#include <utility>
#include <vector>

namespace proxy::model {

class ChangeTracker final : private Tree::Observer {
 public:
  /// What the ACS knows of a parameter, compared with its present value.
  enum class Known : std::uint8_t { unknown, same, other };

  /// What is remembered of earlier reports, and which changes are worth one. Without it each change is, and a device's
  /// first value is what later ones are compared with.
  class Dependencies {
   public:
    /// Of a parameter that has its first value since the start.
    virtual Known known(ParameterRef parameter) = 0;
    /// False: the change is no news, or not yet; mark() is called when it is.
    virtual bool is_news(ParameterRef parameter) = 0;
    /// The parameter now waits for its report.
    virtual void marked(ParameterRef parameter) = 0;
    /// The value is the ACS's own, which it knows.
    virtual void set_by_acs(ParameterRef parameter) = 0;

   protected:
    ~Dependencies() = default;
  };

  /// Watches the tree for as long as both live. on_active is called for each change that asks for a session.
  ChangeTracker(Tree& tree, std::function<void()> on_active);
  ChangeTracker(const ChangeTracker&) = delete;
  ChangeTracker& operator=(const ChangeTracker&) = delete;

  /// Null: none. The dependencies outlive their use.
  void use(Dependencies* dependencies) { dependencies_ = dependencies; }

  /// Marks a parameter whose value differs from what the last acknowledged Inform carried, although the tree has seen
  /// no change of it. Its attribute decides as for any change.
  void mark(ParameterRef parameter);

  /// Nothing to report.
  bool empty() const { return pending_.empty() && reporting_.empty(); }
  bool active_pending() const { return active_; }
  /// An active change waits whose parameter was in no failed report.
  bool active_is_new() const { return active_is_new_; }

  /// Takes what is to be reported into an Inform; changes from here on are for the next one.
  std::vector<ParameterRef> begin_report();
  /// The InformResponse came: the report is delivered.
  void acknowledge();
  /// The session has ended. A report that was not acknowledged is due again, with what has changed since.
  void put_back_unacknowledged();
  void clear();

  /// The callback is called for each change that a lightweight notification reports; `active`: at once.
  void on_lightweight(std::function<void(bool active)> callback) { on_lightweight_ = std::move(callback); }
  /// The changes for a lightweight notification, each once: the ACS does not acknowledge them.
  std::vector<ParameterRef> take_lightweight();

 private:
  void value_arrived(ParameterRef parameter, const Arrival& arrival) override;
  void row_removed(Row& row) override;
  void parameter_removed(ParameterRef parameter) override;
  bool is_change(ParameterRef parameter, Notification notification, const Arrival& arrival) const;

  std::function<void()> on_active_;
  std::function<void(bool active)> on_lightweight_;
  const Tree& tree_;
  Dependencies* dependencies_ = nullptr;
  std::set<ParameterRef> pending_;
  std::set<ParameterRef> reporting_;
  std::set<ParameterRef> failed_;  ///< those of pending_ that a failed session has reported
  std::set<ParameterRef> lightweight_;
  bool active_ = false;
  bool active_is_new_ = false;
  bool reporting_active_ = false;
};

/// Whether changes of a parameter with this attribute go into an Inform as 4 VALUE CHANGE.
bool is_reported(Notification notification);
/// Whether the ACS wants each change at once, by a session or by a lightweight notification.
bool is_at_once(Notification notification);

}  // namespace proxy::model
