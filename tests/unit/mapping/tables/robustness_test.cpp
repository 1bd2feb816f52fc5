// SPDX-License-Identifier: Apache-2.0
// Shows that bytes nobody foresaw neither crash the parsers nor break what they promise; the sanitizers watch.
#include <random>
#include <string>

#include "adapters/mapping/values/decimal.hpp"
#include "adapters/mapping/values/pattern.hpp"
#include "adapters/mapping/values/payload.hpp"
#include "adapters/mapping/values/template.hpp"
#include "adapters/mapping/values/value.hpp"
#include "tests/support/catch.hpp"

using namespace adapters::mapping;

namespace {

constexpr int kRounds = 20000;

/// Texts made of the characters that the parsers look at, with any byte in between.
class Bytes {
 public:
  explicit Bytes(std::string_view favourites) : favourites_(favourites) {}

  std::string next() {
    std::string text(random_() % 40, '\0');
    for (char& c : text) {
      const std::size_t choice = random_() % (favourites_.size() + 2);
      c = choice < favourites_.size() ? favourites_[choice] : static_cast<char>(random_() % 256);
    }
    return text;
  }

 private:
  std::string favourites_;
  std::mt19937 random_{20261122};  // one seed, so that a failure comes again
};

}  // namespace

TEST_CASE("random decimals are refused or come back as they print") {
  Bytes bytes("0123456789.-+eE0123456789");
  int read = 0;
  for (int i = 0; i < kRounds; ++i) {
    const auto number = Decimal::parse(bytes.next());
    if (!number) continue;
    ++read;
    const auto again = Decimal::parse(number->text());
    REQUIRE(again);
    REQUIRE(*again == *number);
    REQUIRE(*number - *number == Decimal{});
    if (!number->is_zero()) REQUIRE((*number / *number).text() == "1");
    REQUIRE(number->rounded().is_whole());
  }
  CHECK(read > 0);
}

TEST_CASE("random payloads are read or say why not") {
  Bytes bytes("{}[]\":,0123456789.eE-truefalsn\\u/ ");
  const auto pointer = Pointer::parse("/0/a");
  for (int i = 0; i < kRounds; ++i) {
    const std::string text = bytes.next();
    Payload payload(text);
    const bool has_reason = !payload.is_json() && !payload.why_not_json().empty();
    REQUIRE(payload.is_json() != has_reason);
    payload.at(*pointer);
    REQUIRE(payload.text().size() <= text.size());
  }
}

TEST_CASE("random values in a JSON template leave it JSON") {
  Bytes bytes("\"\\{}[]:,0123456789.eE-truefalsn");
  const auto parsed = Template::parse(R"({"a": "${value}", "b": ${value}, "${value}": 1})", {});
  REQUIRE(parsed);
  for (int i = 0; i < kRounds; ++i) {
    const std::string rendered = parsed->render(bytes.next(), {});
    CAPTURE(rendered);
    REQUIRE(Payload(rendered).is_json());
  }
}

TEST_CASE("random templates, patterns and pointers are taken or refused") {
  Bytes bytes("${value}{name}/\"~01");
  for (int i = 0; i < kRounds; ++i) {
    const std::string text = bytes.next();
    if (const auto parsed = Template::parse(text, {"name"})) parsed->render("x", {{"name", "y"}});
    if (const auto pattern = Pattern::parse(text)) {
      if (const auto captures = pattern->match(text)) REQUIRE(pattern->address(*captures) == text);
    }
    Pointer::parse(text);
    substitute(text, {{"name", "y"}});
  }
}

TEST_CASE("random values fit a type or do not") {
  Bytes bytes("0123456789-T:Z.+aAfF=trueon");
  for (int i = 0; i < kRounds; ++i) {
    const std::string text = bytes.next();
    for (int type = ADAPTER_STRING; type <= ADAPTER_HEX_BINARY; ++type) {
      const auto shown = text_of_type(static_cast<adapter_type>(type), text);
      if (shown) REQUIRE(text_of_type(static_cast<adapter_type>(type), *shown));
    }
  }
}
