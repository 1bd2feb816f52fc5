// SPDX-License-Identifier: Apache-2.0
#pragma once
// Registers printed as everything they could be: all widths in all orders, bits, text.
// Thread: pure

#include <span>
#include <string>

#include "adapters/modbus/polling/poll_plan.hpp"
#include "adapters/modbus/registers/registers.hpp"

namespace adapters::modbus {

/// Lines for people, the words being those from address `first` on.
std::string interpretations(Space space, unsigned first, std::span<const std::uint16_t> words);

}  // namespace adapters::modbus
