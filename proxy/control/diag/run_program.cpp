// SPDX-License-Identifier: Apache-2.0
#include "proxy/control/diag/run_program.hpp"

#include <fcntl.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cerrno>
#include <filesystem>
#include <system_error>

namespace proxy::control {
namespace {

constexpr const char* kDaemon = "tr069-proxyd";
constexpr std::size_t kMaxOutput = std::size_t{16} << 20;

/// Reads to the end, so that the program is not stopped by a full pipe.
std::string read_all(int pipe) {
  std::string output;
  char block[16384];
  for (ssize_t count = 1; count > 0;) {
    count = ::read(pipe, block, sizeof block);
    if (count < 0 && errno == EINTR)
      count = 1;
    else if (count > 0 && output.size() < kMaxOutput)
      output.append(block, static_cast<std::size_t>(count));
  }
  return output;
}

}  // namespace

Ran run_program(std::vector<std::string> command) {
  std::vector<char*> arguments;
  for (std::string& word : command) arguments.push_back(word.data());
  arguments.push_back(nullptr);
  int ends[2];
  if (::pipe2(ends, O_CLOEXEC) != 0) throw std::system_error(errno, std::generic_category(), command[0]);
  posix_spawn_file_actions_t actions;
  posix_spawn_file_actions_init(&actions);
  posix_spawn_file_actions_addopen(&actions, STDIN_FILENO, "/dev/null", O_RDONLY, 0);
  posix_spawn_file_actions_adddup2(&actions, ends[1], STDOUT_FILENO);
  posix_spawn_file_actions_adddup2(&actions, ends[1], STDERR_FILENO);
  pid_t child = -1;
  const int failed = ::posix_spawnp(&child, command[0].c_str(), &actions, nullptr, arguments.data(), environ);
  posix_spawn_file_actions_destroy(&actions);
  ::close(ends[1]);
  Ran ran;
  if (failed == 0) ran.output = read_all(ends[0]);
  ::close(ends[0]);
  if (failed != 0) throw std::system_error(failed, std::generic_category(), command[0]);
  int status = 0;
  while (::waitpid(child, &status, 0) < 0 && errno == EINTR) {
  }
  ran.exit_code = WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
  return ran;
}

std::string daemon_program() {
  std::error_code error;
  const auto folder = std::filesystem::read_symlink("/proc/self/exe", error).parent_path();
  for (const auto& place : {folder / kDaemon, folder.parent_path() / "sbin" / kDaemon}) {
    if (::access(place.c_str(), X_OK) == 0) return place.string();
  }
  return kDaemon;
}

}  // namespace proxy::control
