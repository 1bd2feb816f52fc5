// SPDX-License-Identifier: Apache-2.0
#pragma once
// The one writer of set values in the store. Each function is one transition of a set's life cycle: README.md
// has the table. A class that learns an outcome reports it here and writes nothing itself.
// Spec: TR-069 Amendment 6, A.3.2.1 (a set that was answered survives a restart; Status 1)
// Thread: loop

#include "proxy/state/store.hpp"

#include <optional>
#include <span>
#include <string>
#include <system_error>

namespace proxy::sets {

/// How the store keeps a value while its set is under way, and afterwards unless its source reports another outcome.
struct StoredAs {
  bool pending = false;         ///< the source has yet to confirm it
  std::string configured = {};  ///< the configuration's value; once that changes, the configuration wins again
};

/// How a set ended at the source that carried it out.
struct SetEnd {
  enum class Kind {
    confirmed,  ///< the device has the value: the store forgets the set
    pending,    ///< not sent or not confirmed: the store keeps it until the device confirms or refuses it
    kept,       ///< the host keeps the value for good; no device has it
  };
  Kind kind = Kind::confirmed;
  std::string path;
  std::string value;            ///< canonical
  std::string configured = {};  ///< of `kept`, as for StoredAs
};

class SetJournal {
 public:
  /// What the store has of a parameter before a transaction writes it.
  struct Before {
    std::string path;
    std::optional<state::SetValue> value;
  };

  /// The store outlives the journal.
  explicit SetJournal(state::Store& store) : store_(store) {}

  // ---- a transaction's: both are part of the caller's state::Transaction ----
  Before before(const std::string& path) const { return {path, store_.set_values.find(path)}; }
  std::error_code store(const std::string& path, const std::string& value, const StoredAs& as);
  void roll_back(std::span<const Before> befores);

  // ---- an outcome ----
  /// The source has carried it out; a value that was pending no longer is.
  void applied(const std::string& path);
  /// All of these in one write. If it fails, which is logged, the store keeps them as the transaction stored them.
  void ended(std::span<const SetEnd> ends);
  /// The device of a pending set has the value.
  void confirmed(const std::string& path) { erase(path); }
  /// The device of a pending set does not take the value.
  void refused(const std::string& path) { erase(path); }

  // ---- without a set ----
  /// The kept value does not fit its parameter any more, or the configuration or the device has a newer one.
  void outdated(const std::string& path) { erase(path); }
  /// The parameter goes back to its default: FactoryReset, or its owner resets it.
  void forgotten(const std::string& path) { erase(path); }

 private:
  /// The store logs an error. The set is then found, and sent or restored, once more after a restart.
  void erase(const std::string& path) { (void)store_.set_values.erase(path); }
  void write(const SetEnd& end);

  state::Store& store_;
};

}  // namespace proxy::sets
