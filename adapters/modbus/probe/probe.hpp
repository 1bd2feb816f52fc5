// SPDX-License-Identifier: Apache-2.0
#pragma once
// Prints registers in every type and order: numbers of all widths, bits, text.
// Thread: pure

#include <span>
#include <string>

#include "adapters/modbus/polling/poll_plan.hpp"
#include "adapters/modbus/registers/registers.hpp"

namespace adapters::modbus {

/// Lines for people; `words` are the registers from address `first` on.
std::string interpretations(Space space, unsigned first, std::span<const std::uint16_t> words);

}  // namespace adapters::modbus
