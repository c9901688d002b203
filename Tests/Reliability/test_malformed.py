"""Every row of malformed.py, however its bytes arrive. RFC 9112 §11.2: two readings of one stream are request smuggling."""

import concurrent.futures
import json
import re
import time

import pytest

import malformed
from support.wire import connect, everything, get, statuses

BEFORE = 20


def whole(client, data):
    client.sendall(data)


def in_halves(client, data):
    for part in (data[: len(data) // 2], data[len(data) // 2 :]):
        client.sendall(part)
        time.sleep(0.01)


def byte_by_byte(client, data):
    """The bytes where lines end and begin; what lies between goes in pieces of 500."""
    start, piece = 0, 500
    while start < len(data):
        near_end = data.find(b"\n", start, start + piece) >= 0 or start + piece >= len(data)
        count = 1 if near_end else piece
        client.sendall(data[start : start + count])
        start += count
        if count > 1 or start % 4 == 0:
            time.sleep(0.0005)


def pipelined(client, data):
    client.sendall(get("/livez") * BEFORE + data)


def told(port, row, deliver):
    """The statuses, how the connection ended, and everything."""
    with connect(port, 10) as client:
        try:
            deliver(client, row.data + malformed.NEXT)
        except ConnectionError:
            pass
        got, end = everything(client)
    codes = statuses(got)
    if deliver is pipelined:
        assert codes[:BEFORE] == [200] * BEFORE, f"{row.name}: the requests before it were answered {codes}"
        codes = codes[BEFORE:]
    return codes, end, got


def outcomes(port, rows, deliver):
    with concurrent.futures.ThreadPoolExecutor(16) as pool:
        return list(zip(rows, pool.map(lambda row: told(port, row, deliver), rows), strict=True))


ways = pytest.mark.parametrize("deliver", [whole, in_halves, byte_by_byte, pipelined], ids=lambda way: way.__name__)


@ways
def test_malformed_RequestsGetOneRefusalAndTheirConnectionEnds(server, deliver):
    wrong = [
        f"{row.name} ({row.clause}): wanted one of {row.wanted}, got {codes}, {end}"
        for row, (codes, end, _) in outcomes(server.port, malformed.REFUSED, deliver)
        if len(codes) != 1 or codes[0] not in row.wanted or end != "closed"
    ]
    assert not wrong, "\n".join(wrong)


@ways
def test_strange_RequestsThatAreValidAreAnswered(server, deliver):
    wrong = [
        f"{row.name} ({row.clause}): wanted {row.wanted}, got {codes}, {end}"
        for row, (codes, end, _) in outcomes(server.port, malformed.TAKEN, deliver)
        if codes != list(row.wanted) or end != "closed"
    ]
    assert not wrong, "\n".join(wrong)


def test_refusals_AreProblemsOfOurOwn(server):
    for row, (codes, _, got) in outcomes(server.port, malformed.REFUSED, whole):
        head, _, body = got.partition(b"\r\n\r\n")
        assert b"\r\nContent-Type: application/problem+json" in head, (row.name, got)
        assert re.search(rb"\r\nConnection: close", head, re.I), (row.name, head)
        problem = json.loads(body)
        assert problem["status"] == codes[0] and problem["detail"] and problem["request_id"], (row.name, problem)
