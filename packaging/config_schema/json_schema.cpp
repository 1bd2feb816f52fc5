// SPDX-License-Identifier: Apache-2.0
#include "packaging/config_schema/json_schema.hpp"

#include "packaging/config_schema/patterns.hpp"
#include "proxy/config/text.hpp"

#include <boost/json.hpp>

#include <algorithm>
#include <cmath>
#include <string_view>

namespace config_schema {
namespace {

using Kind = Option::Kind;

constexpr const char* kDraft = "http://json-schema.org/draft-07/schema#";
constexpr const char* kTagged = "tagged";

/// Whether what is required is: in a profile, and in a section with one, the other of the two may have it.
enum class Required { yes, no };

json::value number(double value) {
  const bool whole = std::floor(value) == value && std::abs(value) < 9e15;
  return whole ? json::value(static_cast<std::int64_t>(value)) : json::value(value);
}

json::object reference(std::string_view to) { return {{"$ref", std::string("#/definitions/").append(to)}}; }

json::object text() { return {{"type", {"string", "number", "boolean"}}}; }

std::vector<std::string_view> words(std::string_view text) {
  std::vector<std::string_view> found;
  while (!text.empty()) {
    const auto end = std::min(text.find(' '), text.size());
    if (end != 0) found.push_back(text.substr(0, end));
    text.remove_prefix(std::min(end + 1, text.size()));
  }
  return found;
}

/// What YAML makes of the word, where that is no text.
json::value as_read(std::string_view word) {
  if (word == "true" || word == "false") return word == "true";
  const auto decimal = proxy::config::parse_decimal(word);
  return decimal ? number(*decimal) : json::value(word);
}

json::object scalar(const Option& option) {
  if (option.choices.empty()) return text();
  json::array choices;
  for (const auto word : words(option.choices)) {
    choices.emplace_back(word);
    if (auto read = as_read(word); !read.is_string()) choices.push_back(std::move(read));
  }
  return {{"enum", std::move(choices)}};
}

/// A number or a boolean, which a tag may stand for.
json::object or_tagged(json::object type) { return {{"anyOf", {std::move(type), reference(kTagged)}}}; }

json::object numeric(const Option& option) {
  json::object type{{"type", option.kind == Kind::integer ? "integer" : "number"}};
  if (option.minimum != 0 || option.maximum != 0) {
    type["minimum"] = number(option.minimum);
    type["maximum"] = number(option.maximum);
  }
  return or_tagged(std::move(type));
}

json::value default_of(const Option& option) {
  if (option.kind == Kind::string || option.kind == Kind::secret) return json::value(*option.default_value);
  if (option.kind == Kind::list) return json::array();
  return as_read(*option.default_value);
}

bool is_group(Kind kind) { return kind == Kind::map || kind == Kind::list || kind == Kind::words; }

/// Makes the schemas of one table of rows. What the maps of a list may hold becomes a definition, as the same list
/// often stands in several places.
class Table {
 public:
  Table(std::string name, json::object& definitions) : name_(std::move(name)), definitions_(definitions) {}

  /// `parent` is the key of the map, or of the list of maps.
  json::object map(std::span<const Option> options, Required required, std::string_view parent = {}) {
    json::object properties;
    json::array needed;
    for (const Option& option : options) {
      properties[option.key] = row(option, required, parent);
      if (option.required && required == Required::yes) needed.emplace_back(option.key);
    }
    json::object schema{{"type", "object"}, {"properties", std::move(properties)}, {"additionalProperties", false}};
    if (!needed.empty()) schema["required"] = std::move(needed);
    return schema;
  }

 private:
  json::object row(const Option& option, Required required, std::string_view parent) {
    json::object schema = type_of(option, required);
    const std::string pattern = option.choices.empty() ? pattern_of(name_, parent, option.key) : std::string();
    if (!pattern.empty()) schema["pattern"] = pattern;
    // A group may be left empty, unless it has to be there.
    if (is_group(option.kind) && !(option.required && required == Required::yes)) {
      json::array types{schema.at("type"), "null"};  // a copy: the next line may move what stands there
      schema["type"] = std::move(types);
    }
    std::string meaning(option.meaning);
    if (!option.unit.empty()) meaning.append(" In ").append(option.unit).append(".");
    schema["description"] = meaning;
    if (option.default_value) schema["default"] = default_of(option);
    return schema;
  }

  json::object type_of(const Option& option, Required required) {
    switch (option.kind) {
      case Kind::boolean: return or_tagged({{"type", "boolean"}});
      case Kind::integer:
      case Kind::decimal: return numeric(option);
      case Kind::map: return map(option.children, required, option.key);
      case Kind::list: return {{"type", "array"}, {"items", option.children.empty() ? scalar(option) : entry(option)}};
      case Kind::words: return {{"type", "object"}, {"additionalProperties", scalar(option)}};
      case Kind::string:
      case Kind::secret: break;
    }
    return scalar(option);
  }

