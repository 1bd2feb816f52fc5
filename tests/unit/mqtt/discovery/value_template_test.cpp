// SPDX-License-Identifier: Apache-2.0
// Shows which templates are understood, what each makes of a message, and that all others are refused with a reason.
#include "adapters/mqtt/discovery/templates/value_template.hpp"

#include <string>

#include "adapters/mapping/devices/capability_values.hpp"
#include "adapters/mapping/runtime/availability.hpp"
#include "adapters/mapping/values/template.hpp"
#include "tests/support/catch.hpp"

using namespace adapters::mapping;
using namespace adapters::mqtt::discovery;

namespace {

constexpr const char* kMissing = "(missing)";

// What the template makes of the message, as text.
std::string made(std::string_view form, std::string_view message) {
  const auto extract = parse_value_template(form);
  if (!extract) return "(refused: " + extract.error().reason + ")";
  Payload payload(message);
  const Scalar value = filtered(extract->filters, extract->pointer ? payload.at(*extract->pointer) : payload.whole());
  const bool has_text =
      value.kind == Scalar::Kind::boolean || value.kind == Scalar::Kind::number || value.kind == Scalar::Kind::text;
  return has_text ? value.text : kMissing;
}

std::string sent(std::string_view form, const std::string& value) {
  const auto command = parse_command_template(form, "position");
  if (!command) return "(refused: " + command.error().reason + ")";
  return Template::parse(command->payload, {})
      ->render(filtered(command->filters, {Scalar::Kind::text, value}).text, {});
}

}  // namespace

TEST_CASE("a template finds a member of the message") {
  CHECK(made("{{ value_json.x }}", R"({"x":1.5})") == "1.5");
  CHECK(made("{{value_json.x}}", R"({"x":"on"})") == "on");
  CHECK(made("{{ value_json[\"a b\"] }}", R"({"a b":2})") == "2");
  CHECK(made("{{ value_json['switch:0'].output }}", R"({"switch:0":{"output":true}})") == "true");
  CHECK(made("{{ value_json.ENERGY.Power[1] }}", R"({"ENERGY":{"Power":[1,2]}})") == "2");
  CHECK(made("{{ value_json.get('a/~') }}", R"({"a/~":3})") == "3");
  CHECK(made("{{ value }}", "21.5") == "21.5");
  CHECK(made("{{ value_json }}", "21.5") == "21.5");
  CHECK(made("{{ value_json.y }}", R"({"x":1.5})") == kMissing);
  CHECK(made("{{ value_json.x }}", R"({"x":null})") == kMissing);
}

TEST_CASE("a template filters what it finds") {
  const std::string message = R"({"n":12.345,"t":"On","z":0,"b":true,"w":"much"})";
  CHECK(made("{{ value_json.n | int }}", message) == "12");
  CHECK(made("{{ value_json.n | float }}", message) == "12.345");
  CHECK(made("{{ value_json.n | round(1) }}", message) == "12.3");
  CHECK(made("{{ value_json.n|float(0)|round }}", message) == "12");
  CHECK(made("{{ '%0.1f'|format(value_json.n) }}", message) == "12.3");
  CHECK(made("{{ '%d' | format(value_json.n) }}", message) == "12");
  CHECK(made("{{ value_json.t | lower }}", message) == "on");
  CHECK(made("{{ value_json.t | upper | string }}", message) == "ON");
  CHECK(made("{{ value_json.none | default('0') }}", message) == "0");
  CHECK(made("{{ value_json.n | is_defined }}", message) == "12.345");
  CHECK(made("{{ value_json.t | string | truncate(254, True, '', 0) }}", message) == "On");
  CHECK(made("{{ value_json.w | int }}", message) == kMissing);
}

