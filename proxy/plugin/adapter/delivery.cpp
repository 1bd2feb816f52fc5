// SPDX-License-Identifier: Apache-2.0
#include "proxy/plugin/adapter/delivery.hpp"

#include "proxy/base/log.hpp"

#include <malloc.h>

#include <utility>

namespace proxy::plugin {
namespace {

constexpr std::chrono::minutes kDroppedLogPeriod{1};
constexpr std::size_t kManyRows = 100;

/// The messages of an initial discovery take more memory than the rows that come of them. The allocator would keep it.
void give_memory_back() {
#ifdef __GLIBC__
  malloc_trim(0);
#endif
}

bool adds_row(const Message& message) {
  return std::holds_alternative<AddCapability>(message) || std::holds_alternative<AddRow>(message);
}

}  // namespace

Delivery::Delivery(std::string name, state::Store& store, const base::Clock& clock, HostBoard& board,
                   const AdapterObject& adapter, const CellWatches& watches, MessageHandler& handler)
    : name_(std::move(name)),
      store_(store),
      clock_(clock),
      board_(board),
      adapter_(adapter),
      watches_(watches),
      handler_(handler) {}

bool Delivery::take_turn() {
  if (!adapter_.running()) return false;
  log_dropped();
  std::vector<Message> messages = board_.take(kMaxPerTurn);
  handler_.begin_turn(clock_.system_now());
  std::optional<state::Batch> batch;  // all rows that appear and leave in one turn are one write
  for (Message& message : messages) {
    // The receiver of an answer finds in the store what came before it, and its own writes are done at once.
    if (is_answer(message)) {
      batch.reset();
    } else if (!batch) {
      batch.emplace(store_.database);
    }
    if (adds_row(message)) ++new_rows_;
    handler_.handle(message);
    // The receiver of the message may have stopped this adapter, or the adapter thrown an exception.
    if (!adapter_.running()) return false;
  }
  if (!batch) batch.emplace(store_.database);
  handler_.end_turn();
  if (messages.empty() && std::exchange(new_rows_, 0) >= kManyRows) give_memory_back();
  return !messages.empty();
}

/// A request or a set waits for the message, and its owner may go on at once.
bool Delivery::is_answer(const Message& message) const {
  if (const auto* value = std::get_if<Value>(&message)) return watches_.contains(value->cell);
  return std::holds_alternative<Reply>(message) || std::holds_alternative<ReplyRow>(message) ||
         std::holds_alternative<Posted>(message);
}

void Delivery::log_dropped() {
  const std::uint64_t dropped = board_.counters().dropped;
  const auto now = clock_.steady_now();
  if (dropped == dropped_logged_ || (logged_at_ && now - *logged_at_ < kDroppedLogPeriod)) return;
  base::log::warning(
      "plugin.inbox.overflow",
      "adapter {}: the adapter publishes faster than the proxy can process: {} messages lost since the last such line",
      name_, dropped - dropped_logged_);
  dropped_logged_ = dropped;
  logged_at_ = now;
}

}  // namespace proxy::plugin
