/* What the gate keeps of each connection, by the number of its socket. */
#pragma once
#include "judge.h"
#include <stdatomic.h>
#include <sys/types.h>

/* A line of so many bytes can wait; `head_bytes` must be less. */
enum { longest_line = 32 << 10 };

struct guard {
  /* Set while the socket is guarded. */
  atomic_bool armed;
  /* Set while the socket listens, and gives one connection at a time. */
  atomic_bool listens;
  /* Set by the clock: the head took too long. */
  atomic_bool expired;
  /* Set by the clock, cleared by a read: whether the client had left was looked up. */
  atomic_bool looked;
  /* A request is at work: no head is timed, as the library does not read. */
  atomic_bool busy;
  /* Milliseconds at which the head was first awaited, 0: none is; and of the last read. */
  _Atomic int64_t since, last_read;

  /* What GnuTLS deciphers is judged, and not what it reads. Set while the socket is not guarded yet. */
  bool is_tls;

  /* From here on: the thread that reads only. */
  const struct head_gate_limits *limits;
  struct judge judge;
  /* Heads that the library has seen. */
  uint32_t seen;
  size_t filler_given;
  /* Bytes read and not handed over: `ready` ones, judged, then `kept` ones, the beginning of a line. */
  uint8_t *stash;
  size_t ready, kept;
};

/* Whether a socket gives one connection at a time. */
bool guard_listens(int socket);
/* The guard of a socket; NULL: it has none. */
struct guard *guard_of(int socket);
/* A clock of a few milliseconds' grain, never 0. */
int64_t guard_now(void);

/* Where bytes come from. */
struct guard_source {
  /* Like recv without flags, or like gnutls_record_recv. */
  ssize_t (*read)(void *context, int socket, void *bytes, size_t room);
  void *context;
  /* What is answered where there is nothing now: -1, beside errno, or a code of GnuTLS. */
  ssize_t again;
};
/* What a read of the library gets. Like the source. */
ssize_t guard_read(struct guard *guard, int socket, struct guard_source source, uint8_t *bytes, size_t room);
