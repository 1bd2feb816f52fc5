// SPDX-License-Identifier: Apache-2.0
#pragma once
// The password, and its hash in the form of crypt(3): the C libraries of Debian (libxcrypt) and OpenWrt (musl) both
// have SHA-512, which takes no memory to speak of; what else crypt(3) of the machine can check is accepted, too.
// Spec: crypt(5)
// Thread: any

#include <cstddef>
#include <string>
#include <string_view>

namespace proxy::web {

/// A longer password is wrong: it would only cost time.
inline constexpr std::size_t kMaxPasswordBytes = 256;

/// Whether this machine can compare a password with it, and it is not of a kind that is broken (DES, MD5).
bool is_password_hash(std::string_view hash);

/// A SHA-512 hash with a random salt, of some 20 ms on a PC and half a second on a small gateway.
std::string hash_password(const std::string& password);

/// Takes the time of one hash, right or wrong.
bool is_password(const std::string& password, const std::string& hash);

}  // namespace proxy::web
