// SPDX-License-Identifier: Apache-2.0
#pragma once
// Device.MQTT.Client.{i}.: one row for each adapter that reports a connection to a broker, read-only. The number of a
// row stays with the adapter's name. There is no Password: an ACS cannot use it, and it reads back empty in any case.
// Spec: TR-181 2.19, Device.MQTT. (tr-181-2-19-0-mqtt.xml)
// Thread: loop, while the tree is not frozen

#include "proxy/base/clock.hpp"
#include "proxy/model/tree.hpp"
#include "proxy/plugin/overview/adapter_rows.hpp"
#include "proxy/plugin/overview/condition.hpp"
#include "proxy/state/store.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace proxy::plugin {

/// The connection of an adapter, for people.
struct BrokerState {
  std::string adapter, status, version;
  std::uint64_t max_packet = 0;  ///< bytes of the largest packet that the broker may send; 0: any size
};

class BrokerTable {
 public:
  /// All outlive the table. Nothing is declared before the first row.
  BrokerTable(model::Tree& tree, state::Store& store, const base::Clock& clock)
      : tree_(tree), clock_(clock), in_tree_(tree, store, "Device.MQTT.Client.") {}

  /// Shows the connection of the adapter, or what has changed about it.
  void show(const std::string& adapter, const BrokerFacts& facts);
  std::vector<BrokerState> states() const;
  /// The adapter is gone.
  void remove(std::string_view adapter) { in_tree_.remove(adapter); }

 private:
  void declare();
  model::Row& row_of(const std::string& adapter);

  model::Tree& tree_;
  const base::Clock& clock_;
  AdapterRows in_tree_;
  model::Table* table_ = nullptr;
};

}  // namespace proxy::plugin
