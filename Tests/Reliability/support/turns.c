/* Loaded before a server (LD_PRELOAD): how long its network threads are at work between one wait for events and the next, as
   time of the processor, so that it is the same on a busy machine. Written to the file $TURNS when the process ends: the
   turns, those of more than a millisecond, and the longest one in microseconds. */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/epoll.h>
#include <time.h>

static atomic_long turns, long_turns, longest;
static _Thread_local long begun = -1;

static long used(void) {
  struct timespec time;
  clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time);
  return time.tv_sec * 1000000 + time.tv_nsec / 1000;
}

int epoll_wait(int epoll, struct epoll_event *events, int count, int timeout) {
  static int (*next)(int, struct epoll_event *, int, int);
  if (!next) next = (int (*)(int, struct epoll_event *, int, int))dlsym(RTLD_NEXT, "epoll_wait");
  if (begun >= 0) {
    long time = used() - begun, most = longest;
    turns++;
    if (time > 1000) long_turns++;
    while (time > most && !atomic_compare_exchange_weak(&longest, &most, time)) {}
  }
  int result = next(epoll, events, count, timeout);
  begun = used();
  return result;
}

__attribute__((destructor)) static void report(void) {
  FILE *file = fopen(getenv("TURNS") ? getenv("TURNS") : "/dev/null", "w");
  if (!file) return;
  fprintf(file, "%ld %ld %ld\n", turns, long_turns, longest);
  fclose(file);
}
