#include "number_array.hpp"

#include <algorithm>
#include <atomic>

#include "decimal.hpp"

namespace focald {
namespace {

template <typename Work>
void perform(const focald_json_reading &reading, size_t count, Work work) {
  auto call = [](void *context, size_t index) { (*static_cast<Work *>(context))(index); };
  if (reading.perform != nullptr && count > 1) return reading.perform(count, &work, call);
  for (size_t index = 0; index < count; index++) work(index);
}

/// In lanes of one byte, which compilers turn into vectors.
size_t count_commas(const char *p, const char *end) {
  constexpr size_t width = 64, most = 255;
  size_t total = 0;
  while (size_t(end - p) >= width) {
    uint8_t lanes[width] = {};
    for (size_t turn = 0; turn < most && size_t(end - p) >= width; turn++, p += width) {
      for (size_t lane = 0; lane < width; lane++) lanes[lane] += p[lane] == ',';
    }
    for (uint8_t lane : lanes) total += lane;
  }
  return total + size_t(std::count(p, end, ','));
}

/// The commas of a piece of text.
class Commas {
 public:
  static constexpr size_t width = 64, most = width;

  /// Finds those of the next `width` bytes; they must be readable.
  size_t find(const char *p) {
    Bytes bytes;
    std::memcpy(&bytes, p, width);
    uint64_t bits = __builtin_bit_cast(uint64_t, __builtin_convertvector(bytes == ',', Bits));
    size_t count = size_t(__builtin_popcountll(bits));
    // Eight at a time, wanted or not: how many there are is hard to foretell.
    for (size_t index = 0; index < count; index += 8) {
      for (size_t more = 0; more < 8; more++, bits &= bits - 1) {
        places_[index + more] = uint8_t(__builtin_ctzll(bits | uint64_t(1) << 63));
      }
    }
    return count;
  }

  size_t operator[](size_t index) const { return places_[index]; }

