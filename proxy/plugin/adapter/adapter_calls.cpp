// SPDX-License-Identifier: Apache-2.0
#include "proxy/plugin/adapter/adapter_calls.hpp"

#include <algorithm>
#include <utility>
#include <vector>

namespace proxy::plugin {

void AdapterCalls::ask(AdapterObject::Request request, std::span<Ask> asks) {
  std::vector<adapter_item> items;
  items.reserve(asks.size());
  for (Ask& ask : asks) {
    ask.token = requests_.add(ask.deadline, std::move(ask.callback), ask.awaits_confirmation);
    items.push_back({ask.token, ask.cell.row, ask.cell.column, {ask.value.data(), ask.value.size()}});
  }
  if (adapter_.running()) return adapter_.request(request, items);
  const auto kind = stopped_ ? Answer::Kind::stopped : Answer::Kind::faulted;
  for (const adapter_item& item : items) requests_.answer(item.token, {.kind = kind});
}

Requests::Callback AdapterCalls::changing(adapter_handle table_or_row, model::Origin origin,
                                          Requests::Callback callback) {
  changing_[table_or_row] = origin;
  return [this, table_or_row, callback = std::move(callback)](const Answer& answer) {
    changing_.erase(table_or_row);
    callback(answer);
  };
}

void AdapterCalls::add_object(adapter_handle table, model::Origin origin, std::chrono::milliseconds deadline,
                              Requests::Callback callback) {
  const adapter_token token = requests_.add(deadline, changing(table, origin, std::move(callback)));
  const bool taken = adapter_.running() && adapter_.add_object(token, table);
  if (!taken) requests_.answer(token, {.kind = Answer::Kind::reply, .status = ADAPTER_REFUSED});
}

void AdapterCalls::delete_object(adapter_handle row, model::Origin origin, std::chrono::milliseconds deadline,
                                 Requests::Callback callback) {
  const adapter_token token = requests_.add(deadline, changing(row, origin, std::move(callback)));
  const bool taken = adapter_.running() && adapter_.delete_object(token, row);
  if (!taken) requests_.answer(token, {.kind = Answer::Kind::reply, .status = ADAPTER_REFUSED});
}

model::Origin AdapterCalls::origin_of(adapter_handle table_or_row) const {
  const auto found = changing_.find(table_or_row);
  return found == changing_.end() ? model::Origin::device : found->second;
}

bool AdapterCalls::takes_file(std::string_view name) const {
  const auto types = adapter_.file_types();
  return std::any_of(types.begin(), types.end(), [name](const char* type) { return type != nullptr && type == name; });
}

void AdapterCalls::put_file(const std::string& file_type, const std::string& path, std::chrono::milliseconds deadline,
                            Requests::Callback callback) {
  const adapter_token token = requests_.add(deadline, std::move(callback));
  const bool taken = adapter_.running() && adapter_.put_file(token, file_type, path);
  if (!taken) requests_.answer(token, {.kind = Answer::Kind::faulted});
}

void AdapterCalls::stop() {
  stopped_ = true;
  requests_.end(Answer::Kind::stopped);
}

}  // namespace proxy::plugin
