// SPDX-License-Identifier: Apache-2.0
#pragma once
// What tr069-proxyctl can ask for: one function a command.
// Thread: loop

#include "proxy/acs/endpoint.hpp"
#include "proxy/control/server.hpp"
#include "proxy/gateway/management_server/management_server.hpp"
#include "proxy/model/tree.hpp"
#include "proxy/plugin/router.hpp"

#include <functional>
#include <list>
#include <memory>
#include <string>

namespace proxy::daemon {

class Commands {
 public:
  struct House {
    model::Tree& tree;
    state::Store& store;
    const base::Clock& clock;
    acs::Endpoint& endpoint;
    plugin::Router& router;
    const gateway::ManagementServer& management_server;
    std::function<sets::StoredAs(model::ParameterRef)> stored_as;
    /// The result of a reload as JSON, or a text that says what is wrong with the configuration.
    std::function<boost::system::result<boost::json::object, std::string>()> reload;
  };
  using Answer = std::shared_ptr<control::Answer>;

  /// All of the house outlives the commands.
  explicit Commands(House house);
  Commands(const Commands&) = delete;
  Commands& operator=(const Commands&) = delete;

  void handle(const control::Request& request, const Answer& answer);

 private:
  struct Watcher {
    std::string prefix;
    Answer answer;
  };
  using Arguments = std::vector<std::string>;

  void status(const Arguments& arguments, const Answer& answer);
  void tree(const Arguments& arguments, const Answer& answer);
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

  void value_changed(model::ParameterRef parameter, model::Origin origin);

  House house_;
  base::SteadyTime started_;
  std::list<Watcher> watchers_;
};

}  // namespace proxy::daemon
