// SPDX-License-Identifier: Apache-2.0
#include "adapters/file/change_watch.hpp"

#include <sys/inotify.h>
#include <unistd.h>

#include <array>
#include <cstring>

namespace adapters::file {
namespace {

// A file is read when its writer has closed it, not before.
constexpr std::uint32_t kChanges =
    IN_CLOSE_WRITE | IN_MOVED_TO | IN_MOVED_FROM | IN_DELETE | IN_DELETE_SELF | IN_MOVE_SELF | IN_ONLYDIR;
constexpr std::size_t kBuffer = 16384;

}  // namespace

ChangeWatch::ChangeWatch() : descriptor_(::inotify_init1(IN_NONBLOCK | IN_CLOEXEC)) {}

void ChangeWatch::watch(const std::string& path) {
  const std::string folder = path.substr(0, path.rfind('/') + 1);
  // inotify returns the same watch for the same folder.
  const int watch = ::inotify_add_watch(descriptor_.get(), folder.c_str(), kChanges);
  if (watch >= 0) folders_[watch] = folder;
}

std::vector<std::string> ChangeWatch::take() {
  std::vector<std::string> paths;
  std::array<char, kBuffer> buffer{};
  for (ssize_t count = 0; (count = ::read(descriptor_.get(), buffer.data(), buffer.size())) > 0;) {
    for (std::size_t at = 0; at < static_cast<std::size_t>(count);) {
      inotify_event event{};
      std::memcpy(&event, buffer.data() + at, sizeof event);
      const char* name = buffer.data() + at + sizeof event;
      at += sizeof event + event.len;
      const auto folder = folders_.find(event.wd);
      if (folder == folders_.end()) continue;
      if (event.len != 0) paths.push_back(folder->second + name);
      if ((event.mask & IN_MOVE_SELF) != 0) ::inotify_rm_watch(descriptor_.get(), event.wd);
      if ((event.mask & (IN_IGNORED | IN_MOVE_SELF)) != 0) folders_.erase(folder);
    }
  }
  return paths;
}

}  // namespace adapters::file
