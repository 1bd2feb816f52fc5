// SPDX-License-Identifier: Apache-2.0
#pragma once
// The transfer of one file between a file server and the flash: its libcurl handle, its file, and its result.
// Thread: as each member says

#include "proxy/acs/http/curl_handle.hpp"
#include "proxy/acs/transfers/file_client.hpp"

#include <boost/asio/executor_work_guard.hpp>

#include <array>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>

namespace proxy::acs {

class FileJob {
 public:
  /// On the loop.
  FileJob(boost::asio::any_io_executor executor, FileRequest request, config::Acs network, FileClient::Done done);
  ~FileJob();
  FileJob(const FileJob&) = delete;
  FileJob& operator=(const FileJob&) = delete;

  // ---- the worker's ----
  /// The handle to run; null after an error, which is in the result.
  CURL* begin();
  CURL* handle() const { return easy_.get(); }
  /// Closes the file; a fetched one is on the flash then.
  void end(CURLcode code);
  /// Hands the result to the loop.
  void post_result(std::shared_ptr<FileJob> self);

  // ---- the loop's ----
  /// `done` is not called from here on.
  void forget();

 private:
  bool open_file();
  void configure();
  void configure_direction();
  FileResult outcome(CURLcode code) const;
  bool end_is_marked() const;
  /// Stores the reason why a callback ends the transfer.
  void refuse(base::Fault fault, std::string text);
  bool make_durable();
  void close_file();

  static std::size_t on_body(char* data, std::size_t size, std::size_t count, void* self);
  static std::size_t on_read(char* buffer, std::size_t size, std::size_t count, void* self);
  static int on_seek(void* self, curl_off_t offset, int origin);

  const boost::asio::any_io_executor executor_;
  const FileRequest request_;
  const config::Acs network_;

  std::unique_ptr<CURL, CurlEasyDelete> easy_;
  std::unique_ptr<curl_slist, CurlListDelete> headers_;
  std::array<char, CURL_ERROR_SIZE> error_{};
  int file_ = -1;
  std::uint64_t most_ = 0;   ///< bytes that may be written
  std::uint64_t moved_ = 0;  ///< bytes written or read
  std::optional<FileResult> refusal_;
  FileResult result_;

  FileClient::Done done_;
  std::optional<boost::asio::executor_work_guard<boost::asio::any_io_executor>> work_;
};

}  // namespace proxy::acs
