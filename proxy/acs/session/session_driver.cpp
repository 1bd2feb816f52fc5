// SPDX-License-Identifier: Apache-2.0
#include "proxy/acs/session/session_driver.hpp"

#include "proxy/base/log.hpp"
#include "proxy/model/change_tracker.hpp"

#include <cstddef>
#include <system_error>
#include <utility>
#include <variant>
#include <vector>

#include <fmt/format.h>

namespace proxy::acs {
namespace {

constexpr std::size_t kMaxUrl = 2048;
constexpr int kServiceUnavailable = 503;

/// 301 counts as 302: it holds for this session, and is never stored.
bool is_redirect(int status) { return status == 301 || status == 302 || status == 307 || status == 308; }

bool is_http(const std::string& url) { return url.starts_with("http://") || url.starts_with("https://"); }

std::string reason_of(const HttpResponse& response) {
  if (response.status == 401) return fmt::format("the ACS refuses the login (HTTP 401): {}", response.error);
  return fmt::format("the ACS answered with HTTP {}", response.status);
}

cwmp::Refused refused_as_not_stored() {
  return {.errors = {{base::Fault::resources_exceeded, {}, "the state cannot be written"}}};
}

cwmp::EffectResult done_or_refused(const base::Result<void>& result) {
  if (result) return cwmp::Done{};
  return cwmp::Refused{.errors = {result.error()}};
}

/// Stores all of them, or none.
std::error_code store_attributes(const model::Tree& tree, state::Store& store, const cwmp::SetAttributes& effect) {
  state::Transaction transaction(store.database);
  for (const cwmp::SetAttributes::Change& change : effect.changes) {
    const state::StoredAttributes stored{
        .path = tree.path(change.parameter),
        .notification = static_cast<std::uint8_t>(change.attributes.notification),
        .subscriber_may_write = change.attributes.subscriber_may_write,
    };
    if (const std::error_code error = store.attributes.put(stored)) return error;
    // What was reported under an earlier attribute says nothing about changes from here on.
    const bool begins = model::is_reported(change.attributes.notification) &&
                        !model::is_reported(tree.attributes(change.parameter).notification);
    if (!begins) continue;
    if (const std::error_code error = store.reported_values.erase(stored.path)) return error;
  }
  return transaction.commit();
}

}  // namespace

SessionDriver::SessionDriver(model::Tree& tree, state::Store& store, sets::Sets& sets, SessionHistory& history,
                             std::unique_ptr<HttpSession> http, std::string url, cwmp::Session::Options options,
                             Requests& requests, Dependencies& dependencies)
    : tree_(tree),
      store_(store),
      sets_(sets),
      history_(history),
      http_(std::move(http)),
      url_(std::move(url)),
      session_(tree_, options),
      requests_(requests),
      dependencies_(dependencies) {}

void SessionDriver::start(cwmp::Begin begin) {
  running_ = true;
  act(session_.resume(std::move(begin)));
}

void SessionDriver::stop() {
  running_ = false;
  http_.reset();
}

void SessionDriver::act(cwmp::Action action) {
  if (auto* wanted = std::get_if<cwmp::Post>(&action)) {
    redirects_ = 0;
    if (wanted->answered) history_.answered(wanted->answered->rpc, wanted->answered->fault_code);
    return post(std::move(wanted->body));
  }
  if (auto* wanted = std::get_if<cwmp::Perform>(&action))
    return std::visit([this](auto& effect) { perform(std::move(effect)); }, wanted->effect);
  auto& over = std::get<cwmp::End>(action);
  end({.successful = over.successful,
       .reason = std::move(over.reason),
       .inform_fault = std::move(over.inform_fault),
       .unanswered = over.successful ? std::nullopt : session_.unanswered(),
       .version = session_.version()});
}

void SessionDriver::post(std::unique_ptr<cwmp::Body> body) {
  base::log::debug("acs.http.sent", "to {}: {}", url_, body ? fmt::format("{} bytes", body->size()) : "an empty POST");
  history_.sending(body.get());
  // A weak reference: the end of the session destroys its HTTP session, and with it this callback.
  http_->post(url_, std::move(body),
              [weak = weak_from_this()](HttpResponse response, std::unique_ptr<cwmp::Body> sent) {
                if (const auto self = weak.lock(); self && self->running_)
                  self->on_response(std::move(response), std::move(sent));
              });
}

void SessionDriver::on_response(HttpResponse response, std::unique_ptr<cwmp::Body> body) {
  base::log::debug("acs.http.received", "from {}: {}, {} bytes", url_, response.status, response.body.size());
  if (is_redirect(response.status)) return follow(response, std::move(body));
  body.reset();  // thaws the tree before the answer is processed
  if (!running_) return;
  if (response.status == 0)
    return end({.successful = false, .reason = fmt::format("no answer from {}: {}", url_, response.error)});
  if (!response.local_address.empty()) dependencies_.connected(response.local_address, response.peer_address);
  if (!running_) return;
  if (response.status != 200 && response.status != 204)
    return end({.successful = false,
                .reason = reason_of(response),
                .unanswered = response.status == kServiceUnavailable ? std::nullopt : session_.unanswered(),
                .http_status = response.status});
  history_.received(response.body);
  act(session_.resume(cwmp::Received{.text = response.body}));
}

void SessionDriver::follow(const HttpResponse& response, std::unique_ptr<cwmp::Body> body) {
  std::string refusal;
  if (++redirects_ > kMaxRedirects)
    refusal = fmt::format("the ACS redirected us more than {} times in a row", kMaxRedirects);
  else if (!is_http(response.location) || response.location.size() > kMaxUrl)
    refusal =
        fmt::format("the ACS redirected us to a URL that is not http or https, or has more than {} bytes", kMaxUrl);
  if (!refusal.empty()) {
    body.reset();  // as above
    return running_ ? end({.successful = false, .reason = std::move(refusal)}) : void();
  }
  // Without the query: it may hold a token, and the ACS can upload the log.
  base::log::info("acs.session.redirected", "the ACS redirects this session to {}",
                  response.location.substr(0, response.location.find_first_of("?#")));
  url_ = response.location;
  if (body) body->rewind();
  post(std::move(body));
}

SessionDriver::Resume SessionDriver::resume_later() {
  return [weak = weak_from_this()](cwmp::EffectResult result) {
    if (const auto self = weak.lock()) self->resume(std::move(result));
  };
}

void SessionDriver::resume(cwmp::EffectResult result) {
  if (running_) act(session_.resume(cwmp::EffectDone{.result = std::move(result)}));
}

void SessionDriver::perform(cwmp::ReadLive effect) {
  model::refresh_all(effect.parameters, [resume = resume_later()] { resume(cwmp::Done{}); });
}

void SessionDriver::perform(cwmp::CommitValues effect) {
  if (!effect.mistyped.empty() && !std::exchange(warned_of_types_, true))
    base::log::warning("acs.session.lenient_types",
                       "the ACS sends values as xsd:string whose parameters have another type, first {}: they are "
                       "accepted by their text",
                       effect.mistyped);
  sets_.set_values(
      std::move(effect.assignments), model::Origin::acs, std::move(effect.parameter_key),
      [resume = resume_later()](sets::SetOutcome outcome) {
        if (!outcome.errors.empty()) return resume(cwmp::Refused{std::move(outcome.errors)});
        resume(cwmp::Committed{outcome.status});
      },
      std::move(effect.errors), std::move(effect.creations));
}

void SessionDriver::perform(const cwmp::SetAttributes& effect) {
  if (store_attributes(tree_, store_, effect)) return resume(refused_as_not_stored());
  for (const cwmp::SetAttributes::Change& change : effect.changes)
    tree_.set_attributes(change.parameter, change.attributes);
  resume(cwmp::Done{});
}

void SessionDriver::perform(const cwmp::AddRow& effect) {
  sets_.add_row(
      *effect.table, model::Origin::acs, effect.parameter_key,
      [resume = resume_later()](sets::AddOutcome outcome) {
        if (!outcome.errors.empty()) return resume(cwmp::Refused{std::move(outcome.errors)});
        resume(cwmp::Added{.instance_number = outcome.instance_number});
      },
      effect.alias);
}

void SessionDriver::perform(const cwmp::RemoveRow& effect) {
  sets_.remove_row(*effect.row, model::Origin::acs, effect.parameter_key,
                   [resume = resume_later()](sets::SetOutcome outcome) {
                     if (!outcome.errors.empty()) return resume(cwmp::Refused{std::move(outcome.errors)});
                     resume(cwmp::Committed{outcome.status});
                   });
}

void SessionDriver::perform(const cwmp::RebootAfterSession& effect) {
  requests_.reboot(effect);
  resume(cwmp::Done{});
}

void SessionDriver::perform(const cwmp::QueueTransfer& effect) {
  resume(done_or_refused(requests_.queue_transfer(effect)));
}

void SessionDriver::perform(const cwmp::CancelTransfers& effect) {
  resume(done_or_refused(requests_.cancel_transfers(effect)));
}

void SessionDriver::perform(const cwmp::ListTransfers& effect) {
  resume(cwmp::Transfers{requests_.list_transfers(effect)});
}

void SessionDriver::perform(const cwmp::InformLater& effect) {
  resume(done_or_refused(requests_.inform_later(effect)));
}

void SessionDriver::perform(const cwmp::FactoryResetAfterSession&) {
  resume(done_or_refused(requests_.factory_reset()));
}

void SessionDriver::perform(const cwmp::AcknowledgeInform& effect) {
  dependencies_.inform_acknowledged(effect);
  resume(cwmp::Done{});
}

void SessionDriver::perform(const cwmp::AcknowledgeRequest& effect) {
  dependencies_.request_acknowledged(effect);
  resume(cwmp::Done{});
}

void SessionDriver::end(SessionResult result) {
  const auto self = shared_from_this();  // ended() may release the last reference
  stop();
  dependencies_.ended(result);
}

}  // namespace proxy::acs
