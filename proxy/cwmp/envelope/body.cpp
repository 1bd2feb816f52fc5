// SPDX-License-Identifier: Apache-2.0
#include "proxy/cwmp/envelope/body.hpp"

#include <algorithm>
#include <utility>

namespace proxy::cwmp {
namespace {

class TextBody final : public Body {
 public:
  explicit TextBody(std::shared_ptr<const std::string> text) : text_(std::move(text)) {}

  std::uint64_t size() const override { return text_->size(); }
  void rewind() override { offset_ = 0; }
  std::size_t read(std::span<char> block) override {
    const std::size_t length = text_->copy(block.data(), block.size(), offset_);
    offset_ += length;
    return length;
  }

 private:
  std::shared_ptr<const std::string> text_;
  std::size_t offset_ = 0;
};

}  // namespace

std::unique_ptr<Body> make_text_body(std::shared_ptr<const std::string> text) {
  return std::make_unique<TextBody>(std::move(text));
}

}  // namespace proxy::cwmp
