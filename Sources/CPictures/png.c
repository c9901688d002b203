#include "allowance.h"
#include "pictures.h"
#include <spng.h>
#include <string.h>

/* The file as the library sees it: the signature and the critical chunks. All others hold texts, profiles and times,
   which it would decompress and keep. */
struct reader {
  const uint8_t *bytes;
  size_t size, position;
  /* Bytes from `position` on that belong to what is passed on. */
  size_t left;
};

static uint32_t big_endian(const uint8_t *bytes) {
  return (uint32_t)bytes[0] << 24 | (uint32_t)bytes[1] << 16 | (uint32_t)bytes[2] << 8 | bytes[3];
}

/* Moves to the next critical chunk. False: there is none that is whole. A chunk is its length, its type, whose first
   letter is small where it is ancillary, its bytes and four of checksum: PNG §5.3, §5.4. */
static _Bool find_chunk(struct reader *reader) {
  for (;;) {
    size_t rest = reader->size - reader->position;
    if (rest < 12) return 0;
    const uint8_t *chunk = reader->bytes + reader->position;
    size_t length = (size_t)big_endian(chunk) + 12;
    if (length > rest) return 0;
    if (!(chunk[4] & 0x20)) {
      reader->left = length;
      return 1;
    }
    reader->position += length;
  }
}

static int read_critical(spng_ctx *context, void *user, void *destination, size_t length) {
  (void)context;
  struct reader *reader = user;
  for (uint8_t *next = destination; length;) {
    if (!reader->left && !find_chunk(reader)) return SPNG_IO_EOF;
    size_t part = length < reader->left ? length : reader->left;
    memcpy(next, reader->bytes + reader->position, part);
    reader->position += part;
    reader->left -= part;
    next += part;
    length -= part;
  }
  return 0;
}

static enum picture_status ending(int code, struct picture_job *job) {
  switch (code) {
  case SPNG_EOI: return picture_done;
  case SPNG_IO_EOF:
  case SPNG_EOF: return picture_truncated;
  case SPNG_EMEM: return picture_no_memory;
  default: strncpy(job->words, spng_strerror(code), sizeof job->words - 1); return picture_damaged;
  }
}

static enum picture_status decode(spng_ctx *context, struct picture_job *job) {
  struct spng_ihdr header;
  int code = spng_get_ihdr(context, &header);
  if (code) return ending(code, job);
  if (header.width != job->width || header.height != job->height) return picture_disagrees;
  size_t stride = (size_t)job->width * 3;
  code = spng_decode_image(context, NULL, 0, SPNG_FMT_RGB8, SPNG_DECODE_PROGRESSIVE);
  while (!code) {
    struct spng_row_info row;
    code = spng_get_row_info(context, &row);
    if (code) break;
    if (row.row_num >= job->height) return picture_disagrees;
    if (row.row_num % 16 == 0 && job->is_over(job->context)) return picture_over;
    code = spng_decode_row(context, job->pixels + stride * row.row_num, stride);
  }
  return ending(code, job);
}

enum picture_status picture_decode_png(struct picture_job *job) {
  memset(job->words, 0, sizeof job->words);
  enum { signature = 8 };
  struct reader reader = {.bytes = job->bytes, .size = job->size, .left = job->size < signature ? job->size : signature};
  struct spng_alloc memory = {allowance_malloc, allowance_realloc, allowance_calloc, allowance_free};
  enum picture_status status = picture_no_memory;
  allowance_begin(job->memory);
  spng_ctx *context = spng_ctx_new2(&memory, 0);
  if (context) {
    spng_set_image_limits(context, job->width, job->height);
    spng_set_png_stream(context, read_critical, &reader);
    status = decode(context, job);
    spng_ctx_free(context);
  }
  // The library does not always say that this was the reason.
  return allowance_end() && status != picture_done ? picture_no_memory : status;
}

static int write_file(spng_ctx *context, void *user, void *source, size_t length) {
  (void)context;
  struct picture_bits *job = user;
  if (length > job->capacity - job->size) return SPNG_IO_ERROR;
  memcpy(job->file + job->size, source, length);
  job->size += length;
  return 0;
}

static enum picture_status encode(spng_ctx *context, struct picture_bits *job) {
  struct spng_ihdr header = {
      .width = job->width, .height = job->height, .bit_depth = 1, .color_type = SPNG_COLOR_TYPE_GRAYSCALE};
  spng_set_png_stream(context, write_file, job);
  // Runs of equal bytes are what there is: filters and a long search gain little.
  spng_set_option(context, SPNG_FILTER_CHOICE, SPNG_DISABLE_FILTERING);
  spng_set_option(context, SPNG_IMG_COMPRESSION_LEVEL, 1);
  if (spng_set_ihdr(context, &header)) return picture_unsupported;
  int code = spng_encode_image(context, NULL, 0, SPNG_FMT_PNG, SPNG_ENCODE_PROGRESSIVE | SPNG_ENCODE_FINALIZE);
  size_t stride = ((size_t)job->width + 7) / 8;
  for (size_t row = 0; !code && row < job->height; row++) {
    if (row % 256 == 0 && job->is_over(job->context)) return picture_over;
    code = spng_encode_row(context, job->bits + stride * row, stride);
  }
  return code == SPNG_EOI ? picture_done : picture_no_memory;
}

enum picture_status picture_encode_png(struct picture_bits *job) {
  struct spng_alloc memory = {allowance_malloc, allowance_realloc, allowance_calloc, allowance_free};
  enum picture_status status = picture_no_memory;
  job->size = 0;
  allowance_begin(job->memory);
  spng_ctx *context = spng_ctx_new2(&memory, SPNG_CTX_ENCODER);
  if (context) {
    status = encode(context, job);
    spng_ctx_free(context);
  }
  allowance_end();
  return status;
}
