#pragma once
#include <simdjson.h>

#include <cmath>
#include <cstdint>
#include <cstring>
#include <string_view>

#include "number.hpp"

namespace focald {

inline const char *skip_space(const char *p) {
  while (__builtin_expect(is_space(*p), 0)) p++;
  return p;
}

static_assert(__BYTE_ORDER__ == __ORDER_LITTLE_ENDIAN__, "the first character is taken for the lowest byte");

/// Appends the digits at `p` to `value`, up to eight in one step; returns where they end. The first digit is the
/// lowest byte, so that shifting by what is no digit leaves a number of eight digits with leading zeros.
inline const char *read_digits(const char *p, uint64_t &value) {
  static constexpr uint64_t powers[] = {1, 10, 100, 1000, 10000, 100000, 1000000, 10000000, 100000000};
  for (;;) {
    uint64_t chunk;
    std::memcpy(&chunk, p, 8);
    // A carry out of a byte above 0xF9 reaches bytes behind the first that is no digit, and none before.
    uint64_t others = ((chunk & 0xF0F0F0F0F0F0F0F0) ^ 0x3030303030303030) |
        (((chunk + 0x0606060606060606) & 0xF0F0F0F0F0F0F0F0) ^ 0x3030303030303030);
    unsigned count = others == 0 ? 8 : unsigned(__builtin_ctzll(others)) / 8;
    if (count == 0) return p;
    chunk = (chunk - 0x3030303030303030) << (64 - 8 * count);
    chunk = chunk * 10 + (chunk >> 8);
    chunk = ((chunk & 0x000000FF000000FF) * 0x000F424000000064 +
             ((chunk >> 16) & 0x000000FF000000FF) * 0x0000271000000001) >>
        32;
    value = value * powers[count] + (chunk & 0xFFFFFFFF);
    p += count;
    // Whether there are eight is hard to foretell, whether there are more is not.
    if (__builtin_expect(unsigned(count == 8) & unsigned(uint8_t(*p - '0') < 10), 0) == 0) return p;
  }
}

/// The double nearest to mantissa · 10^exponent. False: these methods do not decide.
[[gnu::always_inline]] inline bool round_decimal(
    uint64_t mantissa, int64_t exponent, bool negative, double &number) {
  static constexpr double powers[] = {1e0,  1e1,  1e2,  1e3,  1e4,  1e5,  1e6,  1e7,  1e8,  1e9,  1e10, 1e11,
                                      1e12, 1e13, 1e14, 1e15, 1e16, 1e17, 1e18, 1e19, 1e20, 1e21, 1e22};
  // Clinger 1990: both factors are exact, so one rounding.
  if (__builtin_expect(mantissa <= (uint64_t(1) << 53) && exponent <= 22 && exponent >= -22, 1)) {
    double exact = double(int64_t(mantissa));
    exact = exponent < 0 ? exact / powers[-exponent] : exact * powers[exponent];
    number = std::copysign(exact, negative ? -1.0 : 1.0);
    return true;
  }
  // Lemire 2021, by simdjson's table of powers of five.
  if (exponent < -342 || exponent > 308) return false;
  return simdjson::SIMDJSON_BUILTIN_IMPLEMENTATION::numberparsing::compute_float_64(
      exponent, mantissa, negative, number);
}

/// Reads the exponent after its letter; null if there is none. What is beyond all doubles stays so.
inline const char *read_exponent(const char *p, int64_t &exponent) {
  bool down = *p == '-';
  p += down || *p == '+';
  const char *first = p;
  int64_t value = 0;
  for (; *p >= '0' && *p <= '9'; p++) value = value < 100000 ? value * 10 + (*p - '0') : value;
  exponent += down ? -value : value;
  return p == first ? nullptr : p;
}

/// Reads the number that begins at `p`, correctly rounded. Returns its end; null if it is none, or beyond the
/// doubles. 8 bytes after it must be readable.
[[gnu::always_inline]] inline const char *read_decimal(const char *p, double &number) {
  const char *start = p;
  bool negative = *p == '-';
  p += negative;
  const char *digits = p;
  uint64_t mantissa = 0;
  int64_t exponent = 0;
  for (; *p >= '0' && *p <= '9'; p++) mantissa = mantissa * 10 + uint64_t(*p - '0');
  size_t count = size_t(p - digits);
  if (count == 0 || (*digits == '0' && count > 1)) return nullptr;
  if (*p == '.') {
    const char *fraction = ++p;
    p = read_digits(p, mantissa);
    if (p == fraction) return nullptr;
    exponent = fraction - p;
    count += size_t(p - fraction);
  }
  if ((*p | 0x20) == 'e' && (p = read_exponent(p + 1, exponent)) == nullptr) return nullptr;
  // 19 digits fit 64 bits.
  if (__builtin_expect(count <= 19, 1) && round_decimal(mantissa, exponent, negative, number)) return p;
  bool read = read_number(std::string_view(start, size_t(p - start)), number) == focald_json_ok;
  return read ? p : nullptr;
}

}  // namespace focald
