// SPDX-License-Identifier: Apache-2.0
// The file adapter: contents of files become values by the mapping, sets are written to files.
// Thread: the host's calls on its loop; files on a thread of its own, as a driver may take its time
#include <poll.h>
#include <sys/eventfd.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <atomic>
#include <cerrno>
#include <chrono>
#include <mutex>
#include <system_error>
#include <thread>
#include <utility>
#include <vector>

#include "adapters/file/file_access.hpp"
#include "adapters/file/file_reader.hpp"
#include "adapters/file/options.hpp"
#include "adapters/file/path_pattern.hpp"
#include "adapters/mapping/tables/binding.hpp"
#include "adapters/mapping/tables/explain.hpp"
#include "adapters/sdk/adapter.hpp"

namespace adapters::file {

using Clock = std::chrono::steady_clock;
using std::chrono::milliseconds;

constexpr milliseconds kLongestSleep{3'600'000};

class FileAdapter final : public sdk::Adapter {
 public:
  FileAdapter(sdk::Host host, const sdk::ConfigNode& section)
      : Adapter(host),
        mapping_(section, addressing()),
        binding_(host, mapping_, "File"),
        reader_(host, mapping_, binding_) {}
  ~FileAdapter() override { FileAdapter::stop(); }

  void start() override;
  void stop() override;
  void known_row(sdk::Table table, std::string_view identity) override;
  void check(sdk::Items items) override { binding_.check(items); }
  void apply(sdk::Items items) override;
  void explain(std::string_view path, std::string_view content, const sdk::Say& say) override;

 private:
  struct Set {
    sdk::Token token;
    mapping::Command command;
  };

  void run();
  void sleep();
  void wake();
  void write_sets();
  void write(const Set& set);

  mapping::Mapping mapping_;
  mapping::Binding binding_;
  FileReader reader_;
  std::atomic<bool> stopping_{false};
  int wake_ = -1;
  std::thread thread_;
  std::mutex mutex_;  // of the next
  std::vector<Set> sets_;
};

void FileAdapter::start() {
  binding_.declare();
  wake_ = ::eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK);
  if (wake_ < 0) throw std::system_error(errno, std::generic_category(), "eventfd");
  thread_ = std::thread([this] { run(); });
}

void FileAdapter::stop() {
  stopping_ = true;
  if (thread_.joinable()) {
    wake();
    thread_.join();
  }
  if (wake_ >= 0) ::close(std::exchange(wake_, -1));
}

void FileAdapter::known_row(sdk::Table table, std::string_view identity) {
  reader_.known_row(table, identity);
  wake();
}

void FileAdapter::apply(sdk::Items items) {
  for (const sdk::Item& item : items) {
    if (auto command = binding_.command(item)) {
      const std::lock_guard lock(mutex_);
      sets_.push_back({item.token, std::move(*command)});
    } else {
      host().reply(item.token, command.error().status, command.error().detail);
    }
  }
  wake();
}

void FileAdapter::wake() {
  const std::uint64_t one = 1;
  // It fails only when the counter is full, and then the thread wakes up.
  [[maybe_unused]] const auto written = ::write(wake_, &one, sizeof one);
}

void FileAdapter::explain(std::string_view path, std::string_view content, const sdk::Say& say) {
  if (!mapping::explain(mapping_, path, content, say)) {
    mapping::explain_stranger(path, std::string(path), mapping_.filters(), say);
  }
}

void FileAdapter::run() {
  while (!stopping_) {
    write_sets();
    reader_.read_due(Clock::now());
    sleep();
    reader_.read_changed(Clock::now());
  }
}

void FileAdapter::sleep() {
  std::array<pollfd, 2> descriptors{{{wake_, POLLIN, 0}, {reader_.descriptor(), POLLIN, 0}}};
  milliseconds time = kLongestSleep;
  if (const auto next = reader_.next()) {
    time = std::clamp(std::chrono::ceil<milliseconds>(*next - Clock::now()), milliseconds(0), time);
  }
  ::poll(descriptors.data(), descriptors.size(), static_cast<int>(time.count()));
  std::uint64_t count = 0;
  [[maybe_unused]] const auto taken = ::read(wake_, &count, sizeof count);
}

void FileAdapter::write_sets() {
  std::vector<Set> sets;
  {
    const std::lock_guard lock(mutex_);
    sets.swap(sets_);
  }
  for (const Set& set : sets) write(set);
}

void FileAdapter::write(const Set& set) {
  const auto written = write_file(set.command.address, set.command.payload);
  if (written) {
    host().reply(set.token, set.command.reply());
  } else {
    host().reply(set.token, written.error().status, set.command.address + ": " + written.error().detail);
  }
  reader_.hurry(set.command.parameter);
}

}  // namespace adapters::file

ADAPTER_PLUGIN(adapters::file::FileAdapter, "file", adapters::file::kOptions);
