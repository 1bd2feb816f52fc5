// SPDX-License-Identifier: Apache-2.0
#include "proxy/web/link/line_follower.hpp"

namespace proxy::web {
namespace {

constexpr std::string_view kEvent = "{\"event\":";
constexpr std::string_view kError = "{\"error\":";

/// The value of the one member of an object.
std::string_view value_of(std::string_view line, std::string_view begin) {
  return line.substr(begin.size(), line.size() - begin.size() - 1);
}

}  // namespace

void LineFollower::received(std::string_view bytes) {
  const auto connection = connection_.lock();
  if (!connection) return;
  text_ += bytes;
  std::size_t begin = 0;
  for (std::size_t end = 0; (end = text_.find('\n', begin)) != std::string::npos; begin = end + 1) {
    if (!take_line(std::string_view(text_).substr(begin, end - begin))) return;
    if (!connection->is_open()) return;  // the event has closed it, and `dependencies_` may be gone
  }
  text_.erase(0, begin);
  if (text_.size() <= kMaxLine) return connection->read();
  lost("a line is too long");
}

/// False: it was the last one.
bool LineFollower::take_line(std::string_view line) {
  if (line.starts_with(kEvent) && line.ends_with('}')) {
    dependencies_.event(value_of(line, kEvent));
    return true;
  }
  dependencies_.refused(line.starts_with(kError) && line.ends_with('}') ? value_of(line, kError) : "null");
  return false;
}

void LineFollower::lost(const std::string&) { dependencies_.lost(); }

}  // namespace proxy::web
