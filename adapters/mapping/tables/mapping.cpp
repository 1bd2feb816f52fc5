// SPDX-License-Identifier: Apache-2.0
#include "adapters/mapping/tables/mapping.hpp"

#include <algorithm>
#include <map>
#include <set>
#include <utility>

#include "adapters/mapping/devices/device_bounds.hpp"

namespace adapters::mapping {
namespace {

constexpr std::size_t kMaxQuoted = 40;  // of a value in a reason
constexpr int64_t kDefaultRows = 1000;
constexpr int64_t kDefaultPayload = int64_t{1} << 20;

bool within(const Range& range, std::string_view text) {
  if (range.max_length != 0 && characters_in(text) > range.max_length) return false;
  if (!range.minimum && !range.maximum) return true;
  const std::optional<Decimal> number = Decimal::parse(text);
  if (!number) return false;
  return (!range.minimum || *number >= *range.minimum) && (!range.maximum || *number <= *range.maximum);
}

bool is_empty(const Update& update) {
  return update.existence == Update::Existence::keep && update.said.empty() && update.values.empty();
}

}  // namespace

// ---- compiling ------------------------------------------------------------------------------------------------------

/// Gathers the parameters, rows and availabilities of one pattern, so that a message is matched once for all of them.
class Mapping::RouteBuilder {
 public:
  explicit RouteBuilder(std::vector<Route>& routes) : routes_(routes) {}

  std::size_t index(const Pattern& pattern, std::size_t table) {
    const auto [entry, is_new] = index_.try_emplace({pattern.text(), table}, routes_.size());
    if (is_new) routes_.push_back({pattern, table});
    return entry->second;
  }
  Route& route(const Pattern& pattern, std::size_t table) { return routes_[index(pattern, table)]; }

