#include "guard.h"
#include <errno.h>
#include <sys/epoll.h>
#include <sys/syscall.h>
#include <unistd.h>

/* The one that libmicrohttpd finds, like `recv`. When it stops listening, a thread may take the listener out of its set while the
   one that stops it is about to do so. The second finds nothing there, for which the library would end the process. */
__attribute__((visibility("default"))) int epoll_ctl(int set, int operation, int socket, struct epoll_event *event) {
  int status = (int)syscall(SYS_epoll_ctl, set, operation, socket, event);
  if (status < 0 && operation == EPOLL_CTL_DEL && errno == ENOENT && guard_listens(socket)) return 0;
  return status;
}
