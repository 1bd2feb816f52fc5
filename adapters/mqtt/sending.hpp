// SPDX-License-Identifier: Apache-2.0
#pragma once
// Publishes commands and questions, and replies to the host.
// Thread: any

#include <optional>

#include "adapters/mapping/binding.hpp"
#include "adapters/mqtt/broker_connection.hpp"
#include "adapters/sdk/adapter.hpp"

namespace adapters::mqtt {

/// Publishes a command. The reply follows now, or when the broker or the device has answered. If the command is not
/// published, there is no reply, and the reason is returned.
std::optional<mapping::Refusal> send(const sdk::Host& host, BrokerConnection& connection, const sdk::Item& item,
                                     const mapping::Command& command);

/// Publishes a question. The value is the answer; if it cannot be published, replies ADAPTER_NOT_SENT.
void ask(const sdk::Host& host, BrokerConnection& connection, const mapping::Question& question);

}  // namespace adapters::mqtt
