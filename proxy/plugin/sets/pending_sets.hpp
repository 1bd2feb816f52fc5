// SPDX-License-Identifier: Apache-2.0
#pragma once
// Sets that were committed and not confirmed: each reads back as if it were, stands in the store, and is sent again
// until its device confirms or refuses it, or a newer set of the same parameter takes its place.
// Spec: TR-069 Amendment 6, A.3.2.1 (Status 1), Annex J.3 (CommandProcessed)
// Thread: loop

#include "proxy/base/clock.hpp"
#include "proxy/base/lifetime.hpp"
#include "proxy/model/command_state.hpp"
#include "proxy/model/tree.hpp"
#include "proxy/plugin/abi/message.hpp"
#include "proxy/plugin/adapter/requests.hpp"
#include "proxy/plugin/adapter/timeouts.hpp"
#include "proxy/plugin/adapter/timer.hpp"
#include "proxy/plugin/statistics.hpp"
#include "proxy/sets/set_journal.hpp"
#include "proxy/state/store.hpp"

#include <cstddef>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace proxy::plugin {

class AdapterInstance;

struct PendingSet {
  std::weak_ptr<AdapterInstance> instance;
  CellHandle cell;
  std::string path;
  std::string value;                         ///< canonical
  std::optional<std::string> reported = {};  ///< what the device says meanwhile, shown if the set is dropped
  std::size_t attempt = 0;                   ///< how often it was sent again
  base::SteadyTime due = {};
  bool held = false;             ///< waits for its adapter, device or row to come back
  adapter_token token = 0;       ///< of the attempt under way; 0: none
  bool sent = false;             ///< the last attempt has reached the device, as far as the adapter knows
  adapter_token late_token = 0;  ///< of the last attempt, whose deadline has passed: a late answer still ends the set
  std::string problem = {};      ///< why it is not confirmed yet
};

class PendingSets {
 public:
  /// All of these must outlive the object.
  PendingSets(model::Tree& tree, sets::SetJournal& journal, boost::asio::io_context& loop, const Timeouts& timeouts);

  /// The value is in the tree already, and in the store.
  void add(PendingSet set);
  /// The parameter appeared after a restart, and the store has a pending set for it.
  void resume(const std::shared_ptr<AdapterInstance>& instance, CellHandle cell, const state::SetValue& set);
  /// A newer set of the parameter begins: the caller keeps the old one.
  std::optional<PendingSet> take(CellHandle cell);
  /// The newer set failed.
  void put_back(PendingSet set);
  /// Something of this adapter is away: what waits for it is not sent until it is back.
  void pause(const AdapterInstance& instance);
  /// Something of this adapter is there again: what was held for it is sent soon.
  void retry(const AdapterInstance& instance);
  /// FactoryReset: all are forgotten, in the store too.
  void forget_all();

  std::size_t count(const AdapterInstance& instance) const;
  /// Those that are not confirmed, then those that were dropped, the newest first. A new set of the parameter ends the
  /// problem with the old one.
  std::vector<SetProblem> problems() const;

 private:
  using Sets = std::map<CellHandle, PendingSet>;
  void hold(PendingSet set, bool is_new);
  void watch(const PendingSet& set);
  bool published(CellHandle cell, const std::string& value);
  void answered(CellHandle cell, const Answer& answer);
  void schedule(PendingSet& set);
  void confirmed(Sets::iterator set);
  void refused(Sets::iterator set, const std::string& why);
  void ended(CellHandle cell);
  static void cancel_requests(PendingSet& set);
  PendingSet remove(Sets::iterator set);
  void send_due();
  void send(AdapterInstance& instance, const std::vector<CellHandle>& cells);
  void set_timer();
  void forget_dropped(std::string_view path);
  /// Why the set is not confirmed yet.
  static std::string waits_for(const PendingSet& set);
  static void tell_waiting(const PendingSet& set, model::CommandState state);

  model::Tree& tree_;
  sets::SetJournal& journal_;
  const Timeouts& timeouts_;
  Sets sets_;
  std::vector<SetProblem> dropped_;  ///< at most kMaxDropped, the newest last
  Timer timer_;
  base::Lifetime lifetime_;  ///< of a call that waits for the thaw
};

}  // namespace proxy::plugin
