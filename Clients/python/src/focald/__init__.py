"""focald from Python: losses of object detectors with their gradients, boxes, anchors, detections and evaluations.

    import focald

    focald.start()                        # a local server, or: focald.configure("http://host:8080")
    answer = focald.losses.ciou(boxes, targets, gradients=True)
    answer.loss, answer.gradients["boxes"]

    with focald.Client("http://host:8080", api_key="…") as client:
        images = client.detections.retinanet(class_logits, box_deltas, image_size=[800, 1333], …).images

Arrays go in and come out; float32 stays float32. `focald.AsyncClient` has the same operations as coroutines,
`focald.torch` the losses as differentiable functions of torch tensors.
"""

from __future__ import annotations

import os
import threading
from collections.abc import Sequence

from . import _settings
from ._async_client import AsyncClient
from ._client import Client
from ._families import *  # noqa: F403
from ._families import __all__ as _families_all
from ._server import Server, start_server
from .answers import Detections
from .errors import (
    DeadlineExceeded,
    FocaldError,
    InvalidRequest,
    Issue,
    NotFound,
    NotReachable,
    Overloaded,
    RequestFailed,
    ServerFault,
    StartFailed,
    TimedOut,
    TooLarge,
    Unauthorized,
)

__version__ = "0.1.0"

__all__ = [
    "AsyncClient",
    "Client",
    "DeadlineExceeded",
    "Detections",
    "FocaldError",
    "InvalidRequest",
    "Issue",
    "NotFound",
    "NotReachable",
    "Overloaded",
    "RequestFailed",
    "Server",
    "ServerFault",
    "StartFailed",
    "TimedOut",
    "TooLarge",
    "Unauthorized",
    "configure",
    "default_client",
    "start",
    *_families_all,
]

_lock = threading.Lock()
_client: Client | None = None


def default_client() -> Client:
    """The client that `focald.losses.ciou` and the like ask.

    Set by `configure` or `start`; else one of the server that FOCALD_URL names, else of 127.0.0.1:8080, with the key of
    FOCALD_API_KEY.
    """
    global _client
    with _lock:
        if _client is None:
            _client = Client(
                os.environ.get("FOCALD_URL", _settings.URL), api_key=os.environ.get("FOCALD_API_KEY")
            )
        return _client


def configure(url: str | Client, *, api_key: str | None = None, timeout: float = 60.0, retries: int = 2) -> Client:
    """Makes a client (of this address, or the one given) the default one, and returns it."""
    global _client
    client = url if isinstance(url, Client) else Client(url, api_key=api_key, timeout=timeout, retries=retries)
    with _lock:
        _client = client
    return client


def start(
    binary: str | os.PathLike[str] | None = None,
    *,
    port: int = 0,
    arguments: Sequence[str] = (),
    default: bool = True,
    timeout: float = 30.0,
) -> Server:
    """Starts a server on this machine, and makes its client the default one.

    Args:
        binary: The program; None: the one that FOCALD_BINARY names, else `focald` on PATH.
        port: Where it listens on 127.0.0.1; 0: any free port.
        arguments: Further ones of `focald serve`, such as ["--workers", "2"].
        default: Whether the functions of this package ask it from now on.
        timeout: Seconds until it must listen.

    Returns:
        Server: with `url`, `client` and `stop()`. It also stops when Python exits.

    Raises:
        StartFailed: There is no such program, or it did not begin to listen; with the end of its log.
    """
    server = start_server(binary, port, arguments, timeout)
    if default:
        configure(server.client)
    return server

