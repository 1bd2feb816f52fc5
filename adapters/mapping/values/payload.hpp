// SPDX-License-Identifier: Apache-2.0
#pragma once
// What a device sent: text, or a JSON document in which pointers look values up. It is parsed at most once, and never
// beyond the limits of size and depth.
// Spec: RFC 8259 (JSON), RFC 6901 (JSON Pointer)
// Thread: pure; one payload belongs to one thread

#include <cstddef>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "adapters/mapping/values/outcome.hpp"

namespace adapters::mapping {

enum class Grammar {
  strict,  ///< RFC 8259 to the letter
  lenient  ///< also a comma behind the last member; the numbers .5, 5., +5 and 05; and a bare NaN or infinity, in any
           ///< spelling of C, JavaScript and Python, which is read as null
};

/// One value as its device wrote it.
struct Scalar {
  enum class Kind { missing, null, boolean, number, text, container };
  Kind kind = Kind::missing;
  std::string text;  ///< of a boolean, a number or a text; a number may have an exponent

  /// True for a boolean, a number or a text.
  bool has_value() const { return kind == Kind::boolean || kind == Kind::number || kind == Kind::text; }
};

class Pointer {
 public:
  /// "" is the whole document, "/switch:0/output" a member, "/rl/0" an element; ~1 is '/', ~0 is '~'.
  static Outcome<Pointer> parse(std::string_view text);
  /// A member of a member: {"switch:0", "output"}. An element has its index as its token.
  static Pointer of(std::vector<std::string> tokens);
  const std::vector<std::string>& tokens() const { return tokens_; }
  bool operator==(const Pointer&) const = default;

 private:
  std::vector<std::string> tokens_;
};

/// One of several that a document holds: what it is known by, and itself, a document or a text.
struct Member {
  std::string identity;
  std::string text;
};

struct PayloadLimits {
  std::size_t max_bytes = std::size_t{1} << 20;
  std::size_t max_depth = 32;
  Grammar grammar = Grammar::lenient;
};

class Payload {
 public:
  /// Refers to the bytes, which must live as long.
  explicit Payload(std::string_view bytes, PayloadLimits limits = {});
  ~Payload();
  Payload(const Payload&) = delete;
  Payload& operator=(const Payload&) = delete;

  bool empty() const { return bytes_.empty(); }
  std::string_view bytes() const { return bytes_; }
  bool too_large() const { return bytes_.size() > limits_.max_bytes; }
  /// All of it, without white space and NULs around it, and without a byte order mark.
  std::string_view text() const;
  /// An object or array, read within the limits. Otherwise why_not_json() has the reason.
  bool is_json();
  const std::string& why_not_json() const { return reason_; }

  /// text(), save that `null` alone is JSON's null.
  Scalar whole() const;
  /// Missing where is_json() is false.
  Scalar at(const Pointer& pointer);
  /// The same; an object or array has its JSON as its text.
  Scalar document_at(const Pointer& pointer);
  /// The elements of the array at the pointer; none where there is no array.
  std::vector<Scalar> elements_at(const Pointer& pointer);
  /// The object at the pointer itself, known by what `key` finds in it; nothing if it finds nothing.
  std::optional<Member> member_at(const Pointer& pointer, const Pointer& key);
  /// What the object or array at the pointer holds, known by what `key` finds in each, or in an object, without a key,
  /// by its name there. Those without an identity, or with a '/' in it, are left out and their number is added to
  /// `unnamed`.
  Outcome<std::vector<Member>> members(const Pointer& pointer, const std::optional<Pointer>& key, std::size_t& unnamed);

 private:
  struct Document;
  void parse();

  std::string_view bytes_;
  PayloadLimits limits_;
  bool parsed_ = false;
  std::unique_ptr<Document> document_;
  std::string reason_;
};

}  // namespace adapters::mapping
