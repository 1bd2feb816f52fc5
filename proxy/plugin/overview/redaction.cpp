// SPDX-License-Identifier: Apache-2.0
#include "proxy/plugin/overview/redaction.hpp"

#include "proxy/model/value.hpp"

#include <algorithm>

namespace proxy::plugin {
namespace {

constexpr std::string_view kMask = "***";
/// A shorter one stands in too many words to be found in a text.
constexpr std::size_t kLeastSecret = 3;

/// "http://user:word@host/" becomes "http://host/".
std::string without_userinfo(std::string_view text) {
  constexpr std::string_view kScheme = "://";
  std::string cleaned;
  for (std::size_t at = text.find(kScheme); at != std::string_view::npos; at = text.find(kScheme)) {
    cleaned += text.substr(0, at + kScheme.size());
    text.remove_prefix(at + kScheme.size());
    const std::string_view authority = text.substr(0, text.find_first_of("/?# \t\r\n\"'"));
    if (const std::size_t end = authority.rfind('@'); end != std::string_view::npos) text.remove_prefix(end + 1);
  }
  return cleaned.append(text);
}

}  // namespace

Redaction::Redaction(const config::Nodes& section) {
  for (const config::Node& node : section) {
    if (node.secret && node.scalar.size() >= kLeastSecret) secrets_.push_back(node.scalar);
  }
  std::ranges::sort(secrets_, std::ranges::greater{}, &std::string::size);
}

std::string Redaction::operator()(std::string_view text) const {
  return model::shortened(model::legal_text(masked(text)), kMaxCharacters);
}

std::string Redaction::masked(std::string_view text) const {
  std::string cleaned = without_userinfo(text);
  for (const std::string& secret : secrets_) {
    for (std::size_t at = cleaned.find(secret); at != std::string::npos; at = cleaned.find(secret, at + kMask.size())) {
      cleaned.replace(at, secret.size(), kMask);
    }
  }
  return cleaned;
}

}  // namespace proxy::plugin
