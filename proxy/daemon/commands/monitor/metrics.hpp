// SPDX-License-Identifier: Apache-2.0
#pragma once
// The counters and gauges of the daemon as families of Prometheus: tr069-proxyctl metrics, and tr069-proxy-web.
// Thread: loop

#include "proxy/acs/endpoint.hpp"
#include "proxy/plugin/router.hpp"

#include <boost/json/object.hpp>

namespace proxy::daemon {

/// {families: [{name, type, help, unit, samples}]}. A name has no suffix `_total`. A sample has `labels`, and a
/// `value`; of a histogram `buckets` ({le, count}, cumulative, the last with the le "+Inf"), `sum` and `count`.
/// Counters begin with the daemon; those of an adapter begin again when a reload replaces it.
boost::json::object metrics(const plugin::Router& router, const acs::Endpoint& endpoint);

}  // namespace proxy::daemon
