// SPDX-License-Identifier: Apache-2.0
// Shows that a program is run as it is asked for, with nothing of ours, and that none can cost more than its place: not
// one that hangs, writes without end, or leaves children behind.
#include "adapters/command/runner.hpp"

#include <fcntl.h>
#include <poll.h>
#include <sys/stat.h>
#include <unistd.h>

#include <condition_variable>
#include <csignal>
#include <map>
#include <stdexcept>

#include "tests/support/catch.hpp"
#include "tests/support/temp_dir.hpp"

using namespace adapters::command;
using namespace std::chrono_literals;
using tests::support::TempDir;

namespace {

/// A runner, and what it has said of each job, in order.
class Bench {
 public:
  explicit Bench(Runner::Limits limits = {}) : runner_(limits, [] { return std::nullopt; }) { runner_.start(); }

  void submit(const std::string& name, std::vector<std::string> argv, std::chrono::milliseconds timeout = 20s,
              std::optional<std::size_t> lane = {}) {
    const auto done = [this, name](const Result& result) {
      const std::lock_guard lock(mutex_);
      results_[name] = result;
      order_.push_back(name);
      changed_.notify_all();
    };
    runner_.submit({std::move(argv), timeout, done, lane});
  }
  void shell(const std::string& name, const std::string& script, std::chrono::milliseconds timeout = 20s,
             std::optional<std::size_t> lane = {}) {
    submit(name, {"sh", "-c", script}, timeout, lane);
  }
  Result wait(const std::string& name) {
    std::unique_lock lock(mutex_);
    if (!changed_.wait_for(lock, 30s, [&] { return results_.contains(name); })) throw std::runtime_error("no " + name);
    return results_.at(name);
  }
  std::vector<std::string> order() {
    const std::lock_guard lock(mutex_);
    return order_;
  }
  Runner& runner() { return runner_; }

 private:
  std::mutex mutex_;
  std::condition_variable changed_;
  std::map<std::string, Result> results_;
  std::vector<std::string> order_;
  Runner runner_;
};

Result run(std::vector<std::string> argv, std::chrono::milliseconds timeout = 20s, Runner::Limits limits = {}) {
  Bench bench(limits);
  bench.submit("it", std::move(argv), timeout);
  return bench.wait("it");
}

Result shell(const std::string& script, std::chrono::milliseconds timeout = 20s, Runner::Limits limits = {}) {
  return run({"sh", "-c", script}, timeout, limits);
}

/// A FIFO: whoever opens it for writing can be waited for, and so can its end.
struct Fifo {
  explicit Fifo(const TempDir& folder) : path(folder.file("fifo")) {
    if (::mkfifo(path.c_str(), 0600) != 0) throw std::runtime_error("mkfifo");
    descriptor = ::open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK);
    ::fcntl(descriptor, F_SETFL, 0);
  }
  ~Fifo() { ::close(descriptor); }
  Fifo(const Fifo&) = delete;
  Fifo& operator=(const Fifo&) = delete;
  std::string path;
  int descriptor = -1;
};

}  // namespace

TEST_CASE("what a program writes is its output, and its exit status is known") {
  const Result good = run({"printf", "%s|", "a b", "$HOME", ""});
  CHECK(good.well());
  CHECK(good.output == "a b|$HOME||");

  const Result bad = shell("echo half; echo 'no such sensor' >&2; echo more >&2; exit 3");
  CHECK_FALSE(bad.well());
  CHECK(bad.code == 3);
  CHECK(bad.complaint == "no such sensor");
  CHECK(bad.reason() == "exit status 3: no such sensor");
  CHECK(shell("kill -9 $$").reason() == "ended by signal 9");
}

TEST_CASE("a program that cannot be run is told at once") {
  const Result missing = run({"/nowhere/program"});
  CHECK(missing.end == Result::End::not_started);
  CHECK(missing.reason() == "the program cannot be started: No such file or directory");
  CHECK(run({"no-such-program-anywhere"}).end == Result::End::not_started);
  CHECK(run({"/etc/passwd"}).reason() == "the program cannot be started: Permission denied");
}

TEST_CASE("a program inherits nothing of ours") {
  REQUIRE(::setenv("ACS_PASSWORD", "secret", 1) == 0);
  const int leak = ::open("/etc/passwd", O_RDONLY);  // as a careless library would: without O_CLOEXEC
  REQUIRE(leak >= 0);
  // ls itself opens one more, the folder.
  const Result descriptors = run({"sh", "-c", "ls /proc/$$/fd"});
  ::close(leak);
  CHECK(descriptors.output == "0\n1\n2\n");
  CHECK(shell("env").output.find("secret") == std::string::npos);
  ::unsetenv("ACS_PASSWORD");
  CHECK(shell("pwd; cat").output == "/\n");  // and reads nothing

  ::signal(SIGPIPE, SIG_IGN);  // as the daemon does
  CHECK(shell("yes | head -n 1; grep -E 'Sig(Blk|Ign)' /proc/$$/status | tr -d '0\\n'").output ==
        "y\nSigBlk:\tSigIgn:\t");
}

