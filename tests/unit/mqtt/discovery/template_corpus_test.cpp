// SPDX-License-Identifier: Apache-2.0
// Shows how much of what bridges announce is computed: value templates in the shapes that they generate, each with
// messages and the values expected of them. What is not computed has the reason expected. Prints the share.
#include <cstdio>
#include <fstream>
#include <map>
#include <string>
#include <string_view>

#include "adapters/mapping/values/payload.hpp"
#include "adapters/mqtt/discovery/templates/value_template.hpp"
#include "tests/support/catch.hpp"

using namespace adapters::mapping;
using namespace adapters::mqtt::discovery;

namespace {

constexpr std::string_view kArrow = " => ";

std::string made(const Extract& extract, std::string_view message) {
  Payload payload(message);
  const Scalar value = filtered(extract.filters, extract.pointer ? payload.at(*extract.pointer) : payload.whole());
  const bool is_kept = value.kind == Scalar::Kind::missing || value.kind == Scalar::Kind::null;
  return is_kept ? "(kept)" : value.text;
}

struct Share {
  std::size_t computed = 0;
  std::size_t all = 0;
};

}  // namespace

TEST_CASE("the templates that bridges generate are computed, and what is not has its reason") {
  std::ifstream file(FIXTURES "/discovery/templates.txt");
  REQUIRE(file);
  std::map<std::string, Share> shares;
  std::string source;
  auto extract = parse_value_template({});
  for (std::string line; std::getline(file, line);) {
    INFO(line);
    const std::size_t arrow = line.rfind(kArrow);
    if (line.starts_with("## ")) {
      source = line.substr(3);
    } else if (line.starts_with("# ")) {
      continue;
    } else if (line.starts_with("! ")) {
      ++shares[source].all;
      const auto refused = parse_value_template(line.substr(2, arrow - 2));
      REQUIRE_FALSE(refused);
      CHECK(refused.error().reason.starts_with(line.substr(arrow + kArrow.size())));
    } else if (line.starts_with("  ")) {
      REQUIRE(extract);
      REQUIRE(arrow != std::string::npos);
      CHECK(made(*extract, std::string_view(line).substr(2, arrow - 2)) == line.substr(arrow + kArrow.size()));
    } else {
      extract = parse_value_template(line);
      INFO((extract ? "" : extract.error().reason));
      CHECK(extract);
      ++shares[source].all;
      if (extract) ++shares[source].computed;
    }
  }
  Share whole;
  for (const auto& [name, share] : shares) {
    std::printf("%s: %zu of %zu templates are computed\n", name.c_str(), share.computed, share.all);
    whole.computed += share.computed;
    whole.all += share.all;
  }
  std::printf("all: %zu of %zu\n", whole.computed, whole.all);
  CHECK(whole.all >= 70);
  CHECK(whole.computed * 10 >= whole.all * 9);
}
