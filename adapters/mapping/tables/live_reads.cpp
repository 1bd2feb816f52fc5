// SPDX-License-Identifier: Apache-2.0
#include "adapters/mapping/tables/live_reads.hpp"

#include <algorithm>

namespace adapters::mapping {
namespace {

constexpr std::size_t kMaxWaiting = 16;  // for one message; the oldest has passed its deadline by then

}  // namespace

void LiveReads::ask(const sdk::Item& item, std::size_t parameter, const Captures& captures,
                    std::vector<Question>& questions) {
  const Refresh& refresh = *mapping_.parameters()[parameter].source->refresh;
  const auto address = refresh.address.address(captures);
  if (!address) return host_.reply(item.token, ADAPTER_NOT_SENT, "the row has not been heard of yet");
  std::string payload = refresh.payload.render({}, captures);
  const auto same = [&](const Question& other) { return other.address == *address && other.payload == payload; };
  auto question = std::find_if(questions.begin(), questions.end(), same);
  if (question == questions.end()) question = questions.insert(questions.end(), {*address, std::move(payload), {}});
  question->tokens.push_back(item.token);
  std::vector<sdk::Token>& waiting = waiting_[{item.row.value, mapping_.route_of(parameter)}];
  if (waiting.size() >= kMaxWaiting) waiting.erase(waiting.begin());
  waiting.push_back(item.token);
}

void LiveReads::answer(sdk::Row row, std::size_t route) {
  const auto waiting = waiting_.find({row.value, route});
  if (waiting == waiting_.end()) return;
  for (const sdk::Token token : waiting->second) host_.reply(token, ADAPTER_DONE);
  waiting_.erase(waiting);
}

void LiveReads::forget_row(sdk::Row row) {
  waiting_.erase(waiting_.lower_bound({row.value, 0}), waiting_.lower_bound({row.value + 1, 0}));
}

}  // namespace adapters::mapping
