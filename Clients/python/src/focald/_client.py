"""The client of programs without an event loop."""

from __future__ import annotations

import json
import os
import socket
import ssl
import threading
import time
from collections.abc import Mapping, Sequence
from http.client import HTTPConnection, HTTPException, HTTPResponse, HTTPSConnection
from types import TracebackType
from typing import Any, TypeVar

from . import _settings
from ._calls import Call, Response
from ._families import Families
from ._requests import JSON, Request
from .errors import NotReachable, TimedOut, failure

T = TypeVar("T")


class Client(Families):
    """Asks a focald over connections that are kept. Threads may share a client; so may processes after a fork.

    Args:
        url: Where the server is: "http://host:port", "https://…", or "unix:/run/focald.sock".
        api_key: Sent as `Authorization: Bearer …`.
        timeout: Seconds to wait for a connection, and then each time for the server's next bytes.
        retries: How often a request is sent again that the server refused with 503 or 429, being overloaded. It waits
            as long as the server's `Retry-After` says, at most `longest_wait` seconds each time.
        connections: Connections that are kept; more are opened, and closed after use, where more threads ask at once.
        headers: Sent with every request.
        ssl_context: For https.
    """

    def __init__(
        self,
        url: str = _settings.URL,
        *,
        api_key: str | None = None,
        timeout: float = 60.0,
        retries: int = 2,
        longest_wait: float = 10.0,
        connections: int = 8,
        headers: Mapping[str, str] | None = None,
        ssl_context: ssl.SSLContext | None = None,
    ) -> None:
        self._place = _settings.Place(url, api_key, headers)
        self._timeout = timeout
        self._retry = _settings.Retry(retries, longest_wait)
        self._ssl = ssl_context
        self._kept: list[HTTPConnection] = []
        self._most_kept = connections
        self._lock = threading.Lock()
        self._process = os.getpid()
        super().__init__(self)

    @property
    def url(self) -> str:
        return self._place.url

    def run(self, call: Call[T]) -> T:
        """Runs what a function of this package describes. Programs call the functions."""
        request = call.request()
        attempt = 0
        while True:
            response = self._exchange("POST", request)
            wait = self._retry.wait(response, attempt)
            if wait is None:
                return call.result(request, response)
            time.sleep(wait)
            attempt += 1

    def ask(self, operation: str, /, **fields: Any) -> dict[str, Any]:
        """Any operation by its name, such as one that this package is too old to know: its JSON answer.

        Arrays are sent as lists of numbers, which takes much longer than the functions of this package do.
        """
        call = Call(operation, lambda tree: tree, None, fields)
        return self.run(call)

    def compare(self, operation: str, profiles: Sequence[str], /, **fields: Any) -> dict[str, Any]:
        """The same request by several libraries, and why they differ: `client.compare("losses.ciou", ["torchvision",
        "mmdetection"], boxes=…, target_boxes=…)`. The answer has each one's (`profiles`), and for each but the first the
        differences from the first with their causes (`differences`)."""
        return self.ask(f"compare/{operation}", profiles=list(profiles), **fields)

    def operations(self) -> list[dict[str, Any]]:
        """The server's catalogue: each operation with its inputs, parameters, outputs, formula and an example."""
        read = json.loads(self._get("/v1/operations").body)
        operations: list[dict[str, Any]] = read["operations"]
        return operations

    def ready(self) -> bool:
        """Whether the server takes requests; False also where there is none."""
        try:
            return self._exchange("GET", Request("/readyz", {}, [])).status == 200
        except (NotReachable, TimedOut):
            return False

    def close(self) -> None:
        """Closes the connections that are kept. The client may be used again."""
        with self._lock:
            kept, self._kept = self._kept, []
        for connection in kept:
            connection.close()

    def __enter__(self) -> Client:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def __repr__(self) -> str:
        return f"focald.Client({self.url!r})"

    def _get(self, path: str) -> Response:
        response = self._exchange("GET", Request(path, {"Accept": JSON}, []))
        if response.status != 200:
            raise failure(response.status, response.headers, response.body)
        return response

    def _exchange(self, method: str, request: Request) -> Response:
        """One request, one response. A kept connection may have been closed meanwhile: then once more on a new one.

        That is safe since nothing here changes the server's state.
        """
        while True:
            connection, is_kept = self._connection()
            try:
                response = self._send(connection, method, request)
            except TimeoutError:
                connection.close()
                raise TimedOut(f"{self.url} did not answer within {self._timeout} s") from None
            except (HTTPException, OSError) as error:
                connection.close()
                if is_kept:
                    continue
                raise NotReachable(f"{self.url} does not answer: {error or type(error).__name__}") from error
            except BaseException:
                connection.close()  # Ctrl-C: half an answer is on its way.
                raise
            return response

    def _send(self, connection: HTTPConnection, method: str, request: Request) -> Response:
        length = {"Content-Length": str(request.length)} if method == "POST" else {}
        headers = {**self._place.headers, **request.headers, **length}
        connection.request(method, self._place.prefix + request.path, iter(request.parts), headers)
        answer = connection.getresponse()
        body = _body(answer)
        if answer.will_close:
            connection.close()
        else:
            self._keep(connection)
        return Response(answer.status, {name.lower(): value for name, value in answer.getheaders()}, body)

    def _connection(self) -> tuple[HTTPConnection, bool]:
        with self._lock:
            if self._process != os.getpid():  # After a fork the connections are the parent's.
                self._process, self._kept = os.getpid(), []
            if self._kept:
                return self._kept.pop(), True
        return self._open(), False

    def _keep(self, connection: HTTPConnection) -> None:
        with self._lock:
            if len(self._kept) < self._most_kept:
                self._kept.append(connection)
                return
        connection.close()

    def _open(self) -> HTTPConnection:
        place = self._place
        if place.socket is not None:
            return _UnixConnection(place.socket, self._timeout)
        if place.is_secure:
            return HTTPSConnection(place.host, place.port, timeout=self._timeout, context=self._ssl)
        return HTTPConnection(place.host, place.port, timeout=self._timeout)


def _body(answer: HTTPResponse) -> bytes | bytearray:
    """The body in memory that may be written, so that its arrays may be, too."""
    if answer.length is None:
        return bytearray(answer.read())
    body = bytearray(answer.length)
    view, filled = memoryview(body), 0
    while filled < len(body):
        count = answer.readinto(view[filled:])
        if not count:
            raise HTTPException(f"the connection closed after {filled} of {len(body)} bytes")
        filled += count
    answer.read()
    return body


class _UnixConnection(HTTPConnection):
    """HTTP over a Unix socket."""

    def __init__(self, path: str, timeout: float) -> None:
        super().__init__("localhost", timeout=timeout)
        self._path = path

    def connect(self) -> None:
        self.sock = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        self.sock.settimeout(self.timeout)
        self.sock.connect(self._path)
