#define _GNU_SOURCE
#include "library.h"

#include <dlfcn.h>
#include <pthread.h>
#include <stdatomic.h>
#include <stdlib.h>
#if defined(__GLIBC__)
#include <malloc.h>
#endif

static pthread_once_t once = PTHREAD_ONCE_INIT;
static dnnl_engine_t engine;
static dnnl_stream_t stream;
static dnnl_status_t started;
static dnnl_format_tag_t tag;
static int32_t block;
static atomic_bool is_wide_allowed;

void onednn_allow_wide(void) { atomic_store(&is_wide_allowed, true); }

static void start(void) {
  // Before anything else of the library; what its own variable says goes first.
  if (!atomic_load(&is_wide_allowed) && !getenv("ONEDNN_MAX_CPU_ISA")) dnnl_set_max_cpu_isa(dnnl_cpu_isa_avx2);
  started = dnnl_engine_create(&engine, dnnl_cpu, 0);
  if (started == dnnl_success) started = dnnl_stream_create(&stream, engine, dnnl_stream_default_flags);
  bool is_wide = (dnnl_get_effective_cpu_isa() & dnnl_cpu_isa_avx512_mic) == dnnl_cpu_isa_avx512_mic ||
                 (dnnl_get_effective_cpu_isa() & dnnl_cpu_isa_avx512_core) == dnnl_cpu_isa_avx512_core;
  block = is_wide ? 16 : 8;
  tag = is_wide ? dnnl_nChw16c : dnnl_nChw8c;
  // Layers are kept by their plans, which are bounded; the library's own store would keep 1,024 more.
  dnnl_set_primitive_cache_capacity(0);
}

dnnl_status_t library_start(dnnl_engine_t *use_engine, dnnl_stream_t *use_stream) {
  pthread_once(&once, start);
  if (use_engine) *use_engine = engine;
  if (use_stream) *use_stream = stream;
  return started;
}

dnnl_format_tag_t library_blocks(void) {
  pthread_once(&once, start);
  return tag;
}

int32_t onednn_block(void) {
  pthread_once(&once, start);
  return block;
}

void onednn_trim_heap(void) {
#if defined(__GLIBC__)
  malloc_trim(0);
#endif
}

bool onednn_has_bfloat16(void) {
  pthread_once(&once, start);
  return started == dnnl_success &&
         (dnnl_get_effective_cpu_isa() & dnnl_cpu_isa_avx512_core_bf16) == dnnl_cpu_isa_avx512_core_bf16;
}

// Debian's library runs on OpenMP. The runtime is looked up, as it has no package of its own to link against.
int32_t library_threads(void) {
  int (*threads)(void) = (int (*)(void))dlsym(RTLD_DEFAULT, "omp_get_max_threads");
  const int32_t count = threads ? threads() : 1;
  return count < 1 ? 1 : count;
}

bool onednn_use_threads(int32_t count) {
  void (*set_threads)(int) = (void (*)(int))dlsym(RTLD_DEFAULT, "omp_set_num_threads");
  if (!set_threads || count < 1) return false;
  set_threads(count);
  return true;
}
