// SPDX-License-Identifier: Apache-2.0
#include "proxy/daemon/durable_file.hpp"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstdio>

namespace proxy::daemon {
namespace {

std::error_code last_error() { return {errno, std::generic_category()}; }

class Descriptor {
 public:
  Descriptor(const std::filesystem::path& path, int flags) : value_(::open(path.c_str(), flags | O_CLOEXEC, 0600)) {}
  ~Descriptor() {
    if (value_ >= 0) ::close(value_);
  }
  Descriptor(const Descriptor&) = delete;
  Descriptor& operator=(const Descriptor&) = delete;
  int value() const { return value_; }

 private:
  int value_;
};

std::error_code write_all(int file, std::string_view text) {
  while (!text.empty()) {
    const ssize_t written = ::write(file, text.data(), text.size());
    if (written < 0 && errno != EINTR) return last_error();
    if (written > 0) text.remove_prefix(static_cast<std::size_t>(written));
  }
  return ::fsync(file) == 0 ? std::error_code{} : last_error();
}

/// Writes the folder to the storage, so that the file's name is there, too.
std::error_code sync_directory_of(const std::filesystem::path& path) {
  const Descriptor directory(path.parent_path(), O_RDONLY | O_DIRECTORY);
  if (directory.value() < 0 || ::fsync(directory.value()) != 0) return last_error();
  return {};
}

}  // namespace

std::error_code replace_file(const std::filesystem::path& path, std::string_view text) {
  std::filesystem::path temporary = path;
  temporary += ".new";
  std::error_code error;
  {
    const Descriptor file(temporary, O_WRONLY | O_CREAT | O_TRUNC | O_NOFOLLOW);
    error = file.value() < 0 ? last_error() : write_all(file.value(), text);
  }
  if (!error && ::rename(temporary.c_str(), path.c_str()) != 0) error = last_error();
  if (!error) return sync_directory_of(path);
  ::unlink(temporary.c_str());
  return error;
}

std::error_code remove_file(const std::filesystem::path& path) {
  if (::unlink(path.c_str()) != 0) return errno == ENOENT ? std::error_code{} : last_error();
  return sync_directory_of(path);
}

}  // namespace proxy::daemon
