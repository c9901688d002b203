#include "guard.h"
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>

/* The stash has room for a line that is not whole, and for what one read brings behind it. */
enum { stash_room = 2 * longest_line };

/* What one read of the socket brought. */
struct reading {
  /* As the source says it. */
  ssize_t count;
  /* Bytes that lie where they were asked for, and may be handed over. */
  size_t passed;
  /* Whether the source may have more. */
  bool was_full;
};

/* Hands judged bytes over. */
static size_t give_ready(struct guard *g, uint8_t *bytes, size_t room) {
  size_t count = g->ready < room ? g->ready : room;
  if (count == 0) return 0;
  memcpy(bytes, g->stash, count);
  g->ready -= count;
  memmove(g->stash, g->stash + count, g->ready + g->kept);
  return count;
}

/* Hands over what ends a refused request. */
static size_t give_filler(struct guard *g, uint8_t *bytes, size_t room) {
  size_t left = strlen(g->judge.filler) - g->filler_given;
  size_t count = left < room ? left : room;
  memcpy(bytes, g->judge.filler + g->filler_given, count);
  g->filler_given += count;
  return count;
}

/* Keeps the beginning of a line, if it is not too long already. */
static void keep(struct guard *g, const uint8_t *bytes, size_t count) {
  if (g->judge.state == refused) count = 0;
  g->kept = 0;
  if (count > longest_line) return judge_refuse(&g->judge, 431, "a line is too long");
  if (count && !g->stash && !(g->stash = malloc(stash_room))) {
    return judge_refuse(&g->judge, 503, "there is no memory for the head");
  }
  if (count) memmove(g->stash + g->ready, bytes, count);
  g->kept = count;
}

/* A short read means that a socket is empty. Not so under TLS: a record is read at a time, and more of them may wait in
   GnuTLS, where no event tells of them. */
static bool has_more(const struct guard *g, ssize_t count, size_t room) { return g->is_tls || (size_t)count == room; }

/* Into the library's own memory, as no line is waiting. */
static struct reading read_directly(struct guard *g, int socket, struct guard_source source, uint8_t *bytes, size_t room) {
  ssize_t count = source.read(source.context, socket, bytes, room);
  if (count <= 0) return (struct reading){count, 0, false};
  struct judged judged = judge_bytes(&g->judge, g->limits, bytes, 0, (size_t)count);
  keep(g, bytes + judged.pass, judged.keep);
  return (struct reading){count, judged.pass, has_more(g, count, room)};
}

/* Behind the line that is waiting. */
static struct reading read_behind_line(struct guard *g, int socket, struct guard_source source) {
  size_t room = stash_room - g->kept;
  ssize_t count = source.read(source.context, socket, g->stash + g->kept, room);
  if (count <= 0) return (struct reading){count, 0, false};
  struct judged judged = judge_bytes(&g->judge, g->limits, g->stash, g->kept, (size_t)count);
  g->ready = judged.pass;
  keep(g, g->stash + judged.pass, judged.keep);
  return (struct reading){count, 0, has_more(g, count, room)};
}

/* A head is timed from its first byte until it is whole or refused. */
static void set_clock(struct guard *g) {
  atomic_store_explicit(&g->last_read, guard_now(), memory_order_relaxed);
  atomic_store_explicit(&g->looked, false, memory_order_relaxed);
  if (!judge_is_in_head(&g->judge)) {
    atomic_store_explicit(&g->since, 0, memory_order_relaxed);
  } else if (!atomic_load_explicit(&g->since, memory_order_relaxed)) {
    atomic_store_explicit(&g->since, guard_now(), memory_order_relaxed);
  }
}

/* The library waits on an edge: where a read came back short it looks again only after another event. The end of a stream
   that came with the last bytes makes none; this does. */
static void announce_end(struct guard *g, int socket, struct reading last) {
  char byte;
  bool is_over = last.count == 0
      || (!last.was_full && judge_is_in_head(&g->judge)
          && recvfrom(socket, &byte, 1, MSG_PEEK | MSG_DONTWAIT, NULL, NULL) == 0);
  if (is_over) shutdown(socket, SHUT_RD);
}

/* Fills the room as far as the socket goes, so that a short read means the same to the library as ever. */
ssize_t guard_read(struct guard *g, int socket, struct guard_source source, uint8_t *bytes, size_t room) {
  size_t given = 0;
  struct reading last = {1, 0, true};
  if (atomic_load_explicit(&g->expired, memory_order_acquire) && judge_is_in_head(&g->judge)) {
    g->kept = 0;
    judge_refuse(&g->judge, 408, "the head did not arrive in time");
  }
  for (;;) {
    given += give_ready(g, bytes + given, room - given);
    if (given == room || last.count <= 0) break;
    if (g->judge.state == refused) {
      given += give_filler(g, bytes + given, room - given);
      break;
    }
    if (!last.was_full) break;
    last = g->kept ? read_behind_line(g, socket, source) : read_directly(g, socket, source, bytes + given, room - given);
    given += last.passed;
  }
  int reason = last.count < 0 ? errno : EAGAIN;
  set_clock(g);
  if (given == 0 && last.count == 0) return 0;
  if (last.count >= 0 && !last.was_full && g->judge.state != refused) announce_end(g, socket, last);
  if (given) return (ssize_t)given;
  errno = reason;
  return last.count < 0 ? last.count : source.again;
}