TEST_CASE("a template calculates with constants") {
  const std::string message = R"({"value":33})";
  CHECK(made("{{ (value_json.value / 99 * 100) | round(0) }}", message) == "33");
  CHECK(made("{{ value_json.value * 0.1 }}", message) == "3.3");
  CHECK(made("{{ 100 - value_json.value }}", message) == "67");
  CHECK(made("{{ value_json.value | float - 3 }}", message) == "30");
  CHECK(made("{{ 2 * (value_json.value + 1) }}", message) == "68");
  CHECK(made("{{ value_json.value / 0 }}", message).starts_with("(refused"));
  CHECK(made("{{ 1 + 2 }}", message).starts_with("(refused"));
  CHECK(made("{{ value_json.value + 'x' }}", message).starts_with("(refused"));
}

TEST_CASE("a template calculates with several values of the message") {
  const std::string message = R"({"volts":230.5,"amps":2,"none":null,"word":"x","zero":0})";
  CHECK(made("{{ value_json.volts * value_json.amps }}", message) == "461");
  CHECK(made("{{ (value_json.volts - value_json.amps) / 0.5 | round(1) }}", message) == "457");
  CHECK(made("{{ value_json.volts * value_json.other }}", message) == kMissing);
  CHECK(made("{{ value_json.volts * value_json.none }}", message) == kMissing);
  CHECK(made("{{ value_json.volts * value_json.word }}", message) == kMissing);
  CHECK(made("{{ value_json.volts / value_json.zero }}", message) == kMissing);
  CHECK(made("{{ 461 / value_json.volts }}", message) == "2");
  CHECK(made("{{ -value_json.volts }}", message) == "-230.5");
}

TEST_CASE("a template chooses between two words") {
  const std::string on = R"({"p":true,"n":0,"s":"OPEN"})";
  CHECK(made(R"({% if value_json["p"] %}true{% else %}false{% endif %})", on) == "true");
  CHECK(made(R"({% if value_json["p"] %}true{% else %}false{% endif %})", R"({"p":false})") == "false");
  // What is not known stays what it was.
  CHECK(made(R"({% if value_json["p"] %}true{% else %}false{% endif %})", R"({"p":null})") == kMissing);
  CHECK(made("{{ OFF if value_json.n == 0 else ON }}", on) == "OFF");
  CHECK(made("{{ 'off' if value_json.n > 0.5 else 'on' }}", on) == "on");
  CHECK(made("{{ 'true' if not value_json.p else 'false' }}", on) == "false");
  CHECK(made("{%- if value_json.s == 'OPEN' -%} open {%- else -%} {{ value_json.s }} {%- endif -%}", on) == "open");
  CHECK(made("{% if value_json.s == 'SHUT' %}shut{% else %}{{ value_json.s }}{% endif %}", on) == "OPEN");
}

TEST_CASE("a template asks whether there is a value") {
  const std::string has = R"({"x":5,"n":null,"t":"","o":{"y":1}})";
  CHECK(made("{{ value_json.x is defined }}", has) == "true");
  CHECK(made("{{ value_json.z is defined }}", has) == "false");
  CHECK(made("{{ value_json.z is not defined }}", has) == "true");
  CHECK(made("{{ value_json.n is defined }}", has) == "true");
  CHECK(made("{{ value_json.n is none }}", has) == "true");
  CHECK(made("{{ 'there' if value_json.x is not none else 'gone' }}", has) == "there");
  CHECK(made("{{ 'there' if value_json.n is not none else 'gone' }}", has) == "gone");
  CHECK(made("{{ 'there' if value_json.n != none else 'gone' }}", has) == "gone");
  // Without `else` the last value stays.
  CHECK(made("{% if value_json.x is defined %}{{ value_json.x }}{% endif %}", has) == "5");
  CHECK(made("{% if value_json.z is defined %}{{ value_json.z }}{% endif %}", has) == kMissing);
  CHECK(made("{%- if value_json.x is defined -%} {{ value_json.x / 10 }} {%- endif -%}", has) == "0.5");
  CHECK(made("{{ value_json.x if value_json.x is defined }}", has) == "5");
  CHECK(made("{{ value_json.z if value_json.z is defined }}", has) == kMissing);
  CHECK(made("{{ 'x' in value_json }}", has) == "true");
  CHECK(made("{{ 'y' not in value_json.o }}", has) == "false");
  CHECK(made("{{ 'up' in value_json.t }}", R"({"t":"it is up"})") == "true");
  CHECK(made("{{ value_json.x in [4, 5] }}", has) == "true");
  CHECK(made("{{ value_json.x not in ('a', 'b') }}", has) == "true");
}

