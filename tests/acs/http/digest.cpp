// SPDX-License-Identifier: Apache-2.0
#include "tests/acs/http/digest.hpp"

#include <openssl/evp.h>

#include <array>
#include <random>
#include <stdexcept>

namespace tests::acs {
namespace {

std::string hash(Algorithm algorithm, const std::string& text) {
  static constexpr std::string_view kDigits = "0123456789abcdef";
  std::array<unsigned char, EVP_MAX_MD_SIZE> raw{};
  unsigned size = 0;
  const EVP_MD* kind = algorithm == Algorithm::sha_256 ? EVP_sha256() : EVP_md5();
  if (EVP_Digest(text.data(), text.size(), raw.data(), &size, kind, nullptr) != 1) throw std::runtime_error("digest");
  std::string hex;
  for (unsigned i = 0; i < size; ++i) {
    hex += kDigits[raw[i] >> 4U];
    hex += kDigits[raw[i] & 15U];
  }
  return hex;
}

std::string trimmed(std::string_view text) {
  const std::size_t begin = text.find_first_not_of(" \t");
  if (begin == std::string_view::npos) return {};
  return std::string(text.substr(begin, text.find_last_not_of(" \t") - begin + 1));
}

}  // namespace

std::string_view name_of(Algorithm algorithm) {
  switch (algorithm) {
    case Algorithm::md5: return "MD5";
    case Algorithm::md5_sess: return "MD5-sess";
    case Algorithm::sha_256: return "SHA-256";
  }
  return {};
}

std::string digest_response(const DigestInput& input) {
  std::string ha1 = hash(input.algorithm, input.user + ":" + input.realm + ":" + input.password);
  if (input.algorithm == Algorithm::md5_sess) {
    ha1 = hash(input.algorithm, ha1 + ":" + input.nonce + ":" + input.cnonce);
  }
  const std::string ha2 = hash(input.algorithm, input.method + ":" + input.uri);
  const std::string middle =
      input.nc.empty() ? input.nonce : input.nonce + ":" + input.nc + ":" + input.cnonce + ":auth";
  return hash(input.algorithm, ha1 + ":" + middle + ":" + ha2);
}

std::string base64(std::string_view text) {
  std::string coded((text.size() + 2) / 3 * 4 + 1, '\0');
  // OpenSSL takes bytes as unsigned char.
  const int size = EVP_EncodeBlock(reinterpret_cast<unsigned char*>(coded.data()),
                                   reinterpret_cast<const unsigned char*>(text.data()), static_cast<int>(text.size()));
  coded.resize(static_cast<std::size_t>(size));
  return coded;
}

std::map<std::string, std::string> digest_parameters(std::string_view header) {
  static constexpr std::string_view kScheme = "Digest ";
  std::map<std::string, std::string> found;
  if (!header.starts_with(kScheme)) return found;
  header.remove_prefix(kScheme.size());
  while (!header.empty()) {
    const std::size_t equals = header.find('=');
    if (equals == std::string_view::npos) break;
    const std::string name = trimmed(header.substr(0, equals));
    header.remove_prefix(equals + 1);
    const bool quoted = header.starts_with('"');
    const std::size_t end = quoted ? header.find('"', 1) : header.find(',');
    found[name] = quoted ? std::string(header.substr(1, end - 1)) : trimmed(header.substr(0, end));
    const std::size_t comma = end == std::string_view::npos ? end : header.find(',', end);
    header.remove_prefix(comma == std::string_view::npos ? header.size() : comma + 1);
  }
  return found;
}

Authenticator::Authenticator(Auth auth) : auth_(std::move(auth)) { new_nonce(); }

void Authenticator::new_nonce() {
  std::random_device random;
  nonce_ = std::to_string(++nonces_) + "-" + std::to_string(random()) + std::to_string(random());
  last_nc_.clear();
  accepted_ = 0;
}

bool Authenticator::accepts_digest(Message& message, const std::string& authorization, bool& stale) {
  auto given = digest_parameters(authorization);
  if (given["username"] != auth_.user || given["realm"] != auth_.realm) return false;
  if (given["uri"] != message.target) {
    message.violations.push_back("digest for the URI " + given["uri"] + " on a request for " + message.target);
  }
  const std::string right = digest_response({.algorithm = auth_.algorithm,
                                             .user = auth_.user,
                                             .password = auth_.password,
                                             .realm = auth_.realm,
                                             .nonce = given["nonce"],
                                             .nc = given["nc"],
                                             .cnonce = given["cnonce"],
                                             .method = message.method,
                                             .uri = given["uri"]});
  if (given["response"] != right) return false;
  if (given["qop"] != "auth") message.violations.push_back("digest with qop \"" + given["qop"] + "\"");
  stale = given["nonce"] != nonce_;
  if (stale) return false;
  const unsigned long nc = std::strtoul(given["nc"].c_str(), nullptr, 16);
  unsigned long& last = last_nc_[given["cnonce"]];
  if (nc <= last) message.violations.push_back("digest with a nonce count used before: " + given["nc"]);
  last = nc;
  return true;
}

std::optional<Headers> Authenticator::refusal(Message& message) {
  if (auth_.stale_after != 0 && accepted_ >= auth_.stale_after) new_nonce();
  bool stale = false;
  const std::string authorization = message.header("Authorization").value_or("");
  const bool basic = authorization == "Basic " + base64(auth_.user + ":" + auth_.password);
  if ((auth_.scheme != Auth::Scheme::digest && basic) ||
      (auth_.scheme != Auth::Scheme::basic && accepts_digest(message, authorization, stale))) {
    ++accepted_;
    return std::nullopt;
  }
  Headers challenges;
  if (auth_.scheme != Auth::Scheme::basic) {
    challenges.emplace_back("WWW-Authenticate",
                            "Digest realm=\"" + auth_.realm + "\", nonce=\"" + nonce_ + "\", qop=\"auth\", algorithm=" +
                                std::string(name_of(auth_.algorithm)) + (stale ? ", stale=true" : ""));
  }
  if (auth_.scheme != Auth::Scheme::digest) {
    challenges.emplace_back("WWW-Authenticate", "Basic realm=\"" + auth_.realm + "\"");
  }
  return challenges;
}

}  // namespace tests::acs
