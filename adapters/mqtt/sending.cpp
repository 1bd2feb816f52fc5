// SPDX-License-Identifier: Apache-2.0
#include "adapters/mqtt/sending.hpp"

namespace adapters::mqtt {

std::optional<mapping::Refusal> send(const sdk::Host& host, BrokerConnection& connection, const sdk::Item& item,
                                     const mapping::Command& command) {
  const bool wait_for_broker = command.confirm == mapping::Confirm::published;
  const OutgoingMessage message{command.address, command.payload, command.qos, command.retain};
  switch (connection.publish(message, wait_for_broker ? std::optional(item.token) : std::nullopt)) {
    case PublishResult::queued:
      if (command.confirm == mapping::Confirm::response) break;  // the device answers
      if (!wait_for_broker) host.reply(item.token, command.reply());
      break;
    case PublishResult::not_connected: return mapping::Refusal{ADAPTER_NOT_SENT, "the broker is not connected"};
    case PublishResult::full:
      return mapping::Refusal{ADAPTER_NOT_SENT, "the broker is too slow: 256 messages or 4 MiB are waiting"};
    case PublishResult::invalid:
      return mapping::Refusal{ADAPTER_INVALID_VALUE, "the value makes a message that cannot be published"};
  }
  return std::nullopt;
}

void ask(const sdk::Host& host, BrokerConnection& connection, const mapping::Question& question) {
  const PublishResult result = connection.publish({question.address, question.payload, 0, false});
  if (result == PublishResult::queued) return;
  for (const sdk::Token token : question.tokens)
    host.reply(token, ADAPTER_NOT_SENT, "the request was not sent to the device");
}

}  // namespace adapters::mqtt