TEST_CASE("at its deadline a program is killed, and all that it has started") {
  const TempDir folder;
  const Fifo fifo(folder);
  const Result result = shell("exec 7>" + fifo.path + "; sleep 1000 & sleep 1000", 300ms);
  CHECK(result.end == Result::End::timed_out);
  // The end of file: nobody has it open for writing any more.
  char byte = 0;
  CHECK(::read(fifo.descriptor, &byte, 1) == 0);
}

TEST_CASE("output beyond the limit is not kept, and its writer is killed") {
  const Result result = run({"yes"}, 20s, {.output_bytes = 10000});
  CHECK(result.end == Result::End::too_long);
  CHECK(result.output.size() == 10000);
  CHECK(shell("yes | head -c 10000", 20s, {.output_bytes = 10000}).well());
  CHECK(shell("yes | head -c 10001", 20s, {.output_bytes = 10000}).end == Result::End::too_long);
  // Complaints are cut instead.
  const Result complaints = shell("head -c 1000000 /dev/zero | tr '\\0' x >&2; exit 1");
  CHECK(complaints.code == 1);
  CHECK(complaints.complaint.size() == 200);
  CHECK(shell("yes >&2", 300ms).end == Result::End::timed_out);
}

TEST_CASE("a program that has closed its output, or left it to a child, ends when it ends") {
  CHECK(shell("exec >&- 2>&-; exit 4").code == 4);
  const Result left = shell("echo here; sleep 1000 & exit 0");
  CHECK(left.well());
  CHECK(left.output == "here\n");
}

TEST_CASE("hanging programs leave a place for sets") {
  Bench bench({.children = 3});
  for (const char* name : {"hang 1", "hang 2"}) bench.submit(name, {"sleep", "1000"}, 60s);
  bench.submit("source", {"true"}, 60s);
  bench.submit("set", {"true"}, 20s, 0);
  CHECK(bench.wait("set").well());
  CHECK(bench.order() == std::vector<std::string>{"set"});
}

TEST_CASE("hanging programs let others take turns") {
  Bench bench({.children = 3});
  for (const char* name : {"hang 1", "hang 2"}) bench.submit(name, {"sleep", "1000"}, 1s);
  bench.submit("source", {"true"}, 60s);
  CHECK(bench.wait("source").well());
}

TEST_CASE("sets of one parameter keep their order, those of others do not wait for them") {
  const TempDir folder;
  REQUIRE(::mkfifo(folder.file("go").c_str(), 0600) == 0);
  Bench bench({.children = 4});
  bench.shell("first", "read line <" + folder.file("go"), 20s, 1);
  bench.shell("second", "true", 20s, 1);
  bench.shell("other", "true", 20s, 2);
  CHECK(bench.wait("other").well());
  bench.shell("go", "echo >" + folder.file("go"), 20s, 3);
  CHECK(bench.wait("second").well());
  const std::vector<std::string> order = bench.order();
  CHECK(std::find(order.begin(), order.end(), "first") < std::find(order.begin(), order.end(), "second"));
}

TEST_CASE("a set that does not get its turn in time is not run") {
  const TempDir folder;
  Bench bench;
  bench.submit("slow", {"sleep", "1000"}, 1s, 1);
  bench.submit("late", {"touch", folder.file("ran")}, 300ms, 1);
  CHECK(bench.wait("late").end == Result::End::crowded);
  CHECK(bench.wait("slow").end == Result::End::timed_out);
  CHECK_FALSE(std::filesystem::exists(folder.file("ran")));
}

TEST_CASE("stopping ends what runs, and nothing is told any more") {
  const TempDir folder;
  const Fifo fifo(folder);
  Bench bench;
  bench.shell("it", "exec 7>" + fifo.path + "; echo >&7; sleep 1000");
  char byte = 0;
  pollfd opened{fifo.descriptor, POLLIN, 0};
  REQUIRE(::poll(&opened, 1, 30'000) == 1);
  REQUIRE(::read(fifo.descriptor, &byte, 1) == 1);
  bench.runner().stop();
  CHECK(::read(fifo.descriptor, &byte, 1) == 0);
  CHECK(bench.order().empty());
}
