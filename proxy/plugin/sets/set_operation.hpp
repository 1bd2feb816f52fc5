// SPDX-License-Identifier: Apache-2.0
#pragma once
// One apply(): the parameters that one RPC sets, each from its being sent until it is confirmed, committed or refused;
// and then all of them together, or none.
// Spec: TR-069 Amendment 6, A.3.2.1 (all or nothing, Status)
// Thread: loop

#include "proxy/model/data_source.hpp"
#include "proxy/plugin/adapter/requests.hpp"
#include "proxy/plugin/sets/pending_sets.hpp"
#include "proxy/sets/set_journal.hpp"

#include <functional>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <vector>

namespace proxy::plugin {

class SetOperation : public std::enable_shared_from_this<SetOperation> {
 public:
  using Done = std::function<void(base::Result<model::SetStatus>)>;

  /// All of these outlive the operation.
  SetOperation(model::Tree& tree, sets::SetJournal& journal, PendingSets& pending, const Timeouts& timeouts,
               model::Origin origin, Done done);

  /// `instance` is null if no adapter has the parameter.
  void add(const model::Assignment& assignment, const std::shared_ptr<AdapterInstance>& instance);
  /// Sends all of them; done is called once, perhaps before this returns.
  void start();

 private:
  enum class State {
    open,        ///< no end yet
    applied,     ///< carried out and confirmed
    committed,   ///< not sent or not confirmed
    superseded,  ///< a newer set of the same parameter began, or the parameter is gone
    failed,
  };
  struct Item {
    std::shared_ptr<AdapterInstance> instance;
    CellHandle cell;
    std::string path, value;
    std::optional<std::string> old_value;  ///< what it is set back to, if that is known
    bool stored = false;                   ///< kept by the host alone
    State state = State::open;
    bool given = false;   ///< the adapter has been asked to apply it
    bool sent = false;    ///< and said that it did
    bool echoed = false;  ///< the device has published the value, or confirmed it by an answer
    adapter_token token = 0;
    std::optional<std::string> reported;  ///< what the device said after that
    std::optional<PendingSet> displaced;  ///< the set that this one takes the place of
    base::Error error{};
  };

  void begin(std::size_t index);
  void send(AdapterInstance& instance, const std::vector<std::size_t>& indexes);
  void answered(std::size_t index, const Answer& answer);
  static void confirmed(Item& item);
  bool published(std::size_t index, const std::string& value);
  void end(std::size_t index, State state);
  static void cancel(Item& item);
  void fail(std::size_t index, base::Fault fault, std::string detail);
  void finish_if_ended();
  void finish();
  void commit();
  void report();
  void commit(Item& item);
  void roll_back();
  void roll_back(Item& item);

  model::Tree& tree_;
  sets::SetJournal& journal_;
  PendingSets& pending_;
  const Timeouts& timeouts_;
  const model::Origin origin_;
  Done done_;
  std::vector<Item> items_;
  bool starting_ = false;
  bool finished_ = false;
};

/// The fault that an adapter's status is, with its words.
base::Error error_of(const Answer& answer, const std::string& path);

}  // namespace proxy::plugin
