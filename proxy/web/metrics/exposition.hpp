// SPDX-License-Identifier: Apache-2.0
#pragma once
// The daemon's metrics in the text formats of Prometheus.
// Spec: Prometheus text format 0.0.4; OpenMetrics 1.0.0
// Thread: pure

#include <boost/json/value.hpp>

#include <string>
#include <string_view>

namespace proxy::web {

enum class MetricsFormat { text_0_0_4, open_metrics_1_0_0 };

/// What the client prefers by its Accept header; the text format if it does not say.
MetricsFormat preferred_format(std::string_view accept);

const char* content_type(MetricsFormat format);

/// `metrics` is the result of the daemon's command: {"families": [{name, type, help, unit, samples}]}. A family or
/// sample that is not as it should be is left out.
std::string exposition(const boost::json::value& metrics, MetricsFormat format);

}  // namespace proxy::web
