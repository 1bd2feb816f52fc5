// SPDX-License-Identifier: Apache-2.0
#include "tests/acs/command/console.hpp"

#include <algorithm>

#include "tests/acs/connection_request.hpp"

namespace tests::acs {
namespace {

using Print = std::function<void(const std::string&)>;

constexpr std::string_view kConnectionRequestUrl = ".ManagementServer.ConnectionRequestURL";

std::string plain_type(const std::string& type) {
  const std::size_t colon = type.find(':');
  return colon == std::string::npos ? type : type.substr(colon + 1);
}

std::string joined(const std::vector<std::string>& words, const char* separator) {
  std::string text;
  for (const std::string& word : words) text += (text.empty() ? "" : separator) + word;
  return text;
}

void print_parameters(const Message& message, const Print& print, const std::string& indent) {
  for (const Parameter& one : message.parameters) {
    print(indent + one.name + " = " + one.value + " (" + plain_type(one.type) + ")");
  }
}

void print_inform(const Message& inform, const Print& print) {
  std::vector<std::string> events;
  for (const Event& event : inform.events) {
    events.push_back(event.code + (event.command_key.empty() ? "" : " [" + event.command_key + "]"));
  }
  const DeviceId& id = inform.device;
  const std::string product = id.product_class.empty() ? "" : id.product_class + "-";
  print("Inform from " + id.oui + "-" + product + id.serial_number + ": " +
        (events.empty() ? "no events" : joined(events, ", ")));
  print_parameters(inform, print, "  ");
}

void print_fault(const SoapFault& fault, const Print& print) {
  print("fault " + fault.code + ": " + fault.text);
  for (const SetFault& one : fault.parameters) print("  " + one.parameter + ": fault " + one.code + ": " + one.text);
}

void print_answer(const Message& answer, const Print& print) {
  print_parameters(answer, print, "");
  for (const ParameterName& one : answer.names) print(one.name + (one.writable ? " (writable)" : ""));
  for (const ParameterAttributes& one : answer.attributes) {
    print(one.name + " = " + std::to_string(one.notification) + " (notification)" +
          (one.access_list.empty() ? "" : ", access: " + joined(one.access_list, ",")));
  }
  for (const std::string& method : answer.methods) print(method);
  for (const char* name : {"InstanceNumber", "Status"}) {
    const auto found = answer.arguments.find(name);
    if (found != answer.arguments.end()) print(std::string(name) + " = " + found->second);
  }
  const bool bare = answer.arguments.empty() && answer.arrays.empty();
  if (bare) print("done");
  if (!answer.arrays.empty() && answer.arrays[0].members == 0) print("nothing");
}

}  // namespace

Console::Console(ScriptedAcs& acs, ConsoleOptions options, Print print)
    : acs_(acs), options_(std::move(options)), print_(std::move(print)) {}

void Console::add(Command command) {
  {
    const std::lock_guard lock(mutex_);
    queue_.push_back(std::move(command));
  }
  acs_.interrupt();
}

void Console::close() {
  {
    const std::lock_guard lock(mutex_);
    closed_ = true;
  }
  acs_.interrupt();
}

bool Console::run() {
  while (!quit_) {
    if (!current_ && !next_command()) break;
    if (current_ && !in_session_ && !woken_ && current_->kind != Command::Kind::wait) wake_cpe();
    if (quit_) break;
    if (std::optional<Exchange> exchange = acs_.next(time_left())) {
      handle(std::move(*exchange));
    } else if (current_ && Clock::now() >= deadline_) {
      expire();
    }
  }
  acs_.flush();
  return all_good_;
}

// False when there is none, and none will come.
bool Console::next_command() {
  const std::lock_guard lock(mutex_);
  while (!queue_.empty()) {
    Command command = std::move(queue_.front());
    queue_.pop_front();
    if (command.kind == Command::Kind::quit) {
      quit_ = true;
      return true;
    }
    if (command.kind == Command::Kind::help) {
      print_(std::string(kHelp.substr(0, kHelp.size() - 1)));
      continue;
    }
    current_ = std::move(command);
    deadline_ = Clock::now() + options_.timeout;
    asked_ = types_asked_ = woken_ = false;
    return true;
  }
  // The last session is brought to its end before leaving.
  return !closed_ || options_.serve || in_session_;
}

std::chrono::milliseconds Console::time_left() const {
  // Without a command only a message or an interruption counts.
  if (!current_) return in_session_ ? options_.timeout : std::chrono::milliseconds{std::chrono::hours{24}};
  return std::max(std::chrono::milliseconds{0}, std::chrono::ceil<std::chrono::milliseconds>(deadline_ - Clock::now()));
}

void Console::wake_cpe() {
  if (connection_request_url_.empty()) return;  // the first Inform will come by itself
  woken_ = true;
  try {
    const HttpAnswer answer = connection_request(connection_request_url_, options_.connection_request_user,
                                                 options_.connection_request_password, {.deadline = time_left()});
    if (answer.status == 200 || answer.status == 204) return;
    print_("connection request to " + connection_request_url_ + " refused: HTTP " + std::to_string(answer.status) +
           (answer.status == 401 ? "; --connection-request-user and --connection-request-password must be those that "
                                   "the CPE has for connection requests"
                                 : ""));
    // A CPE that is busy comes again by itself; wrong credentials stay wrong.
    if (answer.status == 401) finish(false);
  } catch (const std::exception& error) {
    print_(error.what());
    finish(false);
  }
}

void Console::handle(Exchange exchange) {
  const Message& message = exchange.message();
  for (const std::string& violation : message.violations) print_("! " + violation);
  if (message.rpc == "Inform") {
    on_inform(exchange);
  } else if (message.is_request()) {
    on_request(exchange);
  } else {
    if (!message.empty()) on_answer(message);
    continue_session(exchange);
  }
}

void Console::on_inform(Exchange& inform) {
  // A new session: what an earlier one was asked and did not answer is asked again.
  in_session_ = true;
  asked_ = types_asked_ = false;
  print_inform(inform.message(), print_);
  const Parameter* url = nullptr;
  for (const Parameter& one : inform->parameters) {
    if (one.name.ends_with(kConnectionRequestUrl)) url = &one;
  }
  if (url != nullptr) connection_request_url_ = url->value;
  if (current_ && current_->kind == Command::Kind::wait) finish(true);
  inform.reply_inform_response();
}

void Console::on_request(Exchange& request) {
  print_(request->rpc + " from the CPE");
  for (const auto& [name, value] : request->arguments) print_("  " + name + " = " + value);
  if (request->rpc == "GetRPCMethods") {
    const std::string methods =
        "<string>Inform</string><string>GetRPCMethods</string><string>TransferComplete</string>";
    request.reply(tests::acs::request(
        "GetRPCMethodsResponse", {"<MethodList soap-enc:arrayType=\"xsd:string[3]\">" + methods + "</MethodList>"}));
  } else {
    request.reply_response();
  }
}

void Console::on_answer(const Message& answer) {
  if (!current_ || !asked_) return;
  asked_ = false;
  if (types_asked_) {
    // After a fault the set goes out without types: its own fault says more.
    types_asked_ = false;
    const auto known = answer.values();
    for (SetValue& one : current_->values) {
      const auto found = known.find(one.name);
      if (found != known.end()) one.type = found->second.type;
    }
    current_->request = set_parameter_values(current_->values);
    current_->kind = Command::Kind::request;
    return;
  }
  if (answer.fault) {
    print_fault(*answer.fault, print_);
  } else {
    print_answer(answer, print_);
  }
  finish(!answer.fault);
}

void Console::continue_session(Exchange& exchange) {
  if (!current_) next_command();
  if (!current_ || current_->kind == Command::Kind::wait) {
    in_session_ = false;
    exchange.reply_no_content();
    return;
  }
  asked_ = true;
  types_asked_ = current_->kind == Command::Kind::set;
  if (types_asked_) {
    std::vector<std::string> paths;
    for (const SetValue& one : current_->values) paths.push_back(one.name);
    exchange.reply(get_parameter_values(paths));
  } else {
    exchange.reply(current_->request);
  }
}

void Console::finish(bool good) {
  all_good_ = all_good_ && good;
  current_.reset();
}

void Console::expire() {
  print_("timeout: " + current_->text);
  in_session_ = false;
  finish(false);
}

}  // namespace tests::acs