 private:
  using Bytes = char __attribute__((ext_vector_type(64)));
  using Bits = bool __attribute__((ext_vector_type(64)));
  uint8_t places_[most + 8];
};

/// Skips that many brackets and the space between them; null if there are fewer.
const char *skip_brackets(const char *p, char bracket, unsigned count) {
  for (; count > 0; count--) {
    p = skip_space(p);
    if (*p++ != bracket) return nullptr;
  }
  return p;
}

/// Skips all brackets that follow.
const char *count_brackets(const char *p, char bracket, uint32_t &count) {
  for (count = 0; *(p = skip_space(p)) == bracket; p++) count++;
  return p;
}

/// Reads the number at `p` and the space around it, and steps over the `next` character. Null: there is none such.
inline const char *read_number_before(char next, const char *p, double &number) {
  p = read_decimal(skip_space(p), number);
  return p != nullptr && *(p = skip_space(p)) == next ? p + 1 : nullptr;
}

/// Reads numbers with a comma behind each but the last. Returns the end of the last, or null.
const char *read_numbers(const char *p, double *out, size_t count) {
  size_t at = 0;
  // Where the next number begins would else be known when one is read: so several are read at a time.
  for (Commas commas; at + Commas::most < count;) {
    size_t found = commas.find(p);
    bool fit = true;
    const char *next = p;
    for (size_t index = 0; index < found; index++) {
      const char *start = next;
      next = p + commas[index] + 1;
      fit &= read_number_before(',', start, out[at + index]) == next;
    }
    if (!fit || found == 0) break;
    p = next;
    at += found;
  }
  for (; at + 1 < count; at++) {
    if ((p = read_number_before(',', p, out[at])) == nullptr) return nullptr;
  }
  return read_decimal(skip_space(p), out[at]);
}

}  // namespace

bool NumberArray::measure(const focald_json_reading &reading) noexcept { return cut(reading) && guess_shape(); }

bool NumberArray::cut(const focald_json_reading &reading) noexcept {
  size_t size = std::max<size_t>(reading.block_size, 1), blocks = (text_.size() + size - 1) / size;
  if (blocks_.extend(blocks + 1) == nullptr) return false;
  perform(reading, blocks, [&](size_t index) {
    const char *from = text_.data() + index * size, *to = std::min(from + size, end());
    const char *comma = static_cast<const char *>(std::memchr(from, ',', size_t(to - from)));
    blocks_[index] = {comma == nullptr ? nullptr : comma + 1, count_commas(from, to)};
  });
  blocks_[blocks] = {end() + 1, 0};
  size_t commas = 0;
  for (size_t index = 0; index <= blocks; index++) {
    size_t more = blocks_[index].first;
    blocks_[index].first = commas + 1;
    commas += more;
  }
  blocks_[0] = {text_.data(), 0};
  // Where no comma is, nothing begins: that text belongs to the block before.
  for (size_t index = blocks; index-- > 1;) {
    if (blocks_[index].start == nullptr) blocks_[index].start = blocks_[index + 1].start;
  }
  count_ = commas + 1;
  return true;
}

bool NumberArray::guess_shape() noexcept {
  const char *p = count_brackets(text_.data(), '[', rank_);
  if (rank_ == 0 || rank_ > FOCALD_JSON_MAX_DEPTH || p >= end()) return false;
  size_t row = 1;
  if (rank_ > 1 && !measure_first_row()) return false;
  for (uint32_t axis = 1; axis < rank_; axis++) {
    row *= extents_[axis];
    if (row > count_) return false;
  }
  extents_[0] = count_ / row;
  return extents_[0] * row == count_;
}

/// Counts out the inner axes, up to the end of the first outermost row.
bool NumberArray::measure_first_row() noexcept {
  size_t counts[FOCALD_JSON_MAX_DEPTH] = {};
  std::fill_n(extents_, rank_, 0);
  const char *p = text_.data();
  for (uint32_t closed = 0; closed + 1 < rank_;) {
    // Where a bracket is missing, the space that was skipped may lie behind the text.
    const void *found = p < end() ? std::memchr(p, ']', size_t(end() - p)) : nullptr;
    if (found == nullptr) return false;
    const char *close = static_cast<const char *>(found);
    uint32_t axis = rank_ - 1;
    if (extents_[axis] == 0) extents_[axis] = count_commas(p, close) + 1;
    p = count_brackets(close, ']', closed);
    // With the innermost row, each further bracket closes a row of the axis above.
    for (uint32_t brackets = 1; brackets < closed && axis > 1; brackets++) {
      axis--;
      counts[axis]++;
      if (extents_[axis] == 0) extents_[axis] = counts[axis];
      counts[axis] = 0;
    }
    if (axis > 0) counts[axis - 1]++;
  }
  return true;
}

bool NumberArray::read(const focald_json_reading &reading, double *out) const noexcept {
  std::atomic<bool> fits{true};
  perform(reading, blocks_.count() - 1, [&](size_t index) {
    if (fits.load(std::memory_order_relaxed) && !read_block(index, out)) fits.store(false, std::memory_order_relaxed);
  });
  return fits.load(std::memory_order_relaxed);
}

bool NumberArray::read_block(size_t block, double *out) const noexcept {
  const char *p = blocks_[block].start, *stop = blocks_[block + 1].start - 1;
  if (p > stop) return true;
  const size_t last = block + 2 == blocks_.count() ? count_ : blocks_[block + 1].first, row = extents_[rank_ - 1];
  for (size_t at = blocks_[block].first; at < last;) {
    if (at % row == 0 && (p = skip_brackets(p, '[', brackets_at(at))) == nullptr) return false;
    size_t some = std::min(row - at % row, last - at);
    if ((p = read_numbers(p, out + at, some)) == nullptr) return false;
    at += some;
    if (at % row == 0 && (p = skip_brackets(p, ']', brackets_at(at))) == nullptr) return false;
    p = skip_space(p);
    if (at < last && *p++ != ',') return false;
  }
  return p == stop;
}

/// How many brackets open before the element at `position`, or close behind the one before it.
unsigned NumberArray::brackets_at(size_t position) const noexcept {
  unsigned count = 0;
  size_t block = 1;
  for (uint32_t axis = rank_; axis-- > 0; count++) {
    block *= extents_[axis];
    if (position % block != 0) break;
  }
  return count;
}

}  // namespace focald
