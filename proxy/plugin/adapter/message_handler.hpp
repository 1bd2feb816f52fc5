// SPDX-License-Identifier: Apache-2.0
#pragma once
// Carries out one message of an adapter: a value goes into the tree, a declaration makes a parameter, a reply ends a
// request.
// Thread: loop, while the tree is not frozen

#include "proxy/base/clock.hpp"
#include "proxy/plugin/abi/adapter_object.hpp"
#include "proxy/plugin/abi/board/host_board.hpp"
#include "proxy/plugin/abi/message.hpp"
#include "proxy/plugin/adapter/adapter_calls.hpp"
#include "proxy/plugin/adapter/cell_watches.hpp"
#include "proxy/plugin/adapter/subtree.hpp"
#include "proxy/plugin/devices/device_links.hpp"
#include "proxy/plugin/devices/device_log.hpp"
#include "proxy/plugin/devices/devices.hpp"
#include "proxy/plugin/devices/proxied_devices.hpp"
#include "proxy/plugin/devices/shown_devices.hpp"

#include <string>
#include <string_view>

namespace proxy::plugin {

class MessageHandler {
 public:
  class Dependencies {
   public:
    /// The adapter, a device or a row has gone offline.
    virtual void went_offline() = 0;
    /// The adapter, a device or a row is online again, or the adapter has claimed a known row.
    virtual void came_back() = 0;
    /// The adapter reports how it fares, or about its broker.
    virtual void reported(const ReportStatus& report) = 0;
    virtual void reported(const BrokerFacts& broker) = 0;

   protected:
    ~Dependencies() = default;
  };
  /// The parts of the adapter's instance that messages change. All outlive the handler.
  struct Targets {
    model::Tree& tree;
    HostBoard& board;
    AdapterObject& adapter;
    AdapterCalls& calls;
    CellWatches& watches;
    Subtree& subtree;
    Devices& devices;
    DeviceLinks& links;
    ShownDevices& shown;
    ProxiedDevices& table;  ///< shared with all adapters
    DeviceLog& device_log;
  };

  /// `has_mount`: the adapter may declare parameters and tables of its own. `name` is the adapter's.
  MessageHandler(Dependencies& dependencies, const Targets& targets, std::string name, bool has_mount);

  /// The messages up to end_turn() have arrived at this time.
  void begin_turn(base::SystemTime now) { now_ = now; }
  void handle(Message& message);
  /// Stores what the turn has declared, as part of the caller's batch.
  void end_turn();

 private:
  void handle(Value& message);
  void handle(Reply& message);
  void handle(ReplyRow& message);
  void handle(Posted& message);
  void handle(AddRow& message);
  void handle(RemoveRow& message);
  void handle(DeclareColumn& message);
  void handle(DeclareTable& message);
  void handle(DeclareDevice& message);
  void handle(RemoveDevice& message);
  void handle(SetPresence& message);
  void handle(ShowDevice& message);
  void handle(AddCapability& message);
  void handle(NotifyOnline& message);
  void handle(SetReport& message);
  void handle(ReportStatus& message) { dependencies_.reported(message); }
  void handle(DescribeBroker& message) { dependencies_.reported(*message.facts); }
  void contacted(adapter_handle row);
  void note_change(model::ParameterRef parameter, const Value& message);
  bool is_misplaced(adapter_handle parent, std::string_view name);

  Dependencies& dependencies_;
  const Targets targets_;
  const std::string name_;
  const bool has_mount_;
  base::SystemTime now_ = {};
  bool misplaced_logged_ = false;
};

}  // namespace proxy::plugin
