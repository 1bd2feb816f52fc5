// SPDX-License-Identifier: Apache-2.0
#pragma once
// The values and attributes of parameters, and the observers of their changes.
// Spec: TR-069 Amendment 6, A.3.2.4 (attributes)
// Thread: as its tree

#include "proxy/model/tree/freezable.hpp"
#include "proxy/model/tree/row.hpp"

#include <cstdint>
#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace proxy::model {

/// What made a change; decides whether the ACS is notified of it.
enum class Origin : std::uint8_t {
  device,    ///< the device has just sent it
  retained,  ///< the device sent it some time ago; without a value to compare it with it is no change
  local,     ///< tr069-proxyctl or the gateway itself
  acs,       ///< the ACS made it, and is not notified
  start,     ///< restored or filled in while starting
};

/// What set_value() did.
struct Arrival {
  Origin origin;
  bool changed;    ///< it differs from the value before
  bool is_first;   ///< the source's first one since the row appeared: it has to be compared with what the ACS knows
  bool was_known;  ///< there was a value before, from an earlier run for instance
};

struct Attributes {
  Notification notification = Notification::off;
  bool subscriber_may_write = true;  ///< the AccessList holds "Subscriber"
  bool operator==(const Attributes&) const = default;
};

class Cells : public Freezable {
 public:
  /// Is called after a value has changed, and before a row or a parameter is removed, for as long as it lives.
  class Observer {
   public:
    /// The cells outlive it.
    explicit Observer(Cells& cells);
    Observer(const Observer&) = delete;
    Observer& operator=(const Observer&) = delete;
    /// A device's first value since the row appeared has Origin::start.
    virtual void value_changed(ParameterRef /*parameter*/, Origin /*origin*/) {}
    /// Is called before value_changed(), and also for a first value that is no change.
    virtual void value_arrived(ParameterRef /*parameter*/, const Arrival& /*arrival*/) {}
    virtual void attributes_changed(ParameterRef /*parameter*/) {}
    virtual void row_removed(Row& /*row*/) {}
    virtual void parameter_removed(ParameterRef /*parameter*/) {}

   protected:
    ~Observer();

   private:
    Cells& cells_;
  };

  // ---- changing. Refused while frozen. ----
  /// Gives the parameter a value, canonical for its type; true if it differs from the one before.
  bool set_value(ParameterRef parameter, std::string value, Origin origin);
  void set_attributes(ParameterRef parameter, Attributes attributes);
  /// A rule for the parameter of this row alone, before that of its column; null: its column's holds again. It ends
  /// with the row.
  void set_report_rule(ParameterRef parameter, std::shared_ptr<const ReportRule> rule);

  // ---- reading ----
  /// As an ACS may see it: a hidden parameter reads as empty.
  std::string_view value(ParameterRef parameter) const;
  /// The value of a hidden parameter too, for the component that uses it.
  std::string_view stored_value(ParameterRef parameter) const;
  bool has_value(ParameterRef parameter) const;
  Attributes attributes(ParameterRef parameter) const;
  /// Null: each change is reported.
  const ReportRule* report_rule(ParameterRef parameter) const;

 protected:
  ~Cells() = default;
  /// Made if the row does not have it yet.
  static Cell& cell(ParameterRef parameter);
  /// Null if the row does not have it yet.
  static const Cell* find_cell(ParameterRef parameter);
  /// The cell reads as before its first value, and the observers are called.
  void forget(ParameterRef parameter);
  /// The observers are called for the row and each row below it.
  void forget(Row& row);

 private:
  void notify(ParameterRef parameter, const Arrival& arrival);

  std::vector<Observer*> observers_;
  std::map<ParameterRef, std::shared_ptr<const ReportRule>> rules_;  ///< of single rows
};

}  // namespace proxy::model
