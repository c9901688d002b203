#include "json_cursor.hpp"

namespace focald {
namespace {

/// Characters that stand for themselves. Whether the text is UTF-8 has been checked.
inline const char *skip_plain(const char *p) {
  while (*p != '"' && *p != '\\' && uint8_t(*p) >= 0x20) p++;
  return p;
}

bool append_utf8(Growable<char> &out, uint32_t code) {
  char bytes[4];
  size_t count = 0;
  if (code < 0x80) {
    bytes[count++] = char(code);
  } else if (code < 0x800) {
    bytes[count++] = char(0xC0 | code >> 6);
  } else if (code < 0x10000) {
    bytes[count++] = char(0xE0 | code >> 12);
    bytes[count++] = char(0x80 | (code >> 6 & 0x3F));
  } else {
    bytes[count++] = char(0xF0 | code >> 18);
    bytes[count++] = char(0x80 | (code >> 12 & 0x3F));
    bytes[count++] = char(0x80 | (code >> 6 & 0x3F));
  }
  if (code >= 0x80) bytes[count++] = char(0x80 | (code & 0x3F));
  return out.append(bytes, count);
}

}  // namespace

bool JSONCursor::skip_string() {
  p++;
  for (;;) {
    p = skip_plain(p);
    if (*p == '"') return p++, true;
    if (*p != '\\') return fail(focald_records_syntax);
    if (!escape(nullptr)) return false;
  }
}

bool JSONCursor::string(std::string_view &text) {
  const char *start = p + 1;
  p = skip_plain(start);
  if (__builtin_expect(*p == '"', 1)) {
    text = {start, size_t(p++ - start)};
    return true;
  }
  unescaped_.truncate(0);
  for (;;) {
    if (!unescaped_.append(start, size_t(p - start))) return fail(focald_records_out_of_memory);
    if (*p == '"') break;
    if (*p != '\\') return fail(focald_records_syntax);
    if (!escape(&unescaped_)) return false;
    start = p;
    p = skip_plain(p);
  }
  p++;
  text = {unescaped_.count() > 0 ? &unescaped_[0] : "", unescaped_.count()};
  return true;
}

bool JSONCursor::four_digits(uint32_t &code) {
  code = 0;
  for (int digit = 0; digit < 4; digit++, p++) {
    char letter = char(*p | 0x20);
    uint32_t value = *p >= '0' && *p <= '9' ? uint32_t(*p - '0')
        : letter >= 'a' && letter <= 'f'    ? uint32_t(letter - 'a' + 10)
                                            : 16;
    if (value == 16) return fail(focald_records_syntax);
    code = code << 4 | value;
  }
  return true;
}

/// RFC 8259 §7. A surrogate without a partner stands for no character.
bool JSONCursor::escape(Growable<char> *out) {
  uint32_t code = 0;
  p++;
  switch (*p++) {
    case '"': code = '"'; break;
    case '\\': code = '\\'; break;
    case '/': code = '/'; break;
    case 'b': code = '\b'; break;
    case 'f': code = '\f'; break;
    case 'n': code = '\n'; break;
    case 'r': code = '\r'; break;
    case 't': code = '\t'; break;
    case 'u': {
      uint32_t low = 0;
      if (!four_digits(code)) return false;
      if (code >= 0xDC00 && code < 0xE000) return fail(focald_records_syntax);
      if (code < 0xD800 || code >= 0xE000) break;
      if (p[0] != '\\' || p[1] != 'u') return fail(focald_records_syntax);
      p += 2;
      if (!four_digits(low)) return false;
      if (low < 0xDC00 || low >= 0xE000) return fail(focald_records_syntax);
      code = 0x10000 + ((code - 0xD800) << 10) + (low - 0xDC00);
      break;
    }
    default: return fail(focald_records_syntax);
  }
  return out == nullptr || append_utf8(*out, code) || fail(focald_records_out_of_memory);
}

}  // namespace focald
