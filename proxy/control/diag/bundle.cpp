// SPDX-License-Identifier: Apache-2.0
#include "proxy/control/diag/bundle.hpp"

#include "proxy/control/diag/masking.hpp"
#include "proxy/control/diag/run_program.hpp"

#include <boost/json.hpp>

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstdlib>
#include <fstream>
#include <stdexcept>
#include <system_error>
#include <utility>

namespace proxy::control {
namespace fs = std::filesystem;
namespace {

constexpr const char* kReadme =
    "A support bundle of tr069-proxy, written by tr069-proxyctl diag.\n"
    "Secrets are masked with \"***\" or \"masked\". It holds names and values of devices, addresses and serial\n"
    "numbers: look through it before you pass it on.\n";

/// A new file that only this user may read. An existing one is left as it is.
void reserve(const fs::path& archive) {
  const int file = ::open(archive.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
  if (file < 0) {
    throw std::runtime_error("cannot write " + archive.string() + ": " +
                             (errno == EEXIST ? "the file is there already; name another one, or remove it"
                                              : std::generic_category().message(errno)));
  }
  ::close(file);
}

}  // namespace

Bundle::Bundle(std::string name) : name_(std::move(name)) {
  std::error_code no_folder;
  const fs::path temporary = fs::temp_directory_path(no_folder);
  std::string above = (no_folder ? fs::path("/tmp") : temporary) / "tr069-proxy-diag-XXXXXX";
  if (::mkdtemp(above.data()) == nullptr)
    throw std::system_error(errno, std::generic_category(), "cannot make the folder " + above);
  above_ = above;
  fs::create_directory(above_ / name_);
}

Bundle::~Bundle() {
  std::error_code ignored;
  fs::remove_all(above_, ignored);
}

void Bundle::add(const std::string& file, std::string_view text) { write(file, without_secrets(text)); }

void Bundle::add(const std::string& file, boost::json::value value) {
  mask_secrets(value);
  if (!value.is_array()) return write(file, boost::json::serialize(value) + "\n");
  std::string text = "[";
  for (const boost::json::value& entry : value.as_array())
    text.append(text.size() > 1 ? ",\n" : "\n").append(boost::json::serialize(entry));
  write(file, text + "\n]\n");
}

void Bundle::write(const std::string& file, std::string_view text) const {
  std::ofstream out(above_ / name_ / file, std::ios::binary);
  out << text << std::flush;
  if (!out) throw std::runtime_error("cannot write " + (above_ / name_ / file).string());
}

void Bundle::miss(const std::string& what, const std::string& reason) { missing_.push_back(what + ": " + reason); }

void Bundle::pack(const fs::path& archive) {
  std::string readme = kReadme;
  readme.append(missing_.empty() ? "Nothing is missing.\n" : "Missing:\n");
  for (const std::string& entry : missing_) readme.append("- ").append(entry).append("\n");
  add("README.txt", readme);
  reserve(archive);
  const Ran tar = run_program({"tar", "-c", "-z", "-f", fs::absolute(archive).string(), "-C", above_.string(), name_});
  if (tar.exit_code == 0) return;
  std::error_code ignored;
  fs::remove(archive, ignored);
  throw std::runtime_error("tar failed: " + tar.output);
}

}  // namespace proxy::control
