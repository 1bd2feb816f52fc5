// SPDX-License-Identifier: Apache-2.0
// Shows that the inbox keeps the order and the last value of a cell, every value of a watched one, and its bounds.
#include "proxy/plugin/abi/inbox.hpp"
#include "tests/support/catch.hpp"

namespace proxy::plugin {
namespace {

std::vector<std::string> texts(const std::vector<Message>& messages) {
  std::vector<std::string> all;
  for (const Message& message : messages) {
    const auto* value = std::get_if<Value>(&message);
    all.push_back(value != nullptr ? value->text : "other");
  }
  return all;
}

using Texts = std::vector<std::string>;

}  // namespace

TEST_CASE("a value gives way to a newer one of its cell, before the answer that came after it") {
  Inbox inbox;
  inbox.push_value({{1, 2}, "a"});
  inbox.push_value({{1, 3}, "b"});
  inbox.push(Reply{1, ADAPTER_DONE, {}}, 0);
  inbox.push_value({{1, 2}, "c"});
  CHECK(texts(inbox.take(1)) == Texts{"c"});
  inbox.push_value({{1, 2}, "d"});
  CHECK(texts(inbox.take(10)) == Texts{"b", "other", "d"});
  CHECK(inbox.empty());
}

TEST_CASE("a retained value stays retained while only the same value follows it") {
  Inbox inbox;
  const auto taken = [&] { return std::get<Value>(inbox.take(1).front()); };
  inbox.push_value({{1, 2}, "closed", true});
  inbox.push_value({{1, 2}, "closed"});
  CHECK(taken().is_retained);
  inbox.push_value({{1, 2}, "closed", true});
  inbox.push_value({{1, 2}, "open"});
  CHECK_FALSE(taken().is_retained);
  inbox.push_value({{1, 2}, "open"});
  inbox.push_value({{1, 2}, "open", true});
  CHECK_FALSE(taken().is_retained);
}

TEST_CASE("of a watched cell every value is taken") {
  Inbox inbox;
  inbox.watch({1, 2});
  inbox.push_value({{1, 2}, "on"});
  inbox.push_value({{1, 2}, "off"});
  CHECK(texts(inbox.take(10)) == Texts{"on", "off"});
}

TEST_CASE("a full inbox takes no new cell, but newer values and answers") {
  Inbox inbox;
  for (adapter_handle i = 0; i < Inbox::kMaxMessages; ++i) REQUIRE(inbox.push_value({{1, i}, "x"}));
  CHECK_FALSE(inbox.push_value({{2, 0}, "x"}));
  CHECK(inbox.push_value({{1, 7}, "y"}));
  CHECK_FALSE(inbox.push(Posted{}, 0));
  CHECK(inbox.push(Reply{1, ADAPTER_DONE, {}}, 0, true));
  CHECK(inbox.take(8)[7].index() == 0);
  CHECK(inbox.push_value({{2, 0}, "x"}));
}

TEST_CASE("the bytes are bounded too") {
  Inbox inbox;
  const std::string large(64 * 1024, 'x');
  adapter_handle taken = 0;
  while (inbox.push_value({{1, taken}, large})) ++taken;
  CHECK(taken == Inbox::kMaxBytes / large.size());
}

}  // namespace proxy::plugin
