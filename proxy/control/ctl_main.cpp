// SPDX-License-Identifier: Apache-2.0
// tr069-proxyctl: sends one request to the daemon and prints the reply.
// Exit codes: 0 done, 1 the daemon rejects the request, 2 no daemon or wrong usage, 3 `problems` has found some, or
// `status --check` that not all is well.
#include "proxy/base/default_paths.hpp"
#include "proxy/base/edit_distance.hpp"
#include "proxy/base/visible_text.hpp"
#include "proxy/control/client.hpp"
#include "proxy/control/command_table.hpp"
#include "proxy/control/diag/diag.hpp"
#include "proxy/control/examples.hpp"
#include "proxy/control/explain.hpp"
#include "proxy/control/init/init.hpp"
#include "proxy/control/monitor_text.hpp"
#include "proxy/control/print.hpp"
#include "proxy/control/tree_text.hpp"
#include "proxy/control/typed_arguments.hpp"

#include <CLI/CLI.hpp>
#include <boost/json.hpp>

#include <unistd.h>

#include <algorithm>
#include <chrono>
#include <cstdlib>
#include <filesystem>
#include <iostream>
#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace {

namespace control = proxy::control;
namespace json = boost::json;

constexpr int kRefused = 1;
constexpr int kNoDaemon = 2;
constexpr int kHasProblems = 3;  // or is not healthy

/// The one command whose arguments are options.
constexpr const char* kExplain = "explain";
constexpr const char* kInit = "init";
constexpr const char* kDiag = "diag";
constexpr const char* kProblems = "problems";
constexpr const char* kStatus = "status";
constexpr const char* kDevices = "devices";
constexpr const char* kMetrics = "metrics";
constexpr const char* kSessions = "sessions";
constexpr const char* kSet = "set";
constexpr const char* kTree = "tree";
constexpr const char* kConfig = "config";
constexpr const char* kLog = "log";
constexpr const char* kDataModel = "data-model";

// A set waits for its device for up to 20 s; every other request takes less than a second.
constexpr std::chrono::seconds kTimeout{30};

struct Options {
  std::string program;  ///< as it was typed
  std::string socket = proxy::base::socket_to_ask().string();
  bool as_json = false;
  bool check = false;                                // of status
  bool verbose = false;                              // of devices and sessions
  control::Color color = control::Color::automatic;  // of tree
  control::Request request;
  control::ExplainOptions explain;
  control::InitOptions init;
  control::DiagOptions diag;
};

/// The library would show the least number of words behind the names of the arguments: "VALUE(2x)".
class Formatter final : public CLI::Formatter {
  std::string make_option_usage(const CLI::Option* option) const override {
    return option->get_required() ? option->get_name(true) : "[" + option->get_name(true) + "]";
  }
};

/// The subcommand, with its examples at the end of its help.
CLI::App* add_subcommand(CLI::App& app, const char* name, const char* help) {
  CLI::App* command = app.add_subcommand(name, help);
  std::string footer(control::notes_of(name));
  if (const std::string_view examples = control::examples_of(name); !examples.empty())
    footer.append(footer.empty() ? "" : "\n").append("Examples:\n").append(examples);
  command->footer(footer);
  return command;
}

void add_color(CLI::App& command, Options& options) {
  const std::map<std::string, control::Color> words{
      {"auto", control::Color::automatic}, {"always", control::Color::always}, {"never", control::Color::never}};
  command
      .add_option("--color", options.color,
                  "auto: a tree with colours on a terminal, unless NO_COLOR is set; always, never")
      ->type_name("WHEN")
      ->transform(CLI::CheckedTransformer(words).description("auto|always|never"));
}

void add_command(CLI::App& app, Options& options, const control::CommandRow& row) {
  CLI::App* command = add_subcommand(app, row.name, row.help);
  command->fallthrough();
  if (row.max_arguments > 0) {
    command->add_option(row.arguments, options.request.arguments)
        ->expected(static_cast<int>(row.min_arguments), static_cast<int>(row.max_arguments))
        ->required(row.min_arguments > 0)
        ->option_text(" ");  // in place of the number of words, of which the library shows the least alone
  }
  if (std::string_view(row.name) == kStatus)
    command->add_flag("--check", options.check, "exit with 3 if not all is well");
  if (std::string_view(row.name) == kDevices)
    command->add_flag("-v,--verbose", options.verbose, "show identities, controllers, protocols and counters, too");
  if (std::string_view(row.name) == kSessions)
    command->add_flag("-v,--verbose", options.verbose, "show the envelopes, too");
  if (std::string_view(row.name) == kTree) add_color(*command, options);
  command->callback([&options, name = row.name] { options.request.command = name; });
}

