// SPDX-License-Identifier: Apache-2.0
#include "adapters/mqtt/discovery/templates/value_template.hpp"

#include <utility>

#include "adapters/mqtt/discovery/templates/expression.hpp"

namespace adapters::mqtt::discovery {
namespace {

using mapping::Failure;
using mapping::Outcome;

constexpr std::size_t kMaxText = 1024;
constexpr std::size_t kMaxWords = 32;

std::string_view trimmed(std::string_view text) {
  const std::size_t first = text.find_first_not_of(" \t\r\n");
  if (first == std::string_view::npos) return {};
  return text.substr(first, text.find_last_not_of(" \t\r\n") - first + 1);
}

/// The text between the marks, without the '-' for white space; removes it from the front of `text`.
std::optional<std::string_view> take_marked(std::string_view& text, std::string_view open, std::string_view close) {
  if (!text.starts_with(open)) return std::nullopt;
  const std::size_t end = text.find(close);
  if (end == std::string_view::npos) return std::nullopt;
  std::string_view inside = text.substr(open.size(), end - open.size());
  text.remove_prefix(end + close.size());
  if (inside.starts_with('-')) inside.remove_prefix(1);
  if (inside.ends_with('-')) inside.remove_suffix(1);
  return trimmed(inside);
}

/// One branch of an if: a word, or {{ ... }}.
Outcome<Expression> arm(std::string_view text) {
  text = trimmed(text);
  if (const auto inside = take_marked(text, "{{", "}}")) {
    if (!text.empty()) return Failure{"unsupported branch of an if"};
    return parse_expression(*inside, {});
  }
  if (text.find('{') != std::string_view::npos) return Failure{"unsupported branch of an if"};
  Expression word;
  word.constant = true;
  word.text = text;
  return word;
}

/// The text up to the mark, without its quotes; removes both from the front. "" without a mark.
std::optional<std::string_view> take_word(std::string_view& text, char mark) {
  text = trimmed(text);
  const char quote = text.starts_with('\'') || text.starts_with('"') ? text.front() : '\0';
  const std::size_t end = quote == '\0' ? 0 : text.find(quote, 1);
  const std::size_t at = end == std::string_view::npos ? end : text.find(mark, end);
  if (at == std::string_view::npos) return std::nullopt;
  const std::string_view word = trimmed(text.substr(0, at));
  text.remove_prefix(at + 1);
  if (quote == '\0') return word == "None" ? std::string_view{} : word;
  if (word.size() != end + 1) return std::nullopt;
  return word.substr(1, end - 1);
}

/// {% set words = {'heat': 'heating', ...} %}{{ words[value] }}: replaces words.
Outcome<Expression> looked_up(std::string_view set, std::string_view text) {
  const Failure unfit{"unsupported map of words"};
  const std::size_t equal = set.find('=');
  const auto inside = take_marked(text, "{{", "}}");
  if (equal == std::string_view::npos || !inside || !text.empty()) return unfit;
  const std::string name = std::string(trimmed(set.substr(0, equal))) + '[';
  std::string_view words = trimmed(set.substr(equal + 1));
  if (!inside->starts_with(name) || !inside->ends_with(']') || !words.starts_with('{') || !words.ends_with('}')) {
    return unfit;
  }
  auto value = parse_expression(inside->substr(name.size(), inside->size() - name.size() - 1), {});
  if (!value || value->constant) return unfit;
  const std::string list = std::string(words.substr(1, words.size() - 2)) + ',';
  for (std::string_view rest = list; !trimmed(rest).empty();) {
    const auto word = take_word(rest, ':');
    const auto shown = take_word(rest, ',');
    if (!word || !shown || value->filters.size() == kMaxWords) return unfit;
    if (word->empty() || shown->empty() || *word == *shown) continue;  // an unknown word keeps the last value
    // The filters run one after the other: a result must not be the word of a later one.
    for (const mapping::Filter& before : value->filters) {
      if (before.text == *word) return unfit;
    }
    mapping::Filter filter;
    filter.kind = mapping::Filter::Kind::choose;
    filter.comparison = mapping::Filter::Comparison::equal;
    filter.operand = *word;
    filter.text = *shown;
    filter.keep_other = true;
    value->filters.push_back(std::move(filter));
  }
  return value;
}

/// {% if C %}A{% else %}B{% endif %}
Outcome<Expression> statement(std::string_view text) {
  const auto condition = take_marked(text, "{%", "%}");
  if (condition && condition->starts_with("set ")) return looked_up(condition->substr(4), trimmed(text));
  const std::size_t middle = text.find("{%");
  if (!condition || !condition->starts_with("if ") || middle == std::string_view::npos) {
    return Failure{"unsupported expression"};
  }
  const std::string_view then = text.substr(0, middle);
  text.remove_prefix(middle);
  const auto between = take_marked(text, "{%", "%}");
  const std::size_t last = text.find("{%");
  if (!between || *between != "else" || last == std::string_view::npos) return Failure{"'if' without 'else'"};
  const std::string_view otherwise = text.substr(0, last);
  text.remove_prefix(last);
  const auto end = take_marked(text, "{%", "%}");
  if (!end || *end != "endif" || !text.empty()) return Failure{"'if' without 'endif'"};

  const auto first = arm(then);
  if (!first) return first.error();
  const auto second = arm(otherwise);
  if (!second) return second.error();
  return choose(condition->substr(3), *first, *second, {});
}

Outcome<mapping::Pointer> pointer_to(const std::vector<std::string>& path) {
  std::string text;
  for (const std::string& key : path) {
    text += '/';
    for (const char c : key) {
      if (c == '~' || c == '/') {
        text += c == '~' ? "~0" : "~1";
      } else {
        text += c;
      }
    }
  }
  return mapping::Pointer::parse(text);
}

}  // namespace

Outcome<Extract> parse_value_template(std::string_view text) {
  if (text.size() > kMaxText) return Failure{"it is too long"};
  text = trimmed(text);
  Outcome<Expression> expression = Failure{"unsupported expression"};
  if (const auto inside = take_marked(text, "{{", "}}"); inside && text.empty()) {
    expression = parse_expression(*inside, {});
  } else if (!inside) {
    expression = statement(text);
  }
  if (!expression) return expression.error();
  if (expression->constant) return Failure{"the template has no value"};
  Extract extract;
  extract.filters = std::move(expression->filters);
  if (expression->path.empty()) return extract;
  auto pointer = pointer_to(expression->path);
  if (!pointer) return pointer.error();
  extract.pointer = std::move(*pointer);
  return extract;
}

Outcome<CommandForm> parse_command_template(std::string_view text, std::string_view variable) {
  if (text.size() > kMaxText) return Failure{"it is too long"};
  if (text.find("${") != std::string_view::npos || text.find("{%") != std::string_view::npos) {
    return Failure{"unsupported expression"};
  }
  CommandForm form;
  std::optional<Expression> value;
  for (std::size_t open = text.find("{{"); open != std::string_view::npos; open = text.find("{{")) {
    form.payload += text.substr(0, open);
    text.remove_prefix(open);
    const auto inside = take_marked(text, "{{", "}}");
    if (!inside) return Failure{"'{{' has no '}}'"};
    auto found = parse_expression(*inside, variable);
    if (!found) return found.error();
    if (found->constant || found->json || (value && !value->same_value(*found))) {
      return Failure{"a message with several values is not supported"};
    }
    value = std::move(*found);
    form.payload += "${value}";
  }
  if (!value) return Failure{"the template has no value"};
  form.payload += text;
  form.filters = std::move(value->filters);
  return form;
}

}  // namespace adapters::mqtt::discovery
