// SPDX-License-Identifier: Apache-2.0
#pragma once
// From the section of the configuration to what a connection is told.
// Thread: the thread that calls create()

#include "adapters/mqtt/client_handle.hpp"
#include "adapters/sdk/config.hpp"

namespace adapters::mqtt {

// Reads `broker` and `max_payload_bytes`; every mistake is reported at its node. No file is opened: certificates may
// come and change later, and what is wrong with them is said when the connection is tried.
BrokerSettings read_broker(const sdk::ConfigNode& section);

}  // namespace adapters::mqtt
