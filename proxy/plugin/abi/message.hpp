// SPDX-License-Identifier: Apache-2.0
#pragma once
// A call of an adapter, copied and checked, on its way from any thread to the loop.
// Thread: any, one object at a time

#include "adapters/sdk/adapter_abi.h"
#include "proxy/model/parameter.hpp"
#include "proxy/plugin/devices/capability.hpp"
#include "proxy/plugin/overview/condition.hpp"

#include <chrono>
#include <cstdint>
#include <memory>
#include <string>
#include <variant>

namespace proxy::plugin {

/// A cell by its two handles: those of its row, or ADAPTER_MOUNT, and its column.
struct CellHandle {
  adapter_handle row = ADAPTER_NONE;
  adapter_handle column = ADAPTER_NONE;
  auto operator<=>(const CellHandle&) const = default;
};

/// A column as it was declared. The parameter's name is relative to its parent.
struct Column {
  model::Parameter parameter;
  bool stored = false;                           ///< kept by the host alone
  std::chrono::milliseconds confirm_timeout{0};  ///< 0: the host's default
};

struct DeclareDevice {
  adapter_handle handle;
  std::string controller, identity, protocol;
};
struct RemoveDevice {
  adapter_handle handle;
};
/// Shows a device, or says what has changed about it.
struct ShowDevice {
  adapter_handle handle, device;
  std::string controller, identity, name, type, description;  ///< the type as it is shown
};
/// For the next ShowDevice of the device.
struct NotifyOnline {
  adapter_handle device;
  model::Notification notification;
};
/// Of a capability's value, or of a column for all rows that have it: then the row is ADAPTER_NONE.
struct SetReport {
  CellHandle cell;
  std::shared_ptr<const model::ReportRule> rule;  ///< null: none
};
struct AddCapability {
  adapter_handle handle, shown;
  std::unique_ptr<Capability> capability;
};
struct DeclareTable {
  adapter_handle handle, parent;
  std::string name;
  bool creatable;
};
struct DeclareColumn {
  adapter_handle handle, parent;
  std::unique_ptr<Column> column;
};
struct AddRow {
  adapter_handle handle, table, device;
  std::string identity;
};
struct RemoveRow {
  adapter_handle handle;
};
struct Value {
  CellHandle cell;
  std::string text;  ///< canonical
  bool is_retained = false;
};
struct SetPresence {
  adapter_handle handle;
  adapter_presence presence;
};
struct Reply {
  adapter_token token;
  adapter_status status;
  std::string detail;
};
struct ReplyRow {
  adapter_token token;
  adapter_handle row;
};
struct Posted {
  void (*function)(void* argument);
  void* argument;
};

struct ReportStatus {
  adapter_condition condition;
  std::string text;
};
struct DescribeBroker {
  std::unique_ptr<BrokerFacts> facts;
};

using Message = std::variant<Value, Reply, ReplyRow, Posted, AddRow, RemoveRow, DeclareColumn, DeclareTable,
                             DeclareDevice, RemoveDevice, SetPresence, ShowDevice, AddCapability, NotifyOnline,
                             SetReport, ReportStatus, DescribeBroker>;

}  // namespace proxy::plugin
