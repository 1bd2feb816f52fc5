// SPDX-License-Identifier: Apache-2.0
#include "proxy/cwmp/envelope/list_body.hpp"

#include "proxy/cwmp/addressing.hpp"
#include "proxy/cwmp/envelope/xml_text.hpp"
#include "proxy/model/matches.hpp"

#include <algorithm>
#include <array>
#include <optional>
#include <utility>

namespace proxy::cwmp {
namespace {

using Item = model::Cursor::Item;

/// As much is written at a time: a few items, so that what is held stays small.
constexpr std::size_t kBlockSize = std::size_t{16} << 10;

std::string_view struct_name(Listing::Kind kind) {
  switch (kind) {
    case Listing::Kind::values: return "ParameterValueStruct";
    case Listing::Kind::names: return "ParameterInfoStruct";
    case Listing::Kind::attributes: return "ParameterAttributeStruct";
  }
  return {};
}

/// Goes through all that a listing selects.
class Walk {
 public:
  Walk(const model::Tree& tree, const Listing& listing) : tree_(tree), listing_(listing), mode_(instance_mode(tree)) {}

  /// Of the item that next() gave: its path may have characters that need an escape if it has aliases.
  model::Naming naming() const { return naming_; }

  const Item* next() {
    while (listing_.limit == 0 || shown_ < listing_.limit) {
      if (!cursor_ && !open_next()) return nullptr;
      const Item* item = cursor_->next();
      if (!item) {
        cursor_.reset();
      } else if (is_listed(*item)) {
        ++shown_;
        return item;
      }
    }
    return nullptr;
  }

  void restart() {
    cursor_.reset();
    matches_.reset();
    selection_ = 0;
    shown_ = 0;
  }

 private:
  bool open_next() {
    while (true) {
      if (matches_) {
        if (const auto match = matches_->next()) {
          cursor_.emplace(tree_, *match, listing_.depth, naming_);
          return true;
        }
        matches_.reset();
      }
      if (selection_ == listing_.selections.size()) return false;
      const model::Selection& selection = listing_.selections[selection_++];
      naming_ = naming_below(selection.path, mode_);
      if (selection.kind != model::Selection::Kind::pattern) {
        cursor_.emplace(tree_, selection, listing_.depth, naming_);
        return true;
      }
      matches_.emplace(tree_, selection.path, naming_);
    }
  }

  bool is_listed(const Item& item) const {
    return listing_.kind == Listing::Kind::names || item.kind == Item::Kind::parameter;
  }

  const model::Tree& tree_;
  const Listing& listing_;
  const model::Naming mode_;
  model::Naming naming_ = model::Naming::numbers;
  std::optional<model::Matches> matches_;  ///< of the selection, if it is a pattern
  std::optional<model::Cursor> cursor_;
  std::size_t selection_ = 0;
  std::size_t shown_ = 0;
};

// By numbers a path consists of letters, digits and a few signs that need no escape.
template <class Sink>
void write_path(Sink& sink, const Item& item, model::Naming naming) {
  if (naming == model::Naming::aliases) return sink.text(item.path);
  sink.markup(item.path);
}

template <class Sink>
void write_value(Sink& sink, const model::Tree& tree, const Item& item, model::Naming naming) {
  sink.markup("<ParameterValueStruct><Name>");
  write_path(sink, item, naming);
  sink.markup("</Name><Value xsi:type=\"");
  sink.markup(model::xsd_name(item.parameter.info().type));
  sink.markup("\">");
  write_text_of(sink, tree, item.parameter, naming);
  sink.markup("</Value></ParameterValueStruct>");
}

template <class Sink>
void write_name(Sink& sink, const Item& item, model::Naming naming) {
  sink.markup("<ParameterInfoStruct><Name>");
  write_path(sink, item, naming);
  sink.markup("</Name><Writable>");
  sink.markup(item.writable ? "1" : "0");
  sink.markup("</Writable></ParameterInfoStruct>");
}

template <class Sink>
void write_attributes(Sink& sink, const model::Tree& tree, const Item& item, model::Naming naming) {
  constexpr std::array<std::string_view, 7> kDigits{"0", "1", "2", "3", "4", "5", "6"};
  const model::Attributes attributes = tree.attributes(item.parameter);
  sink.markup("<ParameterAttributeStruct><Name>");
  write_path(sink, item, naming);
  sink.markup("</Name><Notification>");
  sink.markup(kDigits.at(static_cast<std::size_t>(attributes.notification)));
  sink.markup(attributes.subscriber_may_write
                  ? "</Notification><AccessList soap-enc:arrayType=\"xsd:string[1]\"><string>Subscriber</string>"
                  : "</Notification><AccessList soap-enc:arrayType=\"xsd:string[0]\">");
  sink.markup("</AccessList></ParameterAttributeStruct>");
}

template <class Sink>
void write_item(Sink& sink, const model::Tree& tree, Listing::Kind kind, const Item& item, model::Naming naming) {
  switch (kind) {
    case Listing::Kind::values: return write_value(sink, tree, item, naming);
    case Listing::Kind::names: return write_name(sink, item, naming);
    case Listing::Kind::attributes: return write_attributes(sink, tree, item, naming);
  }
}

class ListBody final : public Body {
 public:
  ListBody(model::Tree& tree, Listing listing, Frame frame)
      : freeze_(tree), tree_(tree), listing_(std::move(listing)), frame_(std::move(frame)), walk_(tree, listing_) {
    XmlSize items;
    std::size_t count = 0;
    while (const Item* item = walk_.next()) {
      write_item(items, tree_, listing_.kind, *item, walk_.naming());
      ++count;
    }
    frame_.before.append("<ParameterList soap-enc:arrayType=\"cwmp:");
    frame_.before.append(struct_name(listing_.kind)).append("[").append(std::to_string(count)).append("]\">");
    frame_.after.insert(0, "</ParameterList>");
    size_ = frame_.before.size() + items.size() + frame_.after.size();
    rewind();
  }

  std::uint64_t size() const override { return size_; }

  void rewind() override {
    walk_.restart();
    block_.str() = frame_.before;
    offset_ = 0;
    last_block_ = false;
  }

  std::size_t read(std::span<char> block) override {
    std::size_t done = 0;
    while (done < block.size()) {
      if (offset_ == block_.str().size() && !next_block()) break;
      const std::size_t length = block_.str().copy(block.data() + done, block.size() - done, offset_);
      offset_ += length;
      done += length;
    }
    return done;
  }

 private:
  bool next_block() {
    if (last_block_) return false;
    block_.str().clear();
    offset_ = 0;
    while (block_.str().size() < kBlockSize) {
      const Item* item = walk_.next();
      if (!item) {
        last_block_ = true;
        block_.markup(frame_.after);
        break;
      }
      write_item(block_, tree_, listing_.kind, *item, walk_.naming());
    }
    return true;
  }

  model::Tree::Freeze freeze_;
  const model::Tree& tree_;
  Listing listing_;
  Frame frame_;
  Walk walk_;
  std::uint64_t size_ = 0;

  XmlText block_;
  std::size_t offset_ = 0;  ///< what of the block has been read
  bool last_block_ = false;
};

}  // namespace

std::unique_ptr<Body> make_list_body(model::Tree& tree, Listing listing, Frame frame) {
  auto body = std::make_unique<ListBody>(tree, std::move(listing), std::move(frame));
  if (body->size() > kMaxTextAnswer) return body;
  auto text = std::make_shared<std::string>(static_cast<std::size_t>(body->size()), '\0');
  body->read(*text);
  return make_text_body(std::move(text));
}

}  // namespace proxy::cwmp
