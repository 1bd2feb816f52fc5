// SPDX-License-Identifier: Apache-2.0
#pragma once
// A command line of long options, as getopt_long() reads it, with messages that say what would be right.
// Thread: the main thread, one object at a time

#include <getopt.h>

#include <span>
#include <string>
#include <string_view>

namespace proxy::base {

class CommandLine {
 public:
  /// In place of an option's `val`.
  static constexpr int kEnd = -1, kUnexpected = 1, kWrong = '?';

  /// `options` end with the null entry of getopt_long().
  CommandLine(int argc, char** argv, std::span<const option> options);

  /// The `val` of the next option; its value is in `optarg`. kUnexpected: a word that is neither an option nor a value.
  /// kWrong: no such option, or a value that is missing or too many.
  int next();

  /// The word of the last next().
  std::string_view word() const { return word_; }
  /// "unknown option --chek-config; did you mean --check-config?", after kWrong. It never has the value of an option,
  /// which may be a secret.
  std::string error() const;

 private:
  int argc_;
  char** argv_;
  std::span<const option> options_;
  std::string_view word_;
  int last_ = kEnd;                 ///< what getopt returned
  bool is_behind_options_ = false;  ///< after "--"
};

/// "; did you mean --check-config?" for a word such as --chek-config, -check-config, check-config or check: the option
/// that a typing error or the lack of dashes explains, or those that begin so. Empty if there is none.
std::string option_meant(std::string_view word, std::span<const option> options);

}  // namespace proxy::base
