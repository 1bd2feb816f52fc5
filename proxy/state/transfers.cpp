// SPDX-License-Identifier: Apache-2.0
#include "proxy/state/transfers.hpp"

#include "proxy/state/sqlite/statement.hpp"

namespace proxy::state {

std::error_code Transfers::add(StoredTransfer& transfer) {
  Statement insert(database_,
                   "INSERT INTO transfers (endpoint,command_key,file_type,url,username,password,target_file_name,"
                   "windows,fault_string,kind,autonomous,file_size,accepted,state,current_window,tries,fault_code,"
                   "start_time,complete_time,refusals,passed,unreported,unanswered) "
                   "VALUES (?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?)",
                   {endpoint_, transfer.command_key, transfer.file_type, transfer.url, transfer.username,
                    transfer.password, transfer.target_file_name, transfer.windows, transfer.fault_string});
  insert.bind(static_cast<std::int64_t>(transfer.kind)).bind(std::int64_t{transfer.autonomous});
  insert.bind(std::int64_t{transfer.file_size}).bind(transfer.accepted);
  insert.bind(static_cast<std::int64_t>(transfer.state)).bind(std::int64_t{transfer.current_window});
  insert.bind(std::int64_t{transfer.tries}).bind(std::int64_t{transfer.fault_code});
  insert.bind(transfer.start_time).bind(transfer.complete_time).bind(std::int64_t{transfer.refusals});
  insert.bind(transfer.passed).bind(std::int64_t{transfer.unreported}).bind(std::int64_t{transfer.unanswered});
  const std::error_code error = database_.write(insert);
  transfer.id = error ? 0 : database_.last_id();
  return error;
}

std::error_code Transfers::update(const StoredTransfer& transfer) {
  Statement update(database_,
                   "UPDATE transfers SET password=?,fault_string=?,file_size=?,state=?,current_window=?,tries=?,"
                   "fault_code=?,start_time=?,complete_time=?,refusals=?,accepted=?,passed=?,unreported=?,"
                   "unanswered=? WHERE id=?",
                   {transfer.password, transfer.fault_string});
  update.bind(std::int64_t{transfer.file_size}).bind(static_cast<std::int64_t>(transfer.state));
  update.bind(std::int64_t{transfer.current_window}).bind(std::int64_t{transfer.tries});
  update.bind(std::int64_t{transfer.fault_code}).bind(transfer.start_time).bind(transfer.complete_time);
  update.bind(std::int64_t{transfer.refusals}).bind(transfer.accepted).bind(transfer.passed);
  update.bind(std::int64_t{transfer.unreported}).bind(std::int64_t{transfer.unanswered}).bind(transfer.id);
  return database_.write(update);
}

std::error_code Transfers::erase(std::int64_t id) {
  Statement erase(database_, "DELETE FROM transfers WHERE id=?");
  erase.bind(id);
  return database_.write(erase);
}

std::vector<StoredTransfer> Transfers::all() const {
  Statement select(database_,
                   "SELECT id,kind,autonomous,command_key,file_type,url,username,password,file_size,target_file_name,"
                   "windows,accepted,state,current_window,tries,fault_code,fault_string,start_time,complete_time,"
                   "refusals,passed,unreported,unanswered FROM transfers WHERE endpoint=? ORDER BY id",
                   {endpoint_});
  std::vector<StoredTransfer> transfers;
  while (select.next()) {
    const auto text = [&](int column) { return std::string(select.text(column)); };
    const auto number = [&](int column) { return static_cast<std::uint32_t>(select.number(column)); };
    transfers.push_back({.id = select.number(0),
                         .kind = static_cast<StoredTransfer::Kind>(select.number(1)),
                         .autonomous = select.number(2) != 0,
                         .command_key = text(3),
                         .file_type = text(4),
                         .url = text(5),
                         .username = text(6),
                         .password = text(7),
                         .file_size = number(8),
                         .target_file_name = text(9),
                         .windows = text(10),
                         .accepted = select.number(11),
                         .passed = select.number(20),
                         .state = static_cast<StoredTransfer::State>(select.number(12)),
                         .current_window = number(13),
                         .tries = number(14),
                         .fault_code = number(15),
                         .fault_string = text(16),
                         .start_time = select.number(17),
                         .complete_time = select.number(18),
                         .refusals = number(19),
                         .unreported = select.number(21) != 0,
                         .unanswered = number(22)});
  }
  return transfers;
}

}  // namespace proxy::state
