// SPDX-License-Identifier: Apache-2.0
#include "proxy/control/diag/diag.hpp"

#include "proxy/base/default_paths.hpp"
#include "proxy/base/visible_text.hpp"
#include "proxy/control/client.hpp"
#include "proxy/control/command_table.hpp"
#include "proxy/control/diag/bundle.hpp"
#include "proxy/control/diag/machine_facts.hpp"
#include "proxy/control/diag/run_program.hpp"
#include "proxy/control/print.hpp"

#include <boost/json.hpp>

#include <algorithm>
#include <array>
#include <chrono>
#include <ctime>
#include <optional>
#include <string>
#include <string_view>
#include <system_error>
#include <utility>
#include <vector>

namespace proxy::control {
namespace {

namespace fs = std::filesystem;
namespace json = boost::json;

constexpr std::chrono::seconds kTimeout{30};

/// The commands whose replies are files of the bundle.
constexpr std::array kAsked{"status",   "devices", "adapters", "events", "problems",
                            "sessions", "metrics", "tree",     "log",    "config"};

constexpr bool is_asked(const CommandRow& row) {
  return std::ranges::any_of(kAsked, [&](std::string_view command) { return command == row.name; });
}
/// Whether one request has one reply, and changes nothing. The tree of the bundle says what the data model would.
constexpr bool is_for_bundle(const CommandRow& row) {
  const std::string_view name = row.name;
  return row.access == Access::read && row.min_arguments == 0 && name != "watch" && name != "data-model";
}
static_assert(std::ranges::all_of(kCommands, [](const CommandRow& row) { return is_asked(row) == is_for_bundle(row); }),
              "a command that only reads is one of kAsked, or is_for_bundle() says why it is not");

std::string time_for_name() {
  const std::time_t now = std::time(nullptr);
  std::tm utc{};
  ::gmtime_r(&now, &utc);
  std::array<char, 32> text{};
  return {text.data(), std::strftime(text.data(), text.size(), "%Y%m%dT%H%M%SZ", &utc)};
}

std::string text_of(const json::object& reply, const char* member) {
  const json::value* value = reply.if_contains(member);
  return value != nullptr && value->is_string() ? std::string(value->as_string()) : std::string();
}

/// The value of `state_dir` in the configuration, if it is written there.
fs::path state_dir_in(std::string_view yaml) {
  constexpr std::string_view kKey = "\nstate_dir: ";
  const std::string text = "\n" + std::string(yaml);
  const std::size_t begin = text.find(kKey);
  if (begin == std::string::npos) return base::default_paths().state_dir;
  std::string value = text.substr(begin + kKey.size(), text.find('\n', begin + 1) - begin - kKey.size());
  std::erase(value, '"');
  return value;
}

/// Fills the bundle.
class Diag {
 public:
  Diag(const DiagOptions& options, const fs::path& socket, Bundle& bundle)
      : options_(options), socket_(socket), bundle_(bundle) {}

  void run() {
    add_replies();
    if (!has_configuration_) add_configuration();
    add_process(bundle_, daemon_process(socket_));
    add_machine(bundle_, state_dir_);
    if (const auto version = output("version.txt", {daemon_program(), "--version"}))
      bundle_.add("version.txt", *version);
  }

 private:
  void add_replies() {
    for (const char* command : kAsked) {
      try {
        json::object reply = ask(socket_, {command, {}}, kTimeout, [](const json::value&) {});
        if (json::value* result = reply.if_contains("result")) {
          add_reply(command, std::move(*result));
        } else if (const json::value* error = reply.if_contains("error"); error != nullptr && error->is_object()) {
          bundle_.miss(command, text_of(error->as_object(), "message"));
        }
      } catch (const NoDaemon& error) {
        return bundle_.miss("what the daemon knows, from " + std::string(command) + " on", error.what());
      }
    }
  }

  /// The configuration is YAML and the log is lines: their files are for people.
  void add_reply(const std::string& command, json::value reply) {
    if (command == "config" && reply.is_object()) {
      add_yaml(text_of(reply.as_object(), "text"));
      reply.as_object().erase("text");
    }
    if (command == "log" && reply.is_object()) {
      bundle_.add("log.txt", log_text(reply.as_object()));
    } else {
      bundle_.add(command + ".json", std::move(reply));
    }
  }

  void add_yaml(const std::string& text) {
    has_configuration_ = true;
    state_dir_ = state_dir_in(text);
    bundle_.add("config.yaml", text);
  }

  /// What tr069-proxyd makes of the file without running.
  void add_configuration() {
    std::error_code error;
    const std::string file = options_.config.string(), daemon = daemon_program();
    if (!fs::exists(options_.config, error))
      return bundle_.miss("config.yaml", "there is no file " + file + "; name it with --config");
    if (const auto checked = output("check-config.txt", {daemon, "--config", file, "--check-config"}))
      bundle_.add("check-config.txt", *checked);
    const auto shown = output("config.yaml", {daemon, "--config", file, "--show-config"});
    if (shown && shown->find("\nexit code ") != std::string::npos)
      return bundle_.miss("config.yaml", "what has errors cannot be masked: see check-config.txt");
    if (shown) add_yaml(*shown);
  }

  /// What the program prints, and its exit code if that is not 0. None if it cannot be run.
  std::optional<std::string> output(const std::string& file, std::vector<std::string> command) {
    try {
      const Ran ran = run_program(std::move(command));
      return ran.output + (ran.exit_code == 0 ? "" : "\nexit code " + std::to_string(ran.exit_code) + "\n");
    } catch (const std::system_error& error) {
      bundle_.miss(file, error.what());
      return std::nullopt;
    }
  }

  const DiagOptions& options_;
  const fs::path& socket_;
  Bundle& bundle_;
  fs::path state_dir_ = base::default_paths().state_dir;
  bool has_configuration_ = false;
};

}  // namespace

void write_diag(const DiagOptions& options, const fs::path& socket, std::ostream& out) {
  const std::string name = "tr069-proxy-diag-" + time_for_name();
  const fs::path archive = options.file.empty() ? fs::path(name + ".tar.gz") : options.file;
  Bundle bundle(name);
  Diag(options, socket, bundle).run();
  bundle.pack(archive);
  out << "wrote " << base::visible_text(archive.string()) << "\n";
  for (const std::string& entry : bundle.missing()) out << "missing: " << base::visible_text(entry) << "\n";
}

}  // namespace proxy::control
