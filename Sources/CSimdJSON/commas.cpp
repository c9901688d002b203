#include <algorithm>
#include <cstring>

#include "CSimdJSON.h"

namespace {

constexpr size_t width = 16;
using Bytes = uint8_t __attribute__((vector_size(width)));

/// The commas of up to 255 vectors: as many as a byte counts.
size_t count_in_vectors(const char *text, size_t vectors) {
  Bytes sums{};
  for (size_t index = 0; index < vectors; index++) {
    Bytes bytes;
    std::memcpy(&bytes, text + index * width, width);
    // True is −1 in every byte.
    sums -= Bytes(bytes == ',');
  }
  size_t count = 0;
  for (size_t lane = 0; lane < width; lane++) count += sums[lane];
  return count;
}

}  // namespace

size_t focald_count_commas(const char *text, size_t count) {
  size_t found = 0;
  while (count >= width) {
    size_t vectors = std::min<size_t>(count / width, 255);
    found += count_in_vectors(text, vectors);
    text += vectors * width;
    count -= vectors * width;
  }
  return found + size_t(std::count(text, text + count, ','));
}
