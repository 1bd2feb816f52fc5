// SPDX-License-Identifier: Apache-2.0
#pragma once
// A TCP peer that a test plays itself, byte by byte: a broker that misbehaves.
// Thread: any one thread at a time

#include <string>
#include <string_view>
#include <vector>

#include "tests/support/servers/loopback_listener.hpp"

namespace tests::mqtt {

class Descriptor {
 public:
  explicit Descriptor(int value = -1) : value_(value) {}
  Descriptor(Descriptor&& other) noexcept : value_(other.value_) { other.value_ = -1; }
  Descriptor(const Descriptor&) = delete;
  Descriptor& operator=(const Descriptor&) = delete;
  ~Descriptor();
  int get() const { return value_; }

 private:
  int value_;
};

// One connection. Its functions throw std::runtime_error if nothing happens for half a minute.
class Peer {
 public:
  explicit Peer(Descriptor socket) : socket_(std::move(socket)) {}
  // The next MQTT packet, whole; empty at the end of the stream.
  std::string read_packet();
  // Some bytes; empty at the end of the stream.
  std::string read_some(std::size_t most);
  void write(std::string_view bytes);

 private:
  Descriptor socket_;
};

class ScriptedListener {
 public:
  // On 127.0.0.1, any port.
  explicit ScriptedListener(int backlog = 16) : listener_(backlog) {}
  unsigned short port() const { return listener_.port(); }
  Peer accept();
  // The next connection that says something: a probe says nothing and is gone.
  Peer accept_speaking(std::string& first_packet);
  // Connects to itself until nobody else gets through.
  void fill_queue();
  // Hangs up on itself; accept() gives the remains.
  void drain_queue() { fillers_.clear(); }

 private:
  support::LoopbackListener listener_;
  std::vector<Descriptor> fillers_;
};

inline constexpr std::string_view kConnack{"\x20\x02\x00\x00", 4};

}  // namespace tests::mqtt
