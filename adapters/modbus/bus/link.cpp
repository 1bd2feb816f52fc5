// SPDX-License-Identifier: Apache-2.0
#include "adapters/modbus/bus/link.hpp"

#include <modbus.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/select.h>
#include <sys/socket.h>

#include <array>
#include <cerrno>
#include <thread>
#include <utility>
#include <vector>

#include "adapters/io/tcp_connect.hpp"

namespace adapters::modbus {
namespace {

using Clock = std::chrono::steady_clock;
using Wire = BusAddress::Wire;

/// The bytes of a request and its answer without the data.
constexpr std::size_t kFrames = 16;
constexpr int kBitsOfByte = 11;  // on a serial line
constexpr int kTries = 2;        // for a request whose answer is damaged

bool is_garbled(int error) {
  return error == EMBBADCRC || error == EMBBADDATA || error == EMBBADSLAVE || error == EMBMDATA || error == EMBUNKEXC;
}

Trouble trouble_of(int error) {
  const std::string reason = modbus_strerror(error);
  switch (error) {
    case ETIMEDOUT: return {Trouble::Kind::silent, "no answer"};
    case EMBXGPATH:
    case EMBXGTAR: return {Trouble::Kind::unreachable, reason};
    case EMBXSBUSY: return {Trouble::Kind::busy, reason};
    case EMBXILADD:
    case EMBXILVAL: return {Trouble::Kind::bad_range, reason};
    case EMBXILFUN:
    case EMBXSFAIL:
    case EMBXACK:
    case EMBXNACK:
    case EMBXMEMPAR:
    case EMBBADEXC: return {Trouble::Kind::refused, reason};
    default: return {is_garbled(error) ? Trouble::Kind::silent : Trouble::Kind::lost, reason};
  }
}

}  // namespace

void Link::Free::operator()(void* context) const { modbus_free(static_cast<modbus_t*>(context)); }

Link::Link(const BusConfig& config, io::Wake& wake) : config_(config), wake_(wake) {}

Link::~Link() { close(); }

// ---- connecting -----------------------------------------------------------------------------------------------------

bool Link::rest() {
  while (!wake_.stopping() && Clock::now() < reconnect_.next()) wake_.wait(reconnect_.next());
  return !wake_.stopping();
}

std::optional<std::string> Link::connect() {
  close();
  reconnect_.attempt(Clock::now());
  std::optional<std::string> failure = over_network() ? connect_network() : open_line();
  if (failure) {
    close();
    reconnect_.lost(Clock::now());
    return failure;
  }
  // Without a timeout for each byte, the timeout of the response applies to the whole answer.
  modbus_set_byte_timeout(static_cast<modbus_t*>(context_.get()), 0, 0);
  open_ = true;
  return std::nullopt;
}

/// libmodbus reads, writes and waits on any descriptor, so RTU frames go over a socket as over a line.
std::optional<std::string> Link::connect_network() {
  const BusAddress& address = config_.address;
  io::TcpConnection connection =
      io::connect_tcp(address.host, address.port, {config_.connect_timeout, config_.connect_timeout}, wake_);
  if (!connection) return connection.error;
  const int sock = connection.socket.get();
  const int on = 1;
  ::setsockopt(sock, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
  {
    const std::lock_guard lock(mutex_);
    socket_ = std::move(connection.socket);
  }
  if (sock >= FD_SETSIZE) return "too many files are open for libmodbus";
  context_.reset(address.wire == Wire::tcp ? modbus_new_tcp("127.0.0.1", address.port)
                                           : modbus_new_rtu("socket", 115200, 'N', 8, 1));
  if (!context_) return modbus_strerror(errno);
  modbus_set_socket(static_cast<modbus_t*>(context_.get()), sock);
  return std::nullopt;
}

std::optional<std::string> Link::open_line() {
  const std::string& device = config_.address.device;
  context_.reset(modbus_new_rtu(device.c_str(), config_.baud, config_.parity, config_.data_bits, config_.stop_bits));
  auto* const context = static_cast<modbus_t*>(context_.get());
  if (context == nullptr || modbus_connect(context) != 0) return device + ": " + modbus_strerror(errno);
  if (modbus_get_socket(context) >= FD_SETSIZE) return "too many files are open for libmodbus";
  if (config_.rs485 && modbus_rtu_set_serial_mode(context, MODBUS_RTU_RS485) != 0) {
    return device + ": rs485 cannot be set: " + modbus_strerror(errno);
  }
  return std::nullopt;
}

void Link::close() {
  open_ = false;
  if (!over_network()) {
    if (context_) modbus_close(static_cast<modbus_t*>(context_.get()));
    context_.reset();
    return;
  }
  context_.reset();
  const std::lock_guard lock(mutex_);
  socket_ = io::Descriptor();
}

void Link::interrupt() {
  const std::lock_guard lock(mutex_);
  if (socket_) ::shutdown(socket_.get(), SHUT_RDWR);
}

// ---- requests -------------------------------------------------------------------------------------------------------

/// Drops late answers, which must not become the answer of the next request. False if the other end is closed.
bool Link::drain() {
  auto* const context = static_cast<modbus_t*>(context_.get());
  if (!over_network()) {
    modbus_flush(context);
    return true;
  }
  constexpr int kMax = 64;
  std::array<char, 1024> late{};
  for (int i = 0; i < kMax; ++i) {
    const ssize_t size = ::recv(modbus_get_socket(context), late.data(), late.size(), MSG_DONTWAIT);
    if (size == 0) return false;
    if (size < 0) return errno == EAGAIN || errno == EWOULDBLOCK || errno == EINTR;
  }
  return false;  // it sends without end, and without a request
}

std::optional<Trouble> Link::prepare(int unit, std::size_t bytes) {
  std::this_thread::sleep_until(last_end_ + config_.delay);
  if (!drain()) return Trouble{Trouble::Kind::lost, "the connection was closed"};
  auto* const context = static_cast<modbus_t*>(context_.get());
  if (modbus_set_slave(context, unit) != 0) return Trouble{Trouble::Kind::refused, "no such unit number"};
  std::chrono::microseconds timeout = config_.response_timeout;
  if (!over_network()) {
    timeout += std::chrono::microseconds(1'000'000LL * kBitsOfByte * static_cast<long long>(bytes) / config_.baud);
  }
  const auto seconds = std::chrono::floor<std::chrono::seconds>(timeout);
  modbus_set_response_timeout(context, static_cast<std::uint32_t>(seconds.count()),
                              static_cast<std::uint32_t>((timeout - seconds).count()));
  return std::nullopt;
}

/// Many devices close a connection that is idle, and some close it after each answer: a connection that was of use is
/// made again. Returns why there is none.
std::optional<std::string> Link::lost(const Trouble& trouble) {
  const bool was_of_use = reconnect_.is_of_use();
  close();
  reconnect_.lost(Clock::now());
  if (!was_of_use || !over_network()) return trouble.reason;
  return rest() ? connect() : trouble.reason;
}

/// `call` makes the request and returns the result of libmodbus. bytes: the data in both directions.
template <class Call>
std::optional<Trouble> Link::request(int unit, std::size_t bytes, Call call) {
  if (!open_) return Trouble{Trouble::Kind::lost, "the connection was closed"};
  for (int tries = 1;; ++tries) {
    std::optional<Trouble> trouble = prepare(unit, bytes + kFrames);
    bool again = false;
    if (!trouble) {
      const int done = call(static_cast<modbus_t*>(context_.get()));
      const int error = errno;
      last_end_ = Clock::now();
      if (done >= 0) {
        reconnect_.progress();
        return std::nullopt;
      }
      trouble = trouble_of(error);
      again = is_garbled(error) && tries < kTries;
    }
    if (trouble->kind == Trouble::Kind::lost) {
      if (auto failure = lost(*trouble)) return Trouble{Trouble::Kind::lost, std::move(*failure)};
      again = true;  // on a connection that is of no use yet: it does not come here twice
    } else if (trouble->kind != Trouble::Kind::silent) {
      reconnect_.progress();
    }
    if (!again) return trouble;
  }
}

Link::Result<Words> Link::read(int unit, Space space, unsigned address, unsigned count) {
  const int first = static_cast<int>(address);
  const int size = static_cast<int>(count);
  Words words(count);
  std::optional<Trouble> trouble;
  if (has_bits(space)) {
    std::vector<std::uint8_t> bits(count);
    trouble = request(unit, (count + 7) / 8, [&](modbus_t* context) {
      return space == Space::coil ? modbus_read_bits(context, first, size, bits.data())
                                  : modbus_read_input_bits(context, first, size, bits.data());
    });
    words.assign(bits.begin(), bits.end());
  } else {
    trouble = request(unit, 2 * std::size_t{count}, [&](modbus_t* context) {
      return space == Space::holding ? modbus_read_registers(context, first, size, words.data())
                                     : modbus_read_input_registers(context, first, size, words.data());
    });
  }
  if (trouble) return std::move(*trouble);
  return words;
}

std::optional<Trouble> Link::write(int unit, Space space, unsigned address, std::span<const std::uint16_t> words,
                                   bool multiple) {
  const int first = static_cast<int>(address);
  const int size = static_cast<int>(words.size());
  const bool many = multiple || size > 1;
  return request(unit, 2 * words.size(), [&](modbus_t* context) {
    if (space == Space::coil) {
      const std::vector<std::uint8_t> bits(words.begin(), words.end());
      return many ? modbus_write_bits(context, first, size, bits.data()) : modbus_write_bit(context, first, bits[0]);
    }
    return many ? modbus_write_registers(context, first, size, words.data())
                : modbus_write_register(context, first, words[0]);
  });
}

std::optional<Trouble> Link::write_masked(int unit, unsigned address, std::uint16_t mask, std::uint16_t bits) {
  return request(unit, kFrames, [&](modbus_t* context) {
    const auto keep = static_cast<std::uint16_t>(~mask);
    return modbus_mask_write_register(context, static_cast<int>(address), keep,
                                      static_cast<std::uint16_t>(bits & mask));
  });
}

}  // namespace adapters::modbus
