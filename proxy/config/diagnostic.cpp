// SPDX-License-Identifier: Apache-2.0
#include "proxy/config/diagnostic.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <iterator>
#include <map>
#include <tuple>
#include <utility>

namespace proxy::config {

Position position(const Node& node) { return {*node.file, node.line, node.column}; }
Position key_position(const Node& node) { return {*node.file, node.key_line, node.key_column}; }

std::string to_string(const Diagnostic& diagnostic) {
  return fmt::format("{}:{}:{}: {}{}{}{}", diagnostic.at.file, diagnostic.at.line, diagnostic.at.column,
                     diagnostic.severity == Diagnostic::Severity::warning ? "warning: " : "", diagnostic.path,
                     diagnostic.path.empty() ? "" : ": ", diagnostic.message);
}

void Diagnostics::error(Position at, std::string path, std::string message) {
  ++errors_;
  add({Diagnostic::Severity::error, std::move(at), std::move(path), std::move(message)});
}

void Diagnostics::warning(Position at, std::string path, std::string message) {
  add({Diagnostic::Severity::warning, std::move(at), std::move(path), std::move(message)});
}

void Diagnostics::add(Diagnostic diagnostic) {
  if (std::find(entries_.begin(), entries_.end(), diagnostic) != entries_.end()) return;
  if (entries_.size() < kMaxErrors) {
    entries_.push_back(std::move(diagnostic));
  } else {
    ++dropped_;
  }
}

void Diagnostics::sort() {
  std::map<std::string, std::size_t> order;
  for (const auto& entry : entries_) order.try_emplace(entry.at.file, order.size());
  std::stable_sort(entries_.begin(), entries_.end(), [&order](const Diagnostic& left, const Diagnostic& right) {
    return std::tuple(order[left.at.file], left.at.line, left.at.column) <
           std::tuple(order[right.at.file], right.at.line, right.at.column);
  });
}

std::string Diagnostics::text() const {
  std::string lines;
  for (const auto& entry : entries_) lines.append(to_string(entry)).push_back('\n');
  if (dropped_ != 0) fmt::format_to(std::back_inserter(lines), "and {} more\n", dropped_);
  return lines;
}

std::string quote(std::string_view text) {
  constexpr std::size_t kMaxQuoted = 60;
  const bool cut = text.size() > kMaxQuoted;
  if (cut) {
    std::size_t end = kMaxQuoted;
    while (end > 0 && (static_cast<unsigned char>(text[end]) & 0xc0U) == 0x80U) --end;
    text = text.substr(0, end);
  }
  std::string quoted = "\"";
  for (const char character : text) {
    const auto byte = static_cast<unsigned char>(character);
    if (byte < 0x20 || byte == 0x7f) {
      fmt::format_to(std::back_inserter(quoted), "\\x{:02x}", byte);
    } else {
      quoted.push_back(character);
    }
  }
  return quoted + (cut ? "...\"" : "\"");
}

std::string quote(const Node& node) { return node.secret ? "the value of the tag" : quote(node.scalar); }

}  // namespace proxy::config
