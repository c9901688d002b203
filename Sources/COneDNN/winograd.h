// Convolutions of 3×3 at stride 1 by Winograd's algorithm, for processors with AVX2, for which the library has none.
#ifndef FOCALD_ONEDNN_WINOGRAD_H
#define FOCALD_ONEDNN_WINOGRAD_H

#include "library.h"

/// Tiles of 4×4 of the result, each from 6×6 of the source: 36 products in place of 144.
enum { WINOGRAD_TILE = 4, WINOGRAD_SPAN = 6, WINOGRAD_PLACES = 36 };

/// The points of the polynomials are 0, ±A, ±B and ∞. Nearer to 1 than the usual 1 and 2, and exact: errors are half as large.
#define WINOGRAD_A 0.625
#define WINOGRAD_B 1.5

/// A convolution of one size. Each number of the result is summed up in the same order on any number of threads.
typedef struct {
  int32_t in, out, height, width;
  bool adds, rectifies;
  int32_t threads;
  /// Tiles that a thread does at a time, and channels of the result.
  int32_t chunk, group;
} winograd;

/// Whether there is one here for such a convolution, on blocks of 8 channels.
bool winograd_has(const onednn_convolution *);

/// It runs on as many threads as may be used now.
winograd winograd_of(const onednn_convolution *);

/// Bytes of the packed weights, and of scratch memory.
size_t winograd_weights(const winograd *);
size_t winograd_scratch(const winograd *);

/// Packs weights (out, in, 3, 3).
void winograd_pack(const winograd *, const float *weights, float *packed);

void winograd_run(const winograd *, const onednn_places *);

// The parts of a chunk of tiles, winograd_kernels.c. Matrices of the places lie `stride` numbers apart.

/// Channels that are multiplied at a time.
enum { WINOGRAD_PANEL = 16 };

typedef struct {
  const winograd *convolution;
  int32_t first, count;
} winograd_tiles;

/// The transform of tiles of the source: at each place (tiles, in).
void winograd_read(winograd_tiles, const float *source, float *transformed, size_t stride);
/// The product (tiles, in) × (in, width), with the weights in panels.
void winograd_multiply(int32_t tiles, int32_t in, int32_t width, const float *source, const float *panels, float *product);
/// The tiles of the result of some channels from the products at each place, (tiles, width).
void winograd_write(winograd_tiles, const float *products, size_t stride, int32_t width, int32_t first_channel,
                    const float *bias, float *destination);

#endif
