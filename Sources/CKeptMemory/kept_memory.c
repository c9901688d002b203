#include "kept_memory.h"

#include <pthread.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <time.h>

#ifdef __APPLE__
#include <malloc/malloc.h>
#define usable_size malloc_size
#else
#include <malloc.h>
#define usable_size malloc_usable_size
#endif

struct block {
  void *start;
  size_t size;
  bool is_lent;
  uint64_t given;  /* when it came back, in milliseconds */
};

enum { most = 128 };

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static struct block blocks[most];
static unsigned count;
static size_t held;
static _Atomic size_t limit;

static uint64_t now(void) {
  struct timespec time;
  clock_gettime(CLOCK_MONOTONIC, &time);
  return (uint64_t)time.tv_sec * 1000 + (uint64_t)time.tv_nsec / 1000000;
}

/* Under the lock, as all up to the next comment of this kind. */
static struct block *find(const void *start) {
  for (unsigned index = 0; index < count; index++) {
    if (blocks[index].start == start) return &blocks[index];
  }
  return NULL;
}

static void *forget(struct block *block) {
  void *start = block->start;
  held -= block->size;
  *block = blocks[--count];
  return start;
}

/* The smallest that is not lent and large enough, but not twice as large. */
static void *lend(size_t size) {
  struct block *best = NULL;
  for (unsigned index = 0; index < count; index++) {
    struct block *block = &blocks[index];
    if (block->is_lent || block->size < size || block->size / 2 > size) continue;
    if (!best || block->size < best->size) best = block;
  }
  if (!best) return NULL;
  best->is_lent = true;
  return best->start;
}

/* The one that has waited longest; null: all are lent. */
static struct block *oldest(void) {
  struct block *found = NULL;
  for (unsigned index = 0; index < count; index++) {
    if (!blocks[index].is_lent && (!found || blocks[index].given < found->given)) found = &blocks[index];
  }
  return found;
}

/* Whether a block could be kept if enough of the others went. */
static bool has_place(size_t size) {
  size_t lent = 0;
  unsigned lent_count = 0;
  for (unsigned index = 0; index < count; index++) {
    if (!blocks[index].is_lent) continue;
    lent += blocks[index].size;
    lent_count++;
  }
  size_t most_bytes = atomic_load(&limit);
  return lent_count < most && size <= most_bytes && lent <= most_bytes - size;
}

/* Keeps a block of malloc's; those that have waited longest make room, and are written down to be freed. */
static bool keep(void *start, size_t size, void **evicted, unsigned *evicted_count) {
  if (!has_place(size)) return false;
  while (count == most || held > atomic_load(&limit) - size) evicted[(*evicted_count)++] = forget(oldest());
  blocks[count++] = (struct block){start, size, false, now()};
  held += size;
  return true;
}

/* Without the lock from here on: to free a large block takes the system milliseconds. */
static void free_all(void **freed, unsigned freed_count) {
  for (unsigned index = 0; index < freed_count; index++) free(freed[index]);
}

static void *borrow(size_t size) {
  if (size < KEPT_MEMORY_SMALLEST || atomic_load_explicit(&limit, memory_order_relaxed) == 0) return NULL;
  pthread_mutex_lock(&lock);
  void *start = lend(size);
  pthread_mutex_unlock(&lock);
  return start;
}

void *kept_memory_take(size_t size) {
  void *start = borrow(size);
  return start ? start : malloc(size);
}

void kept_memory_give(void *start) {
  if (!start) return;
  size_t size = usable_size(start);
  if (size < KEPT_MEMORY_SMALLEST) {
    free(start);
    return;
  }
  void *freed[most + 1];
  unsigned freed_count = 0;
  pthread_mutex_lock(&lock);
  struct block *known = find(start);
  if (known) {
    known->is_lent = false;
    known->given = now();
  } else if (!keep(start, size, freed, &freed_count)) {
    freed[freed_count++] = start;
  }
  pthread_mutex_unlock(&lock);
  free_all(freed, freed_count);
}

bool kept_memory_is_lent(void *start) {
  if (!start || usable_size(start) < KEPT_MEMORY_SMALLEST) return false;
  pthread_mutex_lock(&lock);
  bool is_lent = find(start) != NULL;
  pthread_mutex_unlock(&lock);
  return is_lent;
}

/* Copied at once; more would keep a thread of the network from its other clients. The system moves large blocks page by page. */
static const size_t most_copied = 2 * KEPT_MEMORY_SMALLEST;

/* A copy in other memory; the old block goes. */
static void *move(void *start, size_t count, void *target) {
  if (!target) return NULL;
  memcpy(target, start, count);
  kept_memory_give(start);
  return target;
}

/* From here on the block is malloc's alone, and what realloc makes of it is no one's business here. */
static void take_out(void *start) {
  pthread_mutex_lock(&lock);
  struct block *block = find(start);
  if (block) forget(block);
  pthread_mutex_unlock(&lock);
}

void *kept_memory_resize(void *start, size_t size) {
  if (!start) return kept_memory_take(size);
  size_t old = usable_size(start);
  if (old < KEPT_MEMORY_SMALLEST && size < KEPT_MEMORY_SMALLEST) return realloc(start, size);
  bool is_lent = kept_memory_is_lent(start);
  if (is_lent && size <= old && size > old / 2) return start;
  size_t copied = old < size ? old : size;
  if (copied <= most_copied) {
    /* Shrunk to little, a block is worth keeping; and a kept one that it can grow into saves new pages. */
    void *target = size > old ? borrow(size) : is_lent || size < KEPT_MEMORY_SMALLEST ? kept_memory_take(size) : NULL;
    void *moved = move(start, copied, target);
    if (moved) return moved;
  }
  take_out(start);
  return realloc(start, size);
}

void kept_memory_advise_large_pages(void *start, size_t size) {
#ifdef MADV_HUGEPAGE
  const uintptr_t page = 2 << 20;
  uintptr_t first = ((uintptr_t)start + page - 1) & ~(page - 1), end = ((uintptr_t)start + size) & ~(page - 1);
  if (first < end) madvise((void *)first, end - first, MADV_HUGEPAGE);
#else
  (void)start, (void)size;
#endif
}

void kept_memory_set_limit(size_t bytes) {
  atomic_store(&limit, bytes);
  if (bytes == 0) kept_memory_expire(0);
}

void kept_memory_expire(uint32_t milliseconds) {
  void *freed[most];
  unsigned freed_count = 0;
  pthread_mutex_lock(&lock);
  uint64_t time = count ? now() : 0;
  for (unsigned index = count; index-- > 0;) {
    struct block *block = &blocks[index];
    if (!block->is_lent && time - block->given >= milliseconds) freed[freed_count++] = forget(block);
  }
  pthread_mutex_unlock(&lock);
  free_all(freed, freed_count);
}

size_t kept_memory_held(void) {
  pthread_mutex_lock(&lock);
  size_t bytes = held;
  pthread_mutex_unlock(&lock);
  return bytes;
}
