// SPDX-License-Identifier: Apache-2.0
// Shows a connection that comes about, what is reported of one that does not, and that set() does not end an attempt.
#include "adapters/io/tcp_connect.hpp"

#include <fcntl.h>

#include "tests/support/catch.hpp"
#include "tests/support/servers/loopback_listener.hpp"

using namespace adapters::io;
using namespace std::chrono_literals;
using tests::support::LoopbackListener;

namespace {

constexpr ConnectTimeouts kLong{30s, 30s};

}  // namespace

TEST_CASE("the connection comes with the address that accepted it") {
  const LoopbackListener listener;  // the kernel accepts
  const Wake wake;
  const TcpConnection connection = connect_tcp("localhost", listener.port(), kLong, wake);
  REQUIRE(connection);
  CHECK(connection.address == "127.0.0.1");
  CHECK(connection.error.empty());
  CHECK((::fcntl(connection.socket.get(), F_GETFL) & O_NONBLOCK) != 0);
}

TEST_CASE("what fails is reported with the host") {
  LoopbackListener listener;
  listener.close();
  const Wake wake;
  const TcpConnection refused = connect_tcp("127.0.0.1", listener.port(), kLong, wake);
  CHECK_FALSE(refused);
  CHECK(refused.error == "127.0.0.1: Connection refused");
  CHECK(refused.address.empty());
  const TcpConnection unknown = connect_tcp("no.such.host.invalid", 1, kLong, wake);
  CHECK_FALSE(unknown);
  CHECK(unknown.error.starts_with("no.such.host.invalid: "));
}

TEST_CASE("set() does not end an attempt") {
  const LoopbackListener listener;  // the kernel accepts
  Wake wake;
  wake.set();
  CHECK(connect_tcp("127.0.0.1", listener.port(), kLong, wake));
}
