// SPDX-License-Identifier: Apache-2.0
// The part of Binding that shows the devices of `devices` in the standard shape: rows that are devices, parameters that
// are their capabilities.
#include <algorithm>
#include <utility>

#include "adapters/mapping/tables/binding.hpp"

namespace adapters::mapping {
namespace {

constexpr std::size_t kMostPrimes = 16;  // of one device

}  // namespace

// ---- devices --------------------------------------------------------------------------------------------------------

/// False, and the host knows why, if it is not wanted.
bool Binding::show_device(const std::string& row_identity, const Update& update, RowState& row) {
  const DeviceFacts& facts = *mapping_.tables()[row.table].device;
  const std::string identity = facts.identity.empty() ? row_identity : substitute(facts.identity, row.captures);
  row.name = facts.name.empty() ? identity : substitute(facts.name, row.captures);
  const std::vector<Cell>& now = update.cells;
  const auto says_it = [&](const Cell& cell) { return mapping_.parameters()[cell.parameter].names_device; };
  const auto said = std::find_if(now.begin(), now.end(), says_it);
  if (said != now.end() && !said->text.empty()) row.name = said->text;
  std::string reason = mapping_.admission().why_not(identity, row.name);
  if (reason.empty() && devices_ >= mapping_.admission().max_devices()) reason = "max_devices is reached";
  if (!reason.empty()) {
    host_.skipped(identity, reason);
    return false;
  }
  row.device = device(identity, facts.protocol);
  tell_facts(row);
  return true;
}

void Binding::tell_facts(RowState& row) const {
  const DeviceFacts& facts = *mapping_.tables()[row.table].device;
  const std::string description = substitute(facts.description, row.captures);
  row.handle = host_.show_device(row.device, {row.name.c_str(), facts.type.c_str(), description.c_str()});
}

void Binding::rename(RowState& row, const std::string& name) const {
  if (name.empty() || name == row.name) return;
  row.name = name;
  tell_facts(row);
}

// ---- capabilities ---------------------------------------------------------------------------------------------------

/// Those that no value needs to come first for.
void Binding::add_capabilities(RowState& row) {
  for (std::size_t i = 0; i < columns_.size(); ++i) {
    const Parameter& parameter = mapping_.parameters()[i];
    if (parameter.table != row.table || !parameter.capability) continue;
    if (parameter.capability->always || !parameter.source) (void)capability(row, i);
  }
  const std::vector<Message> prime = prime_of(row);
  prime_.insert(prime_.end(), prime.begin(), prime.end());
}

/// Its row, made if it is not there.
sdk::Row Binding::capability(RowState& row, std::size_t index) {
  const auto known = row.capabilities.find(index);
  if (known != row.capabilities.end()) return known->second;
  const Parameter& parameter = mapping_.parameters()[index];
  const std::vector<const char*> words = words_of(parameter);
  const std::string minimum = text_of(parameter.range.minimum);
  const std::string maximum = text_of(parameter.range.maximum);
  const sdk::Row made = host_.capability(
      row.device, {parameter.path.c_str(), static_cast<uint32_t>(parameter.capability->kind), parameter.path.c_str(),
                   parameter.capability->type.c_str(), parameter.capability->unit.c_str(), minimum.c_str(),
                   maximum.c_str(), words.data(), words.size(), static_cast<uint32_t>(parameter.notify),
                   parameter.sink ? parameter.sink->confirm_timeout_ms : 0});
  if (!made) return made;
  row.capabilities.emplace(index, made);
  capabilities_[made.value] = {&row, index};
  return made;
}

/// What is left of its device, if another row is the same, has them no more.
void Binding::remove_capabilities(const RowState& row) {
  const bool stays = rows_of_.at(row.device.value) > 1;
  for (const auto& [parameter, capability] : row.capabilities) {
    capabilities_.erase(capability.value);
    echoes_.erase({capability.value, ADAPTER_VALUE});
    if (stays) host_.remove_row(capability);
  }
}

// ---- what asks for values -------------------------------------------------------------------------------------------

std::vector<Message> Binding::prime_of(const RowState& row) const {
  std::vector<Message> messages;
  for (const Parameter& parameter : mapping_.parameters()) {
    if (parameter.table != row.table || !parameter.source || !parameter.source->refresh) continue;
    const Refresh& refresh = *parameter.source->refresh;
    Message message{refresh.address.address(row.captures).value_or(std::string()),
                    refresh.payload.render({}, row.captures)};
    const bool asked = std::find(messages.begin(), messages.end(), message) != messages.end();
    if (!asked && messages.size() < kMostPrimes) messages.push_back(std::move(message));
  }
  return messages;
}

std::vector<Message> Binding::take_prime() {
  const std::lock_guard lock(mutex_);
  return std::exchange(prime_, {});
}

std::vector<Message> Binding::prime() const {
  const std::lock_guard lock(mutex_);
  std::vector<Message> all;
  for (const auto& [handle, row] : row_of_) {
    if (!mapping_.tables()[row->table].device) continue;
    const std::vector<Message> messages = prime_of(*row);
    all.insert(all.end(), messages.begin(), messages.end());
  }
  return all;
}

}  // namespace adapters::mapping
