#include "pictures.h"
#include <setjmp.h>
#include <stdio.h>
#include <jpeglib.h>
#include <jerror.h>

/* What libjpeg's callbacks need; `client_data` of the decoder. */
struct attempt {
  struct picture_job *job;
  enum picture_status status;
  jmp_buf way_out;
};

static _Noreturn void leave(j_common_ptr decoder, enum picture_status status) {
  struct attempt *attempt = decoder->client_data;
  attempt->status = status;
  longjmp(attempt->way_out, 1);
}

/* The library calls it where it cannot go on. */
static void on_error(j_common_ptr decoder) {
  struct attempt *attempt = decoder->client_data;
  switch (decoder->err->msg_code) {
  case JERR_OUT_OF_MEMORY:
  case JERR_NO_BACKING_STORE: leave(decoder, picture_no_memory);
  case JERR_ARITH_NOTIMPL:
  case JERR_BAD_PRECISION:
  case JERR_CONVERSION_NOTIMPL:
  case JERR_SOF_UNSUPPORTED: leave(decoder, picture_unsupported);
  default: decoder->err->format_message(decoder, attempt->job->words); leave(decoder, picture_damaged);
  }
}

/* Warnings: what can be decoded is taken, as Pillow does. */
static void on_message(j_common_ptr decoder, int level) {
  (void)decoder;
  (void)level;
}

/* Called for each row, and for each band of each scan. */
static void on_progress(j_common_ptr common) {
  struct attempt *attempt = common->client_data;
  if (((j_decompress_ptr)common)->input_scan_number > picture_scans) leave(common, picture_many_scans);
  if (attempt->job->is_over(attempt->job->context)) leave(common, picture_over);
}

static void nothing(j_decompress_ptr decoder) { (void)decoder; }

/* All bytes are there from the beginning: wanting more is the end. */
static boolean want_more(j_decompress_ptr decoder) { leave((j_common_ptr)decoder, picture_truncated); }

static void skip(j_decompress_ptr decoder, long count) {
  if (count <= 0) return;
  if ((size_t)count > decoder->src->bytes_in_buffer) leave((j_common_ptr)decoder, picture_truncated);
  decoder->src->next_input_byte += count;
  decoder->src->bytes_in_buffer -= (size_t)count;
}

/* Inverted CMYK to RGB in Pillow's arithmetic: R = K - (255 - C) * K / 255, rounded. */
static void convert_cmyk(const uint8_t *row, uint8_t *pixels, uint32_t width) {
  for (uint32_t x = 0; x < width; x++) {
    unsigned key = row[4 * x + 3];
    for (int channel = 0; channel < 3; channel++) {
      unsigned product = (255u - row[4 * x + channel]) * key + 128;
      pixels[3 * x + channel] = (uint8_t)(key - ((product + (product >> 8)) >> 8));
    }
  }
}

static void read_rows(j_decompress_ptr decoder, struct picture_job *job) {
  size_t stride = (size_t)job->width * 3;
  JSAMPARRAY inks = NULL;
  if (decoder->out_color_space == JCS_CMYK)
    inks = decoder->mem->alloc_sarray((j_common_ptr)decoder, JPOOL_IMAGE, job->width * 4, 1);
  while (decoder->output_scanline < decoder->output_height) {
    uint8_t *row = job->pixels + stride * decoder->output_scanline;
    if (jpeg_read_scanlines(decoder, inks ? inks : &row, 1) != 1) leave((j_common_ptr)decoder, picture_truncated);
    if (inks) convert_cmyk(inks[0], row, job->width);
  }
}

static void decode(j_decompress_ptr decoder, struct picture_job *job) {
  jpeg_read_header(decoder, TRUE);
  if (decoder->image_width != job->width || decoder->image_height != job->height)
    leave((j_common_ptr)decoder, picture_disagrees);
  switch (decoder->num_components) {
  case 1:
  case 3: decoder->out_color_space = JCS_RGB; break;
  case 4: decoder->out_color_space = JCS_CMYK; break;
  default: leave((j_common_ptr)decoder, picture_unsupported);
  }
  jpeg_start_decompress(decoder);
  read_rows(decoder, job);
}

enum picture_status picture_decode_jpeg(struct picture_job *job) {
  struct attempt attempt = {.job = job, .status = picture_done};
  struct jpeg_error_mgr errors;
  struct jpeg_decompress_struct decoder = {.err = jpeg_std_error(&errors), .client_data = &attempt};
  errors.error_exit = on_error;
  errors.emit_message = on_message;
  struct jpeg_progress_mgr progress = {.progress_monitor = on_progress};
  struct jpeg_source_mgr source = {
      .next_input_byte = job->bytes,
      .bytes_in_buffer = job->size,
      .init_source = nothing,
      .fill_input_buffer = want_more,
      .skip_input_data = skip,
      .resync_to_restart = jpeg_resync_to_restart,
      .term_source = nothing,
  };
  job->words[0] = 0;
  if (!setjmp(attempt.way_out)) {
    jpeg_create_decompress(&decoder);
    decoder.mem->max_memory_to_use = (long)job->memory;
    decoder.progress = &progress;
    decoder.src = &source;
    decode(&decoder, job);
  }
  jpeg_destroy_decompress(&decoder);
  return attempt.status;
}
