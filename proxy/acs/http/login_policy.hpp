// SPDX-License-Identifier: Apache-2.0
#pragma once
// Which login a session uses towards the ACS, and which requests for one it refuses. libcurl makes the logins.
// Spec: TR-069 Amendment 6, 3.4.5 (digest; basic over TLS alone); RFC 9110, 11.6.1 (WWW-Authenticate)
// Thread: the HTTP worker

#include <set>
#include <string>
#include <string_view>

namespace proxy::acs {

class LoginPolicy {
 public:
  /// `digest_origins` outlives the object; sessions share it. `has_username`: without one there is no login.
  LoginPolicy(bool has_username, std::set<std::string>& digest_origins)
      : has_username_(has_username), digest_origins_(digest_origins) {}

  /// A POST goes to this URL. Returns whether its server is another one than before; then no login is chosen yet.
  bool enter(std::string_view url);
  /// The number of logins counts from here.
  void begin_post() { challenges_ = 0, retried_ = false; }

  /// A user name that was used over https does not go to a server without it.
  bool withholds_password() const;
  /// CURLAUTH_BASIC, CURLAUTH_DIGEST or both, until the server has chosen. With digest alone libcurl would first send
  /// an empty POST, which means "no more requests" in CWMP.
  long methods() const;

  void head_began(std::string_view status_line);
  void header(std::string_view line);
  /// The head is complete, and libcurl would log in next if it is that of a 401. Returns why it must not; null if it
  /// may.
  const char* refusal() const;

  /// An answer has come whose server offers the methods (CURLINFO_HTTPAUTH_AVAIL). Returns whether that is its choice.
  bool note_choice(long status, long offered);
  /// Whether a refused login is tried from its beginning, once a POST: some servers drop a nonce without calling it
  /// stale. Then no login is chosen any more.
  bool retries(long status);

 private:
  enum class Choice { open, basic, digest };

  bool may_use_basic() const;

  const bool has_username_;
  std::set<std::string>& digest_origins_;  ///< have asked for digest, in this session or before
  std::string origin_;                     ///< "http://acs.example:7547"
  std::string first_origin_;               ///< that of the configured URL
  bool was_secure_ = false;                ///< https has been used
  Choice choice_ = Choice::open;           ///< of the server
  int challenges_ = 0;                     ///< of the POST under way
  bool retried_ = false;
  bool is_challenge_ = false;  ///< the head under way is that of a 401
  bool offers_basic_ = false;
  bool offers_digest_ = false;
};

}  // namespace proxy::acs
