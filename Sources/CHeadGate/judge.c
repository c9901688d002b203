#include "judge.h"

/* Ends the line that is bad, and with it the head or the chunk, in a way that makes the library call its callback. */
static const char *filler_for(const struct judge *judge) {
  if (judge->state <= at_line_lf) return "GET / HTTP/1.1\r\n\r\n";
  if (judge->state <= at_end_lf) return "\r\n";
  /* RFC 9112 §7.1 — a chunk of one byte, where a size was awaited; the end of the chunk first, where that was. */
  return judge->state <= at_size_lf ? "1\r\nx" : "\r\n1\r\nx";
}

void judge_refuse(struct judge *judge, int status, const char *reason) {
  if (judge->state <= at_start_lf) judge->begun++;
  judge->filler = filler_for(judge);
  judge->refused_in_body = judge->state > at_end_lf || judge->in_trailer;
  judge->status = (uint16_t)status;
  judge->reason = reason;
  judge->state = refused;
}

/* Whether what has been read so far may pass though no line has ended: a body's bytes, and nothing at all. */
static bool is_between_lines(const struct judge *judge) {
  switch (judge->state) {
  case at_start: case at_field: case in_body: case in_data: case at_data_cr: return true;
  case in_size: return judge->digits == 0;
  default: return false;
  }
}

struct judged judge_bytes(
    struct judge *judge, const struct head_gate_limits *limits, uint8_t *bytes, size_t known, size_t count) {
  struct cursor cursor = {bytes + known, bytes + known + count, bytes, limits};
  while (cursor.at < cursor.end && judge->state != refused) {
    if (judge->state <= at_line_lf) judge_request_line(judge, &cursor);
    else if (judge->state <= at_end_lf) judge_field(judge, &cursor);
    else judge_content(judge, &cursor);
  }
  if (judge->state == refused) return (struct judged){(size_t)(cursor.line - bytes), 0};
  if (is_between_lines(judge)) cursor.line = cursor.end;
  return (struct judged){(size_t)(cursor.line - bytes), (size_t)(cursor.end - cursor.line)};
}
