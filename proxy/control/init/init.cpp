// SPDX-License-Identifier: Apache-2.0
#include "proxy/control/init/init.hpp"

#include "proxy/base/default_paths.hpp"
#include "proxy/base/visible_text.hpp"
#include "proxy/control/init/checker.hpp"

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

constexpr std::string_view kUsualProfile = "zigbee2mqtt";

constexpr std::string_view kConfiguration =
    R"(# yaml-language-server: $schema={schema}
# The configuration of tr069-proxyd. config/README.md is the reference of all keys, config/examples has more.
# Check it with: tr069-proxyd --config FILE --check-config

device:                           # these three identify the device at the ACS
  oui: {oui}                   # six hex digits: your own, once you have one
  product_class: HomeGateway
  serial_number: {serial}   # chosen at random

acs:
  url: {acs}
  # username: cpe                 # if the ACS asks for them
  # password: !env ACS_PASSWORD   # from the environment; or the password itself, in quotes

connection_request:               # what the ACS must send when it requests a session
  username: acs
  password: {password}  # chosen at random

monitor:                          # for tr069-proxy-web, which shows the gateway at http://127.0.0.1:7580/
  socket: {monitor}

adapters:
  - name: home
    plugin: mqtt
    profile: {profile}
    broker:
      url: {broker}             # mqtts:// for TLS
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

/// A host alone is taken, too.
std::string with_scheme(std::string_view scheme, const std::string& url) {
  const bool is_whole = url.empty() || url.find("://") != std::string::npos;
  return is_whole ? url : std::string(scheme) + url;
}

std::string broker_url(const std::string& answer) { return with_scheme("mqtt://", answer); }
/// In place of a URL, "dhcp" is a value of the key, too.
std::string acs_url(const std::string& answer) { return answer == "dhcp" ? answer : with_scheme("http://", answer); }

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

/// Before the first question. Throws if the file cannot be written there.
void require_folder_of(const fs::path& file) {
  const fs::path folder = file.has_parent_path() ? file.parent_path() : ".";
  if (::access(folder.c_str(), W_OK) != 0)
    throw std::runtime_error(
        fmt::format("cannot write into {}: {}", folder.string(), std::generic_category().message(errno)));
}

/// As YAML, whatever the text has: JSON is YAML.
std::string in_quotes(std::string_view text) { return boost::json::serialize(boost::json::string(text)); }

struct Answers {
  std::string broker, profile, acs, oui;
};

/// The file of the answers; what is chosen at random is chosen once.
class Configuration {
 public:
  explicit Configuration(const fs::path& config_folder)
      : schema_((config_folder / "schema.json").string()), serial_(random_digits(12)), password_(random_digits(24)) {}

  std::string text(const Answers& answers) const {
    return fmt::format(fmt::runtime(kConfiguration), fmt::arg("schema", schema_),
                       fmt::arg("oui", in_quotes(answers.oui)), fmt::arg("serial", in_quotes(serial_)),
                       fmt::arg("acs", in_quotes(answers.acs)), fmt::arg("password", in_quotes(password_)),
                       fmt::arg("profile", in_quotes(answers.profile)), fmt::arg("broker", in_quotes(answers.broker)),
                       fmt::arg("monitor", in_quotes(base::monitor_socket().string())));
  }

 private:
  std::string schema_, serial_, password_;
};

/// Asks for what is not given, until the daemon accepts the answer.
class Interview {
 public:
  Interview(const Configuration& configuration, Answers& answers, std::istream& in, std::ostream& out)
      : configuration_(configuration), answers_(answers), in_(in), out_(out) {}

  /// Throws the errors of what is there without an answer: what is given, the defaults, and what the daemon finds on
  /// this machine.
  void begin() const {
    if (const std::string errors = errors_in_configuration(configuration_.text(answers_)); !errors.empty())
      throw std::runtime_error(errors);
  }

  /// `answer` has the default, and then the answer as `read` makes it of what is typed.
  void ask(std::string_view question, std::string& answer, std::string (*read)(const std::string&)) {
    const std::string otherwise = answer;
    for (std::string errors;;) {
      out_ << question << " [" << otherwise << "]: " << std::flush;
      std::string line;
      if (!std::getline(in_, line)) out_ << "\n";
      if (!in_ && !errors.empty()) throw std::runtime_error(errors);
      answer = line.empty() ? otherwise : read(line);
      errors = errors_in_configuration(configuration_.text(answers_));
      if (errors.empty()) return;
      out_ << "  " << base::visible_lines(errors) << "\n";
    }
  }

 private:
  const Configuration& configuration_;
  Answers& answers_;
  std::istream& in_;
  std::ostream& out_;
};

/// How the reader types the program: as this one, if it is in the same folder.
std::string typed_as(const char* program, const fs::path& folder) {
  return folder.empty() || ::access((folder / program).c_str(), X_OK) != 0 ? program : (folder / program).string();
}

std::string as_typed(const std::string& answer) { return answer; }

Answers given_or_usual(const InitOptions& options, const std::vector<std::string>& profiles) {
  const bool has_usual = std::ranges::find(profiles, kUsualProfile) != profiles.end();
  return {broker_url(options.broker.value_or("127.0.0.1:1883")),
          options.profile.value_or(has_usual ? std::string(kUsualProfile) : profiles.front()),
          acs_url(options.acs.value_or("127.0.0.1:7547/acs")), options.oui};
}

}  // namespace

void write_first_config(const InitOptions& options, const fs::path& profile_dir, std::istream& in, std::ostream& out) {
  std::error_code unknown;
  if (fs::exists(options.file, unknown))
    throw std::runtime_error(options.file.string() + " is there already; name another file, or remove it");
  require_folder_of(options.file);
  const fs::path folder = fs::weakly_canonical(profile_dir, unknown);
  const std::vector<std::string> profiles = profiles_in(folder);
  if (profiles.empty()) throw std::runtime_error("there are no profiles in " + folder.string());
  const Configuration configuration(folder.parent_path());
  Answers answers = given_or_usual(options, profiles);
  Interview interview(configuration, answers, in, out);
  interview.begin();
  if (!options.broker) interview.ask("Where is the MQTT broker?", answers.broker, &broker_url);
  if (!options.profile) {
    interview.ask(fmt::format("What is at the broker? One of {}", fmt::join(profiles, ", ")), answers.profile,
                  &as_typed);
  }
  if (!options.acs) interview.ask("What is the URL of the ACS?", answers.acs, &acs_url);
  write_new(options.file, configuration.text(answers));
  const std::string daemon = typed_as("tr069-proxyd", options.folder) + " --config " + options.file.string();
  out << options.file.string() << " is written. Next:\n"
      << "  " << daemon << " --check-config\n"
      << "  " << daemon << "\n"
      << "  " << typed_as("tr069-proxyctl", options.folder) << " status\n"
      << "  " << typed_as("tr069-proxy-web", options.folder) << "  # then http://127.0.0.1:7580/ in a browser\n";
}

}  // namespace proxy::control
