"""Heads that never end: they cost their sender a connection, and no one else anything."""

import concurrent.futures
import socket
import time

from support.wire import (
    PATIENCE, SMALL, SMALL_ANSWER, SOON, ask, connect, eventually, everything, get, read_answer, request, statuses,
)

HALF = b"POST /v1/losses/focal HTTP/1.1\r\nHost"
TIMED = ("--head-timeout", "1s")


def test_half_HeadsOfClientsThatLeftEndWithinASecond(server):
    before = server.sockets
    clients = [connect(server.port) for _ in range(100)]
    for client in clients:
        client.sendall(HALF)
        client.close()
    assert eventually(lambda: server.sockets <= before + 2, SOON), f"{server.sockets - before} of 100 are left"


def test_halfClosed_HeadsEndWithinASecond(server):
    """The end of the stream, while the client waits."""
    for half in (HALF, b"GET", b"GET / HTTP/1.1\r\nHost: a\r\n", b"GET / HTTP/1.1\r\nHost: a\r\n\r", b"\r\n", b""):
        with connect(server.port, PATIENCE) as client:
            client.sendall(half)
            client.shutdown(socket.SHUT_WR)
            begin = time.monotonic()
            assert everything(client) == (b"", "closed"), half
            assert time.monotonic() - begin < SOON, half


def test_whole_RequestsWithAHalfCloseAreAnsweredAndEnded(server):
    def once(_):
        with connect(server.port, PATIENCE) as client:
            client.sendall(SMALL)
            client.shutdown(socket.SHUT_WR)
            begin = time.monotonic()
            got, end = everything(client)
            return got.endswith(SMALL_ANSWER), end, time.monotonic() - begin < SOON

    with concurrent.futures.ThreadPoolExecutor(20) as pool:
        assert set(pool.map(once, range(100))) == {(True, "closed", True)}


def test_late_HeadsAreAnswered408(launch):
    server = launch(*TIMED)

    def once(begun):
        with connect(server.port, PATIENCE) as client:
            begin = time.monotonic()
            client.sendall(begun)
            got, end = everything(client)
            return statuses(got), end, 0.9 < time.monotonic() - begin < SOON

    begun = (b"G", b"GET /livez", b"GET /livez HTTP/1.1\r\nHos", get("/livez")[:-2])
    with concurrent.futures.ThreadPoolExecutor(len(begun)) as pool:
        assert list(pool.map(once, begun)) == [([408], "closed", True)] * len(begun)


def test_dripping_HeadsAreAnswered408(launch):
    """A byte now and then keeps no head alive."""
    server = launch(*TIMED)
    with connect(server.port, 0.2) as client:
        begin = time.monotonic()
        got, end = b"", "open"
        client.sendall(b"GET / HTTP/1.1\r\nX: ")
        while end == "open" and time.monotonic() - begin < PATIENCE:
            client.sendall(b"a")
            piece, end = everything(client)
            got += piece
        assert statuses(got) == [408]
        assert time.monotonic() - begin < SOON


def test_silent_ConnectionsEndAfterTheHeadTimeout(launch):
    server = launch(*TIMED)
    with connect(server.port, PATIENCE) as client:
        begin = time.monotonic()
        assert everything(client) == (b"", "closed")
        assert 0.9 < time.monotonic() - begin < SOON


def test_second_HeadsAreTimedFromTheirFirstByte(launch):
    """Idle between requests is no head; a head that waits behind a long request is not late."""
    server = launch(*TIMED)
    with connect(server.port, PATIENCE) as client:
        client.sendall(get("/livez"))
        assert read_answer(client)[0] == 200
        time.sleep(1.5)
        client.sendall(get("/livez")[:10])
        time.sleep(0.3)
        client.sendall(get("/livez")[10:])
        assert read_answer(client)[0] == 200
        client.sendall(get("/li")[:8])
        assert read_answer(client)[0] == 408


def test_bodies_AreNotTimedAsHeads(launch):
    server = launch(*TIMED)
    data = request("/v1/losses/focal", SMALL.split(b"\r\n\r\n")[1])
    with connect(server.port, PATIENCE) as client:
        client.sendall(data[:-5])
        time.sleep(2)
        client.sendall(data[-5:])
        assert read_answer(client)[2] == SMALL_ANSWER


def test_manyHeads_OfEverySizeAreAnsweredOnce(server):
    """Around every limit, in items and in bytes: one answer each, in time."""
    def target(count):
        return get("/livez?" + "a&" * count, "Connection: close")

    def cookies(count):
        return get("/livez", "Cookie: " + "a=b;" * count, "Connection: close")

    def fields(count):
        return get("/livez", *(f"X{index}: y" for index in range(count)), "Connection: close")

    def long_field(count):
        return get("/livez", "X: " + "a" * (count * 60), "Connection: close")

    def once(data):
        with connect(server.port, PATIENCE) as client:
            try:
                client.sendall(data)
            except ConnectionError:
                pass
            got, end = everything(client)
            return statuses(got), end

    with concurrent.futures.ThreadPoolExecutor(16) as pool:
        for make, refusal in ((target, 414), (cookies, 431), (fields, 431), (long_field, 431)):
            counts = [*range(0, 640, 8), 255, 256, 257, 492, 493, 494]
            answers = list(pool.map(once, map(make, counts)))
            for count, answer in zip(counts, answers, strict=True):
                assert answer in (([200], "closed"), ([refusal], "closed")), (make.__name__, count, answer)
            assert answers[0] == ([200], "closed") and answers[79] == ([refusal], "closed")


def test_thousands_OfHalfHeadsStopNoOne(server):
    """2,209 of them, in about a second, once silenced /livez for a minute and a half."""
    def flood(_):
        for _ in range(250):
            try:
                with connect(server.port, PATIENCE) as client:
                    client.sendall(HALF)
            except OSError:
                pass

    with concurrent.futures.ThreadPoolExecutor(8) as pool:
        floods = [pool.submit(flood, index) for index in range(8)]
        slowest = 0.0
        while not all(flood.done() for flood in floods):
            begin = time.monotonic()
            assert ask(server.port, SMALL, 10)[2] == SMALL_ANSWER
            slowest = max(slowest, time.monotonic() - begin)
    begin = time.monotonic()
    assert ask(server.port, get("/livez"), 10)[0] == 200
    assert time.monotonic() - begin < SOON
    assert slowest < 5
