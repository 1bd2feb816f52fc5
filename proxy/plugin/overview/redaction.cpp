// SPDX-License-Identifier: Apache-2.0
#include "proxy/plugin/overview/redaction.hpp"

#include "proxy/base/secrets/replace_user.hpp"
#include "proxy/model/value.hpp"

#include <algorithm>

namespace proxy::plugin {
namespace {

constexpr std::string_view kMask = "***";
/// A shorter one stands in too many words to be found in a text.
constexpr std::size_t kLeastSecret = 3;

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
  std::string cleaned = base::replace_user(text, "");
  for (const std::string& secret : secrets_) {
    for (std::size_t at = cleaned.find(secret); at != std::string::npos; at = cleaned.find(secret, at + kMask.size())) {
      cleaned.replace(at, secret.size(), kMask);
    }
  }
  return cleaned;
}

}  // namespace proxy::plugin
