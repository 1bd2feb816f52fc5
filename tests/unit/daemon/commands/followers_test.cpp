// SPDX-License-Identifier: Apache-2.0
// Shows that a client of `watch` or of `log follow` that is gone leaves nothing behind, even if nothing is sent any
// more.
#include "proxy/daemon/commands/log_command.hpp"
#include "proxy/daemon/commands/watches.hpp"

#include "tests/support/catch.hpp"
#include "tests/support/temp_dir.hpp"

#include <boost/json.hpp>

#include <chrono>
#include <memory>
#include <string>
#include <vector>

using namespace proxy;
using namespace std::chrono_literals;

namespace {

struct Client final : control::Answer {
  void finish(const boost::json::value&) override {}
  void refuse(const control::Refusal&) override {}
  bool event(const boost::json::value&) override { return is_here; }
  bool is_open() const override { return is_here; }
  bool is_here = true;
};

/// A client that is gone, and whether the daemon still keeps it.
std::weak_ptr<Client> end(std::shared_ptr<Client>& client) {
  client->is_here = false;
  std::weak_ptr<Client> kept = client;
  client.reset();
  return kept;
}

/// The values of live parameters, which it only counts.
struct Device final : model::DataSource {
  void refresh(std::span<const model::ParameterRef>, std::function<void()> done) override { ++reads, done(); }
  void check(std::span<const model::Assignment>, std::function<void(std::vector<base::Error>)> done) override {
    done({});
  }
  void apply(std::span<const model::Assignment>, model::Origin,
             std::function<void(base::Result<model::SetStatus>)> done) override {
    done(model::SetStatus::applied);
  }
  void add_row(model::Table&, model::Origin, std::function<void(base::Result<model::Row*>)>) override {}
  void remove_row(model::Row&, model::Origin, std::function<void(base::Result<model::SetStatus>)>) override {}
  int reads = 0;
};

struct NoDevices final : plugin::DeviceListener {
  void added(const plugin::DeviceId&, const std::string&, bool) override {}
  void removed(const plugin::DeviceId&) override {}
  void reference(const plugin::DeviceId&, const std::string&) override {}
  void command_state(const plugin::DeviceId&, model::CommandState, const std::string&) override {}
  void synced(const plugin::DeviceId&, base::SystemTime) override {}
  void presence(const plugin::DeviceId&, std::string_view, bool) override {}
};

}  // namespace

TEST_CASE("the next watch removes those whose clients are gone") {
  model::Tree tree;
  boost::asio::io_context loop;
  daemon::Watches watches(tree, loop);
  auto client = std::make_shared<Client>();
  watches.add({""}, client);
  const auto gone = end(client);
  const auto next = std::make_shared<Client>();
  watches.add({""}, next);
  CHECK(gone.expired());
  CHECK(next.use_count() == 2);
}

TEST_CASE("live values are no longer read for clients that are gone") {
  Device device;
  model::Tree tree;
  tree.declare(tree.root(), {.name = "UpTime", .live = true, .source = &device}).value();
  boost::asio::io_context loop;
  daemon::Watches watches(tree, loop);
  auto client = std::make_shared<Client>();
  watches.add({"Device.UpTime"}, client);
  CHECK(device.reads == 1);
  const auto gone = end(client);
  loop.run_for(30s);
  CHECK(loop.stopped());
  CHECK(device.reads == 1);
  CHECK(gone.expired());
}

TEST_CASE("the next follower of the log removes those that are gone") {
  const tests::support::TempDir folder;
  model::Tree tree;
  state::Database database(folder.path());
  state::Store store(database);
  boost::asio::io_context loop;
  const base::RealClock clock;
  NoDevices devices;
  const plugin::Router router({tree, store, loop, clock, devices, {"00D09E", "/usr/share"}});
  daemon::LogCommand command(router, loop);
  auto client = std::make_shared<Client>();
  command.handle({"follow"}, client);
  const auto gone = end(client);
  const auto next = std::make_shared<Client>();
  command.handle({"follow"}, next);
  CHECK(gone.expired());
  CHECK(next.use_count() == 2);
}
