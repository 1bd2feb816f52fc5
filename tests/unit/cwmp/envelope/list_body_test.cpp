// SPDX-License-Identifier: Apache-2.0
// Shows that a long answer is generated: it says its size beforehand, reads the same in blocks of any size and after a
// rewind, and keeps the tree frozen until it is gone; a short one does not.
#include "proxy/cwmp/envelope/list_body.hpp"
#include "tests/support/catch.hpp"
#include "tests/unit/cwmp/sample.hpp"

#include <thread>

using namespace proxy::cwmp;
using proxy::model::Origin;
using tests::cwmp::read_all;
using tests::cwmp::Sample;

namespace {

void add_sensors(Sample& sample, std::uint32_t count) {
  auto& table = *sample.selection("Device.X_00D09E_Home.Sensor.").table;
  for (std::uint32_t number = 10; number < 10 + count; ++number) {
    proxy::model::Row* row = sample.tree.add_row(table, number, Origin::start).value();
    sample.tree.set_value({row, 3}, "Mode & <" + std::to_string(number) + ">", Origin::start);
  }
}

std::unique_ptr<Body> list(Sample& sample, Listing::Kind kind, std::string_view path) {
  return make_list_body(sample.tree, {kind, {sample.selection(path)}}, {"<before>", "</after>"});
}

std::size_t count_of(std::string_view text, std::string_view word) {
  std::size_t count = 0;
  for (auto at = text.find(word); at != std::string_view::npos; at = text.find(word, at + 1)) ++count;
  return count;
}

}  // namespace

TEST_CASE("a long answer reads the same in blocks of any size") {
  Sample sample;
  add_sensors(sample, 500);
  for (const auto kind : {Listing::Kind::values, Listing::Kind::names, Listing::Kind::attributes}) {
    const auto body = list(sample, kind, "");
    const std::string text = read_all(*body, 64 << 10);
    REQUIRE(text.size() > kMaxTextAnswer);
    CHECK(text.starts_with("<before><ParameterList soap-enc:arrayType=\"cwmp:Parameter"));
    CHECK(text.ends_with("</ParameterList></after>"));
    CHECK(text.find("[" + std::to_string(count_of(text, "<Name>")) + "]") != std::string::npos);
    for (const std::size_t block : {std::size_t{1}, std::size_t{7}, std::size_t{1} << 20}) {
      body->rewind();
      CHECK(read_all(*body, block) == text);
    }
  }
}

TEST_CASE("a rewind in the middle begins again") {
  Sample sample;
  add_sensors(sample, 300);
  const auto body = list(sample, Listing::Kind::values, "Device.");
  std::string part(100'000, '\0');
  REQUIRE(body->read(part) == part.size());
  body->rewind();
  const std::string text = read_all(*body);
  CHECK(text.substr(0, part.size()) == part);
  std::string none(10, '\0');
  CHECK(body->read(none) == 0);
}

TEST_CASE("the tree is frozen while a long answer lives, and another thread may read it") {
  Sample sample;
  add_sensors(sample, 300);
  auto body = list(sample, Listing::Kind::values, "Device.");
  CHECK(sample.tree.frozen());
  bool thawed = false;
  sample.tree.when_thawed([&] { thawed = true; });
  std::string text;
  std::thread reader([&] {
    std::string block(1000, '\0');
    while (const std::size_t length = body->read(block)) text.append(block, 0, length);
  });
  reader.join();
  CHECK(text.size() == body->size());
  CHECK_FALSE(thawed);
  body.reset();
  CHECK(thawed);
  CHECK_FALSE(sample.tree.frozen());
}

TEST_CASE("a short answer is text at once and freezes nothing") {
  Sample sample;
  const auto body = list(sample, Listing::Kind::values, "Device.MQTT.");
  CHECK_FALSE(sample.tree.frozen());
  sample.set("Device.MQTT.Client.1.Alias", "later");
  CHECK(read_all(*body).find("later") == std::string::npos);
}
