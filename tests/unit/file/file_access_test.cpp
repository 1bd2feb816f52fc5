// SPDX-License-Identifier: Apache-2.0
// Shows that files are read within bounds, plain ones replaced as a whole, the kernel's written at once, and how each
// failure is answered.
#include "adapters/file/file_access.hpp"

#include <sys/stat.h>
#include <unistd.h>

#include <filesystem>

#include "tests/support/catch.hpp"
#include "tests/support/temp_dir.hpp"

using namespace adapters::file;
using tests::support::read_text;
using tests::support::TempDir;

namespace {

adapter_status status_of(const std::string& path, std::string_view text = "x") {
  const auto written = write_file(path, text);
  return written ? ADAPTER_DONE : written.error().status;
}

std::string text_of(const std::string& path, std::size_t limit) {
  const auto text = read_file(path, limit);
  INFO(path);
  REQUIRE(text);
  return *text;
}

struct stat look(const std::string& path) {
  struct stat found {};
  REQUIRE(::lstat(path.c_str(), &found) == 0);
  return found;
}

std::size_t entries(const TempDir& folder) {
  return static_cast<std::size_t>(std::distance(std::filesystem::directory_iterator(folder.path()), {}));
}

}  // namespace

TEST_CASE("a file is read as a whole, and no more than one byte beyond the limit") {
  const TempDir folder;
  const std::string path = folder.write("f", std::string(10000, 'x'));
  CHECK(text_of(path, 10000).size() == 10000);
  CHECK(text_of(path, 9999).size() == 10000);
  CHECK(text_of(path, 500).size() == 501);
  CHECK(text_of(folder.write("empty", ""), 10).empty());
  // Real ones of the kernel, whose size reads as 0 or 4096.
  CHECK(text_of("/proc/uptime", 100).find('.') != std::string::npos);
  CHECK(text_of("/sys/class/net/lo/address", 100) == "00:00:00:00:00:00\n");
}

TEST_CASE("what is no file to read is told, and holds nobody up") {
  const TempDir folder;
  CHECK(read_file(folder.file("none"), 10).error().is_missing);
  CHECK(read_file(folder.write("f", "") + "/below", 10).error().is_missing);
  CHECK_FALSE(read_file(folder.path().string(), 10).error().is_missing);
  const std::string fifo = folder.file("fifo");
  REQUIRE(::mkfifo(fifo.c_str(), 0600) == 0);
  CHECK(read_file(fifo, 10).error().reason == "not a regular file");
  CHECK(read_file("/dev/zero", 10).error().reason == "not a regular file");
}

TEST_CASE("a plain file is replaced, and keeps its mode") {
  const TempDir folder;
  const std::string path = folder.write("f", "old and long");
  REQUIRE(::chmod(path.c_str(), 0640) == 0);
  const struct stat before = look(path);
  const std::string link = folder.file("link");
  std::filesystem::create_hard_link(path, link);  // keeps the old one, so that its number is not given out again
  folder.write(".f.new", "left behind");
  REQUIRE(write_file(path, "new"));
  CHECK(read_text(path) == "new");
  CHECK(read_text(link) == "old and long");
  CHECK(look(path).st_ino != before.st_ino);
  CHECK((look(path).st_mode & 07777U) == 0640);
  CHECK(entries(folder) == 2);
}

TEST_CASE("a plain file is made where there is none") {
  const TempDir folder;
  REQUIRE(write_file(folder.file("f"), ""));
  CHECK(read_text(folder.file("f")).empty());
  CHECK((look(folder.file("f")).st_mode & 07777U) == 0644);
  CHECK(entries(folder) == 1);
}

TEST_CASE("a link, a folder and a device are not written to") {
  const TempDir folder;
  const std::string target = folder.write("target", "kept");
  std::filesystem::create_symlink(target, folder.file("link"));
  std::filesystem::create_directory(folder.file("folder"));
  CHECK(status_of(folder.file("link")) == ADAPTER_REFUSED);
  CHECK(status_of(folder.file("folder")) == ADAPTER_REFUSED);
  CHECK(status_of("/dev/null") == ADAPTER_REFUSED);
  CHECK(read_text(target) == "kept");
  CHECK(entries(folder) == 3);
}

TEST_CASE("a file of the kernel is written to, and refuses in its own way") {
  const std::string own = "/proc/self/comm";
  const std::string before = read_text(own);
  REQUIRE(write_file(own, "renamed"));
  CHECK(read_text(own) == "renamed\n");
  REQUIRE(write_file(own, before.substr(0, before.size() - 1)));

  CHECK(status_of("/proc/self/oom_score_adj", "no number") == ADAPTER_INVALID_VALUE);
  CHECK(status_of("/proc/self/nothing-of-that-name") == ADAPTER_NOT_SENT);
  CHECK(status_of("/proc/self/exe") == ADAPTER_REFUSED);  // a link
}

TEST_CASE("a folder that is away may come back: the set is not sent") {
  const TempDir folder;
  CHECK(status_of(folder.file("none/f")) == ADAPTER_NOT_SENT);
}
