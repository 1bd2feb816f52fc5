// SPDX-License-Identifier: Apache-2.0
#include "proxy/config/vendor_config.hpp"

#include "proxy/config/adapters/adapter_sections.hpp"
#include "proxy/config/rules.hpp"
#include "proxy/config/schema/schema.hpp"
#include "proxy/config/schema/section.hpp"
#include "proxy/config/text.hpp"
#include "proxy/config/yaml/document.hpp"
#include "proxy/config/yaml/tags.hpp"
#include "proxy/config/yaml/yaml_writer.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <string_view>
#include <utility>

namespace proxy::config {
namespace {

/// Plugins by which a configuration could read files, run programs, write to a device file, such as a serial line's, or
/// send requests to any server of the home.
constexpr std::array<std::string_view, 4> kReachOut{"command", "file", "http", "modbus"};

const AdapterSection* find_named(std::span<const AdapterSection> adapters, std::string_view name) {
  const auto found = std::find_if(adapters.begin(), adapters.end(),
                                  [&](const AdapterSection& adapter) { return adapter.name == name; });
  return found == adapters.end() ? nullptr : &*found;
}

/// Gives the masked nodes at and below `index` the values at the same place of `present`, at and below `at`.
class Unmasking {
 public:
  Unmasking(Nodes& nodes, const Nodes& present, Diagnostics& diagnostics)
      : nodes_(nodes), present_(present), diagnostics_(diagnostics) {}

  void run(std::uint32_t index, std::uint32_t at, const std::string& path) {
    if (nodes_[index].masked) return take(nodes_[index], at, path);
    const bool is_map = nodes_[index].kind == Node::Kind::map;
    const bool same_kind = at != kNoNode && present_[at].kind == nodes_[index].kind;
    auto beside = same_kind && !is_map ? present_[at].first_child : kNoNode;
    std::size_t number = 0;
    for (auto child = nodes_[index].first_child; child != kNoNode; child = nodes_[child].next) {
      const std::string& key = nodes_[child].key;
      if (is_map) beside = same_kind ? find(present_, at, key) : kNoNode;
      run(child, beside, is_map ? (path.empty() ? key : path + "." + key) : fmt::format("{}[{}]", path, number++));
      if (!is_map && beside != kNoNode) beside = present_[beside].next;
    }
  }

 private:
  void take(Node& node, std::uint32_t at, const std::string& path) {
    if (at == kNoNode || present_[at].kind != Node::Kind::scalar) {
      return diagnostics_.error(position(node), path,
                                "is masked, and the running configuration has no value for it: write the value");
    }
    node.scalar = present_[at].scalar;
    node.quoted = present_[at].quoted;
    node.secret = true;
    node.masked = node.unresolved = false;
  }

  Nodes& nodes_;
  const Nodes& present_;
  Diagnostics& diagnostics_;
};

/// The path in diagnostics: an operator knows the file by the name of his download. The folder is that of the stored
/// file, which relative paths in it refer to.
std::filesystem::path shown_path(const std::filesystem::path& state_dir, std::string_view name) {
  const bool is_usable =
      check_text(name, 1, 64).empty() && name.find('/') == std::string_view::npos && name != "." && name != "..";
  return is_usable ? state_dir / name : downloaded_path(state_dir);
}

class Reader {
 public:
  Reader(const Config& config, const std::filesystem::path& main_file, std::span<const AdapterSection> present,
         std::string_view name)
      : config_(config),
        file_(shown_path(config.state_dir, name)),
        tags_(main_file.parent_path(), config.vendor_config.allow),
        present_(present),
        name_(name),
        profiles_(config.profile_dir, budget_, result_.diagnostics) {}

