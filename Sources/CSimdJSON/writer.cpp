#include <charconv>
#include <cmath>
#include <cstring>

#include "CSimdJSON.h"

namespace {

size_t write_literal(const char *text, char *out) {
  size_t count = std::strlen(text);
  std::memcpy(out, text, count);
  return count;
}

inline size_t write(int64_t number, char *out) {
  return size_t(std::to_chars(out, out + FOCALD_NUMBER_SIZE, number).ptr - out);
}

/// Integers below `exact` are written as integers: 3, not 3.0 and not 3e+00.
template <typename Real>
inline size_t write_real(Real number, Real exact, char *out) {
  if (number < exact && number > -exact) {
    int64_t integer = int64_t(number);
    if (Real(integer) == number) {
      return integer == 0 && std::signbit(number) ? write_literal("-0.0", out) : write(integer, out);
    }
  } else if (!std::isfinite(number)) {
    return write_literal("null", out);
  } else {
    // Left to choose, to_chars writes out all digits of a large integer, also those that say nothing.
    auto form = std::chars_format::scientific;
    return size_t(std::to_chars(out, out + FOCALD_NUMBER_SIZE, number, form).ptr - out);
  }
  return size_t(std::to_chars(out, out + FOCALD_NUMBER_SIZE, number).ptr - out);
}

inline size_t write(double number, char *out) { return write_real(number, 0x1p53, out); }
inline size_t write(float number, char *out) { return write_real(number, 0x1p24f, out); }

/// How many of the brackets around position `at` open (or, after its element, close) there.
size_t brackets_at(size_t at, const size_t *extents, size_t rank) {
  size_t block = 1, count = 0;
  for (size_t axis = rank; axis-- > 0; count++) {
    block *= extents[axis];
    if (at % block != 0) break;
  }
  return count;
}

template <typename Element>
size_t write_elements(
    const Element *numbers, const size_t *extents, size_t rank, size_t from, size_t to, char *out) {
  char *const start = out;
  const size_t row = extents[rank - 1];
  for (size_t at = from; at < to;) {
    if (at > 0) *out++ = ',';
    if (at % row == 0) {
      size_t opening = brackets_at(at, extents, rank);
      std::memset(out, '[', opening);
      out += opening;
    }
    size_t end = at - at % row + row < to ? at - at % row + row : to;
    out += write(numbers[at++], out);
    for (; at < end; at++) {
      *out++ = ',';
      out += write(numbers[at], out);
    }
    if (at % row == 0) {
      size_t closing = brackets_at(at, extents, rank);
      std::memset(out, ']', closing);
      out += closing;
    }
  }
  return size_t(out - start);
}

}  // namespace

size_t focald_write_double(double number, char *out) { return write(number, out); }
size_t focald_write_float(float number, char *out) { return write(number, out); }
size_t focald_write_int(int64_t number, char *out) { return write(number, out); }

size_t focald_write_doubles(
    const double *numbers, const size_t *extents, size_t rank, size_t from, size_t to, char *out) {
  return write_elements(numbers, extents, rank, from, to, out);
}

size_t focald_write_floats(
    const float *numbers, const size_t *extents, size_t rank, size_t from, size_t to, char *out) {
  return write_elements(numbers, extents, rank, from, to, out);
}

size_t focald_write_ints(
    const int64_t *numbers, const size_t *extents, size_t rank, size_t from, size_t to, char *out) {
  return write_elements(numbers, extents, rank, from, to, out);
}
