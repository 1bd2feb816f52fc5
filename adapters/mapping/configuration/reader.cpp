// SPDX-License-Identifier: Apache-2.0
#include "adapters/mapping/configuration/reader.hpp"

#include <algorithm>
#include <charconv>
#include <cstdint>
#include <string_view>

namespace adapters::mapping {
namespace {

using sdk::ConfigNode;

constexpr int64_t kMaxRounding = 15;

std::vector<std::string> names_of(const Pattern* rows) {
  return rows == nullptr ? std::vector<std::string>{} : rows->names();
}

/// "-127" as it is. "0x8000" is a number, and with its highest bit alone also the least one of so many bits.
void add_no_value(std::string_view word, std::vector<NoValue>& words) {
  std::uint64_t bits = 0;
  const bool is_hex = word.size() > 2 && (word.starts_with("0x") || word.starts_with("0X"));
  const char* const end = word.data() + word.size();
  const auto [stop, error] = is_hex ? std::from_chars(word.data() + 2, end, bits, 16) : std::from_chars_result{};
  if (!is_hex || error != std::errc{} || stop != end) {
    words.emplace_back(std::string(word));
    return;
  }
  words.emplace_back(std::to_string(bits));
  const std::size_t width = 4 * (word.size() - 2);
  if (width <= 64 && bits == std::uint64_t{1} << (width - 1)) words.emplace_back("-" + words.back().word);
}

/// How the device writes what is no plain number or time.
void read_spelling(const ConfigNode& node, Conversion& conversion) {
  for (const ConfigNode word : node.find("no_value").children()) add_no_value(word.scalar(), conversion.no_value);
  const ConfigNode time = node.find("time");
  conversion.time = time_form_of_word(time.text()).value_or(TimeForm::xml);
  const bool is_time = conversion.type == ADAPTER_DATE_TIME || conversion.type == ADAPTER_STRING;
  if (time && !is_time) time.report("it is for times: type dateTime or string");
  if (time && node.find("values")) time.report("values stand alone: words are no times");
  conversion.decimal_comma = node.find("decimal_comma").boolean(false);
  conversion.suffix = node.find("suffix").text();
  for (const char* const key : {"decimal_comma", "suffix"}) {
    const ConfigNode spelling = node.find(key);
    if (spelling && !is_numeric(conversion.type)) spelling.report("it is for numbers");
  }
}

std::chrono::seconds read_seconds(const ConfigNode& node) {
  return std::chrono::seconds(std::max<int64_t>(node.integer(0), 0));
}

}  // namespace

std::optional<Decimal> read_decimal(const ConfigNode& node) {
  if (!node) return std::nullopt;
  std::optional<Decimal> number = Decimal::parse(node.scalar());
  if (!number) node.report("a decimal number of at most 64 digits is expected here");
  return number;
}

std::optional<Pointer> read_pointer(const ConfigNode& node) {
  if (!node) return std::nullopt;
  const Outcome<Pointer> pointer = Pointer::parse(node.scalar());
  if (pointer) return *pointer;
  node.report(pointer.error().reason);
  return std::nullopt;
}

adapter_type read_type(const ConfigNode& node) {
  const ConfigNode type = node.find("type");
  const auto known = type_of_word(type.text("string"));
  if (!known) type.report("this is none of the types");
  return known.value_or(ADAPTER_STRING);
}

Conversion read_conversion(const ConfigNode& node, adapter_type type) {
  Conversion conversion;
  conversion.type = type;
  conversion.scale = read_decimal(node.find("scale"));
  conversion.offset = read_decimal(node.find("offset"));
  if (conversion.scale && conversion.scale->is_zero()) {
    node.find("scale").report("a scale of 0 leaves nothing of the value");
  }
  if (const ConfigNode round = node.find("round")) {
    conversion.digits = static_cast<unsigned>(std::clamp<int64_t>(round.integer(0), 0, kMaxRounding));
    const bool whole = conversion.type != ADAPTER_DECIMAL && *conversion.digits != 0;
    if (whole && is_numeric(conversion.type)) round.report("this type has no digits behind the point");
  }
  const ConfigNode step = node.find("step");
  conversion.step = read_decimal(step);
  if (conversion.step && *conversion.step <= Decimal()) step.report("a step is greater than 0");
  if (step && !is_numeric(conversion.type)) step.report("a step is for numbers");
  const ConfigNode values = node.find("values");
  const bool scaled = conversion.scale || conversion.offset || conversion.digits;
  if (scaled && !is_numeric(conversion.type)) node.report("scale, offset and round are for numbers");
  if (scaled && values) values.report("values stand alone: scale, offset and round have no use for words");
  read_spelling(node, conversion);
  conversion.inverted = node.find("inverted").boolean(false);
  if (conversion.inverted && conversion.type != ADAPTER_BOOLEAN)
    node.find("inverted").report("only a boolean is inverted");
  if (conversion.inverted && values) node.find("inverted").report("values say it already: turn their words round");
  for (const ConfigNode entry : values.children()) {
    const Outcome<std::string> word = text_of_type(conversion.type, entry.scalar());
    if (word) {
      conversion.values.emplace_back(entry.key(), *word);
    } else {
      entry.report("the word for an ACS does not fit the type: " + word.error().reason);
    }
  }
  return conversion;
}

Range read_range(const ConfigNode& node, adapter_type type) {
  Range range;
  range.minimum = read_decimal(node.find("min"));
  range.maximum = read_decimal(node.find("max"));
  range.max_length = static_cast<std::uint32_t>(std::clamp<int64_t>(node.find("max_length").integer(0), 0, 65535));
  if ((range.minimum || range.maximum) && !is_numeric(type)) node.report("min and max are for numbers");
  if (range.minimum && range.maximum && *range.minimum > *range.maximum) node.report("min is greater than max");
  const bool has_length = type == ADAPTER_STRING || type == ADAPTER_BASE64 || type == ADAPTER_HEX_BINARY;
  if (range.max_length != 0 && !has_length) node.report("max_length is for string, base64 and hexBinary");
  return range;
}

// ---- addresses ------------------------------------------------------------------------------------------------------

/// The address under `node`; that of the rows where there is none.
std::optional<Pattern> PlaceReader::address(const ConfigNode& node, const Pattern* rows, Place place) const {
  const ConfigNode address = addressing_.key.empty() ? node : node.find(addressing_.key);
  if (!address && rows != nullptr) return *rows;
  if (!address) {
    node.report("'" + addressing_.key + "' is missing");
    return std::nullopt;
  }
  const bool column = place == Place::source && rows != nullptr && addressing_.read_column != nullptr;
  const Outcome<Pattern> pattern = column ? addressing_.read_column(node, *rows) : addressing_.read(node, place);
  if (pattern) return *pattern;
  address.report(pattern.error().reason);
  return std::nullopt;
}

bool PlaceReader::rows(const ConfigNode& node, Table& table) const {
  if (!addressing_.rows_are_polled && (node.find("pointer") || node.find("key"))) return rows_in_messages(node, table);
  const std::optional<Pattern> pattern = address(node, nullptr, Place::rows);
  if (pattern) table.rows = *pattern;
  return pattern.has_value();
}

/// A row has an address of its own, which no captures of topics match: they leave out topics with a '$'.
bool PlaceReader::rows_in_messages(const ConfigNode& node, Table& table) const {
  const ConfigNode address = node.find(addressing_.key);
  const Outcome<Pattern> messages = Pattern::parse_filter(address.scalar());
  const Outcome<Pattern> rows = Pattern::parse_path(kRowsPrefix + address.text() + "/ " + node.find("pointer").text() +
                                                    ' ' + node.find("key").text() + "/{name}");
  if (!messages || !rows) {
    address.report(messages ? rows.error().reason : messages.error().reason);
    return false;
  }
  table.rows = *rows;
  table.in_messages = {*messages, read_pointer(node.find("pointer")).value_or(Pointer{}),
                       read_pointer(node.find("key"))};
  return true;
}

void PlaceReader::check_captures(const ConfigNode& node, const Pattern& pattern, const Pattern* rows,
                                 Tells tells) const {
  const std::vector<std::string> known = names_of(rows);
  for (const std::string& name : pattern.names()) {
    if (std::find(known.begin(), known.end(), name) == known.end()) {
      node.report("{" + name + "} " +
                  (rows == nullptr ? "has no meaning outside of a table" : "is not captured by the rows of the table"));
      return;
    }
  }
  const bool too_few = pattern.names().size() < known.size();
  if (tells == Tells::all && too_few) node.report("it must capture what the rows capture");
}

// ---- in -------------------------------------------------------------------------------------------------------------

std::optional<Source> PlaceReader::source(const ConfigNode& node, const Pattern* rows) const {
  const std::optional<Pattern> from = address(node, rows, Place::source);
  if (!from) return std::nullopt;
  check_captures(node, *from, rows, Tells::all);
  return Source{*from, read_pointer(node.find("pointer")), node.find("ignore_retained").boolean(false),
                read_seconds(node.find("reset_after_s")), refresh(node.find("refresh"), rows)};
}

std::vector<std::string> PlaceReader::no_value(const ConfigNode& source) const {
  const ConfigNode preset = source.find("no_value");
  if (!preset || addressing_.no_value == nullptr) return {};
  const auto words = addressing_.no_value(source);
  if (words) return *words;
  preset.report(words.error().reason);
  return {};
}

std::optional<Refresh> PlaceReader::refresh(const ConfigNode& node, const Pattern* rows) const {
  if (!node) return std::nullopt;
  const std::optional<Pattern> to = address(node, nullptr, Place::sink);
  if (!to) return std::nullopt;
  check_captures(node, *to, rows, Tells::some);
  const ConfigNode payload = node.find("payload");
  const Outcome<Template> parsed = Template::parse(payload.scalar(), names_of(rows));
  if (!parsed) {
    payload.report(parsed.error().reason);
    return std::nullopt;
  }
  if (payload.scalar().find("${value}") != std::string_view::npos)
    payload.report("a request for a value has no ${value} to send");
  return Refresh{*to, *parsed};
}

Availability PlaceReader::availability(const ConfigNode& node, const Pattern* rows) const {
  Availability availability;
  if (addressing_.rows_tell_presence) {
    if (node) node.report("its devices are asked, and are online when they answer");
    if (rows == nullptr) node.report("'rows' is missing: which devices are meant?");
    if (rows != nullptr) availability.sources.push_back({*rows, {}});
    return availability;
  }
  if (!node) return availability;
  availability.stale_after = read_seconds(node.find("stale_after_s"));
  const std::string mode = node.find("mode").text("all");
  if (mode == "any") availability.mode = Availability::Mode::any;
  if (mode == "latest") availability.mode = Availability::Mode::latest;

  const ConfigNode list = node.find("sources");
  const bool speaks_itself = node.find(addressing_.key) || node.find("pointer") || node.find("online") ||
                             node.find("offline") || (!list && availability.stale_after.count() == 0);
  if (list && speaks_itself) list.report("either sources, or one that stands for itself");
  for (const ConfigNode one : list.children()) {
    if (auto source = presence(one, rows)) availability.sources.push_back(std::move(*source));
  }
  if (!list && speaks_itself) {
    if (auto source = presence(node, rows)) availability.sources.push_back(std::move(*source));
  }
  return availability;
}

std::optional<PresenceSource> PlaceReader::presence(const ConfigNode& node, const Pattern* rows) const {
  const std::optional<Pattern> from = address(node, rows, Place::source);
  if (!from) return std::nullopt;
  check_captures(node, *from, rows, Tells::some);
  PresenceSource source{*from, read_pointer(node.find("pointer")), node.find("online").text("online"), {}};
  if (const ConfigNode offline = node.find("offline")) source.offline = offline.text();
  return source;
}

// ---- out ------------------------------------------------------------------------------------------------------------

Confirm PlaceReader::confirm(const ConfigNode& node, bool has_source) const {
  const std::string word = node.text(has_source ? addressing_.confirm : "published");
  if (word == "none") return Confirm::none;
  const bool transport_answers = std::string_view(addressing_.confirm) == "response";
  if (word == "response" && !transport_answers) return Confirm::response;
  if (word != "state") return Confirm::published;
  if (!has_source) node.report("without a source nothing echoes the value");
  return Confirm::state;
}

std::optional<Sink> PlaceReader::sink(const ConfigNode& node, const Pattern* rows, bool has_source) const {
  const std::optional<Pattern> to = address(node, nullptr, Place::sink);
  if (!to) return std::nullopt;
  check_captures(node, *to, rows, Tells::some);
  const Confirm confirmed = confirm(node.find("confirm"), has_source);
  const ConfigNode answer = node.find("response");
  const bool answered = confirmed == Confirm::response;
  if (answered && !answer) node.find("confirm").report("'response' is missing, which says where the device answers");
  if (answer && !answered) answer.report("it goes with confirm: response");

  std::vector<std::string> names = names_of(rows);
  const ConfigNode payload = node.find("payload");
  if (answered) {
    if (std::find(names.begin(), names.end(), kIdCapture) != names.end()) {
      answer.report("the rows capture {id}, which is the command's number here: give that capture another name");
    }
    if (payload.scalar().find("${id}") == std::string_view::npos) {
      payload.report("without ${id} the device's answer cannot be told from others");
    }
    names.emplace_back(kIdCapture);
  }
  const Outcome<Template> parsed = Template::parse(payload.text("${value}"), names);
  if (!parsed) {
    payload.report(parsed.error().reason);
    return std::nullopt;
  }
  const int64_t seconds = std::clamp<int64_t>(node.find("confirm_timeout_s").integer(0), 0, 20);
  return Sink{*to,
              *parsed,
              static_cast<int>(std::clamp<int64_t>(node.find("qos").integer(0), 0, 2)),
              node.find("retain").boolean(false),
              confirmed,
              static_cast<std::uint32_t>(seconds * 1000),
              answered ? response(answer, rows) : std::nullopt};
}

std::optional<ResponseRule> PlaceReader::response(const ConfigNode& node, const Pattern* rows) const {
  if (!node) return std::nullopt;
  const std::optional<Pattern> from = address(node, nullptr, Place::source);
  const std::optional<Pointer> id = read_pointer(node.find("pointer"));
  if (!node.find("pointer")) node.report("'pointer' is missing");
  if (!from || !id) return std::nullopt;
  check_captures(node, *from, rows, Tells::some);
  ResponseRule rule{
      *from, *id, read_pointer(node.find("ok").find("pointer")), {}, read_pointer(node.find("error").find("pointer"))};
  if (const ConfigNode word = node.find("ok").find("value")) rule.word = word.text();
  return rule;
}

}  // namespace adapters::mapping
