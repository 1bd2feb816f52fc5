// SPDX-License-Identifier: Apache-2.0
#pragma once
// The one interface to the components that have the values: the gateway's own objects and the adapters implement it,
// and the components that serve an ACS or an operator call it.
// Spec: TR-069 Amendment 6, A.3.2.1 (all or nothing), A.3.2.6 and A.3.2.7 (rows)
// Thread: loop. Every callback is called exactly once, on the loop, perhaps before the function returns; each request
// has its deadline inside the source, so that none waits for ever.

#include "proxy/base/error.hpp"
#include "proxy/model/tree.hpp"

#include <functional>
#include <map>
#include <span>
#include <string>
#include <vector>

namespace proxy::model {

/// One parameter of a set, checked against what is declared. `value` is canonical.
struct Assignment {
  ParameterRef parameter;
  std::string path;  ///< by numbers
  std::string value;
  std::string asked = {};  ///< as the request names it, where it does so in another way; for the faults
};

/// A row that a set makes beside its assignments, and what is set in it.
struct Creation {
  struct Value {
    ColumnIndex column = 0;
    std::string value;  ///< canonical
    std::string asked;
  };
  std::string table;       ///< its path
  std::string alias = {};  ///< empty: as the table has it
  std::string asked = {};  ///< the row as the request names it
  std::vector<Value> values = {};
};

/// TR-069's Status: 0 = applied, 1 = committed, yet to be applied.
enum class SetStatus { applied = 0, committed = 1 };

/// What may still refuse a set that its source has checked. A set of several sources is applied in this order.
enum class Refuser { device, command, none };

class DataSource {
 public:
  virtual ~DataSource() = default;

  /// Brings live parameters up to date in the tree. Those that do not answer in time keep their last values.
  virtual void refresh(std::span<const ParameterRef> parameters, std::function<void()> done) = 0;

  /// Saves the present values of these at once: the ACS has yet to be informed of them, or has just been. By default
  /// there is nothing to save. Inside the caller's state::Transaction, if it has one.
  virtual void keep(std::span<const ParameterRef> /*parameters*/) {}

  /// Would these be accepted, all together? Changes nothing. The errors, one a parameter refused; none: acceptable.
  virtual void check(std::span<const Assignment> assignments, std::function<void(std::vector<base::Error>)> done) = 0;

  /// Carries them out and puts the new values into the tree with this origin. On an error nothing of this source's is
  /// changed; the caller then rolls back what other sources have applied, by another apply() of the old values.
  virtual void apply(std::span<const Assignment> assignments, Origin origin,
                     std::function<void(base::Result<SetStatus>)> done) = 0;

  /// What may refuse in apply() after check() has accepted.
  virtual Refuser refuser() const { return Refuser::none; }

  /// What the data model says about one of its parameters or tables that was declared without a description, in a
  /// sentence; empty: nothing.
  virtual std::string describe(ParameterRef /*parameter*/) const { return {}; }
  virtual std::string describe(const Table& /*table*/) const { return {}; }

  /// Adds a row, with the defaults of its columns, to a table that this source owns.
  virtual void add_row(Table& table, Origin origin, std::function<void(base::Result<Row*>)> done) = 0;
  virtual void remove_row(Row& row, Origin origin, std::function<void(base::Result<SetStatus>)> done) = 0;
};

using ParametersBySource = std::map<DataSource*, std::vector<ParameterRef>>;

/// Those that have a source, by it.
ParametersBySource by_source(std::span<const ParameterRef> parameters);

/// Has each source bring its own of these up to date, and calls `done` once all have.
void refresh_all(std::span<const ParameterRef> parameters, std::function<void()> done);

}  // namespace proxy::model
