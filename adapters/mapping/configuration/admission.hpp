// SPDX-License-Identifier: Apache-2.0
#pragma once
// Which of the devices that were found are shown: allow, deny, auto_add and max_devices of the configuration.
// Thread: pure

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "adapters/sdk/config.hpp"

namespace adapters::mapping {

/// '*' is any text, '?' any one character.
bool matches_glob(std::string_view glob, std::string_view text);

class Admission {
 public:
  Admission() = default;
  /// Reads the four keys of the section; mistakes are reported at their nodes.
  explicit Admission(const sdk::ConfigNode& section);

  std::size_t max_devices() const { return max_devices_; }
  /// Why a device of this identity and name is not shown; "" if it is. A glob may match either of them.
  std::string why_not(std::string_view identity, std::string_view name) const;

 private:
  std::vector<std::string> allow_ = {"*"};
  std::vector<std::string> deny_;
  bool auto_add_ = true;
  std::size_t max_devices_ = 200;
};

}  // namespace adapters::mapping
