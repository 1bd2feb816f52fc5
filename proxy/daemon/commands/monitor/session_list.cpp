// SPDX-License-Identifier: Apache-2.0
#include "proxy/daemon/commands/monitor/session_list.hpp"

#include "proxy/model/value.hpp"

#include <boost/json.hpp>

#include <utility>

namespace proxy::daemon {
namespace json = boost::json;

namespace {

json::array requests(const acs::SessionRecord& session) {
  json::array list;
  for (const acs::SessionRecord::Request& request : session.requests)
    list.push_back({{"rpc", request.rpc}, {"fault", request.fault}, {"duration_ms", request.duration.count()}});
  return list;
}

json::array envelopes(const acs::SessionRecord& session) {
  json::array list;
  for (const acs::SessionRecord::Envelope& envelope : session.envelopes)
    list.push_back({{"direction", envelope.sent ? "sent" : "received"},
                    {"time", model::utc_text(envelope.time)},
                    {"text", envelope.text}});
  return list;
}

json::object entry(const acs::SessionRecord& session) {
  return {{"number", session.number},
          {"begin", model::utc_text(session.began)},
          {"duration_ms", session.duration.count()},
          {"events", json::value_from(session.events)},
          {"acs", session.acs},
          {"outcome", session.successful ? "success" : "failed"},
          {"failure", session.failure},
          {"retry_count", session.retry_count},
          {"requests", requests(session)},
          {"envelopes", envelopes(session)}};
}

}  // namespace

json::array session_list(const acs::SessionHistory& history, std::size_t count, std::uint64_t after) {
  json::array list;
  const auto& sessions = history.sessions();
  for (auto session = sessions.rbegin(); session != sessions.rend() && list.size() < count; ++session) {
    if (session->number <= after) break;
    list.push_back(entry(*session));
  }
  return list;
}

}  // namespace proxy::daemon
