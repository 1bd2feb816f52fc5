// SPDX-License-Identifier: Apache-2.0
#include "adapters/modbus/registers/explain.hpp"

#include <algorithm>
#include <charconv>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "adapters/mapping/tables/explain.hpp"

namespace adapters::modbus {
namespace {

struct Asked {
  int unit = 0;
  Space space = Space::holding;
  unsigned address = 0;
};

std::vector<std::string_view> parts_of(std::string_view text) {
  constexpr std::string_view kBetween = " ,/\t\r\n";
  std::vector<std::string_view> parts;
  for (std::size_t begin = text.find_first_not_of(kBetween); begin != std::string_view::npos;) {
    const std::size_t end = std::min(text.find_first_of(kBetween, begin), text.size());
    parts.push_back(text.substr(begin, end - begin));
    begin = text.find_first_not_of(kBetween, end);
  }
  return parts;
}

std::optional<std::uint16_t> number_of(std::string_view text) {
  const bool is_hex = text.starts_with("0x") || text.starts_with("0X");
  if (is_hex) text.remove_prefix(2);
  std::uint16_t number = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number, is_hex ? 16 : 10);
  return error == std::errc{} && end == text.data() + text.size() ? std::optional(number) : std::nullopt;
}

std::optional<Asked> asked_by(std::string_view address) {
  const std::vector<std::string_view> parts = parts_of(address);
  if (parts.size() != 4 || parts[0] != "unit") return std::nullopt;
  const auto unit = number_of(parts[1]);
  const auto number = number_of(parts[3]);
  if (!unit || !number) return std::nullopt;
  for (const Space space : {Space::coil, Space::discrete, Space::input, Space::holding}) {
    if (parts[2] == word_of(space)) return Asked{*unit, space, *number};
  }
  return std::nullopt;
}

std::optional<Words> words_of(std::string_view payload) {
  Words words;
  for (const std::string_view part : parts_of(payload)) {
    const auto word = number_of(part);
    if (!word) return std::nullopt;
    words.push_back(*word);
  }
  return words.empty() ? std::nullopt : std::optional(words);
}

std::string place_of(const Point& point) {
  return identity_of(point.unit) + '/' + word_of(point.space) + ' ' + std::to_string(point.address);
}

}  // namespace

void explain(const Layout& layout, const mapping::Mapping& mapping, std::string_view address, std::string_view payload,
             const sdk::Say& say) {
  const std::optional<Asked> asked = asked_by(address);
  if (!asked) {
    return say("nothing here is about " + std::string(address) +
               "; expected the first register, such as: unit 20 holding 8");
  }
  const std::optional<Words> words = words_of(payload);
  if (!words) return say("expected the registers from this one on, one number each, such as: 214 0x4366");
  bool met = false;
  std::vector<std::string> places;
  for (std::size_t i = 0; i < layout.points().size(); ++i) {
    const Point& point = layout.points()[i];
    places.push_back(place_of(point));
    const bool is_in = point.unit == asked->unit && point.space == asked->space && point.address >= asked->address &&
                       point.address < asked->address + words->size();
    if (!is_in) continue;
    met = true;
    const std::string label = mapping.label(layout.address(i));
    const std::span from = std::span(*words).subspan(point.address - asked->address);
    if (from.size() < point.count) {
      say(label + ": " + std::to_string(point.count) + " registers belong to it, of which " +
          std::to_string(from.size()) + " is given");
      continue;
    }
    const mapping::Outcome<std::string> text = decode(layout.format(i), from);
    say(label + ": " + (text ? *text : text.error().reason));
    if (text) (void)mapping::explain(mapping, layout.address(i), *text, say);
  }
  if (met) return;
  std::sort(places.begin(), places.end());
  places.erase(std::unique(places.begin(), places.end()), places.end());
  const std::string place = place_of({asked->unit, asked->space, asked->address});
  (void)mapping::explain_stranger(place, std::string(address), places, say);
}

}  // namespace adapters::modbus
