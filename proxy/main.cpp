// SPDX-License-Identifier: Apache-2.0
// tr069-proxyd: reads the command line, runs the daemon, and turns an error into an exit code.
#include "proxy/base/journal.hpp"
#include "proxy/base/visible_text.hpp"
#include "proxy/daemon/commands/explanation.hpp"
#include "proxy/daemon/daemon.hpp"
#include "proxy/daemon/memory.hpp"

#include <getopt.h>

#include <array>
#include <exception>
#include <filesystem>
#include <iostream>
#include <string>

namespace {

enum ExitCode { kClean = 0, kConfiguration = 1, kUsage = 2, kCannotStart = 3 };

constexpr const char* kHelp =
    "Usage: tr069-proxyd --config FILE [--check-config [--strict] | --show-config | --explain TOPIC <PAYLOAD]\n"
    "A TR-069 gateway for devices that do not speak CWMP.\n\n"
    "  --config FILE    the configuration file\n"
    "  --check-config   print every error of the configuration, and what is probably a mistake as a warning, and exit\n"
    "  --strict         with --check-config: warnings are errors\n"
    "  --show-config    print the configuration with its secrets masked, and exit\n"
    "  --explain TOPIC  read a message from standard input, print what it would set and why not, and exit\n"
    "  --adapter NAME   with --explain: ask only this adapter\n"
    "  --json           with --explain: print JSON\n"
    "  --version        print the version and exit\n"
    "  --help           print this text and exit\n\n"
    "Examples:\n"
    "  tr069-proxyd --config my.yaml --check-config --strict\n"
    "  tr069-proxyd --config my.yaml\n"
    "  echo '{\"temperature\": 21.4}' | tr069-proxyd --config my.yaml --explain zigbee2mqtt/kitchen\n\n"
    "Exit codes: 0 done, 1 the configuration has an error, 2 wrong usage, 3 the daemon cannot start.\n"
    "A first configuration: tr069-proxyctl init my.yaml. SIGHUP reloads, SIGTERM stops.\n";

// getopt, because the library that tr069-proxyctl uses would add a twelfth to the size of the daemon.
constexpr std::array<option, 10> kOptions{{{"config", required_argument, nullptr, 'c'},
                                           {"check-config", no_argument, nullptr, 'k'},
                                           {"strict", no_argument, nullptr, 's'},
                                           {"show-config", no_argument, nullptr, 'p'},
                                           {"explain", required_argument, nullptr, 'e'},
                                           {"adapter", required_argument, nullptr, 'a'},
                                           {"json", no_argument, nullptr, 'j'},
                                           {"version", no_argument, nullptr, 'v'},
                                           {"help", no_argument, nullptr, 'h'},
                                           {nullptr, 0, nullptr, 0}}};

/// Standard input. One byte more than an adapter accepts is enough: the adapter then reports that it is too long.
std::string read_payload() {
  constexpr std::size_t kMaxPayload = (std::size_t{16} << 20) + 1;
  std::string payload(kMaxPayload, '\0');
  std::cin.read(payload.data(), static_cast<std::streamsize>(kMaxPayload));
  payload.resize(static_cast<std::size_t>(std::cin.gcount()));
  return payload;
}

int explain(const std::string& config, const std::string& topic, const std::string& adapter, bool as_json) {
  const std::string payload = read_payload();
  const auto explained = proxy::daemon::explain(std::filesystem::path(config), {topic, payload, adapter});
  (explained ? std::cout : std::cerr) << (explained ? proxy::daemon::to_text(*explained, as_json)
                                                    : proxy::base::visible_lines(explained.error()) + "\n");
  return explained ? kClean : kConfiguration;
}

}  // namespace

int main(int argc, char** argv) try {
  std::string config;
  bool check_config = false, show_config = false, strict = false, as_json = false;
  const char* topic = nullptr;
  std::string adapter;
  for (int option = 0; (option = getopt_long(argc, argv, "", kOptions.data(), nullptr)) != -1;) {
    switch (option) {
      case 'c': config = optarg; break;
      case 'k': check_config = true; break;
      case 's': strict = true; break;
      case 'p': show_config = true; break;
      case 'e': topic = optarg; break;
      case 'a': adapter = optarg; break;
      case 'j': as_json = true; break;
      case 'v': std::cout << PROJECT_VERSION << "\n"; return kClean;
      case 'h': std::cout << kHelp; return kClean;
      default: return kUsage;  // getopt has said why
    }
  }
  if (config.empty() || optind != argc || (strict && !check_config)) {
    std::cerr << kHelp;
    return kUsage;
  }
  using namespace proxy::daemon;
  return_large_blocks();
  if (topic != nullptr) return ::explain(config, topic, adapter, as_json);
  if (check_config) {
    proxy::daemon::check_config(config, strict ? Warnings::errors : Warnings::allowed, std::cout);
  } else if (show_config) {
    proxy::daemon::show_config(config, std::cout);
  } else if (run(config) == End::to_start_again) {
    start_again(argv);
  }
  return kClean;
} catch (const proxy::daemon::ConfigurationError& error) {
  proxy::base::log::write_start_up_error(proxy::base::visible_lines(error.what()));
  return kConfiguration;
} catch (const std::exception& error) {
  proxy::base::log::write_start_up_error("tr069-proxyd: " + proxy::base::visible_lines(error.what()) + "\n");
  return kCannotStart;
}
