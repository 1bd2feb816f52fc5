// SPDX-License-Identifier: Apache-2.0
#pragma once
// The file transfers of one endpoint, from the request of the ACS or of an operator at the gateway to the report that
// the ACS acknowledges. One runs at a time. During a session none begins and nothing is installed.
// Spec: TR-069 Amendment 6, A.3.2.8, A.3.3.2, A.3.3.3, A.4.1.5 to A.4.1.9
// Thread: loop

#include "proxy/acs/transfers/file_client.hpp"
#include "proxy/acs/transfers/transfer_files.hpp"
#include "proxy/acs/transfers/transfer_queue.hpp"
#include "proxy/acs/transfers/transfer_reports.hpp"
#include "proxy/base/lifetime.hpp"
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
  struct Components {
    boost::asio::any_io_executor executor;
    FileClient& client;
    state::Store& store;
    const base::Clock& clock;
    TransferFiles& files;
    std::filesystem::path folder;  ///< for files under way; created when needed
  };
  class Dependencies : public TransferReports::Dependencies {
   public:
    virtual config::Acs network() const = 0;  ///< how to reach a file server
    /// Whether the ACS gets a report of this transfer, which it has not requested.
    virtual bool is_reported(const cwmp::AutonomousTransferComplete& report) const = 0;
    /// The events wait for a session from now on. Called within a Transaction of the store.
    virtual void occurred(const std::vector<cwmp::EventStruct>& events) = 0;

   protected:
    ~Dependencies() = default;
  };

  /// Components and dependencies outlive it.
  Transfers(Components components, Dependencies& dependencies);
  ~Transfers();
  Transfers(const Transfers&) = delete;
  Transfers& operator=(const Transfers&) = delete;

  /// Reads the transfers from the store, before start().
  void load();
  /// Resumes them: begins an interrupted one again, and finds the outcome of an interrupted install.
  void start();
  /// Drops the transfer under way; start() begins it again.
  void stop();
  /// The time of day was set.
  void clock_moved();

  // ---- requests ----
  base::Result<void> queue(const cwmp::QueueTransfer& order);
  base::Result<void> cancel(const std::string& command_key);
  std::vector<cwmp::AllQueuedTransferStruct> list(bool all) const;
  /// A download that an operator at the gateway requests.
  base::Result<void> queue_autonomous(const std::string& file_type, const std::string& url);

  // ---- sessions ----
  /// A session begins. Returns the reports to send in it.
  std::deque<cwmp::OutgoingRequest> session_began(Scheduler::Turn turn);
  void session_ended();
  /// What comes of the reports in the session.
  TransferReports& reports() { return reports_; }
  /// Another ACS: the ends that wait for their report are dropped, as their events were, and cancel_requests().
  void acs_changed();
  /// Drops what an ACS has requested and has not begun. What runs goes on, without another try and without a report.
  void cancel_requests();

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
  TransferFiles& files_;
  std::filesystem::path folder_;
  Dependencies& dependencies_;
  TransferQueue queue_;
  TransferReports reports_;
  boost::asio::steady_timer timer_;
  std::unique_ptr<FileTransfer> moving_;
  std::optional<std::int64_t> to_install_;  ///< its file is complete
  std::uint64_t size_to_install_ = 0;
  bool running_ = false;
  bool in_session_ = false;
  base::Lifetime lifetime_;  ///< begins anew with stop()
};

}  // namespace proxy::acs
