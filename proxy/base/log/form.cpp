// SPDX-License-Identifier: Apache-2.0
#include "proxy/base/log/form.hpp"

#include <algorithm>
#include <ctime>

namespace proxy::base::log {
namespace {

/// A visible_text() has no control characters: quotes and backslashes alone need an escape in JSON.
std::string quoted(std::string_view text) {
  std::string result = "\"";
  for (const char character : text) {
    if (character == '"' || character == '\\') result += '\\';
    result += character;
  }
  return result += '"';
}

}  // namespace

std::string utc_time(std::chrono::system_clock::time_point time) {
  const std::time_t seconds = std::chrono::system_clock::to_time_t(time);
  const auto milliseconds = std::chrono::duration_cast<std::chrono::milliseconds>(time.time_since_epoch()).count();
  std::tm utc{};
  ::gmtime_r(&seconds, &utc);
  char text[32];
  const std::size_t length = std::strftime(text, sizeof text, "%Y-%m-%dT%H:%M:%S", &utc);
  return fmt::format("{}.{:03}Z", std::string_view(text, length), milliseconds % 1000);
}

std::string json_form(std::chrono::system_clock::time_point time, Level level, std::string_view line) {
  const std::size_t id_size = std::min(line.find(' '), line.size());
  return fmt::format(R"({{"time":"{}","level":"{}","id":{},"text":{}}})", utc_time(time), word(level),
                     quoted(line.substr(0, id_size)), quoted(line.substr(std::min(id_size + 1, line.size()))));
}

}  // namespace proxy::base::log
