// SPDX-License-Identifier: Apache-2.0
#include "proxy/acs/discovery/dhcp_options.hpp"

#include "proxy/config/rules.hpp"
#include "proxy/config/text.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <utility>

namespace proxy::acs {
namespace {

constexpr std::size_t kMaxOption = 4096;  ///< bytes; the DHCP client joins several options of one code
constexpr std::size_t kMaxUrl = 256;
constexpr std::uint32_t kBroadbandForum = 3561;  ///< the enterprise number, 0x00000DE9

// The encapsulated options of table 2; in option 125 ten more.
constexpr unsigned kUrl = 1, kProvisioningCode = 2, kRetryMinimumWait = 3, kRetryIntervalMultiplier = 4;
constexpr unsigned kOffsetIn125 = 10;
// RFC 2132: of option 43 alone.
constexpr unsigned kPad = 0, kEnd = 255;

int digit(char letter) {
  if (letter >= '0' && letter <= '9') return letter - '0';
  if (letter >= 'a' && letter <= 'f') return letter - 'a' + 10;
  if (letter >= 'A' && letter <= 'F') return letter - 'A' + 10;
  return -1;
}

/// "1:1c:68": a byte between two colons, of one or two digits.
std::optional<std::string> bytes_between_colons(std::string_view text) {
  std::string bytes;
  while (true) {
    const std::string_view number = text.substr(0, text.find(':'));
    const bool legal = !number.empty() && number.size() <= 2 &&
                       std::ranges::all_of(number, [](char letter) { return digit(letter) >= 0; });
    if (!legal) return std::nullopt;
    int value = 0;
    for (const char letter : number) value = value * 16 + digit(letter);
    bytes.push_back(static_cast<char>(value));
    if (number.size() == text.size()) return bytes;
    text.remove_prefix(number.size() + 1);
  }
}

std::optional<std::string> bytes_in_pairs(std::string_view text) {
  if (text.size() % 2 != 0) return std::nullopt;
  std::string bytes;
  for (std::size_t at = 0; at < text.size(); at += 2) {
    const int high = digit(text[at]), low = digit(text[at + 1]);
    if (high < 0 || low < 0) return std::nullopt;
    bytes.push_back(static_cast<char>(high * 16 + low));
  }
  return bytes;
}

bool is_url(std::string_view text) { return text.starts_with("http://") || text.starts_with("https://"); }

std::optional<std::string> option_data(std::string_view written) {
  if (is_url(written)) return std::string(written);
  if (written.find(':') != std::string_view::npos) return bytes_between_colons(written);
  return bytes_in_pairs(written);
}

/// A big-endian number of the first `size` bytes; the text must have them.
std::uint32_t number(std::string_view bytes, std::size_t size) {
  std::uint32_t value = 0;
  for (const char byte : bytes.substr(0, size)) value = value << 8 | static_cast<unsigned char>(byte);
  return value;
}

/// Reads one option into one Discovered.
class Reader {
 public:
  Reader(std::string_view option, std::vector<std::string>& problems) : option_(option), problems_(problems) {}

  /// Code and length of one byte each; `offset` is what the codes of table 2 are raised by.
  void read_list(std::string_view list, unsigned offset, bool has_pads) {
    while (!list.empty()) {
      const auto code = static_cast<unsigned char>(list[0]);
      if (has_pads && code == kEnd) return;
      if (has_pads && code == kPad) {
        list.remove_prefix(1);
        continue;
      }
      if (!take(list, 1, code, offset)) return;
    }
  }

  /// Code and length of two bytes each.
  void read_wide_list(std::string_view list) {
    while (!list.empty()) {
      if (!take(list, 2, list.size() < 2 ? 0 : number(list, 2), 0)) return;
    }
  }

  /// The lists of several enterprises one after the other.
  void read_option_125(std::string_view data) {
    while (!data.empty()) {
      const std::size_t length = data.size() < 5 ? data.size() : static_cast<unsigned char>(data[4]);
      if (data.size() < 5 + length) return problem("is cut short");
      if (number(data, 4) == kBroadbandForum) read_list(data.substr(5, length), kOffsetIn125, false);
      data.remove_prefix(5 + length);
    }
  }

  void read_option_17(std::string_view data) {
    if (data.size() < 4) return problem("is cut short");
    if (number(data, 4) == kBroadbandForum) read_wide_list(data.substr(4));
  }

