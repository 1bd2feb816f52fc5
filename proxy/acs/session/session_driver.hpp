// SPDX-License-Identifier: Apache-2.0
#pragma once
// Runs one CWMP session over HTTP: posts the messages of cwmp::Session, carries out the effects of the ACS's requests
// (proxy/cwmp/effect.hpp), follows redirects, and ends with a result.
// Spec: TR-069 Amendment 6, 3.4.2 (redirects), 3.7.1 (session)
// Thread: loop

#include "proxy/acs/http/http_client.hpp"
#include "proxy/acs/session/session_history.hpp"
#include "proxy/cwmp/session.hpp"
#include "proxy/sets/sets.hpp"
#include "proxy/state/store.hpp"

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace proxy::acs {

inline constexpr unsigned kMaxRedirects = 5;  ///< in a row

struct SessionResult {
  bool successful = false;
  std::string reason = {};  ///< of a failure, as text for the log and the status
  std::optional<cwmp::Fault> inform_fault = {};
  /// The token of the request of ours that the ACS has answered with something else; none where no answer, a redirect
  /// or HTTP 503 has ended the session: the ACS may just be restarting.
  std::optional<std::uint64_t> unanswered = {};
  int http_status = 0;  ///< the HTTP status that ended the session; 0: another cause
  cwmp::Version version = cwmp::Version::v1_4;
};

/// Owned by a shared_ptr. To release the last one does not end the session; stop() does.
class SessionDriver : public std::enable_shared_from_this<SessionDriver> {
 public:
  /// The effects of an ACS's request that reach beyond the session and the parameter tree. No call comes after stop().
  class Requests {
   public:
    virtual void reboot(const cwmp::RebootAfterSession& effect) = 0;
    virtual base::Result<void> factory_reset() = 0;
    virtual base::Result<void> queue_transfer(const cwmp::QueueTransfer& effect) = 0;
    virtual base::Result<void> cancel_transfers(const cwmp::CancelTransfers& effect) = 0;
    virtual std::vector<cwmp::AllQueuedTransferStruct> list_transfers(const cwmp::ListTransfers& effect) = 0;
    virtual base::Result<void> inform_later(const cwmp::InformLater& effect) = 0;

   protected:
    ~Requests() = default;
  };

  /// What the driver reports of its session. No call comes after stop().
  class Dependencies {
   public:
    virtual void inform_acknowledged(const cwmp::AcknowledgeInform& effect) = 0;
    virtual void request_acknowledged(const cwmp::AcknowledgeRequest& effect) = 0;
    /// An HTTP response came; called before it is processed. The two addresses of the connection: ours and the ACS's.
    virtual void connected(const std::string& local, const std::string& peer) = 0;
    virtual void ended(const SessionResult& result) = 0;  ///< the last call

   protected:
    ~Dependencies() = default;
  };

  /// The tree, the store, `sets`, `history`, `requests` and `dependencies` outlive the driver.
  SessionDriver(model::Tree& tree, state::Store& store, sets::Sets& sets, SessionHistory& history,
                std::unique_ptr<HttpSession> http, std::string url, cwmp::Session::Options options, Requests& requests,
                Dependencies& dependencies);
  SessionDriver(const SessionDriver&) = delete;
  SessionDriver& operator=(const SessionDriver&) = delete;

  void start(cwmp::Begin begin);
  /// Drops the session without a message to the ACS.
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
  void perform(const cwmp::InformLater& effect);
  void perform(const cwmp::FactoryResetAfterSession& effect);
  void perform(const cwmp::AcknowledgeInform& effect);
  void perform(const cwmp::AcknowledgeRequest& effect);
  void resume(cwmp::EffectResult result);
  void end(SessionResult result);

  model::Tree& tree_;
  state::Store& store_;
  sets::Sets& sets_;
  SessionHistory& history_;
  std::unique_ptr<HttpSession> http_;
  std::string url_;
  cwmp::Session session_;
  Requests& requests_;
  Dependencies& dependencies_;
  unsigned redirects_ = 0;
  bool running_ = false;
  bool warned_of_types_ = false;
};

}  // namespace proxy::acs
