// SPDX-License-Identifier: Apache-2.0
#pragma once
// Carries out the commands of tr069-proxyctl: one function for each row of control::kCommands.
// Thread: loop

#include "proxy/acs/endpoint.hpp"
#include "proxy/control/server.hpp"
#include "proxy/daemon/commands/log_command.hpp"
#include "proxy/daemon/commands/watches.hpp"
#include "proxy/daemon/configuration/configuration.hpp"
#include "proxy/daemon/gateway_device.hpp"
#include "proxy/gateway/management_server/management_server.hpp"
#include "proxy/model/cursor.hpp"
#include "proxy/model/tree.hpp"
#include "proxy/plugin/router.hpp"
#include "proxy/sets/sets.hpp"

#include <functional>
#include <memory>
#include <string>

namespace proxy::daemon {

class Commands {
 public:
  /// What the commands read and act on.
  struct Components {
    model::Tree& tree;
    state::Store& store;
    const base::Clock& clock;
    acs::Endpoint& endpoint;
    plugin::Router& router;
    const gateway::ManagementServer& management_server;
    sets::Sets& sets;
    const Configuration& configuration;
    const GatewayDevice& device;
    boost::asio::io_context& loop;
  };
  class Dependencies {
   public:
    /// Reloads the configuration: the changes as JSON, or the errors of the configuration, which then stays as it is.
    virtual boost::system::result<boost::json::object, std::string> reload() = 0;
    /// Whether the monitor socket carries out `set`: monitor.allow_set.
    virtual bool monitor_may_set() const = 0;

   protected:
    ~Dependencies() = default;
  };
  using Answer = std::shared_ptr<control::Answer>;

  /// The components and the dependencies outlive the commands.
  Commands(const Components& components, Dependencies& dependencies);
  Commands(const Commands&) = delete;
  Commands& operator=(const Commands&) = delete;

  /// Carries out one request, or rejects it: unknown command, wrong number of arguments.
  void handle(const control::Request& request, const Answer& answer);
  /// The same for a request of the monitor socket: rejects also what that socket must not do.
  void handle_of_monitor(const control::Request& request, const Answer& answer);

 private:
  using Arguments = std::vector<std::string>;

  void status(const Arguments& arguments, const Answer& answer);
  /// Calls `then` once what is read when asked at or below the paths, as deep as that, is up to date.
  void with_live(const std::vector<std::string>& paths, model::Cursor::Depth depth, const Answer& answer,
                 std::function<void()> then);
  /// Replies with the entries of each path that the arguments mean: a path, or a device and perhaps its capability.
  using Entries = base::Result<boost::json::array> (*)(const model::Tree& tree, std::string_view path);
  void list(const Arguments& arguments, model::Cursor::Depth depth, Entries entries, const Answer& answer);
  void tree(const Arguments& arguments, const Answer& answer);
  void children(const Arguments& arguments, const Answer& answer);
  void get(const Arguments& arguments, const Answer& answer);
  void set(const Arguments& arguments, const Answer& answer);
  void devices(const Arguments& arguments, const Answer& answer);
  void adapters(const Arguments& arguments, const Answer& answer);
  void events(const Arguments& arguments, const Answer& answer);
  void inform(const Arguments& arguments, const Answer& answer);
  void download(const Arguments& arguments, const Answer& answer);
  void watch(const Arguments& arguments, const Answer& answer);
  void reload(const Arguments& arguments, const Answer& answer);
  void explain(const Arguments& arguments, const Answer& answer);
  void problems(const Arguments& arguments, const Answer& answer);
  void config(const Arguments& arguments, const Answer& answer);
  void sessions(const Arguments& arguments, const Answer& answer);
  void metrics(const Arguments& arguments, const Answer& answer);
  void data_model(const Arguments& arguments, const Answer& answer);
  void log(const Arguments& arguments, const Answer& answer);

  Components components_;
  Dependencies& dependencies_;
  base::SteadyTime started_;
  Watches watches_;
  LogCommand log_;
  base::Lifetime lifetime_;  ///< of a request that waits for values that are read when asked
};

}  // namespace proxy::daemon
