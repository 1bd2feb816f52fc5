// SPDX-License-Identifier: Apache-2.0
#pragma once
// The requests to one adapter: each call gets a token and a deadline, and its callback gets exactly one final answer.
// Thread: loop

#include "proxy/model/tree.hpp"
#include "proxy/plugin/abi/adapter_object.hpp"
#include "proxy/plugin/abi/message.hpp"
#include "proxy/plugin/adapter/requests.hpp"

#include <chrono>
#include <map>
#include <span>
#include <string>
#include <string_view>

namespace proxy::plugin {

/// One item of a request to an adapter.
struct Ask {
  CellHandle cell;
  std::string_view value;  ///< valid during the call
  std::chrono::milliseconds deadline;
  Requests::Callback callback;
  bool awaits_confirmation = false;  ///< as for Requests::add()
  adapter_token token = 0;
};

class AdapterCalls {
 public:
  /// The adapter outlives the object.
  AdapterCalls(AdapterObject& adapter, boost::asio::io_context& loop) : adapter_(adapter), requests_(loop) {}

  /// One call for all items. Sets their tokens; a callback may be called before this returns.
  void ask(AdapterObject::Request request, std::span<Ask> items);
  bool takes(AdapterObject::Request request) const { return adapter_.takes(request); }
  /// The callback of this token is not called any more.
  void cancel(adapter_token token) { requests_.cancel(token); }
  /// From now on its answers go to another callback.
  void redirect(adapter_token token, Requests::Callback callback) { requests_.redirect(token, std::move(callback)); }

  /// `origin` is that of the change if a row is added or removed.
  void add_object(adapter_handle table, model::Origin origin, std::chrono::milliseconds deadline,
                  Requests::Callback callback);
  void delete_object(adapter_handle row, model::Origin origin, std::chrono::milliseconds deadline,
                     Requests::Callback callback);
  /// The origin of a change of this table or row that the adapter reports: that of the request under way, or the
  /// device.
  model::Origin origin_of(adapter_handle table_or_row) const;

  /// Whether the adapter takes files whose type has this name. It need not be running.
  bool takes_file(std::string_view name) const;
  void put_file(const std::string& file_type, const std::string& path, std::chrono::milliseconds deadline,
                Requests::Callback callback);

  void answer(adapter_token token, const Answer& answer) { requests_.answer(token, answer); }
  /// The adapter threw an exception: ends all requests.
  void fail() { requests_.end(Answer::Kind::faulted); }
  /// The adapter has stopped: ends all requests, and those to come.
  void stop();

 private:
  Requests::Callback changing(adapter_handle table_or_row, model::Origin origin, Requests::Callback callback);

  AdapterObject& adapter_;
  Requests requests_;
  bool stopped_ = false;
  std::map<adapter_handle, model::Origin> changing_;  ///< tables and rows that a request under way adds to or deletes
};

}  // namespace proxy::plugin
