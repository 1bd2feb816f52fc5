// SPDX-License-Identifier: Apache-2.0
#include "adapters/mapping/runtime/set_confirmation.hpp"

#include <algorithm>
#include <utility>

namespace adapters::mapping {
namespace {

constexpr std::size_t kMaxExpected = 1000;  // of either kind

bool confirms(const SentSet& set, const Conversion& conversion, std::string_view value, bool retained) {
  if (value == set.value || value == set.echo) return true;
  return set.is_sent && !retained && conversion.is_rounded(set.value, value);
}

}  // namespace

// ---- by what the device reports -------------------------------------------------------------------------------------

void SetConfirmation::expect_report(CellHandles cell, SentSet set) {
  const std::lock_guard lock(mutex_);
  if (reports_.size() >= kMaxExpected && !reports_.contains(cell)) reports_.erase(reports_.begin());
  reports_.insert_or_assign(cell, std::move(set));
}

bool SetConfirmation::is_expected(CellHandles cell) const {
  const std::lock_guard lock(mutex_);
  return reports_.contains(cell);
}

void SetConfirmation::forget(CellHandles cell) {
  const std::lock_guard lock(mutex_);
  reports_.erase(cell);
}

void SetConfirmation::forget_row(sdk::Row row) {
  const std::lock_guard lock(mutex_);
  reports_.erase(reports_.lower_bound({row.value, 0}), reports_.upper_bound({row.value, UINT32_MAX}));
}

void SetConfirmation::forget(sdk::Token token) {
  const std::lock_guard lock(mutex_);
  std::erase_if(reports_, [token](const auto& entry) { return entry.second.token == token; });
  std::erase_if(answers_, [token](const auto& entry) { return entry.second.token == token; });
}

void SetConfirmation::reported(CellHandles cell, const Conversion& conversion, std::string_view value, bool retained) {
  const std::lock_guard lock(mutex_);
  const auto set = reports_.find(cell);
  if (set != reports_.end() && confirms(set->second, conversion, value, retained)) confirm(cell, set->second);
}

void SetConfirmation::repeated(CellHandles cell, std::string_view payload) {
  const std::lock_guard lock(mutex_);
  const auto set = reports_.find(cell);
  if (set != reports_.end() && set->second.payload == payload) confirm(cell, set->second);
}

void SetConfirmation::accepted(CellHandles cell) {
  const std::lock_guard lock(mutex_);
  end(cell, ADAPTER_DONE, nullptr);
}

void SetConfirmation::refused(CellHandles cell, const std::string& reason) {
  const std::lock_guard lock(mutex_);
  end(cell, ADAPTER_REFUSED, reason.c_str());
}

void SetConfirmation::sent(sdk::Token token, adapter_status reply) {
  const std::lock_guard lock(mutex_);
  host_.reply(token, reply);
  const auto set = std::ranges::find(reports_, token, [](const auto& entry) { return entry.second.token; });
  if (set == reports_.end()) return;
  set->second.is_sent = true;
  if (set->second.is_matched) end(set->first, ADAPTER_DONE, nullptr);
}

/// With the lock.
void SetConfirmation::confirm(CellHandles cell, SentSet& set) {
  if (set.is_sent) return end(cell, ADAPTER_DONE, nullptr);
  set.is_matched = true;
}

/// With the lock.
void SetConfirmation::end(CellHandles cell, adapter_status status, const char* detail) {
  const auto set = reports_.find(cell);
  if (set == reports_.end()) return;
  if (detail == nullptr) {
    host_.reply(set->second.token, status);
  } else {
    host_.reply(set->second.token, status, detail);
  }
  reports_.erase(set);
}

// ---- by the number of the command -----------------------------------------------------------------------------------

std::uint64_t SetConfirmation::new_number() {
  const std::lock_guard lock(mutex_);
  return next_number_++;
}

void SetConfirmation::expect_answer(std::uint64_t number, adapter_handle subject, sdk::Token token) {
  const std::lock_guard lock(mutex_);
  if (answers_.size() >= kMaxExpected) answers_.erase(answers_.begin());
  answers_[number] = {subject, token};
}

void SetConfirmation::answered(adapter_handle subject, const DeviceAnswer& answer) {
  const std::lock_guard lock(mutex_);
  const auto expected = answers_.find(answer.id);
  if (expected == answers_.end() || expected->second.subject != subject) return;
  if (answer.error) {
    host_.reply(expected->second.token, ADAPTER_REFUSED, *answer.error);
  } else {
    host_.reply(expected->second.token, ADAPTER_DONE);
  }
  answers_.erase(expected);
}

}  // namespace adapters::mapping
