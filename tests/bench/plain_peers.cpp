// SPDX-License-Identifier: Apache-2.0
#include "tests/bench/plain_peers.hpp"

#include <curl/curl.h>

#include <exception>
#include <memory>
#include <pugixml.hpp>
#include <stdexcept>
#include <thread>

namespace tests::bench {
namespace {

std::size_t discard(char*, std::size_t size, std::size_t count, void*) { return size * count; }

/// Posts until the server has had its rounds.
void post(const std::string& url, const std::string& body, int rounds) {
  const std::unique_ptr<CURL, decltype(&curl_easy_cleanup)> handle(curl_easy_init(), &curl_easy_cleanup);
  const std::unique_ptr<curl_slist, decltype(&curl_slist_free_all)> headers(
      curl_slist_append(curl_slist_append(nullptr, "Expect:"), "Content-Type: text/xml; charset=\"utf-8\""),
      &curl_slist_free_all);
  curl_easy_setopt(handle.get(), CURLOPT_URL, url.c_str());
  curl_easy_setopt(handle.get(), CURLOPT_HTTPHEADER, headers.get());
  curl_easy_setopt(handle.get(), CURLOPT_COOKIEFILE, "");
  curl_easy_setopt(handle.get(), CURLOPT_POSTFIELDS, body.data());
  curl_easy_setopt(handle.get(), CURLOPT_POSTFIELDSIZE_LARGE, static_cast<curl_off_t>(body.size()));
  curl_easy_setopt(handle.get(), CURLOPT_WRITEFUNCTION, &discard);
  for (int i = 0; i < rounds; ++i) {
    if (const CURLcode code = curl_easy_perform(handle.get()); code != CURLE_OK) {
      throw std::runtime_error(std::string("libcurl: ") + curl_easy_strerror(code));
    }
  }
}

}  // namespace

std::vector<ValueText> values_in(const std::string& envelope) {
  pugi::xml_document document;
  document.load_buffer(envelope.data(), envelope.size());
  std::vector<ValueText> values;
  for (const pugi::xpath_node& found : document.select_nodes("//ParameterValueStruct")) {
    const pugi::xml_node value = found.node().child("Value");
    values.push_back({found.node().child_value("Name"), value.first_attribute().value(), value.child_value()});
  }
  return values;
}

std::chrono::nanoseconds write_envelope(const std::vector<ValueText>& values) {
  const auto begin = std::chrono::steady_clock::now();
  std::string text;
  text += "<soap-env:Envelope><soap-env:Body><cwmp:GetParameterValuesResponse><ParameterList>";
  for (const ValueText& value : values) {
    text += "<ParameterValueStruct><Name>";
    text += value.name;
    text += "</Name><Value xsi:type=\"";
    text += value.type;
    text += "\">";
    text += value.value;
    text += "</Value></ParameterValueStruct>";
  }
  text += "</ParameterList></cwmp:GetParameterValuesResponse></soap-env:Body></soap-env:Envelope>";
  const auto end = std::chrono::steady_clock::now();
  if (text.find('\0') != std::string::npos) throw std::runtime_error("no text has been written");
  return end - begin;
}

std::vector<std::chrono::nanoseconds> post_with_curl(const std::string& body, int rounds) {
  using namespace std::chrono_literals;
  acs::ScriptedAcs server({.parse_limit = 1024, .strict = false, .deadline = 60s});
  std::exception_ptr failure;
  std::thread client([&] {
    try {
      post(server.url(), body, rounds + 1);
    } catch (...) {
      failure = std::current_exception();
      server.interrupt();
    }
  });
  std::vector<std::chrono::nanoseconds> times;
  for (int i = 0; i <= rounds; ++i) {
    auto exchange = server.next(30s);
    if (!exchange) break;
    if (i != 0) times.push_back((*exchange)->round_trip());  // the first one connects
    exchange->reply(acs::raw(std::string(700, ' ')));        // as long as a request of an ACS
  }
  client.join();
  if (failure) std::rethrow_exception(failure);
  return times;
}

}  // namespace tests::bench
