// SPDX-License-Identifier: Apache-2.0
#include "tests/acs/command/commands.hpp"

#include <stdexcept>

namespace tests::acs {
namespace {

using Words = std::vector<std::string>;

void need(const Words& words, std::size_t least, std::size_t most, const char* usage) {
  if (words.size() < least + 1 || words.size() > most + 1) throw std::invalid_argument(std::string("usage: ") + usage);
}

Command set_command(const Words& words) {
  need(words, 1, words.size(), "set PATH=VALUE [PATH=VALUE...]");
  Command command{.kind = Command::Kind::set};
  for (std::size_t i = 1; i < words.size(); ++i) {
    const std::size_t equals = words[i].find('=');
    if (equals == std::string::npos || equals == 0) throw std::invalid_argument("no PATH=VALUE: " + words[i]);
    command.values.push_back({.name = words[i].substr(0, equals), .value = words[i].substr(equals + 1), .type = ""});
  }
  return command;
}

Reply attributes_request(const Words& words) {
  need(words, 1, 2, "attributes PATH [0..6]");
  if (words.size() == 2) return get_parameter_attributes({words[1]});
  const std::string& number = words[2];
  if (number.size() != 1 || number[0] < '0' || number[0] > '6') {
    throw std::invalid_argument("a notification is 0 to 6, not " + number);
  }
  return set_parameter_attributes({{.name = words[1], .notification = number[0] - '0'}});
}

Reply names_request(const Words& words) {
  need(words, 1, 2, "names PATH [next]");
  if (words.size() == 3 && words[2] != "next") throw std::invalid_argument("usage: names PATH [next]");
  return get_parameter_names(words[1], words.size() == 3);
}

Reply request_of(const Words& words) {
  const std::string& verb = words[0];
  if (verb == "get") {
    need(words, 1, words.size(), "get PATH...");
    return get_parameter_values(Words(words.begin() + 1, words.end()));
  }
  if (verb == "names") return names_request(words);
  if (verb == "attributes") return attributes_request(words);
  if (verb == "add") return need(words, 1, 1, "add TABLE"), add_object(words[1]);
  if (verb == "delete") return need(words, 1, 1, "delete ROW"), delete_object(words[1]);
  if (verb == "methods") return need(words, 0, 0, "methods"), get_rpc_methods();
  if (verb == "reboot") return need(words, 0, 1, "reboot [KEY]"), reboot(words.size() > 1 ? words[1] : "");
  throw std::invalid_argument("no such command: " + verb + " (try help)");
}

}  // namespace

Command parse_command(const Words& words) {
  if (words.empty()) throw std::invalid_argument("an empty command");
  Command command;
  if (words[0] == "set") {
    command = set_command(words);
  } else if (words[0] == "wait") {
    command.kind = Command::Kind::wait;
  } else if (words[0] == "help") {
    command.kind = Command::Kind::help;
  } else if (words[0] == "quit" || words[0] == "exit") {
    command.kind = Command::Kind::quit;
  } else {
    command.request = request_of(words);
  }
  for (const std::string& word : words) command.text += (command.text.empty() ? "" : " ") + word;
  return command;
}

Words split_words(const std::string& line) {
  Words words;
  char quote = 0;
  bool inside = false;
  for (const char c : line) {
    if (quote == 0 && (c == ' ' || c == '\t' || c == '\r')) {
      inside = false;
    } else if (c == quote) {
      quote = 0;
    } else {
      if (!inside) words.emplace_back();
      inside = true;
      if (quote == 0 && (c == '"' || c == '\'')) {
        quote = c;
      } else {
        words.back() += c;
      }
    }
  }
  return words;
}

std::vector<Command> parse_commands(const Words& words) {
  std::vector<Command> commands;
  Words current;
  for (const std::string& word : words) {
    if (word != ",") {
      current.push_back(word);
      continue;
    }
    commands.push_back(parse_command(current));
    current.clear();
  }
  if (!current.empty()) commands.push_back(parse_command(current));
  return commands;
}

}  // namespace tests::acs
