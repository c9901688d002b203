/* The decoders over random files; built and run by `make fuzz`. The sides are those that the library reads itself, as the Swift reader
   of headers is tested apart (Tests/PicturesTests/HostilePictureTests.swift). */
#include "pictures.h"
#include <setjmp.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <jpeglib.h>
#include <webp/decode.h>

static jmp_buf out;
static void leave(j_common_ptr decoder) {
  (void)decoder;
  longjmp(out, 1);
}
static void ignore(j_common_ptr decoder, int level) {
  (void)decoder;
  (void)level;
}

static void jpeg_sides(struct picture_job *job) {
  struct jpeg_error_mgr errors;
  struct jpeg_decompress_struct decoder = {.err = jpeg_std_error(&errors)};
  errors.error_exit = leave;
  errors.emit_message = ignore;
  if (!setjmp(out)) {
    jpeg_create_decompress(&decoder);
    jpeg_mem_src(&decoder, job->bytes, job->size);
    jpeg_read_header(&decoder, TRUE);
    job->width = decoder.image_width;
    job->height = decoder.image_height;
  }
  jpeg_destroy_decompress(&decoder);
}

static uint32_t big_endian(const uint8_t *b) { return (uint32_t)b[0] << 24 | b[1] << 16 | b[2] << 8 | b[3]; }

static _Bool never(const void *context) {
  (void)context;
  return 0;
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size) {
  struct picture_job job = {.bytes = bytes, .size = size, .memory = 1 << 24, .is_over = never};
  enum picture_status (*decode)(struct picture_job *) = picture_decode_webp;
  if (size >= 24 && bytes[0] == 0x89) {
    if (memcmp(bytes + 12, "IHDR", 4)) return 0;
    decode = picture_decode_png;
    job.width = big_endian(bytes + 16);
    job.height = big_endian(bytes + 20);
  } else if (size >= 2 && bytes[0] == 0xFF) {
    decode = picture_decode_jpeg;
    jpeg_sides(&job);
  } else {
    int width = 0, height = 0;
    WebPGetInfo(bytes, size, &width, &height);
    job.width = (uint32_t)width;
    job.height = (uint32_t)height;
  }
  if (!job.width || !job.height || (uint64_t)job.width * job.height > 1 << 18) return 0;
  size_t count = (size_t)job.width * job.height * 3;
  job.pixels = malloc(count);
  enum picture_status status = decode(&job);
  if (status == picture_disagrees) abort();
  free(job.pixels);
  return 0;
}
