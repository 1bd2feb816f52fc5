// SPDX-License-Identifier: Apache-2.0
#include "proxy/base/secrets/secret_words.hpp"

#include "proxy/base/lower_case.hpp"

#include <algorithm>
#include <array>
#include <string>

namespace proxy::base {
namespace {

constexpr std::array<std::string_view, 15> kSecretWords{
    "password",     "passwd",         "passphrase",  "secret",     "token",  "api_key", "apikey",    "psk",
    "presharedkey", "pre_shared_key", "private_key", "privatekey", "wepkey", "pincode", "credential"};
/// A secret as a whole name alone: it stands in too many words.
constexpr std::string_view kPin = "pin";

}  // namespace

bool has_secret_word(std::string_view text) {
  std::string lower = lower_case(text);
  std::ranges::replace(lower, '-', '_');
  return std::ranges::any_of(kSecretWords,
                             [&](std::string_view word) { return lower.find(word) != std::string::npos; });
}

bool sounds_secret(std::string_view parameter) {
  const std::string_view last = parameter.substr(parameter.rfind('.') + 1);
  return lower_case(last) == kPin || has_secret_word(last);
}

}  // namespace proxy::base
