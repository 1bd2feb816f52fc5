// SPDX-License-Identifier: Apache-2.0
#pragma once
// The requests of one bus by libmodbus, each in bounded time: over TCP, a serial line, or RTU frames in TCP.
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
#include "adapters/mapping/polling/reconnect.hpp"
#include "adapters/mapping/values/outcome.hpp"
#include "adapters/modbus/bus/bus_config.hpp"
#include "adapters/modbus/polling/poll_plan.hpp"
#include "adapters/modbus/registers/registers.hpp"

namespace adapters::modbus {

/// Why a request has no usable answer.
struct Trouble {
  enum class Kind {
    silent,       ///< no usable answer came from the unit
    unreachable,  ///< a gateway answers that the unit does not
    busy,         ///< the unit requests a later retry
    refused,      ///< the unit rejects the request
    bad_range,    ///< the unit does not have these registers, or not so many
    lost          ///< the connection or the line is lost
  } kind = Kind::silent;
  std::string reason;
};

class Link {
 public:
  template <class T>
  using Result = mapping::Outcome<T, Trouble>;

  /// `wake` must outlive it.
  Link(const BusConfig& config, io::Wake& wake);
  Link(const Link&) = delete;
  Link& operator=(const Link&) = delete;
  ~Link();

  /// Waits until the next attempt to connect may begin. False if `wake` stops it.
  bool rest();
  /// Connects, or opens the line, after it has closed the earlier connection. Returns the reason of a failure.
  std::optional<std::string> connect();
  void close();
  bool connected() const { return open_; }
  /// True for TCP, where a dead connection is not reported.
  bool over_network() const { return config_.address.wire != BusAddress::Wire::rtu; }
  /// Ends the wait for an answer. On a serial line the wait lasts until its timeout.
  void interrupt();

  /// Reads registers, or bits as 0 and 1. count is at most that of one request.
  Result<Words> read(int unit, Space space, unsigned address, unsigned count);
  /// Writes coils or holding registers; `multiple`: uses function 15 or 16 also for one.
  std::optional<Trouble> write(int unit, Space space, unsigned address, std::span<const std::uint16_t> words,
                               bool multiple);
  /// Changes the bits of a holding register that are set in `mask`, by function 22.
  std::optional<Trouble> write_masked(int unit, unsigned address, std::uint16_t mask, std::uint16_t bits);

 private:
  struct Free {
    void operator()(void* context) const;
  };
  template <class Call>
  std::optional<Trouble> request(int unit, std::size_t answer_bytes, Call call);
  std::optional<Trouble> prepare(int unit, std::size_t answer_bytes);
  bool drain();
  std::optional<std::string> lost(const Trouble& trouble);
  std::optional<std::string> connect_network();
  std::optional<std::string> open_line();

  const BusConfig config_;
  io::Wake& wake_;
  std::unique_ptr<void, Free> context_;  // modbus_t
  mapping::Reconnect reconnect_{{}};
  bool open_ = false;
  std::chrono::steady_clock::time_point last_end_ = {};
  std::mutex mutex_;       // of the next
  io::Descriptor socket_;  // for TCP
};

}  // namespace adapters::modbus
