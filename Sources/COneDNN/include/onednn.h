// oneDNN 2.x for Swift: its descriptors are 12-tuples there and its variadic macros do not import.
//
// Activations lie in blocks of channels, (C/b, H, W, b), b = onednn_block(): what its kernels read and write without a
// reorder between layers. Channels are whole blocks; those that the network does not have are 0.
#ifndef FOCALD_ONEDNN_H
#define FOCALD_ONEDNN_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/// What may go wrong. A positive number is a `dnnl_status_t`.
enum onednn_status {
  ONEDNN_OK = 0,
  /// The library has only its reference kernel for a layer: thousands of times slower.
  ONEDNN_REFERENCE = -1,
  /// An argument of this shim is out of range.
  ONEDNN_RANGE = -2,
};

/// Lets the library use AVX-512, where the processor has it. Has an effect before the first other call only; without it
/// kernels are those of AVX2, on every processor. `ONEDNN_MAX_CPU_ISA` in the environment overrules both.
void onednn_allow_wide(void);

/// Channels of a block: the floats of the widest vector that the library uses on this processor, 8 or 16.
int32_t onednn_block(void);

/// Lets the layers that the calling thread runs use so many threads. False if the library's threads cannot be bounded.
bool onednn_use_threads(int32_t count);

/// Whether the library has bfloat16 here: AVX512_BF16 in the processor, and not ruled out by the calls and the variable above.
bool onednn_has_bfloat16(void);

/// Gives the system back what the heap has free, holes too: as much as packed weights take, after they have been packed.
void onednn_trim_heap(void);

/// A layer of one input size: a kernel and the memories that it is run on. One thread at a time may use it.
typedef struct onednn_layer onednn_layer;

/// A convolution with bias, in float32 or from bfloat16; sums are float32. `in` may be 3, planes one after the other (a
/// picture); else channels are whole blocks.
typedef struct {
  int32_t in, out, height, width;
  int32_t kernel, stride, padding;
  /// Adds what the destination holds.
  bool adds;
  /// Then replaces negative numbers by 0.
  bool rectifies;
  /// Takes Winograd's algorithm for 3×3 at stride 1: the library's where it has one, on AVX-512, or this shim's, on AVX2; else
  /// the direct one.
  bool winograd;
  /// The source is bfloat16 instead of float32, and so are the packed weights; the bias never is.
  bool reads_bfloat16;
  /// The destination is bfloat16 instead of float32.
  bool writes_bfloat16;
} onednn_convolution;

int onednn_convolution_create(const onednn_convolution *, onednn_layer **);

/// The largest of `size`² numbers, `stride` apart; what lies outside counts for nothing.
int onednn_pool_create(int32_t channels, int32_t height, int32_t width, int32_t size, int32_t stride,
                       int32_t padding, onednn_layer **);

/// Blocks to rows (H, W, C): the first `channels` of them.
int onednn_rows_create(int32_t channels, int32_t height, int32_t width, onednn_layer **);

void onednn_layer_destroy(onednn_layer *);

/// The kernel's name, as the library gives it.
const char *onednn_layer_kernel(const onednn_layer *);
/// Bytes of the scratch memory that a run needs.
size_t onednn_layer_scratch(const onednn_layer *);
/// Bytes of the packed weights.
size_t onednn_layer_weights(const onednn_layer *);
/// Whether two convolutions take the same packed weights.
bool onednn_layer_shares_weights(const onednn_layer *, const onednn_layer *);
/// Packs weights (out, in, kernel, kernel) for a convolution. `packed` is aligned to 64 bytes.
int onednn_layer_pack(const onednn_layer *, const float *weights, void *packed);

/// Where a layer reads and writes; all are aligned to 64 bytes but rows.
typedef struct {
  const void *source;
  const void *weights;
  const float *bias;
  void *destination;
  void *scratch;
} onednn_places;

int onednn_layer_run(onednn_layer *, const onednn_places *);

/// A map of whole blocks.
typedef struct {
  void *numbers;
  int32_t height, width;
} onednn_map;

/// Each number of `from`, or 0 if that is less.
void onednn_rectify(const float *from, float *to, size_t count);
void onednn_rectify_bfloat16(const uint16_t *from, uint16_t *to, size_t count);

/// Float32 to the nearest bfloat16, of two the even one. A NaN stays one.
void onednn_narrow(const float *from, uint16_t *to, size_t count);

/// The nearest neighbour of each cell of `to`, by PyTorch's rule: floor(index × from/to), the ratio in float32. `size`: bytes of
/// a number.
void onednn_upsample(onednn_map from, onednn_map to, int32_t channels, size_t size);

/// Group normalisation of float32 in place: mean and variance of each group in float64; then scale, shift, and rectification.
/// `groups` divides `channels`, which may end within a block.
void onednn_group_norm(onednn_map map, int32_t channels, int32_t groups, double epsilon, const float *scale,
                       const float *shift);

#endif
