// SPDX-License-Identifier: Apache-2.0
#pragma once
// All adapters, and the one way to them: each request is split by adapter, each adapter is called once, and every
// request has its deadline here.
// Spec: TR-069 Amendment 6, A.3.2.1, A.3.2.6, A.3.2.7
// Thread: loop

#include "proxy/config/config.hpp"
#include "proxy/model/data_source.hpp"
#include "proxy/plugin/adapter/adapter_instance.hpp"
#include "proxy/plugin/adapter/timeouts.hpp"
#include "proxy/plugin/overview/adapter_table.hpp"
#include "proxy/plugin/overview/broker_table.hpp"
#include "proxy/plugin/sets/pending_sets.hpp"
#include "proxy/plugin/statistics.hpp"

#include <filesystem>
#include <functional>
#include <memory>
#include <optional>
#include <set>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace proxy::plugin {

class Router final : public model::DataSource, private AdapterTable::Dependencies {
 public:
  /// All of these must outlive the router, and the tree be declared to in the loop's thread alone.
  struct Dependencies {
    model::Tree& tree;
    state::Store& store;
    boost::asio::io_context& loop;
    const base::Clock& clock;
    DeviceListener& listener;
    HostInfo info;
    Timeouts timeouts = {};
  };

  explicit Router(Dependencies dependencies);
  ~Router() override;
  Router(const Router&) = delete;
  Router& operator=(const Router&) = delete;

  // ---- adapters ----
  /// Returns the adapter, created and not started; null if its section is wrong, and then the diagnostics have the
  /// mistakes.
  std::shared_ptr<AdapterInstance> create(const config::AdapterSection& section,
                                          std::shared_ptr<AdapterLibrary> library, config::Diagnostics& diagnostics);
  /// Registers the adapter and starts it. Returns what is wrong with its name or mount, or why it could not start;
  /// empty if it runs. An adapter that could not start stays registered, as failed.
  std::string start(const std::shared_ptr<AdapterInstance>& instance);
  /// Stops the adapter and takes its part out of the tree, which must not be frozen. Last values and sets stay in the
  /// store. Returns the devices that it showed. They stay shown for an adapter that takes its place: the caller calls
  /// hide_devices() for them after that.
  std::vector<DeviceId> remove(std::string_view name);
  /// Takes those of the devices that no adapter shows any more out of the table of embedded devices, and the adapters
  /// that were removed out of theirs. An ACS is notified of the new numbers.
  void hide_devices(std::span<const DeviceId> devices);
  /// Stops all adapters at the end of the daemon. The tree stays as it is.
  void stop();
  std::shared_ptr<AdapterInstance> find(std::string_view name) const;
  const std::vector<std::shared_ptr<AdapterInstance>>& adapters() const { return adapters_; }

  /// To be called at most every 15 minutes; stop() and remove() do it themselves.
  void save_values();
  /// FactoryReset: drops pending sets; what the ACS stored goes back to its default.
  void forget_sets();
  std::vector<AdapterStatistics> adapter_statistics() const;
  std::vector<DeviceStatistics> device_statistics() const;
  DeviceCounts device_counts() const;
  std::vector<SkippedStatistics> skipped() const;
  /// By name.
  std::vector<AdapterState> adapter_states() const;
  std::vector<BrokerState> broker_states() const { return broker_table_.states(); }
  /// The newest first.
  std::vector<SetProblem> set_problems() const { return pending_.problems(); }
  std::vector<RejectedStatistics> rejected() const;

  /// What the device itself says, where an ACS may set another name; else what the parameter is declared with.
  std::string configured(model::ParameterRef parameter) const;

  /// Whether an adapter takes files of this type, "X 00D09E Sensor Image".
  bool takes_file(std::string_view file_type) const { return taker(file_type) != nullptr; }
  /// Gives it the file, which stays where it is until `done`: with nothing, or with a fault that a transfer may have.
  void put_file(const std::string& file_type, const std::filesystem::path& file,
                std::function<void(std::optional<base::Error>)> done);

  // ---- DataSource ----
  void refresh(std::span<const model::ParameterRef> parameters, std::function<void()> done) override;
  void keep(std::span<const model::ParameterRef> parameters) override;
  void check(std::span<const model::Assignment> assignments,
             std::function<void(std::vector<base::Error>)> done) override;
  void apply(std::span<const model::Assignment> assignments, model::Origin origin,
             std::function<void(base::Result<model::SetStatus>)> done) override;
  model::Refuser refuser() const override { return model::Refuser::device; }
  std::string describe(model::ParameterRef parameter) const override;
  std::string describe(const model::Table& table) const override;
  void add_row(model::Table& table, model::Origin origin, std::function<void(base::Result<model::Row*>)> done) override;
  void remove_row(model::Row& row, model::Origin origin,
                  std::function<void(base::Result<model::SetStatus>)> done) override;

 private:
  std::shared_ptr<AdapterInstance> owner(model::ParameterRef parameter) const;
  std::shared_ptr<AdapterInstance> owner(const model::Table& table) const;
  std::shared_ptr<AdapterInstance> taker(std::string_view file_type) const;
  std::string why_refused(const AdapterInstance& instance) const;
  std::optional<AdapterCounts> counts(std::string_view adapter) const override;

  Dependencies dependencies_;
  HandleSource handles_;
  ProxiedDevices table_;
  AdapterTable adapter_table_;
  BrokerTable broker_table_;
  std::set<std::string, std::less<>> refused_;  ///< adapters that could not be taken in, by name
  std::optional<std::size_t> rows_before_;      ///< in it, since remove() until hide_devices()
  sets::SetJournal journal_;
  PendingSets pending_;
  std::vector<std::shared_ptr<AdapterInstance>> adapters_;
  std::vector<std::shared_ptr<HostFunctions>> retired_;  ///< a thread that a faulty adapter left may still call them
};

/// Whether one mount is the other, or lies in it. The root, "Device.", overlaps none: it stands for no
/// mount at all.
bool mounts_overlap(std::string_view left, std::string_view right);

}  // namespace proxy::plugin
