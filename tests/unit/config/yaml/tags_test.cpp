// SPDX-License-Identifier: Apache-2.0
// Shows the values of !env, !file and !secret, and that no message shows them.
#include "tests/support/catch.hpp"
#include "tests/unit/config/temporary.hpp"

#include <cstdlib>

using namespace proxy::config;

namespace {

std::string password(const LoadResult& result) { return result.ok() ? result.config.acs.password.reveal() : "refused"; }

}  // namespace

TEST_CASE("!env gives the variable, or the default if it is unset or empty") {
  const Temporary files;
  ::setenv("TR069_PROXY_TEST_SET", "from the environment", 1);
  ::setenv("TR069_PROXY_TEST_EMPTY", "", 1);
  ::unsetenv("TR069_PROXY_TEST_UNSET");
  CHECK(password(files.load("  password: !env TR069_PROXY_TEST_SET\n")) == "from the environment");
  CHECK(password(files.load("  password: !env TR069_PROXY_TEST_EMPTY\n")).empty());
  CHECK(password(files.load("  password: !env \"TR069_PROXY_TEST_SET:-other\"\n")) == "from the environment");
  CHECK(password(files.load("  password: !env \"TR069_PROXY_TEST_EMPTY:-other\"\n")) == "other");
  CHECK(password(files.load("  password: !env TR069_PROXY_TEST_UNSET:-other\n")) == "other");
  CHECK(password(files.load("  password: !env TR069_PROXY_TEST_UNSET\n")) == "refused");
}

TEST_CASE("a number may come from a tag") {
  const Temporary files;
  ::setenv("TR069_PROXY_TEST_SET", "17", 1);
  const auto result = files.load("  response_timeout_s: !env TR069_PROXY_TEST_SET\n");
  REQUIRE(result.ok());
  CHECK(result.config.acs.response_timeout == std::chrono::seconds(17));
}

TEST_CASE("!file gives the content without one newline, relative to the file that names it") {
  const Temporary files;
  files.write("sub/password", "two lines\nand a newline\n\n");
  CHECK(password(files.load("  password: !file sub/password\n")) == "refused");  // a password is one line
  files.write("sub/password", "pass word\r\n");
  CHECK(password(files.load("  password: !file sub/password\n")) == "pass word");
  files.write("sub/password", std::string(70000, 'x'));
  CHECK(files.text(files.load("  password: !file sub/password\n")).find("main.yaml:7:13: acs.password: !file ") == 0);
}

TEST_CASE("!secret gives an entry of secrets.yaml next to the main file, for included files too") {
  const Temporary files;
  files.write("secrets.yaml", "acs: swordfish\nbroker: tunny\n");
  files.write("more/a.yaml", "adapters: [ { name: a, plugin: p, mount: Device.X_A., word: !secret broker } ]\n");
  const auto result = files.load("  password: !secret acs\ninclude: more/*\n");
  CHECK(result.diagnostics.text().empty());
  CHECK(password(result) == "swordfish");
  const auto& section = result.config.adapters.at(0).section;
  const auto& word = section.at(find(section, 0, "word"));
  CHECK(word.scalar == "tunny");
  CHECK(word.secret);
}

TEST_CASE("a secrets.yaml that others can read is a warning") {
  const Temporary files;
  const auto path = files.write("secrets.yaml", "acs: swordfish\n");
  std::filesystem::permissions(path, std::filesystem::perms::group_read, std::filesystem::perm_options::add);
  const auto result = files.load("  password: !secret acs\n");
  CHECK(password(result) == "swordfish");
  CHECK(files.text(result) ==
        "secrets.yaml:1:1: warning: users other than the owner can read this file: change its mode to 600\n");
}

TEST_CASE("errors in secrets.yaml are reported, and it has no tags") {
  const Temporary files;
  files.write("secrets.yaml", "acs: [a]\nother: !env HOME\n");
  CHECK(files.text(files.load("  password: !secret acs\n")) ==
        "secrets.yaml:1:6: acs: a secret must be a text\n"
        "secrets.yaml:2:8: other: a tag is not allowed here\n"
        "main.yaml:7:13: acs.password: no secret \"acs\" in secrets.yaml\n");
}

TEST_CASE("no message quotes the value of a tag, whatever the key") {
  const Temporary files;
  files.write("secrets.yaml", "s: swordfish 0\n");
  const auto result = files.load(
      "  periodic_inform: { enable: !secret s, interval_s: !secret s }\n  interface: !secret s\n"
      "connection_request: { listen: !secret s, url: !secret s }\n"
      "log: { level: !secret s }\ninclude: !secret s\n"
      "adapters:\n  - { name: !secret s, plugin: !secret s, mount: !secret s }\n");
  CHECK(result.diagnostics.entries().size() == 10);
  CHECK(result.diagnostics.text().find("swordfish") == std::string::npos);
}

TEST_CASE("a configuration that all users can read and that holds a secret is a warning, once a file") {
  const Temporary files;
  const auto all = std::filesystem::perms::group_read | std::filesystem::perms::others_read;
  const auto main = files.write("main.yaml", std::string(kRequired) +
                                                 "  password: swordfish\n"
                                                 "connection_request: { password: tunny }\n");
  CHECK(load(main).diagnostics.entries().empty());
  std::filesystem::permissions(main, all, std::filesystem::perm_options::add);
  CHECK(files.text(load(main)) ==
        "main.yaml:7:3: warning: all users can read this file, and it has a secret: change its mode to 600, or use "
        "!secret\n");
}

TEST_CASE("a configuration that all users can read has no warning without a secret of its own") {
  const Temporary files;
  files.write("password", "swordfish\n");
  const auto main = files.write("main.yaml", std::string(kRequired) +
                                                 "  password: !file password\n"
                                                 "connection_request: { password: \"\" }\n");
  std::filesystem::permissions(main, std::filesystem::perms::others_read, std::filesystem::perm_options::add);
  CHECK(files.text(load(main)).empty());
}

TEST_CASE("a private key that all users can read is a warning") {
  const Temporary files;
  const auto key = files.write("key.pem", "");
  CHECK(files.load("  client_cert_file: cert.pem\n  client_key_file: key.pem\n").diagnostics.entries().empty());
  std::filesystem::permissions(key, std::filesystem::perms::others_read, std::filesystem::perm_options::add);
  CHECK(files.text(files.load("  client_cert_file: cert.pem\n  client_key_file: key.pem\n")) ==
        "main.yaml:8:20: warning: acs.client_key_file: all users can read this file: change its mode to 600\n");
}
