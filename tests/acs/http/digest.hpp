// SPDX-License-Identifier: Apache-2.0
#pragma once
// HTTP authentication for both sides: the ACS asks a CPE for it, and a connection request gives it to a CPE.
// Spec: RFC 7616, RFC 7617
// Thread: pure; Authenticator: one thread at a time

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "tests/acs/messages/message.hpp"

namespace tests::acs {

enum class Algorithm { md5, md5_sess, sha_256 };

struct Auth {
  enum class Scheme { digest, basic, both };

  Scheme scheme = Scheme::digest;
  std::string user = {};
  std::string password = {};
  Algorithm algorithm = Algorithm::md5;
  std::string realm = "test ACS";
  // After so many accepted requests the nonce is taken back with stale=true. 0: never.
  unsigned stale_after = 0;
};

struct DigestInput {
  Algorithm algorithm = Algorithm::md5;
  std::string user = {};
  std::string password = {};
  std::string realm = {};
  std::string nonce = {};
  std::string nc = {};  // empty: without qop, as RFC 2069 had it
  std::string cnonce = {};
  std::string method = {};
  std::string uri = {};
};

std::string_view name_of(Algorithm algorithm);
std::string digest_response(const DigestInput& input);
std::string base64(std::string_view text);

// The parameters of `Digest a="b", c=d`; empty when it is not of that scheme.
std::map<std::string, std::string> digest_parameters(std::string_view header);

// What the ACS asks for, and whether a CPE has given it.
class Authenticator {
 public:
  explicit Authenticator(Auth auth);

  // Not set: the request is let in. Else the WWW-Authenticate headers of a 401.
  std::optional<Headers> refusal(Message& message);

 private:
  bool accepts_digest(Message& message, const std::string& authorization, bool& stale);
  void new_nonce();

  Auth auth_;
  unsigned nonces_ = 0;
  std::string nonce_;
  std::map<std::string, unsigned long> last_nc_;  // by client nonce
  unsigned accepted_ = 0;
};

}  // namespace tests::acs
