// SPDX-License-Identifier: Apache-2.0
#include "proxy/base/command_line.hpp"

#include "proxy/base/edit_distance.hpp"
#include "proxy/base/visible_text.hpp"

#include <algorithm>
#include <functional>
#include <vector>

namespace proxy::base {
namespace {

/// The part of a word before its value.
std::string_view without_value(std::string_view word) { return word.substr(0, word.find('=')); }

}  // namespace

CommandLine::CommandLine(int argc, char** argv, std::span<const option> options)
    : argc_(argc), argv_(argv), options_(options) {
  optind = 0;  // getopt begins anew
}

int CommandLine::next() {
  const int at = std::max(optind, 1);
  // "-": a word that is no option comes in its place, as 1. ":": no messages, and a missing value is another result.
  last_ = is_behind_options_ ? kEnd : ::getopt_long(argc_, argv_, "-:", options_.data(), nullptr);
  if (last_ != kEnd) {
    word_ = argv_[at];
    return last_ == ':' ? kWrong : last_;
  }
  is_behind_options_ = true;
  if (optind >= argc_) return kEnd;
  word_ = argv_[optind++];
  return kUnexpected;
}

std::string CommandLine::error() const {
  const std::string name = visible_text(without_value(word_));
  if (last_ == ':') return name + " needs a value";
  if (optopt != 0 && word_.starts_with("--")) return name + " takes no value";
  const std::string meant = option_meant(word_, options_);
  return "unknown option " + name + (meant.empty() ? "; --help lists the options" : meant);
}

std::string option_meant(std::string_view word, std::span<const option> options) {
  word.remove_prefix(std::min(word.find_first_not_of('-'), word.size()));
  word = without_value(word);
  if (word.empty()) return {};
  std::vector<std::string_view> names, meant;
  for (const option& one : options) {
    if (one.name != nullptr) names.emplace_back(one.name);
  }
  std::ranges::copy_if(names, std::back_inserter(meant), [&](std::string_view name) { return name.starts_with(word); });
  if (const std::string_view* nearest = nearest_word(word, names, std::identity())) meant = {*nearest};
  std::string text;
  for (const std::string_view name : meant) text.append(text.empty() ? "; did you mean --" : " or --").append(name);
  return text.empty() ? text : text + "?";
}

}  // namespace proxy::base