TEST_CASE("a template joins conditions, and what is not known keeps the last value") {
  const auto both = [](const std::string& message) {
    return made("{{ 'on' if value_json.a == 1 and value_json.b > 2 else 'off' }}", message);
  };
  CHECK(both(R"({"a":1,"b":3})") == "on");
  CHECK(both(R"({"a":1,"b":2})") == "off");
  CHECK(both(R"({"a":0})") == "off");
  CHECK(both(R"({"a":1})") == kMissing);
  CHECK(both(R"({"a":1,"b":"much"})") == kMissing);
  const auto either = [](const std::string& message) {
    return made("{% if value_json.a == 1 or not value_json.b %}on{% else %}off{% endif %}", message);
  };
  CHECK(either(R"({"a":1})") == "on");
  CHECK(either(R"({"a":0,"b":false})") == "on");
  CHECK(either(R"({"a":0,"b":true})") == "off");
  CHECK(either(R"({"a":0})") == kMissing);
  CHECK(made("{{ value_json.a or value_json.b }}", R"({"a":0,"b":7})") == "7");
  CHECK(made("{{ value_json.a or 0 }}", R"({"b":7})") == "0");
  CHECK(made("{{ value_json.a and value_json.b }}", R"({"a":0,"b":7})") == "0");
  CHECK(made("{{ value_json.a == true and value_json.b == 1 }}", R"({"a":true,"b":true})") == "true");
  CHECK(made("{{ (value_json.a == 1 or value_json.a == 2) and value_json.b != 3 }}", R"({"a":2,"b":3})") == "false");
}

TEST_CASE("a template makes numbers of texts") {
  CHECK(made("{{ float(value) * 99 + 1 }}", "1") == "100");
  CHECK(made("{{ (float(value|float) * 3.6) | round(2) }}", "2.5") == "9");
  CHECK(made("{{ float(value) }}", "warm") == kMissing);
  CHECK(made("{{ float(value, -1) }}", "warm") == "-1");
  CHECK(made("{{ int(value) }}", "12.7") == "12");
  CHECK(made("{{ value | int(default=7) }}", "many") == "7");
  CHECK(made("{{ value | int(base=16) }}", "0x1F") == "31");
  CHECK(made("{{ value_json.x | int(base=16) }}", R"({"x":"ff"})") == "255");
  CHECK(made("{{ value | int(base=2) }}", "101") == "5");
  CHECK(made("{{ value | int(0, 16) }}", "xyz") == "0");
  CHECK(made("{{ value | int(base=16) }}", "xyz") == kMissing);
  CHECK(made("{{ 'on' if value | float > 20 else 'off' }}", "21") == "on");
  CHECK(made("{{ 'on' if value | float > 20 else 'off' }}", "warm") == kMissing);
  CHECK(made("{{ value | multiply(0.001) | round(2) }}", "1234") == "1.23");
}

