#include "json_cursor.hpp"

#include "decimal.hpp"

namespace focald {

bool JSONCursor::fail(focald_records_status why) {
  if (fault.status == focald_records_ok) {
    fault.status = why;
    if (fault.found == 0) fault.found = *p;
  }
  return false;
}

bool JSONCursor::wrong_type() {
  const char *start = p;
  if (!skip_value(level)) return false;
  p = start;
  return fail(focald_records_wrong_type);
}

bool JSONCursor::number(double &number) {
  const char *next = read_decimal(p, number);
  if (__builtin_expect(next == nullptr, 0)) return odd_number();
  p = next;
  return true;
}

/// What stands here was not read as a number: why?
bool JSONCursor::odd_number() {
  if (*p != '-' && (*p < '0' || *p > '9')) return wrong_type();
  return skip_number() && fail(focald_records_number_out_of_range);
}

bool JSONCursor::integer(int64_t &number) {
  bool negative = *p == '-';
  const char *start = p, *digits = p + negative;
  if (*digits < '0' || *digits > '9') return negative ? fail(focald_records_syntax) : wrong_type();
  uint64_t value = 0;
  const char *next = digits;
  for (; *next >= '0' && *next <= '9' && next - digits < 18; next++) value = value * 10 + uint64_t(*next - '0');
  if (__builtin_expect(*digits == '0' && next - digits > 1, 0)) return fail(focald_records_syntax);
  bool fits = true;
  for (; *next >= '0' && *next <= '9'; next++) {
    fits = fits && !__builtin_mul_overflow(value, 10, &value) &&
        !__builtin_add_overflow(value, uint64_t(*next - '0'), &value);
  }
  if (__builtin_expect(*next == '.' || *next == 'e' || *next == 'E', 0)) {
    return skip_number() && (p = start, fail(focald_records_not_whole));
  }
  // The most negative integer has no positive counterpart.
  if (!fits || value > uint64_t(INT64_MAX) + negative) return fail(focald_records_id_out_of_range);
  number = negative ? int64_t(0 - value) : int64_t(value);
  p = next;
  return true;
}

bool JSONCursor::flag(uint8_t &flag) {
  if (*p == '0' || *p == '1') {
    char next = p[1];
    if (next == ',' || next == '}' || is_space(next)) {
      flag = uint8_t(*p++ - '0');
      return true;
    }
  }
  if (at("true", 4) || at("false", 5)) {
    flag = *p == 't';
    p += flag ? 4 : 5;
    return true;
  }
  double value = 0;
  if (!number(value)) return false;
  flag = value != 0;
  return true;
}

bool JSONCursor::box(double *box) {
  const char *start = p;
  if (__builtin_expect(*p != '[', 0)) return wrong_type();
  p++;
  skip_space();
  for (unsigned index = 0; index < 4; index++) {
    const char *next = read_decimal(p, box[index]);
    if (__builtin_expect(next == nullptr, 0)) {
      p = *p == ']' ? start : p;
      fault.index = index;
      return p == start ? odd_box(start) : odd_number();
    }
    p = next;
    skip_space();
    if (*p != (index < 3 ? ',' : ']')) return odd_box(start);
    p++;
    if (index < 3) skip_space();
  }
  return true;
}

/// A box that does not hold four numbers and nothing else.
bool JSONCursor::odd_box(const char *start) {
  p = start;
  fault.index = SIZE_MAX;
  if (!skip_array(level)) return false;
  const char *close = p;
  size_t count = 0;
  p = start + 1;
  for (skip_space(); p + 1 < close; count++) {
    double value;
    if (*p != '-' && (*p < '0' || *p > '9')) {
      fault.index = count;
      return wrong_type();
    }
    if (!number(value)) return false;
    skip_space();
    if (*p == ',') p++;
    skip_space();
  }
  p = start;
  fault.count = count;
  return fail(focald_records_box_length);
}

bool JSONCursor::skip_value(unsigned levels) {
  switch (*p) {
    case '"': return skip_string();
    case '[': return skip_array(levels);
    case '{': return skip_object(levels);
    case 't': case 'f': case 'n': return skip_word();
    default: return skip_number();
  }
}

bool JSONCursor::skip_word() {
  size_t count = at("null", 4) || at("true", 4) ? 4 : at("false", 5) ? 5 : 0;
  p += count;
  return count > 0 || fail(focald_records_syntax);
}

/// number = [ "-" ] ( "0" / digit1-9 *DIGIT ) [ "." 1*DIGIT ] [ ( "e" / "E" ) [ "-" / "+" ] 1*DIGIT ]
bool JSONCursor::skip_number() {
  auto digits = [this] {
    const char *first = p;
    while (*p >= '0' && *p <= '9') p++;
    return p > first;
  };
  p += *p == '-';
  bool zero = *p == '0';
  const char *integer = p;
  if (!digits() || (zero && p - integer > 1)) return fail(focald_records_syntax);
  if (*p == '.' && (p++, !digits())) return fail(focald_records_syntax);
  if (*p == 'e' || *p == 'E') {
    p++;
    p += *p == '-' || *p == '+';
    if (!digits()) return fail(focald_records_syntax);
  }
  return true;
}

bool JSONCursor::skip_array(unsigned levels) {
  if (depth_ + levels > FOCALD_JSON_MAX_DEPTH) return fail(focald_records_too_deep);
  p++;
  skip_space();
  if (*p == ']') return p++, true;
  for (;;) {
    if (!skip_value(levels + 1)) return false;
    skip_space();
    if (*p == ']') return p++, true;
    if (!take(',')) return false;
  }
}

bool JSONCursor::skip_object(unsigned levels) {
  if (depth_ + levels > FOCALD_JSON_MAX_DEPTH) return fail(focald_records_too_deep);
  p++;
  skip_space();
  if (*p == '}') return p++, true;
  for (;;) {
    if (*p != '"' || !skip_string()) return fail(focald_records_syntax);
    skip_space();
    if (!take(':') || !skip_value(levels + 1)) return false;
    skip_space();
    if (*p == '}') return p++, true;
    if (!take(',')) return false;
  }
}

}  // namespace focald
