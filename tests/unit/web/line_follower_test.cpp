// SPDX-License-Identifier: Apache-2.0
// Shows which lines of the daemon a follower reports, and that it reports none after its end.
#include "proxy/web/link/line_follower.hpp"

#include "tests/support/catch.hpp"

#include <boost/asio/io_context.hpp>

#include <chrono>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

using namespace proxy::web;

namespace {

/// Notes what is reported, and closes the connection with the event 2.
struct Watcher final : LineFollower::Dependencies {
  Watcher() { connection->start({"watch", {}}, follower, std::chrono::seconds(0)); }

  void event(std::string_view json) override {
    reported.emplace_back(json);
    if (json == "2") connection->close();
  }
  void refused(std::string_view json) override { reported.push_back("refused " + std::string(json)); }
  void lost() override { reported.emplace_back("lost"); }

  std::vector<std::string> reported;
  boost::asio::io_context loop;  // which does not run: nothing connects
  const std::shared_ptr<DaemonConnection> connection =
      std::make_shared<DaemonConnection>(loop, "/nonexistent/monitor.sock");
  const std::shared_ptr<LineFollower> follower = std::make_shared<LineFollower>(connection, *this);
};

using Reported = std::vector<std::string>;

}  // namespace

TEST_CASE("a follower reports whole lines, and nothing after a refusal", "[web]") {
  Watcher watcher;
  watcher.follower->received("{\"event\":{\"a\":");
  CHECK(watcher.reported.empty());
  watcher.follower->received("1}}\n{\"error\":{}}\n{\"event\":3}\n");
  CHECK(watcher.reported == Reported{"{\"a\":1}", "refused {}"});
}

TEST_CASE("an event that closes the connection is the last one of what has come", "[web]") {
  Watcher watcher;
  watcher.follower->received("{\"event\":1}\n{\"event\":2}\n{\"event\":3}\nnonsense\n");
  CHECK(watcher.reported == Reported{"1", "2"});
}
