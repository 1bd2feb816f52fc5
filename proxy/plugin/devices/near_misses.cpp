// SPDX-License-Identifier: Apache-2.0
#include "proxy/plugin/devices/near_misses.hpp"

#include "proxy/base/edit_distance.hpp"
#include "proxy/base/lower_case.hpp"
#include "proxy/model/vendor_word.hpp"
#include "proxy/plugin/devices/iot_words.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <string>
#include <utility>

namespace proxy::plugin {
namespace {

using config::kNoNode;
using config::Node;
using config::Nodes;

constexpr std::size_t kMaxWord = 40;

/// Units as people write them, in lower case.
constexpr std::array<std::pair<std::string_view, std::string_view>, 48> kUnitNames{{
    {"°c", "degC"},     {"℃", "degC"},          {"celsius", "degC"}, {"°f", "degF"},
    {"℉", "degF"},      {"fahrenheit", "degF"}, {"°", "deg"},        {"degrees", "deg"},
    {"kelvin", "K"},    {"percent", "%"},       {"pct", "%"},        {"%rh", "%"},
    {"w", "W"},         {"watt", "W"},          {"watts", "W"},      {"v", "V"},
    {"volt", "V"},      {"volts", "V"},         {"a", "A"},          {"amp", "A"},
    {"ampere", "A"},    {"hertz", "Hz"},        {"pascal", "Pa"},    {"Ω", "ohm"},
    {"\u2126", "ohm"},  {"lux", "lx"},          {"lumen", "lm"},     {"joule", "J"},
    {"m/s", "mps"},     {"m²", "sq-m"},         {"m2", "sq-m"},      {"m³", "cu-m"},
    {"m3", "cu-m"},     {"m³/s", "cu-m/s"},     {"m3/s", "cu-m/s"},  {"l/s", "liter/s"},
    {"liter", "l"},     {"litre", "l"},         {"meter", "m"},      {"metre", "m"},
    {"sec", "s"},       {"second", "s"},        {"seconds", "s"},    {"minute", "min"},
    {"minutes", "min"}, {"hour", "h"},          {"hours", "h"},      {"decibel", "dB"},
}};

class Search {
 public:
  Search(const config::AdapterSection& section, config::Diagnostics& diagnostics)
      : nodes_(section.section), path_(section.path), diagnostics_(diagnostics) {}

  void run() {
    each(find(nodes_, 0, "devices"), path_ + ".devices", [this](std::uint32_t device, const std::string& path) {
      check(device, path, "type", [](std::string_view word) { return meant_word(device_types(), word); });
      each(find(nodes_, device, "capabilities"), path + ".capabilities",
           [this](std::uint32_t capability, const std::string& below) { check_capability(capability, below); });
    });
    each(find(nodes_, 0, "notify"), path_ + ".notify",
         [this](std::uint32_t rule, const std::string& path) { check_type(rule, path); });
  }

 private:
  /// Calls `visit` with each entry of the list, if it is one.
  template <class Visit>
  void each(std::uint32_t list, const std::string& path, Visit&& visit) const {
    if (list == kNoNode || nodes_[list].kind != Node::Kind::list) return;
    std::size_t number = 0;
    for (auto entry = nodes_[list].first_child; entry != kNoNode; entry = nodes_[entry].next)
      visit(entry, fmt::format("{}[{}]", path, number++));
  }

  std::string_view text(std::uint32_t map, std::string_view key) const {
    const auto index = find(nodes_, map, key);
    const bool is_text = index != kNoNode && nodes_[index].kind == Node::Kind::scalar && !nodes_[index].secret;
    return is_text ? std::string_view(nodes_[index].scalar) : std::string_view();
  }

  template <class Meant>
  void check(std::uint32_t map, const std::string& path, std::string_view key, Meant&& meant_by) {
    const std::string_view word = text(map, key);
    const std::string_view meant = word.empty() ? word : meant_by(word);
    if (!meant.empty()) warn(map, path, key, "is not a word of TR-181", meant);
  }

  void warn(std::uint32_t map, const std::string& path, std::string_view key, std::string_view what,
            std::string_view meant) {
    const Node& node = nodes_[find(nodes_, map, key)];
    diagnostics_.warning(position(node), fmt::format("{}.{}", path, key),
                         fmt::format("{} {}; did you mean {}?", config::quote(node), what, meant));
  }

  /// Without a class, as in a rule, the types of all classes are tried.
  void check_type(std::uint32_t map, const std::string& path) {
    check(map, path, "type",
          [kind = text(map, "class")](std::string_view word) { return meant_word(capability_types(kind), word); });
  }

  void check_capability(std::uint32_t capability, const std::string& path) {
    check_type(capability, path);
    check(capability, path, "unit", &meant_unit);
    if (text(capability, "type") != "Temperature") return;
    // Both are words of TR-181, but of other quantities.
    if (text(capability, "unit") == "C") warn(capability, path, "unit", "is the coulomb in TR-181", "degC");
    if (text(capability, "unit") == "F") warn(capability, path, "unit", "is the farad in TR-181", "degF");
  }

  const Nodes& nodes_;
  const std::string path_;
  config::Diagnostics& diagnostics_;
};

}  // namespace

std::string_view meant_word(std::string_view words, std::string_view word) {
  if (word.empty() || word.size() > kMaxWord || model::is_word_of(words, word)) return {};
  const std::string wanted = base::lower_case(word);
  std::string_view best;
  std::size_t least = std::max<std::size_t>(wanted.size() / 4, 1) + 1;
  model::any_word(words, [&](std::string_view candidate) {
    const std::string known = base::lower_case(candidate);
    const std::size_t distance = known.front() == wanted.front() ? base::edit_distance(wanted, known) : least;
    if (distance < least) {
      least = distance;
      best = candidate;
    }
    return least == 0;
  });
  return best;
}

std::string_view meant_unit(std::string_view word) {
  if (word.size() > kMaxWord || model::is_word_of(units(), word)) return {};
  const std::string wanted = base::lower_case(word);
  const auto name =
      std::ranges::find(kUnitNames, std::string_view(wanted), &std::pair<std::string_view, std::string_view>::first);
  if (name != kUnitNames.end()) return name->second;
  std::string_view meant;
  // A single letter says too little: t may be a ton, and T is the tesla.
  model::any_word(wanted.size() > 1 ? units() : std::string_view(), [&](std::string_view candidate) {
    if (base::lower_case(candidate) == wanted) meant = candidate;
    return !meant.empty();
  });
  return meant;
}

void warn_of_near_misses(const config::AdapterSection& section, config::Diagnostics& diagnostics) {
  if (!section.section.empty()) Search(section, diagnostics).run();
}

}  // namespace proxy::plugin
