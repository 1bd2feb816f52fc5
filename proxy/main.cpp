// SPDX-License-Identifier: Apache-2.0
// tr069-proxyd: reads its command line, runs the daemon, and turns what went wrong into an exit code.
#include "proxy/daemon/daemon.hpp"

#include <getopt.h>

#include <array>
#include <exception>
#include <iostream>
#include <string>

namespace {

enum ExitCode { kClean = 0, kConfiguration = 1, kUsage = 2, kCannotStart = 3 };

constexpr const char* kHelp =
    "Usage: tr069-proxyd --config FILE [--check-config] [--version]\n"
    "TR-069 proxy gateway for devices that speak no CWMP.\n\n"
    "  --config FILE   the configuration file\n"
    "  --check-config  print every mistake in the configuration, start nothing\n"
    "  --version       print the version\n"
    "  --help          print this\n";

// getopt, and not the library that tr069-proxyctl uses: that would be a twelfth of the daemon.
constexpr std::array<option, 5> kOptions{{{"config", required_argument, nullptr, 'c'},
                                          {"check-config", no_argument, nullptr, 'k'},
                                          {"version", no_argument, nullptr, 'v'},
                                          {"help", no_argument, nullptr, 'h'},
                                          {nullptr, 0, nullptr, 0}}};

}  // namespace

int main(int argc, char** argv) try {
  std::string config;
  bool check_config = false;
  for (int option = 0; (option = getopt_long(argc, argv, "", kOptions.data(), nullptr)) != -1;) {
    switch (option) {
      case 'c': config = optarg; break;
      case 'k': check_config = true; break;
      case 'v': std::cout << PROJECT_VERSION << "\n"; return kClean;
      case 'h': std::cout << kHelp; return kClean;
      default: return kUsage;  // getopt has said why
    }
  }
  if (config.empty() || optind != argc) {
    std::cerr << kHelp;
    return kUsage;
  }
  using namespace proxy::daemon;
  if (check_config) {
    proxy::daemon::check_config(config, std::cout);
  } else if (run(config) == End::to_start_again) {
    start_again(argv);
  }
  return kClean;
} catch (const proxy::daemon::ConfigurationError& error) {
  std::cerr << error.what();
  return kConfiguration;
} catch (const std::exception& error) {
  std::cerr << "tr069-proxyd: " << error.what() << "\n";
  return kCannotStart;
}
