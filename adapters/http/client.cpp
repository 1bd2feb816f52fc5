// SPDX-License-Identifier: Apache-2.0
#include "adapters/http/client.hpp"

#include <curl/curl.h>

#include <algorithm>
#include <array>
#include <set>
#include <string_view>
#include <system_error>
#include <utility>

#include "adapters/io/thread.hpp"
#include "adapters/io/wake.hpp"
#include "adapters/mapping/runtime/deadlines.hpp"

namespace adapters::http {
namespace {

using Clock = std::chrono::steady_clock;
using std::chrono::milliseconds;

constexpr int kMaxPolls = 8;          // at the same time, to all hosts; a server that hangs delays other polls
constexpr long kMaxConnections = 16;  // kept open for later requests
constexpr int kMaxLogins = 3;         // a server can call each nonce stale, and libcurl then logs in again without end

struct FreeHeaders {
  void operator()(curl_slist* list) const { curl_slist_free_all(list); }
};
using Headers = std::unique_ptr<curl_slist, FreeHeaders>;

void add(Headers& headers, const std::string& line) {
  curl_slist* longer = curl_slist_append(headers.get(), line.c_str());
  if (longer == nullptr) return;
  [[maybe_unused]] curl_slist* same = headers.release();
  headers.reset(longer);
}

unsigned long auth_bits(Server::Auth auth) {
  if (auth == Server::Auth::basic) return CURLAUTH_BASIC;
  return auth == Server::Auth::digest ? CURLAUTH_DIGEST : CURLAUTH_BASIC | CURLAUTH_DIGEST;
}

}  // namespace

/// One request in progress.
struct Client::Transfer {
  Transfer(Job order, const Server& server, milliseconds timeout, std::size_t max_bytes);
  ~Transfer() { curl_easy_cleanup(easy); }
  Transfer(const Transfer&) = delete;
  Transfer& operator=(const Transfer&) = delete;

  template <class Value>
  CURLcode set(CURLoption option, Value value) const {
    return curl_easy_setopt(easy, option, value);
  }
  void set_method();
  void set_credentials(const Server& server);
  static std::size_t receive_header(const char* data, std::size_t, std::size_t size, void* self);
  static std::size_t receive(const char* data, std::size_t, std::size_t size, void* self);
  void conclude(CURLcode code);
  void explain_certificate(CURLcode code);

