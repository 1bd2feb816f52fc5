// SPDX-License-Identifier: Apache-2.0
// Shows that the output of a child process is read line by line, and that the process ends on request and with its
// object.
#include "tests/support/process.hpp"

#include <csignal>

#include "tests/support/catch.hpp"
#include "tests/support/temp_dir.hpp"

using namespace tests::support;
using namespace std::chrono_literals;

TEST_CASE("lines are found in the order they come, and only once") {
  Process shell({"sh", "-c", "echo one; echo two >&2; read word; echo got $word; exit 3"});
  CHECK(shell.wait_for_line("one") == "one");
  CHECK(shell.wait_for_line("two") == "two");
  shell.write_line("three");
  CHECK(shell.wait_for_line("got") == "got three");
  CHECK(shell.wait() == 3);
  CHECK_THROWS_WITH(shell.wait_for_line("one"), Catch::Matchers::ContainsSubstring("before the output ended") &&
                                                    Catch::Matchers::ContainsSubstring("got three"));
}

TEST_CASE("a line that does not come in time is an error that shows the output") {
  Process shell({"sh", "-c", "echo hello; read word"});
  shell.wait_for_line("hello");
  CHECK_THROWS_WITH(shell.wait_for_line("never", 50ms),
                    Catch::Matchers::ContainsSubstring("in time") && Catch::Matchers::ContainsSubstring("hello"));
}

TEST_CASE("a process is told to end, or made to") {
  Process polite({"sleep", "60"});
  CHECK(polite.running());
  CHECK(polite.terminate() == 128 + SIGTERM);
  CHECK_FALSE(polite.running());

  Process stubborn({"sh", "-c", "trap '' TERM; echo ready; while :; do sleep 60; done"});
  stubborn.wait_for_line("ready");
  CHECK_THROWS(stubborn.terminate(50ms));
  stubborn.kill();
  CHECK(stubborn.wait() == 128 + SIGKILL);
}

TEST_CASE("no child outlives its object") {
  pid_t pid = 0;
  {
    const Process child({"sleep", "60"});
    pid = child.pid();
    CHECK(::kill(pid, 0) == 0);
  }
  CHECK(::kill(pid, 0) != 0);
}

TEST_CASE("the environment is ours with the changes, and a program that is not there is an error") {
  CHECK(run({"sh", "-c", "echo $WORD-${HOME:+home}"}).output == "-home\n");
  Process changed({"sh", "-c", "echo $WORD-${HOME:+home}"}, {{"WORD", "x"}, {"HOME", ""}});
  CHECK(changed.wait_for_line("-") == "x-");
  CHECK_THROWS_WITH(Process({"/no/such/program"}), Catch::Matchers::ContainsSubstring("/no/such/program"));
}

TEST_CASE("run hands over its input and brings back all of the output") {
  const std::string big(200'000, 'x');
  const Finished finished = run({"cat"}, big);
  CHECK(finished.exit_code == 0);
  CHECK(finished.output == big);
}

TEST_CASE("a program that ends without reading its input is no error") {
  const std::string more_than_a_pipe_holds(1024 * 1024, 'x');
  CHECK(run({"true"}, more_than_a_pipe_holds).exit_code == 0);
}

TEST_CASE("a temporary folder goes with its object") {
  std::filesystem::path path;
  {
    const TempDir folder;
    path = folder.path();
    CHECK(read_text(folder.write("below/file", "text")) == "text");
  }
  CHECK_FALSE(std::filesystem::exists(path));
}
