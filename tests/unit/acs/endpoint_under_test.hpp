// SPDX-License-Identifier: Apache-2.0
#pragma once
// What the tests of the endpoint share: an endpoint that talks to a scripted ACS.
// Thread: the endpoint has a thread of its own; run() calls a function there

#include "proxy/acs/endpoint.hpp"

#include <boost/asio/executor_work_guard.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/post.hpp>

#include <chrono>
#include <filesystem>
#include <functional>
#include <future>
#include <memory>
#include <optional>
#include <string>
#include <thread>
#include <type_traits>
#include <utility>

#include "tests/acs/scripted_acs.hpp"
#include "tests/support/catch.hpp"
#include "tests/unit/acs/state_folder.hpp"

namespace tests::endpoint {

/// No file may be transferred, unless the test says so.
struct NoFiles final : proxy::acs::TransferFiles {
  bool accepts = false;
  Refusal refuse_download(const std::string&) const override { return accepts ? Refusal() : refusal(); }
  Refusal refuse_upload(const std::string&) const override { return refusal(); }
  void install(const proxy::acs::InstallRequest&, const Done&) override {}
  proxy::base::Result<void> produce(const std::string&, const std::filesystem::path&) const override {
    return refusal();
  }
  static proxy::base::Error refusal() { return {proxy::base::Fault::request_denied, "", "no file"}; }
};

/// An endpoint on a loop of its own; the test speaks to it as its ACS does, or over run().
struct EndpointUnderTest final : proxy::acs::Endpoint::Dependencies {
  NoFiles files;
  StateFolder state;
  boost::asio::io_context context;
  boost::asio::executor_work_guard<boost::asio::io_context::executor_type> work{context.get_executor()};
  proxy::base::RealClock clock;
  proxy::acs::EndpointSettings in_force;
  std::string software_version = "1.0";
  std::string provisioning_code;
  std::promise<void> rebooted;
  bool frozen_at_reboot = false;
  std::promise<void> unreachable;

  /// What goes with a restart of the process.
  struct Process {
    proxy::model::Tree tree;
    std::function<void()> on_active = [] {};
    proxy::model::ChangeTracker changes{tree, [this] { on_active(); }};
    proxy::acs::HttpClient http;
    proxy::acs::FileClient files;
    std::optional<proxy::acs::Endpoint> endpoint;
    explicit Process(boost::asio::io_context& context) : http(context.get_executor()), files(context.get_executor()) {}
  };
  std::unique_ptr<Process> process;
  std::thread thread;

  explicit EndpointUnderTest(const std::string& url) {
    in_force.acs.url = url;
    in_force.acs.username = "cpe";
    in_force.acs.password = proxy::config::Secret("secret");
    in_force.acs.periodic_inform.enable = false;
    in_force.acs.retry_minimum_wait = std::chrono::seconds(1);
    in_force.acs.retry_interval_multiplier = 1000;
    in_force.connection_request.listen = {.host = "127.0.0.1", .port = 0};
    in_force.connection_request.username = "acs";
    in_force.connection_request.password = proxy::config::Secret("secret");
    thread = std::thread([this] { context.run(); });
    run([this] { boot(); });
  }
  ~EndpointUnderTest() {
    run([this] { process.reset(); });
    work.reset();
    thread.join();
  }

  template <class Function>
  std::invoke_result_t<Function> run(Function function) {
    std::packaged_task<std::invoke_result_t<Function>()> task(std::move(function));
    auto result = task.get_future();
    boost::asio::post(context, [&] { task(); });
    return result.get();
  }

  void boot() {
    process = std::make_unique<Process>(context);
    proxy::model::Tree& tree = process->tree;
    const auto declare = [&](proxy::model::Parameter parameter) {
      REQUIRE(tree.declare(tree.root(), std::move(parameter)).has_value());
    };
    declare({.name = "RootDataModelVersion", .forced_inform = true, .default_value = "2.17"});
    declare({.name = "DeviceInfo.HardwareVersion", .forced_inform = true});
    declare({.name = "DeviceInfo.SoftwareVersion",
             .forced_inform = true,
             .notification = proxy::model::Notification::active,
             .default_value = software_version});
    declare({.name = "DeviceInfo.ProvisioningCode",
             .writable = true,
             .forced_inform = true,
             .notification = proxy::model::Notification::active,
             .default_value = provisioning_code});
    declare({.name = "ManagementServer.ParameterKey", .forced_inform = true});
    declare({.name = "ManagementServer.ConnectionRequestURL",
             .forced_inform = true,
             .notification = proxy::model::Notification::active});
    declare({.name = "X.Window", .writable = true, .notification = proxy::model::Notification::active});
    process->endpoint.emplace(
        proxy::acs::Endpoint::Components{context.get_executor(), process->http, tree, process->changes, *state.store,
                                         clock, process->files, files, state.folder.file("transfers")},
        *this);
    process->on_active = [this] { process->endpoint->active_change(); };
    process->endpoint->start();
  }
  void restart() {
    run([this] {
      process.reset();
      state.reopen();
      boot();
    });
  }
  proxy::acs::EndpointSettings settings() const override { return in_force; }
  proxy::cwmp::DeviceIdStruct device_id() const override { return {"Maker", "00D09E", "Class", "1"}; }
  void connection_request_url_changed(const std::string& url, proxy::model::Origin origin) override {
    set("Device.ManagementServer.ConnectionRequestURL", url, origin);
  }
  void reboot() override {
    frozen_at_reboot = process->tree.frozen();
    rebooted.set_value();
  }
  void acs_unreachable() override {
    in_force.unreachable_after = std::chrono::seconds(300);
    process->endpoint->notify_settings_changed();
    unreachable.set_value();
  }

  void set(const char* path, const std::string& value, proxy::model::Origin origin = proxy::model::Origin::local) {
    process->tree.set_value(process->tree.find(path).value(), value, origin);
  }
  void change_acs(const std::string& to) {
    run([&] {
      in_force.acs.url = to;
      process->endpoint->notify_settings_changed();
    });
  }
  std::string url() { return status().connection_request_url; }
  proxy::acs::EndpointStatus status() {
    return run([this] { return process->endpoint->status(); });
  }
};

/// The whole of a session in which the ACS asks for nothing.
inline acs::Exchange pass_session(acs::ScriptedAcs& server) {
  std::optional<acs::Exchange> inform;
  acs::Session session = server.accept_session(&inform);
  session.expect_empty_post().reply_no_content();
  session.expect_end();
  return *inform;
}

}  // namespace tests::endpoint