void add_explain(CLI::App& app, Options& options, const control::CommandRow& row) {
  CLI::App* command = add_subcommand(app, row.name, row.help);
  command->fallthrough();
  control::ExplainOptions& explain = options.explain;
  command
      ->add_option("--topic", explain.topic,
                   "the topic of the message; for other adapters its URL, command, path, or \"unit 1 holding 8\"")
      ->required();
  command
      ->add_option("--payload", explain.payload,
                   "the payload, one number for each register; -: read it from standard input")
      ->required();
  command->add_option("--adapter", explain.adapter, "ask only this adapter");
  command->add_option("--config", explain.config, "use the adapters of this file instead of a running daemon");
  command->callback([&options] { options.request.command = kExplain; });
}

/// The daemon does not know this command.
void add_init(CLI::App& app, Options& options) {
  CLI::App* command = add_subcommand(app, kInit, "write a first configuration; asks for what is not given");
  control::InitOptions& init = options.init;
  init.folder = std::filesystem::path(options.program).parent_path();
  command->add_option("FILE", init.file, "the new file")->capture_default_str();
  command->add_option("--broker", init.broker, "the MQTT broker: mqtt://HOST[:PORT] or mqtts://");
  command->add_option("--profile", init.profile, "what is at the broker: zigbee2mqtt, tasmota, ...");
  command->add_option("--acs", init.acs, "the URL of the ACS; dhcp: DHCP names it; \"\": none");
  command->add_option("--oui", init.oui, "the OUI of the device, six hex digits")->capture_default_str();
  command->callback([&options] { options.request.command = kInit; });
}

/// Nor this one.
void add_diag(CLI::App& app, Options& options) {
  CLI::App* command = add_subcommand(
      app, kDiag, "write a support bundle: what the daemon knows and facts of the machine, without secrets");
  command->fallthrough();
  command->add_option("FILE", options.diag.file, "the new archive; by default tr069-proxy-diag-<time>.tar.gz");
  command->add_option("--config", options.diag.config, "the configuration, for the time when no daemon runs")
      ->capture_default_str();
  command->callback([&options] { options.request.command = kDiag; });
}

/// Runs a command that the daemon does not know.
int run_alone(const Options& options) try {
  if (options.request.command == kInit) {
    control::write_first_config(options.init, proxy::base::default_paths().profile_dir, std::cin, std::cout);
  } else {
    control::write_diag(options.diag, options.socket, std::cout);
  }
  return 0;
} catch (const std::exception& error) {
  std::cerr << "tr069-proxyctl: " << proxy::base::visible_lines(error.what()) << "\n";
  return kRefused;
}

void add_commands(CLI::App& app, Options& options) {
  app.require_subcommand(1);
  for (const control::CommandRow& row : control::kCommands) {
    if (std::string_view(row.name) == kExplain) {
      add_explain(app, options, row);
    } else {
      add_command(app, options, row);
    }
  }
  add_init(app, options);
  add_diag(app, options);
}

/// The library would only say that a command is required.
std::string no_such_command(const CLI::App& app, const std::string& given) {
  const auto commands = app.get_subcommands([](const CLI::App*) { return true; });
  const auto* meant =
      proxy::base::nearest_word(given, commands, [](const CLI::App* command) { return command->get_name(); });
  return "there is no command " + proxy::base::visible_text(given) +
         (meant == nullptr ? "; --help lists them" : "; did you mean " + (*meant)->get_name() + "?");
}

int refused(const Options& options, const json::value& error) {
  if (options.as_json) {
    std::cerr << proxy::base::visible_json(json::serialize(error)) << "\n";
  } else {
    const json::object& refusal = error.as_object();
    if (refusal.at("fault").as_int64() != 0) std::cerr << refusal.at("fault").as_int64() << " ";
    if (const json::string& path = refusal.at("path").as_string(); !path.empty())
      std::cerr << proxy::base::visible_text(path) << ": ";
    std::cerr << proxy::base::visible_lines(refusal.at("message").as_string()) << "\n";
  }
  return kRefused;
}

std::string text_of_tree(const Options& options, const json::array& parameters) {
  const control::TreeStyle style =
      control::tree_style(options.color, ::isatty(STDOUT_FILENO) == 1, std::getenv("NO_COLOR"));
  return style.is_tree ? control::tree_text(parameters, style.has_colors) : control::to_text(parameters);
}

bool has_any(const json::value& list) { return list.is_array() && !list.as_array().empty(); }

