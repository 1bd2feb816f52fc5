// SPDX-License-Identifier: Apache-2.0
#pragma once
// The events that an Inform carries, and in one table what becomes of each: merged or counted, delivered by what,
// kept for how long.
// Spec: TR-069 Amendment 6, 3.7.1.5 (table 8)
// Thread: pure

#include <array>
#include <compare>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace proxy::cwmp {

/// In the order in which an Inform lists them: by number, then those with a CommandKey.
enum class EventCode : std::uint8_t {
  bootstrap,
  boot,
  periodic,
  scheduled,
  value_change,
  kicked,
  connection_request,
  transfer_complete,
  diagnostics_complete,
  request_download,
  autonomous_transfer_complete,
  du_state_change_complete,
  autonomous_du_state_change_complete,
  wakeup,
  heartbeat,
  m_reboot,
  m_schedule_inform,
  m_download,
  m_schedule_download,
  m_upload,
  m_change_du_state,
};

/// Whose coming means that the ACS knows.
enum class DeliveredBy : std::uint8_t {
  inform_response,
  kicked_response,
  transfer_complete_response,
  request_download_response,
  autonomous_transfer_complete_response,
  du_state_change_complete_response,
  autonomous_du_state_change_complete_response,
};

/// How long an undelivered event is kept.
enum class Keep : std::uint8_t {
  for_ever,      ///< over restarts too
  until_reboot,  ///< tried again until the device restarts
  one_session,   ///< not tried again
};

struct EventRule {
  EventCode code;
  std::string_view text;  ///< "0 BOOTSTRAP"
  bool single;            ///< at most once in an Inform, with an empty CommandKey
  DeliveredBy delivered_by;
  Keep keep;
};

inline constexpr std::array<EventRule, 21> kEventRules{{
    {EventCode::bootstrap, "0 BOOTSTRAP", true, DeliveredBy::inform_response, Keep::for_ever},
    {EventCode::boot, "1 BOOT", true, DeliveredBy::inform_response, Keep::until_reboot},
    {EventCode::periodic, "2 PERIODIC", true, DeliveredBy::inform_response, Keep::for_ever},
    {EventCode::scheduled, "3 SCHEDULED", true, DeliveredBy::inform_response, Keep::for_ever},
    {EventCode::value_change, "4 VALUE CHANGE", true, DeliveredBy::inform_response, Keep::until_reboot},
    {EventCode::kicked, "5 KICKED", true, DeliveredBy::kicked_response, Keep::one_session},
    {EventCode::connection_request, "6 CONNECTION REQUEST", true, DeliveredBy::inform_response, Keep::one_session},
    {EventCode::transfer_complete, "7 TRANSFER COMPLETE", true, DeliveredBy::transfer_complete_response,
     Keep::for_ever},
    {EventCode::diagnostics_complete, "8 DIAGNOSTICS COMPLETE", true, DeliveredBy::inform_response, Keep::until_reboot},
    {EventCode::request_download, "9 REQUEST DOWNLOAD", true, DeliveredBy::request_download_response,
     Keep::one_session},
    {EventCode::autonomous_transfer_complete, "10 AUTONOMOUS TRANSFER COMPLETE", true,
     DeliveredBy::autonomous_transfer_complete_response, Keep::for_ever},
    {EventCode::du_state_change_complete, "11 DU STATE CHANGE COMPLETE", true,
     DeliveredBy::du_state_change_complete_response, Keep::for_ever},
    {EventCode::autonomous_du_state_change_complete, "12 AUTONOMOUS DU STATE CHANGE COMPLETE", true,
     DeliveredBy::autonomous_du_state_change_complete_response, Keep::for_ever},
    {EventCode::wakeup, "13 WAKEUP", true, DeliveredBy::inform_response, Keep::until_reboot},
    {EventCode::heartbeat, "14 HEARTBEAT", true, DeliveredBy::inform_response, Keep::until_reboot},
    {EventCode::m_reboot, "M Reboot", false, DeliveredBy::inform_response, Keep::for_ever},
    {EventCode::m_schedule_inform, "M ScheduleInform", false, DeliveredBy::inform_response, Keep::for_ever},
    {EventCode::m_download, "M Download", false, DeliveredBy::transfer_complete_response, Keep::for_ever},
    {EventCode::m_schedule_download, "M ScheduleDownload", false, DeliveredBy::transfer_complete_response,
     Keep::for_ever},
    {EventCode::m_upload, "M Upload", false, DeliveredBy::transfer_complete_response, Keep::for_ever},
    {EventCode::m_change_du_state, "M ChangeDUState", false, DeliveredBy::du_state_change_complete_response,
     Keep::for_ever},
}};

inline constexpr std::size_t kMaxEvents = 64;

struct EventStruct {
  EventCode event_code = EventCode::periodic;
  std::string command_key = {};  ///< of the M events; empty for all others
  auto operator<=>(const EventStruct&) const = default;
};

const EventRule& event_rule(EventCode code);
std::optional<EventCode> event_from_text(std::string_view text);

/// As an Inform may carry them: in order, single events once, no more than kMaxEvents (the first of them).
std::vector<EventStruct> arrange(std::vector<EventStruct> events);

}  // namespace proxy::cwmp
