#include "guard.h"
#include <errno.h>
#include <pthread.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <time.h>

/* One guard for each descriptor there may be: address space only, until it is used. */
static struct guard *guards;
static int guard_count;
static atomic_int highest;
static _Atomic uint64_t unseen;
static pthread_once_t once = PTHREAD_ONCE_INIT;
/* Taken by open, close and the clock: a descriptor's number is used again, and the clock must not end its successor. */
static pthread_mutex_t turnover = PTHREAD_MUTEX_INITIALIZER;

/* A client quiet for so long is looked after: has it left? */
enum { quiet_milliseconds = 400 };

int64_t guard_now(void) {
  struct timespec time;
  clock_gettime(CLOCK_MONOTONIC_COARSE, &time);
  return time.tv_sec * INT64_C(1000) + time.tv_nsec / 1000000 + 1;
}

static void make_guards(void) {
  struct rlimit limit;
  size_t count = 1 << 20;
  if (getrlimit(RLIMIT_NOFILE, &limit) == 0 && limit.rlim_max < count) count = limit.rlim_max;
  void *memory = mmap(
      NULL, count * sizeof *guards, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
  if (memory == MAP_FAILED) return;
  guards = memory;
  guard_count = (int)count;
}

struct guard *guard_of(int socket) {
  if (socket < 0 || socket >= atomic_load_explicit(&highest, memory_order_acquire)) return NULL;
  struct guard *guard = &guards[socket];
  return atomic_load_explicit(&guard->armed, memory_order_acquire) ? guard : NULL;
}

static void begin(struct guard *g, const struct head_gate_limits *limits, bool is_tls) {
  g->limits = limits;
  g->is_tls = is_tls;
  g->judge = (struct judge){0};
  g->seen = 0;
  g->filler_given = 0;
  g->stash = NULL;
  g->ready = g->kept = 0;
  atomic_store_explicit(&g->expired, false, memory_order_relaxed);
  atomic_store_explicit(&g->looked, false, memory_order_relaxed);
  atomic_store_explicit(&g->busy, false, memory_order_relaxed);
  atomic_store_explicit(&g->since, guard_now(), memory_order_relaxed);
  atomic_store_explicit(&g->last_read, guard_now(), memory_order_relaxed);
  atomic_store_explicit(&g->armed, true, memory_order_release);
}

_Bool head_gate_open(int socket, const struct head_gate_limits *limits, _Bool is_tls) {
  pthread_once(&once, make_guards);
  if (socket < 0 || socket >= guard_count) return false;
  pthread_mutex_lock(&turnover);
  begin(&guards[socket], limits, is_tls);
  if (socket >= atomic_load_explicit(&highest, memory_order_relaxed)) {
    atomic_store_explicit(&highest, socket + 1, memory_order_release);
  }
  pthread_mutex_unlock(&turnover);
  return true;
}

static void set_listens(int socket, bool listens) {
  pthread_once(&once, make_guards);
  if (socket >= 0 && socket < guard_count) {
    atomic_store_explicit(&guards[socket].listens, listens, memory_order_release);
  }
}

void head_gate_listen(int socket) { set_listens(socket, true); }

void head_gate_unlisten(int socket) { set_listens(socket, false); }

bool guard_listens(int socket) {
  return socket >= 0 && socket < guard_count && atomic_load_explicit(&guards[socket].listens, memory_order_acquire);
}

uint64_t head_gate_unseen(void) { return atomic_load_explicit(&unseen, memory_order_relaxed); }

void head_gate_close(int socket) {
  struct guard *g = guard_of(socket);
  if (!g) return;
  uint32_t whole = g->judge.begun - (judge_is_in_head(&g->judge) ? 1 : 0);
  if (whole > g->seen) atomic_fetch_add_explicit(&unseen, whole - g->seen, memory_order_relaxed);
  pthread_mutex_lock(&turnover);
  atomic_store_explicit(&g->armed, false, memory_order_release);
  free(g->stash);
  g->stash = NULL;
  pthread_mutex_unlock(&turnover);
}

struct head_gate_refusal head_gate_head(int socket) {
  struct guard *g = guard_of(socket);
  if (!g) return (struct head_gate_refusal){head_gate_disagrees, "the connection is not guarded"};
  atomic_store_explicit(&g->busy, true, memory_order_relaxed);
  uint32_t number = ++g->seen;
  bool is_last = number == g->judge.begun;
  if (number > g->judge.begun || (is_last && judge_is_in_head(&g->judge))) {
    return (struct head_gate_refusal){head_gate_disagrees, "the head can be read in two ways"};
  }
  bool is_refused = is_last && g->judge.state == refused && !g->judge.refused_in_body;
  return is_refused ? (struct head_gate_refusal){g->judge.status, g->judge.reason} : (struct head_gate_refusal){0, NULL};
}

struct head_gate_refusal head_gate_body(int socket) {
  struct guard *g = guard_of(socket);
  if (!g) return (struct head_gate_refusal){head_gate_disagrees, "the connection is not guarded"};
  bool is_refused = g->judge.state == refused && g->judge.refused_in_body && g->seen == g->judge.begun;
  return is_refused ? (struct head_gate_refusal){g->judge.status, g->judge.reason} : (struct head_gate_refusal){0, NULL};
}

void head_gate_answered(int socket) {
  struct guard *g = guard_of(socket);
  if (!g) return;
  atomic_store_explicit(&g->last_read, guard_now(), memory_order_relaxed);
  atomic_store_explicit(&g->looked, false, memory_order_relaxed);
  /* The beginning of the next head may be here: it is timed from now, as nothing was read meanwhile. */
  if (judge_is_in_head(&g->judge)) atomic_store_explicit(&g->since, guard_now(), memory_order_relaxed);
  atomic_store_explicit(&g->busy, false, memory_order_release);
}

/* Under the lock. Shutting the socket for reading wakes the library, which then reads once more: 408, or the end. */
static void look_after(struct guard *g, int socket, int64_t now) {
  int64_t since = atomic_load_explicit(&g->since, memory_order_relaxed);
  int64_t quiet = now - atomic_load_explicit(&g->last_read, memory_order_relaxed);
  if (since && now - since > g->limits->head_timeout && !atomic_load_explicit(&g->expired, memory_order_relaxed)) {
    atomic_store_explicit(&g->expired, true, memory_order_release);
    shutdown(socket, SHUT_RD);
  } else if (quiet > quiet_milliseconds && !atomic_exchange_explicit(&g->looked, true, memory_order_relaxed)) {
    char byte;
    if (recvfrom(socket, &byte, 1, MSG_PEEK | MSG_DONTWAIT, NULL, NULL) == 0) shutdown(socket, SHUT_RD);
  }
}

void head_gate_tick(void) {
  int64_t now = guard_now();
  int end = atomic_load_explicit(&highest, memory_order_acquire);
  for (int socket = 0; socket < end; socket++) {
    struct guard *g = guard_of(socket);
    if (!g || atomic_load_explicit(&g->busy, memory_order_acquire)) continue;
    pthread_mutex_lock(&turnover);
    if (guard_of(socket)) look_after(g, socket, now);
    pthread_mutex_unlock(&turnover);
  }
}

static ssize_t from_socket(void *context, int socket, void *bytes, size_t room) {
  (void)context;
  return recvfrom(socket, bytes, room, 0, NULL, NULL);
}

/* The one that libmicrohttpd finds: a program's own symbols come before those of its libraries. */
__attribute__((visibility("default"))) ssize_t recv(int socket, void *bytes, size_t room, int flags) {
  struct guard *guard = flags == 0 ? guard_of(socket) : NULL;
  if (!guard || guard->is_tls) return recvfrom(socket, bytes, room, flags, NULL, NULL);
  return guard_read(guard, socket, (struct guard_source){from_socket, NULL, -1}, bytes, room);
}
