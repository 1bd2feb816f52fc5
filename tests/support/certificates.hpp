// SPDX-License-Identifier: Apache-2.0
#pragma once
// A certificate authority for one test, made with the openssl command.
// Thread: any one thread at a time

#include <string>
#include <vector>

#include "tests/support/temp_dir.hpp"

namespace tests::support {

struct Certificate {
  std::string certificate_file;  // PEM
  std::string key_file;          // PEM, without a password
};

struct CertificateOptions {
  std::string common_name = "localhost";
  // As openssl writes them: "DNS:localhost", "IP:127.0.0.1". Empty: no subjectAltName at all.
  std::vector<std::string> names = {"DNS:localhost", "IP:127.0.0.1"};
  bool expired = false;
};

class CertificateAuthority {
 public:
  // Throws std::runtime_error with the words of openssl when it fails; so do issue() and its kin.
  explicit CertificateAuthority(const std::string& common_name = "Test CA");

  std::string ca_file() const { return folder_.file("ca.pem"); }

  Certificate issue(const CertificateOptions& options = {});
  Certificate issue_client(const std::string& common_name) { return issue({.common_name = common_name, .names = {}}); }

 private:
  TempDir folder_;
  int issued_ = 0;
};

}  // namespace tests::support