/// A reply for people; what is not as its command has it is shown as it is.
std::string text_of(const Options& options, const json::value& value) {
  const std::string& command = options.request.command;
  if (command == kProblems && !has_any(value)) return "no problems\n";
  if (const json::array* list = value.if_array()) {
    if (command == kDevices) return control::devices_text(*list, options.verbose);
    if (command == kTree) return text_of_tree(options, *list);
    if (command == kSessions) return control::sessions_text(*list, options.verbose);
  }
  if (const json::object* object = value.if_object()) {
    if (command == kStatus) return control::status_text(*object);
    if (command == kConfig) return control::config_text(*object);
    if (command == kMetrics) return control::metrics_text(*object);
    if (command == kDataModel) return control::document_text(*object, ::isatty(STDOUT_FILENO) == 1);
    if (command == kLog) return control::log_text(*object);
  }
  return control::to_text(value);
}

void print(const Options& options, const json::value& value) {
  std::cout << (options.as_json ? proxy::base::visible_json(json::serialize(value)) + "\n" : text_of(options, value))
            << std::flush;
}

bool is_healthy(const json::value& status) {
  const json::value* healthy = status.is_object() ? status.as_object().if_contains("healthy") : nullptr;
  return healthy != nullptr && *healthy == json::value(true);
}

int show(const Options& options, const json::value& result) {
  print(options, result);
  const bool is_problem = (options.request.command == kProblems && has_any(result)) ||
                          (options.request.command == kStatus && options.check && !is_healthy(result));
  return is_problem ? kHasProblems : 0;
}

void show_event(const Options& options, const json::value& event) {
  if (options.request.command == kLog && !options.as_json && event.is_object()) {
    std::cout << control::log_line(event.as_object()) << std::flush;
  } else {
    print(options, event);
  }
}

int run(Options& options) {
  if (options.request.command == kInit || options.request.command == kDiag) return run_alone(options);
  if (options.request.command == kExplain) {
    if (!options.explain.config.empty()) control::explain_without_daemon(options.explain, options.as_json);
    options.request.arguments = control::explain_arguments(options.explain);
  }
  const bool follows_log = options.request == control::Request{kLog, {"follow"}};
  const bool is_endless = follows_log || options.request.command == "watch";
  const json::object reply =
      control::ask(options.socket, options.request, is_endless ? std::chrono::seconds{0} : kTimeout,
                   [&](const json::value& event) { show_event(options, event); });
  if (const json::value* error = reply.if_contains("error")) return refused(options, *error);
  const json::value* result = reply.if_contains("result");
  return result == nullptr ? 0 : show(options, *result);
}

}  // namespace

int main(int argc, char** argv) {
  Options options;
  options.program = argv[0];
  CLI::App app("Controls a running tr069-proxyd.", "tr069-proxyctl");
  app.formatter(std::make_shared<Formatter>());
  app.set_version_flag("--version", PROJECT_VERSION);
  app.add_option("--socket", options.socket, "the control socket of the daemon")->capture_default_str();
  app.add_flag("--json", options.as_json, "print the reply as JSON");
  app.footer(
      "tr069-proxyctl COMMAND --help shows the options of a command, and examples.\n"
      "Exit codes: 0 done, 1 the daemon rejects the request, 2 no daemon or wrong usage, 3 `problems` lists some, or\n"
      "`status --check` finds that not all is well.");
  add_commands(app, options);
  std::vector<std::string> words(argv + 1, argv + argc);
  std::vector<std::string> arguments = control::take_arguments(app, words);
  std::ranges::reverse(words);  // the library takes the last word first
  try {
    app.parse(words);
  } catch (const CLI::RequiredError& error) {
    const std::vector<std::string> unknown = app.remaining();
    if (unknown.empty() || !app.get_subcommands().empty()) return app.exit(error) == 0 ? 0 : kNoDaemon;
    std::cerr << "tr069-proxyctl: " << no_such_command(app, unknown.front()) << "\n";
    return kNoDaemon;
  } catch (const CLI::ArgumentMismatch& error) {
    app.exit(error);
    if (app.got_subcommand(kSet) && arguments.size() > 2) std::cerr << "A VALUE with spaces stands in quotes.\n";
    return kNoDaemon;
  } catch (const CLI::ParseError& error) {
    return app.exit(error) == 0 ? 0 : kNoDaemon;
  }
  if (!arguments.empty()) options.request.arguments = std::move(arguments);
  try {
    return run(options);
  } catch (const std::exception& error) {
    std::cerr << "tr069-proxyctl: " << proxy::base::visible_lines(error.what()) << "\n";
    return kNoDaemon;
  }
}
