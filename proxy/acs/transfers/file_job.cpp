// SPDX-License-Identifier: Apache-2.0
#include "proxy/acs/transfers/file_job.hpp"

#include "proxy/base/log.hpp"

#include <boost/asio/post.hpp>

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <chrono>
#include <system_error>
#include <utility>

namespace proxy::acs {
namespace {

using base::Fault;

constexpr long kMaxFileRedirects = 5;
constexpr long kMinRate = 1000;  // bytes a second; a server that trickles would keep the one slot for transfers
/// Upper bound of a transfer in seconds, even if bytes keep coming.
constexpr long kMaxDuration = std::chrono::seconds(std::chrono::hours(6)).count();
/// Stays free for the state.
constexpr std::uint64_t kKeptFree = std::uint64_t{512} << 10;

std::string last_error() { return std::generic_category().message(errno); }

/// The bytes of free space that a file may take.
std::uint64_t room_beside(const std::filesystem::path& file) {
  std::error_code error;
  const std::filesystem::space_info space = std::filesystem::space(file.parent_path(), error);
  if (error) return kMaxFileSize;
  return std::min<std::uint64_t>(kMaxFileSize, space.available > kKeptFree ? space.available - kKeptFree : 0);
}

/// The fault for an error below HTTP. `answered`: the server has begun to send the file.
Fault fault_of(CURLcode code, bool answered) {
  switch (code) {
    case CURLE_LOGIN_DENIED: return Fault::file_server_authentication_failure;
    case CURLE_TOO_MANY_REDIRECTS:
    case CURLE_UNSUPPORTED_PROTOCOL:
    case CURLE_URL_MALFORMAT: return Fault::cannot_access_file;
    case CURLE_OUT_OF_MEMORY:
    case CURLE_FAILED_INIT: return Fault::file_transfer_failure;
    default: return answered ? Fault::cannot_complete_download : Fault::cannot_contact_file_server;
  }
}

bool is_success(long status) { return status >= 200 && status < 300; }

/// An Upload may only have 9011, 9012 and 9015.
Fault as_upload(Fault fault) {
  const bool is_shared =
      fault == Fault::file_server_authentication_failure || fault == Fault::cannot_contact_file_server;
  return is_shared ? fault : Fault::upload_failure;
}

}  // namespace

FileJob::FileJob(boost::asio::any_io_executor executor, FileRequest request, config::Acs network, FileClient::Done done)
    : executor_(executor),
      request_(std::move(request)),
      network_(std::move(network)),
      done_(std::move(done)),
      work_(std::move(executor)) {}

FileJob::~FileJob() { close_file(); }

CURL* FileJob::begin() {
  if (open_file()) {
    easy_.reset(curl_easy_init());
    if (easy_) {
      configure();
      return easy_.get();
    }
    refuse(Fault::file_transfer_failure, "out of memory");
  }
  result_ = *refusal_;
  if (request_.direction == FileRequest::Direction::put) result_.fault = as_upload(*result_.fault);
  return nullptr;
}

bool FileJob::open_file() {
  const bool is_get = request_.direction == FileRequest::Direction::get;
  const int flags = is_get ? O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC : O_RDONLY | O_CLOEXEC;
  file_ = ::open(request_.file.c_str(), flags, 0600);
  if (file_ < 0) refuse(Fault::file_transfer_failure, "cannot open the local file: " + last_error());
  if (file_ < 0 || !is_get) return file_ >= 0;
  most_ = room_beside(request_.file);
  if (request_.expected_size > most_)
    refuse(Fault::file_transfer_failure, "the disk has not enough free space for the file");
  return !refusal_;
}

void FileJob::configure() {
  CURL* easy = easy_.get();
  const auto silence = std::chrono::duration_cast<std::chrono::seconds>(network_.response_timeout);
  configure_network(easy, network_, request_.times);
  // Later transfers must not use a connection whose certificates were not judged in full.
  if (request_.times == CertificateTimes::ignored) curl_easy_setopt(easy, CURLOPT_FORBID_REUSE, 1L);
  curl_easy_setopt(easy, CURLOPT_URL, request_.url.c_str());
  curl_easy_setopt(easy, CURLOPT_PRIVATE, this);
  curl_easy_setopt(easy, CURLOPT_ERRORBUFFER, error_.data());
  // refuse_url() has checked the URL of the ACS. libcurl 7.88 puts our user name into a relative redirect, and would
  // then refuse its own URL.
  curl_easy_setopt(easy, CURLOPT_DISALLOW_USERNAME_IN_URL, 0L);
  curl_easy_setopt(easy, CURLOPT_FOLLOWLOCATION, 1L);
  curl_easy_setopt(easy, CURLOPT_MAXREDIRS, kMaxFileRedirects);
  allow_http_only(easy, CURLOPT_REDIR_PROTOCOLS_STR);
  curl_easy_setopt(easy, CURLOPT_LOW_SPEED_LIMIT, kMinRate);
  curl_easy_setopt(easy, CURLOPT_LOW_SPEED_TIME, std::max(1L, static_cast<long>(silence.count())));
  curl_easy_setopt(easy, CURLOPT_TIMEOUT, kMaxDuration);
  curl_easy_setopt(easy, CURLOPT_USERAGENT, "tr069-proxy");
  curl_easy_setopt(easy, CURLOPT_WRITEFUNCTION, &FileJob::on_body);
  curl_easy_setopt(easy, CURLOPT_WRITEDATA, this);
  if (!request_.username.empty()) {
    curl_easy_setopt(easy, CURLOPT_HTTPAUTH, static_cast<long>(CURLAUTH_BASIC | CURLAUTH_DIGEST));
    curl_easy_setopt(easy, CURLOPT_USERNAME, request_.username.c_str());
    curl_easy_setopt(easy, CURLOPT_PASSWORD, request_.password.reveal().c_str());
  }
  if (request_.direction == FileRequest::Direction::put) configure_direction();
}

void FileJob::configure_direction() {
  struct stat information = {};
  ::fstat(file_, &information);
  headers_.reset(curl_slist_append(nullptr, "Expect:"));
  curl_easy_setopt(easy_.get(), CURLOPT_HTTPHEADER, headers_.get());
  curl_easy_setopt(easy_.get(), CURLOPT_UPLOAD, 1L);
  curl_easy_setopt(easy_.get(), CURLOPT_INFILESIZE_LARGE, static_cast<curl_off_t>(information.st_size));
  curl_easy_setopt(easy_.get(), CURLOPT_READFUNCTION, &FileJob::on_read);
  curl_easy_setopt(easy_.get(), CURLOPT_READDATA, this);
  curl_easy_setopt(easy_.get(), CURLOPT_SEEKFUNCTION, &FileJob::on_seek);
  curl_easy_setopt(easy_.get(), CURLOPT_SEEKDATA, this);
}

void FileJob::end(CURLcode code) {
  const bool is_get = request_.direction == FileRequest::Direction::get;
  result_ = outcome(code);
  if (!result_.fault && is_get && !make_durable()) {
    result_ = {.fault = Fault::file_transfer_failure, .text = "cannot write the local file: " + last_error()};
  }
  if (result_.fault && !is_get) result_.fault = as_upload(*result_.fault);
  result_.size = moved_;
  close_file();
}

FileResult FileJob::outcome(CURLcode code) const {
  if (refusal_) return *refusal_;
  long status = 0;
  curl_easy_getinfo(easy_.get(), CURLINFO_RESPONSE_CODE, &status);
  if (code != CURLE_OK) {
    const char* why = error_.front() != '\0' ? error_.data() : curl_easy_strerror(code);
    return {.fault = fault_of(code, is_success(status)), .text = why};
  }
  if (!is_success(status)) {
    const bool is_login = status == 401 || status == 407;
    return {.fault = is_login ? Fault::file_server_authentication_failure : Fault::cannot_access_file,
            .text = "the file server answered with HTTP " + std::to_string(status)};
  }
  const bool has_other_size = request_.direction == FileRequest::Direction::get && request_.expected_size != 0 &&
                              moved_ != request_.expected_size;
  if (!has_other_size) return {};
  if (moved_ < request_.expected_size && !end_is_marked()) {
    return {.fault = Fault::file_corrupted, .text = "the file is shorter than FileSize"};
  }
  base::log::warning("acs.transfer.size_differs", "the file has {} bytes, and the ACS gave a FileSize of {}", moved_,
                     request_.expected_size);
  return {};
}

/// The server gave the length of its answer, or sent it in chunks: libcurl has seen its end. Otherwise a lost
/// connection looks like the end.
bool FileJob::end_is_marked() const {
  curl_off_t length = -1;
  curl_easy_getinfo(easy_.get(), CURLINFO_CONTENT_LENGTH_DOWNLOAD_T, &length);
  curl_header* coding = nullptr;
  return length >= 0 || curl_easy_header(easy_.get(), "Transfer-Encoding", 0, CURLH_HEADER, -1, &coding) == CURLHE_OK;
}

void FileJob::refuse(base::Fault fault, std::string text) { refusal_ = {.fault = fault, .text = std::move(text)}; }

/// Syncs the file and its folder entry to flash.
bool FileJob::make_durable() {
  if (::fsync(file_) != 0) return false;
  const int folder = ::open(request_.file.parent_path().c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  if (folder < 0) return false;
  const bool done = ::fsync(folder) == 0;
  ::close(folder);
  return done;
}

void FileJob::close_file() {
  if (file_ >= 0) ::close(std::exchange(file_, -1));
}

void FileJob::post_result(std::shared_ptr<FileJob> self) {
  const boost::asio::any_io_executor executor = executor_;
  boost::asio::post(executor, [job = std::move(self)] {
    job->work_.reset();
    if (const FileClient::Done done = std::exchange(job->done_, nullptr)) done(std::move(job->result_));
  });
}

void FileJob::forget() {
  done_ = nullptr;
  work_.reset();
}

std::size_t FileJob::on_body(char* data, std::size_t size, std::size_t count, void* self) {
  auto& job = *static_cast<FileJob*>(self);
  const std::size_t bytes = size * count;
  long status = 0;
  curl_easy_getinfo(job.easy_.get(), CURLINFO_RESPONSE_CODE, &status);
  // The text of an error page, or of the answer to an upload.
  if (!is_success(status) || job.request_.direction == FileRequest::Direction::put) return bytes;
  if (job.moved_ + bytes > job.most_) {
    job.refuse(Fault::file_transfer_failure, "the disk has not enough free space for the file");
    return 0;
  }
  for (std::size_t written = 0; written < bytes;) {
    const ssize_t step = ::write(job.file_, data + written, bytes - written);
    if (step < 0 && errno == EINTR) continue;
    if (step < 0) {
      job.refuse(Fault::file_transfer_failure, "cannot write the local file: " + last_error());
      return 0;
    }
    written += static_cast<std::size_t>(step);
  }
  job.moved_ += bytes;
  return bytes;
}

std::size_t FileJob::on_read(char* buffer, std::size_t size, std::size_t count, void* self) {
  auto& job = *static_cast<FileJob*>(self);
  const ssize_t bytes = ::read(job.file_, buffer, size * count);
  if (bytes < 0) return CURL_READFUNC_ABORT;
  job.moved_ += static_cast<std::uint64_t>(bytes);
  return static_cast<std::size_t>(bytes);
}

int FileJob::on_seek(void* self, curl_off_t offset, int origin) {
  auto& job = *static_cast<FileJob*>(self);
  if (origin != SEEK_SET || ::lseek(job.file_, offset, SEEK_SET) != offset) return CURL_SEEKFUNC_FAIL;
  job.moved_ = static_cast<std::uint64_t>(offset);
  return CURL_SEEKFUNC_OK;
}

}  // namespace proxy::acs
