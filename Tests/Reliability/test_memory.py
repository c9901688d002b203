"""One budget for all that requests hold; what finds no room in it is refused, and what is not read goes."""

import concurrent.futures
import gzip
import json
import time

import pytest

from support.wire import SMALL, SMALL_ANSWER, ask, connect, eventually, get, request

MIB = 1 << 20
BUDGET = 128
ANCHORS = {
    "feature_sizes": [[2048, 2047]], "strides": [8.123456789], "image_size": [16384, 16384],
    "anchor_sizes": [[32.3333]], "aspect_ratios": [[0.7777]]}


def metric(server, name):
    text = ask(server.port, get("/metrics"))[2].decode()
    return next(float(line.split()[1]) for line in text.splitlines() if line.startswith(name + " "))


def sized(feature):
    return request("/v1/anchors/generate", json.dumps(ANCHORS | {"feature_sizes": [[feature, feature]]}).encode())


def test_small_RequestsForHugeAnswersAreRefused(server):
    """Eight of them, answers unread, held 2.6 GiB."""
    before = server.resident
    status, _, answer = ask(server.port, request("/v1/anchors/generate", json.dumps(ANCHORS).encode()))
    assert status == 422 and b"answer_too_large" in answer
    assert server.resident < before + 64


@pytest.mark.long
def test_unread_AnswersStayWithinTheBudget(launch):
    server = launch("--memory", "64MiB", "--write-timeout", "5s", "--workers", "2")
    before = server.resident
    unread = []
    for _ in range(30):
        client = connect(server.port, receive_buffer=4096)
        client.sendall(sized(300))
        unread.append(client)
    assert eventually(lambda: metric(server, "focald_memory_bytes") > 32 * MIB, 30)
    assert eventually(lambda: metric(server, "focald_queue_depth") == 0, 30)
    assert server.peak < before + 64 + 64
    # Who does not read is sent away, and others find room again.
    assert eventually(lambda: metric(server, "focald_memory_bytes") < MIB, 30)
    assert ask(server.port, sized(300), 30)[0] == 200
    for client in unread:
        client.close()


@pytest.mark.long
def test_expanding_BodiesStayWithinTheBudget(launch):
    """330 bytes of gzip held 303 MiB."""
    server = launch("--memory", f"{BUDGET}MiB", "--body-limit", "256MiB")
    before = server.resident
    bomb = gzip.compress(b'{"boxes":[' + b" " * (250 * MIB) + b"]}", 9)

    def once(_):
        return ask(server.port, request("/v1/boxes/iou", bomb, "POST", "Content-Encoding: gzip"), 60)[:2]

    with concurrent.futures.ThreadPoolExecutor(4) as pool:
        for status, fields in pool.map(once, range(4)):
            assert status == 503 and fields["retry-after"]
    assert server.peak < before + BUDGET + 64
    assert ask(server.port, SMALL)[2] == SMALL_ANSWER


@pytest.mark.long
def test_many_BodiesStayWithinTheBudget(launch):
    server = launch("--memory", f"{BUDGET}MiB")
    before = server.resident
    upload = request("/v1/losses/l1", b" " * (60 * MIB))
    clients, statuses = [], []

    def send(_):
        client = connect(server.port, 30)
        clients.append(client)
        try:
            client.sendall(upload[:-1])
        except OSError:
            pass
        client.settimeout(0.5)
        try:
            statuses.append(int(client.recv(100).split()[1]))
        except (TimeoutError, OSError, IndexError):
            statuses.append(0)

    with concurrent.futures.ThreadPoolExecutor(6) as pool:
        list(pool.map(send, range(6)))
    assert 503 in statuses and 0 in statuses
    assert server.peak < before + BUDGET + 64
    for client in clients:
        client.close()
    assert eventually(lambda: metric(server, "focald_memory_bytes") < MIB, 10)


def test_budget_IsWholeAgainAfterEveryRequest(server):
    for data in (SMALL, sized(50), request("/v1/boxes/iou", b'{"boxes":[[0,0,1,1]],"target_boxes":[[0,0,1,1]]}'),
                 request("/v1/losses/l1", b"[" * 100_000), get("/openapi.json", "Accept-Encoding: gzip")):
        for _ in range(10):
            assert ask(server.port, data)[0] in (200, 400, 422)
    assert eventually(lambda: metric(server, "focald_memory_bytes") == 0, 5)


@pytest.mark.parametrize("kind", ["unread", "dripping"])
def test_answers_ThatAreNotReadEnd(launch, kind):
    server = launch("--write-timeout", "1s")
    before = server.sockets
    with connect(server.port, 5, receive_buffer=4096) as client:
        client.sendall(sized(500))
        begin = time.monotonic()

        def has_ended():
            if kind == "dripping":
                try:
                    client.recv(100)
                except OSError:
                    return True
            return server.sockets <= before

        assert eventually(has_ended, 20)
        assert time.monotonic() - begin < 15


def test_answers_ThatAreReadSlowlyArrive(launch):
    """Slowly, and yet more than 16 KiB in the time."""
    server = launch("--write-timeout", "1s")
    with connect(server.port, 10, receive_buffer=65536) as client:
        client.sendall(sized(120).replace(b"Host: a", b"Host: a\r\nConnection: close"))
        got = 0
        while piece := client.recv(65536):
            got += len(piece)
            time.sleep(0.02)
    assert got > 500_000
