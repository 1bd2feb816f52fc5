// SPDX-License-Identifier: Apache-2.0
// Shows what becomes of a word before its conversion: arithmetic, rounding, case, a fallback, a choice, one of a list.
#include "adapters/mapping/values/filter.hpp"

#include "tests/support/catch.hpp"

using namespace adapters::mapping;
using Kind = Filter::Kind;
using Comparison = Filter::Comparison;

namespace {

const Scalar kMissing{Scalar::Kind::missing, {}};
const Scalar kNull{Scalar::Kind::null, {}};

Scalar number(std::string_view text) { return {Scalar::Kind::number, std::string(text)}; }
Scalar word(std::string_view text) { return {Scalar::Kind::text, std::string(text)}; }

Filter calculate(Kind kind, const char* operand = "0") {
  Filter filter;
  filter.kind = kind;
  filter.number = *Decimal::parse(operand);
  return filter;
}

Filter places(Kind kind, std::size_t count) {
  Filter filter;
  filter.kind = kind;
  filter.places = count;
  return filter;
}

Filter choose(Comparison comparison, const char* operand) {
  Filter filter;
  filter.kind = Kind::choose;
  filter.comparison = comparison;
  filter.operand = operand;
  filter.text = "yes";
  filter.other = "no";
  return filter;
}

/// The text that comes of it; "(missing)", "(null)" or "(container)" where there is none.
std::string after(const std::vector<Filter>& filters, const Scalar& value) {
  const Scalar result = filtered(filters, value);
  switch (result.kind) {
    case Scalar::Kind::missing: return "(missing)";
    case Scalar::Kind::null: return "(null)";
    case Scalar::Kind::container: return "(container)";
    case Scalar::Kind::boolean:
    case Scalar::Kind::number:
    case Scalar::Kind::text: break;
  }
  return result.text;
}

}  // namespace

TEST_CASE("steps of arithmetic are exact, and one after the other") {
  CHECK(after({}, word("as it is")) == "as it is");
  CHECK(after({calculate(Kind::add, "-0.1")}, number("0.3")) == "0.2");
  CHECK(after({calculate(Kind::multiply, "100"), calculate(Kind::divide, "255")}, number("51")) == "20");
  CHECK(after({calculate(Kind::divide, "100"), calculate(Kind::multiply, "255")}, number("50")) == "127.5");
  CHECK(after({places(Kind::round, 0)}, number("127.5")) == "128");
  CHECK(after({places(Kind::round, 1)}, word("-21.45")) == "-21.5");
  CHECK(after({places(Kind::truncate, 0)}, number("-7.9")) == "-7");
  CHECK(after({places(Kind::truncate, 0)}, number("0.9")) == "0");
}

TEST_CASE("what should be a number and is none is missing, and stays so") {
  for (const Kind kind : {Kind::add, Kind::multiply, Kind::divide, Kind::round, Kind::truncate}) {
    CHECK(after({calculate(kind, "2")}, word("warm")) == "(missing)");
    CHECK(after({calculate(kind, "2"), places(Kind::lower, 0)}, word("")) == "(missing)");
    CHECK(after({calculate(kind, "2")}, kNull) == "(null)");
    CHECK(after({calculate(kind, "2")}, {Scalar::Kind::container, "{}"}) == "(container)");
  }
}

TEST_CASE("a fallback stands in for null and missing, and for nothing else") {
  Filter fallback = calculate(Kind::fallback);
  fallback.text = "0";
  CHECK(after({fallback}, kMissing) == "0");
  CHECK(after({fallback, calculate(Kind::add, "5")}, kNull) == "5");
  CHECK(after({fallback}, word("")) == "");
  CHECK(after({fallback}, {Scalar::Kind::boolean, "false"}) == "false");
  CHECK(after({fallback}, {Scalar::Kind::container, "[]"}) == "(container)");
  CHECK(after({calculate(Kind::round), fallback}, word("warm")) == "0");
}

