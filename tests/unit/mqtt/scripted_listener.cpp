// SPDX-License-Identifier: Apache-2.0
#include "tests/unit/mqtt/scripted_listener.hpp"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <stdexcept>

namespace tests::mqtt {
namespace {

constexpr int kPatience = 30'000;  // ms

void wait_for(int descriptor, short what) {
  pollfd wait{descriptor, what, 0};
  if (::poll(&wait, 1, kPatience) <= 0) throw std::runtime_error("the peer waits in vain");
}

}  // namespace

Descriptor::~Descriptor() {
  if (value_ >= 0) ::close(value_);
}

std::string Peer::read_some(std::size_t most) {
  wait_for(socket_.get(), POLLIN);
  std::string bytes(most, '\0');
  const auto got = ::recv(socket_.get(), bytes.data(), most, 0);
  bytes.resize(got > 0 ? static_cast<std::size_t>(got) : 0);
  return bytes;
}

std::string Peer::read_packet() {
  std::string packet = read_some(1);
  std::size_t length = 0;
  for (unsigned shift = 0; !packet.empty() && shift < 28; shift += 7) {
    const std::string byte = read_some(1);
    if (byte.empty()) return {};
    packet += byte;
    length |= static_cast<std::size_t>(byte[0] & 0x7F) << shift;
    if ((byte[0] & 0x80) == 0) break;
  }
  for (std::size_t left = packet.empty() ? 0 : length; left > 0;) {
    const std::string bytes = read_some(left);
    if (bytes.empty()) return {};
    packet += bytes;
    left -= bytes.size();
  }
  return packet;
}

void Peer::write(std::string_view bytes) {
  if (::send(socket_.get(), bytes.data(), bytes.size(), MSG_NOSIGNAL) != static_cast<ssize_t>(bytes.size())) {
    throw std::runtime_error("the peer cannot write");
  }
}

Peer ScriptedListener::accept() {
  wait_for(listener_.descriptor(), POLLIN);
  return Peer(Descriptor(listener_.accept()));
}

Peer ScriptedListener::accept_speaking(std::string& first_packet) {
  while (true) {
    Peer peer = accept();
    first_packet = peer.read_packet();
    if (!first_packet.empty()) return peer;
  }
}

void ScriptedListener::fill_queue() {
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  address.sin_port = htons(port());
  for (bool taken = true; taken;) {
    Descriptor filler(::socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0));
    ::connect(filler.get(), reinterpret_cast<const sockaddr*>(&address), sizeof address);
    pollfd wait{filler.get(), POLLOUT, 0};
    taken = ::poll(&wait, 1, 200) > 0;  // on the loopback, what is not taken at once is not taken
    fillers_.push_back(std::move(filler));
  }
}

}  // namespace tests::mqtt
