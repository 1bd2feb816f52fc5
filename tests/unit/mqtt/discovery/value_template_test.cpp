// SPDX-License-Identifier: Apache-2.0
// Shows which templates are understood, what each makes of a message, and that all others are refused with a reason.
#include "adapters/mqtt/discovery/templates/value_template.hpp"

#include <string>

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
  CHECK(made("{{ value_json.value * value_json.other }}", message).starts_with("(refused"));
  CHECK(made("{{ 1 + 2 }}", message).starts_with("(refused"));
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

TEST_CASE("what is no such template is refused with a reason") {
  for (const char* form :
       {"", "plain", "{{ value_json.x", "{{ }}", "{{ states('sensor.x') }}", "{{ value_json.x | from_json }}",
        "{{ now() }}", "{{ value_json.x }} and {{ value_json.y }}", "{% set v = value_json.x %}{{ v }}",
        "{% for x in value_json %}{{ x }}{% endfor %}", "{{ value_json.x if value_json.y else 0 }}",
        "{{ value_json.x.split(',')[0] }}", "{{ value_json['x }}", "{{ 'a' ~ value_json.x }}", "{{ 'constant' }}",
        "{% if value_json.x == 1 %}a{% elif value_json.x == 2 %}b{% else %}c{% endif %}", "{{ '%s'|format(1) }}"}) {
    INFO(form);
    const auto extract = parse_value_template(form);
    REQUIRE_FALSE(extract);
    CHECK_FALSE(extract.error().reason.empty());
  }
  CHECK_FALSE(parse_value_template("{{ " + std::string(500, '(') + "value" + std::string(500, ')') + " }}"));
  CHECK_FALSE(parse_value_template("{{ value" + std::string(5000, ' ') + " }}"));
  std::string many = "{{ value";
  for (int i = 0; i < 40; ++i) many += " | int";
  CHECK_FALSE(parse_value_template(many + " }}"));
}

TEST_CASE("a command template puts the value into a message") {
  CHECK(sent("{{ value }}", "5") == "5");
  CHECK(sent(R"({"position": {{ position }} })", "50") == R"({"position": 50 })");
  CHECK(sent(R"({"options": {"log_level": "{{ value }}" } })", "in\"fo") ==
        R"({"options": {"log_level": "in\"fo" } })");
  CHECK(sent(R"({ "value": {{ (position / 100 * 99) | round(0) }} })", "50") == R"({ "value": 50 })");
  CHECK(sent("{{ value | int }}", "21.5") == "21");
  for (const char* form : {"ON", "{{ value_json.x }}", "{{ value }} {{ value | int }}", "{% if value %}1{% endif %}",
                           "${value}", "{{ value"}) {
    INFO(form);
    CHECK_FALSE(parse_command_template(form, {}));
  }
}
