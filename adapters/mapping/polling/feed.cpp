// SPDX-License-Identifier: Apache-2.0
#include "adapters/mapping/polling/feed.hpp"

#include <algorithm>
#include <iterator>
#include <utility>

#include "adapters/mapping/tables/explain.hpp"

namespace adapters::mapping {
namespace {

constexpr int64_t kDefaultInterval = 10;

std::optional<Pointer> read_pointer(const sdk::ConfigNode& node) {
  if (!node) return std::nullopt;
  Outcome<Pointer> pointer = Pointer::parse(node.scalar());
  if (pointer) return std::move(*pointer);
  node.report(pointer.error().reason);
  return std::nullopt;
}

}  // namespace

// Tables that take apart one answer in different ways must not get each other's members.
Pattern members_of(std::string_view address, const sdk::ConfigNode& rows) {
  return Pattern::below(std::string(address) + ' ' + rows.find("pointer").text() + ' ' + rows.find("key").text(),
                        "name");
}

void PresentRows::add(std::size_t table, std::string identity) {
  const std::lock_guard lock(mutex_);
  rows_[table].insert(std::move(identity));
}

std::vector<std::string> PresentRows::replace(std::size_t table, std::set<std::string> identities) {
  const std::lock_guard lock(mutex_);
  std::set<std::string>& before = rows_[table];
  std::vector<std::string> gone;
  std::set_difference(before.begin(), before.end(), identities.begin(), identities.end(), std::back_inserter(gone));
  before = std::move(identities);
  return gone;
}

Feed::Feed(sdk::Host host, const Mapping& mapping, const Addressing& addressing, Binding& binding,
           std::chrono::seconds longest_wait)
    : host_(host), mapping_(mapping), binding_(binding), label_(addressing.label) {
  for (const Parameter& parameter : mapping.parameters()) {
    if (!parameter.source) continue;
    const sdk::ConfigNode node = parameter.node.find("source");
    if (mapping.rows_of(parameter) == kNoTable) {
      poll(parameter.source->address.text(), node);
    } else if (node.find("interval_s")) {
      node.find("interval_s").report("in a table the interval stands in `rows`");
    }
  }
  for (std::size_t i = 0; i < mapping.tables().size(); ++i) {
    if (!mapping.is_single(i)) read_rows(i, addressing);
  }
  std::vector<std::chrono::seconds> intervals;
  for (const Poll& poll : polls_) intervals.push_back(poll.interval);
  schedule_.emplace(intervals, longest_wait);
  silent_.resize(polls_.size());
}

/// The poll of the address, made if there is none.
std::size_t Feed::poll(const std::string& address, const sdk::ConfigNode& node) {
  const std::chrono::seconds interval(std::max<int64_t>(node.find("interval_s").integer(kDefaultInterval), 1));
  const auto [entry, is_new] = poll_at_.try_emplace(address, polls_.size());
  if (is_new) polls_.push_back({address, interval, node});
  Poll& poll = polls_[entry->second];
  poll.interval = std::min(poll.interval, interval);
  return entry->second;
}

void Feed::read_rows(std::size_t table, const Addressing& addressing) {
  const sdk::ConfigNode node = mapping_.tables()[table].node.find("rows");
  const Outcome<Pattern> document = addressing.read(node, Place::source);
  if (!document) return;  // reported by the mapping
  const std::string& members = mapping_.tables()[table].rows.text();
  rows_.push_back({table, poll(document->text(), node), members.substr(0, members.rfind('/') + 1),
                   read_pointer(node.find("pointer")).value_or(Pointer{}), read_pointer(node.find("key"))});
}

// ---- for people -----------------------------------------------------------------------------------------------------

void Feed::explain(std::string_view address, std::string_view payload, const sdk::Say& say) const {
  bool met = mapping::explain(mapping_, address, payload, say);
  for (const Rows& rows : rows_) {
    if (polls_[rows.poll].address != address) continue;
    explain_rows(rows, payload, say);
    met = true;
  }
  if (met) return;
  std::vector<std::string> addresses;
  for (const Poll& poll : polls_) addresses.push_back(label_(poll.address));
  (void)explain_stranger(address, label_(address), addresses, say);
}

void Feed::explain_rows(const Rows& rows, std::string_view payload, const sdk::Say& say) const {
  Payload document(payload, mapping_.limits());
  std::size_t unnamed = 0;
  const auto members = document.members(rows.pointer, rows.key, unnamed);
  const std::string table = mapping_.tables()[rows.table].path + ".{i}.: ";
  if (!members) return say(table + "no rows: " + members.error().reason);
  say(table + std::to_string(members->size()) + " rows; others that there are leave");
  if (unnamed != 0) say("  " + std::to_string(unnamed) + " more are known by nothing, and left out");
  for (const Member& member : *members) {
    if (!member.text.empty()) (void)mapping::explain(mapping_, rows.address + member.identity, member.text, say);
  }
}

// ---- when -----------------------------------------------------------------------------------------------------------

std::vector<std::size_t> Feed::take_due(Time now) {
  binding_.pass_time(now);
  const std::lock_guard lock(mutex_);
  return schedule_->take_due(now);
}

std::optional<Feed::Time> Feed::next() const {
  const std::optional<Time> silence = binding_.next_time();
  const std::lock_guard lock(mutex_);
  const std::optional<Time> poll = schedule_->next();
  return earlier(silence, poll);
}

void Feed::hurry(std::size_t parameter) {
  const Parameter& asked = mapping_.parameters()[parameter];
  if (!asked.source) return;
  if (mapping_.rows_of(asked) != kNoTable) return hurry_table(asked.table);
  const std::lock_guard lock(mutex_);
  schedule_->hurry(poll_at_.at(asked.source->address.text()));
}

void Feed::hurry_table(std::size_t table) {
  const std::lock_guard lock(mutex_);
  for (const Rows& rows : rows_) {
    if (rows.table == table) schedule_->hurry(rows.poll);
  }
}

void Feed::known_row(sdk::Table table, std::string_view identity) {
  const std::optional<std::size_t> index = binding_.known_row(table, identity);
  if (!index) return;
  present_.add(*index, std::string(identity));
  hurry_table(*index);
}

// ---- what -----------------------------------------------------------------------------------------------------------

void Feed::answered(std::size_t poll, std::string_view payload, Time now) {
  if (silent_[poll]) {
    silent_[poll] = false;
    host_.log("mapping.poll.recovered", ADAPTER_LOG_INFO, label_(polls_[poll].address) + ": answers again");
  }
  binding_.receive(polls_[poll].address, payload, false, now);
  for (const Rows& rows : rows_) {
    if (rows.poll == poll) deliver_rows(rows, payload, now);
  }
  const std::lock_guard lock(mutex_);
  schedule_->finished(poll, true, now);
}

void Feed::failed(std::size_t poll, const std::string& reason, bool is_known, Time now) {
  const std::string line = label_(polls_[poll].address) + ": " + reason;
  const bool is_news = !silent_[poll] && !is_known;
  host_.log("mapping.poll.failed", is_news ? ADAPTER_LOG_WARNING : ADAPTER_LOG_DEBUG, line);
  host_.rejected(line);
  if (is_news) silent_[poll] = true;
  const std::lock_guard lock(mutex_);
  schedule_->finished(poll, false, now);
}

void Feed::deliver_rows(const Rows& rows, std::string_view payload, Time now) {
  Payload document(payload, mapping_.limits());
  std::size_t unnamed = 0;
  const auto members = document.members(rows.pointer, rows.key, unnamed);
  const std::string& table = mapping_.tables()[rows.table].path;
  if (!members) {
    host_.rejected(table + ": " + members.error().reason);
    return;
  }
  for (; unnamed != 0; --unnamed) host_.rejected(table + ": a member without an identity, or with a '/' in it");
  std::set<std::string> identities;
  for (const Member& member : *members) {
    identities.insert(member.identity);
    if (!member.text.empty()) binding_.receive_made(rows.address + member.identity, member.text, false, now);
  }
  for (const std::string& gone : present_.replace(rows.table, std::move(identities))) {
    binding_.receive_made(rows.address + gone, {}, false, now);
  }
}

}  // namespace adapters::mapping
