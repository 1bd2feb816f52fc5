// SPDX-License-Identifier: Apache-2.0
#pragma once
// One entry of the configuration's `devices` and one message: does the message make a device, and how is that device
// described?
// Thread: pure

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

#include "adapters/mapping/devices/device.hpp"
#include "adapters/mapping/tables/mapping.hpp"

namespace adapters::mapping {

/// The device of a row of mapping.tables()[table], which is an entry of `devices`. `captures` are the row's, `name` is
/// the one that its messages say; "" if they say none.
DeviceDescription description_of(const Mapping& mapping, std::size_t table, const Captures& captures,
                                 const std::string& name);

/// A parameter of such an entry as a capability; its addresses are still patterns.
Capability capability_of(const Mapping& mapping, std::size_t parameter);

/// The message makes a device that is not there yet. At the address of `rows` that is any message that decodes: an
/// object or array if a pointer looks for something in it, otherwise a value that fits. A device without rows comes
/// with its first value.
bool makes_device(const Mapping& mapping, const DeviceMessage& message, std::string_view address, Payload& payload,
                  bool retained);

/// The device's name in a message at the address of its rows; "" if it has none there.
std::string name_in(const Mapping& mapping, const DeviceMessage& message, Payload& payload);

}  // namespace adapters::mapping
