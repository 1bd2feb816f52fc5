// SPDX-License-Identifier: Apache-2.0
#pragma once
// One bus: a thread that connects, writes, and reads as the schedule requires. Writes go before reads.
// Thread: any; the listener and the callbacks run on the bus's thread

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <deque>
#include <functional>
#include <mutex>
#include <optional>
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

/// One write to a unit.
struct Write {
  int unit = 0;
  Space space = Space::holding;  ///< coil or holding
  unsigned address = 0;
  Words words;                      ///< for a bit one word, 0 or 1
  std::optional<unsigned> bit;      ///< one bit of a holding register; the other bits stay
  bool multiple = false;            ///< use function 15 or 16 also for one value
  bool mask_write = false;          ///< change a bit by function 22, instead of reading and writing the register
  std::optional<std::size_t> then;  ///< the point to read next
  std::chrono::steady_clock::time_point deadline;
  /// Called once, on the bus's thread or in submit(), unless the bus is stopped before.
  std::function<void(adapter_status, const std::string& detail)> done;
};

class Bus {
 public:
  using Time = std::chrono::steady_clock::time_point;

  /// What the bus reports, on its own thread.
  class Listener {
   public:
    /// The registers of one point.
    virtual void value(std::size_t point, std::span<const std::uint16_t> words) = 0;
    virtual void presence(int unit, bool online) = 0;

   protected:
    ~Listener() = default;
  };

  /// The listener must outlive it.
  Bus(sdk::Host host, const BusConfig& config, std::vector<Point> points, Listener& listener);
  Bus(const Bus&) = delete;
  Bus& operator=(const Bus&) = delete;
  ~Bus() { stop(); }

  /// Starts the thread, once. Throws std::system_error if the system starts none.
  void start();
  /// Ends the thread. Harmless when repeated; not from the bus's own thread.
  void stop();

  void submit(Write write);

 private:
  void run();
  void connect();
  void lose(const std::string& reason);
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
  Listener& listener_;
  io::Wake wake_;
  Link link_;
  std::thread thread_;

  // Used by the bus's thread only.
  Schedule schedule_;
  bool is_away_ = false;           // a warning has said so
  int silences_ = 0;               // requests in a row without any answer
  std::set<std::string> refused_;  // reads that failed last; each is logged once

  std::mutex mutex_;  // of the next
  std::deque<Write> writes_;
  bool up_ = false;
};

}  // namespace adapters::modbus