TEST_CASE("letters change their case, and only those of ASCII") {
  CHECK(after({calculate(Kind::lower)}, word("ON \u00c4")) == "on \u00c4");
  CHECK(after({calculate(Kind::upper)}, word("on-1")) == "ON-1");
}

TEST_CASE("a choice compares numbers as numbers and words as words") {
  CHECK(after({choose(Comparison::equal, "1")}, number("1.0")) == "yes");
  CHECK(after({choose(Comparison::equal, "heat")}, word("heat")) == "yes");
  CHECK(after({choose(Comparison::not_equal, "heat")}, word("heat")) == "no");
  CHECK(after({choose(Comparison::less, "10")}, number("9")) == "yes");
  CHECK(after({choose(Comparison::less, "10")}, word("a")) == "no");
  CHECK(after({choose(Comparison::greater, "10")}, word("b")) == "no");
  CHECK(after({choose(Comparison::greater_equal, "10")}, number("10")) == "yes");
  CHECK(after({choose(Comparison::less_equal, "10")}, number("10.5")) == "no");
  for (const char* empty : {"0", "0.0"}) CHECK(after({choose(Comparison::is_true, "")}, number(empty)) == "no");
  CHECK(after({choose(Comparison::is_true, "")}, word("")) == "no");
  CHECK(after({choose(Comparison::is_true, "")}, word("false")) == "yes");  // a text that is not empty
  CHECK(after({choose(Comparison::is_true, "")}, {Scalar::Kind::boolean, "true"}) == "yes");
  CHECK(after({choose(Comparison::is_true, "")}, kNull) == "(null)");
  Filter keeps = choose(Comparison::equal, "a");
  keeps.keep_other = true;
  CHECK(after({keeps}, word("b")) == "b");
  std::swap(keeps.keep, keeps.keep_other);
  CHECK(after({keeps}, word("a")) == "a");
}

TEST_CASE("one of those between commas, where there are so many") {
  CHECK(after({places(Kind::item, 0)}, word("120,99,50")) == "120");
  CHECK(after({places(Kind::item, 2)}, word("120,99,50")) == "50");
  CHECK(after({places(Kind::item, 3)}, word("120,99,50")) == "(missing)");
  CHECK(after({places(Kind::item, 1)}, word("120,")) == "");
  CHECK(after({places(Kind::item, 0)}, word("")) == "");
}

TEST_CASE("a formula is given null and missing as well, and is equal to one of the same text") {
  class Counted final : public Formula {
   public:
    explicit Counted(std::string text) : text_(std::move(text)) {}
    Scalar of(const Scalar& value, Payload* /*message*/) const override {
      return {Scalar::Kind::text, value.kind == Scalar::Kind::missing ? "none" : value.text + "!"};
    }
    std::string_view text() const override { return text_; }

   private:
    std::string text_;
  };
  const auto computed = [](std::string text) {
    Filter filter;
    filter.kind = Kind::computed;
    filter.computed.formula = std::make_shared<Counted>(std::move(text));
    return filter;
  };
  CHECK(after({computed("a"), computed("a")}, word("x")) == "x!!");
  CHECK(after({computed("a")}, {}) == "none");
  CHECK(computed("a") == computed("a"));
  CHECK_FALSE(computed("a") == computed("b"));
  CHECK_FALSE(computed("a") == Filter{});
}

TEST_CASE("the message is for the first step alone: what follows has another value") {
  class Asked final : public Formula {
   public:
    Scalar of(const Scalar& value, Payload* message) const override {
      messages.push_back(message);
      return value;
    }
    std::string_view text() const override { return "asked"; }
    mutable std::vector<Payload*> messages;
  };
  const auto formula = std::make_shared<Asked>();
  Filter filter;
  filter.kind = Kind::computed;
  filter.computed.formula = formula;
  Payload message(R"({"a":1})");
  filtered({filter, filter}, message.whole(), &message);
  filtered({filter}, message.whole());
  filtered({calculate(Kind::add, "1"), filter}, message.whole(), &message);
  CHECK(formula->messages == std::vector<Payload*>{&message, nullptr, nullptr, nullptr});
}
