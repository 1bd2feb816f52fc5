// SPDX-License-Identifier: Apache-2.0
// The command adapter: what programs write becomes values by the mapping, sets become the arguments of programs.
// Thread: the host's calls on its loop; programs and what they wrote on the runner's thread
#include <algorithm>
#include <chrono>
#include <map>
#include <vector>

#include "adapters/command/argv.hpp"
#include "adapters/command/options.hpp"
#include "adapters/command/runner.hpp"
#include "adapters/mapping/polling/feed.hpp"
#include "adapters/mapping/tables/binding.hpp"
#include "adapters/sdk/adapter.hpp"

namespace adapters::command {

using std::chrono::milliseconds;

constexpr int kTryAgainLater = 75;  // EX_TEMPFAIL of sysexits.h
constexpr milliseconds kDefaultConfirm{5000};
constexpr milliseconds kTimeToAnswer{500};  // between a program's deadline and that of the set

class CommandAdapter final : public sdk::Adapter {
 public:
  CommandAdapter(sdk::Host host, const sdk::ConfigNode& section);

  void start() override;
  void stop() override { runner_.stop(); }
  void known_row(sdk::Table table, std::string_view identity) override;
  void check(sdk::Items items) override { binding_.check(items); }
  void apply(sdk::Items items) override;
  void explain(std::string_view address, std::string_view payload, const sdk::Say& say) override {
    feed_.explain(address, payload, say);
  }

 private:
  std::optional<Runner::Time> run_due();
  void run(const sdk::Item& item, const mapping::Command& command);
  void answer_set(sdk::Token token, const mapping::Command& command, const Result& result);

  mapping::Mapping mapping_;
  mapping::Binding binding_;
  mapping::Feed feed_;
  std::vector<Argv> sources_;                  // by poll
  std::map<std::size_t, ArgvTemplate> sinks_;  // by parameter
  const std::chrono::seconds timeout_;
  Runner runner_;
};

Runner::Limits limits_of(const sdk::ConfigNode& section, const mapping::Mapping& mapping) {
  const auto children = std::clamp<int64_t>(section.find("max_children").integer(4), 2, 64);
  return {static_cast<std::size_t>(children), mapping.limits().max_bytes};
}

CommandAdapter::CommandAdapter(sdk::Host host, const sdk::ConfigNode& section)
    : Adapter(host),
      mapping_(section, addressing()),
      binding_(host, mapping_, "Command"),
      feed_(host, mapping_, addressing(), binding_),
      timeout_(std::max<int64_t>(section.find("timeout_s").integer(10), 1)),
      runner_(limits_of(section, mapping_), [this] { return run_due(); }) {
  for (const mapping::Poll& poll : feed_.polls()) sources_.push_back(*read_argv(poll.node));
  for (std::size_t i = 0; i < mapping_.parameters().size(); ++i) {
    const mapping::Parameter& parameter = mapping_.parameters()[i];
    if (!parameter.sink) continue;
    const bool in_table = parameter.table != mapping::kNoTable;
    sinks_.try_emplace(i, parameter.node.find("sink"),
                       in_table ? mapping_.tables()[parameter.table].rows.names() : std::vector<std::string>{});
  }
}

void CommandAdapter::start() {
  binding_.declare();
  runner_.start();
}

void CommandAdapter::known_row(sdk::Table table, std::string_view identity) {
  feed_.known_row(table, identity);
  runner_.wake();
}

std::optional<Runner::Time> CommandAdapter::run_due() {
  for (const std::size_t poll : feed_.take_due(std::chrono::steady_clock::now())) {
    const auto done = [this, poll](const Result& result) {
      const auto now = std::chrono::steady_clock::now();
      result.well() ? feed_.answered(poll, result.output, now) : feed_.failed(poll, result.reason(), now);
    };
    runner_.submit({sources_[poll], timeout_, done});
  }
  return feed_.next();
}

void CommandAdapter::apply(sdk::Items items) {
  for (const sdk::Item& item : items) {
    if (const auto command = binding_.command(item)) {
      run(item, *command);
    } else {
      host().reply(item.token, command.error().status, command.error().detail);
    }
  }
}

void CommandAdapter::run(const sdk::Item& item, const mapping::Command& command) {
  const std::uint32_t confirm = mapping_.parameters()[command.parameter].sink->confirm_timeout_ms;
  const milliseconds timeout = (confirm == 0 ? kDefaultConfirm : milliseconds(confirm)) - kTimeToAnswer;
  const auto done = [this, token = item.token, command](const Result& result) { answer_set(token, command, result); };
  runner_.submit(
      {sinks_.at(command.parameter).render(command.word, command.captures), timeout, done, command.parameter});
}

void CommandAdapter::answer_set(sdk::Token token, const mapping::Command& command, const Result& result) {
  const bool later = result.end == Result::End::exited && result.code == kTryAgainLater;
  if (result.well()) {
    host().reply(token, command.reply());
  } else if (later || result.end == Result::End::crowded) {
    host().reply(token, ADAPTER_NOT_SENT, result.reason());
  } else {
    host().reply(token, ADAPTER_REFUSED, result.reason());
  }
  feed_.hurry(command.parameter);
}

}  // namespace adapters::command

ADAPTER_PLUGIN(adapters::command::CommandAdapter, "command", adapters::command::kOptions);
