// SPDX-License-Identifier: Apache-2.0
#pragma once
// Decides by a parameter's report rule whether a change is reported now, later or not at all. It has no clock: the
// caller passes the time.
// Thread: loop

#include "proxy/base/clock.hpp"
#include "proxy/model/tree.hpp"

#include <map>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace proxy::acs {

class ReportFilter {
 public:
  /// What later values are compared with; a report is possible at once.
  void begin(model::ParameterRef parameter, std::string_view value);
  /// A report has carried this value.
  void reported(model::ParameterRef parameter, std::string_view value, base::SteadyTime now);
  /// Whether the parameter is to be reported now, which then counts as done. If not, next_due() may have a time for it.
  bool is_news(model::ParameterRef parameter, std::string_view value, base::SteadyTime now,
               const model::ReportRule& rule);

  /// When take_due() is to be called next.
  std::optional<base::SteadyTime> next_due() const;
  /// The parameters whose value is_news() has put off until now.
  std::vector<model::ParameterRef> take_due(base::SteadyTime now);

  bool knows(model::ParameterRef parameter) const { return last_.contains(parameter); }
  std::vector<model::ParameterRef> parameters() const;
  void forget(model::ParameterRef parameter);
  void forget(model::Row& row);

 private:
  struct Last {
    std::string value;
    std::optional<base::SteadyTime> reported;
    std::optional<base::SteadyTime> due;
  };

  bool decide(const Last& last, std::string_view value, base::SteadyTime now, const model::ReportRule& rule,
              std::optional<base::SteadyTime>& due) const;
  void put_off(model::ParameterRef parameter, Last& last, std::optional<base::SteadyTime> due);

  std::map<model::ParameterRef, Last> last_;
  std::set<std::pair<base::SteadyTime, model::ParameterRef>> due_;
};

}  // namespace proxy::acs
