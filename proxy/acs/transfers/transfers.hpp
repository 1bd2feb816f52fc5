// SPDX-License-Identifier: Apache-2.0
#pragma once
// The file transfers of one endpoint, from the request of the ACS (or of somebody at the gateway) to the report that
// the ACS acknowledges. One is carried out at a time. None begins and nothing is installed during a session. Spec:
// TR-069 Amendment 6, A.3.2.8, A.3.3.2, A.3.3.3, A.4.1.5 to A.4.1.9 Thread: loop

#include "proxy/acs/transfers/file_client.hpp"
#include "proxy/acs/transfers/transfer_files.hpp"
#include "proxy/acs/transfers/transfer_queue.hpp"
#include "proxy/cwmp/effect.hpp"
#include "proxy/cwmp/event.hpp"
#include "proxy/state/store.hpp"

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/steady_timer.hpp>

#include <cstdint>
#include <deque>
#include <filesystem>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace proxy::acs {

class Transfers {
 public:
  struct Parts {
    boost::asio::any_io_executor executor;
    FileClient& client;
    state::Store& store;
    const base::Clock& clock;
    std::filesystem::path folder;  ///< for files on their way; made as needed
  };
  /// What it asks of its endpoint.
  struct Hooks {
    std::function<config::Acs()> network;  ///< how a file server is reached
    TransferFiles files;
    /// Is the ACS told of this transfer, which it has not asked for?
    std::function<bool(const cwmp::AutonomousTransferComplete&)> is_reported;
    /// These wait for a session from now on, or are delivered. Both are called within a Transaction of the store.
    std::function<void(const std::vector<cwmp::EventStruct>&)> occurred;
    std::function<void(const std::vector<cwmp::EventStruct>&)> delivered;
  };

  /// The parts outlive it.
  Transfers(Parts parts, Hooks hooks);
  ~Transfers();
  Transfers(const Transfers&) = delete;
  Transfers& operator=(const Transfers&) = delete;

  /// Goes on with what the store has kept: what was interrupted begins again, what was being installed is decided.
  /// Without the reports, if the events that told of them were discarded.
  void start(bool discard_reports);
  /// Drops what is under way; start() begins it again.
  void stop();
  /// The clock shows another time than that which has passed.
  void clock_moved();

  // ---- what the ACS asks ----
  base::Result<void> queue(const cwmp::QueueTransfer& order);
  base::Result<void> cancel(const std::string& command_key);
  std::vector<cwmp::AllQueuedTransferStruct> list(bool all) const;
  /// What somebody at the gateway asks.
  base::Result<void> queue_autonomous(const std::string& file_type, const std::string& url);

  // ---- sessions ----
  /// A session begins, with these requests.
  std::deque<cwmp::OutgoingRequest> session_began();
  void session_ended();
  void acknowledged(const cwmp::AcknowledgeRequest& effect);
  /// The events that told of an end were discarded: so are the reports.
  void discard_reports();

 private:
  using Transfer = TransferQueue::Transfer;

  Now now() const { return {clock_.steady_now(), clock_.system_now()}; }
  std::filesystem::path file_of(std::int64_t id) const { return folder_ / std::to_string(id); }
  base::Result<void> accept(Transfer transfer, std::vector<TransferWindow> windows);
  void prepare_folder();
  void decide_interrupted();
  void schedule();
  void go_on();
  void begin(std::int64_t id);
  void moved(std::int64_t id, FileResult result);
  void install();
  void installed(std::int64_t id, const InstallOutcome& outcome);
  void try_failed(std::int64_t id, base::Fault fault, std::string text);
  void complete(std::int64_t id, std::optional<base::Fault> fault, std::string text);
  void remove_file(std::int64_t id) const;
  InstallRequest install_request(const Transfer& transfer) const;

  FileClient& client_;
  state::Store& store_;
  const base::Clock& clock_;
  std::filesystem::path folder_;
  Hooks hooks_;
  TransferQueue queue_;
  boost::asio::steady_timer timer_;
  std::unique_ptr<FileTransfer> moving_;
  std::optional<std::int64_t> to_install_;  ///< its file is whole
  std::uint64_t size_to_install_ = 0;
  std::vector<std::int64_t> reported_;  ///< in this session
  bool running_ = false;
  bool in_session_ = false;
  std::shared_ptr<int> alive_ = std::make_shared<int>();  ///< until stop(), for callbacks that come later
};

}  // namespace proxy::acs
