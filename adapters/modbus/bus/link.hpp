// SPDX-License-Identifier: Apache-2.0
#pragma once
// One bus by libmodbus: requests, each in bounded time, over TCP, a serial line, or RTU frames in a TCP connection.
// Thread: one, which blocks; interrupt() any

#include <chrono>
#include <cstddef>
#include <memory>
#include <mutex>
#include <optional>
#include <span>
#include <string>

#include "adapters/io/descriptor.hpp"
#include "adapters/io/wake.hpp"
#include "adapters/mapping/values/outcome.hpp"
#include "adapters/modbus/bus/bus_config.hpp"
#include "adapters/modbus/polling/poll_plan.hpp"
#include "adapters/modbus/registers/registers.hpp"

namespace adapters::modbus {

/// Why a request has no good answer.
struct Trouble {
  enum class Kind {
    silent,       ///< nothing that could be used came from the unit
    unreachable,  ///< the same, as a gateway says which is there itself
    busy,         ///< the unit asks to be asked later
    refused,      ///< the unit says no
    bad_range,    ///< the unit has no such registers, or not so many of them
    lost          ///< the connection or the line is gone
  } kind = Kind::silent;
  std::string reason;
};

class Link {
 public:
  template <class T>
  using Result = mapping::Outcome<T, Trouble>;

  /// wake must outlive it.
  Link(const BusConfig& config, const io::Wake& wake);
  Link(const Link&) = delete;
  Link& operator=(const Link&) = delete;
  ~Link();

  /// Connects, or opens the line; what was open before is closed. The answer is why it could not.
  std::optional<std::string> connect();
  void close();
  bool connected() const { return open_; }
  /// It goes over a network, in which a connection may be dead without anybody saying so.
  bool over_network() const { return config_.address.wire != BusAddress::Wire::rtu; }
  /// Whatever waits for an answer gets none; on a serial line it waits for its time.
  void interrupt();

  /// The registers, or bits as 0 and 1. count is at most what a request can have.
  Result<Words> read(int unit, Space space, unsigned address, unsigned count);
  /// A coil or a holding register, or more of them; `multiple`: by function 15 or 16 even if it is one.
  std::optional<Trouble> write(int unit, Space space, unsigned address, std::span<const std::uint16_t> words,
                               bool multiple);
  /// Function 22: changes those bits of a holding register which `mask` has.
  std::optional<Trouble> write_masked(int unit, unsigned address, std::uint16_t mask, std::uint16_t bits);

 private:
  struct Free {
    void operator()(void* context) const;
  };
  template <class Call>
  std::optional<Trouble> request(int unit, std::size_t answer_bytes, Call call);
  std::optional<Trouble> prepare(int unit, std::size_t answer_bytes);
  bool drain();
  std::optional<std::string> connect_network();
  std::optional<std::string> open_line();

  const BusConfig config_;
  const io::Wake& wake_;
  std::unique_ptr<void, Free> context_;  // modbus_t
  bool open_ = false;
  std::chrono::steady_clock::time_point last_end_ = {};
  std::mutex mutex_;       // of the next
  io::Descriptor socket_;  // of a network
};

}  // namespace adapters::modbus
