// SPDX-License-Identifier: Apache-2.0
#include "proxy/model/tree/cell_text.hpp"

#include <algorithm>
#include <cstdint>
#include <cstring>
#include <utility>

namespace proxy::model {
namespace {

constexpr char kElsewhere = 0x7f;

struct Place {
  char* begin;
  std::uint32_t length;
};
static_assert(sizeof(Place::begin) + sizeof(Place::length) < sizeof(CellText));

}  // namespace

CellText::CellText(std::string_view text) {
  if (text.size() <= kMaxHere) {
    std::copy(text.begin(), text.end(), bytes_.begin());
    bytes_.back() = static_cast<char>(text.size());
    return;
  }
  const Place place{new char[text.size()], static_cast<std::uint32_t>(text.size())};
  std::copy(text.begin(), text.end(), place.begin);
  std::memcpy(bytes_.data(), &place.begin, sizeof(place.begin));
  std::memcpy(bytes_.data() + sizeof(place.begin), &place.length, sizeof(place.length));
  bytes_.back() = kElsewhere;
}

CellText& CellText::operator=(CellText&& other) noexcept {
  std::swap(bytes_, other.bytes_);
  return *this;
}

CellText::~CellText() {
  if (bytes_.back() == kElsewhere) delete[] view().data();
}

std::string_view CellText::view() const {
  if (bytes_.back() != kElsewhere) return {bytes_.data(), static_cast<std::size_t>(bytes_.back())};
  Place place{};
  std::memcpy(&place.begin, bytes_.data(), sizeof(place.begin));
  std::memcpy(&place.length, bytes_.data() + sizeof(place.begin), sizeof(place.length));
  return {place.begin, place.length};
}

}  // namespace proxy::model
