// SPDX-License-Identifier: Apache-2.0
// tr069-proxyd: reads its command line, runs the daemon, and turns what went wrong into an exit code.
#include "proxy/daemon/daemon.hpp"

#include <CLI/CLI.hpp>

#include <exception>
#include <iostream>
#include <string>

namespace {

enum ExitCode { kClean = 0, kConfiguration = 1, kUsage = 2, kCannotStart = 3 };

struct Options {
  std::string config;
  bool check_config = false;
};

}  // namespace

int main(int argc, char** argv) {
  Options options;
  CLI::App app("TR-069 proxy gateway for devices that speak no CWMP.", "tr069-proxyd");
  app.set_version_flag("--version", PROJECT_VERSION);
  app.add_option("--config", options.config, "the configuration file")->required();
  app.add_flag("--check-config", options.check_config, "print every mistake in the configuration, start nothing");
  try {
    app.parse(argc, argv);
  } catch (const CLI::ParseError& error) {
    return app.exit(error) == 0 ? kClean : kUsage;
  }
  try {
    if (options.check_config) {
      proxy::daemon::check_config(options.config, std::cout);
    } else {
      proxy::daemon::run(options.config);
    }
    return kClean;
  } catch (const proxy::daemon::ConfigurationError& error) {
    std::cerr << error.what();
    return kConfiguration;
  } catch (const std::exception& error) {
    std::cerr << "tr069-proxyd: " << error.what() << "\n";
    return kCannotStart;
  }
}
