// SPDX-License-Identifier: Apache-2.0
#include "proxy/web/login/password.hpp"

#include "proxy/base/constant_time.hpp"
#include "proxy/web/login/random.hpp"

#include <crypt.h>

#include <algorithm>
#include <array>
#include <memory>
#include <stdexcept>

namespace proxy::web {
namespace {

constexpr std::array<std::string_view, 8> kKinds{"$6$", "$5$", "$y$", "$gy$", "$7$", "$2b$", "$2a$", "$2y$"};
constexpr const char* kNewHash = "$6$rounds=20000$";

/// Empty if crypt(3) cannot use the setting.
std::string crypted(const std::string& password, const std::string& setting) {
  const auto data = std::make_unique<crypt_data>();
  const char* hash = ::crypt_r(password.c_str(), setting.c_str(), data.get());
  // A failure is null, or a text that is never a hash: "*0".
  return hash == nullptr || *hash == '*' ? "" : hash;
}

}  // namespace

bool is_password_hash(std::string_view hash) {
  const bool is_known = std::ranges::any_of(kKinds, [&](std::string_view kind) { return hash.starts_with(kind); });
  const std::string text(hash);
  // A setting without its hash gives a longer text.
  return is_known && crypted("", text).size() == text.size();
}

std::string hash_password(const std::string& password) {
  std::string hash = crypted(password, kNewHash + random_hex(8) + "$");
  if (hash.empty()) throw std::runtime_error("the crypt(3) of this machine has no SHA-512");
  return hash;
}

bool is_password(const std::string& password, const std::string& hash) {
  const bool is_long = password.size() > kMaxPasswordBytes || password.find('\0') != std::string::npos;
  const std::string given = crypted(is_long ? "" : password, hash);
  return base::same_secret(hash, given) && !is_long && !given.empty();
}

}  // namespace proxy::web
