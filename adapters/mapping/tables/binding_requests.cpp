// SPDX-License-Identifier: Apache-2.0
// The part of Binding that answers the host: what to ask devices for, what to command them, and what they answer.
#include <algorithm>
#include <utility>

#include "adapters/mapping/tables/binding.hpp"

namespace adapters::mapping {
namespace {

constexpr std::size_t kMostAwaited = 1000;  // answers of devices
constexpr std::size_t kMostAsking = 16;     // that wait for one message; the oldest has given up

}  // namespace

// ---- reads ----------------------------------------------------------------------------------------------------------

std::vector<Question> Binding::questions(sdk::Items items) {
  const std::lock_guard lock(mutex_);
  std::vector<Question> questions;
  for (const sdk::Item& item : items) {
    const std::optional<std::size_t> parameter = parameter_of(item.row, item.column);
    const Source* const source =
        parameter && mapping_.parameters()[*parameter].source ? &*mapping_.parameters()[*parameter].source : nullptr;
    if (source == nullptr || !source->refresh) {
      host_.reply(item.token, ADAPTER_FAILED, "nothing is read live here");
      continue;
    }
    const std::optional<Captures> captures = captures_of_item(item);
    const auto address = captures ? source->refresh->address.address(*captures) : std::nullopt;
    if (!address) {
      host_.reply(item.token, ADAPTER_NOT_SENT, "the row has not been heard of yet");
      continue;
    }
    std::string payload = source->refresh->payload.render({}, *captures);
    const auto same = [&](const Question& other) { return other.address == *address && other.payload == payload; };
    auto question = std::find_if(questions.begin(), questions.end(), same);
    if (question == questions.end()) {
      question = questions.insert(questions.end(), {*address, std::move(payload), {}});
    }
    question->tokens.push_back(item.token);
    std::vector<sdk::Token>& asking = asked_[{item.row.value, mapping_.route_of(*parameter)}];
    if (asking.size() >= kMostAsking) asking.erase(asking.begin());
    asking.push_back(item.token);
  }
  return questions;
}

void Binding::answer_asked(sdk::Row row, std::size_t route) {
  const auto asked = asked_.find({row.value, route});
  if (asked == asked_.end()) return;
  for (const sdk::Token token : asked->second) host_.reply(token, ADAPTER_DONE);
  asked_.erase(asked);
}

// ---- sets -----------------------------------------------------------------------------------------------------------

std::optional<std::size_t> Binding::parameter_of(sdk::Row row, sdk::Column column) const {
  const auto capability = capabilities_.find(row.value);
  if (capability != capabilities_.end()) return capability->second.second;
  const auto found = parameter_of_.find(column.value);
  return found == parameter_of_.end() ? std::nullopt : std::optional(found->second);
}

bool Binding::has(const sdk::Item& item) const {
  const std::lock_guard lock(mutex_);
  return parameter_of(item.row, item.column).has_value();
}

void Binding::check(sdk::Items items) const {
  const std::lock_guard lock(mutex_);
  for (const sdk::Item& item : items) {
    const std::optional<std::size_t> parameter = parameter_of(item.row, item.column);
    if (!parameter && item.column == sdk::kValue) {
      host_.reply(item.token, ADAPTER_DONE);  // it waits until the device is there
      continue;
    }
    if (!parameter) {
      host_.reply(item.token, ADAPTER_FAILED, "no such column");
      continue;
    }
    const Outcome<std::string> word = mapping_.device_word(*parameter, item.value);
    if (word) {
      host_.reply(item.token, ADAPTER_DONE);
    } else {
      host_.reply(item.token, ADAPTER_INVALID_VALUE, word.error().reason);
    }
  }
}

/// Of the item's row; nothing if that has not been heard of. With the lock.
std::optional<Captures> Binding::captures_of_item(const sdk::Item& item) const {
  if (item.row == sdk::kMount) return Captures{};
  const auto capability = capabilities_.find(item.row.value);
  if (capability != capabilities_.end()) return capability->second.first->captures;
  const auto row = row_of_.find(item.row.value);
  return row == row_of_.end() ? std::nullopt : std::optional(row->second->captures);
}

Outcome<Command, Refusal> Binding::command(const sdk::Item& item) {
  const std::lock_guard lock(mutex_);
  Outcome<Command, Refusal> command = encode(item);
  if (!command) return command;
  const auto& sink = mapping_.parameters()[command->parameter].sink;
  if (sink && sink->response) {
    if (awaited_.size() >= kMostAwaited) awaited_.erase(awaited_.begin());
    awaited_[next_id_++] = {command->parameter, item.token};
  }
  const CellKey cell{item.row.value, item.column.value};
  echoes_.erase(cell);
  if (command->confirm == Confirm::state) {
    if (echoes_.size() >= kMostAwaited) echoes_.erase(echoes_.begin());
    const Conversion& conversion = mapping_.parameters()[command->parameter].conversion;
    const Outcome<std::string> echo = conversion.to_acs({Scalar::Kind::text, command->word});
    echoes_[cell] = {std::string(item.value), echo ? *echo : std::string()};
  }
  return command;
}

Outcome<Command, Refusal> Binding::command_to_check(const sdk::Item& item) const {
  const std::lock_guard lock(mutex_);
  return encode(item);
}

Outcome<Command, Refusal> Binding::encode(const sdk::Item& item) const {
  const std::optional<std::size_t> parameter = parameter_of(item.row, item.column);
  if (!parameter && item.column != sdk::kValue) return Refusal{ADAPTER_FAILED, "no such column"};
  std::optional<Captures> captures = captures_of_item(item);
  if (!parameter || !captures) return Refusal{ADAPTER_NOT_SENT, "the row has not been heard of yet"};
  const auto& sink = mapping_.parameters()[*parameter].sink;
  if (sink && sink->response) captures->push_back({kIdCapture, std::to_string(next_id_)});
  Outcome<Command> command = mapping_.encode(*parameter, *captures, item.value);
  if (!command) return Refusal{ADAPTER_INVALID_VALUE, command.error().reason};
  return std::move(*command);
}

/// What the device says is what it was told, as near as it can come: the value that was set, if that is another one.
/// What a broker has kept may be older than the set, and is only the very value.
std::optional<std::string> Binding::ended_set(sdk::Row row, const Cell& cell, bool retained) {
  const auto awaited = echoes_.find({row.value, columns_[cell.parameter].value});
  if (awaited == echoes_.end()) return std::nullopt;
  const Conversion& conversion = mapping_.parameters()[cell.parameter].conversion;
  const auto& [value, echo] = awaited->second;
  const bool is_rounded = !retained && conversion.is_rounded(value, cell.text);
  if (cell.text != value && cell.text != echo && !is_rounded) return std::nullopt;
  const AwaitedEcho ended = std::move(awaited->second);
  echoes_.erase(awaited);
  return cell.text == ended.value ? std::nullopt : std::optional(ended.value);
}

void Binding::answer_set(const SetAnswer& answer) {
  const auto awaited = awaited_.find(answer.answer.id);
  if (awaited == awaited_.end() || awaited->second.parameter != answer.parameter) return;  // another one's
  if (answer.answer.error) {
    host_.reply(awaited->second.token, ADAPTER_REFUSED, *answer.answer.error);
  } else {
    host_.reply(awaited->second.token, ADAPTER_DONE);
  }
  awaited_.erase(awaited);
}

}  // namespace adapters::mapping
