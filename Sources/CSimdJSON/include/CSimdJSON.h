#pragma once
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

// JSON text in and numbers out, in plain C: the only face of simdjson and of std::to_chars.

#ifdef __cplusplus
extern "C" {
#endif

// ---- Reading

typedef enum focald_json_status {
  focald_json_ok,
  focald_json_syntax,
  focald_json_number_out_of_range,
  focald_json_duplicate_key,
  focald_json_too_deep,
  focald_json_too_many_values,
  focald_json_out_of_memory,
} focald_json_status;

typedef enum focald_json_kind {
  focald_json_null,
  focald_json_false,
  focald_json_true,
  focald_json_number,
  focald_json_string,
  focald_json_tensor,
  focald_json_array,
  focald_json_object,
} focald_json_kind;

/// What stands for "no node".
#define FOCALD_JSON_NONE UINT32_MAX
/// How deep arrays and objects may nest.
#define FOCALD_JSON_MAX_DEPTH 64
/// Values that are not numbers of a rectangular array: each costs memory of its own, so that there is an end.
#define FOCALD_JSON_MAX_NODES (1u << 21)

/// One value. The children of an array or object are a list: `first`, then each one's `next`.
typedef struct focald_json_node {
  double number;        // number
  uint32_t kind;        // focald_json_kind
  uint32_t rank;        // tensor: how many extents
  uint32_t next;        // the next sibling, or FOCALD_JSON_NONE
  uint32_t first;       // array, object: the first child, or FOCALD_JSON_NONE
  uint32_t count;       // array, object: how many children; string: bytes
  uint32_t at;          // string: place in `text`; tensor: place in `numbers`
  uint32_t extents_at;  // tensor: place in `extents`
  uint32_t key_at;      // an object's child: place in `text`
  uint32_t key_count;   // an object's child: bytes of the key
} focald_json_node;

/// A document, read. Every pointer is malloc'ed or null; code that takes one over sets it to null.
typedef struct focald_json_tape {
  focald_json_node *nodes;
  char *text;         // unescaped UTF-8 of all strings and keys
  double *numbers;    // the elements of all tensors
  uint32_t *extents;  // the shapes of all tensors
  uint32_t root;
  focald_json_status status;
} focald_json_tape;

/// How large arrays of numbers are read. What is read does not depend on it.
typedef struct focald_json_reading {
  size_t array_size;  // bytes of text from which on an array counts as large
  size_t block_size;  // bytes of text that are read at a time
  /// Calls work(context, index) for all indices below count, in any order and on any threads, and waits for them;
  /// null: one after the other.
  void (*perform)(size_t count, void *context, void (*work)(void *context, size_t index));
} focald_json_reading;

/// Reads a document. 64 bytes after the text must be readable. Unless the status is ok, all pointers are
/// null.
focald_json_tape focald_json_read(const char *text, size_t count, focald_json_reading reading);

/// Frees what the tape still owns.
void focald_json_free(focald_json_tape *tape);

/// How many commas a text has, in strings as well: one less than the numbers of an array, hence a bound of how many numbers
/// a document holds. Several gigabytes a second.
size_t focald_count_commas(const char *text, size_t count);

// ---- Writing

/// No number needs more bytes than this.
#define FOCALD_NUMBER_SIZE 25

/// Writes the shortest text that reads back as the same number; an integral one below 2^53 (float: 2^24)
/// without point or exponent, -0 as `-0.0`, what JSON cannot say as `null`. Returns the number of bytes.
size_t focald_write_double(double number, char *out);
size_t focald_write_float(float number, char *out);
size_t focald_write_int(int64_t number, char *out);

/// Writes elements from ..< to of a row-major array with all brackets and commas that belong to them, so that
/// consecutive ranges give the whole text. `rank` and every extent are ≥ 1; `out` has room for
/// (to - from) * (FOCALD_NUMBER_SIZE + 1 + 2 * rank) bytes. Returns the number of bytes.
size_t focald_write_doubles(
    const double *numbers, const size_t *extents, size_t rank, size_t from, size_t to, char *out);
size_t focald_write_floats(
    const float *numbers, const size_t *extents, size_t rank, size_t from, size_t to, char *out);
size_t focald_write_ints(
    const int64_t *numbers, const size_t *extents, size_t rank, size_t from, size_t to, char *out);

#ifdef __cplusplus
}
#endif

#include "records.h"
