"""What can go wrong, as exceptions."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any


class FocaldError(Exception):
    """All errors of this package."""


class NotReachable(FocaldError, ConnectionError):
    """No answer: there is no server at that address, or it closed the connection."""


class TimedOut(FocaldError, TimeoutError):
    """No answer in time, by this client's clock."""


class StartFailed(FocaldError, RuntimeError):
    """A local server could not be started."""


@dataclass(frozen=True)
class Issue:
    """One thing that is wrong with a request."""

    #: The place in the request, a JSON pointer (RFC 6901): "/logits/3/1"; "" is the request as a whole.
    pointer: str
    #: What is wrong, for programs: "unknown_field".
    code: str
    #: What is wrong, for people.
    detail: str


class RequestFailed(FocaldError):
    """The server answered with an error."""

    #: The HTTP status.
    status: int
    #: What is wrong first, in the server's words.
    detail: str
    #: Everything that is wrong, with its place.
    errors: tuple[Issue, ...]
    #: The name under which the server's log has the request.
    request_id: str | None
    #: Seconds after which the server wants to be asked again, if it said so.
    retry_after: float | None

    def __init__(
        self,
        status: int,
        detail: str,
        errors: tuple[Issue, ...] = (),
        request_id: str | None = None,
        retry_after: float | None = None,
    ) -> None:
        super().__init__(status, detail, errors, request_id, retry_after)
        self.status = status
        self.detail = detail
        self.errors = errors
        self.request_id = request_id
        self.retry_after = retry_after

    def __str__(self) -> str:
        lines = [f"{issue.pointer or 'request'}: {issue.detail}" for issue in self.errors]
        return "\n".join(lines) or f"{self.status}: {self.detail}"


class InvalidRequest(RequestFailed, ValueError):
    """The request is wrong (400, 405, 415, 422); `errors` lists the places."""


class Unauthorized(RequestFailed):
    """The API key is missing, unknown, or may not do this (401, 403)."""


class NotFound(RequestFailed, LookupError):
    """There is no such operation (404), perhaps since the server is older than this package."""


class TooLarge(RequestFailed, ValueError):
    """The request is larger than the server takes (413, 431)."""


class Overloaded(RequestFailed):
    """The server has too much to do, is stopping, or a quota is used up (429, 503), also after the retries."""


class DeadlineExceeded(RequestFailed):
    """The server did not get done in the time it has for a request (408, 504)."""


class ServerFault(RequestFailed):
    """A fault of the server (5xx), or of something between."""


_KINDS: dict[int, type[RequestFailed]] = {
    400: InvalidRequest, 401: Unauthorized, 403: Unauthorized, 404: NotFound, 405: InvalidRequest,
    408: DeadlineExceeded, 413: TooLarge, 415: InvalidRequest, 422: InvalidRequest, 429: Overloaded, 431: TooLarge,
    503: Overloaded, 504: DeadlineExceeded,
}  # fmt: skip


def failure(
    status: int,
    headers: Mapping[str, str],
    body: bytes | bytearray,
    place: Callable[[str], str] = lambda pointer: pointer,
) -> RequestFailed:
    """The exception for an answer that is not 200. `headers` have names in lower case; `place` mends pointers."""
    problem: dict[str, Any] = {}
    try:
        read = json.loads(bytes(body))
        problem = read if isinstance(read, dict) else {}
    except ValueError:
        pass
    rows = problem.get("errors")
    issues = tuple(
        Issue(place(str(row.get("pointer", ""))), str(row.get("code", "")), str(row.get("detail", "")))
        for row in (rows if isinstance(rows, list) else [])
        if isinstance(row, dict)
    )
    detail = str(problem.get("detail") or problem.get("error") or f"the server answered {status}")
    request_id = problem.get("request_id") or headers.get("x-request-id")
    kind = _KINDS.get(status, ServerFault if status >= 500 else RequestFailed)
    return kind(status, detail, issues, request_id, retry_after(headers))


def retry_after(headers: Mapping[str, str]) -> float | None:
    """The seconds of a Retry-After header; None if there is none, or a date."""
    try:
        return max(0.0, float(headers["retry-after"]))
    except (KeyError, ValueError):
        return None
