// SPDX-License-Identifier: Apache-2.0
#include "proxy/config/yaml/document.hpp"

#include "proxy/config/text.hpp"
#include "proxy/config/yaml/tags.hpp"
#include "proxy/config/yaml/yaml_writer.hpp"

#include <fmt/format.h>
#include <yaml-cpp/eventhandler.h>
#include <yaml-cpp/exceptions.h>
#include <yaml-cpp/mark.h>
#include <yaml-cpp/parser.h>

#include <algorithm>
#include <iterator>
#include <memory>
#include <sstream>
#include <string>
#include <string_view>
#include <unordered_map>
#include <unordered_set>
#include <utility>
#include <vector>

namespace proxy::config {
namespace {

/// Ends the parsing of a file. parse() catches it.
struct Abandoned {
  Position at;
  std::string path, message;
};

/// Whether the closing quote of the scalar at `start` is missing. The parser takes the rest of the text as the scalar.
bool never_closed(std::string_view text, std::size_t start) {
  constexpr std::string_view kSpace = " \t\r\n";
  auto at = text.find_first_not_of(kSpace, start);
  while (at < text.size() && (text[at] == '!' || text[at] == '&')) {
    at = text.find_first_not_of(kSpace, std::min(text.find_first_of(kSpace, at), text.size()));
  }
  if (at >= text.size() || (text[at] != '"' && text[at] != '\'')) return false;
  const char quote_mark = text[at];
  for (++at; at < text.size(); ++at) {
    if (quote_mark == '"' && text[at] == '\\') {
      ++at;
    } else if (text[at] == quote_mark) {
      // '' is a quote inside of single quotes.
      if (quote_mark == '"' || at + 1 >= text.size() || text[at + 1] != quote_mark) return false;
      ++at;
    }
  }
  return true;
}

/// Receives the events of yaml-cpp's parser. The node tree of yaml-cpp is not used, because it does not have duplicate
/// keys, aliases and the positions of keys.
class Builder final : public YAML::EventHandler {
 public:
  Builder(std::string file, std::string_view text, Tags* tags, Budget& budget, Diagnostics& diagnostics)
      : file_(std::make_shared<const std::string>(std::move(file))),
        text_(text),
        tags_(tags),
        budget_(budget),
        diagnostics_(diagnostics) {}

  /// The nodes; empty if parsing ended inside of the document.
  Nodes take() { return frames_.empty() ? std::move(nodes_) : Nodes(); }

  void OnDocumentStart(const YAML::Mark& mark) override {
    if (++documents_ == 1) return;
    const auto rest = text_.substr(static_cast<std::size_t>(std::max(mark.pos, 0)));
    abandon(mark, rest.starts_with("---") ? "a second document: a configuration file holds one"
                                          : "text after the end of the document");
  }
  void OnDocumentEnd() override {}

  void OnNull(const YAML::Mark& mark, YAML::anchor_t anchor) override {
    if (awaits_key()) abandon(mark, "a key must be a word; quote it if it is meant to be \"null\" or empty");
    // For a missing value the parser gives the mark of the next token.
    const bool entry = !frames_.empty() && frames_.back().is_map;
    remember(anchor, add(Node::Kind::null, entry ? frames_.back().key_mark : mark));
    end_value();
  }

  void OnAlias(const YAML::Mark& mark, YAML::anchor_t anchor) override {
    if (awaits_key()) abandon(mark, "a key must be a word, not an alias");
    const auto found = anchors_.find(anchor);
    if (found == anchors_.end()) abandon(mark, "the alias refers to a key, not to a value");
    const auto original = found->second;
    if (std::any_of(frames_.begin(), frames_.end(), [&](const Frame& frame) { return frame.node == original; })) {
      abandon(mark, "the alias refers to the value that it is part of");
    }
    fill(add(nodes_[original].kind, mark), original, mark, frames_.size());
    end_value();
  }

  void OnScalar(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t anchor,
                const std::string& value) override {
    const bool plain = tag.empty() || tag == "?";
    const bool text = tag == "!" || tag == "tag:yaml.org,2002:str";
    if (never_closed(text_, static_cast<std::size_t>(std::max(mark.pos, 0))))
      abandon(mark, "the closing quote is missing");
    if (value.find('\0') != std::string::npos) abandon(mark, "a NUL character: a value must not contain one");
    if (awaits_key()) {
      if (!plain && !text) abandon(mark, "a key must be a word, without a tag");
      return set_key(mark, value, plain);
    }
    const auto index = add(Node::Kind::scalar, mark);
    nodes_[index].scalar = value;
    nodes_[index].quoted = text;
    if (!plain && !text) resolve(tag, nodes_[index]);
    remember(anchor, index);
    end_value();
  }

  void OnSequenceStart(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t anchor,
                       YAML::EmitterStyle::value) override {
    open(Node::Kind::list, mark, tag, "tag:yaml.org,2002:seq", anchor);
  }
  void OnSequenceEnd() override { close(); }

