// SPDX-License-Identifier: Apache-2.0
#include "proxy/control/typed_arguments.hpp"

#include "proxy/control/command_table.hpp"

#include <algorithm>
#include <string_view>
#include <utility>

namespace proxy::control {
namespace {

constexpr const char* kCounted = "argument";

/// An option of the program or of its command; null: there is none of this name.
const CLI::Option* option_named(const CLI::App& app, const CLI::App* command, const std::string& word) {
  const std::string name = word.starts_with("--") ? word.substr(0, word.find('=')) : word;
  const CLI::Option* option = command == nullptr ? nullptr : command->get_option_no_throw(name);
  return option == nullptr ? app.get_option_no_throw(name) : option;
}

/// How many words the option at `word` is: with its value, which may also stand behind "=".
std::size_t words_of(const CLI::Option& option, const std::string& word) {
  const bool has_value = option.get_items_expected_min() > 0 && word.find('=') == std::string::npos;
  return has_value ? 2 : 1;
}

/// Neither the name of an option, nor a mistyped one: a negative number is none.
bool is_plain(std::string_view word) {
  return !word.starts_with('-') || word == "-" || (word[1] >= '0' && word[1] <= '9');
}

class CommandLine {
 public:
  CommandLine(const CLI::App& app, std::vector<std::string>& words) : app_(app), words_(words) {}

  std::vector<std::string> take() {
    const std::size_t command = find_command();
    if (command == words_.size() || row_ == nullptr) return {};
    for (std::size_t index = command + 1; index < words_.size(); ++index) {
      const std::string& word = words_[index];
      if (word == "--") {
        words_.erase(words_.begin() + static_cast<std::ptrdiff_t>(index));
        for (; index < words_.size(); ++index) take(index);
        break;
      }
      const CLI::Option* option = is_plain(word) ? nullptr : option_named(app_, command_, word);
      if (option != nullptr) {
        index += words_of(*option, word) - 1;
      } else if (is_plain(word) || std::string_view(row_->name) == "set") {
        take(index);
      }
    }
    return std::move(arguments_);
  }

 private:
  /// The first word that is no option; the number of words if there is none, or if it has no row of the table.
  std::size_t find_command() {
    for (std::size_t index = 0; index < words_.size(); ++index) {
      const std::string& word = words_[index];
      if (word.starts_with('-')) {
        if (const CLI::Option* option = option_named(app_, nullptr, word)) index += words_of(*option, word) - 1;
        continue;
      }
      const auto commands = app_.get_subcommands([&](const CLI::App* one) { return one->get_name() == word; });
      const auto row = std::ranges::find(kCommands, word, &CommandRow::name);
      // The arguments of explain are options.
      if (commands.empty() || row == kCommands.end() || *row->arguments == '\0') break;
      command_ = commands.front();
      row_ = &*row;
      return index;
    }
    return words_.size();
  }

  void take(std::size_t index) { arguments_.push_back(std::exchange(words_[index], kCounted)); }

  const CLI::App& app_;
  std::vector<std::string>& words_;
  const CLI::App* command_ = nullptr;
  const CommandRow* row_ = nullptr;
  std::vector<std::string> arguments_;
};

}  // namespace

std::vector<std::string> take_arguments(const CLI::App& app, std::vector<std::string>& words) {
  return CommandLine(app, words).take();
}

}  // namespace proxy::control
