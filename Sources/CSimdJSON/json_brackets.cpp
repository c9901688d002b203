#include "json_cursor.hpp"
#include "number.hpp"

namespace focald {
namespace {

using Bytes = uint8_t __attribute__((ext_vector_type(64)));
using Bits = bool __attribute__((ext_vector_type(64)));

inline uint64_t mask(const Bytes &bytes, uint8_t wanted) {
  return __builtin_bit_cast(uint64_t, __builtin_convertvector(bytes == wanted, Bits));
}

/// Of each bit whether an odd number of bits up to it is set.
inline uint64_t parity(uint64_t bits) {
  for (unsigned shift = 1; shift < 64; shift *= 2) bits ^= bits << shift;
  return bits;
}

/// Brackets, byte by byte.
class Brackets {
 public:
  bool in_string = false;
  size_t depth = 0;

  /// Looks at bytes up to the one that closes the last bracket, and returns where that is; null if it is not there.
  const char *find_end(const char *p, const char *stop) {
    for (; p < stop; p++) {
      if (is_escaped_) {
        is_escaped_ = false;
      } else if (in_string) {
        is_escaped_ = *p == '\\';
        in_string = *p != '"';
      } else if (*p == '"') {
        in_string = true;
      } else if (*p == '[' || *p == '{') {
        depth++;
      } else if ((*p == ']' || *p == '}') && --depth == 0) {
        return p + 1;
      }
    }
    return nullptr;
  }

  bool is_escaped() const { return is_escaped_; }

 private:
  bool is_escaped_ = false;
};

}  // namespace

const char *after_brackets(const char *p, const char *end) {
  constexpr size_t width = 64;
  Brackets brackets;
  for (; size_t(end - p) >= width; p += width) {
    Bytes bytes;
    std::memcpy(&bytes, p, width);
    if (mask(bytes, '\\') == 0 && !brackets.is_escaped()) {
      uint64_t strings = parity(mask(bytes, '"')) ^ (brackets.in_string ? ~uint64_t(0) : 0);
      // `[` and `{`, `]` and `}` differ in one bit.
      const Bytes lower = bytes | uint8_t(0x20);
      uint64_t opened = mask(lower, '{') & ~strings, closed = mask(lower, '}') & ~strings;
      size_t closing = size_t(__builtin_popcountll(closed));
      if (closing < brackets.depth) {
        brackets.depth += size_t(__builtin_popcountll(opened)) - closing;
        brackets.in_string = strings >> 63;
        continue;
      }
    }
    if (const char *close = brackets.find_end(p, p + width)) return close;
  }
  return brackets.find_end(p, end);
}

}  // namespace focald

using namespace focald;

namespace {

/// Where the value ends that begins at `p`; null if it does not.
const char *after_value(const char *p, const char *end) {
  if (*p == '[' || *p == '{') return after_brackets(p, end);
  if (*p == '"') {
    for (p++; p < end && *p != '"'; p++) p += *p == '\\';
    return p < end ? p + 1 : nullptr;
  }
  const char *start = p;
  while (p < end && *p != ',' && *p != '}' && !is_space(*p)) p++;
  return p > start ? p : nullptr;
}

const char *skip_spaces(const char *p, const char *end) {
  while (p < end && is_space(*p)) p++;
  return p;
}

}  // namespace

size_t focald_json_members(const char *text, size_t count, focald_json_member *members, size_t limit) {
  const char *end = text + count, *p = skip_spaces(text, end);
  if (p == end || *p++ != '{') return SIZE_MAX;
  p = skip_spaces(p, end);
  size_t found = 0;
  for (bool is_first = true; p < end && *p != '}'; is_first = false) {
    if (!is_first && *p++ != ',') return SIZE_MAX;
    p = skip_spaces(p, end);
    if (p == end || *p != '"' || found == limit) return SIZE_MAX;
    const char *key = p + 1, *after_key = after_value(p, end);
    if (after_key == nullptr) return SIZE_MAX;
    p = skip_spaces(after_key, end);
    if (p == end || *p++ != ':') return SIZE_MAX;
    p = skip_spaces(p, end);
    const char *value = p;
    if (p == end || (p = after_value(p, end)) == nullptr) return SIZE_MAX;
    members[found++] = {size_t(key - text), size_t(after_key - 1 - key), size_t(value - text), size_t(p - value)};
    p = skip_spaces(p, end);
  }
  return p < end && skip_spaces(p + 1, end) == end ? found : SIZE_MAX;
}