TEST_CASE("a template has several branches and maps of words") {
  const std::string form =
      "{% if value_json.m == 'manual' %}heat{% elif value_json.m in ['off', 'night'] %}off{% else %}auto{% endif %}";
  CHECK(made(form, R"({"m":"manual"})") == "heat");
  CHECK(made(form, R"({"m":"night"})") == "off");
  CHECK(made(form, R"({"m":"day"})") == "auto");
  CHECK(made(form, R"({"n":1})") == kMissing);
  CHECK(made("{% if value_json.a %}{% if value_json.b %}1{% else %}2{% endif %}{% else %}3{% endif %}",
             R"({"a":1,"b":0})") == "2");
  CHECK(made("{{ {0: 'off', 1: 'heat', none: none}[value_json.v] | default('off') }}", R"({"v":1})") == "heat");
  CHECK(made("{{ {0: 'off', 1: 'heat'}[value_json.v] | default('off') }}", R"({"v":9})") == "off");
  CHECK(made("{{ {0: 'off', 1: 'heat'}.get(value_json.v, 'fan') }}", R"({"v":9})") == "fan");
  CHECK(made("{{ {'a': 'b', 'b': 'a'}[value] }}", "a") == "b");
  CHECK(made("{{ {'-': 0, 'low': 33}[value_json.mode] | default('None') }}", R"({"mode":"auto"})") == kMissing);
  CHECK(made("{% set v = value_json.x %}{{ v }}", R"({"x":3})") == "3");
  CHECK(made("{% set v = value_json.x | int %}{% if v > 2 %}much{% endif %}", R"({"x":3})") == "much");
  CHECK(made("{{ value_json.x if value_json.y else 0 }}", R"({"x":4,"y":true})") == "4");
  CHECK(made("{{ value_json.x if value_json.x in ['a', 'b'] else 'None' }}", R"({"x":"c"})") == kMissing);
  CHECK(made("{{ value_json.x | default(value_json.y) }}", R"({"y":4})") == "4");
  CHECK(made("{{ value_json.on | iif('open', 'shut') }}", R"({"on":true})") == "open");
}

TEST_CASE("what is no such template is refused with a reason") {
  for (const char* form : {"",
                           "plain",
                           "{{ value_json.x",
                           "{{ }}",
                           "{{ states('sensor.x') }}",
                           "{{ value_json.x | from_json }}",
                           "{{ now() }}",
                           "{{ value_json.x }} and {{ value_json.y }}",
                           "{% for x in value_json %}{{ x }}{% endfor %}",
                           "{{ value_json.x.split(',')[0] }}",
                           "{{ value_json['x }}",
                           "{{ 'a' ~ value_json.x }}",
                           "{{ 'constant' }}",
                           "{{ '%s'|format(1) }}",
                           "{{ value_json.x is number }}",
                           "{% if value_json.x %}a",
                           "{% if value_json.x %}a{% else %}b",
                           "{% else %}a{% endif %}",
                           "{% set v %}{{ v }}",
                           "{% set v = {'a': 'b'} %}{{ v }}",
                           "{{ {'a': value_json.x}['a'] }}",
                           "{{ value_json.x in value_json.y }}",
                           "{{ value_json.x | int(base=99) }}",
                           "{{ value_json.x | round(1, 'floor') }}",
                           "{{ float() }}"}) {
    INFO(form);
    const auto extract = parse_value_template(form);
    REQUIRE_FALSE(extract);
    CHECK_FALSE(extract.error().reason.empty());
  }
  CHECK_FALSE(parse_value_template("{{ " + std::string(500, '(') + "value" + std::string(500, ')') + " }}"));
  CHECK_FALSE(parse_value_template("{{ value" + std::string(5000, ' ') + " }}"));
  CHECK_FALSE(parse_value_template("{{ " + std::string(4000, '-') + "value }}"));
  CHECK(parse_value_template("{{ " + std::string(4000 / 6, ' ') + "value" + std::string(10, ' ') + "}}"));
  std::string branches = "{% if value == 0 %}0";
  for (int i = 1; i < 100; ++i) branches += "{% elif value == " + std::to_string(i) + " %}1";
  CHECK_FALSE(parse_value_template(branches + "{% endif %}"));
  std::string many = "{{ value";
  for (int i = 0; i < 40; ++i) many += " | int";
  CHECK_FALSE(parse_value_template(many + " }}"));
}

