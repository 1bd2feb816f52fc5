// SPDX-License-Identifier: Apache-2.0
// Shows that a file of DHCP options is read when it is there and each time it is replaced, and that what is lost
// changes nothing.
#include "proxy/acs/discovery/discovery.hpp"

#include <boost/asio/io_context.hpp>

#include <filesystem>
#include <fstream>
#include <string>
#include <vector>

#include "tests/support/catch.hpp"
#include "tests/support/run_until.hpp"
#include "tests/support/temp_dir.hpp"

namespace acs = proxy::acs;
namespace fs = std::filesystem;

namespace {

struct Watched {
  tests::support::TempDir folder;
  fs::path file = fs::path(folder.path()) / "run" / "dhcp";
  boost::asio::io_context loop;
  std::vector<std::string> found;
  acs::Discovery discovery{loop.get_executor(), file, [this](const acs::Discovered& one) { found.push_back(one.url); }};

  /// As the hooks do: whole or not at all.
  void write(const std::string& text) {
    std::ofstream(file.string() + ".1") << text;
    fs::rename(file.string() + ".1", file);
  }
  /// Runs the loop until one more was found.
  std::string next() {
    const std::size_t before = found.size();
    return tests::support::run_until(loop, [&] { return found.size() > before; }) ? found.back() : "nothing";
  }
};

}  // namespace

TEST_CASE("the file is read at the start and when it is replaced") {
  Watched watched;
  fs::create_directories(watched.file.parent_path());
  watched.write("opt43=http://one/\n");
  watched.discovery.start();
  CHECK(watched.found == std::vector<std::string>{"http://one/"});
  watched.write("opt43=http://two/\n");
  CHECK(watched.next() == "http://two/");
  CHECK(watched.discovery.last().url == "http://two/");
}

TEST_CASE("a folder that is not there yet is made, and one that was removed is made again") {
  Watched watched;
  watched.discovery.start();
  CHECK(watched.found.empty());
  watched.write("opt43=http://one/\n");
  CHECK(watched.next() == "http://one/");
  fs::remove_all(watched.file.parent_path());
  while (!fs::exists(watched.file.parent_path())) watched.loop.run_one();
  watched.write("opt43=http://two/\n");
  CHECK(watched.next() == "http://two/");
}

TEST_CASE("neither a file without an ACS nor one that is gone changes anything, and the same again is no news") {
  Watched watched;
  watched.discovery.start();
  watched.write("opt43=http://one/\n");
  CHECK(watched.next() == "http://one/");
  watched.write("opt43=http://one/\nopt17=00\n");
  watched.write("opt43=00\n");
  fs::remove(watched.file);
  fs::create_directory(watched.file);  // not even a file
  watched.discovery.read();
  fs::remove(watched.file);
  watched.write("opt43=http://last/\n");
  CHECK(watched.next() == "http://last/");
  CHECK(watched.found.size() == 2);
}
