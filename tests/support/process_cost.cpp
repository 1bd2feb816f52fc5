// SPDX-License-Identifier: Apache-2.0
#include "tests/support/process_cost.hpp"

#include <unistd.h>

#include <filesystem>
#include <fstream>
#include <sstream>
#include <stdexcept>
#include <string>
#include <string_view>

#include "tests/support/temp_dir.hpp"

namespace tests::support {
namespace {

std::string folder_of(pid_t pid) { return "/proc/" + std::to_string(pid); }

double field(const std::string& status, std::string_view name) {
  std::istringstream lines(status);
  for (std::string line; std::getline(lines, line);) {
    if (line.starts_with(name) && line[name.size()] == ':') return std::stod(line.substr(name.size() + 1));
  }
  throw std::runtime_error("the kernel says nothing of " + std::string(name));
}

}  // namespace

Memory memory_of(pid_t pid) {
  const std::string status = read_text(folder_of(pid) + "/status");
  return {field(status, "RssAnon"), field(status, "VmRSS"), field(status, "VmHWM")};
}

Activity activity_of(pid_t pid) {
  const std::string stat = read_text(folder_of(pid) + "/stat");
  std::istringstream fields(stat.substr(stat.rfind(')') + 2));  // the name before it may hold anything
  std::string skipped;
  for (int i = 0; i < 11; ++i) fields >> skipped;
  long user = 0, system = 0;
  fields >> user >> system;

  Activity activity;
  activity.cpu = std::chrono::microseconds((user + system) * (1'000'000 / ::sysconf(_SC_CLK_TCK)));
  for (const auto& task : std::filesystem::directory_iterator(folder_of(pid) + "/task")) {
    const std::string status = read_text(task.path() / "status");
    activity.voluntary_switches += static_cast<std::uint64_t>(field(status, "voluntary_ctxt_switches"));
  }
  return activity;
}

void forget_peak(pid_t pid) { std::ofstream(folder_of(pid) + "/clear_refs") << "5\n"; }

}  // namespace tests::support
