// SPDX-License-Identifier: Apache-2.0
#include "proxy/control/diag/machine_facts.hpp"

#include <fmt/format.h>
#include <sys/socket.h>
#include <sys/statvfs.h>
#include <sys/un.h>
#include <sys/utsname.h>
#include <unistd.h>

#include <algorithm>
#include <cstring>
#include <fstream>
#include <iterator>
#include <set>
#include <sstream>
#include <string_view>
#include <system_error>

namespace proxy::control {
namespace fs = std::filesystem;
namespace {

/// The file with its name above it; a word in place of what cannot be read.
std::string section(const fs::path& file) {
  std::ifstream in(file, std::ios::binary);
  const std::string text{std::istreambuf_iterator<char>(in), {}};
  return fmt::format("== {}\n{}\n", file.string(), in.is_open() ? text : "cannot be read\n");
}

std::string kernel() {
  utsname name{};
  ::uname(&name);
  return fmt::format("== uname\n{} {} {} {}\n\n", name.sysname, name.release, name.version, name.machine);
}

bool is_below(const std::string& path, const std::string& mount_point) {
  return mount_point == "/" ||
         (path.starts_with(mount_point) && (path.size() == mount_point.size() || path[mount_point.size()] == '/'));
}

/// The line of /proc/self/mounts for the file system that has the path.
std::string mount_of(const std::string& path) {
  std::ifstream mounts("/proc/self/mounts");
  std::string found, longest;
  for (std::string line; std::getline(mounts, line);) {
    std::istringstream words(line);
    std::string device, point;
    words >> device >> point;
    if (!is_below(path, point) || point.size() < longest.size()) continue;
    longest = point;
    found = line;
  }
  return found;
}

std::string state_directory(const fs::path& folder) {
  struct statvfs space {};
  std::string text = fmt::format("== state_dir {}\n{}\n", folder.string(), mount_of(folder.string()));
  if (::statvfs(folder.c_str(), &space) != 0) return text + "cannot be read: " + std::strerror(errno) + "\n\n";
  return text + fmt::format("free bytes {} of {}, free inodes {} of {}\n\n", space.f_bavail * space.f_frsize,
                            space.f_blocks * space.f_frsize, space.f_favail, space.f_files);
}

/// The real file of a library has its version in its name: libcurl.so.4.8.0.
std::string libraries(const fs::path& maps) {
  std::ifstream in(maps);
  std::set<std::string> files;
  for (std::string line; std::getline(in, line);) {
    const std::size_t begin = line.find('/');
    if (begin == std::string::npos || line.find(".so", begin) == std::string::npos) continue;
    std::error_code gone;
    const fs::path real = fs::canonical(line.substr(begin), gone);
    files.insert(gone ? line.substr(begin) : real.string());
  }
  std::string text;
  for (const std::string& file : files) text.append(file).append("\n");
  return text;
}

}  // namespace

std::optional<pid_t> daemon_process(const fs::path& socket) {
  sockaddr_un address{};
  address.sun_family = AF_UNIX;
  const std::string path = socket.string();
  if (path.size() >= sizeof address.sun_path) return std::nullopt;
  std::memcpy(address.sun_path, path.c_str(), path.size() + 1);
  const int fd = ::socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
  if (fd < 0) return std::nullopt;
  ucred peer{};
  socklen_t size = sizeof peer;
  // The socket API takes every kind of address as a sockaddr.
  const bool known = ::connect(fd, reinterpret_cast<const sockaddr*>(&address), sizeof address) == 0 &&
                     ::getsockopt(fd, SOL_SOCKET, SO_PEERCRED, &peer, &size) == 0;
  ::close(fd);
  return known && peer.pid > 0 ? std::optional(peer.pid) : std::nullopt;
}

void add_machine(Bundle& bundle, const fs::path& state_dir) {
  std::string text = kernel();
  for (const char* file : {"/etc/os-release", "/proc/meminfo", "/proc/loadavg", "/proc/uptime", "/proc/sys/fs/file-nr",
                           "/proc/sys/fs/inotify/max_user_watches", "/proc/sys/net/core/rmem_max"})
    text += section(file);
  bundle.add("machine.txt", text + state_directory(state_dir));
}

void add_process(Bundle& bundle, std::optional<pid_t> daemon) {
  if (!daemon) return bundle.miss("process.txt, libraries.txt", "no daemon runs");
  const fs::path folder = fmt::format("/proc/{}", *daemon);
  std::string text = fmt::format("process {}\n\n", *daemon);
  for (const char* file : {"limits", "status", "oom_score"}) text += section(folder / file);
  bundle.add("process.txt", text);
  const std::string found = libraries(folder / "maps");
  if (found.empty())
    return bundle.miss("libraries.txt", "only root may see the libraries of the daemon, unless core_dumps is true");
  bundle.add("libraries.txt", found);
}

}  // namespace proxy::control
