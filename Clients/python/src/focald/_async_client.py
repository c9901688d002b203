"""The client of programs with an event loop; nothing but asyncio is needed."""

from __future__ import annotations

import asyncio
import json
import ssl
from collections.abc import Mapping, Sequence
from types import TracebackType
from typing import Any, TypeVar

from . import _settings
from ._calls import Call, Response
from ._families import AsyncFamilies
from ._requests import JSON, Request
from .errors import NotReachable, TimedOut, failure

T = TypeVar("T")
#: The longest line of an answer's head.
LIMIT = 64 * 1024


class AsyncClient(AsyncFamilies):
    """Asks a focald from coroutines: `await client.losses.ciou(boxes, targets)`, many at once over kept connections.

    A coroutine that is cancelled closes its connection. A client is for one event loop at a time.

    Args:
        url, api_key, retries, longest_wait, headers, ssl_context: As of `Client`.
        timeout: Seconds for a whole exchange, from the connection to the last byte.
        connections: Connections at the most; more requests wait for one.
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
        self._kept: list[_Connection] = []
        self._most = connections
        self._places = asyncio.Semaphore(connections)
        self._loop: asyncio.AbstractEventLoop | None = None
        super().__init__(self)

    @property
    def url(self) -> str:
        return self._place.url

    async def run(self, call: Call[T]) -> T:
        """Runs what a function of this package describes. Programs call the functions."""
        request = call.request()
        attempt = 0
        while True:
            response = await self._exchange("POST", request)
            wait = self._retry.wait(response, attempt)
            if wait is None:
                return call.result(request, response)
            await asyncio.sleep(wait)
            attempt += 1

    async def ask(self, operation: str, /, **fields: Any) -> dict[str, Any]:
        """Any operation by its name, as `Client.ask`."""
        return await self.run(Call(operation, lambda tree: tree, None, fields))

    async def compare(self, operation: str, profiles: Sequence[str], /, **fields: Any) -> dict[str, Any]:
        """The same request by several libraries, as `Client.compare`."""
        return await self.ask(f"compare/{operation}", profiles=list(profiles), **fields)

    async def operations(self) -> list[dict[str, Any]]:
        """The server's catalogue, as `Client.operations`."""
        response = await self._exchange("GET", Request("/v1/operations", {"Accept": JSON}, []))
        if response.status != 200:
            raise failure(response.status, response.headers, response.body)
        operations: list[dict[str, Any]] = json.loads(response.body)["operations"]
        return operations

    async def ready(self) -> bool:
        """Whether the server takes requests; False also where there is none."""
        try:
            return (await self._exchange("GET", Request("/readyz", {}, []))).status == 200
        except (NotReachable, TimedOut):
            return False

    async def close(self) -> None:
        """Closes the connections that are kept. The client may be used again."""
        kept, self._kept = self._kept, []
        for connection in kept:
            await connection.close()

    async def __aenter__(self) -> AsyncClient:
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self.close()

    def __repr__(self) -> str:
        return f"focald.AsyncClient({self.url!r})"

    async def _exchange(self, method: str, request: Request) -> Response:
        self._enter_loop()
        async with self._places:
            try:
                return await asyncio.wait_for(self._try(method, request), self._timeout)
            except (asyncio.TimeoutError, TimeoutError):
                raise TimedOut(f"{self.url} did not answer within {self._timeout} s") from None

    def _enter_loop(self) -> None:
        """Connections are a loop's: what one that has ended has left is of no use in the next."""
        loop = asyncio.get_running_loop()
        if self._loop is not loop:
            self._loop, self._kept, self._places = loop, [], asyncio.Semaphore(self._most)

    async def _try(self, method: str, request: Request) -> Response:
        """As `Client._exchange`: a kept connection that was closed meanwhile is replaced."""
        while True:
            is_kept = bool(self._kept)
            try:
                connection = self._kept.pop() if is_kept else await self._open()
            except OSError as error:
                raise NotReachable(f"{self.url} does not answer: {error}") from error
            try:
                response = await connection.exchange(self._head(method, request), request.parts)
            except (OSError, EOFError, ValueError) as error:
                connection.abort()
                if is_kept:
                    continue
                raise NotReachable(f"{self.url} does not answer: {error or type(error).__name__}") from error
            except BaseException:
                connection.abort()
                raise
            if response.headers.get("connection", "").lower() == "close":
                await connection.close()
            else:
                self._kept.append(connection)
            return response

    def _head(self, method: str, request: Request) -> bytes:
        lines = [f"{method} {self._place.prefix}{request.path} HTTP/1.1", f"Host: {self._place.authority}"]
        headers = {**self._place.headers, **request.headers, "Content-Length": str(request.length)}
        for name, value in headers.items():
            if any(mark in f"{name}{value}" for mark in "\r\n\0"):
                raise TypeError(f"the header {name} has a line break")
            lines.append(f"{name}: {value}")
        return ("\r\n".join(lines) + "\r\n\r\n").encode("latin-1")

    async def _open(self) -> _Connection:
        place = self._place
        if place.socket is not None:
            return _Connection(*await asyncio.open_unix_connection(place.socket, limit=LIMIT))
        context = (self._ssl or ssl.create_default_context()) if place.is_secure else None
        return _Connection(*await asyncio.open_connection(place.host, place.port, ssl=context, limit=LIMIT))


class _Connection:
    """HTTP/1.1 over a stream (RFC 9112), as far as answers to POST and GET go."""

    def __init__(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self._reader = reader
        self._writer = writer

    async def exchange(self, head: bytes, parts: list[bytes | memoryview]) -> Response:
        self._writer.writelines([head, *parts])
        await self._writer.drain()
        status = 100
        while 100 <= status < 200:  # Interim answers.
            status = await self._status()
            headers = await self._headers()
        return Response(status, headers, await self._body(headers))

    async def close(self) -> None:
        self._writer.close()
        try:
            await self._writer.wait_closed()
        except OSError:
            pass

    def abort(self) -> None:
        self._writer.transport.abort()

    async def _line(self) -> str:
        line = await self._reader.readuntil(b"\n")
        return line.decode("latin-1").rstrip("\r\n")

    async def _status(self) -> int:
        version, _, rest = (await self._line()).partition(" ")
        if not version.startswith("HTTP/1."):
            raise ValueError("this is no HTTP/1.1")
        return int(rest[:3])

    async def _headers(self) -> dict[str, str]:
        headers: dict[str, str] = {}
        while line := await self._line():
            name, colon, value = line.partition(":")
            if not colon:
                raise ValueError("a header without a colon")
            headers[name.strip().lower()] = value.strip()
        return headers

    async def _body(self, headers: Mapping[str, str]) -> bytearray:
        if headers.get("transfer-encoding", "").lower() == "chunked":
            return await self._chunks()
        if "content-length" in headers:
            return await self._exactly(int(headers["content-length"]))
        # RFC 9112 §6.3: without either, until the connection ends.
        body = bytearray(await self._reader.read())
        self._writer.close()
        return body

    async def _exactly(self, count: int) -> bytearray:
        body = bytearray()
        while len(body) < count:
            read = await self._reader.read(min(count - len(body), 1 << 20))
            if not read:
                raise EOFError(f"the connection closed after {len(body)} of {count} bytes")
            body += read
        return body

    async def _chunks(self) -> bytearray:
        body = bytearray()
        while size := int((await self._line()).partition(";")[0], 16):
            body += await self._exactly(size)
            await self._line()
        await self._headers()
        return body
