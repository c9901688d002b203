"""What both clients have in common: where the server is, and when to ask again."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import urlsplit

from ._calls import Response
from .errors import retry_after

#: Where `make run` serves.
URL = "http://127.0.0.1:8080"
#: Seconds between two tries, doubled each time, where the server does not say.
FIRST_WAIT = 0.25


class Place:
    """A server's address, and the headers it wants."""

    def __init__(self, url: str, api_key: str | None, headers: Mapping[str, str] | None) -> None:
        self.url = url.rstrip("/")
        self.headers = dict(headers or {})
        if api_key is not None:
            self.headers["Authorization"] = f"Bearer {api_key}"
        self.socket: str | None = None
        self.prefix = ""
        parts = urlsplit(url if "://" in url or url.startswith("unix:") else f"http://{url}")
        self.is_secure = parts.scheme == "https"
        self.host, self.port = "localhost", 80
        if parts.scheme == "unix":
            self.socket = parts.path
        elif parts.scheme in ("http", "https") and parts.hostname:
            self.host, self.port = parts.hostname, parts.port or (443 if self.is_secure else 80)
            self.prefix = parts.path.rstrip("/")
        else:
            raise ValueError(f"{url!r} is no address of a server; write http://host:port, https://… or unix:/path")

    @property
    def authority(self) -> str:
        """What the Host header says."""
        host = f"[{self.host}]" if ":" in self.host else self.host
        return host if self.port == (443 if self.is_secure else 80) else f"{host}:{self.port}"


@dataclass(frozen=True)
class Retry:
    """When a refused request is sent again."""

    count: int
    longest_wait: float

    def wait(self, response: Response, attempt: int) -> float | None:
        """Seconds until the next try; None: there is none."""
        if response.status not in (429, 503) or attempt >= self.count:
            return None
        said = retry_after(response.headers)
        return min(self.longest_wait, FIRST_WAIT * 2.0**attempt if said is None else said)
