// SPDX-License-Identifier: Apache-2.0
#include "tests/support/open_metrics.hpp"

#include <cmath>
#include <limits>
#include <regex>
#include <stdexcept>
#include <vector>

namespace tests::support {
namespace {

const std::string kName = "[a-zA-Z_:][a-zA-Z0-9_:]*";
const std::string kEscaped = R"((?:[^"\\\n]|\\["\\n])*)";
const std::string kLabel = "[a-zA-Z_][a-zA-Z0-9_]*=\"" + kEscaped + "\"";
const std::string kNumber = R"((?:[+-]?(?:[0-9]+\.?[0-9]*|\.[0-9]+)(?:[eE][+-]?[0-9]+)?|[+-]Inf|NaN))";

const std::regex kDescriptor("# (TYPE|UNIT|HELP) (" + kName + ") (" + kEscaped + ")");
const std::regex kSample("(" + kName + R"()(\{(?:)" + kLabel + "(?:," + kLabel + R"()*)?\})? ()" + kNumber + ")");
const std::regex kBound("le=\"(" + kNumber + ")\"");

double number(const std::string& text) {
  return text == "+Inf" ? std::numeric_limits<double>::infinity() : std::stod(text);
}

class Reader {
 public:
  std::map<std::string, MetricFamily> read(std::string_view text) {
    bool ended = false;
    for (std::size_t begin = 0; begin < text.size();) {
      const auto end = text.find('\n', begin);
      line_ = text.substr(begin, end - begin);
      if (end == std::string_view::npos) fail("has no end");
      if (ended) fail("is after # EOF");
      ended = line_ == "# EOF";
      if (!ended) line_.starts_with("#") ? read_descriptor() : read_sample();
      begin = end + 1;
    }
    if (!ended) fail("is the last, and not # EOF");
    end_family();
    return std::move(families_);
  }

 private:
  [[noreturn]] void fail(const std::string& what) const { throw std::runtime_error("\"" + line_ + "\" " + what); }

  void read_descriptor() {
    std::smatch match;
    if (!std::regex_match(line_, match, kDescriptor)) fail("is no descriptor");
    if (match[2] != name_) begin_family(match[2]);
    MetricFamily& family = families_.at(name_);
    if (!family.samples.empty()) fail("comes after samples of its family");
    std::string& to = match[1] == "TYPE" ? family.type : match[1] == "UNIT" ? family.unit : family.help;
    if (!to.empty()) fail("comes twice");
    to = match[3];
    if (match[1] == "UNIT" && !name_.ends_with("_" + family.unit)) fail("is not the end of the name");
    if (match[1] == "TYPE" && family.type != "counter" && family.type != "gauge" && family.type != "histogram" &&
        family.type != "info")
      fail("is of an unknown type");
  }

  void begin_family(const std::string& name) {
    end_family();
    if (families_.contains(name)) fail("interleaves families");
    name_ = name;
    families_[name];
  }

  void read_sample() {
    std::smatch match;
    if (!std::regex_match(line_, match, kSample)) fail("is no sample");
    if (name_.empty()) fail("has no family");
    MetricFamily& family = families_.at(name_);
    const std::string suffix = match[1].str().starts_with(name_) ? match[1].str().substr(name_.size()) : "?";
    const bool fits = family.type == "counter"     ? suffix == "_total"
                      : family.type == "info"      ? suffix == "_info" && match[3] == "1"
                      : family.type == "histogram" ? suffix == "_bucket" || suffix == "_sum" || suffix == "_count"
                                                   : suffix.empty();
    if (!fits) fail("is no sample of the " + family.type + " " + name_);
    if (!family.samples.emplace(match[1].str() + match[2].str(), match[3]).second) fail("comes twice");
    if (family.type == "counter" && number(match[3]) < 0) fail("is negative");
    if (suffix == "_bucket") read_bucket(number(match[3]));
    if (suffix == "_count") end_histogram(number(match[3]));
  }

  void read_bucket(double count) {
    std::smatch match;
    if (!std::regex_search(line_, match, kBound)) fail("has no bound");
    if (match[1].str().find_first_of(".eI") == std::string::npos) fail("has a bound without a fraction");
    const double bound = number(match[1]);
    if (!counts_.empty() && (bound <= bound_ || count < counts_.back())) fail("is not in order");
    bound_ = bound;
    counts_.push_back(count);
  }

  void end_histogram(double count) {
    if (counts_.empty() || !std::isinf(bound_) || counts_.back() != count) fail("is not the count of +Inf");
    counts_.clear();
  }

  void end_family() {
    if (!name_.empty() && families_.at(name_).type.empty()) fail("ends a family without a type");
    if (!counts_.empty()) fail("ends a histogram without a count");
  }

  std::string line_, name_;
  std::map<std::string, MetricFamily> families_;
  double bound_ = 0;
  std::vector<double> counts_;
};

}  // namespace

std::map<std::string, MetricFamily> read_open_metrics(std::string_view text) { return Reader().read(text); }

}  // namespace tests::support
