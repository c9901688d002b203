/* A gate before libmicrohttpd: it sees every byte that a client sends first, and passes on good whole lines only.

   libmicrohttpd 0.9.75 reads some heads otherwise than RFC 9112 does (an empty field name ends a head, a NUL cuts a
   value, a folded Content-Length is lost), never times a head, and hangs on some large ones. This target defines `recv`,
   and `gnutls_record_recv`, which libmicrohttpd calls through the dynamic linker, and judges what arrives on the sockets that were given to it.
   In place of the first bad line the library gets a constant filler that ends the request: so its callback runs, asks
   for the verdict, and answers in the program's own words. docs/architecture.md explains the whole. */
#pragma once
#include <stdint.h>

/* What a head may be. All of a server's connections share one; it must live until they are closed. */
struct head_gate_limits {
  /* Time for a head, from its first byte or from the connection's beginning, in milliseconds. */
  uint32_t head_timeout;
  /* Items of a query, and cookies, at the most. */
  uint32_t items;
  /* Bytes of a head, with 64 for each field, query item and cookie: what the library's memory for one must hold. */
  uint32_t head_bytes;
  /* Largest chunk of a body, in bytes. */
  uint64_t chunk_bytes;
};

/* Why a request is refused. */
struct head_gate_refusal {
  /* 0: it is not; an HTTP status; or `head_gate_disagrees`. */
  int status;
  /* A clause that says why: static, never NULL where the status is not 0. */
  const char *reason;
};

/* The library has seen a head that the gate has not: nothing that follows on this connection may be believed. */
enum { head_gate_disagrees = -1 };

/* Begins to judge what is read from the socket, or what TLS deciphers of it. False: it cannot be guarded, and must be
   closed. */
_Bool head_gate_open(int socket, const struct head_gate_limits *limits, _Bool is_tls);
/* Ends that, before the socket is closed. */
void head_gate_close(int socket);

/* Whole heads of closed connections that the library had not seen. */
uint64_t head_gate_unseen(void);

/* Once a request, when the library has seen its head. */
struct head_gate_refusal head_gate_head(int socket);
/* Whenever the library hands over a piece of a body. */
struct head_gate_refusal head_gate_body(int socket);
/* When the request's answer is sent: the next head is awaited from here. */
void head_gate_answered(int socket);

/* Of a listening socket each thread takes one connection at a time, and looks after those it has before it takes another:
   libmicrohttpd alone takes eleven in a row, and a request on an old connection waits for all of them. The socket must not
   block; a crowd waits in its backlog. */
void head_gate_listen(int socket);
/* Ends that, before the socket is closed. */
void head_gate_unlisten(int socket);

/* To be called every 50 ms or so: ends heads that take too long, and connections whose client has left. */
void head_gate_tick(void);