  Downloaded run(std::string text) {
    if (text.size() > kMaxDownloadSize) {
      diagnostics().error({file_.string(), 1, 1}, {}, fmt::format("larger than {} bytes", kMaxDownloadSize));
      return std::move(result_);
    }
    nodes_ = parse_document(file_.string(), std::move(text), &tags_, budget_, diagnostics());
    if (!nodes_.empty() && nodes_[0].kind == Node::Kind::map) {
      read();
    } else if (!diagnostics().failed()) {
      diagnostics().error(position(nodes_[0]), {}, "must be a map with `adapters`");
    }
    diagnostics().sort();
    if (diagnostics().failed()) result_.adapters.clear();
    return std::move(result_);
  }

 private:
  Diagnostics& diagnostics() { return result_.diagnostics; }

  void read() {
    if (find(nodes_, 0, "adapters") == kNoNode && find(nodes_, 0, "include") == kNoNode) {
      return diagnostics().error(position(nodes_[0]), "adapters", "is required: a downloaded file holds only adapters");
    }
    leave_out_other_sections();
    unmask();
    validate(nodes_, 0, downloaded_options(), diagnostics());
    const Section root(nodes_, 0, {}, diagnostics());
    read_description(root);
    read_adapters(nodes_, profiles_, diagnostics(), result_.adapters);
    leave_out_those_there();
    write();
    read_included(root);
    std::vector<AdapterSection> all = config_.adapters;
    all.insert(all.end(), result_.adapters.begin(), result_.adapters.end());
    check_clashes(all, diagnostics());
  }

  void read_description(const Section& root) {
    for (const std::string_view key : {"name", "version", "description"}) {
      if (const Node* node = root.scalar(key); node && node->secret)
        root.error(key, "must be plain text: the ACS can read it");
    }
    root.read("name", result_.name, text_rule<0, 64>);
    root.read("version", result_.version, text_rule<0, 16>);
    root.read("description", result_.description, text_rule<0, 256>);
  }

  void leave_out_other_sections() {
    const auto rows = downloaded_options();
    std::vector<std::uint32_t> others;
    for (auto index = nodes_[0].first_child; index != kNoNode; index = nodes_[index].next) {
      const bool known =
          std::any_of(rows.begin(), rows.end(), [&](const Option& row) { return row.key == nodes_[index].key; });
      if (!known) others.push_back(index);
    }
    for (const std::uint32_t index : others) {
      diagnostics().warning(key_position(nodes_[index]), {},
                            quote(nodes_[index].key) + " is ignored: a downloaded file holds only adapters");
      unlink(nodes_, 0, index);
    }
  }

  void unmask() {
    const auto list = find(nodes_, 0, "adapters");
    const Nodes nothing;
    for (auto index = nodes_[0].first_child; index != kNoNode; index = nodes_[index].next) {
      if (index != list) Unmasking(nodes_, nothing, diagnostics()).run(index, kNoNode, nodes_[index].key);
    }
    if (list == kNoNode || nodes_[list].kind != Node::Kind::list) return;
    std::size_t number = 0;
    for (auto index = nodes_[list].first_child; index != kNoNode; index = nodes_[index].next) {
      const auto name = find(nodes_, index, "name");
      const AdapterSection* there = name == kNoNode ? nullptr : find_named(present_, nodes_[name].scalar);
      Unmasking(nodes_, there ? there->section : nothing, diagnostics())
          .run(index, there ? 0 : kNoNode, fmt::format("adapters[{}]", number++));
    }
  }

  /// Leaves out the adapters of an uploaded configuration that come back unchanged.
  void leave_out_those_there() {
    std::erase_if(result_.adapters, [&](const AdapterSection& adapter) {
      const AdapterSection* there = find_named(config_.adapters, adapter.name);
      return there && same_content(there->section, adapter.section);
    });
    for (const AdapterSection& adapter : result_.adapters) {
      const bool reaches_out = std::find(kReachOut.begin(), kReachOut.end(), adapter.plugin) != kReachOut.end();
      if (!reaches_out || config_.vendor_config.allows(adapter.plugin)) continue;
      diagnostics().error(
          position(adapter.section[find(adapter.section, 0, "plugin")]), adapter.path + ".plugin",
          quote(adapter.plugin) + " is not allowed in a downloaded file: add it to vendor_config.allow");
    }
  }

