// SPDX-License-Identifier: Apache-2.0
// Shows a device that closes a connection between two requests: the next request opens it again, and is answered.
#include "adapters/modbus/bus/link.hpp"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

#include <array>
#include <atomic>
#include <thread>

#include "tests/support/catch.hpp"

using namespace adapters::modbus;
using adapters::io::Wake;

namespace {

/// A device with one register, which is 7. It closes each connection with its second request, unanswered, or after its
/// first answer.
class ClosingDevice {
 public:
  enum class Closes { after_an_answer, with_a_request };

  explicit ClosingDevice(Closes closes) : closes_(closes), socket_(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0)) {
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    auto* const generic = reinterpret_cast<sockaddr*>(&address);
    socklen_t size = sizeof address;
    REQUIRE(::bind(socket_, generic, size) == 0);
    REQUIRE(::listen(socket_, 4) == 0);
    REQUIRE(::getsockname(socket_, generic, &size) == 0);
    port_ = ntohs(address.sin_port);
    thread_ = std::thread([this] { run(); });
  }
  ~ClosingDevice() {
    ::shutdown(socket_, SHUT_RDWR);
    thread_.join();
    ::close(socket_);
  }
  std::uint16_t port() const { return port_; }
  int connections() const { return connections_; }
  /// Waits until it has closed this many connections.
  void wait_closed(int count) const {
    for (int now = closed_; now < count; now = closed_) closed_.wait(now);
  }

 private:
  void run() {
    for (int peer = accept(); peer >= 0; peer = accept()) {
      ++connections_;
      serve(peer);
      ::close(peer);
      ++closed_;
      closed_.notify_all();
    }
  }
  int accept() const { return ::accept4(socket_, nullptr, nullptr, SOCK_CLOEXEC); }
  void serve(int peer) const {
    std::array<unsigned char, 12> request{};
    if (::recv(peer, request.data(), request.size(), MSG_WAITALL) != static_cast<ssize_t>(request.size())) return;
    const std::array<unsigned char, 11> answer{request[0], request[1], 0, 0, 0, 5, request[6], request[7], 2, 0, 7};
    (void)::send(peer, answer.data(), answer.size(), MSG_NOSIGNAL);
    if (closes_ == Closes::with_a_request) (void)::recv(peer, request.data(), request.size(), MSG_WAITALL);
  }

  const Closes closes_;
  const int socket_;
  std::uint16_t port_ = 0;
  std::atomic<int> connections_{0}, closed_{0};
  std::thread thread_;
};

}  // namespace

TEST_CASE("a device that drops idle connections does not flap: a closed connection is opened again without a word") {
  const auto closes = GENERATE(ClosingDevice::Closes::after_an_answer, ClosingDevice::Closes::with_a_request);
  ClosingDevice device(closes);
  BusConfig config;
  config.address.host = "127.0.0.1";
  config.address.port = device.port();
  const Wake wake;
  Link link(config, wake);
  REQUIRE_FALSE(link.connect());
  for (int request = 1; request <= 3; ++request) {
    const auto words = link.read(1, Space::holding, 0, 1);
    REQUIRE(words);
    CHECK((*words)[0] == 7);
    if (closes == ClosingDevice::Closes::after_an_answer) device.wait_closed(request);
  }
  CHECK(device.connections() == 3);
  CHECK(link.connected());
}