  /// What stands in a list is replaced whole, so that there all is required that is.
  json::object entry(const Option& option) {
    json::object schema = map(option.children, Required::yes, option.key);
    std::string name = name_ + "." + std::string(option.key);
    while (definitions_.contains(name) && definitions_.at(name) != schema) name.push_back('_');
    definitions_[name] = std::move(schema);
    return reference(name);
  }

  const std::string name_;
  json::object& definitions_;
};

std::string defaults_name(const AdapterKeys& adapter) { return adapter.plugin + "-defaults"; }

/// Two definitions of an adapter: an entry of `adapters`, and the same with nothing required of it. The host's keys
/// are described elsewhere.
void add_adapter(const AdapterKeys& adapter, json::object& definitions) {
  for (const Required required : {Required::yes, Required::no}) {
    json::object schema = Table(adapter.plugin, definitions).map(adapter.options, required);
    for (const Option& host : proxy::config::adapter_options()) schema["properties"].as_object()[host.key] = true;
    definitions[required == Required::yes ? adapter.plugin : defaults_name(adapter)] = std::move(schema);
  }
}

json::object tagged() {
  return {{"description", "What stands behind a tag: !env NAME, !file PATH or !secret NAME."},
          {"type", "string"},
          {"pattern", "^[A-Za-z_./]"},
          {"not", {{"pattern", "^([Tt]rue|TRUE|[Ff]alse|FALSE|[Yy]es|YES|[Nn]o|NO|[Oo]n|ON|[Oo]ff|OFF)$"}}}};
}

/// `if` the section is one of this plugin, `then` it has that plugin's keys; with a profile nothing of them is
/// required.
json::object condition(const AdapterKeys& adapter) {
  return {{"if", {{"properties", {{"plugin", {{"const", adapter.plugin}}}}}, {"required", {"plugin"}}}},
          {"then",
           {{"if", {{"required", {"profile"}}}},
            {"then", reference(defaults_name(adapter))},
            {"else", reference(adapter.plugin)}}}};
}

/// Completes the schema of an entry of `adapters`, which has the host's keys.
void add_plugins(json::object& entry, std::span<const AdapterKeys> adapters) {
  json::array plugins, rules;
  for (const AdapterKeys& adapter : adapters) {
    plugins.emplace_back(adapter.plugin);
    rules.push_back(condition(adapter));
  }
  entry.erase("additionalProperties");
  entry["properties"].at("plugin").as_object()["examples"] = std::move(plugins);
  entry["anyOf"] = {{{"required", {"mount"}}}, {{"required", {"profile"}}}, {{"required", {"devices"}}}};
  entry["allOf"] = std::move(rules);
}

}  // namespace

json::object configuration(std::span<const AdapterKeys> adapters) {
  json::object definitions{{kTagged, tagged()}};
  json::object schema{{"$schema", kDraft},
                      {"title", "Configuration of tr069-proxyd"},
                      {"description", "Made of the tables that the daemon checks it with: target config-schema."}};
  for (auto& [key, value] : Table("tr069-proxyd", definitions).map(proxy::config::daemon_options(), Required::yes)) {
    schema[key] = std::move(value);
  }
  add_plugins(definitions.at("tr069-proxyd.adapters").as_object(), adapters);
  for (const AdapterKeys& adapter : adapters) add_adapter(adapter, definitions);
  schema["definitions"] = std::move(definitions);
  return schema;
}

json::object profile(std::span<const AdapterKeys> adapters) {
  json::array any;
  for (const AdapterKeys& adapter : adapters) {
    any.push_back(json::object{{"$ref", "schema.json#/definitions/" + defaults_name(adapter)}});
  }
  json::object refused{{"include", false}};
  for (const Option& host : proxy::config::adapter_options()) refused[host.key] = false;
  return {{"$schema", kDraft},
          {"title", "Profile for tr069-proxyd"},
          {"description", "Defaults for the keys of one adapter."},
          {"properties", std::move(refused)},
          {"anyOf", std::move(any)}};
}

namespace {

bool is_flat(const json::value& value) {
  return value.is_array() && std::none_of(value.as_array().begin(), value.as_array().end(),
                                          [](const auto& entry) { return entry.is_object() || entry.is_array(); });
}

void write(const json::value& value, std::size_t indent, std::string& out) {
  const bool object = value.is_object();
  const std::size_t size = object ? value.as_object().size() : value.is_array() ? value.as_array().size() : 0;
  if (size == 0 || is_flat(value)) {
    out += json::serialize(value);
    return;
  }
  const auto begin = [&](bool first) { (out += first ? "\n" : ",\n").append(indent + 2, ' '); };
  out += object ? '{' : '[';
  bool first = true;
  if (object) {
    for (const auto& [key, entry] : value.as_object()) {
      begin(std::exchange(first, false));
      out.append(json::serialize(json::value(key))).append(": ");
      write(entry, indent + 2, out);
    }
  } else {
    for (const auto& entry : value.as_array()) {
      begin(std::exchange(first, false));
      write(entry, indent + 2, out);
    }
  }
  out.append("\n").append(indent, ' ') += object ? '}' : ']';
}

}  // namespace

std::string to_text(const json::object& schema) {
  std::string text;
  write(schema, 0, text);
  return text + "\n";
}

}  // namespace config_schema
