// SPDX-License-Identifier: Apache-2.0
// Shows what tr069-proxy-web says of its configuration, and when it does not start.
#include "tests/support/catch.hpp"
#include "tests/support/certificates.hpp"
#include "tests/support/process.hpp"
#include "tests/support/temp_dir.hpp"

#include <filesystem>
#include <string>

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
