// SPDX-License-Identifier: Apache-2.0
// Shows what tr069-proxy-web says of its configuration, and when it does not start.
#include "tests/support/catch.hpp"
#include "tests/support/certificates.hpp"
#include "tests/support/process.hpp"
#include "tests/support/temp_dir.hpp"

#include <filesystem>
#include <string>
#include <vector>

using namespace tests::support;

namespace {

Finished start(const TempDir& folder, const std::string& yaml, bool check) {
  const std::string file = folder.write("web.yaml", yaml);
  std::filesystem::permissions(file, std::filesystem::perms::owner_read | std::filesystem::perms::owner_write);
  std::vector<std::string> arguments{WEB, "--config", file};
  if (check) arguments.emplace_back("--check-config");
  return run(arguments);
}

}  // namespace

TEST_CASE("web refuses to start where others reach it without a password and TLS", "[web_start]") {
  const TempDir folder;
  for (const bool check : {true, false}) {
    const Finished refused = start(folder, "listen: 0.0.0.0:0\n", check);
    CHECK(refused.exit_code == 1);
    CHECK(refused.output.find("web.yaml:1:9: listen: other machines can reach this address: set password_hash") !=
          std::string::npos);
    CHECK(refused.output.find("set tls, or set behind_proxy: true") != std::string::npos);
  }
}

TEST_CASE("web --check-config accepts a configuration with a hash of --hash-password", "[web_start]") {
  const TempDir folder;
  const Finished hash = run({WEB, "--hash-password"}, "correct horse\n");
  CHECK(hash.exit_code == 0);
  CHECK(hash.output.find("correct horse") == std::string::npos);
  const Finished checked =
      start(folder, "listen: 0.0.0.0:7580\nbehind_proxy: true\npassword_hash: " + hash.output, true);
  CHECK(checked.exit_code == 0);
  CHECK(checked.output.ends_with("web.yaml: no errors\n"));
  CHECK(run({WEB, "--hash-password"}, "short\n").exit_code == 2);
}

TEST_CASE("web --hash-password refuses a password on the command line, and does not show it", "[web_start]") {
  for (const std::vector<std::string>& arguments : {std::vector<std::string>{"--hash-password", "correct horse"},
                                                    {"correct horse", "--hash-password"},
                                                    {"--hash-password=correct horse"},
                                                    {"--hash-password", "--", "correct horse"}}) {
    std::vector<std::string> command{WEB};
    command.insert(command.end(), arguments.begin(), arguments.end());
    const Finished refused = run(command, "correct horse\n");
    INFO(refused.output);
    CHECK(refused.exit_code == 2);
    CHECK(refused.output.find("the password is read from the terminal or from standard input") != std::string::npos);
    CHECK(refused.output.find("horse") == std::string::npos);
    CHECK(refused.output.find("$6$") == std::string::npos);
  }
}

TEST_CASE("web names an unexpected argument, and what would be right", "[web_start]") {
  const auto refusal = [](std::vector<std::string> command) {
    command.insert(command.begin(), WEB);
    const Finished refused = run(command);
    CHECK(refused.exit_code == 2);
    return refused.output;
  };
  CHECK(refusal({"web.yaml"}) == "tr069-proxy-web: unexpected argument web.yaml; did you mean --config web.yaml?\n");
  CHECK(refusal({"check-config"}) ==
        "tr069-proxy-web: unexpected argument check-config; did you mean --check-config?\n");
  CHECK(refusal({"--config", "web.yaml", "x"}) == "tr069-proxy-web: unexpected argument x; --help lists the options\n");
  CHECK(refusal({"--hash-pasword"}) ==
        "tr069-proxy-web: unknown option --hash-pasword; did you mean --hash-password?\n");
  CHECK(refusal({"--config"}) == "tr069-proxy-web: --config needs a value\n");
}

TEST_CASE("web warns of a secret in a file that all users can read", "[web_start]") {
  const TempDir folder;
  const std::string file = folder.write("web.yaml", "metrics_token: 0123456789abcdef\n");
  std::filesystem::permissions(file, std::filesystem::perms(0644));
  const Finished checked = run({WEB, "--config", file, "--check-config"});
  CHECK(checked.exit_code == 0);
  CHECK(checked.output.find("warning: all users can read this file, and it has a secret") != std::string::npos);
}

TEST_CASE("web names what it cannot use: pages, certificate, port", "[web_start]") {
  const TempDir folder;
  Finished failed = start(folder, "listen: 127.0.0.1:0\npages_dir: none\n", false);
  CHECK(failed.exit_code == 3);
  CHECK(failed.output.find("the pages are not in " + folder.file("none")) != std::string::npos);

  folder.write("cert.pem", "this is no certificate");
  folder.write("key.pem", "this is no key");
  std::filesystem::create_directory(folder.path() / "pages");
  folder.write("pages/index.html", "");
  failed = start(
      folder, "listen: 127.0.0.1:0\npages_dir: pages\ntls: { certificate_file: cert.pem, key_file: key.pem }\n", false);
  CHECK(failed.exit_code == 3);
  CHECK(failed.output.find("tls.certificate_file " + folder.file("cert.pem") + ": ") != std::string::npos);
}
