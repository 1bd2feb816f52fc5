// SPDX-License-Identifier: Apache-2.0
#include "proxy/control/text_in_memory.hpp"

#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <system_error>

namespace proxy::control {
namespace {

void write_all(int descriptor, std::string_view text) {
  while (!text.empty()) {
    const ssize_t written = ::write(descriptor, text.data(), text.size());
    if (written < 0 && errno != EINTR) throw std::system_error(errno, std::generic_category(), "cannot store a text");
    if (written > 0) text.remove_prefix(static_cast<std::size_t>(written));
  }
  if (::lseek(descriptor, 0, SEEK_SET) != 0) throw std::system_error(errno, std::generic_category(), "lseek");
}

}  // namespace

TextInMemory::TextInMemory(std::string_view text) : descriptor_(::memfd_create("text", 0)) {
  if (descriptor_ < 0) throw std::system_error(errno, std::generic_category(), "cannot store a text");
  ::fchmod(descriptor_, S_IRUSR | S_IWUSR);  // it may have a secret
  try {
    write_all(descriptor_, text);
  } catch (...) {
    ::close(descriptor_);
    throw;
  }
}

TextInMemory::~TextInMemory() { ::close(descriptor_); }

}  // namespace proxy::control
