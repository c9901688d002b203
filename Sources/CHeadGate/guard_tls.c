/* For a system header's RTLD_NEXT. */
#define _GNU_SOURCE
#include "guard.h"
#include <dlfcn.h>
#include <errno.h>
#include <pthread.h>

/* Under TLS libmicrohttpd reads by `gnutls_record_recv`, and GnuTLS itself by `recv`: what it has deciphered is judged. The
   library is not linked here: its functions are looked up behind this one. */

/* <gnutls/gnutls.h>: GNUTLS_E_AGAIN. */
enum { again = -28 };

typedef void *session;
static ssize_t (*real_record_recv)(session, void *, size_t);
static int (*real_transport_get_int)(session);
static pthread_once_t once = PTHREAD_ONCE_INIT;

static void look_up(void) {
  *(void **)&real_record_recv = dlsym(RTLD_NEXT, "gnutls_record_recv");
  *(void **)&real_transport_get_int = dlsym(RTLD_NEXT, "gnutls_transport_get_int");
}

static ssize_t from_session(void *context, int socket, void *bytes, size_t room) {
  (void)socket;
  return real_record_recv(context, bytes, room);
}

/* Not static, as the program's own symbol comes before the library's; that it is in place is seen by the count of heads. */
__attribute__((visibility("default"))) ssize_t gnutls_record_recv(session session, void *bytes, size_t room) {
  pthread_once(&once, look_up);
  /* -50: GNUTLS_E_INVALID_REQUEST. */
  if (!real_record_recv || !real_transport_get_int) return -50;
  int socket = real_transport_get_int(session);
  struct guard *guard = guard_of(socket);
  if (!guard || !guard->is_tls) return real_record_recv(session, bytes, room);
  struct guard_source source = {from_session, session, again};
  return guard_read(guard, socket, source, bytes, room);
}
