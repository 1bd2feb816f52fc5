// SPDX-License-Identifier: Apache-2.0
#include "adapters/mapping/binding.hpp"

namespace adapters::mapping {
namespace {

/// For the log. The host masks the secrets of the configuration, and then shortens the line to less than this: no
/// secret is cut before it is masked.
std::string_view logged(std::string_view payload) {
  constexpr std::size_t kMaxLogged = 2'048;
  return payload.substr(0, kMaxLogged);
}

}  // namespace

Binding::Binding(sdk::Host host, const Mapping& mapping, const std::string& protocol, std::uint32_t first_number)
    : host_(host),
      mapping_(mapping),
      confirmation_(host, first_number),
      tables_(host, mapping, protocol, confirmation_),
      devices_(host, mapping.admission(), confirmation_, mapping.notify_rules()),
      configured_(host, mapping, protocol, devices_) {}

void Binding::receive(std::string_view address, std::string_view payload, bool retained, Time now) {
  host_.log("mapping.message.received", ADAPTER_LOG_DEBUG, address, ": ", logged(payload));
  receive_made(address, payload, retained, now);
}

void Binding::receive_made(std::string_view address, std::string_view payload, bool retained, Time now) {
  Payload message(payload, mapping_.limits());
  receive_of_row(address, message, retained, now);
  if (message.too_large()) return;
  const RowsOfMessage found = mapping_.rows_in(address, message);
  for (const std::string& reason : found.rejected) host_.rejected(reason);
  for (const RowsOfMessage::Row& row : found.rows) {
    Payload document(row.document, mapping_.limits());
    receive_of_row(row.address, document, retained, now);
  }
}

void Binding::receive_of_row(std::string_view address, Payload& message, bool retained, Time now) {
  const Decoded decoded = mapping_.decode(address, message, retained);
  tables_.receive(decoded, retained, now);
  if (message.too_large()) return;
  for (const DeviceMessage& device : decoded.devices) configured_.receive(device, address, message, retained, now);
  devices_.receive(address, message, retained, now);
}

void Binding::pass_time(Time now) {
  tables_.pass_time(now);
  devices_.pass_time(now);
}

void Binding::check(sdk::Items items) const {
  for (const sdk::Item& item : items) is_of_device(item) ? devices_.check(item) : tables_.check(item);
}

Outcome<Command, Refusal> Binding::command(const sdk::Item& item, Delivery delivery) {
  Outcome<Command, Refusal> command =
      is_of_device(item) ? devices_.command(item, delivery) : tables_.command(item, delivery);
  if (command) host_.log("mapping.message.sent", ADAPTER_LOG_DEBUG, command->address, ": ", logged(command->payload));
  return command;
}

std::vector<Question> Binding::questions(sdk::Items items) {
  std::vector<Question> questions = tables_.questions(items);
  for (const Question& question : questions)
    host_.log("mapping.message.sent", ADAPTER_LOG_DEBUG, question.address, ": ", logged(question.payload));
  return questions;
}

void Binding::not_carried_out(sdk::Token token, const Refusal& why) {
  confirmation_.forget(token);
  host_.reply(token, why.status, why.detail);
}

Outcome<Command, Refusal> Binding::command_to_check(const sdk::Item& item) const {
  return is_of_device(item) ? devices_.command_to_check(item) : tables_.command_to_check(item);
}

}  // namespace adapters::mapping
