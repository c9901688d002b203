// What the library has no fast kernel for, in blocks of channels.
#include <math.h>
#include <string.h>

#include "include/onednn.h"

void onednn_rectify(const float *from, float *to, size_t count) {
  // A NaN stays one, as in PyTorch.
  for (size_t index = 0; index < count; index++) to[index] = from[index] < 0 ? 0 : from[index];
}

void onednn_rectify_bfloat16(const uint16_t *from, uint16_t *to, size_t count) {
  // Negative numbers lie above the negative zero, up to infinity; beyond it are NaNs.
  for (size_t index = 0; index < count; index++) {
    to[index] = from[index] >= 0x8000 && from[index] <= 0xff80 ? 0 : from[index];
  }
}

void onednn_narrow(const float *from, uint16_t *to, size_t count) {
  for (size_t index = 0; index < count; index++) {
    uint32_t bits;
    memcpy(&bits, from + index, sizeof(bits));
    const bool is_nan = (bits & 0x7fffffff) > 0x7f800000;
    // Half of the last place that stays, less one where that place is even.
    const uint32_t rounded = bits + 0x7fff + (bits >> 16 & 1);
    to[index] = (uint16_t)(is_nan ? bits >> 16 | 0x40 : rounded >> 16);
  }
}

static int32_t nearest(int32_t index, int32_t from, int32_t to) {
  const float ratio = (float)from / (float)to;
  const int32_t found = (int32_t)floorf((float)index * ratio);
  return found < from - 1 ? found : from - 1;
}

void onednn_upsample(onednn_map from, onednn_map to, int32_t channels, size_t size) {
  const size_t block = (size_t)onednn_block(), cell = block * size;
  const size_t blocks = ((size_t)channels + block - 1) / block;
  for (size_t number = 0; number < blocks; number++) {
    const char *source = (const char *)from.numbers + number * cell * (size_t)from.height * (size_t)from.width;
    char *destination = (char *)to.numbers + number * cell * (size_t)to.height * (size_t)to.width;
    for (int32_t y = 0; y < to.height; y++) {
      const char *row = source + (size_t)nearest(y, from.height, to.height) * (size_t)from.width * cell;
      for (int32_t x = 0; x < to.width; x++, destination += cell) {
        memcpy(destination, row + (size_t)nearest(x, from.width, to.width) * cell, cell);
      }
    }
  }
}

/// The channels of a block that belong to a group.
typedef struct {
  float *numbers;
  size_t first, end;
} lanes;

static lanes lanes_of(onednn_map map, size_t block, size_t number, size_t first, size_t end) {
  const size_t cells = (size_t)map.height * (size_t)map.width, start = number * block;
  return (lanes){(float *)map.numbers + start * cells, first > start ? first - start : 0,
                 end < start + block ? end - start : block};
}

static void normalize(onednn_map map, size_t first, size_t end, double epsilon, const float *scale,
                      const float *shift) {
  const size_t block = (size_t)onednn_block(), cells = (size_t)map.height * (size_t)map.width;
  double sum = 0, squares = 0;
  for (size_t number = first / block; number * block < end; number++) {
    const lanes part = lanes_of(map, block, number, first, end);
    for (size_t cell = 0; cell < cells; cell++) {
      for (size_t lane = part.first; lane < part.end; lane++) sum += part.numbers[cell * block + lane];
    }
  }
  const double count = (double)(end - first) * (double)cells, mean = sum / count;
  for (size_t number = first / block; number * block < end; number++) {
    const lanes part = lanes_of(map, block, number, first, end);
    for (size_t cell = 0; cell < cells; cell++) {
      for (size_t lane = part.first; lane < part.end; lane++) {
        const double distance = part.numbers[cell * block + lane] - mean;
        squares += distance * distance;
      }
    }
  }
  const double factor = 1 / sqrt(squares / count + epsilon);
  for (size_t number = first / block; number * block < end; number++) {
    const lanes part = lanes_of(map, block, number, first, end);
    for (size_t lane = part.first; lane < part.end; lane++) {
      const double by = factor * scale[number * block + lane];
      const double from = shift[number * block + lane] - mean * by;
      for (size_t cell = 0; cell < cells; cell++) {
        float *place = part.numbers + cell * block + lane;
        const float value = (float)(*place * by + from);
        *place = value < 0 ? 0 : value;
      }
    }
  }
}

void onednn_group_norm(onednn_map map, int32_t channels, int32_t groups, double epsilon, const float *scale,
                       const float *shift) {
  const size_t size = (size_t)(channels / groups);
  for (size_t group = 0; group < (size_t)groups; group++) {
    normalize(map, group * size, (group + 1) * size, epsilon, scale, shift);
  }
}
