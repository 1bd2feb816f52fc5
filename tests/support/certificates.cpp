// SPDX-License-Identifier: Apache-2.0
#include "tests/support/certificates.hpp"

#include <stdexcept>

#include "tests/support/process.hpp"

namespace tests::support {
namespace {

void openssl(std::vector<std::string> arguments) {
  arguments.insert(arguments.begin(), "openssl");
  const std::string what = arguments[1];
  const Finished finished = run(std::move(arguments));
  if (finished.exit_code != 0) throw std::runtime_error("openssl " + what + ": " + finished.output);
}

std::string joined(const std::vector<std::string>& words) {
  std::string text;
  for (const std::string& word : words) text += (text.empty() ? "" : ",") + word;
  return text;
}

}  // namespace

CertificateAuthority::CertificateAuthority(const std::string& common_name) {
  openssl({"req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes", "-days", "30",
           "-subj", "/CN=" + common_name, "-addext", "basicConstraints=critical,CA:TRUE", "-addext",
           "keyUsage=critical,keyCertSign,cRLSign", "-keyout", folder_.file("ca.key"), "-out", folder_.file("ca.pem")});
}

Certificate CertificateAuthority::issue(const CertificateOptions& options) {
  const std::string name = "certificate" + std::to_string(++issued_);
  Certificate made{folder_.file(name + ".pem"), folder_.file(name + ".key")};
  const std::string request = folder_.file(name + ".csr");
  openssl({"req", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes", "-subj",
           "/CN=" + options.common_name, "-keyout", made.key_file, "-out", request});
  std::string extensions = "basicConstraints=CA:FALSE\nextendedKeyUsage=serverAuth,clientAuth\n";
  if (!options.names.empty()) extensions += "subjectAltName=" + joined(options.names) + "\n";
  // Only `openssl ca` takes a period that is over by now.
  folder_.write("index.txt", "");
  folder_.write("index.txt.attr", "unique_subject = no\n");
  const std::string config = folder_.write(
      "ca.cnf",
      "[ca]\ndefault_ca=test\n[test]\ndatabase=" + folder_.file("index.txt") +
          "\nrand_serial=yes\ndefault_md=sha256\npolicy=any\nunique_subject=no\n[any]\ncommonName=supplied\n");
  const std::string file = folder_.write("extensions.cnf", extensions);
  std::vector<std::string> sign = {"ca",
                                   "-batch",
                                   "-notext",
                                   "-config",
                                   config,
                                   "-cert",
                                   ca_file(),
                                   "-keyfile",
                                   folder_.file("ca.key"),
                                   "-in",
                                   request,
                                   "-out",
                                   made.certificate_file,
                                   "-extfile",
                                   file,
                                   "-outdir",
                                   folder_.path().string()};
  if (options.expired) {
    sign.insert(sign.end(), {"-startdate", "20200101000000Z", "-enddate", "20200201000000Z"});
  } else {
    sign.insert(sign.end(), {"-days", "30"});
  }
  openssl(std::move(sign));
  return made;
}

}  // namespace tests::support
