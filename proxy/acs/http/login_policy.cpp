// SPDX-License-Identifier: Apache-2.0
#include "proxy/acs/http/login_policy.hpp"

#include "proxy/base/log.hpp"

#include <curl/curl.h>

#include <algorithm>
#include <atomic>
#include <cctype>

namespace proxy::acs {
namespace {

/// A server can call each nonce stale, and libcurl then logs in again without end.
constexpr int kMaxLogins = 3;

/// Of the ACSs whose choice of digest is remembered.
constexpr std::size_t kMaxDigestOrigins = 100;

constexpr auto kBasic = static_cast<long>(CURLAUTH_BASIC);
constexpr auto kDigest = static_cast<long>(CURLAUTH_DIGEST);

bool begins_with(std::string_view text, std::string_view lower_case) {
  return text.size() >= lower_case.size() &&
         std::equal(lower_case.begin(), lower_case.end(), text.begin(),
                    [](char wanted, char each) { return wanted == std::tolower(static_cast<unsigned char>(each)); });
}

/// Whether a WWW-Authenticate header has a challenge of this scheme: it may have several, separated by commas, and
/// their texts in quotes may hold anything.
bool offers(std::string_view header, std::string_view lower_case_scheme) {
  bool is_quoted = false;
  bool is_start = true;
  for (std::size_t i = header.find(':') + 1; i < header.size(); ++i) {
    const char each = header[i];
    if (is_quoted && each == '\\') {
      ++i;
    } else if (each == '"') {
      is_quoted = !is_quoted;
    } else if (!is_quoted && each == ',') {
      is_start = true;
    } else if (is_start && each != ' ' && each != '\t') {
      if (begins_with(header.substr(i), lower_case_scheme)) return true;
      is_start = false;
    }
  }
  return false;
}

bool is_secure(std::string_view url) { return url.starts_with("https://"); }

/// Scheme, host and port.
std::string_view origin_of(std::string_view url) {
  const std::size_t scheme = url.find("://");
  if (scheme == std::string_view::npos) return url;
  return url.substr(0, std::min(url.find_first_of("/?#", scheme + 3), url.size()));
}

void warn_of_basic_in_the_clear() {
  static std::atomic<bool> warned = false;
  if (!warned.exchange(true))
    base::log::warning("acs.http.clear_password",
                       "the ACS requests the password in clear text over http (basic authentication): use https");
}

}  // namespace

bool LoginPolicy::enter(std::string_view url) {
  const std::string_view origin = origin_of(url);
  if (origin == origin_) return false;
  origin_ = origin;
  if (first_origin_.empty()) first_origin_ = origin;
  was_secure_ = was_secure_ || is_secure(url);
  choice_ = Choice::open;
  return true;
}

bool LoginPolicy::withholds_password() const { return !has_username_ || (was_secure_ && !is_secure(origin_)); }

long LoginPolicy::methods() const {
  switch (choice_) {
    case Choice::basic: return kBasic;
    case Choice::digest: return kDigest;
    case Choice::open: break;
  }
  return kBasic | kDigest;
}

void LoginPolicy::head_began(std::string_view status_line) {
  offers_basic_ = offers_digest_ = false;
  is_challenge_ = status_line.find(" 401") != std::string_view::npos;
  if (is_challenge_) ++challenges_;
}

void LoginPolicy::header(std::string_view line) {
  if (!begins_with(line, "www-authenticate:")) return;
  offers_basic_ = offers_basic_ || offers(line, "basic ");
  offers_digest_ = offers_digest_ || offers(line, "digest ");
}

const char* LoginPolicy::refusal() const {
  if (!is_challenge_) return nullptr;
  if (challenges_ > kMaxLogins) return "the ACS has asked for a login three times and does not accept it";
  if (!offers_basic_ || offers_digest_ || withholds_password() || may_use_basic()) return nullptr;
  return origin_ == first_origin_
             ? "the ACS has asked for digest before and asks for the password in clear text now, over http"
             : "a redirect leads to a server that asks for the password in clear text, over http";
}

/// An attacker who can change plain http could ask for basic authentication to read the password.
bool LoginPolicy::may_use_basic() const {
  return is_secure(origin_) || (origin_ == first_origin_ && !digest_origins_.contains(origin_));
}

bool LoginPolicy::note_choice(long status, long offered) {
  if (status == 401 || offered == 0 || choice_ != Choice::open) return false;
  if ((offered & kDigest) != 0) {
    choice_ = Choice::digest;
    if (digest_origins_.size() >= kMaxDigestOrigins) digest_origins_.clear();
    digest_origins_.insert(origin_);
  } else if ((offered & kBasic) != 0) {
    choice_ = Choice::basic;
    if (!is_secure(origin_)) warn_of_basic_in_the_clear();
  }
  return choice_ != Choice::open;
}

bool LoginPolicy::retries(long status) {
  if (status != 401 || choice_ == Choice::open || retried_) return false;
  retried_ = true;
  choice_ = Choice::open;
  return true;
}

}  // namespace proxy::acs
