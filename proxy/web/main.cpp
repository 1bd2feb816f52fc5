// SPDX-License-Identifier: Apache-2.0
// tr069-proxy-web: reads the command line, runs the server, and turns an error into an exit code.
#include "proxy/base/command_line.hpp"
#include "proxy/base/journal.hpp"
#include "proxy/base/log.hpp"
#include "proxy/base/visible_text.hpp"
#include "proxy/web/application.hpp"
#include "proxy/web/login/password.hpp"

#include <getopt.h>
#include <sys/resource.h>
#include <termios.h>
#include <unistd.h>

#include <array>
#include <exception>
#include <iostream>
#include <optional>
#include <string>

namespace {

// Exit codes.
constexpr int kClean = 0;
constexpr int kConfiguration = 1;
constexpr int kUsage = 2;
constexpr int kCannotStart = 3;

constexpr const char* kHelp =
    "Usage: tr069-proxy-web [--config FILE] [--check-config | --hash-password]\n"
    "Shows a running tr069-proxyd in a browser, and to Prometheus.\n\n"
    "  --config FILE    the configuration file; by default " CONFIG_FILE
    ", if it is there\n"
    "  --check-config   print every error of the configuration and exit\n"
    "  --hash-password  read a password from the terminal or standard input, print its hash for\n"
    "                   password_hash, and exit\n"
    "  --version        print the version and exit\n"
    "  --help           print this text and exit\n\n"
    "Without a file it serves http://127.0.0.1:7580/, and asks the monitor socket of the user's own daemon, or of the\n"
    "system's service. A daemon opens that socket with the key monitor.socket of its configuration.\n\n"
    "  tr069-proxy-web --hash-password < FILE   # the hash of its first line\n\n"
    "Exit codes: 0 done, 1 an error of the configuration, 2 wrong usage, 3 it cannot start.\n";

constexpr std::array<option, 6> kOptions{{{"config", required_argument, nullptr, 'c'},
                                          {"check-config", no_argument, nullptr, 'k'},
                                          {"hash-password", no_argument, nullptr, 'p'},
                                          {"version", no_argument, nullptr, 'v'},
                                          {"help", no_argument, nullptr, 'h'},
                                          {nullptr, 0, nullptr, 0}}};

/// One line of standard input; a terminal does not show it.
std::string read_password() {
  termios before{};
  const bool is_terminal = ::tcgetattr(STDIN_FILENO, &before) == 0;
  if (is_terminal) {
    termios silent = before;
    silent.c_lflag &= ~static_cast<tcflag_t>(ECHO);
    ::tcsetattr(STDIN_FILENO, TCSAFLUSH, &silent);
    std::cerr << "password: " << std::flush;
  }
  std::string password;
  std::getline(std::cin, password);
  if (is_terminal) {
    ::tcsetattr(STDIN_FILENO, TCSAFLUSH, &before);
    std::cerr << "\n";
  }
  return password;
}

int hash_password() {
  const std::string password = read_password();
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
  std::cout << text << (file.empty() ? "the defaults" : proxy::base::visible_text(file)) << ": no errors\n";
  return kClean;
}

/// Sessions and the token for metrics are in memory: no core file has them.
void forbid_core_dumps() {
  const rlimit none{0, 0};
  ::setrlimit(RLIMIT_CORE, &none);
}

int run(const std::string& file) {
  forbid_core_dumps();
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

/// What was typed.
struct Typed {
  std::string config = ::access(CONFIG_FILE, F_OK) == 0 ? CONFIG_FILE : "";
  bool has_config = false, check_config = false, hash_password = false;
  std::optional<std::string> unexpected;  ///< the first word that is neither an option nor the value of one
};

constexpr const char* kNoPasswordHere =
    "; the password is read from the terminal or from standard input: on a command line other users see it";

/// A word beside --hash-password may be the password, and is not shown.
std::string why_unexpected(const Typed& typed) {
  if (typed.hash_password) return std::string("--hash-password takes no argument") + kNoPasswordHere;
  const std::string word = proxy::base::visible_text(*typed.unexpected);
  std::string right = proxy::base::option_meant(*typed.unexpected, kOptions);
  if (right.empty() && !typed.has_config) right = "; did you mean --config " + word + "?";
  return "unexpected argument " + word + (right.empty() ? "; --help lists the options" : right);
}

int usage_error(const std::string& why) {
  std::cerr << "tr069-proxy-web: " << why << "\n";
  return kUsage;
}

/// The exit code if there is nothing more to do.
std::optional<int> read_command_line(proxy::base::CommandLine line, Typed& typed) {
  for (int option = 0; (option = line.next()) != line.kEnd;) {
    switch (option) {
      case 'c':
        typed.config = optarg;
        typed.has_config = true;
        break;
      case 'k': typed.check_config = true; break;
      case 'p': typed.hash_password = true; break;
      case 'v': std::cout << PROJECT_VERSION << "\n"; return kClean;
      case 'h': std::cout << kHelp; return kClean;
      case line.kUnexpected:
        if (!typed.unexpected) typed.unexpected = line.word();
        break;
      default: return usage_error(line.error() + (optopt == 'p' ? kNoPasswordHere : ""));
    }
  }
  if (typed.unexpected) return usage_error(why_unexpected(typed));
  return std::nullopt;
}

}  // namespace

int main(int argc, char** argv) try {
  Typed typed;
  if (const auto code = read_command_line({argc, argv, kOptions}, typed)) return *code;
  if (typed.hash_password) return hash_password();
  return typed.check_config ? check(typed.config) : run(typed.config);
} catch (const std::exception& error) {
  proxy::base::log::write_start_up_error("tr069-proxy-web: " + proxy::base::visible_lines(error.what()) + "\n");
  return kCannotStart;
}