TEST_CASE("the reason names what is not computed") {
  const auto why = [](std::string_view form) {
    const std::string result = made(form, "{}");
    constexpr std::string_view kRefused = "(refused: ";
    REQUIRE(result.starts_with(kRefused));
    return result.substr(kRefused.size(), result.size() - kRefused.size() - 1);
  };
  CHECK(why("{{ value_json.list.split(';')[0] }}") == "'.split()' is not supported");
  CHECK(why("{{ value.split(';')[0] }}").starts_with("'.split("));
  CHECK(why("{% for x in value_json %}{{ x }}{% endfor %}") == "'{% for %}' is not supported");
  CHECK(why("{{ 'a' ~ value_json.x }}") == "'~ value_json.x' is not supported");
  CHECK(why("{{ value_json.x | regex_replace('a', 'b') }}") == "the filter 'regex_replace' is not supported");
  CHECK(why("{{ states('sensor.x') }}") == "'states' is not supported");
  CHECK(why("{{ value_json.x is number }}") == "'is number' is not supported");
  CHECK(why("{{ [1, 2] }}") == "a list is supported behind 'in' alone");
  CHECK(why("{{ }}") == "a value is missing");
  CHECK(why("{{ value_json.x }},{{ value_json.y }}") == "a text of several parts is not supported");
  CHECK(why("{% if value_json.x %}1") == "'if' without 'endif'");
  CHECK(sent("{% if value %}1{% endif %}", "1") == "(refused: a statement in a command is not supported)");
  CHECK(sent("{{ value_json.x }}", "1") == "(refused: a command has no message to read)");
}

TEST_CASE("a command template puts the value into a message") {
  CHECK(sent("{{ value }}", "5") == "5");
  CHECK(sent(R"({"position": {{ position }} })", "50") == R"({"position": 50 })");
  CHECK(sent(R"({"options": {"log_level": "{{ value }}" } })", "in\"fo") ==
        R"({"options": {"log_level": "in\"fo" } })");
  CHECK(sent(R"({ "value": {{ (position / 100 * 99) | round(0) }} })", "50") == R"({ "value": 50 })");
  CHECK(sent("{{ value | int }}", "21.5") == "21");
  CHECK(sent(R"({"fan_mode": "{{ {33: 'low', 66: 'medium'}[value] | default('high') }}"})", "66") ==
        R"({"fan_mode": "medium"})");
  CHECK(sent("{{ 'open' if position > 50 else 'shut' }}", "51") == "open");
  for (const char* form : {"ON", "{{ value_json.x }}", "{{ value }} {{ value | int }}", "{% if value %}1{% endif %}",
                           "${value}", "{{ value"}) {
    INFO(form);
    CHECK_FALSE(parse_command_template(form, {}));
  }
}

TEST_CASE("what a branch sets is not seen by the others") {
  const std::string form =
      "{% set x = value_json.a %}{% if value_json.m == 'b' %}{% set x = value_json.b %}{{ x }}{% else %}{{ x }}{% "
      "endif %}";
  CHECK(made(form, R"({"a":1,"b":2,"m":"z"})") == "1");
  CHECK(made(form, R"({"a":1,"b":2,"m":"b"})") == "2");
  const std::string chain =
      "{% set x = 'first' %}{% if value_json.m == 1 %}{% set x = 'one' %}{{ x }}"
      "{% elif value_json.m == 2 %}{{ x }}{% else %}{% set y = x %}{{ y }}{% endif %}";
  CHECK(made(chain, R"({"m":1})") == "one");
  CHECK(made(chain, R"({"m":2})") == "first");
  CHECK(made(chain, R"({"m":3})") == "first");
}

TEST_CASE("a name that is set hides the word of the same name") {
  CHECK(made("{% set value = value_json.t | float %}{{ value }}", R"({"t":21.5})") == "21.5");
  CHECK(made("{% set value_json = value_json.t %}{{ value_json }}", R"({"t":3})") == "3");
  CHECK(made("{% set value_json = value_json.t %}{{ value_json.t }}", R"({"t":3})").starts_with("(refused"));
}

