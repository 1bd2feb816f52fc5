// SPDX-License-Identifier: Apache-2.0
// Shows how web.yaml is read, and that a server which others can reach needs a password and TLS.
#include "proxy/web/settings/settings.hpp"
#include "proxy/web/login/password.hpp"
#include "tests/support/catch.hpp"
#include "tests/support/temp_dir.hpp"

#include <string>

using namespace proxy::web;
using tests::support::TempDir;

namespace {

/// The mistakes without the folder; with @ for a hash.
std::string mistakes(std::string text, const TempDir& folder) {
  if (const auto at = text.find('@'); at != std::string::npos) text.replace(at, 1, hash_password("correct horse"));
  const auto file = folder.write("web.yaml", text);
  std::filesystem::permissions(file, std::filesystem::perms::owner_read | std::filesystem::perms::owner_write);
  std::string found = load_settings(file).diagnostics.text();
  for (std::size_t at = 0; (at = found.find(folder.path().string() + "/")) != std::string::npos;)
    found.erase(at, folder.path().string().size() + 1);
  return found;
}

std::string mistakes(const std::string& text) { return mistakes(text, TempDir()); }

bool has(const std::string& text, const std::string& part) { return text.find(part) != std::string::npos; }

}  // namespace

TEST_CASE("an empty web.yaml listens on loopback without a password", "[web]") {
  const TempDir folder;
  const auto loaded = load_settings(folder.write("web.yaml", "# nothing\n"));
  CHECK_FALSE(loaded.diagnostics.failed());
  CHECK(loaded.settings.listen == proxy::config::Listen{"127.0.0.1", 7580});
  CHECK_FALSE(loaded.settings.needs_login());
  CHECK_FALSE(loaded.settings.allow_set);
  CHECK(load_settings({}).settings.listen == loaded.settings.listen);
}

TEST_CASE("all keys are read", "[web]") {
  const TempDir folder;
  folder.write("cert.pem", "certificate");
  folder.write("key.pem", "key");
  const auto file = folder.write(
      "web.yaml", "listen: \"[::]:8443\"\nsocket: /tmp/m.sock\npassword_hash: " + hash_password("correct horse") +
                      "\ntls: { certificate_file: cert.pem, key_file: key.pem }\n"
                      "allow_set: true\nmetrics_token: 0123456789abcdef\n"
                      "allowed_hosts: [Gateway.lan]\npages_dir: pages\n");
  const auto loaded = load_settings(file);
  CHECK_FALSE(loaded.diagnostics.failed());
  CHECK(loaded.settings.listen == proxy::config::Listen{"::", 8443});
  CHECK(loaded.settings.socket == "/tmp/m.sock");
  CHECK(loaded.settings.needs_login());
  CHECK(loaded.settings.certificate_file == folder.file("cert.pem"));
  CHECK(loaded.settings.allow_set);
  CHECK(loaded.settings.metrics_token.reveal() == "0123456789abcdef");
  CHECK(loaded.settings.allowed_hosts == std::vector<std::string>{"gateway.lan"});
  CHECK(loaded.settings.pages_dir == folder.file("pages"));
}

TEST_CASE("mistakes have their position and say what would be right", "[web]") {
  CHECK(mistakes("lisen: 7580\n") == "web.yaml:1:1: unknown key \"lisen\"; did you mean \"listen\"?\n");
  CHECK(mistakes("listen: everywhere\n") ==
        "web.yaml:1:9: listen: must be an address and a port, \"127.0.0.1:7580\" or \"[::]:7580\"\n");
  CHECK(mistakes("allow_set: yes\n") ==
        "web.yaml:1:12: allow_set: must be true or false, not \"yes\"; did you mean true?\n");
  CHECK(mistakes("password_hash: my-secret-word\n") ==
        "web.yaml:1:16: password_hash: must be what tr069-proxy-web --hash-password prints\n");
  CHECK(has(mistakes("metrics_token: short\n"), "metrics_token: must have 16 to 256 visible ASCII characters"));
  CHECK(has(mistakes("allowed_hosts: [\"http://gateway\"]\n"), "allowed_hosts: must be a list of host names"));
  CHECK(has(mistakes("tls: { certificate_file: none.pem }\n"), "tls.key_file: is required"));
  CHECK(has(mistakes("tls: { certificate_file: none.pem, key_file: none.key }\n"),
            "tls.certificate_file: the file cannot be read: "));
}

TEST_CASE("a secret is in no message", "[web]") {
  CHECK_FALSE(has(mistakes("password_hash: my-secret-word\nmetrics_token: my-token\n"), "my-"));
}

TEST_CASE("what others can reach needs a password, and TLS or a reverse proxy", "[web]") {
  const std::string open = mistakes("listen: 0.0.0.0:7580\n");
  CHECK(has(open, "web.yaml:1:9: listen: other machines can reach this address: set password_hash"));
  CHECK(has(open, "set tls, or set behind_proxy: true"));
  CHECK(has(mistakes("listen: 0.0.0.0:7580\npassword_hash: @\n"), "set tls, or set behind_proxy: true"));
  CHECK(mistakes("listen: 0.0.0.0:7580\npassword_hash: @\nbehind_proxy: true\n").empty());
  CHECK(has(mistakes("behind_proxy: true\n"), "behind_proxy: behind a reverse proxy: set password_hash"));
  CHECK(mistakes("behind_proxy: true\npassword_hash: @\n").empty());
  CHECK(mistakes("listen: 127.0.0.2:7580\n").empty());
  CHECK(mistakes("listen: \"[::1]:7580\"\n").empty());

  const TempDir folder;
  folder.write("cert.pem", "certificate");
  folder.write("key.pem", "key");
  const std::string tls = "listen: 0.0.0.0:7580\ntls: { certificate_file: cert.pem, key_file: key.pem }\n";
  CHECK_FALSE(has(mistakes(tls + "password_hash: @\n", folder), "listen"));
  CHECK(has(mistakes(tls, folder), "set password_hash"));
}
