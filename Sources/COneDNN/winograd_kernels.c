// S. Winograd 1980; for convolutions A. Lavin and S. Gray 2016: Y = Aᵀ((G g Gᵀ) ⊙ (Bᵀ d B))A for a tile d of the source, the
// weights g.
#include "winograd.h"

#if defined(__x86_64__)

#include <immintrin.h>

#define KERNEL __attribute__((target("avx2,fma")))
#define PART static inline __attribute__((always_inline, target("avx2,fma")))

enum { LANES = 8, ROWS = 6, SPAN = WINOGRAD_SPAN, TILE = WINOGRAD_TILE, PANEL = WINOGRAD_PANEL };

static const float a = WINOGRAD_A, b = WINOGRAD_B;

PART __m256 all(float number) { return _mm256_set1_ps(number); }

/// Bᵀ d of six numbers, `step` apart.
PART void transform_source(const __m256 *d, int step, __m256 *to, int to_step) {
  const __m256 aa = all(a * a), bb = all(b * b), both = all(a * a * b * b), sum = all(a * a + b * b);
  const __m256 even_a = _mm256_fnmadd_ps(bb, d[2 * step], d[4 * step]);
  const __m256 odd_a = _mm256_mul_ps(all(a), _mm256_fnmadd_ps(bb, d[step], d[3 * step]));
  const __m256 even_b = _mm256_fnmadd_ps(aa, d[2 * step], d[4 * step]);
  const __m256 odd_b = _mm256_mul_ps(all(b), _mm256_fnmadd_ps(aa, d[step], d[3 * step]));
  to[0] = _mm256_fmadd_ps(both, d[0], _mm256_fnmadd_ps(sum, d[2 * step], d[4 * step]));
  to[to_step] = _mm256_add_ps(even_a, odd_a);
  to[2 * to_step] = _mm256_sub_ps(even_a, odd_a);
  to[3 * to_step] = _mm256_add_ps(even_b, odd_b);
  to[4 * to_step] = _mm256_sub_ps(even_b, odd_b);
  to[5 * to_step] = _mm256_fmadd_ps(both, d[step], _mm256_fnmadd_ps(sum, d[3 * step], d[5 * step]));
}

/// Aᵀ m of six numbers.
PART void transform_products(const __m256 *m, int step, __m256 *to, int to_step) {
  const __m256 sum_a = _mm256_add_ps(m[step], m[2 * step]), difference_a = _mm256_sub_ps(m[step], m[2 * step]);
  const __m256 sum_b = _mm256_add_ps(m[3 * step], m[4 * step]), difference_b = _mm256_sub_ps(m[3 * step], m[4 * step]);
  to[0] = _mm256_add_ps(m[0], _mm256_add_ps(sum_a, sum_b));
  to[to_step] = _mm256_fmadd_ps(all(a), difference_a, _mm256_mul_ps(all(b), difference_b));
  to[2 * to_step] = _mm256_fmadd_ps(all(a * a), sum_a, _mm256_mul_ps(all(b * b), sum_b));
  to[3 * to_step] = _mm256_fmadd_ps(
      all(a * a * a), difference_a, _mm256_fmadd_ps(all(b * b * b), difference_b, m[5 * step]));
}

/// The 6×6 cells from (y, x) on; 0 outside.
PART void read_cells(const float *map, int32_t height, int32_t width, int32_t y, int32_t x, __m256 *cells) {
  const bool is_within = y >= 0 && x >= 0 && y + SPAN <= height && x + SPAN <= width;
  for (int32_t row = 0; row < SPAN; row++) {
    for (int32_t column = 0; column < SPAN; column++) {
      const int32_t at_y = y + row, at_x = x + column;
      const bool is_cell = is_within || (at_y >= 0 && at_y < height && at_x >= 0 && at_x < width);
      cells[row * SPAN + column] =
          is_cell ? _mm256_loadu_ps(map + ((int64_t)at_y * width + at_x) * LANES) : _mm256_setzero_ps();
    }
  }
}

