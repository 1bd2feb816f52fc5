// SPDX-License-Identifier: Apache-2.0
// Shows what README promises to a newcomer: an ordinary user starts the daemon of a build tree with nothing but a
// configuration of his devices, and tr069-proxyctl finds it.
#include "tests/acs/scripted_acs.hpp"
#include "tests/support/catch.hpp"
#include "tests/support/process.hpp"
#include "tests/support/temp_dir.hpp"

#include <unistd.h>

#include <filesystem>
#include <map>
#include <string>
#include <vector>

using tests::support::Process;
using tests::support::TempDir;

namespace {

namespace fs = std::filesystem;

constexpr uid_t kNobody = 65534;

/// The folders and the environment of an ordinary user. A test that runs as root becomes one.
class Newcomer {
 public:
  Newcomer() {
    for (const char* folder : {"", "run", "home"}) {
      const fs::path path = folder_.path() / folder;
      fs::create_directories(path);
      if (::geteuid() == 0) REQUIRE(::chown(path.c_str(), kNobody, kNobody) == 0);
    }
  }

  std::string file(const std::string& name) const { return folder_.file(name); }

  std::string write_config(const std::string& acs_url) const {
    return folder_.write("my.yaml",
                         "device: { oui: \"00D09E\", product_class: HomeGateway, serial_number: \"GW0001\" }\n"
                         "acs: { url: \"" +
                             acs_url +
                             "\" }\n"
                             "connection_request: { listen: \"127.0.0.1:0\", username: acs, password: secret }\n"
                             "adapters:\n"
                             "  - { name: zigbee, plugin: mqtt, profile: zigbee2mqtt, broker: { url: "
                             "\"mqtt://127.0.0.1:1\" } }\n");
  }

  Process start(std::vector<std::string> command, const std::map<std::string, std::string>& environment) const {
    const std::string id = std::to_string(kNobody);
    if (::geteuid() == 0) {
      command.insert(command.begin(), {"setpriv", "--reuid", id, "--regid", id, "--clear-groups"});
    }
    return Process(std::move(command), environment);
  }

 private:
  TempDir folder_;
};

}  // namespace

TEST_CASE("an ordinary user of a build tree names neither directories nor a socket", "[control_newcomer]") {
  const Newcomer user;
  tests::acs::ScriptedAcs acs{tests::acs::Options{}};
  const std::string config = user.write_config(acs.url());
  struct Row {
    std::map<std::string, std::string> environment;
    std::string state, socket;
  };
  const std::vector<Row> rows{
      {{{"HOME", user.file("home")}, {"XDG_STATE_HOME", user.file("home/s")}, {"XDG_RUNTIME_DIR", user.file("run")}},
       user.file("home/s/tr069-proxy/state.db"),
       user.file("run/tr069-proxy/control.sock")},
      {{{"HOME", user.file("home")}, {"XDG_STATE_HOME", ""}, {"XDG_RUNTIME_DIR", ""}},
       user.file("home/.local/state/tr069-proxy/state.db"),
       user.file("home/.local/state/tr069-proxy/control.sock")},
  };
  for (const Row& row : rows) {
    INFO(row.state);
    Process daemon = user.start({DAEMON, "--config", config}, row.environment);
    daemon.wait_for_line("daemon.process.started");
    CHECK(fs::exists(row.state));
    CHECK(fs::is_socket(row.socket));
    Process ctl = user.start({CTL, "adapters"}, row.environment);
    CHECK(ctl.wait() == 0);
    CHECK(ctl.output().find("zigbee") != std::string::npos);
    CHECK(daemon.terminate() == 0);
    INFO(daemon.output());
    Process without = user.start({CTL, "adapters"}, row.environment);
    CHECK(without.wait() == 2);
    CHECK(without.output().find("no daemon at " + row.socket) != std::string::npos);
  }
}

TEST_CASE("an unexpected argument of the daemon is named, with what would be right", "[control_newcomer]") {
  const auto refusal = [](std::vector<std::string> command) {
    command.insert(command.begin(), DAEMON);
    const tests::support::Finished refused = tests::support::run(command);
    CHECK(refused.exit_code == 2);
    return refused.output;
  };
  const std::string begin = "tr069-proxyd: unexpected argument ";
  CHECK(refusal({"my.yaml"}) == begin + "my.yaml; did you mean --config my.yaml?\n");
  CHECK(refusal({"my.yaml", "--check-config"}) == begin + "my.yaml; did you mean --config my.yaml?\n");
  CHECK(refusal({"--config", "my.yaml", "check"}) == begin + "check; did you mean --check-config?\n");
  CHECK(refusal({"--config", "my.yaml", "other.yaml"}) == begin + "other.yaml; --help lists the options\n");
  CHECK(refusal({"--config", "my.yaml", "--explain", "a/b", "21"}) ==
        begin + "21; the payload of --explain is read from standard input\n");
  CHECK(refusal({"--chek-config"}) == "tr069-proxyd: unknown option --chek-config; did you mean --check-config?\n");
  CHECK(refusal({"--config"}) == "tr069-proxyd: --config needs a value\n");
  CHECK(refusal({}).find("tr069-proxyd: --config FILE is missing") == 0);
  CHECK(refusal({"--config", "my.yaml", "--strict"}).find("--strict is for --check-config") != std::string::npos);
  CHECK(refusal({"--config", "my.yaml", "--json"}).find("are for --explain") != std::string::npos);
}

TEST_CASE("a command that there is not is named, with the one that was meant", "[control_newcomer]") {
  const tests::support::Finished said = tests::support::run({CTL, "--json", "devics"});
  CHECK(said.exit_code == 2);
  CHECK(said.output == "tr069-proxyctl: there is no command devics; did you mean devices?\n");
  CHECK(tests::support::run({CTL}).output.find("A subcommand is required") == 0);
}
