// SPDX-License-Identifier: Apache-2.0
// Shows a connection that comes about, what is reported of one that does not, and that set() does not end an attempt.
#include "adapters/io/tcp_connect.hpp"

#include <arpa/inet.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <sys/socket.h>

#include "tests/support/catch.hpp"

using namespace adapters::io;
using namespace std::chrono_literals;

namespace {

constexpr ConnectTimeouts kLong{30s, 30s};

/// Listens on the loopback interface; it accepts nothing, the kernel does.
class Listener {
 public:
  Listener() : socket_(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0)) {
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    socklen_t size = sizeof address;
    auto* const generic = reinterpret_cast<sockaddr*>(&address);
    REQUIRE(::bind(socket_.get(), generic, size) == 0);
    REQUIRE(::listen(socket_.get(), 8) == 0);
    REQUIRE(::getsockname(socket_.get(), generic, &size) == 0);
    port_ = ntohs(address.sin_port);
  }
  std::uint16_t port() const { return port_; }
  void close() { socket_ = Descriptor(); }

 private:
  Descriptor socket_;
  std::uint16_t port_ = 0;
};

}  // namespace

TEST_CASE("the connection comes with the address that accepted it") {
  const Listener listener;
  const Wake wake;
  const TcpConnection connection = connect_tcp("localhost", listener.port(), kLong, wake);
  REQUIRE(connection);
  CHECK(connection.address == "127.0.0.1");
  CHECK(connection.error.empty());
  CHECK((::fcntl(connection.socket.get(), F_GETFL) & O_NONBLOCK) != 0);
}

TEST_CASE("what fails is reported with the host") {
  Listener listener;
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
  const Listener listener;
  Wake wake;
  wake.set();
  CHECK(connect_tcp("127.0.0.1", listener.port(), kLong, wake));
}
