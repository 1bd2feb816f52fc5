// SPDX-License-Identifier: Apache-2.0
// Shows what is said of a word on a command line that is no option, and which option it was meant as.
#include "proxy/base/command_line.hpp"

#include "tests/support/catch.hpp"

#include <array>
#include <string>
#include <vector>

using proxy::base::CommandLine;
using proxy::base::option_meant;

namespace {

constexpr std::array<option, 5> kOptions{{{"config", required_argument, nullptr, 'c'},
                                          {"check-config", no_argument, nullptr, 'k'},
                                          {"strict", no_argument, nullptr, 's'},
                                          {"show-config", no_argument, nullptr, 'p'},
                                          {nullptr, 0, nullptr, 0}}};

/// The options as their letters; "<word>" for one that is unexpected. It ends with the first error.
std::string read(std::vector<std::string> words) {
  words.insert(words.begin(), "program");
  std::vector<char*> arguments;
  for (std::string& word : words) arguments.push_back(word.data());
  arguments.push_back(nullptr);
  CommandLine line(static_cast<int>(words.size()), arguments.data(), kOptions);
  std::string text;
  for (int option = 0; (option = line.next()) != CommandLine::kEnd;) {
    if (option == CommandLine::kWrong) return text + line.error();
    if (option == CommandLine::kUnexpected) {
      text.append("<").append(line.word()).append(">");
    } else {
      text.append(1, static_cast<char>(option)).append(option == 'c' ? optarg : "");
    }
  }
  return text;
}

}  // namespace

TEST_CASE("options, their values, and words that are neither come in their order", "[command_line]") {
  CHECK(read({}).empty());
  CHECK(read({"--config", "a.yaml", "--check-config"}) == "ca.yamlk");
  CHECK(read({"--strict", "x", "--config=a", "y", "--", "--strict", "z"}) == "s<x>ca<y><--strict><z>");
  CHECK(read({"--str", ""}) == "s<>");
}

TEST_CASE("an option that is wrong is named without its value", "[command_line]") {
  CHECK(read({"--strict", "--chek-config=1"}) == "sunknown option --chek-config; did you mean --check-config?");
  CHECK(read({"-config", "a"}) == "unknown option -config; did you mean --config?");
  CHECK(read({"--s"}) == "unknown option --s; did you mean --strict or --show-config?");
  CHECK(read({"-x"}) == "unknown option -x; --help lists the options");
  CHECK(read({"--config"}) == "--config needs a value");
  CHECK(read({"--strict=yes"}) == "--strict takes no value");
  CHECK(read({"x\x1b", "--y\x1b=secret"}).find("\x1b=") == std::string::npos);
}

TEST_CASE("the option that a word was meant as is suggested", "[command_line]") {
  for (const char* word :
       {"--chek-config", "-check-config", "check-config", "check", "--check_config", "chck-config=x"})
    CHECK(option_meant(word, kOptions) == "; did you mean --check-config?");
  CHECK(option_meant("config", kOptions) == "; did you mean --config?");
  for (const char* word : {"my.yaml", "-", "--", "", "reload"}) CHECK(option_meant(word, kOptions).empty());
}
