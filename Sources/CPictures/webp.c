#include "allowance.h"
#include "pictures.h"
#include <string.h>
#include <webp/decode.h>

static enum picture_status ending(VP8StatusCode code) {
  switch (code) {
  case VP8_STATUS_OK: return picture_done;
  case VP8_STATUS_SUSPENDED:
  case VP8_STATUS_NOT_ENOUGH_DATA: return picture_truncated;
  case VP8_STATUS_OUT_OF_MEMORY: return picture_no_memory;
  case VP8_STATUS_UNSUPPORTED_FEATURE: return picture_unsupported;
  default: return picture_damaged;
  }
}

/* Gives the library the file in sixteen pieces and asks for the time between them: it has no callback. Some of a lossless
   file's beginning is read again with each piece, hence no more of them. */
static enum picture_status decode(WebPIDecoder *decoder, const struct picture_job *job) {
  size_t step = job->size / 16 + 1;
  for (size_t given = 0;;) {
    if (job->is_over(job->context)) return picture_over;
    given = job->size - given > step ? given + step : job->size;
    VP8StatusCode code = WebPIUpdate(decoder, job->bytes, given);
    if (code != VP8_STATUS_SUSPENDED || given == job->size) return ending(code);
  }
}

enum picture_status picture_decode_webp(struct picture_job *job) {
  job->words[0] = 0;
  WebPDecoderConfig config;
  if (!WebPInitDecoderConfig(&config)) return picture_unsupported;
  if (WebPGetFeatures(job->bytes, job->size, &config.input) != VP8_STATUS_OK) return picture_damaged;
  if ((uint32_t)config.input.width != job->width || (uint32_t)config.input.height != job->height)
    return picture_disagrees;
  size_t stride = (size_t)job->width * 3;
  config.output.colorspace = MODE_RGB;
  config.output.is_external_memory = 1;
  config.output.u.RGBA.rgba = job->pixels;
  config.output.u.RGBA.stride = (int)stride;
  config.output.u.RGBA.size = stride * job->height;
  enum picture_status status = picture_no_memory;
  allowance_begin(job->memory);
  WebPIDecoder *decoder = WebPIDecode(NULL, 0, &config);
  if (decoder) {
    status = decode(decoder, job);
    WebPIDelete(decoder);
  }
  WebPFreeDecBuffer(&config.output);
  // The library does not always say that this was the reason.
  return allowance_end() && status != picture_done ? picture_no_memory : status;
}
