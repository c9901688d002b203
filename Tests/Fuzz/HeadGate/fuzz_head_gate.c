/* The gate against a second reading of the same stream, and against itself when the bytes come in other pieces. Built and run
   by `make fuzz`. */
#include "guard.h"
#include "reference.h"
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <errno.h>

static const struct head_gate_limits limits = {
    .head_timeout = 1000, .items = 256, .head_bytes = 24 << 10, .chunk_bytes = 1 << 20};

/* What the client has sent and the gate has not read; `portion` arrives at a time. */
static const uint8_t *sent;
static size_t sent_count, portion;

static ssize_t from_client(void *context, int socket, void *bytes, size_t room) {
  (void)context;
  (void)socket;
  size_t count = sent_count < room ? sent_count : room;
  if (count > portion) count = portion;
  if (count == 0) {
    errno = EAGAIN;
    return -1;
  }
  memcpy(bytes, sent, count);
  sent += count;
  sent_count -= count;
  return (ssize_t)count;
}

struct outcome {
  unsigned begun, heads;
  bool is_refused;
  int status;
  size_t given;
  uint8_t *bytes;
};

/* What the library gets when it asks for `room` bytes at a time. */
static struct outcome run(const uint8_t *data, size_t count, size_t portion_, size_t room) {
  struct guard guard = {.limits = &limits};
  struct outcome outcome = {.bytes = malloc(count + 64)};
  uint8_t *buffer = malloc(room);
  unsigned idle = 0;
  sent = data;
  sent_count = count;
  portion = portion_;
  while (idle < 2) {
    ssize_t got = guard_read(&guard, -1, (struct guard_source){from_client, NULL, -1}, buffer, room);
    if (got == 0) abort(); /* the client has not closed */
    if (got > (ssize_t)room || (got > 0 && outcome.given + (size_t)got > count + 64)) abort();
    if (got > 0) memcpy(outcome.bytes + outcome.given, buffer, (size_t)got);
    if (got > 0) outcome.given += (size_t)got;
    idle = got > 0 || (sent_count && guard.judge.state != refused) ? 0 : idle + 1;
  }
  outcome.begun = guard.judge.begun;
  outcome.is_refused = guard.judge.state == refused;
  outcome.status = guard.judge.status;
  free(guard.stash);
  free(buffer);
  return outcome;
}

static void check(bool holds, const char *what) {
  if (holds) return;
  fprintf(stderr, "%s\n", what);
  abort();
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
  if (size < 3 || size > 8192) return 0;
  size_t portion_ = 1 + data[0] % 64, room = 1 + data[1] * 8u;
  data += 2;
  size -= 2;
  struct outcome whole = run(data, size, SIZE_MAX, 32 << 10);
  struct outcome parts = run(data, size, portion_, room);
  struct outcome bytes = run(data, size, 1, 32 << 10);
  check(whole.given == parts.given && !memcmp(whole.bytes, parts.bytes, whole.given), "pieces are read otherwise");
  check(whole.given == bytes.given && !memcmp(whole.bytes, bytes.bytes, whole.given), "single bytes are read otherwise");
  check(whole.begun == parts.begun && whole.status == parts.status, "pieces are judged otherwise");
  struct reference_outcome wanted = reference_read(data, size, limits.chunk_bytes);
  /* The gate has limits that the reference has not, and sees that a line is bad before its end. */
  bool is_over_limit = whole.status == 413 || whole.status == 414 || whole.status == 431
      || whole.status == 505 || (whole.is_refused && !wanted.is_bad && wanted.whole < wanted.begun);
  check(!wanted.is_bad || whole.is_refused, "the gate lets pass what is bad");
  check(is_over_limit || whole.is_refused == wanted.is_bad, "the gate refuses what is good");
  check(whole.is_refused ? whole.begun <= wanted.begun + 1 : whole.begun == wanted.begun, "another number of heads");
  free(whole.bytes);
  free(parts.bytes);
  free(bytes.bytes);
  return 0;
}