KERNEL void winograd_read(winograd_tiles tiles, const float *source, float *transformed, size_t stride) {
  const winograd *of = tiles.convolution;
  const int32_t across = (of->width + TILE - 1) / TILE;
  const size_t cells = (size_t)of->height * (size_t)of->width;
  for (int32_t block = 0; block < of->in / LANES; block++) {
    const float *map = source + (size_t)block * cells * LANES;
    for (int32_t tile = 0; tile < tiles.count; tile++) {
      const int32_t y = (tiles.first + tile) / across * TILE - 1, x = (tiles.first + tile) % across * TILE - 1;
      __m256 found[SPAN * SPAN], half[SPAN * SPAN], whole[SPAN];
      read_cells(map, of->height, of->width, y, x, found);
      for (int row = 0; row < SPAN; row++) transform_source(found + row * SPAN, 1, half + row * SPAN, 1);
      float *to = transformed + (size_t)tile * (size_t)of->in + (size_t)block * LANES;
      for (int column = 0; column < SPAN; column++) {
        transform_source(half + column, SPAN, whole, 1);
        for (int row = 0; row < SPAN; row++) _mm256_storeu_ps(to + (size_t)(row * SPAN + column) * stride, whole[row]);
      }
    }
  }
}

/// A panel of the products of up to six tiles.
PART void multiply_rows(int rows, const float *source, size_t in, const float *panel, float *product, size_t width) {
  __m256 low[ROWS], high[ROWS];
  for (int row = 0; row < rows; row++) low[row] = high[row] = _mm256_setzero_ps();
  for (size_t channel = 0; channel < in; channel++) {
    const __m256 first = _mm256_loadu_ps(panel + channel * PANEL);
    const __m256 second = _mm256_loadu_ps(panel + channel * PANEL + LANES);
    for (int row = 0; row < rows; row++) {
      const __m256 number = _mm256_broadcast_ss(source + (size_t)row * in + channel);
      low[row] = _mm256_fmadd_ps(number, first, low[row]);
      high[row] = _mm256_fmadd_ps(number, second, high[row]);
    }
  }
  for (int row = 0; row < rows; row++) {
    _mm256_storeu_ps(product + (size_t)row * width, low[row]);
    _mm256_storeu_ps(product + (size_t)row * width + LANES, high[row]);
  }
}

KERNEL void winograd_multiply(int32_t tiles, int32_t channels, int32_t columns, const float *source, const float *panels,
                              float *product) {
  const size_t in = (size_t)channels, width = (size_t)columns;
  for (size_t column = 0; column < width; column += PANEL, panels += in * PANEL) {
    int32_t tile = 0;
    for (; tile + ROWS <= tiles; tile += ROWS) {
      multiply_rows(ROWS, source + (size_t)tile * in, in, panels, product + (size_t)tile * width + column, width);
    }
    for (; tile < tiles; tile++) {
      multiply_rows(1, source + (size_t)tile * in, in, panels, product + (size_t)tile * width + column, width);
    }
  }
}

/// What a convolution does with its sums: bias, what the destination holds, rectification.
PART __m256 finished(const winograd *of, __m256 sum, __m256 bias, const float *destination) {
  sum = _mm256_add_ps(sum, bias);
  if (of->adds) sum = _mm256_add_ps(sum, _mm256_loadu_ps(destination));
  // A NaN stays one: of two it gives the second.
  return of->rectifies ? _mm256_max_ps(_mm256_setzero_ps(), sum) : sum;
}

KERNEL void winograd_write(winograd_tiles tiles, const float *products, size_t stride, int32_t width,
                           int32_t first_channel, const float *bias, float *destination) {
  const winograd *of = tiles.convolution;
  const int32_t across = (of->width + TILE - 1) / TILE;
  for (int32_t channel = 0; channel < width && first_channel + channel < of->out; channel += LANES) {
    float *map = destination + (size_t)(first_channel + channel) * (size_t)of->height * (size_t)of->width;
    const __m256 own = _mm256_loadu_ps(bias + first_channel + channel);
    for (int32_t tile = 0; tile < tiles.count; tile++) {
      const float *from = products + (size_t)tile * (size_t)width + (size_t)channel;
      __m256 found[SPAN], half[TILE * SPAN], whole[TILE];
      for (int column = 0; column < SPAN; column++) {
        for (int row = 0; row < SPAN; row++) found[row] = _mm256_loadu_ps(from + (size_t)(row * SPAN + column) * stride);
        transform_products(found, 1, half + column, SPAN);
      }
      const int32_t y = (tiles.first + tile) / across * TILE, x = (tiles.first + tile) % across * TILE;
      for (int32_t row = 0; row < TILE && y + row < of->height; row++) {
        transform_products(half + row * SPAN, 1, whole, 1);
        float *to = map + ((size_t)(y + row) * (size_t)of->width + (size_t)x) * LANES;
        for (int32_t column = 0; column < TILE && x + column < of->width; column++) {
          _mm256_storeu_ps(to + column * LANES, finished(of, whole[column], own, to + column * LANES));
        }
      }
    }
  }
}

#endif
