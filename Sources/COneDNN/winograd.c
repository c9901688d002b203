#define _GNU_SOURCE
#include "winograd.h"

#include <dlfcn.h>
#include <stdatomic.h>

enum { PLACES = WINOGRAD_PLACES, PANEL = WINOGRAD_PANEL, TILE = WINOGRAD_TILE, ROWS = 6 };

#if defined(__x86_64__)

#include <cpuid.h>

static bool has_kernels(void) {
  unsigned a, b, c, d;
  const bool has_fma = __get_cpuid(1, &a, &b, &c, &d) && (c & bit_FMA);
  // The library has looked whether the system saves the registers.
  return has_fma && (dnnl_get_effective_cpu_isa() & dnnl_cpu_isa_avx2) == dnnl_cpu_isa_avx2;
}

#else

// Nowhere else: these are not called then.
static bool has_kernels(void) { return false; }

void winograd_read(winograd_tiles tiles, const float *source, float *transformed, size_t stride) {
  (void)tiles, (void)source, (void)transformed, (void)stride;
}

void winograd_multiply(int32_t tiles, int32_t in, int32_t width, const float *source, const float *panels, float *product) {
  (void)tiles, (void)in, (void)width, (void)source, (void)panels, (void)product;
}

void winograd_write(winograd_tiles tiles, const float *products, size_t stride, int32_t width, int32_t first_channel,
                    const float *bias, float *destination) {
  (void)tiles, (void)products, (void)stride, (void)width, (void)first_channel, (void)bias, (void)destination;
}

#endif

bool winograd_has(const onednn_convolution *wanted) {
  // Fewer channels: the transforms take longer than they save.
  const int32_t fewest = 16;
  return onednn_block() == 8 && wanted->kernel == 3 && wanted->stride == 1 && wanted->padding == 1 &&
         wanted->in >= fewest && wanted->out >= fewest && !wanted->reads_bfloat16 && !wanted->writes_bfloat16 &&
         has_kernels();
}

static int32_t least(int32_t a, int32_t b) { return a < b ? a : b; }

static int32_t parts(int32_t all, int32_t part) { return (all + part - 1) / part; }

static int32_t tile_count(const winograd *of) { return parts(of->height, TILE) * parts(of->width, TILE); }

winograd winograd_of(const onednn_convolution *wanted) {
  winograd of = {.in = wanted->in, .out = wanted->out, .height = wanted->height, .width = wanted->width,
                 .adds = wanted->adds, .rectifies = wanted->rectifies, .threads = library_threads()};
  // What is transformed at a time stays in the caches: 3 MB, and 256 channels of the result.
  const int32_t most = (3 << 20) / (PLACES * (int32_t)sizeof(float) * of.in);
  const int32_t tiles = tile_count(&of), chunk = most < ROWS ? ROWS : least(most, 64 * ROWS);
  // As many for each thread.
  const int32_t chunks = parts(parts(tiles, chunk), of.threads) * of.threads;
  of.chunk = parts(parts(tiles, chunks), ROWS) * ROWS;
  of.group = least(parts(of.out, PANEL) * PANEL, 256);
  return of;
}

static size_t panels_size(const winograd *of) { return (size_t)parts(of->out, PANEL) * PANEL * (size_t)of->in; }

size_t winograd_weights(const winograd *of) { return PLACES * panels_size(of) * sizeof(float); }

/// Numbers from one place's matrix to the next: not a power of two, so that their lines do not compete for a cache's set.
static size_t stride(const winograd *of, int32_t channels) { return (size_t)of->chunk * (size_t)channels + PANEL; }

/// Numbers of a thread's scratch memory.
static size_t share(const winograd *of) { return PLACES * (stride(of, of->in) + stride(of, of->group)); }

size_t winograd_scratch(const winograd *of) { return (size_t)of->threads * share(of) * sizeof(float); }

