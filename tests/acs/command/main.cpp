// SPDX-License-Identifier: Apache-2.0
// test-acs: an ACS for trying a configuration by hand or from a shell script. README.md shows how.
#include <CLI/CLI.hpp>
#include <csignal>
#include <iostream>
#include <string>
#include <thread>

#include "tests/acs/command/console.hpp"

using namespace tests::acs;

namespace {

struct Arguments {
  Options acs;
  ConsoleOptions console;
  std::string listen = "127.0.0.1:7547";
  std::string username;
  std::string password;
  unsigned timeout_s = 30;
  std::vector<std::string> commands;
};

void define(CLI::App& app, Arguments& arguments) {
  app.add_option("--listen", arguments.listen, "Address and port; port 0 takes any free one")->capture_default_str();
  app.add_option("--connection-request-user", arguments.console.connection_request_user,
                 "The user that the CPE expects in connection requests")
      ->capture_default_str();
  app.add_option("--connection-request-password", arguments.console.connection_request_password,
                 "The password that the CPE expects in connection requests");
  app.add_option("--username", arguments.username, "Ask CPEs for this user by digest; none: let everybody in");
  app.add_option("--password", arguments.password);
  app.add_option("--tls-certificate", arguments.acs.certificate_file, "PEM file: speak https");
  app.add_option("--tls-key", arguments.acs.key_file);
  app.add_option("--timeout", arguments.timeout_s, "Seconds a command may take")->capture_default_str();
  app.add_flag("--serve", arguments.console.serve, "Go on after the commands; read no standard input");
  app.prefix_command();
  app.footer("Commands, separated by a lone comma, or one a line on standard input:\n" + std::string(kHelp));
}

void use(Arguments& arguments) {
  const std::size_t colon = arguments.listen.rfind(':');
  if (colon == std::string::npos) throw std::invalid_argument("--listen takes ADDRESS:PORT");
  arguments.acs.listen_address = arguments.listen.substr(0, colon);
  if (arguments.acs.listen_address.starts_with('[')) {
    arguments.acs.host_name = arguments.acs.listen_address;
    arguments.acs.listen_address = arguments.acs.listen_address.substr(1, colon - 2);
  } else {
    arguments.acs.host_name = arguments.acs.listen_address;
  }
  const unsigned long port = std::stoul(arguments.listen.substr(colon + 1));
  if (port > 65535) throw std::invalid_argument("--listen: no such port");
  arguments.acs.port = static_cast<unsigned short>(port);
  arguments.acs.strict = false;
  if (!arguments.username.empty()) {
    arguments.acs.auth = Auth{.user = arguments.username, .password = arguments.password};
  }
  arguments.console.timeout = std::chrono::seconds{arguments.timeout_s};
}

void print_line(const std::string& line) { std::cout << line << std::endl; }

// Ends with the input or the process; a blocking read cannot be called back.
void read_commands(Console& console) {
  std::string line;
  while (std::getline(std::cin, line)) {
    const std::vector<std::string> words = split_words(line);
    if (words.empty()) continue;
    try {
      console.add(parse_command(words));
    } catch (const std::invalid_argument& error) {
      print_line(error.what());
    }
  }
  console.close();
}

int run(Arguments& arguments) {
  const std::vector<Command> commands = parse_commands(arguments.commands);
  use(arguments);
  ScriptedAcs acs(arguments.acs);
  print_line("listening on " + acs.url());
  Console console(acs, arguments.console, print_line);
  for (const Command& command : commands) console.add(command);
  const bool interactive = commands.empty() && !arguments.console.serve;
  std::thread reader;
  if (interactive) {
    reader = std::thread([&console] { read_commands(console); });
  } else {
    console.close();
  }
  const bool good = console.run();
  std::cout.flush();
  // After `quit` the reader may still wait for input that never comes.
  if (reader.joinable()) std::_Exit(good ? 0 : 1);
  return good ? 0 : 1;
}

}  // namespace

int main(int argc, char** argv) {
  std::signal(SIGPIPE, SIG_IGN);
  CLI::App app("A test ACS: shows what CPEs say, and speaks to them");
  Arguments arguments;
  define(app, arguments);
  CLI11_PARSE(app, argc, argv);
  arguments.commands = app.remaining();
  try {
    if (!arguments.commands.empty() && arguments.commands[0].starts_with('-')) {
      throw std::invalid_argument("no such option: " + arguments.commands[0]);
    }
    return run(arguments);
  } catch (const std::exception& error) {
    std::cerr << "test-acs: " << error.what() << '\n';
    return 2;
  }
}
