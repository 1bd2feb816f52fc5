// SPDX-License-Identifier: Apache-2.0
#pragma once
// A Modbus device over TCP that closes connections: each register is 7 until it is set by function 6.
// Thread: any

#include <sys/socket.h>
#include <unistd.h>

#include <array>
#include <atomic>
#include <chrono>
#include <map>
#include <thread>

#include "tests/support/servers/loopback_listener.hpp"

namespace tests::modbus {

class ClosingDevice {
 public:
  enum class Closes {
    after_an_answer,  // each connection
    with_a_request,   // each connection, with its second request, unanswered
    all_others        // has room for one client, which it keeps until release()
  };

  // busy: for so long after it has closed a connection it closes the next ones at once.
  explicit ClosingDevice(Closes closes, std::chrono::milliseconds busy = {})
      : closes_(closes), busy_(busy), thread_([this] { run(); }) {}
  ClosingDevice(const ClosingDevice&) = delete;
  ClosingDevice& operator=(const ClosingDevice&) = delete;
  ~ClosingDevice() {
    listener_.end();
    thread_.join();
  }

  std::uint16_t port() const { return listener_.port(); }
  int connections() const { return connections_; }
  int answers() const { return answers_; }
  // Waits until it has closed this many connections.
  void wait_closed(int count) const {
    for (int now = closed_; now < count; now = closed_) closed_.wait(now);
  }
  // From now on there is room for each client.
  void release() { is_taken_ = false; }

 private:
  void run() {
    for (int peer = listener_.accept(); peer >= 0; peer = listener_.accept()) {
      ++connections_;
      const bool is_busy = std::chrono::steady_clock::now() < busy_until_;
      if (!is_busy && !(closes_ == Closes::all_others && is_taken_)) serve(peer);
      if (!is_busy) busy_until_ = std::chrono::steady_clock::now() + busy_;
      ::close(peer);
      ++closed_;
      closed_.notify_all();
    }
  }

  void serve(int peer) {
    std::array<unsigned char, 12> request{};
    while (::recv(peer, request.data(), request.size(), MSG_WAITALL) == static_cast<ssize_t>(request.size())) {
      answer(peer, request);
      if (closes_ == Closes::after_an_answer) return;
      if (closes_ == Closes::with_a_request) {
        (void)::recv(peer, request.data(), request.size(), MSG_WAITALL);
        return;
      }
    }
  }
  // Reads of one register, and writes of one, which are answered with themselves.
  void answer(int peer, const std::array<unsigned char, 12>& request) {
    const int address = request[8] << 8 | request[9];
    ++answers_;
    if (request[7] == 6) {
      registers_[address] = request[11];
      (void)::send(peer, request.data(), request.size(), MSG_NOSIGNAL);
      return;
    }
    const auto known = registers_.find(address);
    const auto value = static_cast<unsigned char>(known == registers_.end() ? 7 : known->second);
    const std::array<unsigned char, 11> text{request[0], request[1], 0, 0, 0, 5, request[6], request[7], 2, 0, value};
    (void)::send(peer, text.data(), text.size(), MSG_NOSIGNAL);
  }

  const Closes closes_;
  const std::chrono::milliseconds busy_;
  const support::LoopbackListener listener_{64};
  std::atomic<bool> is_taken_{true};
  std::atomic<int> connections_{0}, closed_{0}, answers_{0};
  std::map<int, int> registers_;                           // of the thread
  std::chrono::steady_clock::time_point busy_until_ = {};  // of the thread
  std::thread thread_;
};

}  // namespace tests::modbus
