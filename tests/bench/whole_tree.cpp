// SPDX-License-Identifier: Apache-2.0
// Trees of several sizes: the memory they take, and the time and memory to answer GetParameterValues of all of it.
#include <optional>
#include <string>

#include "tests/bench/gateway.hpp"
#include "tests/bench/plain_peers.hpp"
#include "tests/bench/scenarios.hpp"

namespace tests::bench {
namespace {

using Times = std::vector<std::chrono::nanoseconds>;

double milliseconds(std::chrono::nanoseconds time) { return std::chrono::duration<double, std::milli>(time).count(); }

struct Answer {
  Times times;
  std::string body;
  std::size_t wire_size = 0;
};

/// In one session, as an ACS that asks again and again.
Answer ask_for_all(Gateway& gateway, int rounds) {
  gateway.ask_for_session();
  Answer answer;
  acs::Session session = gateway.acs().accept_session();
  acs::Exchange last = session.expect_empty_post();
  for (int i = 0; i < rounds; ++i) {
    last = session.ask(last, acs::get_parameter_values({"Device."}));
    answer.times.push_back(last->round_trip());
  }
  answer.body = last->body;
  answer.wire_size = last->wire_size;
  last.reply_no_content();
  session.expect_end();
  return answer;
}

void compare(const Answer& answer, std::size_t parameters, int rounds, Table& table) {
  const std::vector<ValueText> values = values_in(answer.body);
  if (values.size() < parameters) {
    throw std::runtime_error("the answer has " + std::to_string(values.size()) + " values of " +
                             std::to_string(parameters));
  }
  const Times posts = post_with_curl(answer.body, rounds);
  Times writes;
  for (int i = 0; i < rounds; ++i) writes.push_back(write_envelope(values));

  const std::string budget = parameters == 10'000 ? "5 ms" : "";
  table.heading("GetParameterValues of " + std::to_string(values.size()) + " parameters, " +
                std::to_string(answer.body.size() / 1000) + " kB");
  table.row("answered, median", milliseconds(median(answer.times)), 2, "ms", budget);
  table.row("answered, best", milliseconds(least(answer.times)), 2, "ms");
  table.row("the same bytes posted with libcurl, median", milliseconds(median(posts)), 2, "ms");
  table.row("the same bytes posted with libcurl, best", milliseconds(least(posts)), 2, "ms");
  table.row("the same XML appended to a string, median", milliseconds(median(writes)), 2, "ms");
  table.row("answered / (posted + appended), medians",
            milliseconds(median(answer.times)) / milliseconds(median(posts) + median(writes)), 2, "x", "2 x");
  table.row("answered / (posted + appended), bests",
            milliseconds(least(answer.times)) / milliseconds(least(posts) + least(writes)), 2, "x", "2 x");
}

/// The same, compressed.
void measure_compressed(std::size_t parameters, int rounds, Table& times, Table& memory) {
  Gateway gateway({.parameters = parameters, .compressed = true});
  gateway.start();
  gateway.settle();
  const Memory idle = memory_of(gateway.pid());
  forget_peak(gateway.pid());
  const Answer answer = ask_for_all(gateway, rounds);
  memory.row("peak while it answers all compressed, above what was resident",
             memory_of(gateway.pid()).peak_kb - idle.resident_kb, 0, "kB");
  gateway.stop();
  times.row("answered compressed (" + std::to_string(answer.wire_size / 1000) + " kB), median",
            milliseconds(median(answer.times)), 2, "ms");
}

struct Size {
  std::size_t parameters;
  double private_kb;
};

Size measure(std::size_t parameters, const Plan& plan, Table& times, Table& memory) {
  Gateway gateway({.parameters = parameters});
  gateway.start();
  gateway.settle();
  const Memory idle = memory_of(gateway.pid());
  const std::string with = "with " + std::to_string(parameters) + " parameters";
  memory.row("private, " + with, idle.private_kb, 0, "kB");
  if (parameters == 0) return {0, idle.private_kb};

  forget_peak(gateway.pid());
  const Answer answer = ask_for_all(gateway, plan.rounds);
  const Memory after = memory_of(gateway.pid());
  memory.row("peak while it answers all, above what was resident", after.peak_kb - idle.resident_kb, 0, "kB");
  memory.row("private after it has answered all, above idle", after.private_kb - idle.private_kb, 0, "kB");
  gateway.stop();
  compare(answer, parameters, plan.rounds, times);
  measure_compressed(parameters, plan.rounds, times, memory);
  return {parameters, idle.private_kb};
}

void add_with_broker(Table& memory) {
  for (const bool tls : {false, true}) {
    Gateway gateway({.parameters = 1000, .mqtt = true, .tls = tls});
    gateway.start();
    gateway.settle();
    memory.row(
        std::string("private, with 1000 parameters and a broker, ") + (tls ? "https and mqtts" : "http and mqtt"),
        memory_of(gateway.pid()).private_kb, 0, "kB", tls ? "4500 kB" : "2500 kB");
    gateway.stop();
  }
}

}  // namespace

void measure_whole_tree(const Plan& plan, Table& table) {
  Table memory;
  memory.heading("Memory");
  std::vector<Size> sizes = {measure(0, plan, table, memory)};
  for (const std::size_t parameters : plan.sizes) sizes.push_back(measure(parameters, plan, table, memory));
  for (std::size_t i = 2; i < sizes.size(); ++i) {
    const double bytes = (sizes[i].private_kb - sizes[i - 1].private_kb) * 1024;
    memory.row("each parameter between " + std::to_string(sizes[i - 1].parameters) + " and " +
                   std::to_string(sizes[i].parameters),
               bytes / static_cast<double>(sizes[i].parameters - sizes[i - 1].parameters), 1, "bytes", "100 bytes");
  }
  add_with_broker(memory);
  table.append(memory);
}

}  // namespace tests::bench