  Job job;
  std::size_t max_body;
  CURL* easy;
  Headers headers;
  Response response;
  std::string ca_file;
  std::array<char, CURL_ERROR_SIZE> details{};  ///< of libcurl about a failure
  bool too_long = false;
  int refusals = 0;  ///< answers with 401
};

Client::Transfer::Transfer(Job order, const Server& server, milliseconds timeout, std::size_t max_bytes)
    : job(std::move(order)), max_body(max_bytes), easy(curl_easy_init()), ca_file(server.ca_file) {
  set(CURLOPT_ERRORBUFFER, details.data());
  set(CURLOPT_URL, job.request.url.c_str());
  // A libcurl without TLS does not know https.
  if (set(CURLOPT_PROTOCOLS_STR, "http,https") != CURLE_OK) set(CURLOPT_PROTOCOLS_STR, "http");
  set(CURLOPT_PROXY, "");  // devices of the home are not behind the proxy of the environment
  set(CURLOPT_HTTP_VERSION, static_cast<long>(CURL_HTTP_VERSION_1_1));
  set(CURLOPT_NOSIGNAL, 1L);
  set(CURLOPT_QUICK_EXIT, 1L);  // stop() must not wait for a name server
  set(CURLOPT_TIMEOUT_MS, static_cast<long>(timeout.count()));
  set(CURLOPT_CONNECTTIMEOUT_MS, static_cast<long>(timeout.count()));
  set(CURLOPT_USERAGENT, "tr069-proxy");
  set(CURLOPT_HEADERFUNCTION, &receive_header);
  set(CURLOPT_HEADERDATA, this);
  set(CURLOPT_WRITEFUNCTION, &receive);
  set(CURLOPT_WRITEDATA, this);
  set(CURLOPT_SSLVERSION, static_cast<long>(CURL_SSLVERSION_TLSv1_2));  // and later
  if (!server.ca_file.empty()) set(CURLOPT_CAINFO, server.ca_file.c_str());
  if (server.insecure) set(CURLOPT_SSL_VERIFYPEER, 0L);
  if (server.insecure) set(CURLOPT_SSL_VERIFYHOST, 0L);
  set_method();
  if (job.request.with_credentials) set_credentials(server);
  set(CURLOPT_HTTPHEADER, headers.get());
}

void Client::Transfer::set_method() {
  if (job.request.method == "GET") return;
  set(CURLOPT_POSTFIELDS, job.request.body.c_str());
  set(CURLOPT_POSTFIELDSIZE, static_cast<long>(job.request.body.size()));
  set(CURLOPT_CUSTOMREQUEST, job.request.method.c_str());
  add(headers, "Content-Type: " + job.request.content_type);
  add(headers, "Expect:");  // small servers do not support it
}

void Client::Transfer::set_credentials(const Server& server) {
  if (!server.username.empty()) {
    set(CURLOPT_HTTPAUTH, auth_bits(server.auth));
    set(CURLOPT_USERNAME, server.username.c_str());
    set(CURLOPT_PASSWORD, server.password.c_str());
  }
  if (!server.key.empty()) add(headers, server.key_header + ": " + server.key);
}

std::size_t Client::Transfer::receive_header(const char* data, std::size_t, std::size_t size, void* self) {
  auto& transfer = *static_cast<Transfer*>(self);
  const std::string_view line(data, size);
  const bool is_refusal = line.starts_with("HTTP/") && line.find(" 401") != std::string_view::npos;
  if (is_refusal) ++transfer.refusals;
  return transfer.refusals > kMaxLogins ? 0 : size;
}

std::size_t Client::Transfer::receive(const char* data, std::size_t, std::size_t size, void* self) {
  auto& transfer = *static_cast<Transfer*>(self);
  transfer.too_long = size > transfer.max_body - transfer.response.body.size();
  if (transfer.too_long) return 0;
  transfer.response.body.append(data, size);
  return size;
}

void Client::Transfer::conclude(CURLcode code) {
  if (code == CURLE_OK) {
    curl_easy_getinfo(easy, CURLINFO_RESPONSE_CODE, &response.status);
  } else if (too_long) {
    response.error = "the answer is longer than max_payload_bytes";
  } else if (refusals > kMaxLogins) {
    response.status = 401;
  } else {
    response.error = curl_easy_strerror(code);
    if (code == CURLE_PEER_FAILED_VERIFICATION || code == CURLE_SSL_CACERT_BADFILE) explain_certificate(code);
  }
}

/// With the reason of the TLS library, and the key that mends it.
void Client::Transfer::explain_certificate(CURLcode code) {
  const std::string_view text(details.data());
  response.error.append(" (").append(text).append("): ");
  if (code == CURLE_SSL_CACERT_BADFILE) {
    response.error += "correct server.ca_file " + ca_file;
  } else if (text.find(" target ") != std::string_view::npos) {  // host name, hostname, or ipv4 address
    response.error += "the URL must have the host that the certificate names";
  } else if (text.find("expired") != std::string_view::npos || text.find("not yet valid") != std::string_view::npos) {
    response.error += "the server needs a new certificate, or this machine the right time";
  } else {
    response.error += ca_file.empty()
                          ? "set server.ca_file to the CA that has signed the certificate"
                          : "server.ca_file " + ca_file + " must have the CA that has signed the certificate";
  }
}

// ---- the thread -----------------------------------------------------------------------------------------------------

Client::Client(Server server, std::size_t max_body_bytes, std::function<std::optional<Time>()> tick)
    : server_(std::move(server)),
      max_body_bytes_(max_body_bytes),
      tick_(std::move(tick)),
      hosts_(server_.max_connections) {}

Client::~Client() { stop(); }

void Client::start() {
  curl_global_init(CURL_GLOBAL_DEFAULT);  // counted
  multi_ = curl_multi_init();
  curl_multi_setopt(multi_, CURLMOPT_MAXCONNECTS, kMaxConnections);
  thread_ = io::start_thread([this] { run(); });
}

void Client::stop() {
  stopping_ = true;
  if (multi_ == nullptr) return;
  wake();
  if (thread_.joinable()) thread_.join();
  curl_multi_cleanup(std::exchange(multi_, nullptr));
  curl_global_cleanup();
}

void Client::submit(Job job) {
  job.host = host_of(job.request.url);
  waiting_.push(std::move(job), Clock::now());
  wake();
}

void Client::wake() { curl_multi_wakeup(multi_); }

void Client::run() {
  while (!stopping_) {
    const std::optional<Time> until = tick_();
    int running = 0;
    curl_multi_perform(multi_, &running);
    take_finished();
    const Time now = Clock::now();  // one for both: next_time() leaves out what was due in start_waiting()
    start_waiting(now);
    curl_multi_poll(multi_, nullptr, 0, io::poll_timeout(next_time(until, now)), nullptr);
  }
  for (const auto& [easy, transfer] : transfers_) curl_multi_remove_handle(multi_, easy);
  transfers_.clear();
}

void Client::start_waiting(Time now) {
  Response late;
  late.error = "not sent before its deadline: earlier ones were still in progress";
  for (const Job& job : waiting_.take_late(now)) job.done(late);
  make_way_for_sets(now);
  const auto may_start_set = [&](const Job& job) { return job.lane && may_start(job, now); };
  while (auto next = waiting_.take(may_start_set)) begin(std::move(*next));
  while (auto next = waiting_.take([&](const Job& job) { return may_start(job, now); })) begin(std::move(*next));
}

void Client::make_way_for_sets(Time now) {
  std::set<std::string> urgent;
  waiting_.each([&](const Queue::Waiting& waiting) {
    if (waiting.job.lane && waiting.half_time() <= now) urgent.insert(waiting.job.host);
  });
  if (urgent.empty()) return;
  for (auto at = transfers_.begin(); at != transfers_.end();) {
    Job& job = at->second->job;
    if (job.lane || !urgent.contains(job.host) || hosts_.may_start(job.host, true, now)) {
      ++at;
      continue;
    }
    curl_multi_remove_handle(multi_, at->first);
    hosts_.abandon(job.host);
    waiting_.push(std::move(job), now);
    at = transfers_.erase(at);
  }
}

std::optional<Client::Time> Client::next_time(std::optional<Time> until, Time now) const {
  until = mapping::earlier(until, waiting_.next_deadline());
  until = mapping::earlier(until, hosts_.next(now));
  waiting_.each([&](const Queue::Waiting& waiting) {
    if (waiting.job.lane && waiting.half_time() > now) until = mapping::earlier(until, waiting.half_time());
  });
  return until;
}

bool Client::may_start(const Job& job, Time now) const {
  const auto of_its_lane = [&](const auto& entry) { return entry.second->job.lane == job.lane; };
  if (!hosts_.may_start(job.host, job.lane.has_value(), now)) return false;
  const auto running = std::count_if(transfers_.begin(), transfers_.end(), of_its_lane);
  return running < (job.lane ? 1 : kMaxPolls);
}

void Client::begin(Queue::Waiting waiting) {
  const Time now = Clock::now();
  // 0 would be no timeout at all.
  const auto timeout = std::max(std::chrono::floor<milliseconds>(waiting.deadline(now) - now), milliseconds(1));
  hosts_.begin(waiting.job.host, now);
  auto transfer = std::make_unique<Transfer>(std::move(waiting.job), server_, timeout, max_body_bytes_);
  curl_multi_add_handle(multi_, transfer->easy);
  transfers_.emplace(transfer->easy, std::move(transfer));
}

void Client::take_finished() {
  int left = 0;
  while (const CURLMsg* message = curl_multi_info_read(multi_, &left)) {
    if (message->msg != CURLMSG_DONE) continue;
    const CURLcode code = message->data.result;
    auto entry = transfers_.extract(message->easy_handle);
    curl_multi_remove_handle(multi_, entry.key());
    Transfer& transfer = *entry.mapped();
    transfer.conclude(code);
    const std::string& host = transfer.job.host;
    transfer.response.is_known = hosts_.end(host, transfer.response.status != 0 || transfer.too_long, Clock::now());
    transfer.job.done(transfer.response);
    if (transfer.response.is_known) give_up_polls_of(host, transfer.response);
    wake();  // another job may start now
  }
}

/// What waits for a host that is away has the same answer as the request that was tried.
void Client::give_up_polls_of(const std::string& host, const Response& response) {
  const auto is_meant = [&](const Job& job) { return !job.lane && job.host == host; };
  while (const auto waiting = waiting_.take(is_meant)) waiting->job.done(response);
}

}  // namespace adapters::http
