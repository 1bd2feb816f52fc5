// SPDX-License-Identifier: Apache-2.0
#include "proxy/control/diag/masking.hpp"

#include "proxy/base/secrets/replace_user.hpp"
#include "proxy/base/secrets/secret_words.hpp"

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
constexpr std::string_view kDigest = "digest ";
constexpr std::array<std::string_view, 3> kSchemes{"bearer ", "basic ", kDigest};

char lower(char character) { return static_cast<char>(std::tolower(static_cast<unsigned char>(character))); }

bool begins_with(std::string_view text, std::string_view lower_word) {
  return text.size() >= lower_word.size() && std::equal(lower_word.begin(), lower_word.end(), text.begin(),
                                                        [](char wanted, char given) { return wanted == lower(given); });
}

bool is_of_name(char character) {
  return std::isalnum(static_cast<unsigned char>(character)) != 0 || character == '_' || character == '-';
}

/// The end of a name that begins at `at`.
std::size_t name_end(std::string_view text, std::size_t at) {
  while (at < text.size() && is_of_name(text[at])) ++at;
  return at;
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

  /// What follows "://": a query begins with a question mark.
  bool mask_url() {
    if (!text_.substr(at_).starts_with("://")) return false;
    keep(3);
    const std::size_t end = std::min(text_.find_first_of(" \t\r\n\"'<>{}|\\^`", at_), text_.size());
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
      const bool is_list = scheme == kDigest && begins_list();
      if (is_plain && !is_list) return true;
      masked_.append(kMask);
      at_ = is_list ? std::min(text_.find_first_of("\r\n", at_), text_.size()) : end;
      return true;
    }
    return false;
  }

  /// The credentials of Digest: username="x", response="y"
  bool begins_list() const {
    const std::size_t name = skip(text_, at_, " \t"), end_of_name = name_end(text_, name);
    const std::size_t sign = skip(text_, end_of_name, " \t");
    return end_of_name > name && sign < text_.size() && text_[sign] == '=';
  }

  /// password: value, "password":"value", password=value
  bool mask_word() {
    if (at_ > 0 && is_of_name(text_[at_ - 1])) return false;
    const std::size_t end_of_name = name_end(text_, at_);
    if (end_of_name == at_) return false;
    const std::size_t sign = skip(text_, end_of_name, "\"' ");
    if (sign >= text_.size() || (text_[sign] != ':' && text_[sign] != '=')) return false;
    if (!base::sounds_secret(text_.substr(at_, end_of_name - at_))) return false;
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

  const std::string_view text_;
  std::size_t at_ = 0;
  std::string masked_;
};

/// A parameter, {"path": .., "value": ..}, whose last word names a secret.
void mask_parameter(json::object& object) {
  const json::value* path = object.if_contains("path");
  json::value* value = object.if_contains("value");
  if (path == nullptr || value == nullptr || !path->is_string() || !value->is_string()) return;
  if (base::sounds_secret(path->as_string()) && !value->as_string().empty()) *value = kMask;
}

}  // namespace

std::string without_secrets(std::string_view text) {
  const std::string without_users = base::replace_user(text, "***@");
  return Masker(without_users).run();
}

void mask_secrets(json::value& reply) {
  if (reply.is_string()) {
    reply = without_secrets(reply.as_string());
  } else if (reply.is_array()) {
    for (json::value& entry : reply.as_array()) mask_secrets(entry);
  } else if (reply.is_object()) {
    mask_parameter(reply.as_object());
    for (auto& member : reply.as_object()) {
      // A key may have dots: each part of it counts.
      if (member.value().is_string() && (base::has_secret_word(member.key()) || base::sounds_secret(member.key()))) {
        member.value() = kMask;
      } else {
        mask_secrets(member.value());
      }
    }
  }
}

}  // namespace proxy::control
