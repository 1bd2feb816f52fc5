// SPDX-License-Identifier: Apache-2.0
#include "adapters/mapping/devices/device_engine.hpp"

#include <algorithm>

#include "adapters/mapping/devices/capability_values.hpp"
#include "adapters/mapping/tables/explain.hpp"

namespace adapters::mapping {
namespace {

CellHandles cell_of(sdk::Row row) { return {row.value, ADAPTER_VALUE}; }

/// Bridges of earlier versions send the word alone where later ones send JSON.
Outcome<adapter_presence> presence_at(const ShownDevice& device, std::size_t index, Payload& payload) {
  PresenceSource source = device.facts().availability.sources[index];
  if (!payload.is_json()) source.pointer.reset();
  return presence_in(payload, source);
}

}  // namespace

// ---- the devices ----------------------------------------------------------------------------------------------------

bool DeviceEngine::describe(DeviceDescription device) {
  const std::lock_guard lock(mutex_);
  const DeviceKey key = device.key;
  if (!directory_.describe(std::move(device))) return false;
  const ShownDevice& shown = *directory_.find(key);
  // The silence of a device that has not sent anything begins with the first pass_time().
  const bool may_be_silent = shown.facts().availability.stale_after.count() != 0;
  if (may_be_silent && !shown.has_begun()) silences_.set(shown.number(), {});
  return true;
}

void DeviceEngine::remove(const DeviceKey& key) {
  const std::lock_guard lock(mutex_);
  directory_.remove(key);
}

void DeviceEngine::skip(const DeviceKey& key, const std::string& reason) {
  const std::lock_guard lock(mutex_);
  directory_.skip(key, reason);
}

std::vector<std::string> DeviceEngine::addresses() const {
  const std::lock_guard lock(mutex_);
  return directory_.routes().addresses();
}

AddressChanges DeviceEngine::take_changes() {
  const std::lock_guard lock(mutex_);
  return directory_.routes().take_changes();
}

std::vector<Message> DeviceEngine::take_prime() {
  const std::lock_guard lock(mutex_);
  return directory_.take_prime();
}

std::vector<Message> DeviceEngine::prime() const {
  const std::lock_guard lock(mutex_);
  return directory_.prime();
}

// ---- messages -------------------------------------------------------------------------------------------------------

void DeviceEngine::receive(std::string_view address, Payload& payload, bool retained, Time now) {
  const std::lock_guard lock(mutex_);
  const std::vector<RouteTarget>& targets = directory_.routes().at(address);
  for (std::size_t first = 0; first < targets.size();) {
    ShownDevice& device = *targets[first].device;
    std::size_t end = first;
    while (end < targets.size() && targets[end].device == &device) ++end;
    receive_for(device, std::span(targets).subspan(first, end - first), payload, {retained, now});
    set_presence(device, now);
    first = end;
  }
}

void DeviceEngine::replay(const DeviceKey& key, std::string_view address, Payload& payload, bool retained, Time at) {
  const std::lock_guard lock(mutex_);
  ShownDevice* const device = directory_.find(key);
  if (device == nullptr) return;
  std::vector<RouteTarget> targets = directory_.routes().at(address);
  std::erase_if(targets, [&](const RouteTarget& target) { return target.device != device; });
  receive_for(*device, targets, payload, {retained, at});
}

void DeviceEngine::receive_for(ShownDevice& device, std::span<const RouteTarget> targets, Payload& payload,
                               Arrival arrival) {
  std::vector<std::pair<sdk::Row, std::string>> values;
  bool is_contact = false;
  for (const RouteTarget& target : targets) {
    is_contact = is_contact || target.use != RouteTarget::Use::presence ||
                 !device.facts().availability.sources[target.index].of_bridge;
    switch (target.use) {
      case RouteTarget::Use::contact: break;
      case RouteTarget::Use::presence: receive_presence(device, target.index, payload); break;
      case RouteTarget::Use::value: receive_value(device, target, payload, arrival, values); break;
      case RouteTarget::Use::response: receive_response(device.capabilities()[target.index], payload); break;
      case RouteTarget::Use::accepted:
        if (arrival.retained) break;  // it may be older than the set
        confirmation_.repeated(cell_of(device.capabilities()[target.index].row), payload.bytes());
        break;
    }
  }
  sdk::Batch batch;
  for (const auto& [row, value] : values) batch.add(row, sdk::kValue, value);
  host_.publish(batch, arrival.retained);
  if (is_contact && !payload.empty()) {
    device.heard(arrival.at, arrival.retained);
    // A value counts as contact by itself.
    if (batch.empty() && !arrival.retained) host_.contact(device.handle());
  }
  if (const std::optional<Time> stale = device.stale_at()) silences_.set(device.number(), *stale);
}

void DeviceEngine::receive_value(ShownDevice& device, const RouteTarget& target, Payload& payload, Arrival arrival,
                                 std::vector<std::pair<sdk::Row, std::string>>& values) {
  ShownCapability& capability = device.capabilities()[target.index];
  const Capability& facts = *capability.facts;
  const Source& source = source_at(facts, target.source);
  if ((payload.empty() && !facts.is_configured()) || (source.ignore_retained && arrival.retained)) return;
  const auto reject = [&](const std::string& reason) {
    host_.rejected(device.facts().name + ", " + facts.name + ": " + reason);
  };
  if (source.pointer && !payload.is_json()) return reject(payload.why_not_json());
  const Scalar word = word_in(facts, source, payload);
  if (word.kind == Scalar::Kind::missing || word.kind == Scalar::Kind::null) return;
  Outcome<std::string> value = value_of(facts, source, word, payload);
  if (!value) return reject(value.error().reason);
  const std::string out_of_range = facts.is_configured() ? why_out_of_range(facts, *value) : std::string();
  if (!out_of_range.empty()) reject(out_of_range);
  device.keep_word(capability, word.text);
  const sdk::Row row = directory_.row_of(device, capability);
  if (!row) return;
  confirmation_.reported(cell_of(row), facts.conversion, *value, arrival.retained);
  events_.published(cell_of(row), source, facts.conversion.type, *value, arrival.at);
  values.emplace_back(row, std::move(*value));
}

void DeviceEngine::receive_response(const ShownCapability& capability, Payload& payload) {
  const auto answer = answer_in(payload, *capability.facts->sink->response);
  if (answer) confirmation_.answered(capability.row.value, *answer);
}

void DeviceEngine::accept(const SetAcceptance& acceptance) {
  const std::lock_guard lock(mutex_);
  const ShownDevice* const device = directory_.find(acceptance.device);
  if (device == nullptr) return;
  for (const ShownCapability& capability : device->capabilities()) {
    if (capability.identity == acceptance.capability) confirmation_.accepted(cell_of(capability.row));
  }
}

void DeviceEngine::refuse(const SetRefusal& refusal) {
  const std::lock_guard lock(mutex_);
  const ShownDevice* const device = directory_.find(refusal.device);
  std::vector<CellHandles> waiting;
  if (device != nullptr) {
    for (const ShownCapability& capability : device->capabilities()) {
      const std::vector<std::string>& names = refusal.capabilities;
      const bool is_named = std::find(names.begin(), names.end(), capability.identity) != names.end();
      const CellHandles cell = cell_of(capability.row);
      if (is_named && confirmation_.is_expected(cell)) waiting.push_back(cell);
    }
  }
  if (waiting.size() != 1) return host_.rejected(refusal.device.identity + ": " + refusal.reason);
  confirmation_.refused(waiting.front(), refusal.reason);
}

// ---- presence and time ----------------------------------------------------------------------------------------------

void DeviceEngine::receive_presence(ShownDevice& device, std::size_t source, Payload& payload) {
  const Outcome<adapter_presence> presence = presence_at(device, source, payload);
  if (presence) {
    device.source_says(source, *presence);
  } else {
    host_.rejected(device.facts().name + ": " + presence.error().reason);
  }
}

void DeviceEngine::set_presence(ShownDevice& device, Time now) {
  const adapter_presence presence = device.presence_at(now);
  if (presence == device.presence()) return;  // as with most messages
  const adapter_presence before = directory_.presence_of(device.facts().key);
  device.set_presence(presence);
  const adapter_presence after = directory_.presence_of(device.facts().key);
  if (after != before) host_.presence(device.handle(), after);
}

void DeviceEngine::pass_time(Time now) {
  const std::lock_guard lock(mutex_);
  for (const Deadlines::Key number : silences_.take_due(now)) {
    ShownDevice* const device = directory_.find(number);
    if (device == nullptr) continue;
    if (!device->has_begun()) device->begin_silence(now);
    set_presence(*device, now);
    if (const auto stale = device->stale_at(); stale && now < *stale) silences_.set(number, *stale);
  }
  for (const CellHandles& cell : events_.take_ended(now)) {
    const sdk::Row row{cell.row};
    ShownDevice* const device = directory_.owner_of(row);
    if (device == nullptr) continue;
    host_.publish(row, sdk::kValue, initial_value(device->capability_at(row).facts->conversion.type));
  }
}

std::optional<DeviceEngine::Time> DeviceEngine::next_time() const {
  const std::lock_guard lock(mutex_);
  return earlier(silences_.next(), events_.next());
}

// ---- for people -----------------------------------------------------------------------------------------------------

bool DeviceEngine::explain(std::string_view address, Payload& payload, const sdk::Say& say) const {
  const std::lock_guard lock(mutex_);
  const ShownDevice* device = nullptr;
  for (const RouteTarget& target : directory_.routes().at(address)) {
    if (target.device->is_configured()) continue;  // the configuration explains it
    const DeviceDescription& facts = target.device->facts();
    if (target.use == RouteTarget::Use::contact) continue;
    if (std::exchange(device, target.device) != target.device) {
      say("the device " + facts.name + " (" + facts.key.controller + ", " + facts.key.identity + "):");
    }
    if (target.use == RouteTarget::Use::presence) {
      say("  " + explain_presence(presence_at(*target.device, target.index, payload)));
      continue;
    }
    const Capability& capability = *target.device->capabilities()[target.index].facts;
    say("  " + (target.use == RouteTarget::Use::value
                    ? explain_value(capability, source_at(capability, target.source), payload)
                    : capability.name + ": the device accepts what it was told"));
  }
  return device != nullptr;
}

// ---- sets -----------------------------------------------------------------------------------------------------------

std::optional<DeviceEngine::Found> DeviceEngine::find(const sdk::Item& item) const {
  ShownDevice* const device = directory_.owner_of(item.row);
  if (device == nullptr) return std::nullopt;
  return Found{device, &device->capability_at(item.row)};
}

void DeviceEngine::check(const sdk::Item& item) const {
  const std::lock_guard lock(mutex_);
  if (!find(item)) return host_.reply(item.token, ADAPTER_DONE);  // it waits until the device is there
  const Outcome<Command, Refusal> command = command_for(item, 0);
  if (command) return host_.reply(item.token, ADAPTER_DONE);
  host_.reply(item.token, command.error().status, command.error().detail);
}

Outcome<Command, Refusal> DeviceEngine::command_to_check(const sdk::Item& item) const {
  const std::lock_guard lock(mutex_);
  return command_for(item, 0);
}

Outcome<Command, Refusal> DeviceEngine::command(const sdk::Item& item, Delivery delivery) {
  const std::lock_guard lock(mutex_);
  const std::optional<Found> found = find(item);
  const bool is_numbered = found && found->capability->facts->sink && found->capability->facts->sink->response;
  const std::uint64_t number = is_numbered ? confirmation_.new_number() : 0;
  Outcome<Command, Refusal> command = command_for(item, number);
  if (!command) return command;
  const Capability& facts = *found->capability->facts;
  found->device->keep_word(*found->capability, command->word);
  confirmation_.forget(cell_of(item.row));
  if (is_numbered) confirmation_.expect_answer(number, item.row.value, item.token);
  if (command->confirm == Confirm::state) {
    confirmation_.expect_report(cell_of(item.row), {.token = item.token,
                                                    .value = std::string(item.value),
                                                    .echo = echo_of(facts, item.value, command->word),
                                                    .payload = command->payload,
                                                    .is_sent = delivery == Delivery::immediate});
  }
  return command;
}

/// `number` is what the device answers to, if it does.
Outcome<Command, Refusal> DeviceEngine::command_for(const sdk::Item& item, std::uint64_t number) const {
  const std::optional<Found> found = find(item);
  if (!found) return Refusal{ADAPTER_NOT_SENT, "the device has not been heard of yet"};
  const Capability& facts = *found->capability->facts;
  if (!facts.sink) return Refusal{ADAPTER_REFUSED, "it cannot be set"};
  Outcome<std::string> word = word_of_set(facts, item.value);
  if (!word) return Refusal{ADAPTER_INVALID_VALUE, word.error().reason};
  std::optional<Captures> names = found->device->names_for(facts);
  if (!names) return Refusal{ADAPTER_REFUSED, "it is set together with what the device has not told yet"};
  const Sink& sink = *facts.sink;
  if (sink.response) names->push_back({kIdCapture, std::to_string(number)});
  // Most sinks have no words that are sent elsewhere.
  const auto other = std::find_if(sink.elsewhere.begin(), sink.elsewhere.end(),
                                  [&](const WordSink& candidate) { return candidate.word == *word; });
  const bool is_usual = other == sink.elsewhere.end();
  const auto place = is_usual ? 0 : static_cast<std::size_t>(other - sink.elsewhere.begin()) + 1;
  Command command;
  command.address = found->device->address_of(*found->capability, sink_place(facts) + place);
  command.payload = is_usual ? sink.payload.render(word_to_send(facts, *word), *names, facts.conversion.json)
                             : other->payload.render({}, *names);
  command.qos = sink.qos;
  command.retain = sink.retain;
  command.confirm = sink.confirm;
  command.parameter = facts.parameter;
  command.word = std::move(*word);
  command.captures = found->device->facts().captures;
  return command;
}

}  // namespace adapters::mapping
