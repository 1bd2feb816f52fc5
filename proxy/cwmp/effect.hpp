// SPDX-License-Identifier: Apache-2.0
#pragma once
// What a request asks of the world. A handler does not do it: the session hands it to its driver, which carries it out
// and resumes the session with an EffectResult.
// Spec: TR-069 Amendment 6, A.3
// Thread: pure. The rows and parameters named are there when the effect is handed out; a driver that waits before it
// uses them watches Tree::Observer.

#include "proxy/base/error.hpp"
#include "proxy/cwmp/event.hpp"
#include "proxy/cwmp/rpc.hpp"
#include "proxy/cwmp/version.hpp"
#include "proxy/model/data_source.hpp"
#include "proxy/model/tree.hpp"

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <variant>
#include <vector>

namespace proxy::cwmp {

/// Bring these up to date in the tree: an answer will show them. Result: Done.
struct ReadLive {
  std::vector<model::ParameterRef> parameters;
};

/// Check, then apply all or nothing; ParameterKey is set only on success. `assignments` may be empty.
/// Result: Committed, or Refused with one error a parameter (or one without a path).
struct CommitValues {
  std::vector<model::Assignment> assignments;
  std::string parameter_key;
  /// Of other parameters in the same request, found already: nothing is applied, but the assignments are checked, so
  /// that Refused names every parameter in error.
  std::vector<base::Error> errors = {};
  /// Rows to be made with them, all or nothing as well.
  std::vector<model::Creation> creations = {};
  /// The first parameter whose value came as xsd:string although it has another type; empty: none.
  std::string mistyped = {};
};

/// Result: Done, or Refused if they cannot be kept.
struct SetAttributes {
  struct Change {
    model::ParameterRef parameter;
    model::Attributes attributes;  ///< both of them, as they are to be
  };
  std::vector<Change> changes;  ///< each parameter once
};

/// Result: Added or Refused.
struct AddRow {
  model::Table* table = nullptr;
  std::string parameter_key;
  std::string alias = {};  ///< legal, and of no row of the table; empty: as we name it
};

/// Result: Committed or Refused.
struct RemoveRow {
  model::Row* row = nullptr;
  std::string parameter_key;
};

/// Remember to restart once this session has ended, and then to report "M Reboot" with the key. Result: Done.
struct RebootAfterSession {
  std::string command_key;
};

/// Take the transfer into the queue, to be carried out after this session. Result: Done, or Refused.
struct QueueTransfer {
  enum class Kind : std::uint8_t { download, upload, schedule_download };
  Kind kind = Kind::download;
  TransferArguments arguments;
};

/// Drop all transfers with the key that can still be cancelled. Result: Done, also without such a transfer; Refused
/// with 9021 if one could not be cancelled.
struct CancelTransfers {
  std::string command_key;
};

/// Result: Transfers.
struct ListTransfers {
  bool all = true;  ///< also those that the ACS has not asked for
};

/// Report "3 SCHEDULED" and "M ScheduleInform" with the key once the delay is over. Result: Done, or Refused if
/// too many are waiting.
struct InformLater {
  std::chrono::seconds delay{0};
  std::string command_key;
};

/// Remember, over a loss of power too, to go back to the state of the factory once this session has ended. Result:
/// Done, or Refused if that cannot be kept.
struct FactoryResetAfterSession {};

/// The InformResponse came: these events that an InformResponse delivers, and the changes reported, are delivered.
/// Result: Done.
struct AcknowledgeInform {
  std::vector<EventStruct> events;  ///< all that the Inform carried; event_rule() says which message delivers each
  Version version = Version::v1_4;  ///< what was agreed on
};

/// One of the OutgoingRequests was answered; `fault` if the ACS refused it. Result: Done.
struct AcknowledgeRequest {
  std::uint64_t token = 0;
  std::optional<Fault> fault;
};

using Effect = std::variant<ReadLive, CommitValues, SetAttributes, AddRow, RemoveRow, RebootAfterSession, QueueTransfer,
                            CancelTransfers, ListTransfers, InformLater, FactoryResetAfterSession, AcknowledgeInform,
                            AcknowledgeRequest>;

struct Done {};
struct Committed {
  model::SetStatus status = model::SetStatus::applied;
};
struct Added {
  std::uint32_t instance_number = 0;
  model::SetStatus status = model::SetStatus::applied;
};
struct Transfers {
  std::vector<AllQueuedTransferStruct> list;
};
struct Refused {
  std::vector<base::Error> errors;  ///< never empty
};

using EffectResult = std::variant<Done, Committed, Added, Transfers, Refused>;

}  // namespace proxy::cwmp
