// SPDX-License-Identifier: Apache-2.0
#pragma once
// What is declared about a parameter, once for a column of a table, however many rows have it.
// Spec: TR-069 Amendment 6, A.3.2.1 (faults of a set), A.3.2.4 (notification); TR-106, section 3.2
// Thread: pure

#include "proxy/base/error.hpp"
#include "proxy/model/report_rule.hpp"
#include "proxy/model/value.hpp"

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace proxy::model {

class DataSource;

/// The Notification attribute, as SetParameterAttributes carries it (0..6).
enum class Notification : std::uint8_t {
  off = 0,
  passive = 1,
  active = 2,
  passive_lightweight = 3,
  passive_with_passive_lightweight = 4,
  active_lightweight = 5,
  passive_with_active_lightweight = 6,
};

/// What an ACS may set. A device's own value outside of it is shown all the same.
struct Constraints {
  std::string minimum = {};  ///< canonical decimal text; empty for none
  std::string maximum = {};
  std::uint32_t max_length = 0;         ///< in characters; 0 for none
  std::vector<std::string> words = {};  ///< the enumeration; empty for none
};

struct Parameter {
  std::string name = {};  ///< relative to its row, "ManagementServer.URL"
  Type type = Type::string;
  bool writable = false;
  bool hidden = false;                  ///< always reads back empty
  bool live = false;                    ///< asked of its source when an ACS reads it
  bool first_is_news = false;           ///< a first value that its device sends now is a change
  bool can_deny = false;                ///< changes all the time: no active notification (9009)
  bool forced_inform = false;           ///< in every Inform
  bool alias = false;                   ///< names its row in paths
  bool reference = false;               ///< its value is the path of a row, without the final dot
  bool forced_active = false;           ///< active notification that no ACS can lower
  const char* why_read_only = nullptr;  ///< for the fault of a set (9008); null: no ACS sets such a parameter
  const char* description = nullptr;    ///< of a vendor's own parameter, for the data model; null: its source's
  Notification notification = Notification::off;  ///< until an ACS changes it
  std::string default_value = {};  ///< canonical; what it reads as before it has a value. Empty: the type's own
  Constraints constraints = {};
  std::shared_ptr<const ReportRule> report = {};  ///< null: each change counts; a row may have a rule of its own
  DataSource* source = nullptr;  ///< carries out a set and answers a live read; null: the tree alone holds it
  std::uint32_t source_key = 0;  ///< the source's own word for this parameter

  std::string_view initial_value() const { return default_value.empty() ? model::default_value(type) : default_value; }
};

/// The canonical text that an ACS's `text` sets, or the fault: 9008 read-only, 9006 no value of the type, 9007 against
/// the constraints. `path` goes into the error.
base::Result<std::string> check_set(const Parameter& parameter, std::string_view path, std::string_view text);

}  // namespace proxy::model
