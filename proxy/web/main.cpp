// SPDX-License-Identifier: Apache-2.0
// tr069-proxy-web: reads the command line, runs the server, and turns an error into an exit code.
#include "proxy/base/journal.hpp"
#include "proxy/base/log.hpp"
#include "proxy/base/visible_text.hpp"
#include "proxy/web/application.hpp"
#include "proxy/web/login/password.hpp"

#include <getopt.h>
#include <unistd.h>

#include <array>
#include <exception>
#include <iostream>
#include <string>

namespace {

enum ExitCode { kClean = 0, kConfiguration = 1, kUsage = 2, kCannotStart = 3 };

constexpr const char* kHelp =
    "Usage: tr069-proxy-web [--config FILE] [--check-config | --hash-password <PASSWORD]\n"
    "Shows a running tr069-proxyd in a browser, and to Prometheus.\n\n"
    "  --config FILE    the configuration file; by default " CONFIG_FILE
    "\n"
    "  --check-config   print every error of the configuration and exit\n"
    "  --hash-password  read a password from standard input, print its hash for password_hash, and exit\n"
    "  --version        print the version and exit\n"
    "  --help           print this text and exit\n";

constexpr std::array<option, 6> kOptions{{{"config", required_argument, nullptr, 'c'},
                                          {"check-config", no_argument, nullptr, 'k'},
                                          {"hash-password", no_argument, nullptr, 'p'},
                                          {"version", no_argument, nullptr, 'v'},
                                          {"help", no_argument, nullptr, 'h'},
                                          {nullptr, 0, nullptr, 0}}};

int hash_password() {
  if (::isatty(STDIN_FILENO) != 0) std::cerr << "password (it is shown): " << std::flush;
  std::string password;
  std::getline(std::cin, password);
  if (password.size() < 8 || password.size() > proxy::web::kMaxPasswordBytes) {
    std::cerr << "tr069-proxy-web: a password has 8 to " << proxy::web::kMaxPasswordBytes << " bytes\n";
    return kUsage;
  }
  std::cout << proxy::web::hash_password(password) << "\n";
  return kClean;
}

int check(const std::string& file) {
  const auto loaded = proxy::web::load_settings(file);
  const std::string text = proxy::base::visible_lines(loaded.diagnostics.text());
  if (loaded.diagnostics.failed()) {
    proxy::base::log::write_start_up_error(text);
    return kConfiguration;
  }
  std::cout << text << proxy::base::visible_text(file) << ": no errors\n";
  return kClean;
}

int run(const std::string& file) {
  auto loaded = proxy::web::load_settings(file);
  if (loaded.diagnostics.failed()) {
    proxy::base::log::write_start_up_error(proxy::base::visible_lines(loaded.diagnostics.text()));
    return kConfiguration;
  }
  proxy::base::log::configure({});
  for (const auto& warning : loaded.diagnostics.entries())
    proxy::base::log::warning("web.configuration.warning", "{}", to_string(warning));
  proxy::web::Application(std::move(loaded.settings)).run();
  return kClean;
}

}  // namespace

int main(int argc, char** argv) try {
  std::string config = CONFIG_FILE;
  bool check_config = false;
  for (int option = 0; (option = getopt_long(argc, argv, "", kOptions.data(), nullptr)) != -1;) {
    switch (option) {
      case 'c': config = optarg; break;
      case 'k': check_config = true; break;
      case 'p': return hash_password();
      case 'v': std::cout << PROJECT_VERSION << "\n"; return kClean;
      case 'h': std::cout << kHelp; return kClean;
      default: return kUsage;  // getopt has said why
    }
  }
  if (optind != argc) {
    std::cerr << kHelp;
    return kUsage;
  }
  return check_config ? check(config) : run(config);
} catch (const std::exception& error) {
  proxy::base::log::write_start_up_error("tr069-proxy-web: " + proxy::base::visible_lines(error.what()) + "\n");
  return kCannotStart;
}
