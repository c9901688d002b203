#include "allowance.h"
#include <malloc.h>
#include <stdint.h>
#include <stdlib.h>

/* Without a job nothing is limited: WebP's functions below are the whole program's. */
static _Thread_local size_t limit = SIZE_MAX;
static _Thread_local size_t taken;
static _Thread_local _Bool refused;

void allowance_begin(size_t bytes) {
  limit = bytes;
  taken = 0;
  refused = 0;
}

_Bool allowance_end(void) {
  limit = SIZE_MAX;
  return refused;
}

static _Bool has_room(size_t size) {
  _Bool has = limit == SIZE_MAX || (taken <= limit && size <= limit - taken);
  refused |= !has;
  return has;
}

static void *counted(void *memory) {
  refused |= !memory;
  if (memory && limit != SIZE_MAX) taken += malloc_usable_size(memory);
  return memory;
}

static void uncount(void *memory) {
  size_t size = memory ? malloc_usable_size(memory) : 0;
  if (limit != SIZE_MAX) taken -= size < taken ? size : taken;
}

void *allowance_malloc(size_t size) { return has_room(size) ? counted(malloc(size)) : NULL; }

void *allowance_calloc(size_t count, size_t size) {
  size_t bytes;
  if (__builtin_mul_overflow(count, size, &bytes) || !has_room(bytes)) return NULL;
  return counted(calloc(count, size));
}

void *allowance_realloc(void *memory, size_t size) {
  size_t before = memory ? malloc_usable_size(memory) : 0;
  if (size > before && !has_room(size - before)) return NULL;
  uncount(memory);
  void *moved = realloc(memory, size);
  counted(moved ? moved : memory);
  return moved;
}

void allowance_free(void *memory) {
  uncount(memory);
  free(memory);
}

/* libwebp allocates by these, which it calls through the dynamic linker: so ours come first. A small lossless file can
   ask for hundreds of megabytes of Huffman tables, which no setting of the library limits. Where a libwebp does not
   look them up, nothing is counted, and the tests of the limit fail. */
__attribute__((visibility("default"))) void *WebPSafeMalloc(uint64_t count, size_t size) {
  size_t bytes;
  return __builtin_mul_overflow((size_t)count, size, &bytes) ? NULL : allowance_malloc(bytes);
}

__attribute__((visibility("default"))) void *WebPSafeCalloc(uint64_t count, size_t size) {
  return allowance_calloc((size_t)count, size);
}

__attribute__((visibility("default"))) void WebPSafeFree(void *memory) { allowance_free(memory); }
