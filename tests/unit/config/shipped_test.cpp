// SPDX-License-Identifier: Apache-2.0
// Shows that the files in config/ load, and that the reference and the sample have every key.
#include "proxy/config/schema/schema.hpp"
#include "proxy/config/text.hpp"
#include "tests/support/catch.hpp"
#include "tests/unit/config/temporary.hpp"

#include <cstdlib>

using namespace proxy::config;

namespace {

void check_named(std::span<const Option> options, const std::string& text) {
  for (const auto& option : options) {
    INFO(option.key);
    const auto key = std::string(option.key);
    const bool in_yaml = text.find(key + ":") != std::string::npos;
    const bool in_tables =
        text.find("`" + key + "`") != std::string::npos || text.find("." + key + "`") != std::string::npos ||
        text.find("## " + key + ":") != std::string::npos || text.find("`" + key + ".") != std::string::npos;
    CHECK((in_yaml || in_tables));
    CHECK_FALSE(option.meaning.empty());
    check_named(option.children, text);
  }
}

}  // namespace

TEST_CASE("the shipped configuration and every example load without a diagnostic") {
  ::unsetenv("ACS_PASSWORD");
  const Temporary files;
  std::vector<std::filesystem::path> shipped{SHIPPED_CONFIG "/tr069-proxy.yaml"};
  for (const auto& entry : std::filesystem::directory_iterator(SHIPPED_CONFIG "/examples")) {
    if (entry.path().extension() == ".yaml") shipped.push_back(entry.path());
  }
  CHECK(shipped.size() >= 3);
  for (const auto& path : shipped) {
    // Installed, the profiles are where the daemon looks for them.
    auto text = replaced(read_file(path, 1 << 20).text, "profile_dir: /usr/share/tr069-proxy/profiles", "");
    const auto result =
        load(files.write(path.filename().string(), text + "profile_dir: " SHIPPED_CONFIG "/profiles\n"));
    CHECK(result.diagnostics.text() == "");
    REQUIRE(result.ok());
    CHECK_FALSE(result.config.adapters.empty());
  }
}

TEST_CASE("the sample and the reference name every key") {
  check_named(daemon_options(), read_file(SHIPPED_CONFIG "/tr069-proxy.yaml", 1 << 20).text);
  check_named(daemon_options(), read_file(SHIPPED_CONFIG "/README.md", 1 << 20).text);
}

TEST_CASE("the defaults of the table and of the structs are equal") {
  const Temporary files;
  std::string defaults = "device: { oui: 00D09E, product_class: x, serial_number: y";
  const auto add = [&defaults](std::span<const Option> options) {
    for (const auto& option : options) {
      const bool text = option.kind == Option::Kind::string || option.kind == Option::Kind::secret;
      if (!option.default_value) continue;
      defaults += ", " + std::string(option.key) + ": " + (text ? "'" : "") + std::string(*option.default_value) +
                  (text ? "'" : "");
    }
  };
  const auto row = [](std::span<const Option> options, std::string_view key) {
    for (const auto& option : options) {
      if (option.key == key) return option.children;
    }
    return std::span<const Option>();
  };
  const auto all = daemon_options();
  add(row(all, "device"));
  defaults += " }\nacs: { url: 'http://acs/'";
  add(row(all, "acs"));
  defaults += ", periodic_inform: { x: 0";
  add(row(row(all, "acs"), "periodic_inform"));
  defaults += " } }\nconnection_request: { x: 0";
  add(row(all, "connection_request"));
  defaults += " }\nlog: { x: 0";
  add(row(all, "log"));
  defaults += " }\n";
  const auto written = load(files.write("written.yaml", replaced(defaults, "x: 0, ", "")));
  const auto plain = load(files.write(
      "plain.yaml", "device: { oui: 00D09E, product_class: x, serial_number: y }\nacs: { url: 'http://acs/' }\n"));
  INFO(files.text(written));
  REQUIRE(written.ok());
  REQUIRE(plain.ok());
  CHECK(written.config.device == plain.config.device);
  CHECK(written.config.acs == plain.config.acs);
  CHECK(written.config.connection_request == plain.config.connection_request);
  CHECK(written.config.log == plain.config.log);
}
