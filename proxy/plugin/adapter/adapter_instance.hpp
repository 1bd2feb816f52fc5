// SPDX-License-Identifier: Apache-2.0
#pragma once
// The life of one adapter, from create() to destroy(): start, stop, failure. It owns the parts that do the work.
// Thread: loop

#include "proxy/base/clock.hpp"
#include "proxy/base/lifetime.hpp"
#include "proxy/config/config.hpp"
#include "proxy/plugin/abi/adapter_object.hpp"
#include "proxy/plugin/abi/host_functions.hpp"
#include "proxy/plugin/adapter/adapter_calls.hpp"
#include "proxy/plugin/adapter/cell_watches.hpp"
#include "proxy/plugin/adapter/delivery.hpp"
#include "proxy/plugin/adapter/message_handler.hpp"
#include "proxy/plugin/adapter/subtree.hpp"
#include "proxy/plugin/adapter/timeouts.hpp"
#include "proxy/plugin/adapter/timer.hpp"
#include "proxy/plugin/devices/device_links.hpp"
#include "proxy/plugin/devices/devices.hpp"
#include "proxy/plugin/devices/shown_devices.hpp"
#include "proxy/plugin/overview/redaction.hpp"

#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace proxy::plugin {

class AdapterTable;
class BrokerTable;
class PendingSets;

class AdapterInstance final : public std::enable_shared_from_this<AdapterInstance>,
                              private Subtree::Dependencies,
                              private MessageHandler::Dependencies {
 public:
  enum class State { created, running, failed, faulted, stopped };

  /// All of these outlive the instance.
  struct Dependencies {
    model::Tree& tree;
    state::Store& store;
    boost::asio::io_context& loop;
    const base::Clock& clock;
    DeviceListener& listener;
    HandleSource& handles;
    const HostInfo& info;
    model::DataSource& source;  ///< of the parameters that the adapter declares
    ProxiedDevices& table;      ///< shared with all adapters
    PendingSets& pending;       ///< shared with all adapters
    const Timeouts& timeouts;
    AdapterTable& adapters;  ///< shared with all adapters
    BrokerTable& brokers;
  };

  /// To be owned by a shared_ptr.
  AdapterInstance(const Dependencies& dependencies, const config::AdapterSection& section,
                  std::shared_ptr<AdapterLibrary> library);
  /// Stops it if need be. Its part of the tree stays.
  ~AdapterInstance();
  AdapterInstance(const AdapterInstance&) = delete;
  AdapterInstance& operator=(const AdapterInstance&) = delete;

  const std::string& name() const { return name_; }
  const std::string& plugin() const { return plugin_; }
  const std::string& mount() const { return mount_; }
  State state() const { return state_; }
  bool running() const { return state_ == State::running; }

  bool create(config::Diagnostics& diagnostics) { return adapter_.create(diagnostics); }
  /// What it declares while it starts is in the tree when this returns, unless the tree is frozen.
  bool start();
  /// Answers the open requests and stores the values. Later calls of the adapter have no effect.
  void stop();
  void save_values();
  /// The parameters that the host keeps (ADAPTER_STORED) get their defaults.
  void reset_stored() { subtree_.reset_stored(); }
  /// Removes its part from the tree, which must not be frozen. After stop().
  void undeclare() { subtree_.undeclare(); }
  /// To be kept for as long as a thread that the adapter left behind may call it.
  std::shared_ptr<HostFunctions> host() const { return host_; }
  const HostBoard& board() const { return board_; }
  /// The effect of a message, in lines for people; nothing if the adapter has no explain().
  std::optional<std::vector<std::string>> explain(const std::string& address, std::string_view payload) {
    return adapter_.explain(address, payload);
  }

  AdapterCalls& calls() { return calls_; }
  CellWatches& watches() { return watches_; }
  Subtree& subtree() { return subtree_; }
  const Subtree& subtree() const { return subtree_; }
  Devices& devices() { return devices_; }
  const Devices& devices() const { return devices_; }
  const DeviceLinks& links() const { return links_; }
  ShownDevices& shown() { return shown_; }
  /// A text about this adapter, without its secrets.
  std::string cleaned(std::string_view text) const { return redaction_(text); }

 private:
  void take_turn();
  void fail();
  void lose_devices();
  void forget_outdated();

  void set_remembered(CellHandle cell, const state::SetValue& set) override;
  void device_remembered(adapter_handle row, Subtree::RowEntry& entry, const std::string& device) override;
  void row_going(adapter_handle row, const Subtree::RowEntry& entry) override;
  void went_offline() override;
  void came_back() override;
  void reported(const ReportStatus& report) override;
  void reported(const BrokerFacts& broker) override;
  void show(Condition::Status status, std::string_view text);
  void show_presence();

  const Dependencies dependencies_;
  const std::string name_, plugin_, mount_;
  State state_ = State::created;
  base::Lifetime lifetime_;
  const Redaction redaction_;
  bool has_reported_ = false;  ///< the adapter reports its status itself
  const std::shared_ptr<HostFunctions> host_;
  HostBoard& board_;  ///< of host_
  AdapterObject adapter_;
  AdapterCalls calls_;
  CellWatches watches_;
  Devices devices_;
  Subtree subtree_;
  DeviceLinks links_;
  ShownDevices shown_;
  MessageHandler handler_;
  Delivery delivery_;
  Timer known_shown_;  ///< the adapter has had time to show the devices of an earlier run
};

std::string_view to_string(AdapterInstance::State state);

}  // namespace proxy::plugin
