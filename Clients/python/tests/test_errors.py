"""Errors as exceptions, retries, and connections that break."""

import asyncio
import gc
import json
import pickle
import socket
import threading
import time

import numpy as np
import pytest

import focald
from focald import _safetensors
from support import stub

BOXES = [[0.0, 0, 1, 1]]


def answer(**tensors):
    body = b"".join(map(bytes, _safetensors.write({name: np.asarray(value) for name, value in tensors.items()})))
    return 200, {"Content-Type": "application/x-safetensors"}, body


def problem(status, **headers):
    issue = {"pointer": "/logits/3/1", "code": "wrong_type", "detail": "not a number"}
    text = {"status": status, "detail": "/logits/3/1: not a number", "request_id": "one", "errors": [issue]}
    return status, {name.replace("_", "-"): value for name, value in headers.items()}, json.dumps(text).encode()


@pytest.fixture(params=["sync", "async"])
def ask(request):
    """Asks a server for an L1 loss, by either client."""

    def sync(url, **options):
        with focald.Client(url, **options) as client:
            return client.losses.l1([1.0], [2.0])

    def through_loop(url, **options):
        async def run():
            async with focald.AsyncClient(url, **options) as client:
                return await client.losses.l1([1.0], [2.0])

        return asyncio.run(run())

    return sync if request.param == "sync" else through_loop


def test_wrongRequests_NameThePlace(client):
    with pytest.raises(focald.InvalidRequest) as caught:
        client.losses.focal([[1.0, 2.0]], [[0.5, 3.0]])
    error = caught.value
    assert error.status == 422
    assert error.errors[0].pointer == "/targets/0/1"
    assert error.errors[0].code == "out_of_range"
    assert "/targets/0/1" in str(error)
    assert error.request_id
    assert isinstance(error, ValueError) and isinstance(error, focald.FocaldError)


def test_wrongParameters_NameThePlace(client):
    with pytest.raises(focald.InvalidRequest) as caught:
        client.boxes.nms(BOXES, [0.5], iou_threshold=3, suppression={"method": "soft"})
    assert [issue.pointer for issue in caught.value.errors] == ["/iou_threshold", "/suppression/method"]


def test_placesInTensors_HaveAnIndexForEachAxis(client):
    logits = np.zeros((3, 4, 5))
    targets = logits.copy()
    targets[1, 2, 3] = 9
    with pytest.raises(focald.InvalidRequest) as caught:
        client.losses.focal(logits, targets)
    assert caught.value.errors[0].pointer == "/targets/1/2/3"
    with pytest.raises(focald.InvalidRequest) as caught:
        client.detections.fcos([logits, np.full((3, 2, 2), np.nan)], [logits, logits], [logits, logits],
                               image_size=[9, 9], strides=[1, 2])
    assert "/class_logits.1/0/0/0" in [issue.pointer for issue in caught.value.errors]


def test_numbersThatAreNotFinite_AreNamed(client):
    with pytest.raises(focald.InvalidRequest) as caught:
        client.losses.l1([1.0, float("nan")], [1.0, 1.0])
    assert caught.value.errors[0].pointer == "/predictions/1"


def test_unknownOperations_AreNotFound(client):
    with pytest.raises(focald.NotFound, match="focal"):
        client.ask("losses.fokal", logits=[1])


@pytest.mark.parametrize(("status", "kind"), [
    (400, focald.InvalidRequest), (401, focald.Unauthorized), (403, focald.Unauthorized), (404, focald.NotFound),
    (413, focald.TooLarge), (415, focald.InvalidRequest), (422, focald.InvalidRequest), (429, focald.Overloaded),
    (500, focald.ServerFault), (502, focald.ServerFault), (503, focald.Overloaded), (504, focald.DeadlineExceeded),
    (418, focald.RequestFailed)])
