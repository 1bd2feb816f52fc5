// SPDX-License-Identifier: Apache-2.0
#pragma once
// Runs one CWMP session over HTTP: posts what cwmp::Session wants posted, carries out the effects of the ACS's
// requests, follows redirects, and ends with a result. Spec: TR-069 Amendment 6, 3.4.3 (redirects), 3.7.1 (session);
// design of effects: proxy/cwmp/effect.hpp Thread: loop

#include "proxy/acs/http/http_client.hpp"
#include "proxy/cwmp/session.hpp"
#include "proxy/sets/set_transaction.hpp"

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace proxy::acs {

inline constexpr unsigned kMostRedirects = 5;  ///< one after the other

struct SessionResult {
  bool successful = false;
  std::string reason = {};  ///< of a failure, for people
  std::optional<cwmp::Fault> inform_fault = {};
  int http_status = 0;  ///< that ended it; 0: it was none
  cwmp::Version version = cwmp::Version::v1_4;
};

/// Owned by a shared_ptr; letting go of the last one is not enough to end it: stop() is.
class SessionDriver : public std::enable_shared_from_this<SessionDriver> {
 public:
  /// What the session asks of its endpoint. None is called after stop().
  struct Hooks {
    std::function<void(const cwmp::AcknowledgeInform&)> inform_acknowledged;
    std::function<void(const cwmp::AcknowledgeRequest&)> request_acknowledged;
    std::function<void(const std::string& command_key)> reboot_asked;
    std::function<base::Result<void>(const cwmp::QueueTransfer&)> queue_transfer;
    std::function<base::Result<void>(const cwmp::CancelTransfers&)> cancel_transfers;
    std::function<std::vector<cwmp::AllQueuedTransferStruct>(const cwmp::ListTransfers&)> list_transfers;
    std::function<base::Result<void>(std::chrono::seconds delay, std::string command_key)> inform_later;
    std::function<base::Result<void>()> factory_reset_asked;
    /// Before the answer is looked at: our address of the connection, and the ACS's.
    std::function<void(const std::string& local, const std::string& peer)> connected;
    std::function<void(SessionResult)> ended;  ///< the last call
  };

  /// The tree and the store in `context` outlive the driver.
  SessionDriver(sets::SetContext context, std::unique_ptr<HttpSession> http, std::string url,
                cwmp::Session::Options options, Hooks hooks);
  SessionDriver(const SessionDriver&) = delete;
  SessionDriver& operator=(const SessionDriver&) = delete;

  void start(cwmp::Begin begin);
  /// Drops the session without a word to the ACS.
  void stop();

 private:
  using Resume = std::function<void(cwmp::EffectResult)>;

  void act(cwmp::Action action);
  void post(std::unique_ptr<cwmp::Body> body);
  void on_response(HttpResponse response, std::unique_ptr<cwmp::Body> body);
  void follow(const HttpResponse& response, std::unique_ptr<cwmp::Body> body);
  Resume resume_later();
  void perform(cwmp::ReadLive effect);
  void perform(cwmp::CommitValues effect);
  void perform(const cwmp::SetAttributes& effect);
  void perform(const cwmp::AddRow& effect);
  void perform(const cwmp::RemoveRow& effect);
  void perform(const cwmp::RebootAfterSession& effect);
  void perform(const cwmp::QueueTransfer& effect);
  void perform(const cwmp::CancelTransfers& effect);
  void perform(const cwmp::ListTransfers& effect);
  void perform(cwmp::InformLater effect);
  void perform(const cwmp::FactoryResetAfterSession& effect);
  void perform(const cwmp::AcknowledgeInform& effect);
  void perform(const cwmp::AcknowledgeRequest& effect);
  void resume(cwmp::EffectResult result);
  void end(SessionResult result);

  sets::SetContext context_;
  std::unique_ptr<HttpSession> http_;
  std::string url_;
  cwmp::Session session_;
  Hooks hooks_;
  unsigned redirects_ = 0;
  bool running_ = false;
};

}  // namespace proxy::acs
