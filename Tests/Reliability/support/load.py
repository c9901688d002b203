"""A load of small requests that looks at every answer, from processes of its own. Standard library only."""

import collections
import multiprocessing
import selectors
import socket
import time

from support.wire import request

# A loss of four numbers, and one of 20,000: its body is more than a proxy keeps for another try.
FEW = (request("/v1/losses/l1", b'{"predictions":[1,2,3,4],"targets":[0,0,0,0]}'), b'{"loss":2.5}\n')
MANY = (
    request("/v1/losses/l1", b'{"predictions":[' + b"3," * 19_999 + b'3],"targets":[' + b"1," * 19_999 + b"1]}"),
    b'{"loss":2}\n')
MANY_EVERY = 500


class Client:
    """One connection at a time, one request at a time. With `fresh`, each request has a connection of its own."""

    def __init__(self, port: int, fresh: bool, counts: collections.Counter):
        self.port, self.fresh, self.counts = port, fresh, counts
        self.socket, self.sent = None, 0

    def send(self):
        self.sent += 1
        self.data, self.wanted = MANY if self.sent % MANY_EVERY == 0 else FEW
        if self.socket is None:
            self.socket = socket.create_connection(("127.0.0.1", self.port), 30)
            self.socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self.got = b""
        self.socket.sendall(self.data)

    def read(self) -> bool:
        """Whether the answer is whole."""
        piece = self.socket.recv(1 << 16)
        if not piece:
            raise ConnectionError(f"closed after {len(self.got)} bytes of an answer")
        self.got += piece
        head, _, body = self.got.partition(b"\r\n\r\n")
        if len(body) < len(self.wanted):
            return False
        fields = head.lower()
        good = head.startswith(b"HTTP/1.1 200 ") and body == self.wanted
        self.counts["right" if good else f"wrong: {head[:40]!r} {body[:80]!r}"] += 1
        if self.fresh or b"\r\nconnection: close" in fields:
            self.close()
        return True

    def close(self):
        if self.socket:
            self.socket.close()
        self.socket = None


class Clients:
    """All clients of one process."""

    def __init__(self, port: int, kept: int, fresh: int):
        self.counts = collections.Counter()
        self.all = [Client(port, number >= kept, self.counts) for number in range(kept + fresh)]
        self.selector = selectors.DefaultSelector()

    def begin(self, client):
        """Sends the next request. One that cannot be sent is counted, and begun again at the next turn."""
        known = client.socket
        try:
            client.send()
        except OSError as error:
            self.fail(client, known, error)
            return
        if client.socket is not known:
            self.selector.register(client.socket, selectors.EVENT_READ, client)

    def fail(self, client, known, error):
        self.counts[f"failed: {type(error).__name__} {error}"] += 1
        if known is not None:
            self.selector.unregister(known)
        client.close()

    def answer(self, client) -> bool:
        """Reads what is there; true when the client may send again."""
        known = client.socket
        try:
            if not client.read():
                return False
        except OSError as error:
            self.fail(client, known, error)
            return True
        if client.socket is None:
            self.selector.unregister(known)
        return True


def run(port: int, kept: int, fresh: int, over, answered, results):
    """Until `over` is set; then the counts: right, wrong and failed, by what was wrong."""
    clients = Clients(port, kept, fresh)
    for client in clients.all:
        clients.begin(client)
    since = 0
    while not over.is_set():
        for key, _ in clients.selector.select(0.05):
            if clients.answer(key.data):
                since += 1
                clients.begin(key.data)
        for client in clients.all:
            if client.socket is None:
                clients.begin(client)
        if since >= 256:
            with answered.get_lock():
                answered.value += since
            since = 0
    end = time.monotonic() + 60
    while clients.selector.get_map() and time.monotonic() < end:
        for key, _ in clients.selector.select(0.2):
            if clients.answer(key.data) and key.data.socket:
                clients.selector.unregister(key.data.socket)
                key.data.close()
    results.put(dict(clients.counts))


class Load:
    """Processes that ask `port` until `stop`."""

    def __init__(self, port: int, processes: int = 2, kept: int = 8, fresh: int = 2):
        context = multiprocessing.get_context("spawn")
        self.over, self.results, self.count = context.Event(), context.Queue(), context.Value("q", 0)
        self.processes = [
            context.Process(target=run, args=(port, kept, fresh, self.over, self.count, self.results), daemon=True)
            for _ in range(processes)]
        self.began = time.monotonic()
        for process in self.processes:
            process.start()

    @property
    def answered(self) -> int:
        """So far, give or take a few hundred."""
        return self.count.value

    def stop(self) -> collections.Counter:
        self.over.set()
        counts = collections.Counter()
        for _ in self.processes:
            counts.update(self.results.get(timeout=60))
        self.seconds = time.monotonic() - self.began
        for process in self.processes:
            process.join(10)
        return counts
