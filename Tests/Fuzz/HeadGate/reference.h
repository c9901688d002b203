/* A second reading of RFC 9112, written apart from the gate's: whole lines of a whole stream, no states. Slow and obvious. */
#pragma once
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct reference_outcome {
  /* Requests that were read to their end. */
  unsigned whole;
  /* Heads begun, the last one perhaps not whole. */
  unsigned begun;
  /* Whether something that was read is no HTTP; else the stream ends between requests or within one. */
  bool is_bad;
};

struct reference_outcome reference_read(const uint8_t *bytes, size_t count, uint64_t chunk_limit);
