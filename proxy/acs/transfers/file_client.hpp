// SPDX-License-Identifier: Apache-2.0
#pragma once
// Transfers files from and to file servers, on a worker thread of its own: a slow name lookup of a file server must not
// delay a session with the ACS.
// Spec: TR-069 Amendment 6, 2.3.2 (file transfer protocols), A.3.2.8 (Download), A.4.1.5 (Upload: PUT)
// Thread: loop

#include "proxy/acs/http/certificate_times.hpp"
#include "proxy/base/error.hpp"
#include "proxy/config/config.hpp"

#include <boost/asio/any_io_executor.hpp>

#include <cstdint>
#include <filesystem>
#include <functional>
#include <memory>
#include <optional>
#include <string>

namespace proxy::acs {

class FileJob;
class FileWorker;

inline constexpr std::uint64_t kMaxFileSize = std::uint64_t{256} << 20;

struct FileRequest {
  enum class Direction { get, put };
  Direction direction = Direction::get;
  std::string url;  ///< http or https; redirects are followed, five at most
  std::string username;
  config::Secret password;
  std::filesystem::path file;       ///< a get creates or replaces it; a put only reads it
  std::uint64_t expected_size = 0;  ///< of a get: any other size is 9018; 0: any up to kMaxFileSize
  CertificateTimes times = CertificateTimes::judged;
};

struct FileResult {
  std::optional<base::Fault> fault;  ///< as a FaultStruct may have it; none: success, and a got file is synced to flash
  std::string text;                  ///< describes the fault
  std::uint64_t size = 0;            ///< bytes moved
};

/// A transfer under way. Its destructor drops the transfer; then `done` is not called.
class FileTransfer {
 public:
  ~FileTransfer();
  FileTransfer(const FileTransfer&) = delete;
  FileTransfer& operator=(const FileTransfer&) = delete;

 private:
  friend class FileClient;
  FileTransfer(std::shared_ptr<FileWorker> worker, std::shared_ptr<FileJob> job)
      : worker_(std::move(worker)), job_(std::move(job)) {}

  std::shared_ptr<FileWorker> worker_;
  std::shared_ptr<FileJob> job_;
};

class FileClient {
 public:
  using Done = std::function<void(FileResult)>;

  /// Results are posted to this executor. The thread begins with the first transfer.
  explicit FileClient(boost::asio::any_io_executor executor) : executor_(std::move(executor)) {}
  /// Ends the thread, and with it whatever is under way: transfers that outlive it never call back.
  ~FileClient();
  FileClient(const FileClient&) = delete;
  FileClient& operator=(const FileClient&) = delete;

  /// `network`: how to reach a server: interface, certificates, response timeout.
  std::unique_ptr<FileTransfer> start(FileRequest request, const config::Acs& network, Done done);

 private:
  boost::asio::any_io_executor executor_;
  std::shared_ptr<FileWorker> worker_;
};

}  // namespace proxy::acs
