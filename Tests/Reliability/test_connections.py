"""Connections without end: slow and forgotten ones shut no one out."""

import time

from support.wire import SMALL, SMALL_ANSWER, SOON, ask, connect, eventually, everything, get, read_answer, request

LIMITED = ("--connection-limit", "40", "--client-connection-limit", "20", "--drain-time", "1s")


def test_slow_HeadsShutNoOneOut(launch):
    """More half heads than there may be connections, all from one address, and ordinary clients of the same."""
    server = launch(*LIMITED)
    slow = [connect(server.port) for _ in range(100)]
    for client in slow:
        try:
            client.sendall(b"GET / HTTP/1.1\r\nX: ")
        except OSError:
            pass
    for _ in range(20):
        begin = time.monotonic()
        assert ask(server.port, SMALL, 10)[2] == SMALL_ANSWER
        assert time.monotonic() - begin < SOON
    assert server.sockets < 80


def test_oldest_IdleConnectionGoes_AndNoWorkingOne(launch):
    server = launch("--connection-limit", "10", "--client-connection-limit", "10", "--drain-time", "1s")
    working = connect(server.port)
    upload = request("/v1/losses/focal", SMALL.split(b"\r\n\r\n")[1])
    working.sendall(upload[:-1])
    idle = [connect(server.port, 5) for _ in range(9)]
    for client in idle:
        client.sendall(get("/livez"))
        assert read_answer(client)[0] == 200
    new = [connect(server.port, 5) for _ in range(3)]
    for client in new:
        client.sendall(get("/livez"))
        assert read_answer(client)[0] == 200
    # The three that were idle longest.
    assert [everything(client)[1] for client in idle[:3]] == ["closed"] * 3
    idle[8].sendall(get("/livez"))
    assert read_answer(idle[8])[0] == 200
    working.sendall(upload[-1:])
    assert read_answer(working)[2] == SMALL_ANSWER


def test_one_AddressLeavesRoomForOthers(launch):
    """Connections at work cannot be ended; another client still finds room."""
    server = launch(*LIMITED)
    before = server.sockets
    upload = request("/v1/losses/focal", SMALL.split(b"\r\n\r\n")[1])
    hogs = []
    for _ in range(60):
        client = connect(server.port, 2)
        try:
            client.sendall(upload[:-1])
        except OSError:
            pass
        hogs.append(client)
    assert ask(server.port, SMALL, 10, source="127.0.0.2")[2] == SMALL_ANSWER
    for client in hogs:
        client.close()
    assert eventually(lambda: server.sockets <= before + 2)


def test_adminPort_AnswersWhenAllConnectionsAreTaken(launch):
    server = launch("--connection-limit", "10", "--client-connection-limit", "10", "--drain-time", "1s", "--admin-port", "0")
    upload = request("/v1/losses/focal", SMALL.split(b"\r\n\r\n")[1])
    hogs = [connect(server.port, 2) for _ in range(40)]
    for client in hogs:
        try:
            client.sendall(upload[:-1])
        except OSError:
            pass
    for path in ("/livez", "/readyz", "/healthz", "/metrics"):
        begin = time.monotonic()
        assert ask(server.admin_port, get(path), 5)[0] == 200
        assert time.monotonic() - begin < SOON
    assert ask(server.admin_port, SMALL)[0] in (404, 413)
    assert ask(server.admin_port, get("/openapi.json"))[0] == 404


def test_adminPort_CannotBeFilled(launch):
    server = launch("--admin-port", "0")
    idle = [connect(server.admin_port) for _ in range(200)]
    for _ in range(10):
        assert ask(server.admin_port, get("/livez"), 5)[0] == 200
    assert len(idle) == 200
