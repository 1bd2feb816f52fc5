// SPDX-License-Identifier: Apache-2.0
#include "tests/unit/acs_script/cpe.hpp"

#include <curl/curl.h>

#include <mutex>
#include <sstream>

namespace tests::acs_script {
namespace {

std::size_t append(char* data, std::size_t size, std::size_t count, void* body) {
  static_cast<std::string*>(body)->append(data, size * count);
  return size * count;
}

std::string parameter(const std::string& name, const std::string& value) {
  return "<ParameterValueStruct><Name>" + name + "</Name><Value xsi:type=\"xsd:string\">" + value +
         "</Value></ParameterValueStruct>";
}

}  // namespace

Cpe::Cpe(std::string url) {
  static std::once_flag initialised;
  std::call_once(initialised, [] { curl_global_init(CURL_GLOBAL_DEFAULT); });
  curl_ = curl_easy_init();
  curl_easy_setopt(curl_, CURLOPT_URL, url.c_str());
  curl_easy_setopt(curl_, CURLOPT_COOKIEFILE, "");
  curl_easy_setopt(curl_, CURLOPT_WRITEFUNCTION, append);
  deadline(10'000);
}

Cpe::~Cpe() { curl_easy_cleanup(curl_); }

void Cpe::use_credentials(const std::string& user, const std::string& password) {
  curl_easy_setopt(curl_, CURLOPT_HTTPAUTH, CURLAUTH_BASIC | CURLAUTH_DIGEST);
  curl_easy_setopt(curl_, CURLOPT_USERNAME, user.c_str());
  curl_easy_setopt(curl_, CURLOPT_PASSWORD, password.c_str());
}

void Cpe::use_ca(const std::string& file) { curl_easy_setopt(curl_, CURLOPT_CAINFO, file.c_str()); }

void Cpe::use_client_certificate(const std::string& certificate_file, const std::string& key_file) {
  curl_easy_setopt(curl_, CURLOPT_SSLCERT, certificate_file.c_str());
  curl_easy_setopt(curl_, CURLOPT_SSLKEY, key_file.c_str());
}

void Cpe::follow_redirects() {
  curl_easy_setopt(curl_, CURLOPT_FOLLOWLOCATION, 1L);
  curl_easy_setopt(curl_, CURLOPT_POSTREDIR, CURL_REDIR_POST_ALL);
}

void Cpe::forget_cookies() { curl_easy_setopt(curl_, CURLOPT_COOKIELIST, "ALL"); }

void Cpe::deadline(long milliseconds) { curl_easy_setopt(curl_, CURLOPT_TIMEOUT_MS, milliseconds); }

Cpe::Answer Cpe::post(const std::string& body) {
  Answer answer;
  curl_slist* headers = curl_slist_append(nullptr, "Expect:");
  if (body.empty()) {
    headers = curl_slist_append(headers, "Content-Type:");
  } else {
    headers = curl_slist_append(headers, ("Content-Type: " + content_type_).c_str());
    headers = curl_slist_append(headers, "SOAPAction;");
  }
  curl_easy_setopt(curl_, CURLOPT_HTTPHEADER, headers);
  curl_easy_setopt(curl_, CURLOPT_POST, 1L);
  curl_easy_setopt(curl_, CURLOPT_POSTFIELDS, body.data());
  curl_easy_setopt(curl_, CURLOPT_POSTFIELDSIZE, static_cast<long>(body.size()));
  curl_easy_setopt(curl_, CURLOPT_WRITEDATA, &answer.body);
  const CURLcode code = curl_easy_perform(curl_);
  if (code == CURLE_OK) {
    curl_easy_getinfo(curl_, CURLINFO_RESPONSE_CODE, &answer.status);
  } else {
    answer.error = curl_easy_strerror(code);
  }
  curl_easy_setopt(curl_, CURLOPT_HTTPHEADER, nullptr);
  curl_slist_free_all(headers);
  return answer;
}

std::string envelope(const std::string& id, const std::string& rpc_element) {
  return "<?xml version=\"1.0\"?>\n<s:Envelope xmlns:s=\"http://schemas.xmlsoap.org/soap/envelope/\" "
         "xmlns:enc=\"http://schemas.xmlsoap.org/soap/encoding/\" xmlns:xsd=\"http://www.w3.org/2001/XMLSchema\" "
         "xmlns:xsi=\"http://www.w3.org/2001/XMLSchema-instance\" xmlns:cwmp=\"urn:dslforum-org:cwmp-1-2\">"
         "<s:Header><cwmp:ID s:mustUnderstand=\"1\">" +
         id + "</cwmp:ID></s:Header><s:Body>" + rpc_element + "</s:Body></s:Envelope>";
}

std::string inform(const std::string& id, const std::string& events) {
  std::string list;
  std::size_t count = 0;
  std::istringstream codes(events);
  for (std::string code; std::getline(codes, code, ','); ++count) {
    list += "<EventStruct><EventCode>" + code + "</EventCode><CommandKey></CommandKey></EventStruct>";
  }
  return envelope(id,
                  "<cwmp:Inform><DeviceId><Manufacturer>Example</Manufacturer><OUI>00D09E</OUI>"
                  "<ProductClass>HomeGateway</ProductClass><SerialNumber>GW0001</SerialNumber></DeviceId>"
                  "<Event enc:arrayType=\"cwmp:EventStruct[" +
                      std::to_string(count) + "]\">" + list +
                      "</Event><MaxEnvelopes>1</MaxEnvelopes><CurrentTime>2026-11-22T12:00:00+01:00</CurrentTime>"
                      "<RetryCount>0</RetryCount><ParameterList enc:arrayType=\"cwmp:ParameterValueStruct[2]\">" +
                      parameter("Device.ManagementServer.ParameterKey", "") +
                      parameter("Device.ManagementServer.ConnectionRequestURL", "http://127.0.0.1:9/x") +
                      "</ParameterList></cwmp:Inform>");
}

std::string values_response(const std::string& id, const std::string& name, const std::string& value) {
  return envelope(id,
                  "<cwmp:GetParameterValuesResponse><ParameterList enc:arrayType=\"cwmp:ParameterValueStruct[1]\">" +
                      parameter(name, value) + "</ParameterList></cwmp:GetParameterValuesResponse>");
}

}  // namespace tests::acs_script
