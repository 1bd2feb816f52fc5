// SPDX-License-Identifier: Apache-2.0
#include "adapters/modbus/bus/bus_config.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <optional>
#include <set>
#include <utility>

namespace adapters::modbus {
namespace {

using mapping::Failure;
using mapping::Outcome;

constexpr std::uint16_t kModbusPort = 502;
constexpr int kMaxUnit = 247;  // Spec: MODBUS over Serial Line, 2.2
constexpr int kTcpUnit = 255;  // Spec: MODBUS Messaging on TCP/IP, 4.4.2: a device that is no gateway

std::optional<int> number_of(std::string_view text) {
  int number = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  const bool whole = error == std::errc{} && end == text.data() + text.size();
  return whole && number >= 0 ? std::optional(number) : std::nullopt;
}

std::optional<int> unit_of(std::string_view text) {
  const std::optional<int> unit = number_of(text);
  return unit && (*unit <= kMaxUnit || *unit == kTcpUnit) ? unit : std::nullopt;
}

/// "host", "host:port", "[::1]:port".
Outcome<BusAddress> parse_host(BusAddress::Wire wire, std::string_view text) {
  BusAddress address{wire, {}, kModbusPort, {}};
  std::size_t colon = text.find(':');
  if (text.starts_with('[')) {
    const std::size_t close = text.find(']');
    if (close == std::string_view::npos) return Failure{"']' is missing after the IPv6 address"};
    address.host = text.substr(1, close - 1);
    colon = close + 1 < text.size() ? close + 1 : std::string_view::npos;
    if (colon != std::string_view::npos && text[colon] != ':')
      return Failure{"expected ':' and a port after the address"};
  } else {
    address.host = text.substr(0, colon);
    if (colon != std::string_view::npos && text.find(':', colon + 1) != std::string_view::npos) {
      return Failure{"put an IPv6 address in brackets: [::1]:502"};
    }
  }
  if (colon != std::string_view::npos) {
    const std::optional<int> port = number_of(text.substr(colon + 1));
    if (!port || *port == 0 || *port > 65535) return Failure{"expected a port from 1 to 65535 after ':'"};
    address.port = static_cast<std::uint16_t>(*port);
  }
  const bool odd = std::any_of(address.host.begin(), address.host.end(), [](char c) {
    return static_cast<unsigned char>(c) <= ' ' || c == '/' || c == '@' || c == '\x7F';
  });
  if (address.host.empty() || odd) return Failure{"expected a host after '//', and nothing after it but a port"};
  return address;
}

std::chrono::milliseconds milliseconds_of(const sdk::ConfigNode& node, int64_t otherwise) {
  return std::chrono::milliseconds(std::clamp<int64_t>(node.integer(otherwise), 0, 60'000));
}

void read_serial(const sdk::ConfigNode& node, BusConfig& config) {
  if (config.address.wire != BusAddress::Wire::rtu) {
    for (const char* key : {"baud", "parity", "data_bits", "stop_bits", "rs485"}) {
      if (const sdk::ConfigNode serial = node.find(key))
        serial.report("this key is for a serial line only: rtu:/dev/...");
    }
    return;
  }
  const int64_t baud = node.find("baud").integer(config.baud);
  if (is_baud(baud)) {
    config.baud = static_cast<int>(baud);
  } else {
    node.find("baud").report("not a speed of a serial line: 9600, 19200, 115200 and others are");
  }
  const std::string parity = node.find("parity").text("even");
  config.parity = parity == "none" ? 'N' : parity == "odd" ? 'O' : 'E';
  config.data_bits = static_cast<int>(node.find("data_bits").integer(8));
  // Spec: MODBUS over Serial Line, 2.5.1: eleven bits a character, with or without parity.
  config.stop_bits = static_cast<int>(node.find("stop_bits").integer(config.parity == 'N' ? 2 : 1));
  config.rs485 = node.find("rs485").boolean(false);
}

}  // namespace

Outcome<BusAddress> BusAddress::parse(std::string_view url) {
  constexpr std::string_view kTcp = "tcp://";
  constexpr std::string_view kRtuOverTcp = "rtu+tcp://";
  constexpr std::string_view kRtu = "rtu:";
  if (url.starts_with(kTcp)) return parse_host(Wire::tcp, url.substr(kTcp.size()));
  if (url.starts_with(kRtuOverTcp)) return parse_host(Wire::rtu_over_tcp, url.substr(kRtuOverTcp.size()));
  if (!url.starts_with(kRtu)) return Failure{"expected tcp://host:502, rtu:/dev/ttyUSB0 or rtu+tcp://host:port"};
  const std::string_view device = url.substr(kRtu.size());
  if (!device.starts_with('/') || device.find('\0') != std::string_view::npos) {
    return Failure{"expected a device such as /dev/ttyUSB0 after 'rtu:'"};
  }
  return BusAddress{Wire::rtu, {}, 0, std::string(device)};
}

BusConfig read_bus(const sdk::ConfigNode& section) {
  const sdk::ConfigNode node = section.find("bus");
  BusConfig config;
  config.url = node.find("url").text();
  if (const Outcome<BusAddress> address = BusAddress::parse(config.url)) {
    config.address = *address;
  } else {
    node.find("url").report(address.error().reason);
  }
  read_serial(node, config);
  const bool rtu = config.address.wire == BusAddress::Wire::rtu;
  config.response_timeout =
      std::max(milliseconds_of(node.find("response_timeout_ms"), 1000), std::chrono::milliseconds(1));
  config.connect_timeout =
      std::max(milliseconds_of(node.find("connect_timeout_ms"), 5000), std::chrono::milliseconds(1));
  config.delay = milliseconds_of(node.find("delay_ms"), rtu ? silence_of(config.baud).count() : 0);
  config.limits.max_gap = static_cast<unsigned>(std::clamp<int64_t>(node.find("max_gap").integer(10), 0, 2000));
  config.limits.max_registers =
      static_cast<unsigned>(std::clamp<int64_t>(node.find("max_registers").integer(kMaxRegisters), 1, kMaxRegisters));
  config.rules.patience = static_cast<int>(std::clamp<int64_t>(node.find("offline_after").integer(3), 1, 100));
  return config;
}

bool is_baud(int64_t baud) {
  constexpr std::array<int64_t, 19> kSpeeds = {110,    300,    600,     1200,    2400,   4800,   9600,
                                               19200,  38400,  57600,   115200,  230400, 460800, 500000,
                                               576000, 921600, 1000000, 1152000, 2000000};
  return std::find(kSpeeds.begin(), kSpeeds.end(), baud) != kSpeeds.end();
}

std::chrono::milliseconds silence_of(int baud) {
  constexpr int kBits = 39;  // 3.5 characters of 11 bits, rounded up
  return std::chrono::milliseconds(kBits * 1000 / baud + 1);
}

Outcome<std::vector<int>> parse_units(std::string_view text) {
  std::set<int> units;
  bool more = true;
  while (more) {
    const std::size_t comma = text.find(',');
    more = comma != std::string_view::npos;
    std::string_view entry = text.substr(0, comma);
    text.remove_prefix(more ? comma + 1 : text.size());
    while (entry.starts_with(' ')) entry.remove_prefix(1);
    while (entry.ends_with(' ')) entry.remove_suffix(1);
    const std::size_t dash = entry.find('-');
    const std::optional<int> first = unit_of(entry.substr(0, dash));
    const std::optional<int> last = dash == std::string_view::npos ? first : unit_of(entry.substr(dash + 1));
    if (!first || !last || *first > *last || (*first != *last && *last > kMaxUnit)) {
      return Failure{"expected units from 0 to 247, or 255: \"1,2,3-10\""};
    }
    for (int unit = *first; unit <= *last; ++unit) units.insert(unit);
  }
  return std::vector<int>(units.begin(), units.end());
}

}  // namespace adapters::modbus
