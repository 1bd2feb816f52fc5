// SPDX-License-Identifier: Apache-2.0
#include "proxy/plugin/abi/board/rejections.hpp"

#include <algorithm>

namespace proxy::plugin {
namespace {

/// Of "plug/one: Power: 'x' is no decimal" the topic and the parameter. A reason begins with a quote or has spaces.
std::size_t subject_length(std::string_view text) {
  std::size_t end = text.find(": ");
  if (end == std::string_view::npos) return 0;
  for (std::size_t next = text.find(": ", end + 2); next != std::string_view::npos; next = text.find(": ", end + 2)) {
    if (text.substr(end + 2, next - end - 2).find_first_of(" '\"") != std::string_view::npos) break;
    end = next;
  }
  return end;
}

}  // namespace

void Rejections::add(std::string_view reason) {
  const std::size_t length = subject_length(reason);
  const std::string_view subject = reason.substr(0, length);
  const std::string_view rest = length == 0 ? reason : reason.substr(length + 2);
  const auto known = std::ranges::find_if(
      all_, [&](const Rejection& one) { return one.subject == subject && (!subject.empty() || one.reason == rest); });
  if (known != all_.end()) {
    std::rotate(known, known + 1, all_.end());
  } else {
    if (all_.size() == kMax) all_.erase(all_.begin());
    all_.push_back({std::string(subject), {}, 0});
  }
  all_.back().reason = rest;
  ++all_.back().count;
}

}  // namespace proxy::plugin
