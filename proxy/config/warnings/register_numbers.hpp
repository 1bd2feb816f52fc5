// SPDX-License-Identifier: Apache-2.0
#pragma once
// Finds the numbers of registers as manuals write them, 40001, where the adapter modbus takes addresses from 0.
// Spec: MODBUS Application Protocol 1.1b3, 4.3 and 4.4 (data model, addressing)
// Thread: pure

#include "proxy/config/config.hpp"
#include "proxy/config/diagnostic.hpp"

namespace proxy::config {

/// Appends a warning for each address whose first digit is that of its own kind of register: 1xxxx for a discrete
/// input, 3xxxx for an input register, 4xxxx for a holding register. Holding registers of a section that has `no_value:
/// sunspec` are right: SunSpec's begin at the address 40000.
void check_register_numbers(const AdapterSection& adapter, Diagnostics& diagnostics);

}  // namespace proxy::config
