// SPDX-License-Identifier: Apache-2.0
#include "adapters/file/file_access.hpp"

#include <fcntl.h>
#include <linux/magic.h>
#include <sys/stat.h>
#include <sys/vfs.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <system_error>

#include "adapters/io/descriptor.hpp"

namespace adapters::file {
namespace {

using io::Descriptor;
using mapping::Outcome;
using mapping::Refusal;
using Written = Outcome<std::monostate, Refusal>;

constexpr std::size_t kBlock = 4096;  // sysfs returns at most a page
constexpr mode_t kNewFile = 0644;

/// File systems whose files stand for devices and have no content.
constexpr std::array<unsigned long, 10> kDeviceFileSystems = {
    SYSFS_MAGIC,         PROC_SUPER_MAGIC,          DEBUGFS_MAGIC,    TRACEFS_MAGIC,  CGROUP_SUPER_MAGIC,
    CGROUP2_SUPER_MAGIC, 0x62656570 /* configfs */, SECURITYFS_MAGIC, EFIVARFS_MAGIC, PSTOREFS_MAGIC};

std::string words_of(int error) { return std::generic_category().message(error); }

Refusal refusal(int error) {
  switch (error) {
    case ENOENT:
    case ENOTDIR:
    case ENODEV:
    case ENXIO:
    case EAGAIN:
    case EBUSY: return {ADAPTER_NOT_SENT, words_of(error)};
    case ENOSPC:
    case EDQUOT: return {ADAPTER_NO_RESOURCES, words_of(error)};
    case EINVAL:
    case ERANGE: return {ADAPTER_INVALID_VALUE, words_of(error)};
    default: return {ADAPTER_REFUSED, words_of(error)};
  }
}

/// 0, or an errno.
int write_all(int descriptor, std::string_view text) {
  while (!text.empty()) {
    const ssize_t count = ::write(descriptor, text.data(), text.size());
    if (count < 0 && errno == EINTR) continue;
    if (count < 0) return errno;
    text.remove_prefix(static_cast<std::size_t>(count));
  }
  return 0;
}

bool is_of_devices(int folder) {
  struct statfs system {};
  if (::fstatfs(folder, &system) != 0) return false;
  const auto type = static_cast<unsigned long>(system.f_type) & 0xFFFFFFFFUL;
  return std::find(kDeviceFileSystems.begin(), kDeviceFileSystems.end(), type) != kDeviceFileSystems.end();
}

Written write_to_device(int folder, const std::string& name, std::string_view text) {
  const Descriptor file(::openat(folder, name.c_str(), O_WRONLY | O_NOFOLLOW | O_CLOEXEC | O_NONBLOCK | O_NOCTTY));
  if (!file) return refusal(errno);
  // In one call: each write() is a command of its own.
  const ssize_t count = ::write(file.get(), text.data(), text.size());
  if (count < 0) return refusal(errno);
  if (static_cast<std::size_t>(count) != text.size())
    return Refusal{ADAPTER_REFUSED, "the file accepted only a part of the value"};
  return std::monostate{};
}

/// Writes the file that replaces another; `before` is the status of the other one, null without it.
int write_successor(int folder, const std::string& name, const struct stat* before, std::string_view text) {
  ::unlinkat(folder, name.c_str(), 0);  // an earlier run may have left it
  const Descriptor file(::openat(folder, name.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0600));
  if (!file) return errno;
  if (const int error = write_all(file.get(), text)) return error;
  if (before != nullptr && ::fchown(file.get(), before->st_uid, before->st_gid) != 0 && errno != EPERM) return errno;
  if (::fchmod(file.get(), before == nullptr ? kNewFile : before->st_mode & 07777U) != 0) return errno;
  return ::fsync(file.get()) == 0 ? 0 : errno;
}

Written replace(int folder, const std::string& name, std::string_view text) {
  struct stat before {};
  const bool exists = ::fstatat(folder, name.c_str(), &before, AT_SYMLINK_NOFOLLOW) == 0;
  if (!exists && errno != ENOENT) return refusal(errno);
  if (exists && !S_ISREG(before.st_mode)) return Refusal{ADAPTER_REFUSED, "not a regular file"};
  const std::string successor = '.' + name + ".new";
  int error = write_successor(folder, successor, exists ? &before : nullptr, text);
  if (error == 0 && ::renameat(folder, successor.c_str(), folder, name.c_str()) != 0) error = errno;
  if (error == 0) return std::monostate{};
  ::unlinkat(folder, successor.c_str(), 0);
  return refusal(error);
}

}  // namespace

Outcome<std::string, ReadFailure> read_file(const std::string& path, std::size_t limit) {
  const Descriptor file(::open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY));
  if (!file) return ReadFailure{errno == ENOENT || errno == ENOTDIR, words_of(errno)};
  struct stat found {};
  if (::fstat(file.get(), &found) != 0) return ReadFailure{false, words_of(errno)};
  if (!S_ISREG(found.st_mode)) return ReadFailure{false, "not a regular file"};
  std::string text;
  std::array<char, kBlock> block{};
  while (text.size() <= limit) {
    const ssize_t count = ::read(file.get(), block.data(), std::min(kBlock, limit + 1 - text.size()));
    if (count < 0 && errno == EINTR) continue;
    if (count < 0) return ReadFailure{errno == ENODEV || errno == ESRCH, words_of(errno)};
    if (count == 0) break;
    text.append(block.data(), static_cast<std::size_t>(count));
  }
  return text;
}

Written write_file(const std::string& path, std::string_view text) {
  const std::size_t slash = path.rfind('/');
  const std::string above = slash == 0 ? "/" : path.substr(0, slash);
  const std::string name = path.substr(slash + 1);
  const Descriptor folder(::open(above.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
  if (!folder) return refusal(errno);
  return is_of_devices(folder.get()) ? write_to_device(folder.get(), name, text) : replace(folder.get(), name, text);
}

}  // namespace adapters::file
