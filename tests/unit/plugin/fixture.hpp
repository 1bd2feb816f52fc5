// SPDX-License-Identifier: Apache-2.0
#pragma once
// What adapters under test run in: tree, store, loop and router, and one adapter that follows the script of the test.
// Thread: loop, which the test runs

#include "adapters/sdk/adapter.hpp"
#include "proxy/plugin/router.hpp"
#include "tests/support/temp_dir.hpp"

#include <boost/asio/io_context.hpp>

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace tests::plugin {

namespace sdk = adapters::sdk;

/// What the adapter does; set by the test before it starts.
struct Script {
  std::function<void(const sdk::Host&)> start;
  std::function<void(const sdk::Host&, sdk::Items)> get, check, apply;
  std::function<void(const sdk::Host&, sdk::Token, sdk::Table)> add_object;
  std::function<void(const sdk::Host&, sdk::Token, sdk::Row)> delete_object;
  std::function<void(const sdk::Host&, sdk::Table, std::string_view identity)> known_row;
  std::vector<std::string> applied;  ///< the values of all calls, in their order
};

/// The section of an adapter, as the configuration has it.
proxy::config::AdapterSection section(const std::string& name, const std::string& plugin = "scripted",
                                      const std::string& mount = {});
/// The adapter that follows the script. There is one script at a time.
const adapter_api& scripted(Script& script);

/// The host's own list of what has no value yet.
inline bool is_unreported_list(proxy::model::ParameterRef parameter) {
  return parameter.info().name.ends_with("X_00D09E_Unreported");
}

/// The origins of all changes of values while it lives, but for those of that list.
struct Origins final : proxy::model::Tree::Observer {
  using Observer::Observer;
  void value_changed(proxy::model::ParameterRef parameter, proxy::model::Origin origin) override {
    if (!is_unreported_list(parameter)) origins.push_back(origin);
  }
  std::vector<proxy::model::Origin> origins;
};

/// Notes the calls as texts.
class NotedDevices final : public proxy::plugin::DeviceListener {
 public:
  void added(const proxy::plugin::DeviceId& id, const std::string& protocol, bool known) override;
  void removed(const proxy::plugin::DeviceId& id) override;
  void reference(const proxy::plugin::DeviceId& id, const std::string& path) override;
  void command_state(const proxy::plugin::DeviceId& id, proxy::model::CommandState state,
                     const std::string& message) override;
  void synced(const proxy::plugin::DeviceId& id, proxy::base::SystemTime) override;
  void presence(const proxy::plugin::DeviceId& id, std::string_view word, bool known) override;

  std::vector<std::string> notes;
  std::vector<std::string> presences;
  std::string message;  ///< of the last command

 private:
  void note(const proxy::plugin::DeviceId& id, const std::string& what);
};

struct Fixture {
  explicit Fixture(const std::filesystem::path& state_dir);
  ~Fixture();

  /// Runs the loop until it is true; false when five seconds pass before.
  bool run_until(const std::function<bool()>& condition);
  /// Starts the scripted adapter at Device.X_00D09E_Home.
  std::shared_ptr<proxy::plugin::AdapterInstance> start(Script& script, const std::string& name = "home");
  /// Loads one of the bad adapters and starts it at Device.X_00D09E_Bad.
  std::shared_ptr<proxy::plugin::AdapterInstance> start_bad(const std::string& plugin);

  std::string value(const std::string& path) const;
  /// "applied", "committed", or the fault code.
  std::string set(const std::vector<std::pair<std::string, std::string>>& values);
  std::string check(const std::string& path, const std::string& value);

  proxy::model::Tree tree;
  proxy::state::Database database;
  proxy::state::Store store{database};
  boost::asio::io_context loop;
  proxy::base::RealClock clock;
  NotedDevices devices;
  std::vector<std::string>& told = devices.notes;
  std::unique_ptr<proxy::plugin::Router> router;
};

}  // namespace tests::plugin
