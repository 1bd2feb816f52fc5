// SPDX-License-Identifier: Apache-2.0
#include "proxy/plugin/adapter/requests.hpp"

#include <vector>

namespace proxy::plugin {

Requests::Requests(boost::asio::io_context& loop) : timer_(loop, [this] { expire(); }) {}

adapter_token Requests::add(std::chrono::milliseconds deadline, Callback callback, bool awaits_confirmation) {
  const adapter_token token = ++last_;
  const auto time = std::chrono::steady_clock::now() + deadline;
  requests_[token] = {time, std::move(callback), awaits_confirmation};
  deadlines_.emplace(time, token);
  set_timer();
  return token;
}

void Requests::answer(adapter_token token, const Answer& answer) {
  const auto found = requests_.find(token);
  if (found == requests_.end()) return;
  Request& request = found->second;
  if (request.sent && answer.is(ADAPTER_SENT)) return;  // nothing new
  if (request.awaits_confirmation && answer.is(ADAPTER_SENT)) {
    request.sent = true;
    const Callback callback = request.callback;
    return callback(answer);
  }
  const Callback callback = std::move(request.callback);
  cancel(token);
  callback(answer);
}

void Requests::redirect(adapter_token token, Callback callback) {
  const auto found = requests_.find(token);
  if (found != requests_.end()) found->second.callback = std::move(callback);
}

void Requests::cancel(adapter_token token) {
  const auto found = requests_.find(token);
  if (found == requests_.end()) return;
  deadlines_.erase({found->second.deadline, token});
  requests_.erase(found);
  set_timer();
}

void Requests::end(Answer::Kind kind) {
  std::vector<adapter_token> tokens;
  for (const auto& [time, token] : deadlines_) tokens.push_back(token);
  for (const adapter_token token : tokens) answer(token, {.kind = kind});
  std::erase_if(requests_, [this](const auto& entry) {
    return !deadlines_.contains({entry.second.deadline, entry.first});
  });
}

void Requests::expire() {
  const auto now = std::chrono::steady_clock::now();
  std::vector<adapter_token> expired;
  for (const auto& [time, token] : deadlines_) {
    if (time > now) break;
    expired.push_back(token);
  }
  for (const adapter_token token : expired) {
    const auto found = requests_.find(token);
    if (found == requests_.end()) continue;
    Request& request = found->second;
    if (!request.sent) {
      answer(token, {.kind = Answer::Kind::timeout});
      continue;
    }
    deadlines_.erase({request.deadline, token});  // a late answer is still welcome
    const Callback callback = request.callback;
    callback({.kind = Answer::Kind::timeout});
  }
  set_timer();
}

void Requests::set_timer() {
  if (deadlines_.empty()) {
    timer_.cancel();
  } else {
    timer_.set(deadlines_.begin()->first);
  }
}

}  // namespace proxy::plugin