  void use(unsigned code, std::string_view value) {
    value = value.substr(0, value.find('\0'));  // some servers end a text with a null byte
    switch (code) {
      case kUrl: return use_url(value);
      case kProvisioningCode: return use_provisioning_code(value);
      case kRetryMinimumWait:
        if (const auto seconds = use_number(value, "retry minimum wait interval", 1))
          found_.retry_minimum_wait = std::chrono::seconds(*seconds);
        return;
      case kRetryIntervalMultiplier:
        if (const auto factor = use_number(value, "retry interval multiplier", 1000))
          found_.retry_interval_multiplier = factor;
        return;
      default: return;  // another purpose, or a later version
    }
  }

  Discovered take_found() { return std::move(found_); }

 private:
  void problem(std::string_view what) { problems_.push_back(fmt::format("DHCP option {} {}", option_, what)); }

  /// Removes one encapsulated option from the front of the list; false if it is incomplete.
  bool take(std::string_view& list, std::size_t width, unsigned code, unsigned offset) {
    const std::size_t length = list.size() < 2 * width ? list.size() : number(list.substr(width), width);
    if (list.size() < 2 * width + length) {
      problem("is cut short");
      return false;
    }
    if (code > offset) use(code - offset, list.substr(2 * width, length));
    list.remove_prefix(2 * width + length);
    return true;
  }

  void use_url(std::string_view value) {
    if (!found_.url.empty()) return;
    std::string wrong = config::check_url(value, true);
    if (wrong.empty() && config::first_bad_byte(value) != std::string_view::npos) wrong = "must be text in UTF-8";
    if (wrong.empty() && value.size() > kMaxUrl) wrong = fmt::format("must have at most {} bytes", kMaxUrl);
    if (!wrong.empty()) return problem("names an ACS whose URL " + wrong);
    found_.url = value;
  }

  void use_provisioning_code(std::string_view value) {
    if (!found_.provisioning_code.empty()) return;
    const bool legal =
        config::first_bad_byte(value) == std::string_view::npos && config::check_text(value, 0, 64).empty();
    if (!legal) return problem("has a provisioning code that is no text of at most 64 characters");
    found_.provisioning_code = value;
  }

  std::optional<unsigned> use_number(std::string_view value, std::string_view name, std::int64_t least) {
    const auto parsed = config::parse_integer(value);
    if (parsed && *parsed >= least && *parsed <= 65535) return static_cast<unsigned>(*parsed);
    problem(fmt::format("has a {} that is no decimal number from {} to 65535", name, least));
    return std::nullopt;
  }

  std::string_view option_;
  std::vector<std::string>& problems_;
  Discovered found_;
};

Discovered read_option(std::string_view option, std::string_view written, std::vector<std::string>& problems) {
  Reader reader(option, problems);
  const auto problem = [&](std::string_view what) {
    problems.push_back(fmt::format("DHCP option {} {}", option, what));
    return Discovered{};
  };
  if (written.empty()) return {};
  if (written.size() > 3 * kMaxOption) return problem("is too long");
  const std::optional<std::string> data = option_data(written);
  if (!data) return problem("is neither hex digits nor a URL");
  if (option == "43" && is_url(*data))
    reader.use(kUrl, *data);
  else if (option == "43")
    reader.read_list(*data, 0, true);
  else if (option == "125")
    reader.read_option_125(*data);
  else
    reader.read_option_17(*data);
  Discovered found = reader.take_found();
  return found.url.empty() ? Discovered{} : found;
}

}  // namespace

DhcpOptions read_dhcp_options(std::string_view file) {
  DhcpOptions result;
  for (const std::string_view option : {"43", "125", "17"}) {
    std::string_view rest = file;
    while (!rest.empty() && result.discovered.url.empty()) {
      const std::string_view line = rest.substr(0, rest.find('\n'));
      rest.remove_prefix(std::min(line.size() + 1, rest.size()));
      const std::string_view key = line.substr(0, line.find('='));
      if (key.size() == line.size() || !key.starts_with("opt") || key.substr(3) != option) continue;
      result.discovered = read_option(option, config::trimmed(line.substr(key.size() + 1)), result.problems);
    }
  }
  return result;
}

}  // namespace proxy::acs