  void read_included(const Section& root) {
    if (!root.has("include")) return;
    if (!config_.vendor_config.allows("include")) {
      return root.error("include", "is not allowed in a downloaded file: add it to vendor_config.allow");
    }
    const std::size_t own = result_.adapters.size();
    config::read_included(root, file_.parent_path(), tags_, budget_, profiles_, diagnostics(), result_.adapters);
    for (std::size_t index = own; index < result_.adapters.size(); ++index) {
      Unmasking(result_.adapters[index].section, {}, diagnostics()).run(0, kNoNode, result_.adapters[index].path);
    }
  }

  /// Writes the text to store: everything that is not left out, with the values of masked nodes.
  void write() {
    const auto include = find(nodes_, 0, "include");
    const auto list = find(nodes_, 0, "adapters");
    if (result_.adapters.empty() && include == kNoNode) {
      result_.name.clear(), result_.version.clear(), result_.description.clear();
      return;
    }
    if (list != kNoNode) unlink(nodes_, 0, list);
    if (result_.name.empty() && check_text(name_, 1, 64).empty()) {
      result_.name = name_;
      result_.text = "name: " + double_quoted(name_) + "\n";
    }
    write_entries(nodes_, 0, Secrets::written, 0, result_.text);
    result_.text += result_.adapters.empty() ? "adapters: []\n" : "adapters:\n";
    for (const AdapterSection& adapter : result_.adapters) {
      write_list_entry(adapter.section, Secrets::written, 2, result_.text);
    }
  }

  const Config& config_;
  const std::filesystem::path file_;
  Tags tags_;
  std::span<const AdapterSection> present_;
  std::string_view name_;
  Budget budget_;
  Nodes nodes_;
  Downloaded result_;
  Profiles profiles_;
};

/// Appends name, version and description.
void show_description(const Downloaded& downloaded, std::string& out) {
  for (const auto& [key, text] : {std::pair("name", &downloaded.name), std::pair("version", &downloaded.version),
                                  std::pair("description", &downloaded.description)}) {
    if (!text->empty()) out += fmt::format("{}: {}\n", key, double_quoted(*text));
  }
}

void show_adapters(std::span<const AdapterSection> adapters, std::string& out) {
  out += adapters.empty() ? "adapters: []\n" : "adapters:\n";
  for (const AdapterSection& adapter : adapters) write_list_entry(adapter.section, Secrets::masked, 2, out);
}

}  // namespace

std::filesystem::path downloaded_path(const std::filesystem::path& state_dir) { return state_dir / "adapters.yaml"; }

Downloaded read_downloaded(std::string text, const Config& config, const std::filesystem::path& main_file,
                           std::span<const AdapterSection> present, std::string_view name) {
  return Reader(config, main_file, present, name).run(std::move(text));
}

Downloaded load_downloaded(const Config& config, const std::filesystem::path& main_file) {
  const auto path = downloaded_path(config.state_dir);
  std::error_code error;
  Downloaded result;
  if (!std::filesystem::exists(path, error)) return result;
  auto [text, problem] = read_file(path, 2 * kMaxDownloadSize);
  if (problem.empty()) return read_downloaded(std::move(text), config, main_file, {});
  result.diagnostics.error({path.string(), 1, 1}, {}, std::move(problem));
  return result;
}

std::string shown_configuration(const Config& config, const Downloaded& downloaded,
                                std::span<const AdapterSection> adapters) {
  std::string text;
  show_description(downloaded, text);
  write_entries(config.document, 0, Secrets::masked, 0, text);
  show_adapters(adapters, text);
  return text;
}

std::string shown_download(const Downloaded& downloaded, std::span<const AdapterSection> adapters) {
  std::string text;
  show_description(downloaded, text);
  show_adapters(adapters, text);
  return text;
}

}  // namespace proxy::config
