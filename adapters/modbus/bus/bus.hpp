// SPDX-License-Identifier: Apache-2.0
#pragma once
// A bus at work: one thread that connects, asks as the schedule says, and writes before it asks.
// Thread: any, but for what is called on the bus's own thread

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <deque>
#include <functional>
#include <mutex>
#include <optional>
#include <random>
#include <set>
#include <span>
#include <string>
#include <thread>

#include "adapters/io/wake.hpp"
#include "adapters/modbus/bus/bus_config.hpp"
#include "adapters/modbus/bus/link.hpp"
#include "adapters/modbus/polling/schedule.hpp"
#include "adapters/sdk/adapter.hpp"

namespace adapters::modbus {

/// Something to be written.
struct Write {
  int unit = 0;
  Space space = Space::holding;  ///< coil or holding
  unsigned address = 0;
  Words words;                      ///< for a bit one word, 0 or 1
  std::optional<unsigned> bit;      ///< of a holding register: the others keep their values
  bool multiple = false;            ///< by function 15 or 16 even if it is one
  bool mask_write = false;          ///< a bit: by function 22, instead of reading the register and writing it
  std::optional<std::size_t> then;  ///< the point to be read next
  std::chrono::steady_clock::time_point deadline;
  /// Called once, on the bus's thread or by submit(), unless the bus is stopped before.
  std::function<void(adapter_status, const std::string& detail)> done;
};

class Bus {
 public:
  using Time = std::chrono::steady_clock::time_point;

  /// What the bus tells, on its own thread.
  struct Listener {
    std::function<void(std::size_t point, std::span<const std::uint16_t> words)> value;
    std::function<void(int unit, bool online)> presence;
  };

  Bus(sdk::Host host, const BusConfig& config, std::vector<Point> points, Listener listener);
  Bus(const Bus&) = delete;
  Bus& operator=(const Bus&) = delete;
  ~Bus() { stop(); }

  /// Starts the thread, once. Throws std::system_error if there can be none.
  void start();
  /// Ends it. Harmless when repeated; not from the bus's own thread.
  void stop();

  void submit(Write write);

 private:
  void run();
  bool connect();
  void lose(const std::string& reason);
  void wait_to_connect();
  std::optional<Write> next_write();
  void carry_out(const Write& write);
  std::optional<Trouble> perform(const Write& write);
  void read(const Read& read);
  void take_trouble(const Read& read, const Trouble& trouble);
  void heard(bool something);
  void tell(int unit, Schedule::News news, const std::string& reason);

  const sdk::Host host_;
  const BusConfig config_;
  const std::vector<Point> points_;
  const Listener listener_;
  io::Wake wake_;
  Link link_;
  std::thread thread_;

  // Of the bus's thread.
  Schedule schedule_;
  int failures_ = 0;               // of connecting, in a row
  int silences_ = 0;               // since anything came over the connection
  std::set<std::string> refused_;  // reads that failed last, so that it is logged once
  std::minstd_rand random_;

  std::mutex mutex_;  // of the next
  std::deque<Write> writes_;
  bool up_ = false;
};

}  // namespace adapters::modbus
