#pragma once
#include <string_view>

#include "CSimdJSON.h"
#include "growable.hpp"

namespace focald {

/// A place in a JSON text, and how to get past what stands there by the letter of RFC 8259. The memory of the text ends
/// in zero bytes, where every loop over it stops; `end` is looked at once a value is read.
class JSONCursor {
 public:
  const char *p;
  const char *const start;
  const char *const end;
  focald_records_fault fault{};
  /// How many arrays and objects of the text are open where values are read.
  unsigned level = 0;

  /// `depth`: that of the text's own value in its document, 1 for the outermost.
  JSONCursor(const char *start, const char *end, unsigned depth) : p(start), start(start), end(end), depth_(depth) {
    fault.row = fault.index = SIZE_MAX;
  }
  /// Another place of the same text.
  JSONCursor(const char *start, const JSONCursor &other) : JSONCursor(start, other.end, other.depth_) {
    level = other.level;
  }

  bool fail(focald_records_status why);
  /// The value that stands here is of a kind that cannot: unless it is no JSON at all.
  bool wrong_type();

  void skip_space() {
    if (__builtin_expect(*p > ' ', 1)) return;
    while (*p == ' ' || *p == '\n' || *p == '\r' || *p == '\t') p++;
  }
  /// Steps over a character and the space behind it; a mistake if another one stands here.
  bool take(char wanted) {
    if (__builtin_expect(*p != wanted, 0)) return fail(focald_records_syntax);
    p++;
    skip_space();
    return true;
  }
  bool at(const char *word, size_t count) const { return std::memcmp(p, word, count) == 0; }
  /// Steps over `null`, if it stands here.
  bool skip_null() {
    if (!at("null", 4)) return false;
    p += 4;
    return true;
  }

  /// Skips a value of any kind; `levels`: how many arrays and objects of the text are open around it.
  bool skip_value(unsigned levels);
  /// Reads a string; the view is good until the next one is read.
  bool string(std::string_view &text);
  /// Reads a number.
  bool number(double &number);
  /// Reads an integer of 64 bits.
  bool integer(int64_t &number);
  /// Reads 0, 1, another number, false or true: 0 and false are 0, all others 1.
  bool flag(uint8_t &flag);
  /// Reads four numbers.
  bool box(double *box);

 private:
  const unsigned depth_;
  Growable<char> unescaped_;

  bool skip_string();
  bool skip_number();
  bool skip_word();
  bool skip_array(unsigned levels);
  bool skip_object(unsigned levels);
  bool escape(Growable<char> *out);
  bool four_digits(uint32_t &code);
  bool odd_number();
  bool odd_box(const char *start);
};

/// Where the array or object ends that begins at `p`, by counting brackets outside of strings; null if it does not.
const char *after_brackets(const char *p, const char *end);

}  // namespace focald
