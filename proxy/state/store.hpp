// SPDX-License-Identifier: Apache-2.0
#pragma once
// The state of one CWMP endpoint over a restart: one member for each kind of thing, and the operations that concern
// several kinds. A write that fails is logged and returns its error code; the caller goes on with its values in memory,
// and earlier writes stay. A read that fails is logged and finds nothing.
// Spec: TR-069 Amendment 6, A.4.1.6 (FactoryReset)
// Thread: loop

#include "proxy/state/attributes.hpp"
#include "proxy/state/endpoint_facts.hpp"
#include "proxy/state/events.hpp"
#include "proxy/state/last_values.hpp"
#include "proxy/state/reported_values.hpp"
#include "proxy/state/rows.hpp"
#include "proxy/state/scheduled_informs.hpp"
#include "proxy/state/set_values.hpp"
#include "proxy/state/sqlite/database.hpp"
#include "proxy/state/sqlite/transaction.hpp"
#include "proxy/state/transfers.hpp"

#include <cstdint>
#include <string>
#include <string_view>
#include <system_error>

namespace proxy::state {

class Store {
 public:
  /// `endpoint` "" is the gateway itself; all endpoints share one Database, which outlives the Store.
  explicit Store(Database& database, std::string endpoint = {});

  Database& database;
  EndpointFacts facts;
  SetValues set_values;
  Attributes attributes;
  Rows rows;
  LastValues last_values;
  ReportedValues reported_values;
  Events events;
  ScheduledInforms scheduled_informs;
  Transfers transfers;

  /// The row left; its last and reported values go, its number, attributes and set values stay for its return.
  std::error_code mark_absent(std::string_view table, std::uint32_t number);
  /// The row is gone for good with all stored below it; the number is never given again.
  std::error_code erase_row(std::string_view table, std::uint32_t number);
  /// What was reported, and what has yet to be: another ACS knows nothing of it. All or nothing.
  std::error_code forget_reports();
  /// Forgets set values, attributes, events, transfers, scheduled Informs, rows that the ACS created, ParameterKey, the
  /// bootstrap, acknowledged and reported values; neither row numbers, last values nor the path of the
  /// ConnectionRequestURL. All or nothing.
  std::error_code factory_reset();

 private:
  std::string endpoint_;
};

}  // namespace proxy::state
