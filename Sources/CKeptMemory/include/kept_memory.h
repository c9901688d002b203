#pragma once
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* Large blocks of malloc's that are no longer in use, kept for the next ones. To touch memory for the first time takes four
   times as long as to copy into it: half of a binary request's time, where every request begins with new memory.

   Blocks of less than a mebibyte are malloc's alone, and so are all while no limit is set. The limit holds for all blocks that
   were kept once, lent or not: what waits here or is lent without being filled is never more. A kept block holds what its last
   user wrote. Any thread may call. */

#ifdef __cplusplus
extern "C" {
#endif

/* Blocks below that are never kept. */
#define KEPT_MEMORY_SMALLEST ((size_t)1 << 20)

/* malloc, or a kept block of at most twice the size. Its end is kept_memory_give. */
void *kept_memory_take(size_t size);
/* realloc for such blocks, size > 0; null, and the block as it was, where there is no memory. */
void *kept_memory_resize(void *block, size_t size);
/* free for such blocks. */
void kept_memory_give(void *block);

/* Whether a block was kept before, so that its pages are there already. */
bool kept_memory_is_lent(void *block);

/* Asks for large pages, of 2 MiB, where memory fills them wholly: to touch 40 MB for the first time takes 4 ms in them, and 24 ms
   in pages of 4 KiB. What lies before the first and behind the last stays small, so that no more memory is taken than is asked
   for. Where the system has none, nothing is lost. */
void kept_memory_advise_large_pages(void *start, size_t size);

/* How many bytes may be kept; 0: none. */
void kept_memory_set_limit(size_t bytes);
/* Gives back to the system what no one has used for so long. */
void kept_memory_expire(uint32_t milliseconds);
/* Bytes of kept blocks, lent or not. */
size_t kept_memory_held(void);

#ifdef __cplusplus
}
#endif
