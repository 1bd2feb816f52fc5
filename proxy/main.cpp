// SPDX-License-Identifier: Apache-2.0
// tr069-proxyd: reads the command line, runs the daemon, and turns an error into an exit code.
#include "proxy/base/command_line.hpp"
#include "proxy/base/journal.hpp"
#include "proxy/base/visible_text.hpp"
#include "proxy/daemon/commands/explanation.hpp"
#include "proxy/daemon/daemon.hpp"
#include "proxy/daemon/memory.hpp"

#include <getopt.h>
#include <unistd.h>

#include <array>
#include <exception>
#include <filesystem>
#include <iostream>
#include <optional>
#include <string>

namespace {

// Exit codes.
constexpr int kClean = 0, kConfiguration = 1, kUsage = 2, kCannotStart = 3;

constexpr const char* kHelp =
    "Usage: tr069-proxyd --config FILE\n"
    "         [--check-config [--strict] | --show-config | --data-model[=model] | --explain TOPIC <PAYLOAD]\n"
    "A TR-069 gateway for devices that do not speak CWMP.\n\n"
    "  --config FILE    the configuration file\n"
    "  --check-config   print every error of the configuration, and what is probably a mistake as a warning, and exit\n"
    "  --strict         with --check-config: warnings are errors\n"
    "  --show-config    print the configuration with its secrets masked, and exit\n"
    "  --data-model     print the document that describes the tree of the daemon that runs with this configuration,\n"
    "                   and exit: its device type, or with =model the data model of the vendor that it imports\n"
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
constexpr std::array<option, 11> kOptions{{{"config", required_argument, nullptr, 'c'},
                                           {"check-config", no_argument, nullptr, 'k'},
                                           {"strict", no_argument, nullptr, 's'},
                                           {"show-config", no_argument, nullptr, 'p'},
                                           {"data-model", optional_argument, nullptr, 'd'},
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

/// What was typed.
struct Typed {
  std::string config, adapter;
  std::optional<std::string> document;
  const char* topic = nullptr;
  bool check_config = false, show_config = false, strict = false, as_json = false;
  std::optional<std::string> unexpected;  ///< the first word that is neither an option nor the value of one
};

std::string why_unexpected(const Typed& typed) {
  const std::string word = proxy::base::visible_text(*typed.unexpected);
  std::string right = proxy::base::option_meant(*typed.unexpected, kOptions);
  if (right.empty() && typed.document) right = "; the other document is --data-model=model";
  if (right.empty() && typed.topic != nullptr) right = "; the payload of --explain is read from standard input";
  if (right.empty() && typed.config.empty()) right = "; did you mean --config " + word + "?";
  return "unexpected argument " + word + (right.empty() ? "; --help lists the options" : right);
}

/// Why these words do not go together; empty if they do.
std::string why_wrong(const Typed& typed) {
  if (typed.unexpected) return why_unexpected(typed);
  if (typed.config.empty()) return "--config FILE is missing; tr069-proxyctl init writes a first configuration";
  if (typed.strict && !typed.check_config) return "--strict is for --check-config: it does nothing without it";
  if (typed.document && typed.document != "instance" && typed.document != "model")
    return "--data-model is of instance or model, not \"" + proxy::base::visible_text(*typed.document) + "\"";
  if (typed.topic == nullptr && (typed.as_json || !typed.adapter.empty()))
    return "--adapter and --json are for --explain: they do nothing without it";
  return {};
}

int usage_error(const std::string& why) {
  std::cerr << "tr069-proxyd: " << why << "\n";
  return kUsage;
}

/// The exit code if there is nothing more to do.
std::optional<int> read_command_line(proxy::base::CommandLine line, Typed& typed) {
  for (int option = 0; (option = line.next()) != line.kEnd;) {
    switch (option) {
      case 'c': typed.config = optarg; break;
      case 'k': typed.check_config = true; break;
      case 's': typed.strict = true; break;
      case 'p': typed.show_config = true; break;
      case 'd': typed.document = optarg != nullptr ? optarg : "instance"; break;
      case 'e': typed.topic = optarg; break;
      case 'a': typed.adapter = optarg; break;
      case 'j': typed.as_json = true; break;
      case 'v': std::cout << PROJECT_VERSION << "\n"; return kClean;
      case 'h': std::cout << kHelp; return kClean;
      case line.kUnexpected:
        if (!typed.unexpected) typed.unexpected = line.word();
        break;
      default: return usage_error(line.error());
    }
  }
  const std::string why = why_wrong(typed);
  return why.empty() ? std::nullopt : std::optional(usage_error(why));
}

}  // namespace

int main(int argc, char** argv) try {
  Typed typed;
  if (const auto code = read_command_line({argc, argv, kOptions}, typed)) return *code;
  using namespace proxy::daemon;
  return_large_blocks();
  if (typed.topic != nullptr) return ::explain(typed.config, typed.topic, typed.adapter, typed.as_json);
  if (typed.check_config) {
    check_config(typed.config, typed.strict ? Warnings::errors : Warnings::allowed, std::cout);
  } else if (typed.show_config) {
    show_config(typed.config, std::cout);
  } else if (typed.document) {
    const std::string document = model_document(typed.config, *typed.document);
    std::cout << (::isatty(STDOUT_FILENO) == 1 ? proxy::base::visible_lines(document) : document);
  } else if (run(typed.config) == End::to_start_again) {
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