TEST_CASE("a default that is a member is taken where the other one is missing") {
  CHECK(made("{{ value_json.a | default(value_json.b) }}", R"({"a":1,"b":2})") == "1");
  CHECK(made("{{ value_json.a | default(value_json.b) }}", R"({"b":2})") == "2");
  CHECK(made("{{ value_json.a | default(value_json.b) }}", R"({"a":null,"b":2})") == kMissing);
}

TEST_CASE("a template that grows or nests without measure is refused") {
  const auto repeated = [](std::string_view part, int times) {
    std::string text;
    for (int i = 0; i < times; ++i) text += part;
    return text;
  };
  const std::string refused = "(refused: it has too many parts)";
  std::string doubled = "{% set a = value_json.x + value_json.y %}";
  for (int i = 0; i < 60; ++i) doubled += "{% set a = a + a %}";
  CHECK(made(doubled + "{{ a }}", R"({"x":1,"y":2})") == refused);
  std::string nested = "{% set a = value_json.x %}";
  for (int i = 0; i < 100; ++i) nested += "{% set a = a or value_json.y %}";
  CHECK(made(nested + "{{ a }}", R"({"x":1,"y":2})") == "1");  // deep, and within the bound
  CHECK(made("{{ " + repeated("- ", 1500) + "value }}", "1").starts_with("(refused"));
  CHECK(made("{{ value" + repeated("+value", 600) + " }}", "1") == refused);
  CHECK(made("{% set m = {" + repeated("'a': 'b', ", 250) + "} %}{{ m[value] ~ m[value] if m[value] else m[value] }}",
             "a")
            .starts_with("(refused"));
  CHECK(made("{{ " + repeated("(", 1500) + "value" + repeated(")", 1500) + " }}", "1") ==
        "(refused: it is nested too deeply)");
  CHECK(made("{{ value_json.a" + repeated("|d(value)", 300) + " }}", R"({"a":1})") == refused);
  CHECK(made("{{ value_json.a" + repeated("|d(value)", 40) + " }}", R"({"a":1})") == "1");
  std::string names;
  for (int i = 0; i < 40; ++i) names += "{% set n" + std::to_string(i) + " = value_json.x %}";
  CHECK(made(names + "{{ n1 }}", R"({"x":1})") == "(refused: it has too many names)");
  CHECK(made("{{ value" + repeated("+value", 100) + " }}", "1") == "101");
}

TEST_CASE("a message is read within the limits of its adapter, and parsed once") {
  const auto extract = parse_value_template("{{ value_json.volts * value_json.amps }}");
  REQUIRE(extract);
  REQUIRE_FALSE(extract->pointer);
  Source source;
  source.filters = extract->filters;
  PresenceSource presence;
  presence.online = "6";
  presence.filters = extract->filters;

  constexpr std::size_t kDefault = PayloadLimits{}.max_bytes;
  std::string bytes = R"({"volts":2,"amps":3,"more":")" + std::string(kDefault, 'x') + R"("})";
  Payload unread(bytes);
  CHECK(word_in({}, source, unread).kind == Scalar::Kind::missing);
  Payload payload(bytes, {.max_bytes = 2 * kDefault});
  CHECK(word_in({}, source, payload).text == "6");
  const auto there = presence_in(payload, presence);
  CHECK((there && *there == ADAPTER_ONLINE));

  bytes.replace(bytes.find('2'), 1, "5");  // a second look at the bytes would find it
  CHECK(word_in({}, source, payload).text == "6");
}

TEST_CASE("a message that is null alone counts as empty") {
  const auto extract = parse_value_template("{{ 'on' if value_json else 'off' }}");
  REQUIRE(extract);
  Source source;
  source.filters = extract->filters;
  for (const char* message : {"null", " null ", ""}) {
    Payload payload(message);
    CHECK(word_in({}, source, payload).text == "off");
  }
}
