// SPDX-License-Identifier: Apache-2.0
#pragma once
// Reads the files of a mapping when they are due or have changed, finds the rows of its tables, and gives contents to
// the binding.
// Thread: one, except the functions marked "Any thread"

#include <cstddef>
#include <map>
#include <mutex>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "adapters/file/change_watch.hpp"
#include "adapters/mapping/binding.hpp"
#include "adapters/mapping/polling/feed.hpp"
#include "adapters/mapping/polling/poll_schedule.hpp"
#include "adapters/mapping/polling/source_report.hpp"
#include "adapters/mapping/tables/mapping.hpp"

namespace adapters::file {

class FileReader {
 public:
  using Time = mapping::PollSchedule::Time;

  /// Reads interval_s of sources, rows and availabilities. The others must outlive it.
  FileReader(sdk::Host host, const mapping::Mapping& mapping, mapping::Binding& binding, mapping::SourceReport& report);

  /// Files that are not of a row: a row's may be missing.
  bool has_single_files() const;

  /// Readable when a file has changed; -1 without inotify.
  int descriptor() const { return changes_.descriptor(); }
  void read_changed(Time now);
  void read_due(Time now);
  /// When to call read_due() again, at the latest; nothing if no read is planned. Any thread.
  std::optional<Time> next() const;

  /// Makes the read of the parameter's value due at once. Any thread.
  void hurry(std::size_t parameter);
  /// A row that the host shows from an earlier run. Makes the read due that finds whether it still exists. Any thread.
  void known_row(sdk::Table table, std::string_view identity);

 private:
  /// The files of one pattern.
  struct Poll {
    mapping::Pattern pattern;
    std::size_t table;
    std::chrono::seconds interval;
    bool makes_rows = false;
  };

  std::size_t poll(const mapping::Pattern& pattern, std::size_t table, const sdk::ConfigNode& node);
  void read(const Poll& poll);
  void read_rows(const Poll& poll);
  void hurry_columns(std::size_t table);
  bool read_one(const std::string& path, bool may_be_missing);
  void failed(const std::string& path, const std::string& reason, bool is_expected);

  const sdk::Host host_;
  const mapping::Mapping& mapping_;
  mapping::Binding& binding_;
  mapping::SourceReport& report_;
  std::vector<Poll> polls_;
  std::map<std::pair<std::string, std::size_t>, std::size_t> poll_at_;  // by pattern and table
  std::map<std::size_t, std::vector<mapping::Captures>> rows_;          // by table
  std::set<std::string> unread_;                                        // paths whose last read failed
  Time now_{};                                                          // of the present call
  mapping::PresentRows present_;
  ChangeWatch changes_;
  mutable std::mutex mutex_;  // of the next
  std::optional<mapping::PollSchedule> schedule_;
};

}  // namespace adapters::file
