// SPDX-License-Identifier: Apache-2.0
#include "proxy/acs/http/curl_session.hpp"

#include "proxy/acs/http/compressed_body.hpp"
#include "proxy/acs/http/remedy.hpp"

#include <boost/asio/post.hpp>

#include <algorithm>
#include <chrono>
#include <span>
#include <string_view>
#include <utility>

namespace proxy::acs {
namespace {

/// Upper bound of a whole exchange, in response timeouts, even if bytes keep coming.
constexpr long kMaxTimeouts = 20;

/// Reads the body of an exchange until the loop takes the body away; from then on it reads nothing.
class ExchangeBody final : public cwmp::Body {
 public:
  explicit ExchangeBody(HttpExchange& exchange) : exchange_(exchange) {}
  std::uint64_t size() const override { return exchange_.size; }
  void rewind() override {
    const std::lock_guard lock(exchange_.mutex);
    if (exchange_.body) exchange_.body->rewind();
  }
  std::size_t read(std::span<char> block) override {
    const std::lock_guard lock(exchange_.mutex);
    return exchange_.body ? exchange_.body->read(block) : 0;
  }

 private:
  HttpExchange& exchange_;
};

bool is_taken_away(HttpExchange& exchange) {
  const std::lock_guard lock(exchange.mutex);
  return !exchange.is_empty && !exchange.body;
}

}  // namespace

CurlSession::CurlSession(config::Acs settings, CertificateTimes times, std::set<std::string>& digest_origins)
    : settings_(std::move(settings)),
      times_(times),
      multi_(curl_multi_init()),
      easy_(curl_easy_init()),
      login_(!settings_.username.empty(), digest_origins) {
  // An empty line turns cookies on, and begins with none. CURLOPT_COOKIEFILE, the usual way, allocates memory that
  // curl_easy_reset() of libcurl 7.88 leaks.
  curl_easy_setopt(easy_.get(), CURLOPT_COOKIELIST, "Set-Cookie:");
  curl_multi_setopt(multi_.get(), CURLMOPT_SOCKETFUNCTION, &CurlSession::on_socket_change);
  curl_multi_setopt(multi_.get(), CURLMOPT_SOCKETDATA, this);
  curl_multi_setopt(multi_.get(), CURLMOPT_TIMERFUNCTION, &CurlSession::on_timer_change);
  curl_multi_setopt(multi_.get(), CURLMOPT_TIMERDATA, this);
}

CurlSession::~CurlSession() {
  abandon();
  // It closes what is open. libcurl 8 shuts TLS down then, and calls on_socket_change() and on_timer_change().
  multi_.reset();
}

void CurlSession::configure() {
  CURL* easy = easy_.get();
  const auto timeout = static_cast<long>(std::chrono::milliseconds(settings_.response_timeout).count());
  configure_network(easy, settings_, times_);
  curl_easy_setopt(easy, CURLOPT_ERRORBUFFER, error_.data());
  curl_easy_setopt(easy, CURLOPT_FOLLOWLOCATION, 0L);
  curl_easy_setopt(easy, CURLOPT_TIMEOUT_MS, timeout * kMaxTimeouts);
  curl_easy_setopt(easy, CURLOPT_READFUNCTION, &CurlSession::on_read);
  curl_easy_setopt(easy, CURLOPT_READDATA, this);
  curl_easy_setopt(easy, CURLOPT_SEEKFUNCTION, &CurlSession::on_seek);
  curl_easy_setopt(easy, CURLOPT_SEEKDATA, this);
  curl_easy_setopt(easy, CURLOPT_WRITEFUNCTION, &CurlSession::on_body);
  curl_easy_setopt(easy, CURLOPT_WRITEDATA, this);
  curl_easy_setopt(easy, CURLOPT_HEADERFUNCTION, &CurlSession::on_header);
  curl_easy_setopt(easy, CURLOPT_HEADERDATA, this);
  // on_body() bounds the decompressed body. A libcurl without zlib requests uncompressed answers only.
  if ((curl_version_info(CURLVERSION_NOW)->features & CURL_VERSION_LIBZ) != 0)
    curl_easy_setopt(easy, CURLOPT_ACCEPT_ENCODING, "gzip, deflate");
  configure_auth();
}

void CurlSession::configure_auth() {
  const bool withhold = login_.withholds_password();
  curl_easy_setopt(easy_.get(), CURLOPT_USERNAME, withhold ? nullptr : settings_.username.c_str());
  curl_easy_setopt(easy_.get(), CURLOPT_PASSWORD, withhold ? nullptr : settings_.password.reveal().c_str());
  curl_easy_setopt(easy_.get(), CURLOPT_HTTPAUTH, login_.methods());
}

/// Forgets the nonce of a login; connections and cookies stay.
void CurlSession::begin_login() {
  curl_easy_reset(easy_.get());
  configure();
}

void CurlSession::configure_request() {
  CURL* easy = easy_.get();
  curl_slist* headers = curl_slist_append(nullptr, "Expect:");
  headers = curl_slist_append(headers, "Accept:");
  headers = curl_slist_append(headers, "User-Agent: tr069-proxy");
  const bool compresses = settings_.http_compression != config::HttpCompression::disabled;
  if (!compresses) headers = curl_slist_append(headers, "Accept-Encoding:");
  curl_easy_setopt(easy, CURLOPT_URL, exchange_->url.c_str());
  curl_easy_setopt(easy, CURLOPT_POST, 1L);
  if (exchange_->is_empty) {
    headers = curl_slist_append(headers, "Content-Type:");
    curl_easy_setopt(easy, CURLOPT_POSTFIELDS, "");
    curl_easy_setopt(easy, CURLOPT_POSTFIELDSIZE_LARGE, curl_off_t{0});
  } else {
    headers = curl_slist_append(headers, "Content-Type: text/xml; charset=\"utf-8\"");
    headers = curl_slist_append(headers, "SOAPAction;");  // this form sends the header without a value
    curl_easy_setopt(easy, CURLOPT_POSTFIELDS, nullptr);
    curl_easy_setopt(easy, CURLOPT_POSTFIELDSIZE_LARGE, static_cast<curl_off_t>(outgoing_->size()));
    if (compresses) {
      const std::string coding = std::string("Content-Encoding: ") + content_coding(settings_.http_compression);
      headers = curl_slist_append(headers, coding.c_str());
    }
  }
  headers_.reset(headers);
  curl_easy_setopt(easy, CURLOPT_HTTPHEADER, headers);
}

std::unique_ptr<cwmp::Body> CurlSession::outgoing_body() const {
  if (exchange_->is_empty) return nullptr;
  auto plain = std::make_unique<ExchangeBody>(*exchange_);
  if (settings_.http_compression == config::HttpCompression::disabled) return plain;
  return std::make_unique<CompressedBody>(settings_.http_compression, std::move(plain));
}

void CurlSession::start(std::shared_ptr<HttpExchange> exchange) {
  exchange_ = std::move(exchange);
  outgoing_ = outgoing_body();
  login_.begin_post();
  if (login_.enter(exchange_->url)) begin_login();
  begin();
}

void CurlSession::begin() {
  configure_request();
  body_.clear();
  head_size_ = 0;
  refusal_ = nullptr;
  error_.front() = '\0';
  progress();
  curl_multi_add_handle(multi_.get(), easy_.get());
}

void CurlSession::abandon() {
  if (!exchange_) return;
  curl_multi_remove_handle(multi_.get(), easy_.get());
  outgoing_.reset();
  exchange_.reset();
}

std::optional<base::SteadyTime> CurlSession::deadline() const {
  if (!exchange_) return timer_;
  return timer_ ? std::min(*timer_, idle_deadline_) : idle_deadline_;
}

void CurlSession::on_socket(curl_socket_t socket, short events) {
  int mask = 0;
  if ((events & CURL_WAIT_POLLIN) != 0) mask |= CURL_CSELECT_IN;
  if ((events & CURL_WAIT_POLLOUT) != 0) mask |= CURL_CSELECT_OUT;
  act(socket, mask);
}

void CurlSession::on_time(base::SteadyTime now) {
  if (timer_ && *timer_ <= now) {
    timer_.reset();
    act(CURL_SOCKET_TIMEOUT, 0);
  }
  if (!exchange_ || idle_deadline_ > now) return;
  curl_multi_remove_handle(multi_.get(), easy_.get());
  finish({.error = "no answer within acs.response_timeout_s"});
}

void CurlSession::act(curl_socket_t socket, int events) {
  int running = 0;
  curl_multi_socket_action(multi_.get(), socket, events, &running);
  int left = 0;
  while (const CURLMsg* message = curl_multi_info_read(multi_.get(), &left)) {
    if (message->msg != CURLMSG_DONE) continue;
    const CURLcode code = message->data.result;
    curl_multi_remove_handle(multi_.get(), easy_.get());
    completed(code);
  }
}

void CurlSession::completed(CURLcode code) {
  HttpResponse response;
  if (code == CURLE_UNSUPPORTED_PROTOCOL) refusal_ = "libcurl was built without TLS: it does not know https";
  if (code != CURLE_OK) {
    response.error = refusal_ != nullptr ? refusal_ : error_.front() != '\0' ? error_.data() : curl_easy_strerror(code);
    std::string remedy = remedy_of(code, response.error, settings_);
    if (remedy.empty() && ended_after_handshake(code)) remedy = remedy_of_early_end(settings_);
    if (refusal_ == nullptr && !remedy.empty()) response.error += ": " + remedy;
    return finish(std::move(response));
  }
  long status = 0;
  curl_easy_getinfo(easy_.get(), CURLINFO_RESPONSE_CODE, &status);
  if (try_to_log_in_again(status)) return;
  note_authentication(status);
  response.status = static_cast<int>(status);
  if (status == 401) response.error = remedy_of_refused_login(settings_);
  response.body = std::move(body_);
  char* text = nullptr;
  response.location = location();
  if (curl_easy_getinfo(easy_.get(), CURLINFO_LOCAL_IP, &text) == CURLE_OK && text != nullptr)
    response.local_address = text;
  if (curl_easy_getinfo(easy_.get(), CURLINFO_PRIMARY_IP, &text) == CURLE_OK && text != nullptr)
    response.peer_address = text;
  finish(std::move(response));
}

bool CurlSession::ended_after_handshake(CURLcode code) const {
  if (code != CURLE_SEND_ERROR && code != CURLE_RECV_ERROR && code != CURLE_GOT_NOTHING) return false;
  curl_off_t handshake_us = 0;
  long status = 0;
  curl_easy_getinfo(easy_.get(), CURLINFO_APPCONNECT_TIME_T, &handshake_us);
  curl_easy_getinfo(easy_.get(), CURLINFO_RESPONSE_CODE, &status);
  return handshake_us > 0 && status == 0;
}

/// Absolute. Not CURLINFO_REDIRECT_URL, into which libcurl writes our user name and password.
std::string CurlSession::location() const {
  curl_header* header = nullptr;
  if (curl_easy_header(easy_.get(), "Location", 0, CURLH_HEADER, -1, &header) != CURLHE_OK) return {};
  const std::unique_ptr<CURLU, CurlUrlDelete> url(curl_url());
  char* text = nullptr;
  if (curl_url_set(url.get(), CURLUPART_URL, exchange_->url.c_str(), 0) != CURLUE_OK ||
      curl_url_set(url.get(), CURLUPART_URL, header->value, 0) != CURLUE_OK ||
      curl_url_set(url.get(), CURLUPART_USER, nullptr, 0) != CURLUE_OK ||
      curl_url_set(url.get(), CURLUPART_PASSWORD, nullptr, 0) != CURLUE_OK ||
      curl_url_get(url.get(), CURLUPART_URL, &text, 0) != CURLUE_OK)
    return {};
  std::string absolute(text);
  curl_free(text);
  return absolute;
}

bool CurlSession::try_to_log_in_again(long status) {
  if (is_taken_away(*exchange_) || !login_.retries(status)) return false;
  if (outgoing_) outgoing_->rewind();
  begin_login();
  begin();
  return true;
}

void CurlSession::note_authentication(long status) {
  long offered = 0;
  curl_easy_getinfo(easy_.get(), CURLINFO_HTTPAUTH_AVAIL, &offered);
  if (login_.note_choice(status, offered)) configure_auth();
}

void CurlSession::finish(HttpResponse response) {
  outgoing_.reset();
  std::shared_ptr<HttpExchange> exchange = std::exchange(exchange_, nullptr);
  exchange->response = std::move(response);
  const boost::asio::any_io_executor executor = exchange->executor;
  boost::asio::post(executor, [exchange = std::move(exchange)] {
    exchange->work.reset();
    if (const HttpSession::Done done = std::exchange(exchange->done, nullptr))
      done(std::move(exchange->response), std::move(exchange->body));
  });
}

std::size_t CurlSession::on_read(char* buffer, std::size_t size, std::size_t count, void* self) {
  auto& session = *static_cast<CurlSession*>(self);
  session.progress();
  const std::size_t read = session.outgoing_->read(std::span(buffer, size * count));
  return is_taken_away(*session.exchange_) ? CURL_READFUNC_ABORT : read;
}

int CurlSession::on_seek(void* self, curl_off_t offset, int origin) {
  auto& session = *static_cast<CurlSession*>(self);
  if (offset != 0 || origin != SEEK_SET) return CURL_SEEKFUNC_CANTSEEK;
  if (is_taken_away(*session.exchange_)) return CURL_SEEKFUNC_FAIL;
  session.outgoing_->rewind();
  return CURL_SEEKFUNC_OK;
}

std::size_t CurlSession::on_body(char* data, std::size_t size, std::size_t count, void* self) {
  auto& session = *static_cast<CurlSession*>(self);
  session.progress();
  if (session.body_.size() + size * count > kMaxResponse) {
    session.refusal_ = "the body of the answer is longer than 4 MiB";
    return 0;
  }
  session.body_.append(data, size * count);
  return size * count;
}

std::size_t CurlSession::on_header(char* data, std::size_t size, std::size_t count, void* self) {
  auto& session = *static_cast<CurlSession*>(self);
  session.progress();
  const std::string_view line(data, size * count);
  if (line.starts_with("HTTP/")) {
    session.body_.clear();  // of the 401 before it
    session.head_size_ = 0;
    session.login_.head_began(line);
  }
  session.login_.header(line);
  const bool is_end = line.find_first_not_of("\r\n") == std::string_view::npos;
  if (is_end) session.refusal_ = session.login_.refusal();
  if (session.refusal_ != nullptr) return 0;
  session.head_size_ += size * count;
  if (session.head_size_ <= kMaxResponseHead) return size * count;
  session.refusal_ = "the headers of the answer are longer than 64 KiB";
  return 0;
}

int CurlSession::on_socket_change(CURL*, curl_socket_t socket, int what, void* self, void*) {
  auto& sockets = static_cast<CurlSession*>(self)->sockets_;
  std::erase_if(sockets, [&](const curl_waitfd& entry) { return entry.fd == socket; });
  if (what == CURL_POLL_REMOVE) return 0;
  short events = 0;
  if ((what & CURL_POLL_IN) != 0) events = static_cast<short>(events | CURL_WAIT_POLLIN);
  if ((what & CURL_POLL_OUT) != 0) events = static_cast<short>(events | CURL_WAIT_POLLOUT);
  sockets.push_back({.fd = socket, .events = events, .revents = 0});
  return 0;
}

int CurlSession::on_timer_change(CURLM*, long wait_ms, void* self) {
  auto& timer = static_cast<CurlSession*>(self)->timer_;
  timer.reset();
  if (wait_ms >= 0) timer = std::chrono::steady_clock::now() + std::chrono::milliseconds(wait_ms);
  return 0;
}

}  // namespace proxy::acs
