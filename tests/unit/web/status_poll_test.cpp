// SPDX-License-Identifier: Apache-2.0
// Shows how many requests wait for one status, while a daemon does not answer.
#include "proxy/web/link/status_poll.hpp"

#include "tests/support/catch.hpp"
#include "tests/support/temp_dir.hpp"

#include <boost/asio/io_context.hpp>
#include <boost/asio/local/stream_protocol.hpp>

#include <cstddef>

using namespace proxy::web;
using Protocol = boost::asio::local::stream_protocol;

TEST_CASE("only so many requests wait for the status, and one more is refused at once", "[web]") {
  const tests::support::TempDir folder;
  boost::asio::io_context loop;
  Protocol::acceptor silent(loop, Protocol::endpoint(folder.file("monitor.sock")));
  Daemon daemon(loop, folder.file("monitor.sock"));
  StatusPoll poll(loop, daemon);
  std::size_t refused = 0;
  const auto ask = [&] { poll.get([&](const boost::json::object* status) { refused += status == nullptr; }); };
  for (std::size_t i = 0; i < Daemon::kMaxWaiting; ++i) ask();
  loop.poll();
  CHECK(refused == 0);
  ask();
  CHECK(refused == 1);
  silent.close();
  loop.run();  // the daemon is gone: all that wait get an answer
  CHECK(refused == Daemon::kMaxWaiting + 1);
}
