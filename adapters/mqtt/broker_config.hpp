// SPDX-License-Identifier: Apache-2.0
#pragma once
// Reads the settings of a connection from the configuration.
// Thread: the thread that calls create()

#include "adapters/mqtt/client_handle.hpp"
#include "adapters/sdk/config.hpp"

namespace adapters::mqtt {

// Reads `broker` and `max_payload_bytes`, and reports mistakes at their nodes. It opens no file: certificates may come
// and change later, and an attempt to connect reports what is wrong with them.
BrokerSettings read_broker(const sdk::ConfigNode& section);

}  // namespace adapters::mqtt
