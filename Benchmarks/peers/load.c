// Keeps connections busy with one request each, as fast as they are answered, and counts the answers: what wrk does,
// for machines without it. Answers are told apart by Content-Length.
//
//     cc -O2 load.c -o load && ./load PORT CONNECTIONS SECONDS PATH BODY      prints requests per second
#define _GNU_SOURCE
#include <arpa/inet.h>
#include <errno.h>
#include <netinet/tcp.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <time.h>
#include <unistd.h>

struct connection {
  int socket;
  size_t filled;
  char buffer[16384];
};

static char request[4096];
static size_t request_size;

static double now(void) {
  struct timespec time;
  clock_gettime(CLOCK_MONOTONIC, &time);
  return (double)time.tv_sec + 1e-9 * (double)time.tv_nsec;
}

static void die(const char *what) {
  perror(what);
  exit(1);
}

static void ask(struct connection *connection) {
  connection->filled = 0;
  if (write(connection->socket, request, request_size) != (ssize_t)request_size) die("write");
}

// Whether a whole answer has arrived; ends the program if it is not 200.
static int is_complete(struct connection *connection) {
  connection->buffer[connection->filled] = 0;
  char *end = strstr(connection->buffer, "\r\n\r\n");
  if (!end) return 0;
  if (strncmp(connection->buffer, "HTTP/1.1 200", 12)) {
    fprintf(stderr, "%s\n", connection->buffer);
    exit(1);
  }
  char *length = strcasestr(connection->buffer, "content-length:");
  size_t body = length ? strtoul(length + 15, NULL, 10) : 0;
  return connection->filled >= (size_t)(end + 4 - connection->buffer) + body;
}

int main(int count, char **arguments) {
  if (count != 6) return 2;
  int connections = atoi(arguments[2]);
  double seconds = atof(arguments[3]);
  request_size = (size_t)snprintf(
      request, sizeof request,
      "POST %s HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: application/json\r\nContent-Length: %zu\r\n\r\n%s",
      arguments[4], strlen(arguments[5]), arguments[5]);
  struct sockaddr_in address = {.sin_family = AF_INET, .sin_port = htons((uint16_t)atoi(arguments[1]))};
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  int poll = epoll_create1(0);
  for (int i = 0; i < connections; i++) {
    struct connection *connection = calloc(1, sizeof *connection);
    connection->socket = socket(AF_INET, SOCK_STREAM, 0);
    if (connect(connection->socket, (struct sockaddr *)&address, sizeof address)) die("connect");
    int one = 1;
    setsockopt(connection->socket, IPPROTO_TCP, TCP_NODELAY, &one, sizeof one);
    struct epoll_event event = {.events = EPOLLIN, .data.ptr = connection};
    epoll_ctl(poll, EPOLL_CTL_ADD, connection->socket, &event);
    ask(connection);
  }
  long answers = 0;
  double start = now();
  while (now() - start < seconds) {
    struct epoll_event events[64];
    int ready = epoll_wait(poll, events, 64, 100);
    for (int i = 0; i < ready; i++) {
      struct connection *connection = events[i].data.ptr;
      size_t room = sizeof connection->buffer - 1 - connection->filled;
      ssize_t size = read(connection->socket, connection->buffer + connection->filled, room);
      if (size <= 0) die("read");
      connection->filled += (size_t)size;
      if (is_complete(connection)) {
        answers++;
        ask(connection);
      }
    }
  }
  printf("%.1f\n", (double)answers / (now() - start));
}