 private:
  std::vector<Route>& routes_;
  std::map<std::pair<std::string, std::size_t>, std::size_t> index_;
};

Mapping::Mapping(const sdk::ConfigNode& section, const Addressing& addressing)
    : label_(addressing.label),
      max_rows_(static_cast<std::size_t>(std::max<int64_t>(section.find("max_rows").integer(kDefaultRows), 1))),
      admission_(section),
      notify_rules_(section),
      rows_tell_presence_(addressing.rows_tell_presence) {
  limits_.max_bytes =
      static_cast<std::size_t>(std::max<int64_t>(section.find("max_payload_bytes").integer(kDefaultPayload), 1));
  read_section(section, addressing, parameters_, tables_);
  // The host lets it be left out of a section with a profile or `devices`, as devices in the standard shape need none.
  for (const char* const below : {"parameters", "tables"}) {
    const bool is_lost = (section.find("profile") || section.find("devices")) && !section.find("mount");
    if (!is_lost || section.find(below).children().empty()) continue;
    section.find(below).report("these need a `mount` in the section: the object that they are below");
    break;
  }

  build_routes();
}

void Mapping::build_routes() {
  RouteBuilder builder(routes_);
  route_of_.resize(parameters_.size());
  for (std::size_t i = 0; i < parameters_.size(); ++i) {
    const Parameter& parameter = parameters_[i];
    if (const auto& source = parameter.source) {
      route_of_[i] = builder.index(source->address, parameter.table);
      Route& route = routes_[route_of_[i]];
      route.needs_json = route.needs_json || source->pointer;
      route.every_message_counts = route.every_message_counts || source->refresh;
      route.parameters.push_back(i);
    }
    if (parameter.sink && parameter.sink->response) {
      builder.route(parameter.sink->response->address, parameter.table).responses.push_back(i);
    }
  }
  for (std::size_t i = 0; i < tables_.size(); ++i) {
    if (!is_single(i)) builder.route(tables_[i].rows, i).makes_rows = true;
    const std::vector<PresenceSource>& sources = tables_[i].availability.sources;
    for (std::size_t k = 0; k < sources.size(); ++k) builder.route(sources[k].address, i).presence.push_back(k);
  }
  for (std::size_t i = 0; i < routes_.size(); ++i) {
    Route& route = routes_[i];
    if (route.table != kNoTable) {
      const Table& table = tables_[route.table];
      const bool tells_row = route.pattern.names().size() == table.rows.names().size();
      const bool is_heard = tells_row && table.availability.stale_after.count() != 0;
      route.every_message_counts = route.every_message_counts || is_heard;
    }
    if (route.pattern.is_exact()) {
      exact_[route.pattern.text()].push_back(i);
    } else {
      captured_.push_back(i);
    }
  }
}

std::vector<std::string> Mapping::filters() const {
  std::set<std::string> filters;
  for (const Route& route : routes_) {
    const Table* const table = route.table == kNoTable ? nullptr : &tables_[route.table];
    const bool is_in_messages = table != nullptr && table->in_messages && route.pattern == table->rows;
    filters.insert(is_in_messages ? table->in_messages->address.filter() : route.pattern.filter());
  }
  return {filters.begin(), filters.end()};
}

// ---- rows in a message ----------------------------------------------------------------------------------------------

RowsOfMessage Mapping::rows_in(std::string_view address, Payload& payload) const {
  RowsOfMessage found;
  for (const Table& table : tables_) {
    const std::optional<Captures> captures =
        table.in_messages ? table.in_messages->address.match(address) : std::nullopt;
    if (!captures) continue;
    found.is_here = true;
    if (!payload.empty()) add_rows(table, *captures, payload, found);
  }
  for (std::string& reason : found.rejected) reason.insert(0, label(address) + ": ");
  return found;
}

/// A message without anything at the pointer is about something else.
void Mapping::add_rows(const Table& table, const Captures& captures, Payload& payload, RowsOfMessage& found) const {
  const MessageRows& place = *table.in_messages;
  if (!payload.is_json()) {
    found.rejected.push_back(payload.why_not_json());
    return;
  }
  if (payload.at(place.pointer).kind != Scalar::Kind::container) return;
  const auto add = [&](const Member& member) {
    Captures row = captures;
    row.push_back({"name", member.identity});
    found.rows.push_back({table.rows.address(row).value_or(std::string()), member.text});
  };
  const std::optional<Member> itself = place.key ? payload.member_at(place.pointer, *place.key) : std::nullopt;
  if (itself) return add(*itself);
  // Without a pointer a message that is an object is itself the row: what is inside of it is not.
  const bool is_one_row = place.key && place.pointer.tokens().empty() && payload.text().starts_with('{');
  if (is_one_row) {
    found.rejected.emplace_back("the key of its row is missing, or is no name");
    return;
  }
  std::size_t unnamed = 0;
  const Outcome<std::vector<Member>> members = payload.members(place.pointer, place.key, unnamed);
  if (!members) {
    found.rejected.push_back(members.error().reason);
    return;
  }
  for (const Member& member : *members) add(member);
  if (unnamed != 0) found.rejected.emplace_back("what is known by nothing, or by a text with a '/', makes no row");
}

std::string Mapping::label(std::string_view address) const {
  const std::string_view prefix = kRowsPrefix;
  return label_(address.starts_with(prefix) ? address.substr(prefix.size()) : address);
}

// ---- a message in ---------------------------------------------------------------------------------------------------

Decoded Mapping::decode(std::string_view address, Payload& message, bool retained) const {
  Decoded decoded;
  if (message.too_large()) {
    decoded.rejected.push_back(label(address) + ": longer than max_payload_bytes");
    return decoded;
  }
  if (const auto found = exact_.find(address); found != exact_.end()) {
    for (const std::size_t route : found->second) decode_route(routes_[route], {}, message, retained, decoded);
  }
  for (const std::size_t route : captured_) {
    const std::optional<Captures> captures = routes_[route].pattern.match(address);
    if (captures) decode_route(routes_[route], *captures, message, retained, decoded);
  }
  for (std::string& reason : decoded.rejected) reason.insert(0, label(address) + ": ");
  return decoded;
}

Captures Mapping::in_row_order(const Route& route, const Captures& captures) const {
  Captures ordered;
  if (route.table == kNoTable) return ordered;
  for (const std::string& name : tables_[route.table].rows.names()) {
    if (const std::string* value = find_capture(captures, name)) ordered.push_back({name, *value});
  }
  return ordered;
}

void Mapping::decode_route(const Route& route, const Captures& captures, Payload& payload, bool retained,
                           Decoded& decoded) const {
  if (is_of_devices(route.table)) {
    decoded.devices.push_back({route.table, in_row_order(route, captures), route.makes_rows});
    return;
  }
  Update update;
  update.table = route.table;
  update.route = static_cast<std::size_t>(&route - routes_.data());
  update.captures = in_row_order(route, captures);
  if (route.makes_rows && payload.empty()) {
    update.existence = Update::Existence::remove;
  } else {
    const bool decodes = decode_values(route, payload, retained, update, decoded);
    if (route.makes_rows && decodes) update.existence = Update::Existence::make;
    decode_presence(route, payload, update, decoded);
    decode_answers(route, payload, decoded);
  }
  if (route.every_message_counts || !is_empty(update)) decoded.updates.push_back(std::move(update));
}

/// True if the payload makes a row: a document if pointers look for something in it, otherwise a value that fits.
bool Mapping::decode_values(const Route& route, Payload& payload, bool retained, Update& update,
                            Decoded& decoded) const {
  const bool is_document = route.needs_json && payload.is_json();
  if (route.needs_json && !is_document) decoded.rejected.push_back(payload.why_not_json());
  for (const std::size_t index : route.parameters) {
    const Parameter& parameter = parameters_[index];
    const Source& source = *parameter.source;
    if ((source.pointer && !is_document) || (source.ignore_retained && retained)) continue;
    const Scalar scalar = source.pointer ? payload.at(*source.pointer) : payload.whole();
    const Outcome<std::string> text = parameter.conversion.to_acs(scalar);
    if (!text) {
      decoded.rejected.push_back(parameter.path + ": " + text.error().reason);
      continue;
    }
    if (!within(parameter.range, *text)) {
      decoded.rejected.push_back(parameter.path + ": " + text->substr(0, kMaxQuoted) + " is out of range");
    }
    update.values.push_back({index, *text});
  }
  return route.needs_json ? is_document : route.parameters.empty() || !update.values.empty();
}

void Mapping::decode_presence(const Route& route, Payload& payload, Update& update, Decoded& decoded) const {
  for (const std::size_t source : route.presence) {
    const auto presence = presence_in(payload, tables_[route.table].availability.sources[source]);
    if (presence) {
      update.said.push_back({source, *presence});
    } else {
      decoded.rejected.push_back(presence.error().reason);
    }
  }
}

void Mapping::decode_answers(const Route& route, Payload& payload, Decoded& decoded) const {
  for (const std::size_t parameter : route.responses) {
    auto answer = answer_in(payload, *parameters_[parameter].sink->response);
    if (answer) decoded.answers.push_back({parameter, std::move(*answer)});
  }
}

// ---- a set out ------------------------------------------------------------------------------------------------------

Outcome<std::string> Mapping::device_word(std::size_t parameter, std::string_view value) const {
  const Parameter& target = parameters_[parameter];
  if (!within(target.range, value))
    return Failure{"'" + std::string(value.substr(0, kMaxQuoted)) + "' is out of range"};
  return target.conversion.to_device(value);
}

Outcome<Command> Mapping::encode(std::size_t parameter, const Captures& captures, std::string_view value) const {
  const Parameter& target = parameters_[parameter];
  if (!target.sink) return Failure{"it has no sink"};
  const Outcome<std::string> word = device_word(parameter, value);
  if (!word) return word.error();
  std::optional<std::string> address = target.sink->address.address(captures);
  if (!address) return Failure{"its address names what the row has not captured"};
  return Command{std::move(*address),
                 target.sink->payload.render(*word, captures),
                 target.sink->qos,
                 target.sink->retain,
                 target.sink->confirm,
                 parameter,
                 *word,
                 captures};
}

}  // namespace adapters::mapping
