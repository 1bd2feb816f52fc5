// SPDX-License-Identifier: Apache-2.0
// Shows which paths a configuration may have, and which files a pattern finds.
#include "adapters/file/path_pattern.hpp"

#include <algorithm>
#include <filesystem>

#include "tests/support/catch.hpp"
#include "tests/support/temp_dir.hpp"
#include "tests/unit/sdk/config_text.hpp"

using namespace adapters::file;
using adapters::mapping::Pattern;
using adapters::mapping::Place;
using tests::support::TempDir;

namespace {

bool accepted(const std::string& path) {
  test::ConfigText text(R"({"file": ")" + path + R"("})");
  return static_cast<bool>(addressing().read(text.root(), Place::source));
}

std::vector<std::string> found(const TempDir& folder, const std::string& pattern) {
  std::vector<std::string> identities;
  for (const FoundFile& file : find_files(*Pattern::parse_path(folder.path().string() + pattern))) {
    identities.push_back(identity_of(file.captures));
    CHECK(std::filesystem::exists(file.path));
  }
  return identities;
}

void make(const TempDir& folder, const std::string& path) {
  std::filesystem::create_directories((folder.path() / path).parent_path());
  folder.write(path, "1");
}

}  // namespace

TEST_CASE("a path is absolute and goes straight down") {
  CHECK(accepted("/sys/class/hwmon/{chip}/temp1_input"));
  CHECK(accepted("/etc/c++#1"));
  for (const char* bad : {"", "etc/x", "/", "/etc/", "/etc//x", "/etc/./x", "/etc/../x", "/a/{b}c", "/{a}/{a}"}) {
    INFO(bad);
    CHECK_FALSE(accepted(bad));
  }
}

TEST_CASE("a pattern finds the files there are, in order, hidden ones aside") {
  const TempDir folder;
  for (const char* path : {"b/temp", "a/temp", "a/other", "c/other", ".d/temp", "temp"}) make(folder, path);
  CHECK(found(folder, "/{name}/temp") == std::vector<std::string>{"a", "b"});
  CHECK(found(folder, "/{name}") == std::vector<std::string>{"a", "b", "c", "temp"});
  CHECK(found(folder, "/{folder}/{file}") == std::vector<std::string>{"a/other", "a/temp", "b/temp", "c/other"});
  CHECK(found(folder, "/none/{name}").empty());
}

TEST_CASE("a real class of devices") {
  std::vector<std::string> names;
  for (const FoundFile& file : find_files(*Pattern::parse_path("/sys/class/net/{name}/mtu"))) {
    names.push_back(identity_of(file.captures));
  }
  CHECK(std::find(names.begin(), names.end(), "lo") != names.end());
}
