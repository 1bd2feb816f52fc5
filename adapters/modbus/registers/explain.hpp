// SPDX-License-Identifier: Apache-2.0
#pragma once
// Reports what registers would set, in lines for people.
// Thread: pure

#include <string_view>

#include "adapters/mapping/tables/mapping.hpp"
#include "adapters/modbus/registers/layout.hpp"
#include "adapters/sdk/adapter.hpp"

namespace adapters::modbus {

/// The address is "unit 20 holding 8", the payload the registers from there on, decimal or hex: "214 0x4366". Reports a
/// line for each parameter or capability whose registers are all in the payload.
void explain(const Layout& layout, const mapping::Mapping& mapping, std::string_view address, std::string_view payload,
             const sdk::Say& say);

}  // namespace adapters::modbus
