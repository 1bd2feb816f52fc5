// SPDX-License-Identifier: Apache-2.0
#include "adapters/file/file_reader.hpp"

#include <algorithm>
#include <set>
#include <utility>

#include "adapters/file/file_access.hpp"
#include "adapters/file/path_pattern.hpp"

namespace adapters::file {
namespace {

using mapping::kNoTable;

constexpr int64_t kDefaultInterval = 10;

}  // namespace

FileReader::FileReader(sdk::Host host, const mapping::Mapping& mapping, mapping::Binding& binding,
                       mapping::SourceReport& report)
    : host_(host), mapping_(mapping), binding_(binding), report_(report) {
  // Rows first: they decide which other files exist.
  for (std::size_t i = 0; i < mapping.tables().size(); ++i) {
    if (mapping.is_single(i)) continue;
    const mapping::Table& table = mapping.tables()[i];
    polls_[poll(table.rows, i, table.node.find("rows"))].makes_rows = true;
  }
  for (std::size_t i = 0; i < mapping.tables().size(); ++i) {
    const mapping::Table& table = mapping.tables()[i];
    for (const mapping::PresenceSource& source : table.availability.sources) {
      poll(source.address, mapping.is_single(i) ? kNoTable : i, table.node.find("availability"));
    }
  }
  for (const mapping::Parameter& parameter : mapping.parameters()) {
    if (parameter.source) poll(parameter.source->address, mapping.rows_of(parameter), parameter.node.find("source"));
  }
  std::vector<std::chrono::seconds> intervals;
  for (const Poll& poll : polls_) intervals.push_back(poll.interval);
  schedule_.emplace(intervals);
}

/// The poll of the pattern; makes it if it does not exist.
std::size_t FileReader::poll(const mapping::Pattern& pattern, std::size_t table, const sdk::ConfigNode& node) {
  const std::chrono::seconds interval(std::max<int64_t>(node.find("interval_s").integer(kDefaultInterval), 1));
  const auto [entry, is_new] = poll_at_.try_emplace({pattern.text(), table}, polls_.size());
  if (is_new) polls_.push_back({pattern, table, interval});
  // A source that inherits the path of the rows inherits their interval too, unless it has its own.
  Poll& poll = polls_[entry->second];
  if (is_new || node.find("interval_s")) poll.interval = std::min(poll.interval, interval);
  return entry->second;
}

bool FileReader::has_single_files() const {
  return std::ranges::any_of(polls_, [](const Poll& poll) { return poll.table == kNoTable; });
}

// ---- when -----------------------------------------------------------------------------------------------------------

std::optional<FileReader::Time> FileReader::next() const {
  const std::optional<Time> silence = binding_.next_time();
  const std::lock_guard lock(mutex_);
  const std::optional<Time> poll = schedule_->next();
  return silence && poll ? std::min(silence, poll) : (silence ? silence : poll);
}

void FileReader::hurry(std::size_t parameter) {
  const mapping::Parameter& asked = mapping_.parameters()[parameter];
  if (!asked.source) return;
  const std::lock_guard lock(mutex_);
  schedule_->hurry(poll_at_.at({asked.source->address.text(), mapping_.rows_of(asked)}));
}

void FileReader::known_row(sdk::Table table, std::string_view identity) {
  const std::optional<std::size_t> index = binding_.known_row(table, identity);
  if (!index) return;
  present_.add(*index, std::string(identity));
  const std::lock_guard lock(mutex_);
  schedule_->hurry(poll_at_.at({mapping_.tables()[*index].rows.text(), *index}));
}

void FileReader::read_due(Time now) {
  now_ = now;
  binding_.pass_time(now);
  std::vector<std::size_t> due;
  {
    const std::lock_guard lock(mutex_);
    due = schedule_->take_due(now);
  }
  for (const std::size_t one : due) read(polls_[one]);
  const std::lock_guard lock(mutex_);
  for (const std::size_t one : due) schedule_->finished(one, true, now);
}

void FileReader::read_changed(Time now) {
  now_ = now;
  const std::vector<std::string> changed = changes_.take();
  for (const std::string& path : std::set<std::string>(changed.begin(), changed.end())) {
    if (poll_at_.contains({path, kNoTable})) read_one(path, false);
  }
}

// ---- what -----------------------------------------------------------------------------------------------------------

void FileReader::read(const Poll& poll) {
  if (poll.table == kNoTable) {
    changes_.watch(poll.pattern.text());  // before the read: later changes are reported
    read_one(poll.pattern.text(), false);
  } else if (poll.makes_rows) {
    read_rows(poll);
  } else {
    std::set<std::string> paths;  // a file for several rows is read once
    for (const mapping::Captures& captures : rows_[poll.table]) {
      if (auto path = poll.pattern.address(captures)) paths.insert(std::move(*path));
    }
    for (const std::string& path : paths) read_one(path, true);
  }
}

void FileReader::read_rows(const Poll& poll) {
  std::vector<mapping::Captures> rows;
  std::set<std::string> identities;
  for (FoundFile& found : find_files(poll.pattern)) {
    if (!read_one(found.path, true)) continue;  // it has just been removed
    identities.insert(mapping::identity_of(found.captures));
    rows.push_back(std::move(found.captures));
  }
  const auto is_old = [&](const mapping::Captures& row) {
    return std::find(rows_[poll.table].begin(), rows_[poll.table].end(), row) != rows_[poll.table].end();
  };
  if (!std::all_of(rows.begin(), rows.end(), is_old)) hurry_columns(poll.table);
  rows_[poll.table] = std::move(rows);
  for (const std::string& gone : present_.replace(poll.table, std::move(identities))) {
    const auto captures = mapping::captures_of(gone, poll.pattern.names());
    if (!captures) continue;
    const std::string path = *poll.pattern.address(*captures);
    unread_.erase(path);
    binding_.receive_made(path, {}, false, now_);
  }
}

/// The values of a new row are read at once.
void FileReader::hurry_columns(std::size_t table) {
  const std::lock_guard lock(mutex_);
  for (std::size_t i = 0; i < polls_.size(); ++i) {
    if (polls_[i].table == table && !polls_[i].makes_rows) schedule_->hurry(i);
  }
}

/// False if the file does not exist. In a table that is normal: not every device has every file.
bool FileReader::read_one(const std::string& path, bool may_be_missing) {
  const auto content = read_file(path, mapping_.limits().max_bytes);
  if (content) {
    if (unread_.erase(path) != 0) host_.log("file.read.recovered", ADAPTER_LOG_INFO, path + ": can be read again");
    binding_.receive(path, *content, false, now_);
    if (!may_be_missing) report_.answered(path);
    return true;
  }
  const bool missing = content.error().is_missing;
  if (!may_be_missing) report_.failed(path, content.error().reason);
  failed(path, content.error().reason, missing && may_be_missing);
  return !missing;
}

void FileReader::failed(const std::string& path, const std::string& reason, bool is_expected) {
  const std::string line = path + ": " + reason;
  const bool is_first = unread_.insert(path).second;
  const bool is_news = is_first && !is_expected;
  host_.log("file.read.failed", is_news ? ADAPTER_LOG_WARNING : ADAPTER_LOG_DEBUG, line);
  host_.rejected(line);
}

}  // namespace adapters::file
