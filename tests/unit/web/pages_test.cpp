// SPDX-License-Identifier: Apache-2.0
// Shows that only the files which were there at the start are pages.
#include "proxy/web/routes/pages.hpp"
#include "tests/support/catch.hpp"
#include "tests/support/temp_dir.hpp"

#include <filesystem>
#include <string>

using namespace proxy::web;
using tests::support::TempDir;

namespace {

Request request(const std::string& target) {
  Request request;
  REQUIRE(read_target(target, request));
  return request;
}

}  // namespace

TEST_CASE("the pages are the files with a known ending, at their paths", "[web]") {
  const TempDir folder;
  folder.write("index.html", "<p>index");
  folder.write("README.md", "not a page");
  std::filesystem::create_directory(folder.path() / "lib");
  folder.write("lib/a.js", "export {};");
  const Pages pages(folder.path());
  folder.write("late.js", "it came after the start");

  CHECK(pages.find(request("/"))->body == "<p>index");
  CHECK(pages.find(request("/pages/index.html"))->content_type == "text/html; charset=utf-8");
  CHECK(pages.find(request("/pages/lib/a.js?v=1"))->content_type == "text/javascript; charset=utf-8");
  for (const char* path : {"/pages/README.md", "/pages/late.js", "/pages/", "/index.html", "/pages/../index.html",
                           "/pages/lib/../index.html", "/pages//index.html", "/pages/%69ndex.html", "//"})
    CHECK_FALSE(pages.find(request(path)).has_value());
}

TEST_CASE("a browser that has the page gets it only when it has changed", "[web]") {
  const TempDir folder;
  folder.write("index.html", "<p>index");
  const Pages pages(folder.path());
  Request again = request("/");
  const Response first = pages.find(again).value();
  for (const auto& [name, value] : first.headers) {
    if (name == "ETag") again.message.set("If-None-Match", value);
  }
  CHECK(pages.find(again)->status == 304);
  CHECK(pages.find(again)->body.empty());
  folder.write("index.html", "<p>changed");
  CHECK(pages.find(again)->status == 200);
  CHECK(pages.find(again)->body == "<p>changed");
}

TEST_CASE("a folder without an index.html is no folder of pages", "[web]") {
  const TempDir folder;
  CHECK_THROWS(Pages(folder.path()));
  CHECK_THROWS(Pages(folder.path() / "missing"));
}
