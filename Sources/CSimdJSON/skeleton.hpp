#pragma once
#include <memory>
#include <string_view>

#include "CSimdJSON.h"
#include "growable.hpp"
#include "number_array.hpp"

namespace focald {

/// A document without its large arrays of numbers: `[]` stands for each of them. simdjson reads the skeleton, which is
/// small, and the arrays are read apart. A document is JSON exactly if its skeleton and its arrays are.
class Skeleton {
 public:
  Skeleton() = default;
  Skeleton(const Skeleton &) = delete;
  Skeleton &operator=(const Skeleton &) = delete;
  ~Skeleton();

  /// Takes the arrays out of a text. False: it has none, something that looked like one is none, or there is no
  /// memory; then the text is to be read as it is.
  bool build(std::string_view text, const focald_json_reading &reading) noexcept;

  /// What is left of the text, as the one element of an array; 64 readable bytes follow.
  std::string_view text() const { return {text_.count() > 0 ? &text_[0] : "", text_.count() - padding}; }
  /// How many numbers the arrays hold.
  size_t number_count() const { return number_count_; }
  /// The array that stood at this place of the skeleton, if one did. They are asked for in order.
  const NumberArray *take(const char *place) noexcept;

 private:
  struct Hole {
    size_t at;  // place in the skeleton
    NumberArray *array;
  };

  static constexpr size_t padding = 64;

  Growable<char> text_;
  Growable<Hole> holes_;
  size_t taken_ = 0;
  size_t number_count_ = 0;

  bool keep(const char *from, const char *to) noexcept;
  bool take_out(std::string_view array, const focald_json_reading &reading) noexcept;
};

}  // namespace focald
