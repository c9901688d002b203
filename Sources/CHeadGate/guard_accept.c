#include "guard.h"
#include <errno.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <unistd.h>

/* The listener that gave this thread a connection at the last call; -1: none did. */
static _Thread_local int last_giver = -1;

/* The one that libmicrohttpd finds, like `recv`. It calls until there is nothing, and then serves its connections: after one
   connection there is nothing. The listener is watched by level, so the thread comes back for the next at once. */
__attribute__((visibility("default"))) int accept4(
    int listener, struct sockaddr *restrict address, socklen_t *restrict size, int flags) {
  if (last_giver == listener && guard_listens(listener)) {
    last_giver = -1;
    errno = EAGAIN;
    return -1;
  }
  int socket = (int)syscall(SYS_accept4, listener, address, size, flags);
  last_giver = socket < 0 ? -1 : listener;
  return socket;
}
