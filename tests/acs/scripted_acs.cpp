// SPDX-License-Identifier: Apache-2.0
#include "tests/acs/scripted_acs.hpp"

#include <algorithm>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/read.hpp>

#include "tests/acs/http/http_server.hpp"

namespace tests::acs {
namespace {

std::string in_quotes(std::string_view text) { return "\"" + std::string(text) + "\""; }

// The message fits the name and keeps the rules, or an exception says why not.
Exchange judged(const std::shared_ptr<Conversation>& conversation, const Options& options,
                const std::shared_ptr<Pending>& found, std::string_view rpc) {
  const std::string wanted = rpc.empty() ? "an empty POST" : std::string(rpc);
  if (!found) {
    throw ExpectationFailed("expected " + wanted + ", but nothing came in time; before:" + conversation->recent());
  }
  const Message& message = found->message;
  const bool unparsed = message.body.size() > options.parse_limit;
  if (!unparsed && (rpc.empty() != message.empty() || message.rpc != rpc)) {
    throw ExpectationFailed("expected " + wanted + ", but this came: " + message.describe());
  }
  if (options.strict && !message.violations.empty()) {
    throw ExpectationFailed("expected a correct " + wanted + ", but this came: " + message.describe());
  }
  return {conversation, found};
}

}  // namespace

Exchange& Exchange::require(bool condition, const std::string& expectation) {
  if (!condition) throw ExpectationFailed("expected " + expectation + ", but this came: " + message().describe());
  return *this;
}

Exchange& Exchange::with_event(std::string_view code, std::string_view command_key) {
  const auto& events = message().events;
  const Event wanted{.code = std::string(code), .command_key = std::string(command_key)};
  return require(std::find(events.begin(), events.end(), wanted) != events.end(),
                 "event " + in_quotes(code) + " with the key " + in_quotes(command_key));
}

Exchange& Exchange::without_event(std::string_view code) {
  return require(!message().has_event(code), "no event " + in_quotes(code));
}

Exchange& Exchange::with_only_events(const std::vector<std::string>& codes) {
  std::vector<std::string> wanted = codes;
  std::vector<std::string> there;
  for (const Event& event : message().events) there.push_back(event.code);
  std::sort(wanted.begin(), wanted.end());
  std::sort(there.begin(), there.end());
  std::string text = "the events";
  for (const std::string& code : codes) text += " " + in_quotes(code);
  return require(wanted == there, text + " and no others");
}

Exchange& Exchange::with_parameter(std::string_view name) {
  return require(values().contains(std::string(name)), "parameter " + std::string(name));
}

Exchange& Exchange::with_parameter(std::string_view name, std::string_view value) {
  const auto all = values();
  const auto found = all.find(std::string(name));
  return require(found != all.end() && found->second.value == value, std::string(name) + " = " + in_quotes(value));
}

Exchange& Exchange::with_parameter(std::string_view name, std::string_view value, std::string_view type) {
  with_parameter(name, value);
  return require(message().parameter(name).type == type, std::string(name) + " of type " + std::string(type));
}

Exchange& Exchange::without_parameter(std::string_view name) {
  return require(!values().contains(std::string(name)), "no parameter " + std::string(name));
}

Exchange& Exchange::with_argument(const std::string& name, std::string_view value) {
  const auto found = message().arguments.find(name);
  return require(found != message().arguments.end() && found->second == value, name + " = " + in_quotes(value));
}

Exchange& Exchange::with_fault(int code) {
  return require(message().fault && message().fault->code == std::to_string(code), "fault " + std::to_string(code));
}

Exchange& Exchange::with_parameter_fault(std::string_view name, int code) {
  const auto& fault = message().fault;
  const bool there = fault && std::any_of(fault->parameters.begin(), fault->parameters.end(), [&](const SetFault& one) {
                       return one.parameter == name && one.code == std::to_string(code);
                     });
  return require(there, "fault " + std::to_string(code) + " for " + std::string(name));
}

Exchange& Exchange::with_id(std::string_view id) { return require(message().id == id, "cwmp:ID " + in_quotes(id)); }

void Exchange::reply(Reply reply) { conversation_->reply(*pending_, std::move(reply)); }

Session::Session(std::shared_ptr<Conversation> conversation, Options options, std::uint64_t number)
    : conversation_(std::move(conversation)), options_(std::move(options)), number_(number) {}

Exchange Session::expect(std::string_view rpc) {
  return judged(conversation_, options_, conversation_->take(number_, options_.deadline), rpc);
}

Exchange Session::expect_empty_post() { return expect(""); }

void Session::expect_end() {
  if (conversation_->wait_end(number_, options_.deadline)) return;
  const bool spoke = conversation_->has_message(number_);
  throw ExpectationFailed(std::string("expected the end of the session, but ") +
                          (spoke ? "the CPE went on:" : "the connection stays open; before:") +
                          conversation_->recent());
}

void Session::run_to_end() {
  while (!conversation_->wait_end(number_, options_.deadline)) {
    if (!conversation_->has_message(number_)) expect_end();
    const auto found = conversation_->take(number_, options_.deadline);
    conversation_->reply(*found, no_content());
  }
}

Exchange Session::ask(Exchange& last, Reply request) {
  const std::string answer = request.rpc + "Response";
  last.reply(std::move(request));
  return expect(answer);
}

ScriptedAcs::ScriptedAcs(Options options) : options_(std::move(options)) {
  conversation_ = std::make_shared<Conversation>(options_);
  resume();
}

ScriptedAcs::~ScriptedAcs() {
  flush();
  conversation_->stop();
  server_.reset();
}

void ScriptedAcs::accept_waiting() {
  // They are accepted in their order: when the server has closed this one, it has accepted all before it.
  boost::asio::io_context context;
  boost::asio::ip::tcp::socket last(context);
  last.connect({boost::asio::ip::make_address(options_.listen_address), options_.port});
  last.shutdown(boost::asio::socket_base::shutdown_send);
  boost::system::error_code closed;
  char byte = 0;
  boost::asio::read(last, boost::asio::buffer(&byte, 1), closed);
}

void ScriptedAcs::flush() { conversation_->wait_written(options_.deadline); }

void ScriptedAcs::resume() {
  const auto conversation = conversation_;
  conversation->start();
  server_ = std::make_unique<HttpServer>(
      HttpServer::Settings{.address = options_.listen_address,
                           .port = options_.port,
                           .certificate_file = options_.certificate_file,
                           .key_file = options_.key_file,
                           .client_ca_file = options_.client_ca_file,
                           .old_tls = options_.old_tls},
      HttpServer::Callbacks{
          .request = [conversation](Message message) { return conversation->answer(std::move(message)); },
          .written = [conversation](std::uint64_t connection) { conversation->written(connection); },
          .opened = [conversation](std::uint64_t connection) { conversation->opened(connection); },
          .closed = [conversation](std::uint64_t connection) { conversation->closed(connection); },
          .handshake_failed = [conversation](const std::string& error) { conversation->handshake_failed(error); }});
  options_.port = server_->port();
}

void ScriptedAcs::stop() {
  conversation_->stop();
  server_.reset();
}

std::string ScriptedAcs::url() const {
  return (options_.certificate_file.empty() ? "http://" : "https://") + options_.host_name + ":" +
         std::to_string(options_.port) + "/";
}

unsigned short ScriptedAcs::port() const { return options_.port; }

Session ScriptedAcs::expect_session() {
  const std::uint64_t number = conversation_->take_session(options_.deadline);
  if (number == 0) {
    throw ExpectationFailed("expected a session, but none came in time; before:" + conversation_->recent());
  }
  return {conversation_, options_, number};
}

Exchange ScriptedAcs::expect(std::string_view rpc) {
  return judged(conversation_, options_, conversation_->take(0, options_.deadline), rpc);
}

Session ScriptedAcs::accept_session(std::optional<Exchange>* inform) {
  Session session = expect_session();
  Exchange first = session.expect("Inform");
  if (inform != nullptr) *inform = first;
  first.reply_inform_response();
  return session;
}

std::optional<Exchange> ScriptedAcs::next(std::chrono::milliseconds deadline) {
  const auto found = conversation_->take(0, deadline);
  return found ? std::optional(Exchange(conversation_, found)) : std::nullopt;
}

void ScriptedAcs::interrupt() { conversation_->interrupt(); }

void ScriptedAcs::expect_silence(std::chrono::milliseconds time) {
  if (const auto found = conversation_->take(0, time)) {
    throw ExpectationFailed("expected nothing, but this came: " + found->message.describe());
  }
}

void ScriptedAcs::wait_for(const std::function<bool(const Stats&)>& condition) {
  if (conversation_->wait_for(condition, options_.deadline)) return;
  throw ExpectationFailed("what the test waits for did not happen in time; before:" + conversation_->recent());
}

Stats ScriptedAcs::stats() const { return conversation_->stats(); }

std::vector<Record> ScriptedAcs::transcript() const { return conversation_->transcript(); }

std::vector<std::string> ScriptedAcs::violations() const { return conversation_->violations(); }

}  // namespace tests::acs
