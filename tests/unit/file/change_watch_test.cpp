// SPDX-License-Identifier: Apache-2.0
// Shows that written, replaced and removed files are told, and that a folder which comes back is watched again.
#include "adapters/file/change_watch.hpp"

#include <poll.h>

#include <algorithm>
#include <filesystem>

#include "tests/support/catch.hpp"
#include "tests/support/temp_dir.hpp"

using adapters::file::ChangeWatch;
using tests::support::TempDir;

namespace {

/// Waits until the path is among the changes.
bool tells(ChangeWatch& watch, const std::string& path) {
  pollfd descriptor{watch.descriptor(), POLLIN, 0};
  while (::poll(&descriptor, 1, 10'000) == 1) {
    const std::vector<std::string> paths = watch.take();
    if (std::find(paths.begin(), paths.end(), path) != paths.end()) return true;
  }
  return false;
}

bool is_silent(ChangeWatch& watch) {
  pollfd descriptor{watch.descriptor(), POLLIN, 0};
  return ::poll(&descriptor, 1, 0) == 0;
}

}  // namespace

TEST_CASE("a file that is written, replaced, removed or made is told of") {
  const TempDir folder;
  const std::string path = folder.write("f", "1");
  ChangeWatch watch;
  watch.watch(path);
  watch.watch(path);
  CHECK(is_silent(watch));
  folder.write("f", "2");
  CHECK(tells(watch, path));
  std::filesystem::rename(folder.write("g", "3"), path);
  CHECK(tells(watch, path));
  std::filesystem::remove(path);
  CHECK(tells(watch, path));
  folder.write("f", "4");
  CHECK(tells(watch, path));
  CHECK(is_silent(watch));
}

TEST_CASE("a folder that was away is watched again when it is asked for") {
  const TempDir folder;
  const std::string path = folder.file("sub/f");
  ChangeWatch watch;
  watch.watch(path);  // not there yet
  for (int i = 0; i < 2; ++i) {
    std::filesystem::create_directory(folder.file("sub"));
    watch.watch(path);
    folder.write("sub/f", "1");
    CHECK(tells(watch, path));
    std::filesystem::remove_all(folder.file("sub"));
    CHECK(tells(watch, path));
    watch.take();
  }
}

TEST_CASE("a folder that moves away is not taken for the one at its place") {
  const TempDir folder;
  const std::string path = folder.file("sub/f");
  std::filesystem::create_directory(folder.file("sub"));
  ChangeWatch watch;
  watch.watch(path);
  std::filesystem::rename(folder.file("sub"), folder.file("moved"));
  watch.take();
  folder.write("moved/f", "1");
  const std::vector<std::string> paths = watch.take();
  CHECK(std::find(paths.begin(), paths.end(), path) == paths.end());
}
