// SPDX-License-Identifier: Apache-2.0
#include "adapters/mapping/polling/polling_adapter.hpp"

#include <utility>

namespace adapters::mapping {

using Clock = std::chrono::steady_clock;

PollingAdapter::PollingAdapter(sdk::Host host, const sdk::ConfigNode& section, const Addressing& addressing,
                               const std::string& protocol, std::chrono::seconds max_wait)
    : MappedAdapter(host, section, addressing, protocol), feed_(host, mapping(), addressing, binding(), max_wait) {}

void PollingAdapter::known_row(sdk::Table table, std::string_view identity) {
  feed_.known_row(table, identity);
  wake();
}

std::optional<PollingAdapter::Time> PollingAdapter::poll_due() {
  for (const std::size_t poll : feed_.take_due(Clock::now())) begin_poll(poll);
  return feed_.next();
}

void PollingAdapter::answered(std::size_t poll, std::string_view payload) {
  feed_.answered(poll, payload, Clock::now());
  report().answered(place_of(poll));
}

void PollingAdapter::failed(std::size_t poll, const std::string& reason, bool is_known) {
  feed_.failed(poll, reason, is_known, Clock::now());
  report().failed(place_of(poll), reason);
}

void PollingAdapter::carried_out(sdk::Token token, const Command& command) {
  binding().carried_out(token, command);
  feed_.hurry(command.parameter);
}

void PollingAdapter::not_carried_out(sdk::Token token, const Command& command, adapter_status status,
                                     const std::string& reason) {
  binding().not_carried_out(token, {status, reason});
  feed_.hurry(command.parameter);
}

}  // namespace adapters::mapping
