// SPDX-License-Identifier: Apache-2.0
// tr069-modbus-probe: prints registers of a device in every type and order, to find the right one for the
// configuration. Exit codes: 0 read, 1 no answer or rejected, 2 no connection or wrong usage.
#include <CLI/CLI.hpp>

#include <csignal>
#include <cstdio>
#include <optional>
#include <string>

#include "adapters/modbus/bus/bus_config.hpp"
#include "adapters/modbus/bus/link.hpp"
#include "adapters/modbus/probe/probe.hpp"

namespace {

using namespace adapters::modbus;

constexpr int kNotRead = 1;
constexpr int kNoBus = 2;

struct Options {
  BusConfig bus;
  std::string parity = "even";
  int response_timeout_ms = 1000;
  int unit = 1;
  std::optional<unsigned> first[4];  // by space
  unsigned count = 8;
};

void print(const std::string& text) { std::fputs(text.c_str(), stdout); }

int fail(int code, const std::string& reason) {
  std::fputs(("tr069-modbus-probe: " + reason + '\n').c_str(), stderr);
  return code;
}

/// Reads a range in which some registers do not exist.
int read_one_by_one(Link& link, int unit, Space space, unsigned first, unsigned count) {
  Words run;
  for (unsigned i = 0; i <= count; ++i) {
    std::optional<Link::Result<Words>> word;
    if (i < count) word = link.read(unit, space, first + i, 1);
    if (word && *word) {
      run.push_back((**word)[0]);
      continue;
    }
    if (!run.empty()) print('\n' + interpretations(space, first + i - static_cast<unsigned>(run.size()), run));
    run.clear();
    if (!word) break;
    if (word->error().kind != Trouble::Kind::bad_range) return fail(kNotRead, word->error().reason);
    print(std::to_string(first + i) + ": " + word->error().reason + '\n');
  }
  return 0;
}

int read(Link& link, int unit, Space space, unsigned first, unsigned count) {
  const Link::Result<Words> words = link.read(unit, space, first, count);
  if (words) {
    print(interpretations(space, first, *words));
    return 0;
  }
  if (words.error().kind != Trouble::Kind::bad_range || count == 1) return fail(kNotRead, words.error().reason);
  print("the unit refuses the whole range; reading one by one:\n");
  return read_one_by_one(link, unit, space, first, count);
}

int probe(const Options& options) {
  adapters::io::Wake wake;
  Link link(options.bus, wake);
  if (const auto failure = link.connect()) return fail(kNoBus, *failure);
  for (const Space space : {Space::coil, Space::discrete, Space::input, Space::holding}) {
    const std::optional<unsigned>& first = options.first[static_cast<std::size_t>(space)];
    if (!first) continue;
    const unsigned most = has_bits(space) ? kMaxBits : kMaxRegisters;
    if (options.count > most || *first + options.count > 65536)
      return fail(kNoBus, "--count is too large: at most 125 registers or 2000 bits, up to address 65535");
    return read(link, options.unit, space, *first, options.count);
  }
  return kNoBus;
}

void add_options(CLI::App& app, Options& options) {
  app.add_option("URL", options.bus.url, "The bus: tcp://host:502, rtu:/dev/ttyUSB0 or rtu+tcp://host:port")
      ->required();
  app.add_option("--unit", options.unit, "The device on the bus")->check(CLI::Range(0, 255))->capture_default_str();
  CLI::Option_group* where = app.add_option_group("address", "Address, counted from 0; exactly one of these");
  for (const Space space : {Space::coil, Space::discrete, Space::input, Space::holding}) {
    where->add_option(std::string("--") + word_of(space), options.first[static_cast<std::size_t>(space)])
        ->check(CLI::Range(0, 65535));
  }
  where->require_option(1);
  app.add_option("--count", options.count, "The number of registers, coils or discrete inputs")
      ->check(CLI::Range(1, 2000))
      ->capture_default_str();
  app.add_option("--baud", options.bus.baud, "The speed of the serial line")->capture_default_str();
  app.add_option("--parity", options.parity, "The parity of the serial line")
      ->check(CLI::IsMember({"none", "even", "odd"}))
      ->capture_default_str();
  app.add_option("--data-bits", options.bus.data_bits, "Data bits of the serial line")
      ->check(CLI::Range(7, 8))
      ->capture_default_str();
  app.add_option("--stop-bits", options.bus.stop_bits, "Stop bits of the serial line")
      ->check(CLI::Range(1, 2))
      ->capture_default_str();
  app.add_flag("--rs485", options.bus.rs485, "The kernel's driver switches the line between sending and receiving");
  app.add_option("--timeout-ms", options.response_timeout_ms, "The time in which the unit must answer")
      ->check(CLI::Range(10, 60000))
      ->capture_default_str();
}

}  // namespace

int main(int argc, char** argv) {
  CLI::App app("Prints registers of a Modbus device in every type and order.", "tr069-modbus-probe");
  Options options;
  add_options(app, options);
  try {
    app.parse(argc, argv);
  } catch (const CLI::ParseError& error) {
    return app.exit(error) == 0 ? 0 : kNoBus;
  }
  const auto address = BusAddress::parse(options.bus.url);
  if (!address) return fail(kNoBus, address.error().reason);
  if (!is_baud(options.bus.baud))
    return fail(kNoBus, "not a speed of a serial line: 9600, 19200, 115200 and others are");
  options.bus.address = *address;
  options.bus.parity = options.parity == "none" ? 'N' : options.parity == "odd" ? 'O' : 'E';
  options.bus.response_timeout = std::chrono::milliseconds(options.response_timeout_ms);
  if (address->wire == BusAddress::Wire::rtu) options.bus.delay = silence_of(options.bus.baud);
  std::signal(SIGPIPE, SIG_IGN);
  return probe(options);
}
