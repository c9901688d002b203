#pragma once
#include <simdjson.h>

#include "CSimdJSON.h"
#include "growable.hpp"
#include "skeleton.hpp"

namespace focald {

/// simdjson 3.0.1 reads a fraction of more than 19 digits after a leading 0 wrongly: 0.99999999999999999999999
/// as 2e-06 (the overflow test of its parse_double looks at the wrong end). 19 that count still fit its 64 bits.
inline bool is_suspect(std::string_view token) {
  constexpr size_t safe = 19;
  size_t digits = token[0] == '-';
  if (__builtin_expect(token.size() - digits <= safe + 1, 1) || token[digits] != '0') return false;
  digits += 2;
  while (digits < token.size() && token[digits] == '0') digits++;
  return token.size() - digits > safe;
}

/// Walks a document once, value by value, and lays it down as a tape.
///
/// An array is taken for a tensor until its contents say otherwise: its numbers go to the end of `numbers`, and
/// rows of equal shape are one block there, so that a row costs a comparison of shapes and no node. The first
/// element that does not fit turns what was read so far into nodes.
class Walker {
 public:
  focald_json_status status = focald_json_ok;

  Walker() = default;
  /// Walks what is left of a document; its arrays of numbers are read where they belong.
  Walker(Skeleton &skeleton, const focald_json_reading &reading) : skeleton_(&skeleton), reading_(reading) {}

  /// Reads a document whose outermost value is an array or an object.
  bool read(simdjson::ondemand::document &document) noexcept;
  /// Reads a document `[x]` as the value x.
  bool read_only_element(simdjson::ondemand::document &document) noexcept;
  /// Moves what was read out.
  void release(focald_json_tape &tape) noexcept;

 private:
  using Value = simdjson::ondemand::value;

  enum class Form : uint8_t { failed, number, tensor, node };  // in this order
  /// A value that was read. A number or a tensor has no node yet: its array may still absorb it.
  struct Item {
    Form form = Form::failed;
    uint32_t rank = 0;    // tensor; its shape is shapes_[depth of the tensor]
    size_t at = 0;        // tensor: place in numbers_; node: its index
    double number = 0;
  };
  /// What the elements of an array had in common so far.
  struct Elements {
    Form form = Form::failed;  // failed: there was none
    uint32_t rank = 0;         // of the rows
    size_t start = 0;          // place of the first number
    size_t count = 0;
    uint32_t first = FOCALD_JSON_NONE, last = FOCALD_JSON_NONE;
  };

  Growable<focald_json_node> nodes_;
  Growable<char> text_;
  Growable<double> numbers_;
  Growable<uint32_t> extents_;
  uint32_t root_ = FOCALD_JSON_NONE;
  // shapes_[d]: the shape of the rows that the array at depth d holds, then of that array itself.
  uint32_t shapes_[FOCALD_JSON_MAX_DEPTH + 2][FOCALD_JSON_MAX_DEPTH + 2];
  Growable<uint32_t> keys_;  // scratch of keys_differ
  Skeleton *skeleton_ = nullptr;
  focald_json_reading reading_{};

  bool fail(focald_json_status why) noexcept;
  Item failed(focald_json_status why) noexcept;
  bool finish(const Item &item) noexcept;

  Item value(Value value, unsigned depth) noexcept;
  Item array(simdjson::simdjson_result<simdjson::ondemand::array> opened, unsigned depth) noexcept;
  Item object(simdjson::simdjson_result<simdjson::ondemand::object> opened, unsigned depth) noexcept;
  Item numbers(const NumberArray &array, unsigned depth) noexcept;
  Item string(Value value) noexcept;
  Item literal(Value value) noexcept;
  bool number(Value &value, std::string_view token, double &number) noexcept;
  bool member(
      simdjson::simdjson_result<simdjson::ondemand::field> opened, Elements &members, unsigned depth) noexcept;

  bool add(Elements &elements, const Item &item, unsigned depth) noexcept;
  bool scatter(Elements &elements, unsigned depth) noexcept;
  bool link(Elements &elements, uint32_t node) noexcept;
  Item close(Elements &elements, unsigned depth) noexcept;
  bool keys_differ(const Elements &members) noexcept;

  uint32_t push_node(focald_json_node node) noexcept;
  uint32_t push_tensor(const Item &item, uint32_t extents_at) noexcept;
  uint32_t push_item(const Item &item, unsigned depth) noexcept;
  bool push_text(std::string_view text, uint32_t &at, uint32_t &count) noexcept;
};

}  // namespace focald
