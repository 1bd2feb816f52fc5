// SPDX-License-Identifier: Apache-2.0
#pragma once
// One adapter from create() to destroy(): its object, its board, its part of the tree, its devices and what it was
// asked. Takes the messages from the board in batches of bounded size, so that an ACS is served during a flood.
// Thread: loop

#include "proxy/base/clock.hpp"
#include "proxy/config/config.hpp"
#include "proxy/plugin/abi/adapter_object.hpp"
#include "proxy/plugin/adapter/requests.hpp"
#include "proxy/plugin/adapter/subtree.hpp"
#include "proxy/plugin/devices/devices.hpp"
#include "proxy/plugin/devices/shown_devices.hpp"

#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace proxy::plugin {

/// One item of a request to an adapter.
struct Ask {
  Cell cell;
  std::string_view value;  ///< valid during the call
  std::chrono::milliseconds deadline;
  Requests::Callback callback;
  bool confirmed = false;  ///< as for Requests::add()
  adapter_token token = 0;
};

/// Who waits for what a device says of one parameter.
struct Watcher {
  /// A value came, canonical. True if it is not to go into the tree.
  std::function<bool(const std::string& value)> published;
  /// No more will come: another one watches now, or the parameter is gone.
  std::function<void()> ended;
};

class AdapterInstance {
 public:
  enum class State { created, running, failed, faulted, stopped };
  static constexpr std::size_t kMostPerTurn = 2'000;  ///< messages

  /// What it lives in; all of it outlives the instance.
  struct House {
    model::Tree& tree;
    state::Store& store;
    boost::asio::io_context& loop;
    const base::Clock& clock;
    const DeviceListener& listener;
    HandleSource& handles;
    const HostInfo& info;
    model::DataSource& source;  ///< of the parameters it declares
    ProxiedDevices& table;      ///< that all adapters share
  };
  struct Events {
    std::function<void(Cell, const state::SetValue&)> set_remembered;  ///< as of Subtree
    std::function<void()> away;                                        ///< something that was there is away
    std::function<void()> back;                                        ///< something that was away is there again
  };

  AdapterInstance(const House& house, const config::AdapterSection& section, std::shared_ptr<AdapterLibrary> library,
                  Events events);
  /// Stops it if need be. Its part of the tree stays.
  ~AdapterInstance();
  AdapterInstance(const AdapterInstance&) = delete;
  AdapterInstance& operator=(const AdapterInstance&) = delete;

  const std::string& name() const { return name_; }
  const std::string& plugin() const { return plugin_; }
  const std::string& mount() const { return mount_; }
  State state() const { return state_; }
  bool running() const { return state_ == State::running; }

  bool create(config::Diagnostics& diagnostics) { return object_->create(diagnostics); }
  /// What it declares while it starts is in the tree when this returns, unless the tree is frozen.
  bool start();
  /// Answers what is open, saves the values; nothing the adapter says counts any more.
  void stop();
  void save_values();
  /// What an ACS or an operator had the host keep goes back to its default.
  void reset_stored() { subtree_.reset_stored(); }
  /// Takes its part out of the tree, which must not be frozen. After stop().
  void undeclare() { subtree_.undeclare(); }
  /// To be kept for as long as a thread that the adapter left behind may call it.
  std::shared_ptr<HostBoard> board() const { return board_; }

  // ---- requests ----
  /// One call for all items. Sets their tokens; a callback may be called before it returns.
  void ask(AdapterObject::Request request, std::span<Ask> items);
  bool takes(AdapterObject::Request request) const { return object_ && object_->takes(request); }
  void cancel(adapter_token token) { requests_.cancel(token); }
  /// `origin` is who the count of rows changes by, if a row comes of it.
  void add_object(adapter_handle table, model::Origin origin, std::chrono::milliseconds deadline,
                  Requests::Callback callback);
  void delete_object(adapter_handle row, model::Origin origin, std::chrono::milliseconds deadline,
                     Requests::Callback callback);

  /// What a message would do, in lines for people; nothing where the adapter does not tell.
  std::optional<std::vector<std::string>> explain(const std::string& address, std::string_view payload);

  /// Whether it takes files whose type has this name, which it may and not be running.
  bool takes_file(std::string_view name) const;
  void put_file(const std::string& file_type, const std::string& path, std::chrono::milliseconds deadline,
                Requests::Callback callback);

  void watch(Cell cell, Watcher watcher);
  void unwatch(Cell cell);

  // ---- looking ----
  Subtree& subtree() { return subtree_; }
  const Subtree& subtree() const { return subtree_; }
  Devices& devices() { return devices_; }
  const Devices& devices() const { return devices_; }
  ShownDevices& shown() { return shown_; }
  HostBoard::Counters counters() const { return board_->counters(); }
  /// A set cannot reach it: it, its row or its device is away, or the adapter has not spoken of the row yet.
  bool unreachable(Cell cell) const;
  bool away() const { return presence_ == ADAPTER_OFFLINE; }
  adapter_handle device_of(Cell cell) const;

 private:
  /// What a turn that was posted finds the instance by, if it is still there.
  struct Link {
    AdapterInstance* instance;
  };
  void drain();
  bool take_turn();
  bool is_answer(const Message& message) const;
  void fault();
  model::Origin origin_of(adapter_handle table_or_row) const;
  void device_remembered(adapter_handle row, Subtree::RowEntry& entry, const std::string& text);
  void link(adapter_handle row, Subtree::RowEntry& entry, adapter_handle device);
  void row_going(adapter_handle row, const Subtree::RowEntry& entry);
  void tell_dropped();
  bool is_misplaced(adapter_handle parent, std::string_view name);

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

  const House house_;
  const std::string name_, plugin_, mount_;
  const Events events_;
  State state_ = State::created;
  std::shared_ptr<Link> link_;
  std::shared_ptr<HostBoard> board_;
  std::unique_ptr<AdapterObject> object_;
  Requests requests_;
  Devices devices_;
  Subtree subtree_;
  ShownDevices shown_;
  base::SystemTime turn_began_ = {};
  std::size_t rows_told_ = 0;  ///< since there was nothing to take
  adapter_presence presence_ = ADAPTER_UNKNOWN;
  std::map<Cell, Watcher> watchers_;
  std::map<adapter_handle, model::Origin> changing_;  ///< tables and rows that a request adds to or deletes
  bool misplaced_told_ = false;
  std::uint64_t dropped_told_ = 0;
  std::optional<base::SteadyTime> told_at_;
};

std::string_view to_string(AdapterInstance::State state);

}  // namespace proxy::plugin