  void OnMapStart(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t anchor,
                  YAML::EmitterStyle::value) override {
    open(Node::Kind::map, mark, tag, "tag:yaml.org,2002:map", anchor);
  }
  void OnMapEnd() override { close(); }

 private:
  /// A list or map that is being read.
  struct Frame {
    std::uint32_t node = kNoNode;
    bool is_map = false;
    std::uint32_t last = kNoNode;  ///< the entry that the next one is linked to
    std::size_t count = 0;
    bool has_key = false;   ///< the key is read, its value is not
    bool unwanted = false;  ///< the value of that key is read, but not linked
    std::string key;
    YAML::Mark key_mark;
    std::unordered_set<std::string> keys;
  };

  Position at(const YAML::Mark& mark) const {
    return {*file_, static_cast<std::uint32_t>(mark.line + 1), static_cast<std::uint32_t>(mark.column + 1)};
  }

  [[noreturn]] void abandon(const YAML::Mark& mark, std::string message) const {
    throw Abandoned{at(mark), path(), std::move(message)};
  }

  std::string path() const {
    std::string path;
    for (const auto& frame : frames_) {
      if (!frame.is_map) {
        fmt::format_to(std::back_inserter(path), "[{}]", frame.count == 0 ? 0 : frame.count - 1);
      } else if (frame.has_key || &frame != &frames_.back()) {
        if (!path.empty()) path.push_back('.');
        path.append(frame.key);
      }
    }
    return path;
  }

  bool awaits_key() const { return !frames_.empty() && frames_.back().is_map && !frames_.back().has_key; }

  void set_key(const YAML::Mark& mark, const std::string& key, bool plain) {
    auto& frame = frames_.back();
    frame.key = key;
    frame.key_mark = mark;
    frame.has_key = true;
    frame.unwanted = false;
    if (plain && key == "<<") {
      frame.unwanted = true;
      diagnostics_.error(at(mark), path(), "merge keys are not supported: write the keys out");
    } else if (!frame.keys.insert(key).second) {
      frame.unwanted = true;
      diagnostics_.error(at(mark), path(), "duplicate key: remove one of the two");
    }
  }

  std::uint32_t append(Node node, const YAML::Mark& mark) {
    if (budget_.nodes == 0) {
      abandon(mark,
              fmt::format("more than {} values, with aliases expanded: the configuration is too large", kMaxNodes));
    }
    --budget_.nodes;
    nodes_.push_back(std::move(node));
    return static_cast<std::uint32_t>(nodes_.size() - 1);
  }

  /// Adds a node of that kind as the next entry of the open list or map.
  std::uint32_t add(Node::Kind kind, const YAML::Mark& mark) {
    Node node;
    node.kind = kind;
    node.file = file_;
    const auto where = at(mark);
    node.line = node.key_line = where.line;
    node.column = node.key_column = where.column;
    if (frames_.empty()) return append(std::move(node), mark);

    auto& frame = frames_.back();
    if (frame.is_map) {
      node.key = frame.key;
      node.key_line = at(frame.key_mark).line;
      node.key_column = at(frame.key_mark).column;
    }
    const auto index = append(std::move(node), mark);
    ++frame.count;
    if (!std::exchange(frame.unwanted, false)) {
      (frame.last == kNoNode ? nodes_[frame.node].first_child : nodes_[frame.last].next) = index;
      frame.last = index;
    }
    return index;
  }

  /// Copies `original` with all nodes below it to `copy`. `depth`: the number of lists and maps around it.
  void fill(std::uint32_t copy, std::uint32_t original, const YAML::Mark& mark, std::size_t depth) {
    if (depth > kMaxDepth) abandon(mark, fmt::format("nested deeper than {} levels", kMaxDepth));
    nodes_[copy].scalar = nodes_[original].scalar;
    nodes_[copy].quoted = nodes_[original].quoted;
    nodes_[copy].secret = nodes_[original].secret;
    nodes_[copy].unresolved = nodes_[original].unresolved;
    nodes_[copy].masked = nodes_[original].masked;
    nodes_[copy].tag = nodes_[original].tag;
    std::uint32_t last = kNoNode;
    for (auto child = nodes_[original].first_child; child != kNoNode; child = nodes_[child].next) {
      Node node = nodes_[child];
      node.first_child = node.next = kNoNode;
      const auto index = append(std::move(node), mark);
      (last == kNoNode ? nodes_[copy].first_child : nodes_[last].next) = index;
      last = index;
      fill(index, child, mark, depth + 1);
    }
  }

  void remember(YAML::anchor_t anchor, std::uint32_t index) {
    if (anchor != YAML::NullAnchor) anchors_[anchor] = index;
  }

  void end_value() {
    if (!frames_.empty()) frames_.back().has_key = false;
  }

