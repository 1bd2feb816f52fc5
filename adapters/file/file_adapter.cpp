// SPDX-License-Identifier: Apache-2.0
// The file adapter: contents of files become values by the mapping, sets are written to files.
// Thread: the host's calls on its loop; files on a thread of its own, because a driver may be slow
#include <poll.h>

#include <array>
#include <chrono>
#include <mutex>
#include <optional>
#include <thread>
#include <utility>
#include <vector>

#include "adapters/file/file_access.hpp"
#include "adapters/file/file_reader.hpp"
#include "adapters/file/options.hpp"
#include "adapters/file/path_pattern.hpp"
#include "adapters/io/thread.hpp"
#include "adapters/io/wake.hpp"
#include "adapters/mapping/polling/mapped_adapter.hpp"
#include "adapters/mapping/tables/explain.hpp"
#include "adapters/sdk/adapter.hpp"

namespace adapters::file {

using Clock = std::chrono::steady_clock;

class FileAdapter final : public mapping::MappedAdapter {
 public:
  FileAdapter(sdk::Host host, const sdk::ConfigNode& section)
      : MappedAdapter(host, section, addressing(), "File"), reader_(host, mapping(), binding(), report()) {}
  ~FileAdapter() override { FileAdapter::stop(); }

  void stop() override;
  void known_row(sdk::Table table, std::string_view identity) override;
  void explain(std::string_view path, std::string_view content, const sdk::Say& say) override;

 private:
  struct Set {
    sdk::Token token;
    mapping::Command command;
  };

  void start_thread() override;
  bool has_sources() const override { return reader_.has_single_files(); }
  void send(sdk::Token token, const mapping::Command& command) override;
  void run();
  void sleep();
  void write_sets();
  void write(const Set& set);

  FileReader reader_;
  std::optional<io::Wake> wake_;  // from start() on
  std::thread thread_;
  std::mutex mutex_;  // of the next
  std::vector<Set> sets_;
};

void FileAdapter::start_thread() {
  wake_.emplace();
  thread_ = io::start_thread([this] { run(); });
}

void FileAdapter::stop() {
  if (!thread_.joinable()) return;
  wake_->stop();
  thread_.join();
}

void FileAdapter::known_row(sdk::Table table, std::string_view identity) {
  reader_.known_row(table, identity);
  wake_->set();
}

void FileAdapter::send(sdk::Token token, const mapping::Command& command) {
  {
    const std::lock_guard lock(mutex_);
    sets_.push_back({token, command});
  }
  wake_->set();
}

void FileAdapter::explain(std::string_view path, std::string_view content, const sdk::Say& say) {
  if (!mapping::explain(mapping(), path, content, say)) {
    (void)mapping::explain_stranger(path, std::string(path), mapping().filters(), say);
  }
}

void FileAdapter::run() {
  while (!wake_->stopping()) {
    write_sets();
    reader_.read_due(Clock::now());
    sleep();
    reader_.read_changed(Clock::now());
  }
}

void FileAdapter::sleep() {
  std::array<pollfd, 2> descriptors{{{wake_->descriptor(), POLLIN, 0}, {reader_.descriptor(), POLLIN, 0}}};
  ::poll(descriptors.data(), descriptors.size(), io::poll_timeout(reader_.next()));
  wake_->clear();
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
    binding().carried_out(set.token, set.command);
  } else {
    binding().not_carried_out(set.token, {written.error().status, set.command.address + ": " + written.error().detail});
  }
  reader_.hurry(set.command.parameter);
}

}  // namespace adapters::file

ADAPTER_PLUGIN(adapters::file::FileAdapter, "file", adapters::file::kOptions);
