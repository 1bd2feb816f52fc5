// SPDX-License-Identifier: Apache-2.0
#include "proxy/control/diag/masking.hpp"

#include <boost/json/array.hpp>
#include <boost/json/object.hpp>

#include <algorithm>
#include <array>
#include <cctype>

namespace proxy::control {
namespace {

namespace json = boost::json;

constexpr std::string_view kMask = "***";
constexpr std::string_view kMaskedTag = "!masked";  // of a configuration that is shown
constexpr std::array<std::string_view, 12> kSecretWords{"password",    "passwd",     "passphrase", "secret",
                                                        "token",       "api_key",    "apikey",     "presharedkey",
                                                        "private_key", "privatekey", "psk",        "credential"};
constexpr std::array<std::string_view, 3> kSchemes{"bearer ", "basic ", "digest "};

char lower(char character) { return static_cast<char>(std::tolower(static_cast<unsigned char>(character))); }

bool begins_with(std::string_view text, std::string_view lower_word) {
  return text.size() >= lower_word.size() && std::equal(lower_word.begin(), lower_word.end(), text.begin(),
                                                        [](char wanted, char given) { return wanted == lower(given); });
}

bool names_a_secret(std::string_view name) {
  for (std::size_t at = 0; at < name.size(); ++at) {
    for (const std::string_view word : kSecretWords)
      if (begins_with(name.substr(at), word)) return true;
  }
  return false;
}

std::size_t skip(std::string_view text, std::size_t at, std::string_view characters) {
  return std::min(text.find_first_not_of(characters, at), text.size());
}

/// The end of a value that begins at `at`: of one in quotes the closing quote.
std::size_t value_end(std::string_view text, std::size_t at) {
  if (at >= text.size() || (text[at] != '"' && text[at] != '\''))
    return std::min(text.find_first_of(" \t\r\n,;}&\"'", at), text.size());
  for (std::size_t end = at + 1; end < text.size(); ++end) {
    if (text[end] == '\\') {
      ++end;
    } else if (text[end] == text[at]) {
      return end;
    }
  }
  return text.size();
}

/// Masks one text from its begin to its end.
class Masker {
 public:
  explicit Masker(std::string_view text) : text_(text) {}

  std::string run() {
    while (at_ < text_.size()) {
      if (!mask_url() && !mask_scheme() && !mask_word()) keep(1);
    }
    return std::move(masked_);
  }

 private:
  void keep(std::size_t size) {
    masked_.append(text_.substr(at_, size));
    at_ += size;
  }

  /// What follows "://": user and password end with a @ before the path; a query begins with a question mark.
  bool mask_url() {
    if (!text_.substr(at_).starts_with("://")) return false;
    keep(3);
    const std::size_t end = std::min(text_.find_first_of(" \t\r\n\"'<>{}|\\^`", at_), text_.size());
    const std::size_t authority_end = std::min(text_.find_first_of("/?#", at_), end);
    const std::size_t user_end = text_.substr(at_, authority_end - at_).rfind('@');
    if (user_end != std::string_view::npos) {
      masked_.append(kMask);
      at_ += user_end;
    }
    const std::size_t query = std::min(text_.find('?', at_), end);
    keep(query - at_);
    if (query + 1 < end) {
      masked_.append("?").append(kMask);
      at_ = end;
    }
    return true;
  }

  bool is_word_begin() const { return at_ == 0 || std::isalnum(static_cast<unsigned char>(text_[at_ - 1])) == 0; }

  bool mask_scheme() {
    if (!is_word_begin()) return false;
    for (const std::string_view scheme : kSchemes) {
      if (!begins_with(text_.substr(at_), scheme)) continue;
      keep(scheme.size());
      // What is no credential has to stay readable: "basic authentication".
      const std::size_t end = value_end(text_, at_);
      const std::string_view value = text_.substr(at_, end - at_);
      const bool is_plain = std::ranges::all_of(value, [](char c) { return lower(c) >= 'a' && lower(c) <= 'z'; });
      if (is_plain) return true;
      masked_.append(kMask);
      at_ = end;
      return true;
    }
    return false;
  }

  /// password: value, "password":"value", password=value
  bool mask_word() {
    for (const std::string_view word : kSecretWords) {
      if (!begins_with(text_.substr(at_), word)) continue;
      const std::size_t name_end = skip(text_, at_ + word.size(), "abcdefghijklmnopqrstuvwxyz_");
      const std::size_t sign = skip(text_, name_end, "\"' ");
      if (sign >= text_.size() || (text_[sign] != ':' && text_[sign] != '=')) continue;
      const std::size_t value = skip(text_, sign + 1, " \t");
      const std::size_t end = value_end(text_, value);
      keep(value - at_);
      if (end == value || text_.substr(value).starts_with(kMaskedTag)) return true;
      const bool is_quoted = text_[value] == '"' || text_[value] == '\'';
      if (is_quoted) keep(1);
      if (end > at_) masked_.append(kMask);
      at_ = end;
      return true;
    }
    return false;
  }

  const std::string_view text_;
  std::size_t at_ = 0;
  std::string masked_;
};

/// A parameter, {"path": .., "value": ..}, whose last word names a secret.
void mask_parameter(json::object& object) {
  const json::value* path = object.if_contains("path");
  json::value* value = object.if_contains("value");
  if (path == nullptr || value == nullptr || !path->is_string() || !value->is_string()) return;
  std::string_view name = path->as_string();
  name.remove_prefix(name.rfind('.') + 1);
  if (names_a_secret(name) && !value->as_string().empty()) *value = kMask;
}

}  // namespace

std::string without_secrets(std::string_view text) { return Masker(text).run(); }

void mask_secrets(json::value& reply) {
  if (reply.is_string()) {
    reply = without_secrets(reply.as_string());
  } else if (reply.is_array()) {
    for (json::value& entry : reply.as_array()) mask_secrets(entry);
  } else if (reply.is_object()) {
    mask_parameter(reply.as_object());
    for (auto& member : reply.as_object()) {
      if (member.value().is_string() && names_a_secret(member.key())) {
        member.value() = kMask;
      } else {
        mask_secrets(member.value());
      }
    }
  }
}

}  // namespace proxy::control