def test_statuses_HaveTheirKind(ask, status, kind):
    with stub(problem(status)) as (url, _), pytest.raises(kind) as caught:
        ask(url, retries=0)
    error = caught.value
    assert type(error) is kind
    assert error.errors == (focald.Issue("/logits/3/1", "wrong_type", "not a number"),)
    assert (error.status, error.request_id, error.retry_after) == (status, "one", None)
    copy = pickle.loads(pickle.dumps(error))
    assert (type(copy), str(copy), copy.errors) == (kind, str(error), error.errors)


@pytest.mark.parametrize("body", [b"", b"<html>", b"[]", b'{"errors": 3}', b'{"errors": [3]}', b"\xff"])
def test_errorsOfOtherServers_AreStillErrors(ask, body):
    with stub((502, {}, body)) as (url, _), pytest.raises(focald.ServerFault, match="502"):
        ask(url)


def test_anOverloadedServer_IsAskedAgain(ask):
    with stub(problem(503, Retry_After="0"), problem(429, Retry_After="0"), answer(loss=1.0)) as (url, seen):
        assert ask(url).loss == 1.0
    assert len(seen) == 3
    assert seen[0][1] == seen[1][1] == seen[2][1]


def test_retries_AreBounded(ask):
    with stub(problem(503, Retry_After="0")) as (url, seen):
        with pytest.raises(focald.Overloaded) as caught:
            ask(url, retries=3)
    assert len(seen) == 4
    assert caught.value.retry_after == 0


def test_retries_WaitAsLongAsTheServerSays(ask):
    with stub(problem(503, Retry_After="0.3"), answer(loss=1.0)) as (url, _):
        start = time.monotonic()
        ask(url)
        assert time.monotonic() - start >= 0.3


def test_retries_WaitNoLongerThanTheClientWill(ask):
    with stub(problem(503, Retry_After="3600"), answer(loss=1.0)) as (url, seen):
        start = time.monotonic()
        ask(url, longest_wait=0.1)
        assert time.monotonic() - start < 30
    assert len(seen) == 2


def test_otherErrors_AreNotAskedAgain(ask):
    with stub(problem(500, Retry_After="0")) as (url, seen), pytest.raises(focald.ServerFault):
        ask(url)
    assert len(seen) == 1


def test_keysAndHeaders_AreSent(ask):
    with stub(answer(loss=1.0)) as (url, seen):
        ask(url, api_key="secret", headers={"X-Request-Id": "mine"})
    assert seen[0][0]["Authorization"] == "Bearer secret"
    assert seen[0][0]["X-Request-Id"] == "mine"


@pytest.mark.parametrize("value", ["a\r\nX: b", "a\nX: b"])
def test_headersWithLineBreaks_AreRefused(ask, value):
    with stub(answer(loss=1.0)) as (url, seen), pytest.raises((TypeError, ValueError)):
        ask(url, api_key=value)
    assert seen == []


def test_chunkedAnswers_AreRead(ask):
    status, headers, body = answer(loss=np.arange(5.0))
    chunks = b"".join(b"%x;ext=1\r\n%s\r\n" % (len(part), part) for part in (body[:7], body[7:]))
    chunked = status, headers | {"Content-Length": None, "Transfer-Encoding": "chunked"}, chunks + b"0\r\n\r\n"
    with stub(chunked) as (url, _):
        assert ask(url).loss.tolist() == [0, 1, 2, 3, 4]


def test_answersUntilTheEnd_AreRead(ask):
    status, headers, body = answer(loss=np.arange(5.0))
    with stub((status, headers | {"Content-Length": None, "Connection": "close"}, body)) as (url, _):
        assert ask(url).loss.tolist() == [0, 1, 2, 3, 4]


def test_cutAnswers_AreErrors(ask):
    status, headers, body = answer(loss=np.arange(5.0))
    cut = status, headers | {"Content-Length": str(len(body) + 5), "Connection": "close"}, body
    with stub(cut) as (url, _), pytest.raises(focald.NotReachable, match=f"after {len(body)} of {len(body) + 5} bytes"):
        ask(url)


def test_noServer_IsNotReachable(ask):
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        port = listener.getsockname()[1]
    with pytest.raises(focald.NotReachable, match=f"127.0.0.1:{port} does not answer"):
        ask(f"http://127.0.0.1:{port}")
    assert not focald.Client(f"127.0.0.1:{port}").ready()


