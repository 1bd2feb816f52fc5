// SPDX-License-Identifier: Apache-2.0
#include "proxy/cwmp/handlers/transfer_url.hpp"

#include "proxy/base/lower_case.hpp"

#include <algorithm>
#include <string>

namespace proxy::cwmp {
namespace {

bool is_letter(char character) {
  return (character >= 'a' && character <= 'z') || (character >= 'A' && character <= 'Z');
}

bool is_in_scheme(char character) {
  return is_letter(character) || (character >= '0' && character <= '9') || character == '+' || character == '-' ||
         character == '.';
}

}  // namespace

std::optional<base::Error> refuse_url(std::string_view url) {
  const auto bad = [](const char* why) { return base::Error{base::Fault::invalid_arguments, "URL", why}; };
  const bool is_printable = std::ranges::all_of(
      url, [](char character) { return character > ' ' && character < '\x7f' && character != '\\'; });
  if (!is_printable) return bad("has characters that are not allowed in a URL");
  const std::size_t colon = url.find(':');
  const std::string_view scheme = url.substr(0, std::min(colon, url.size()));
  if (colon == std::string_view::npos || scheme.empty() || !is_letter(scheme.front()) ||
      !std::ranges::all_of(scheme, is_in_scheme)) {
    return bad("has no scheme, such as http://");
  }
  const std::string name = base::lower_case(scheme);
  if (name != "http" && name != "https") {
    return base::Error{base::Fault::unsupported_transfer_protocol, "",
                       std::string(scheme) + "; http and https are supported"};
  }
  if (!HAS_TLS && name == "https")
    return base::Error{base::Fault::unsupported_transfer_protocol, "",
                       "https; this build has no TLS, http is supported"};
  std::string_view rest = url.substr(colon + 1);
  if (!rest.starts_with("//")) return bad("has no host");
  rest.remove_prefix(2);
  const std::string_view authority = rest.substr(0, std::min(rest.find_first_of("/?#"), rest.size()));
  if (authority.empty() || authority.front() == ':') return bad("has no host");
  if (authority.find('@') != std::string_view::npos)
    return bad("has a user name; use the arguments Username and Password");
  return std::nullopt;
}

}  // namespace proxy::cwmp
