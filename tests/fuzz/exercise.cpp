// SPDX-License-Identifier: Apache-2.0
#include "tests/fuzz/exercise.hpp"

#include "proxy/cwmp/envelope/masked_envelope.hpp"
#include "proxy/cwmp/envelope/soap_reader.hpp"
#include "proxy/cwmp/session.hpp"

#include <cstdio>
#include <cstdlib>
#include <string>
#include <utility>
#include <variant>

namespace tests::fuzz {
namespace {

using namespace proxy;

constexpr std::string_view kInformResponse =
    "<s:Envelope xmlns:s=\"http://schemas.xmlsoap.org/soap/envelope/\"><s:Body>"
    "<InformResponse xmlns=\"urn:dslforum-org:cwmp-1-2\"/></s:Body></s:Envelope>";

[[noreturn]] void give_up(std::string_view what, std::string_view text) {
  std::fprintf(stderr, "%.*s:\n%.*s\n", static_cast<int>(what.size()), what.data(), static_cast<int>(text.size()),
               text.data());
  std::abort();
}

void fill(model::Tree& tree) {
  using model::Type;
  (void)tree.declare(tree.root(), {.name = "A", .writable = true});
  (void)tree.declare(tree.root(), {.name = "B.Live", .type = Type::unsigned_int, .writable = true, .live = true});
  (void)tree.declare(tree.root(), {.name = "B.Hidden", .writable = true, .hidden = true});
  for (const char* name : {"ManagementServer.InstanceMode", "ManagementServer.AutoCreateInstances"}) {
    (void)tree.declare(tree.root(), {.name = name, .writable = true});
  }
  (void)tree.declare(tree.root(), {.name = "B.Row", .reference = true, .default_value = "Device.T.1"});
  model::Table& table = **tree.declare_table(tree.root(), {.name = "T", .creatable = true, .aliased = true});
  (void)tree.declare(table, {.name = "Value", .type = Type::decimal, .writable = true});
  (void)tree.add_row(table, 1, model::Origin::start);
}

/// What a driver would say that came of the effect, with the values set for the next request to read.
cwmp::EffectResult carry_out(const cwmp::Effect& effect, model::Tree& tree) {
  if (const auto* commit = std::get_if<cwmp::CommitValues>(&effect)) {
    for (const auto& each : commit->assignments) tree.set_value(each.parameter, each.value, model::Origin::acs);
    return cwmp::Committed{};
  }
  if (const auto* set = std::get_if<cwmp::SetAttributes>(&effect)) {
    for (const auto& each : set->changes) tree.set_attributes(each.parameter, each.attributes);
    return cwmp::Done{};
  }
  if (std::holds_alternative<cwmp::AddRow>(effect)) return cwmp::Added{7};
  if (const auto* queue = std::get_if<cwmp::QueueTransfer>(&effect); queue && queue->arguments.delay_seconds > 7) {
    return cwmp::Refused{{{base::Fault::resources_exceeded, "", ""}}};
  }
  if (std::holds_alternative<cwmp::ListTransfers>(effect)) {
    return cwmp::Transfers{{{.command_key = "k", .file_type = "1 Firmware Upgrade Image", .target_file_name = {}}}};
  }
  if (std::holds_alternative<cwmp::RemoveRow>(effect)) {
    return cwmp::Refused{{{base::Fault::request_denied, "", ""}}};
  }
  return cwmp::Done{};
}

void check_body(cwmp::Body& body) {
  std::string text(static_cast<std::size_t>(body.size()), '\0');
  if (body.read(text) != text.size()) give_up("a body is shorter than it says", text);
  const auto read = cwmp::read_message(text);
  if (const auto* invalid = std::get_if<cwmp::InvalidMessage>(&read)) give_up(invalid->reason, text);
}

const cwmp::SetParameterValues* set_of(const std::variant<cwmp::Message, cwmp::InvalidMessage>& read) {
  const auto* message = std::get_if<cwmp::Message>(&read);
  const auto* request = message != nullptr ? std::get_if<cwmp::Request>(&message->content) : nullptr;
  return request != nullptr ? std::get_if<cwmp::SetParameterValues>(request) : nullptr;
}

/// Where all parameters are secret, no value that the reader takes is left in what a person sees.
void check_masked(std::string_view text) {
  const auto always = [](const std::string&) { return true; };
  (void)cwmp::masked_envelope(text.substr(0, text.size() / 2), text.size(), always);
  const auto read = cwmp::read_message(text);
  if (set_of(read) == nullptr) return;
  const std::string masked = cwmp::masked_envelope(text, text.size(), always);
  const auto shown = cwmp::read_message(masked);
  if (set_of(shown) == nullptr) give_up("a masked envelope is another message", masked);
  for (const cwmp::ParameterValueStruct& parameter : set_of(shown)->parameter_list) {
    if (parameter.value != "***") give_up("a masked envelope has a value", masked);
  }
}

/// Drives a session: each of the texts is what comes next from the ACS.
void drive(std::initializer_list<std::string_view> texts, bool with_request) {
  model::Tree tree;
  fill(tree);
  cwmp::Session session(tree, {});
  cwmp::Begin begin;
  begin.inform.parameter_list = {tree.find("Device.A").value()};
  if (with_request) begin.requests.push_back({"TransferComplete", [](cwmp::Version) { return "<CommandKey/>"; }, 1});
  auto action = session.resume(std::move(begin));
  const auto* next = texts.begin();
  while (true) {
    if (auto* post = std::get_if<cwmp::Post>(&action)) {
      if (post->body) check_body(*post->body);
      if (next == texts.end()) return;
      action = session.resume(cwmp::Received{*next++});
    } else if (const auto* perform = std::get_if<cwmp::Perform>(&action)) {
      action = session.resume(cwmp::EffectDone{carry_out(perform->effect, tree)});
    } else {
      return;
    }
  }
}

}  // namespace

void exercise_reader(std::string_view text) {
  check_masked(text);
  drive({text, text}, false);
  drive({kInformResponse, text, text, ""}, false);
  drive({kInformResponse, text, text, text}, true);
}

}  // namespace tests::fuzz
