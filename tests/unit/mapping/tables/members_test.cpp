// SPDX-License-Identifier: Apache-2.0
// Shows how a document is taken apart into rows, by name or by a key, and what has no identity.
#include "adapters/mapping/values/payload.hpp"
#include "tests/support/catch.hpp"

using namespace adapters::mapping;

namespace {

struct Found {
  std::string text;  // "identity=text " of each, or why there are none
  std::size_t unnamed = 0;
};

Found members(std::string_view document, std::string_view pointer, std::optional<std::string_view> key = {}) {
  Found found;
  Payload payload(document);
  const auto keys = key ? std::optional(*Pointer::parse(*key)) : std::nullopt;
  const auto all = payload.members(*Pointer::parse(pointer), keys, found.unnamed);
  if (!all) return {all.error().reason};
  for (const Member& member : *all) found.text += member.identity + '=' + member.text + ' ';
  return found;
}

}  // namespace

TEST_CASE("members of an object are known by their names") {
  CHECK(members(R"({"a": {"x": [1, "q\""]}, "b": 2.5, "c": "text", "d": null, "e": true})", "").text ==
        R"(a={"x":[1,"q\""]} b=2.5 c=text d=null e=true )");
  CHECK(members(R"({"in": [{"here": {"k": 1}}]})", "/in/0/here").text == "k=1 ");
}

TEST_CASE("members of an array need a key, those of an object may have one") {
  const std::string_view list = R"([{"id": 7, "v": 1}, {"id": "b", "v": 2}])";
  CHECK(members(list, "", "/id").text == R"(7={"id":7,"v":1} b={"id":"b","v":2} )");
  CHECK(members(list, "").text == "rows from an array need a key");
  CHECK(members(R"({"x": {"mac": {"eth": "aa:bb"}}})", "", "/mac/eth").text == R"(aa:bb={"mac":{"eth":"aa:bb"}} )");
}

TEST_CASE("members without an identity are left out and counted") {
  const Found found =
      members(R"([{"id": ""}, {}, 5, {"id": null}, {"id": {"a": 1}}, {"id": "a/b"}, {"id": "ok"}])", "", "/id");
  CHECK(found.text == R"(ok={"id":"ok"} )");
  CHECK(found.unnamed == 6);
}

TEST_CASE("a document without rows says why") {
  CHECK(members("no json", "").text.starts_with("it is not JSON"));
  CHECK(members(R"({"a": 1})", "/b").text == "no object or array at the rows' pointer");
  CHECK(members(R"({"a": 1})", "/a").text == "no object or array at the rows' pointer");
  CHECK(members("{}", "").text.empty());
}
