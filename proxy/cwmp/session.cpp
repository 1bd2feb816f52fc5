// SPDX-License-Identifier: Apache-2.0
#include "proxy/cwmp/session.hpp"

#include "proxy/cwmp/envelope/xml_node.hpp"
#include "proxy/cwmp/handlers/dispatch.hpp"

#include <set>
#include <utility>

namespace proxy::cwmp {
namespace {

/// An ACS that asks for the same message more often than this is not going to take it.
constexpr unsigned kMaxRepetitions = 10;

std::vector<model::ParameterRef> each_once(const std::vector<model::ParameterRef>& parameters) {
  std::vector<model::ParameterRef> once;
  std::set<model::ParameterRef> seen;
  for (const model::ParameterRef parameter : parameters) {
    if (seen.insert(parameter).second) once.push_back(parameter);
  }
  return once;
}

std::string describe(const Fault& fault) { return std::to_string(fault.fault_code) + " " + fault.fault_string; }

}  // namespace

Session::Session(model::Tree& tree, Options options)
    : tree_(tree), options_(options), version_(options.highest_version) {}

Action Session::resume(SessionEvent event) {
  return std::visit([this](auto& each) { return on(std::move(each)); }, event);
}

std::optional<std::uint64_t> Session::unanswered() const {
  return request_outstanding_ ? std::optional(requests_.front().token) : std::nullopt;
}

Action Session::on(Begin begin) {
  if (state_ != State::idle) return fail("the session began twice");
  state_ = State::informing;
  requests_ = std::move(begin.requests);
  Inform& inform = begin.inform;
  inform.event = arrange(std::move(inform.event));
  inform.parameter_list = each_once(inform.parameter_list);
  EnvelopeHeader header{version_, std::to_string(++last_id_)};
  header.offers_versions = version_ >= Version::v1_4;
  if (version_ >= Version::v1_3) header.session_timeout = options_.session_timeout;
  request_text_ = std::make_shared<const std::string>(write_inform(inform, tree_, header));
  events_ = std::move(inform.event);
  return post_text(request_text_);
}

Action Session::on(Received received) {
  if (state_ != State::informing && state_ != State::exchanging) return fail("a message came out of turn");
  // Some ACSs end a session with a 200 that holds a line end.
  if (trimmed(received.text).empty()) return on_empty();
  auto read = read_message(received.text, options_.max_message_size, version_);
  if (const auto* invalid = std::get_if<InvalidMessage>(&read)) {
    return fail("the ACS sent no message of CWMP: " + invalid->reason);
  }
  auto& message = std::get<Message>(read);
  hold_requests_ = message.hold_requests;
  if (state_ == State::informing) return on_inform_answer(message);
  if (const auto* response = std::get_if<AcsResponse>(&message.content)) return on_response(*response);
  if (auto* fault = std::get_if<Fault>(&message.content)) return on_fault(*fault);
  return on_request(message);
}

Action Session::on_empty() {
  if (state_ == State::informing) return fail("the ACS left the Inform without an answer");
  if (request_outstanding_) return fail("the ACS left " + requests_.front().method + " without an answer");
  // An ACS that has nothing more to say can hold nothing back.
  hold_requests_ = false;
  if (!empty_post_sent_) return next_post();
  state_ = State::ended;
  return End{true};
}

Action Session::on_inform_answer(Message& message) {
  if (auto* fault = std::get_if<Fault>(&message.content)) {
    if (fault->fault_code == kRetryRequest && repetitions_++ < kMaxRepetitions) return post_text(request_text_);
    state_ = State::ended;
    return End{false, "the ACS refused the Inform: " + describe(*fault), std::move(*fault)};
  }
  const auto* response = std::get_if<AcsResponse>(&message.content);
  if (!response || response->method != "Inform") return fail("the ACS answered the Inform with another message");
  if (std::string reason = negotiate(message); !reason.empty()) return fail(std::move(reason));
  request_text_.reset();
  return perform(AcknowledgeInform{std::move(events_), version_});
}

std::string Session::negotiate(const Message& inform_response) {
  if (!inform_response.use_cwmp_version) {
    // The lowest version with that namespace, unless all we have offered is lower.
    if (inform_response.written_in > options_.highest_version)
      return "the ACS answered in a version of CWMP that was not offered";
    version_ = inform_response.written_in;
    return {};
  }
  const auto chosen = version_from_name(*inform_response.use_cwmp_version);
  if (!chosen || *chosen > options_.highest_version) {
    return "the ACS chose a version of CWMP that was not offered: " + *inform_response.use_cwmp_version;
  }
  version_ = *chosen;
  return {};
}

Action Session::on_response(const AcsResponse& response) {
  if (!request_outstanding_ || response.method != requests_.front().method) {
    return fail("the ACS sent a response without a request: " + response.method + "Response");
  }
  request_outstanding_ = false;
  request_text_.reset();
  const std::uint64_t token = requests_.front().token;
  requests_.pop_front();
  return perform(AcknowledgeRequest{token, std::nullopt});
}

Action Session::on_fault(Fault& fault) {
  if (!request_outstanding_) return fail("the ACS sent a fault without a request: " + describe(fault));
  if (fault.fault_code == kRetryRequest && repetitions_++ >= kMaxRepetitions)
    return fail("the ACS requests the same message too often (8005)");
  request_outstanding_ = false;
  if (fault.fault_code == kRetryRequest) return next_post();
  request_text_.reset();
  const std::uint64_t token = requests_.front().token;
  requests_.pop_front();
  return perform(AcknowledgeRequest{token, std::move(fault)});
}

Action Session::on_request(Message& message) {
  id_ = std::move(message.id);
  method_ = std::move(message.method);
  if (const auto* unsupported = std::get_if<Unsupported>(&message.content)) {
    return carry_out(to_fault({base::Fault::method_not_supported, "", unsupported->method}));
  }
  if (const auto* bad = std::get_if<BadArguments>(&message.content)) return carry_out(to_fault(bad->error));
  request_ = std::move(std::get<Request>(message.content));
  return carry_out(handle_request(*request_, tree_, {version_, options_.lenient_types}));
}

Action Session::on(EffectDone done) {
  if (state_ != State::performing) return fail("an effect ended out of turn");
  state_ = State::exchanging;
  if (!request_) return next_post();
  if (const auto* refused = std::get_if<Refused>(&done.result); refused && refused->errors.empty()) {
    return carry_out(wrong_result());
  }
  return carry_out(finish_request(*request_, done.result, tree_));
}

Action Session::carry_out(Outcome outcome) {
  if (auto* effect = std::get_if<Effect>(&outcome)) return perform(std::move(*effect));
  request_.reset();
  if (const auto* fault = std::get_if<Fault>(&outcome)) {
    return Post{make_text_body(std::make_shared<const std::string>(write_fault(*fault, answer_header()))),
                Answered{std::move(method_), fault->fault_code}};
  }
  return Post{make_response_body(std::get<Response>(outcome), tree_, answer_header()), Answered{std::move(method_), 0}};
}

/// What is posted when no request of the ACS is to be answered.
Action Session::next_post() {
  if (hold_requests_) return Post{};
  while (!requests_.empty() && requests_.front().since > version_) requests_.pop_front();
  if (requests_.empty() || empty_post_sent_) {
    empty_post_sent_ = true;
    return Post{};
  }
  if (!request_text_) {
    repetitions_ = 0;
    const EnvelopeHeader header{version_, std::to_string(++last_id_)};
    request_text_ = std::make_shared<const std::string>(write_request(requests_.front(), header));
  }
  request_outstanding_ = true;
  return post_text(request_text_);
}

Action Session::post_text(std::shared_ptr<const std::string> text) { return Post{make_text_body(std::move(text))}; }

Action Session::perform(Effect effect) {
  state_ = State::performing;
  return Perform{std::move(effect)};
}

Action Session::fail(std::string reason) {
  state_ = State::ended;
  return End{false, std::move(reason)};
}

}  // namespace proxy::cwmp
