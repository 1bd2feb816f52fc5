// SPDX-License-Identifier: Apache-2.0
#pragma once
// Hands commands and questions to the broker, and tells the host what became of that.
// Thread: any

#include "adapters/mapping/tables/binding.hpp"
#include "adapters/mqtt/broker_connection.hpp"
#include "adapters/sdk/adapter.hpp"

namespace adapters::mqtt {

/// The item is answered now, or by what the broker or the device says.
void send(const sdk::Host& host, BrokerConnection& connection, const sdk::Item& item, const mapping::Command& command);

/// The value answers; who could not be asked is told so.
void ask(const sdk::Host& host, BrokerConnection& connection, const mapping::Question& question);

}  // namespace adapters::mqtt
