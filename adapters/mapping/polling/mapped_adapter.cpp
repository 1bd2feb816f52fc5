// SPDX-License-Identifier: Apache-2.0
#include "adapters/mapping/polling/mapped_adapter.hpp"

namespace adapters::mapping {
namespace {

using std::chrono::milliseconds;

constexpr milliseconds kDefaultConfirm{5000};
constexpr milliseconds kTimeToReply{500};

}  // namespace

MappedAdapter::MappedAdapter(sdk::Host host, const sdk::ConfigNode& section, const Addressing& addressing,
                             const std::string& protocol)
    : Adapter(host), mapping_(section, addressing), binding_(host, mapping_, protocol), report_(host) {}

void MappedAdapter::start() {
  binding_.declare();
  report_.started(has_sources());
  start_thread();
}

void MappedAdapter::apply(sdk::Items items) {
  for (const sdk::Item& item : items) {
    if (const auto command = binding_.command(item, Delivery::queued)) {
      send(item.token, *command);
    } else {
      host().reply(item.token, command.error().status, command.error().detail);
    }
  }
}

milliseconds MappedAdapter::time_for(const Command& command) const {
  const milliseconds confirm(mapping_.parameters()[command.parameter].sink->confirm_timeout_ms);
  return (confirm.count() == 0 ? kDefaultConfirm : confirm) - kTimeToReply;
}

std::vector<std::string> MappedAdapter::sink_captures(const Parameter& parameter) const {
  if (parameter.table == kNoTable) return {};
  return mapping_.tables()[parameter.table].rows.names();
}

}  // namespace adapters::mapping
