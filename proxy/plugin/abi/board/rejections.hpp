// SPDX-License-Identifier: Apache-2.0
#pragma once
// What was rejected last, by what it concerns: a parameter, a device or a topic, as the reason begins.
// Thread: under its owner's lock

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace proxy::plugin {

struct Rejection {
  std::string subject;  ///< "" where the reason names none
  std::string reason;   ///< the last one
  std::uint64_t count = 0;
};

class Rejections {
 public:
  static constexpr std::size_t kMax = 50;  ///< subjects

  /// "plug/one: Power: 'x' is no decimal": the subject is "plug/one: Power".
  void add(std::string_view reason);
  /// The newest last.
  const std::vector<Rejection>& all() const { return all_; }

 private:
  std::vector<Rejection> all_;
};

}  // namespace proxy::plugin
