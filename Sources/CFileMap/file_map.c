#define _GNU_SOURCE
#include "include/file_map.h"

#include <pthread.h>
#include <signal.h>
#include <stdatomic.h>
#include <stdint.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <unistd.h>

/// Never freed, as a handler may be reading the list: one whose map has been forgotten is taken for the next.
struct file_map_watch {
  _Atomic uintptr_t start;
  /// 0: free.
  _Atomic size_t size;
  atomic_bool is_broken;
  struct file_map_watch *next;
};

static _Atomic(struct file_map_watch *) all;
static pthread_mutex_t changing = PTHREAD_MUTEX_INITIALIZER;
static struct sigaction before;
static bool is_handled;
static uintptr_t page;

/// Only what a handler may do: atomics without locks, and the system call.
static void handle(int signal, siginfo_t *info, void *context) {
  const uintptr_t address = (uintptr_t)info->si_addr;
  for (struct file_map_watch *watch = atomic_load(&all); watch; watch = watch->next) {
    const uintptr_t start = atomic_load(&watch->start);
    const size_t size = atomic_load(&watch->size);
    if (address < start || address - start >= size) continue;
    void *place = (void *)(address & ~(page - 1));
    if (mmap(place, page, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_FIXED, -1, 0) == MAP_FAILED) break;
    atomic_store(&watch->is_broken, true);
    return;
  }
  // Not ours: who handled it before does, or the signal comes again and ends the process.
  if (before.sa_flags & SA_SIGINFO) {
    before.sa_sigaction(signal, info, context);
  } else if (before.sa_handler != SIG_DFL && before.sa_handler != SIG_IGN) {
    before.sa_handler(signal);
  } else {
    sigaction(SIGBUS, &before, NULL);
  }
}

static bool set_handler(void) {
  if (is_handled) return true;
  page = (uintptr_t)sysconf(_SC_PAGESIZE);
  struct sigaction action = {.sa_sigaction = handle, .sa_flags = SA_SIGINFO | SA_ONSTACK};
  sigemptyset(&action.sa_mask);
  is_handled = sigaction(SIGBUS, &action, &before) == 0;
  return is_handled;
}

file_map_watch *file_map_begin(const void *start, size_t size) {
  pthread_mutex_lock(&changing);
  file_map_watch *watch = NULL;
  if (size > 0 && set_handler()) {
    watch = atomic_load(&all);
    while (watch && atomic_load(&watch->size) != 0) watch = watch->next;
    if (!watch && (watch = calloc(1, sizeof *watch))) {
      watch->next = atomic_load(&all);
      atomic_store(&all, watch);
    }
  }
  if (watch) {
    atomic_store(&watch->is_broken, false);
    atomic_store(&watch->start, (uintptr_t)start);
    atomic_store(&watch->size, size);
  }
  pthread_mutex_unlock(&changing);
  return watch;
}

bool file_map_is_broken(const file_map_watch *watch) { return atomic_load(&watch->is_broken); }

void file_map_end(file_map_watch *watch) {
  pthread_mutex_lock(&changing);
  atomic_store(&watch->size, 0);
  pthread_mutex_unlock(&changing);
}
