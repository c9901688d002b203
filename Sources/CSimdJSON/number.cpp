#include "number.hpp"

#include <charconv>

namespace focald {
namespace {

struct Parts {
  const char *end = nullptr;  // null: not a number
  bool negative = false;
  bool tiny = false;  // if it is out of range, then because it is too small
};

bool is_digit(const char *p, const char *end) { return p != end && *p >= '0' && *p <= '9'; }

const char *skip_digits(const char *p, const char *end) {
  while (is_digit(p, end)) p++;
  return p;
}

/// The place of the first digit that counts, in powers of ten: 3 for 123.4, -1 for 0.04.
long order(const char *integer, const char *point, const char *end) {
  if (*integer != '0') return point - integer;
  const char *p = point == end ? end : point + 1;
  const char *fraction = p;
  while (p != end && *p == '0') p++;
  return -(p - fraction);
}

/// number = [ "-" ] ( "0" / digit1-9 *DIGIT ) [ "." 1*DIGIT ] [ ( "e" / "E" ) [ "-" / "+" ] 1*DIGIT ]
Parts split(const char *p, const char *end) {
  Parts parts;
  parts.negative = p != end && *p == '-';
  p += parts.negative;
  const char *integer = p;
  if (!is_digit(p, end)) return parts;
  p = *p == '0' ? p + 1 : skip_digits(p, end);
  const char *point = p;
  if (p != end && *p == '.') {
    if (!is_digit(++p, end)) return parts;
    p = skip_digits(p, end);
  }
  long magnitude = order(integer, point, p);
  if (p != end && (*p == 'e' || *p == 'E')) {
    p++;
    bool down = p != end && *p == '-';
    if (p != end && (*p == '-' || *p == '+')) p++;
    if (!is_digit(p, end)) return parts;
    long exponent = 0;
    for (; is_digit(p, end); p++) exponent = exponent > 1000000000000 ? exponent : exponent * 10 + (*p - '0');
    magnitude += down ? -exponent : exponent;
  }
  parts.tiny = magnitude < 0;
  parts.end = p;
  return parts;
}

}  // namespace

focald_json_status read_number(std::string_view token, double &number) noexcept {
  const char *end = token.data() + token.size();
  while (end != token.data() && is_space(end[-1])) end--;
  Parts parts = split(token.data(), end);
  if (parts.end != end) return focald_json_syntax;
  auto result = std::from_chars(token.data(), end, number);
  if (result.ec == std::errc::result_out_of_range) {
    if (!parts.tiny) return focald_json_number_out_of_range;
    number = parts.negative ? -0.0 : 0.0;
  }
  return focald_json_ok;
}

}  // namespace focald
