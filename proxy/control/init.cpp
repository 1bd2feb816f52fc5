// SPDX-License-Identifier: Apache-2.0
#include "proxy/control/init.hpp"

#include "proxy/base/default_paths.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <unistd.h>

#include <boost/json/serialize.hpp>

#include <algorithm>
#include <cctype>
#include <cerrno>
#include <random>
#include <stdexcept>
#include <string_view>
#include <system_error>
#include <vector>

namespace proxy::control {
namespace {

namespace fs = std::filesystem;

constexpr std::string_view kConfiguration =
    R"(# yaml-language-server: $schema={schema}
# The configuration of tr069-proxyd. config/README.md is the reference of all keys, config/examples has more.
# Check it with: tr069-proxyd --config FILE --check-config

device:                           # these three identify the device at the ACS
  oui: "{oui}"                   # six hex digits: your own, once you have one
  product_class: HomeGateway
  serial_number: "{serial}"   # chosen at random

acs:
  url: "{acs}"
  # username: cpe                 # if the ACS asks for them
  # password: !env ACS_PASSWORD   # from the environment; or the password itself, in quotes

connection_request:               # what the ACS must send when it requests a session
  username: acs
  password: "{password}"  # chosen at random

monitor:                          # for tr069-proxy-web, which shows the gateway at http://127.0.0.1:7580/
  socket: {monitor}

adapters:
  - name: home
    plugin: mqtt
    profile: {profile}
    broker:
      url: "{broker}"             # mqtts:// for TLS
      # username: proxy           # if the broker asks for them
      # password: !env MQTT_PASSWORD
    # allow: ["kitchen*"]         # only these devices are shown, by name or identity
    # deny: ["*test*"]            # these are not
)";

std::vector<std::string> profiles_in(const fs::path& folder) {
  std::vector<std::string> names;
  std::error_code error;
  for (const auto& entry : fs::directory_iterator(folder, error)) {
    if (entry.path().extension() == ".yaml") names.push_back(entry.path().stem().string());
  }
  std::ranges::sort(names);
  return names;
}

std::string answer(const std::optional<std::string>& given, std::string_view question, std::string_view otherwise,
                   std::istream& in, std::ostream& out) {
  std::string line;
  if (given) {
    line = *given;
  } else {
    out << question << " [" << otherwise << "]: " << std::flush;
    if (!std::getline(in, line)) out << "\n";
  }
  if (line.empty()) line = otherwise;
  const bool unfit = std::ranges::any_of(
      line, [](char c) { return static_cast<unsigned char>(c) < 0x20 || c == 0x7f || c == '"' || c == '\\'; });
  if (unfit) throw std::runtime_error("an answer has a character that it must not have: a control, \" or \\");
  return line;
}

/// A host alone is taken, too.
std::string with_scheme(const std::string& url, std::string_view scheme) {
  return url.find("://") == std::string::npos ? std::string(scheme) + url : url;
}

std::string random_digits(std::size_t count) {
  constexpr std::string_view kDigits = "0123456789ABCDEF";
  std::random_device random;
  std::string digits;
  for (std::size_t index = 0; index < count; ++index) digits += kDigits.at(random() % kDigits.size());
  return digits;
}

/// Creates the file with mode 0600; an existing one is left as it is.
void write_new(const fs::path& file, std::string_view text) {
  const int fd = ::open(file.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
  if (fd < 0) {
    const std::string reason = errno == EEXIST ? "the file is there already; name another one, or remove it"
                                               : std::generic_category().message(errno);
    throw std::runtime_error(fmt::format("cannot write {}: {}", file.string(), reason));
  }
  const bool written = ::write(fd, text.data(), text.size()) == static_cast<ssize_t>(text.size());
  if (::close(fd) != 0 || !written) throw std::runtime_error("cannot write " + file.string());
}

std::string chosen_profile(const InitOptions& options, const fs::path& folder, std::istream& in, std::ostream& out) {
  const std::vector<std::string> known = profiles_in(folder);
  if (known.empty()) throw std::runtime_error("there are no profiles in " + folder.string());
  const std::string names = fmt::format("{}", fmt::join(known, ", "));
  const bool usual = std::ranges::find(known, "zigbee2mqtt") != known.end();
  std::string profile =
      answer(options.profile, "What is at the broker? One of " + names, usual ? "zigbee2mqtt" : known.front(), in, out);
  if (std::ranges::find(known, profile) == known.end())
    throw std::runtime_error(fmt::format("there is no profile {}; available: {}", profile, names));
  return profile;
}

}  // namespace

void write_first_config(InitOptions options, const fs::path& profile_dir, std::istream& in, std::ostream& out) {
  std::error_code unknown;
  if (fs::exists(options.file, unknown))
    throw std::runtime_error(options.file.string() + " is there already; name another file, or remove it");
  const auto is_digit = [](char c) { return std::isxdigit(static_cast<unsigned char>(c)) != 0; };
  if (options.oui.size() != 6 || !std::ranges::all_of(options.oui, is_digit))
    throw std::runtime_error("--oui must be six hex digits");
  const fs::path folder = fs::weakly_canonical(profile_dir, unknown);
  const std::string broker =
      with_scheme(answer(options.broker, "Where is the MQTT broker?", "mqtt://127.0.0.1:1883", in, out), "mqtt://");
  const std::string profile = chosen_profile(options, folder, in, out);
  const std::string acs =
      with_scheme(answer(options.acs, "What is the URL of the ACS?", "http://127.0.0.1:7547/acs", in, out), "http://");
  // Beside the control socket, where tr069-proxy-web looks for it.
  const fs::path monitor = base::default_paths().control_socket.parent_path() / "monitor.sock";
  write_new(
      options.file,
      fmt::format(fmt::runtime(kConfiguration), fmt::arg("schema", (folder.parent_path() / "schema.json").string()),
                  fmt::arg("oui", options.oui), fmt::arg("serial", random_digits(12)), fmt::arg("acs", acs),
                  fmt::arg("password", random_digits(24)), fmt::arg("profile", profile), fmt::arg("broker", broker),
                  fmt::arg("monitor", boost::json::serialize(boost::json::string(monitor.string())))));
  out << options.file.string() << " is written. Next:\n"
      << "  tr069-proxyd --config " << options.file.string() << " --check-config\n"
      << "  tr069-proxyd --config " << options.file.string() << "\n"
      << "  tr069-proxyctl status\n"
      << "  tr069-proxy-web                  # then http://127.0.0.1:7580/ in a browser\n";
}

}  // namespace proxy::control
