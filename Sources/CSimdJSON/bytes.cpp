#include "bytes.hpp"

#include <simdjson.h>

#include <algorithm>
#include <atomic>
#include <cstring>

namespace focald {
namespace {

constexpr size_t width = 16;
using Bytes = uint8_t __attribute__((vector_size(width)));

/// In up to 255 vectors: as many as a byte counts.
size_t count_in_vectors(const char *text, size_t vectors, uint8_t wanted) {
  Bytes sums{};
  for (size_t index = 0; index < vectors; index++) {
    Bytes bytes;
    std::memcpy(&bytes, text + index * width, width);
    // True is −1 in every byte.
    sums -= Bytes(bytes == wanted);
  }
  size_t count = 0;
  for (size_t lane = 0; lane < width; lane++) count += sums[lane];
  return count;
}

/// Pieces of a text, each of which begins with a character.
struct Pieces {
  const char *text;
  size_t count;
  size_t size;
  std::atomic<bool> are_valid{true};

  /// Where a piece begins: behind the bytes that continue a character, of which a valid text has three in a row at the most.
  size_t start(size_t piece) const {
    size_t place = std::min(piece * size, count);
    const size_t last = std::min(place + 3, count);
    while (place > 0 && place < last && (uint8_t(text[place]) & 0xC0) == 0x80) place++;
    return place;
  }

  void look_at(size_t piece) {
    const size_t from = start(piece), to = start(piece + 1);
    if (!simdjson::validate_utf8(text + from, to - from)) are_valid.store(false, std::memory_order_relaxed);
  }
};

}  // namespace

size_t count_bytes(const char *text, size_t count, char wanted) {
  size_t found = 0;
  while (count >= width) {
    size_t vectors = std::min<size_t>(count / width, 255);
    found += count_in_vectors(text, vectors, uint8_t(wanted));
    text += vectors * width;
    count -= vectors * width;
  }
  return found + size_t(std::count(text, text + count, wanted));
}

bool is_utf8(const char *text, size_t count, const focald_json_reading &reading) {
  const size_t size = std::max<size_t>(reading.block_size, 4);
  if (reading.perform == nullptr || count < 2 * size) return simdjson::validate_utf8(text, count);
  Pieces pieces{text, count, size};
  reading.perform((count + size - 1) / size, &pieces, [](void *context, size_t piece) {
    static_cast<Pieces *>(context)->look_at(piece);
  });
  return pieces.are_valid.load(std::memory_order_relaxed);
}

}  // namespace focald

size_t focald_count_commas(const char *text, size_t count) { return focald::count_bytes(text, count, ','); }
