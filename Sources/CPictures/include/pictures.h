/* Pixels of JPEG, PNG and WebP files, by libjpeg-turbo, libspng and libwebp.

   The caller has read the sides from the header and allocated the pixels. Each function decodes at once, on the calling
   thread, polls `is_over`, and lets its library allocate no more than `memory` bytes. No function keeps anything. */
#pragma once
#include <stddef.h>
#include <stdint.h>

/* How a job ended. */
enum picture_status {
  picture_done,
  /* The file ends too soon. */
  picture_truncated,
  /* The file breaks its format's rules; `words` says how, where the library does. */
  picture_damaged,
  /* A kind of file that the library does not read. */
  picture_unsupported,
  /* The library wanted more than `memory`, or the system had none. */
  picture_no_memory,
  /* More scans than `picture_scans`. */
  picture_many_scans,
  /* `is_over` was true. */
  picture_over,
  /* The library reads other sides from the file than the caller. */
  picture_disagrees,
};

/* Scans of a progressive JPEG at the most. Encoders write about ten; each costs a pass over the whole picture, however
   few bytes it has. */
enum { picture_scans = 64 };

/* One file to decode. */
struct picture_job {
  /* The file; of WebP its chunk `VP8 ` or `VP8L`, from its name on. */
  const uint8_t *bytes;
  size_t size;
  /* Sides as they are stored, in pixels. */
  uint32_t width, height;
  /* Where the pixels go: width * height * 3 bytes, RGB, row by row. */
  uint8_t *pixels;
  /* Bytes that the library may allocate at one time. */
  size_t memory;
  /* Whether to give up; asked every few rows, with `context`. */
  _Bool (*is_over)(const void *context);
  const void *context;
  /* The library's words where the file is damaged; else empty. */
  char words[200];
};

/* The same bytes as Pillow's convert("RGB"): default settings, CMYK as Adobe writes it (inverted). */
enum picture_status picture_decode_jpeg(struct picture_job *job);
/* Alpha is dropped, 16 bits become the upper 8. Only the chunks that make pixels reach the library. */
enum picture_status picture_decode_png(struct picture_job *job);
/* One still frame, without alpha. */
enum picture_status picture_decode_webp(struct picture_job *job);

/* A picture of one bit a pixel to encode. */
struct picture_bits {
  /* Row by row, each of (width + 7) / 8 bytes, the first pixel in the highest bit; 1 is white. */
  const uint8_t *bits;
  uint32_t width, height;
  /* Where the file goes: so many bytes at the most. */
  uint8_t *file;
  size_t capacity;
  /* How many it took. */
  size_t size;
  /* Bytes that the library may allocate at one time. */
  size_t memory;
  /* Whether to give up; asked every few rows, with `context`. */
  _Bool (*is_over)(const void *context);
  const void *context;
};

/* A grey PNG file. `picture_no_memory` where it needs more than its capacity. */
enum picture_status picture_encode_png(struct picture_bits *job);
