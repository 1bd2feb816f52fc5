// SPDX-License-Identifier: Apache-2.0
// Shows what the messages of many firmwares become: each file of tests/fixtures/firmwares has messages, and the tree
// expected of them.
#include <algorithm>
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "tests/support/catch.hpp"
#include "tests/unit/mqtt/discovery/bridge.hpp"

using namespace tests;

namespace {

struct Message {
  std::string topic;
  std::string payload;
};

struct Firmware {
  std::string convention;
  std::vector<Message> messages;
  std::string expected;
};

Firmware read_file(const std::filesystem::path& path) {
  constexpr std::string_view kBetween = " | ";
  constexpr std::string_view kConvention = "convention ";
  std::ifstream file(path);
  Firmware firmware;
  for (std::string line; std::getline(file, line);) {
    if (line.starts_with(kConvention)) firmware.convention = line.substr(kConvention.size());
    if (line.starts_with("= ")) firmware.expected += line + '\n';
    const std::size_t between = line.find(kBetween);
    if (!line.starts_with("< ") || between == std::string::npos) continue;
    firmware.messages.push_back({line.substr(2, between - 2), line.substr(between + kBetween.size())});
  }
  return firmware;
}

const discovery::Entry& entry_of(const std::string& convention) {
  const auto& all = discovery::kConventions;
  const auto found = std::find_if(all.begin(), all.end(), [&](const auto& entry) { return entry.name == convention; });
  REQUIRE(found != all.end());
  return *found;
}

// The last value that a message has brought.
std::string last_value(const mapping::Capability& capability, const std::vector<Message>& messages) {
  std::string last;
  if (!capability.source) return last;
  std::vector<mapping::Source> sources = capability.elsewhere;
  sources.push_back(*capability.source);
  for (const Message& message : messages) {
    for (const mapping::Source& source : sources) {
      if (source.address.text() != message.topic) continue;
      const std::string value = read(source, capability.conversion, message.payload);
      if (value != "(kept)") last = value;
    }
  }
  return last;
}

std::string set_value(const mapping::Capability& capability) {
  if (!capability.words.empty()) return capability.words.front();
  if (capability.conversion.type == ADAPTER_BOOLEAN) return "true";
  if (capability.conversion.type == ADAPTER_STRING) return "text";
  return capability.maximum ? capability.maximum->text() : "50";
}

std::string line_of(const mapping::Capability& capability, const std::vector<Message>& messages) {
  std::string line = "=   " + capability.identity + " \"" + capability.name + "\" " + shape(capability);
  if (capability.minimum || capability.maximum) {
    line += " [" + mapping::text_of(capability.minimum) + ", " + mapping::text_of(capability.maximum) + "]";
  }
  std::string words;
  for (const std::string& word : capability.words) words += (words.empty() ? "" : ", ") + word;
  if (!words.empty()) line += " {" + words + "}";
  if (const std::string value = last_value(capability, messages); !value.empty()) line += " : " + value;
  if (!capability.sink) return line;
  if (!capability.companions.empty()) return line + " -> with its companions";
  return line + " -> " + sent(capability, set_value(capability));
}

std::string tree_of(const Firmware& firmware) {
  const discovery::Entry& entry = entry_of(firmware.convention);
  Bridge bridge(entry.make, entry.topic);
  std::map<std::string, bool> seen;
  for (const Message& message : firmware.messages) {
    for (const auto& device : bridge.hear(message.topic, message.payload).described) seen[device.key.identity] = true;
  }
  std::string tree;
  for (const auto& [identity, described] : seen) {
    if (!bridge.has(identity)) continue;
    const mapping::DeviceDescription& device = bridge.device(identity);
    tree += "= device " + identity + " \"" + device.name + "\" " + (device.type.empty() ? "-" : device.type) + ' ' +
            device.protocol + '\n';
    for (const mapping::Capability& capability : device.capabilities)
      tree += line_of(capability, firmware.messages) + '\n';
  }
  for (const auto& [identity, reason] : bridge.skipped()) {
    tree += "= skipped " + identity + ": " + reason.substr(0, 60) + '\n';
  }
  CHECK(bridge.rejected() == 0);
  return tree;
}

}  // namespace

TEST_CASE("what firmwares send becomes the tree expected of it") {
  std::size_t count = 0;
  std::vector<std::filesystem::path> paths;
  for (const auto& file : std::filesystem::directory_iterator(FIXTURES "/firmwares")) {
    if (file.path().extension() == ".txt") paths.push_back(file.path());
  }
  std::sort(paths.begin(), paths.end());
  for (const std::filesystem::path& path : paths) {
    const std::string name = path.filename().string();
    INFO(name);
    const Firmware firmware = read_file(path);
    REQUIRE_FALSE(firmware.messages.empty());
    const std::string tree = tree_of(firmware);
    if (tree != firmware.expected) std::printf("%s becomes\n%s", name.c_str(), tree.c_str());
    CHECK(tree == firmware.expected);
    ++count;
  }
  CHECK(count >= 20);
}
