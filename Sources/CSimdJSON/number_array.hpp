#pragma once
#include <cstdint>
#include <string_view>

#include "CSimdJSON.h"
#include "growable.hpp"

namespace focald {

/// The text of an array, from `[` to `]`, that holds nothing but numbers and is rectangular, unless it turns out not
/// to be. Whatever else it may be is somebody else's business.
///
/// Its shape is guessed by its commas and by the first of its outermost rows. The text is cut at commas into blocks;
/// as every comma stands before one number, a block knows which element it begins with. So blocks are read
/// independently, straight to where their numbers shall lie, and each holds all brackets against the guess. What
/// comes out does not depend on how many threads read, nor on where the cuts are.
class NumberArray {
 public:
  /// 64 bytes after the text must be readable.
  explicit NumberArray(std::string_view text) : text_(text) {}

  /// Guesses the shape. False: it is no such array, or there is no memory.
  bool measure(const focald_json_reading &reading) noexcept;
  /// Reads the numbers into `out`, which has room for `count()`. False: it is no such array.
  bool read(const focald_json_reading &reading, double *out) const noexcept;

  uint32_t rank() const { return rank_; }
  size_t count() const { return count_; }
  size_t extent(uint32_t axis) const { return extents_[axis]; }

 private:
  struct Block {
    const char *start;  // behind a comma
    size_t first;       // the number that stands there
  };

  std::string_view text_;
  uint32_t rank_ = 0;
  size_t count_ = 0;
  size_t extents_[FOCALD_JSON_MAX_DEPTH];
  Growable<Block> blocks_;  // the last one stands for the end

  const char *end() const { return text_.data() + text_.size(); }
  bool cut(const focald_json_reading &reading) noexcept;
  bool guess_shape() noexcept;
  bool measure_first_row() noexcept;
  bool read_block(size_t block, double *out) const noexcept;
  unsigned brackets_at(size_t position) const noexcept;
};

}  // namespace focald
