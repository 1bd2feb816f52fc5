// SPDX-License-Identifier: Apache-2.0
#include "proxy/config/yaml/tags.hpp"

#include "proxy/config/text.hpp"
#include "proxy/config/yaml/document.hpp"

#include <algorithm>
#include <cstdlib>
#include <utility>

namespace proxy::config {
namespace {

constexpr std::size_t kMaxTagFileSize = 65536;

bool environment_name(std::string_view name) {
  const auto fits = [](char letter) {
    return (letter >= 'A' && letter <= 'Z') || (letter >= 'a' && letter <= 'z') || letter == '_' ||
           (letter >= '0' && letter <= '9');
  };
  return !name.empty() && !(name[0] >= '0' && name[0] <= '9') && std::all_of(name.begin(), name.end(), fits);
}

}  // namespace

std::optional<std::string> Tags::resolve(std::string_view tag, const Node& node, const std::string& path,
                                         Diagnostics& diagnostics) {
  Resolved resolved;
  if (is_refused(tag)) {
    resolved.problem = std::string(tag) + " is not allowed in a downloaded file: add it to vendor_config.allow";
  } else if (tag == "!env") {
    resolved = environment(node.scalar);
  } else if (tag == "!file") {
    resolved = file(node);
  } else if (tag == "!secret") {
    resolved = secret(node.scalar, diagnostics);
  } else {
    resolved.problem = "unknown tag " + quote(tag) + "; the tags are !env, !file and !secret";
  }
  if (resolved.text && first_bad_byte(*resolved.text) != std::string::npos) {
    resolved = {std::nullopt, "the value of " + std::string(tag) + " is not valid UTF-8"};
  }
  if (!resolved.text) diagnostics.error(position(node), path, std::move(resolved.problem));
  return std::move(resolved.text);
}

bool Tags::is_refused(std::string_view tag) const {
  if (!allowed_ || (tag != "!env" && tag != "!file" && tag != "!secret")) return false;
  return std::find(allowed_->begin(), allowed_->end(), tag) == allowed_->end();
}

Tags::Resolved Tags::environment(const std::string& scalar) {
  const auto split = scalar.find(":-");
  const auto name = scalar.substr(0, split);
  if (!environment_name(name)) return {std::nullopt, "!env needs the name of a variable, not " + quote(name)};
  const char* value = std::getenv(name.c_str());
  const bool has_default = split != std::string::npos;
  if (has_default && (value == nullptr || *value == '\0')) return {scalar.substr(split + 2), {}};
  if (value == nullptr) {
    return {std::nullopt, "the environment variable " + name + " is not set (a default: !env \"" + name + ":-...\")"};
  }
  return {value, {}};
}

Tags::Resolved Tags::file(const Node& node) {
  const auto path = std::filesystem::path(*node.file).parent_path() / node.scalar;
  auto [text, problem] = read_file(path, kMaxTagFileSize);
  if (!problem.empty()) return {std::nullopt, "!file " + quote(path.string()) + ": " + problem};
  if (text.ends_with('\n')) text.pop_back();
  if (text.ends_with('\r')) text.pop_back();
  return {std::move(text), {}};
}

Tags::Resolved Tags::secret(const std::string& name, Diagnostics& diagnostics) {
  if (!secrets_) load_secrets(diagnostics);
  const auto found = secrets_->find(name);
  if (found != secrets_->end()) return {found->second, {}};
  return {std::nullopt, "no secret " + quote(name) + " in " + (directory_ / "secrets.yaml").string()};
}

void Tags::load_secrets(Diagnostics& diagnostics) {
  secrets_.emplace();
  const auto path = directory_ / "secrets.yaml";
  std::error_code error;
  if (!std::filesystem::exists(path, error)) return;
  if (others_may_read(path, std::filesystem::perms::group_read | std::filesystem::perms::others_read)) {
    diagnostics.warning({path.string(), 1, 1}, {},
                        "users other than the owner can read this file: change its mode to 600");
  }
  Budget budget;
  const auto nodes = load_document(path, nullptr, budget, diagnostics);
  if (nodes.empty() || nodes[0].kind == Node::Kind::null) return;
  if (nodes[0].kind != Node::Kind::map) {
    diagnostics.error(position(nodes[0]), {}, "must be a map of names to secrets");
  }
  for (auto entry = nodes[0].first_child; entry != kNoNode; entry = nodes[entry].next) {
    const auto& node = nodes[entry];
    if (node.kind == Node::Kind::scalar) {
      secrets_->emplace(node.key, node.scalar);
    } else {
      diagnostics.error(position(node), node.key, "a secret must be a text");
    }
  }
}

}  // namespace proxy::config