/// G g of three numbers, `step` apart.
static void transform_weights(const double *g, int step, double *to, int to_step) {
  const double a = WINOGRAD_A, b = WINOGRAD_B, aa = a * a, bb = b * b;
  const double middle[2] = {g[0] + aa * g[2 * step], g[0] + bb * g[2 * step]};
  const double scale[2] = {1 / (2 * aa * (aa - bb)), 1 / (2 * bb * (bb - aa))};
  to[0] = g[0] / (aa * bb);
  to[to_step] = (middle[0] + a * g[step]) * scale[0];
  to[2 * to_step] = (middle[0] - a * g[step]) * scale[0];
  to[3 * to_step] = (middle[1] + b * g[step]) * scale[1];
  to[4 * to_step] = (middle[1] - b * g[step]) * scale[1];
  to[5 * to_step] = g[2 * step];
}

void winograd_pack(const winograd *of, const float *weights, float *packed) {
  const size_t inputs = (size_t)of->in, outputs = (size_t)of->out;
  for (size_t row = 0; row < panels_size(of) / PANEL; row++, packed += PANEL) {
    const size_t in = row % inputs;
    for (size_t lane = 0; lane < PANEL; lane++) {
      const size_t out = row / inputs * PANEL + lane;
      double g[9] = {0}, half[18], whole[PLACES];
      for (size_t index = 0; out < outputs && index < 9; index++) g[index] = weights[(out * inputs + in) * 9 + index];
      for (int column = 0; column < 3; column++) transform_weights(g + column, 3, half + column, 3);
      for (int line = 0; line < 6; line++) transform_weights(half + 3 * line, 1, whole + 6 * line, 1);
      for (size_t place = 0; place < PLACES; place++) packed[place * panels_size(of) + lane] = (float)whole[place];
    }
  }
}

typedef struct {
  const winograd *of;
  const onednn_places *places;
  atomic_int threads, chunks;
} job;

static void run_chunk(const job *job, int32_t number, float *scratch) {
  const winograd *of = job->of;
  const int32_t first = number * of->chunk;
  const winograd_tiles tiles = {of, first, least(of->chunk, tile_count(of) - first)};
  const size_t from = stride(of, of->in), to = stride(of, of->group);
  float *products = scratch + PLACES * from;
  winograd_read(tiles, job->places->source, scratch, from);
  for (int32_t channel = 0; channel < of->out; channel += of->group) {
    const int32_t width = least(of->group, parts(of->out - channel, PANEL) * PANEL);
    const float *panels = (const float *)job->places->weights + (size_t)channel * (size_t)of->in;
    for (size_t place = 0; place < PLACES; place++) {
      winograd_multiply(tiles.count, of->in, width, scratch + place * from, panels + place * panels_size(of),
                        products + place * to);
    }
    winograd_write(tiles, products, to, width, channel, job->places->bias, job->places->destination);
  }
}

/// What each thread does: chunks, as long as there are any.
static void run_chunks(void *context) {
  job *job = context;
  const int32_t thread = atomic_fetch_add(&job->threads, 1), tiles = tile_count(job->of);
  if (thread >= job->of->threads) return;
  float *scratch = (float *)job->places->scratch + (size_t)thread * share(job->of);
  for (;;) {
    const int32_t chunk = atomic_fetch_add(&job->chunks, 1);
    if (chunk >= parts(tiles, job->of->chunk)) return;
    run_chunk(job, chunk, scratch);
  }
}

void winograd_run(const winograd *of, const onednn_places *places) {
  job job = {.of = of, .places = places};
  // The library's own threads, by the call that compilers make for a parallel region.
  void (*parallel)(void (*)(void *), void *, unsigned, unsigned) =
      (void (*)(void (*)(void *), void *, unsigned, unsigned))dlsym(RTLD_DEFAULT, "GOMP_parallel");
  if (parallel && of->threads > 1) {
    parallel(run_chunks, &job, (unsigned)of->threads, 0);
  } else {
    run_chunks(&job);
  }
}