def test_aSilentServer_TimesOut(ask):
    with socket.create_server(("127.0.0.1", 0)) as listener:
        start = time.monotonic()
        with pytest.raises(focald.TimedOut):
            ask("http://127.0.0.1:%d" % listener.getsockname()[1], timeout=0.3)
        assert 0.2 < time.monotonic() - start < 20


def test_aServerOfAnotherProtocol_IsNotReachable(ask):
    with socket.create_server(("127.0.0.1", 0)) as listener:
        def speak():
            connection, _ = listener.accept()
            connection.recv(10)
            connection.sendall(b"SSH-2.0-OpenSSH\r\n")
            connection.close()

        threading.Thread(target=speak, daemon=True).start()
        with pytest.raises(focald.NotReachable):
            ask("http://127.0.0.1:%d" % listener.getsockname()[1])


class Forgetful:
    """A server that answers one request a connection, then closes it without saying so."""

    def __init__(self):
        self.listener = socket.create_server(("127.0.0.1", 0))
        self.url = "http://127.0.0.1:%d" % self.listener.getsockname()[1]
        self.count = 0
        threading.Thread(target=self.serve, daemon=True).start()

    def serve(self):
        status, headers, body = answer(loss=1.0)
        head = f"HTTP/1.1 {status} OK\r\nContent-Type: {headers['Content-Type']}\r\nContent-Length: {len(body)}\r\n\r\n"
        while True:
            try:
                connection, _ = self.listener.accept()
            except OSError:
                return
            with connection, connection.makefile("rb") as file:
                length = 0
                while (line := file.readline()) not in (b"\r\n", b""):
                    if line.lower().startswith(b"content-length:"):
                        length = int(line.split(b":")[1])
                if line:
                    file.read(length)
                    self.count += 1
                    connection.sendall(head.encode() + body)


def test_connectionsClosedMeanwhile_AreReplaced():
    server = Forgetful()
    with server.listener, focald.Client(server.url) as client:
        for _ in range(3):
            assert client.losses.l1([1.0], [2.0]).loss == 1
            time.sleep(0.05)
    assert server.count == 3


def test_connectionsClosedMeanwhile_AreReplacedInALoop():
    async def run(url):
        async with focald.AsyncClient(url) as client:
            for _ in range(3):
                assert (await client.losses.l1([1.0], [2.0])).loss == 1
                await asyncio.sleep(0.05)

    server = Forgetful()
    with server.listener:
        asyncio.run(run(server.url))
    assert server.count == 3


def test_cancelledCoroutines_LeaveNoAnswerBehind(server):
    async def run():
        async with focald.AsyncClient(server.url, connections=1) as client:
            large = np.random.default_rng(1).random((1200, 4)) + [0, 0, 1, 1]
            first = asyncio.create_task(client.boxes.iou(large, large))
            await asyncio.sleep(0.005)
            first.cancel()
            with pytest.raises(asyncio.CancelledError):
                await first
            assert (await client.losses.l1([1.0], [3.0])).loss == 2

    asyncio.run(run())


@pytest.mark.filterwarnings("ignore::ResourceWarning")
def test_aClient_SurvivesItsLoop(server):
    client = focald.AsyncClient(server.url)

    async def ask():
        return (await client.losses.l1([1.0], [3.0])).loss

    assert [asyncio.run(ask()) for _ in range(3)] == [2, 2, 2]
    del client, ask
    gc.collect()  # What the loops have left warns here.


def test_addresses_AreChecked():
    for url in ("ftp://host", "http://", "http:///path", ""):
        with pytest.raises(ValueError, match="no address of a server"):
            focald.Client(url)
    with pytest.raises(ValueError):
        focald.Client("http://host:port")
    place = focald.Client("https://[::1]/behind/a/proxy/")._place
    assert (place.host, place.port, place.prefix, place.authority) == ("::1", 443, "/behind/a/proxy", "[::1]")
    assert focald.Client("host:81")._place.authority == "host:81"