  void resolve(const std::string& tag, Node& node) {
    node.secret = true;
    if (tags_ == nullptr) {
      diagnostics_.error(position(node), path(), "a tag is not allowed here");
      node.unresolved = true;
      return;
    }
    if (tag == kMasked && tags_->takes_masked()) {
      node.masked = node.unresolved = true;
      return;
    }
    node.tag = std::make_shared<const std::string>(tag + " " + double_quoted(node.scalar));
    auto text = tags_->resolve(tag, node, path(), diagnostics_);
    node.unresolved = !text;
    node.scalar = std::move(text).value_or(std::string());
  }

  void open(Node::Kind kind, const YAML::Mark& mark, const std::string& tag, std::string_view standard_tag,
            YAML::anchor_t anchor) {
    if (awaits_key()) abandon(mark, "a key must be a word, not a list or map");
    if (frames_.size() >= kMaxDepth) abandon(mark, fmt::format("nested deeper than {} levels", kMaxDepth));
    const auto index = add(kind, mark);
    if (!tag.empty() && tag != "?" && tag != "!" && tag != standard_tag) {
      diagnostics_.error(at(mark), path(), "the tag " + quote(tag) + " is not allowed before a list or map");
    }
    remember(anchor, index);
    Frame frame;
    frame.node = index;
    frame.is_map = kind == Node::Kind::map;
    frames_.push_back(std::move(frame));
  }

  void close() {
    frames_.pop_back();
    end_value();
  }

  std::shared_ptr<const std::string> file_;
  std::string_view text_;
  Tags* tags_;
  Budget& budget_;
  Diagnostics& diagnostics_;
  Nodes nodes_;
  std::vector<Frame> frames_;
  std::unordered_map<YAML::anchor_t, std::uint32_t> anchors_;
  int documents_ = 0;
};

Position position_of(const std::string& file, std::string_view text, std::size_t offset) {
  const auto before = text.substr(0, offset);
  const auto line_start = before.rfind('\n') + 1;  // npos + 1 is 0
  return {file, static_cast<std::uint32_t>(std::count(before.begin(), before.end(), '\n') + 1),
          static_cast<std::uint32_t>(offset - line_start + 1)};
}

/// The first tab that indents `line` (from 1) or the line before it. Such a tab is the most frequent cause of a syntax
/// error.
std::size_t indenting_tab(std::string_view text, std::uint32_t line) {
  std::size_t start = 0;
  for (std::uint32_t number = 1; number <= line && start < text.size(); ++number) {
    const auto first = text.find_first_not_of(' ', start);
    if (number + 1 >= line && first != std::string_view::npos && text[first] == '\t') return first;
    const auto end = text.find('\n', start);
    if (end == std::string_view::npos) break;
    start = end + 1;
  }
  return std::string_view::npos;
}

void report_syntax(const std::string& file, std::string_view text, const YAML::Exception& problem,
                   Diagnostics& diagnostics) {
  const bool known = problem.mark.line >= 0 && problem.mark.column >= 0;
  const auto line = known ? static_cast<std::uint32_t>(problem.mark.line + 1) : 1;
  const auto column = known ? static_cast<std::uint32_t>(problem.mark.column + 1) : 1;
  if (const auto tab = indenting_tab(text, line); tab != std::string_view::npos) {
    diagnostics.error(position_of(file, text, tab), {}, "a tab: YAML is indented with spaces");
  } else {
    diagnostics.error({file, line, column}, {}, "not valid YAML: " + problem.msg);
  }
}

Nodes parse(const std::string& file, const std::string& text, Tags* tags, Budget& budget, Diagnostics& diagnostics) {
  Builder builder(file, text, tags, budget, diagnostics);
  try {
    std::istringstream in(text);
    YAML::Parser parser(in);
    while (parser.HandleNextDocument(builder)) {
    }
  } catch (const Abandoned& abandoned) {
    diagnostics.error(abandoned.at, abandoned.path, abandoned.message);
    return builder.take();
  } catch (const YAML::Exception& problem) {
    report_syntax(file, text, problem, diagnostics);
    return builder.take();
  }
  auto nodes = builder.take();
  if (!nodes.empty()) return nodes;
  Node nothing;
  nothing.file = std::make_shared<const std::string>(file);
  return {std::move(nothing)};
}

}  // namespace

Nodes load_document(const std::filesystem::path& path, Tags* tags, Budget& budget, Diagnostics& diagnostics) {
  const auto file = path.string();
  auto [text, problem] = read_file(path, kMaxFileSize);
  if (!problem.empty()) {
    diagnostics.error({file, 1, 1}, {}, std::move(problem));
    return {};
  }
  return parse_document(file, std::move(text), tags, budget, diagnostics);
}

Nodes parse_document(const std::string& file, std::string text, Tags* tags, Budget& budget, Diagnostics& diagnostics) {
  constexpr std::string_view kByteOrderMark = "\xef\xbb\xbf";
  if (text.starts_with(kByteOrderMark)) text.erase(0, kByteOrderMark.size());
  if (const auto bad = first_bad_byte(text); bad != std::string::npos) {
    diagnostics.error(position_of(file, text, bad), {}, "a byte that is not valid UTF-8");
    return {};
  }
  return parse(file, text, tags, budget, diagnostics);
}

}  // namespace proxy::config
