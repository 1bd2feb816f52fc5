// SPDX-License-Identifier: Apache-2.0
#include "proxy/base/journal.hpp"

#include <fmt/format.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <string>

namespace proxy::base::log {

bool standard_error_is_journal() {
  const char* stream = std::getenv("JOURNAL_STREAM");
  struct stat file {};
  if (stream == nullptr || ::fstat(STDERR_FILENO, &file) != 0) return false;
  // A child process inherits the variable also when its standard error goes elsewhere.
  return fmt::format("{}:{}", file.st_dev, file.st_ino) == stream;
}

void write_start_up_error(std::string_view text) {
  const std::string_view priority = standard_error_is_journal() ? journal_priority(Level::error) : "";
  std::string lines;
  while (!text.empty()) {
    const std::size_t size = std::min(text.find('\n'), text.size() - 1) + 1;
    lines.append(priority).append(text.substr(0, size));
    text.remove_prefix(size);
  }
  std::fwrite(lines.data(), 1, lines.size(), stderr);
}

}  // namespace proxy::base::log
