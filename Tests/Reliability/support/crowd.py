"""Clients in processes of their own, so that one kind does not wait for another in this one. Standard library only."""

import functools
import multiprocessing
import os
import random
import time

from support.wire import SMALL, SMALL_ANSWER, ask, connect, read_answer, request

CONTEXT = multiprocessing.get_context("fork")


@functools.cache
def numbers(size: int) -> bytes:
    """A loss's body of about that many bytes: numbers of eight digits, and no difference between them. Made once, before processes
    part, it is there at once in all of them."""
    row = b"0.123456," * (size // 18)
    return b'{"predictions":[' + row[:-1] + b'],"targets":[' + row[:-1] + b"]}"


def percentiles(times: list[float]) -> dict:
    times = sorted(times)
    at = lambda part: round(times[min(len(times) - 1, int(len(times) * part))] * 1e3, 2) if times else None
    return {"requests": len(times), "p50_ms": at(0.5), "p99_ms": at(0.99), "p999_ms": at(0.999), "max_ms": at(1)}


class Clients:
    """Processes that run until `stop`; each gives back what its function gave."""

    def __init__(self):
        self.over, self.results, self.processes = CONTEXT.Event(), CONTEXT.Queue(), []

    def start(self, function, *arguments, count=1):
        for index in range(count):
            process = CONTEXT.Process(target=self._run, args=(function, index, arguments), daemon=True)
            process.start()
            self.processes.append(process)

    def _run(self, function, index, arguments):
        random.seed(index)
        if function is not small:
            # Elsewhere they would have processors of their own. Here they get what the server leaves, and what is measured is
            # the server, not how one machine shares its processors between both.
            os.nice(10)
        self.results.put((function.__name__, function(self.over, *arguments)))

    def wait(self) -> dict[str, list]:
        """For those that end by themselves."""
        for process in self.processes:
            process.join(180)
        return self.stop()

    def stop(self) -> dict[str, list]:
        self.over.set()
        gathered: dict[str, list] = {}
        for _ in self.processes:
            name, result = self.results.get(timeout=180)
            gathered.setdefault(name, []).append(result)
        for process in self.processes:
            process.join()
        return gathered


def small(over, port, pause=0.001, source="127.0.0.1", data=SMALL, wanted=SMALL_ANSWER):
    """A kept connection, one request after the other: times, and how many answers were wrong."""
    times, wrong, refused, client = [], 0, 0, None
    while not over.is_set():
        begin = time.monotonic()
        try:
            client = client or connect(port, 60, source=source)
            client.sendall(data)
            status, fields, body, _ = read_answer(client)
        except OSError:
            refused, client = refused + 1, None
            continue
        times.append(time.monotonic() - begin)
        if status in (429, 503):
            refused += 1
        elif status != 200 or body != wanted:
            wrong += 1
        if fields.get("connection") == "close":
            client = None
        time.sleep(pause)
    return {"times": times, "wrong": wrong, "refused": refused}


def pictures(over, port, source, data, wanted):
    """A kept connection that sends the same picture again and again, as `small` does."""
    return small(over, port, 0, source, data, wanted)


def uploads(over, port, size, source="127.0.0.1"):
    """Bodies of that size, one after the other: how many were answered, refused, or wrong."""
    data = memoryview(request("/v1/losses/l1", numbers(size)))
    answered = refused = wrong = 0
    while not over.is_set():
        try:
            with connect(port, 120, source=source) as client:
                # By pieces, as curl does: one call of 64 MB keeps a processor until the system's next tick.
                for start in range(0, len(data), 64 << 10):
                    client.sendall(data[start:start + (64 << 10)])
                status, _, body, _ = read_answer(client)
        except OSError:
            refused += 1
            continue
        answered += status == 200
        refused += status in (408, 503, 504)
        wrong += status == 200 and body != b'{"loss":0}\n' or status not in (200, 408, 503, 504)
    return {"answered": answered, "refused": refused, "wrong": wrong}


def invalid(over, port):
    wrong = count = 0
    rows = [(request("/v1/losses/focal", b'{"logits":[1],"targets":[2]}'), 422), (request("/v1/nothing", b"{}"), 404),
            (request("/v1/losses/focal", b"{"), 400), (b"GET / HTTP/1.1\r\n: x\r\n\r\n", 400)]
    while not over.is_set():
        data, wanted = random.choice(rows)
        try:
            wrong += ask(port, data, 60)[0] not in (wanted, 503)
            count += 1
        except OSError:
            pass
        time.sleep(0.01)
    return {"count": count, "wrong": wrong}


def leaving(over, port):
    """Half heads, half bodies, and answers that no one waits for."""
    count = 0
    while not over.is_set():
        try:
            with connect(port, 5) as client:
                client.sendall(random.choice([SMALL, SMALL[:30], SMALL[:-5], request("/v1/losses/l1", b" " * 300_000)[:200_000]]))
                count += 1
        except OSError:
            pass
        time.sleep(0.005)
    return {"count": count}


def unread(over, port, data):
    """Asks for large answers and reads nothing."""
    clients, count = [], 0
    while not over.is_set():
        try:
            client = connect(port, 5, receive_buffer=4096)
            client.sendall(data)
            clients.append(client)
            count += 1
        except OSError:
            pass
        clients = clients[-20:]
        time.sleep(0.2)
    return {"count": count}


def half_heads(over, port, count):
    """Connections that send half a head and leave, as fast as they can, from an address of their own."""
    source = f"127.{os.getpid() % 250 + 1}.{os.getpid() // 250 % 250}.1"
    begun = 0
    for _ in range(count):
        try:
            with connect(port, 5, source=source) as client:
                client.sendall(SMALL[:40])
                begun += 1
        except OSError:
            pass
    return {"begun": begun}


def slow(over, port, kind, connections):
    """slowhttptest's ways: -H heads that drip, -B bodies that drip, -R a range of many parts, -X answers that drip."""
    first = {
        "H": b"GET / HTTP/1.1\r\nHost: a\r\n", "B": b"POST /v1/losses/focal HTTP/1.1\r\nHost: a\r\nContent-Length: 8192\r\n\r\n",
        "R": b"GET /openapi.yaml HTTP/1.1\r\nHost: a\r\nRange: bytes=0-," + b",".join(b"5-%d" % n for n in range(1, 1024)) + b"\r\n\r\n",
        "X": b"GET /openapi.yaml HTTP/1.1\r\nHost: a\r\n\r\n" * 10}[kind]
    more = {"H": b"X-a: b\r\n", "B": b"foo=bar&", "R": b"", "X": b""}[kind]
    clients, begun = [], 0
    while not over.is_set():
        for _ in range(min(50, connections - len(clients))):
            try:
                client = connect(port, 0.01, receive_buffer=1024 if kind == "X" else None)
                client.sendall(first)
                clients.append(client)
                begun += 1
            except OSError:
                break
        for client in list(clients):
            try:
                if more:
                    client.sendall(more)
                elif kind == "X":
                    client.recv(5)
            except TimeoutError:
                pass
            except OSError:
                clients.remove(client)
        time.sleep(0.2)
    return {"kind": kind, "begun": begun, "open": len(clients)}
