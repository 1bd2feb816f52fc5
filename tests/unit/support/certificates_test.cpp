// SPDX-License-Identifier: Apache-2.0
// Shows that the certificates made for tests are good, of another authority, or over, as asked.
#include "tests/support/certificates.hpp"

#include "tests/support/catch.hpp"
#include "tests/support/process.hpp"

using namespace tests::support;

namespace {

Finished verify(const CertificateAuthority& authority, const Certificate& certificate) {
  return run({"openssl", "verify", "-x509_strict", "-verify_ip", "127.0.0.1", "-CAfile", authority.ca_file(),
              certificate.certificate_file});
}

}  // namespace

TEST_CASE("a certificate verifies against its own authority only") {
  CertificateAuthority authority;
  const CertificateAuthority other("Other CA");
  const Certificate good = authority.issue();
  CHECK(verify(authority, good).output == good.certificate_file + ": OK\n");
  CHECK(verify(other, good).exit_code != 0);
}

TEST_CASE("expired certificates and wrong names fail for that reason") {
  CertificateAuthority authority;
  CHECK_THAT(verify(authority, authority.issue({.expired = true})).output,
             Catch::Matchers::ContainsSubstring("has expired"));
  CHECK_THAT(verify(authority, authority.issue({.common_name = "a", .names = {"DNS:a"}})).output,
             Catch::Matchers::ContainsSubstring("IP address mismatch"));
}
