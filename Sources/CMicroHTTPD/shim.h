#pragma once
#include <malloc.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <microhttpd.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>
#include <sys/socket.h>

/* Only what Swift cannot call by itself. */

/* Certificate, key and priorities of a server that speaks TLS: texts that live as long as it does. */
struct shim_tls { const char *certificate, *key, *priorities; };

/* MHD_start_daemon is variadic: this is it with the options of HTTPServer, and no others. Without a listener
   (-1) it gets its connections by MHD_add_connection; without `tls` it speaks in clear. */
static inline struct MHD_Daemon *shim_start_daemon(
    MHD_socket listener, MHD_AccessHandlerCallback access, MHD_RequestCompletedCallback completed,
    MHD_NotifyConnectionCallback notify,
    size_t (*unescape)(void *, struct MHD_Connection *, char *), void *context, unsigned int threads,
    unsigned int connection_limit, unsigned int connection_timeout, size_t connection_memory,
    const struct shim_tls *tls) {
  struct MHD_OptionItem place[] = {
      {listener < 0 ? MHD_OPTION_END : MHD_OPTION_LISTEN_SOCKET, listener, NULL}, {MHD_OPTION_END, 0, NULL}};
  struct MHD_OptionItem secrets[] = {
      {tls ? MHD_OPTION_HTTPS_MEM_CERT : MHD_OPTION_END, 0, tls ? (void *)tls->certificate : NULL},
      {MHD_OPTION_HTTPS_MEM_KEY, 0, tls ? (void *)tls->key : NULL},
      {MHD_OPTION_HTTPS_PRIORITIES, 0, tls ? (void *)tls->priorities : NULL},
      {MHD_OPTION_END, 0, NULL}};
  return MHD_start_daemon(
      MHD_USE_EPOLL_INTERNAL_THREAD | MHD_ALLOW_SUSPEND_RESUME | (listener < 0 ? MHD_USE_NO_LISTEN_SOCKET : 0)
          | (tls ? MHD_USE_TLS : 0), 0,
      NULL, NULL, access, context,
      MHD_OPTION_ARRAY, place,
      MHD_OPTION_ARRAY, secrets,
      MHD_OPTION_NOTIFY_COMPLETED, completed, context,
      MHD_OPTION_NOTIFY_CONNECTION, notify, context,
      MHD_OPTION_UNESCAPE_CALLBACK, unescape, NULL,
      MHD_OPTION_THREAD_POOL_SIZE, threads,
      MHD_OPTION_CONNECTION_LIMIT, connection_limit,
      MHD_OPTION_CONNECTION_TIMEOUT, connection_timeout,
      MHD_OPTION_CONNECTION_MEMORY_LIMIT, connection_memory,
      MHD_OPTION_SIGPIPE_HANDLED_BY_APP, 1,
      MHD_OPTION_END);
}

/* Both an enumerator and a macro of the same name in glibc, which Swift's importer does not always find. */
static const int shim_msg_dontwait = MSG_DONTWAIT;
static const int shim_msg_peek = MSG_PEEK;
/* A macro with a cast. */
static const ssize_t shim_content_reader_failed = MHD_CONTENT_READER_END_WITH_ERROR;

/* MHD_get_connection_info is variadic: this is it for the socket; -1 where there is none. */
static inline MHD_socket shim_connection_socket(struct MHD_Connection *connection) {
  const union MHD_ConnectionInfo *info =
      MHD_get_connection_info(connection, MHD_CONNECTION_INFO_CONNECTION_FD);
  return info ? info->connect_fd : -1;
}

/* Likewise for GnuTLS' session; NULL where there is none. */
static inline void *shim_connection_session(struct MHD_Connection *connection) {
  const union MHD_ConnectionInfo *info =
      MHD_get_connection_info(connection, MHD_CONNECTION_INFO_GNUTLS_SESSION);
  return info ? info->tls_session : NULL;
}

/* Likewise for the client's address; NULL where there is none. */
static inline const struct sockaddr *shim_connection_address(struct MHD_Connection *connection) {
  const union MHD_ConnectionInfo *info =
      MHD_get_connection_info(connection, MHD_CONNECTION_INFO_CLIENT_ADDRESS);
  return info ? info->client_addr : NULL;
}

/* Linux' tcpi_bytes_acked, at its place in struct tcp_info since Linux 4.1: glibc's struct ends before it, and the kernel's
   header cannot be read beside glibc's. False for sockets that are not TCP. */
static inline _Bool shim_bytes_acknowledged(int socket, uint64_t *bytes) {
  enum { place = 120 };
  unsigned char information[place + sizeof *bytes];
  socklen_t size = sizeof information;
  if (getsockopt(socket, IPPROTO_TCP, TCP_INFO, information, &size) || size < sizeof information) return 0;
  memcpy(bytes, information + place, sizeof *bytes);
  return 1;
}
static const int shim_tcp_notsent_lowat = TCP_NOTSENT_LOWAT;
/* Linux 5.14's MADV_POPULATE_WRITE, which older headers do not have; elsewhere an advice that does not exist. */
static const int shim_populate = 23;

/* Gives blocks of a mebibyte and more back to the system when they are freed. glibc's malloc raises that limit up to
   32 MiB as it sees such blocks come and go, and keeps what a large request leaves. Other libraries have none. */
static inline void shim_give_large_blocks_back(void) {
#ifdef M_MMAP_THRESHOLD
  mallopt(M_MMAP_THRESHOLD, 1 << 20);
#endif
}
