/* Memory of a library that is counted and limited, for the work of one thread. */
#pragma once
#include <stddef.h>

/* From here to `allowance_end` the calling thread's functions below give that many bytes at one time, at the most. */
void allowance_begin(size_t bytes);
/* Whether something was refused since the beginning. */
_Bool allowance_end(void);

/* malloc, calloc, realloc and free that count. */
void *allowance_malloc(size_t size);
void *allowance_calloc(size_t count, size_t size);
void *allowance_realloc(void *memory, size_t size);
void allowance_free(void *memory);
