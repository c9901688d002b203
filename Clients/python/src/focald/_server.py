"""A server of one's own: the binary as a child process."""

from __future__ import annotations

import atexit
import collections
import json
import os
import queue
import re
import shutil
import subprocess
import threading
from collections.abc import Sequence
from types import TracebackType

from ._client import Client
from .errors import StartFailed

#: Variables of the environment that are this package's; the server refuses settings that it does not have.
_OURS = ("FOCALD_BINARY", "FOCALD_URL", "FOCALD_API_KEY")
_LISTENING = re.compile(r"listening on (https?://\S+|unix:\S+)")


class Server:
    """A focald that this program started; it is stopped by `stop`, at the end of a `with`, or when Python exits."""

    #: Where it listens.
    url: str
    #: A client of it.
    client: Client
    process: subprocess.Popen[str]

    def __init__(self, command: Sequence[str], timeout: float) -> None:
        self._log: collections.deque[str] = collections.deque(maxlen=50)
        try:
            self.process = subprocess.Popen(
                command,
                env={name: value for name, value in os.environ.items() if name not in _OURS},
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                stderr=subprocess.PIPE,
                text=True,
            )
        except OSError as error:
            raise StartFailed(f"{command[0]} cannot be run: {error.strerror}") from None
        atexit.register(self.stop)
        found: queue.SimpleQueue[str | None] = queue.SimpleQueue()
        self._reader = threading.Thread(target=self._read, args=(found,), name="focald's log", daemon=True)
        self._reader.start()
        try:
            url = found.get(timeout=timeout)
        except queue.Empty:
            url = None
        if url is None:
            self.stop()
            raise StartFailed(f"{' '.join(command)} did not begin to listen:\n" + "\n".join(self._log))
        self.url = url
        self.client = Client(url)

    @property
    def log(self) -> list[str]:
        """The last lines of its log."""
        return list(self._log)

    def stop(self, timeout: float = 10.0) -> None:
        """Lets the requests in hand be answered, then ends it."""
        atexit.unregister(self.stop)
        if hasattr(self, "client"):
            self.client.close()
        if self.process.poll() is None:
            self.process.terminate()
            try:
                self.process.wait(timeout)
            except subprocess.TimeoutExpired:
                self.process.kill()
                self.process.wait()
        self._reader.join(timeout)
        if self.process.stderr is not None:
            self.process.stderr.close()

    def __enter__(self) -> Server:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.stop()

    def __repr__(self) -> str:
        state = "stopped" if self.process.poll() is not None else self.url
        return f"<focald.Server {state}>"

    def _read(self, found: queue.SimpleQueue[str | None]) -> None:
        """Reads the log until it ends, so that the server never waits for a reader."""
        assert self.process.stderr is not None
        for line in self.process.stderr:
            self._log.append(line.rstrip("\n"))
            if match := _LISTENING.search(_message(line)):
                found.put(match[1])
        found.put(None)


def _message(line: str) -> str:
    try:
        return str(json.loads(line)["message"])
    except (ValueError, KeyError, TypeError):
        return line


def find_binary() -> str:
    """The program that FOCALD_BINARY names, else the one on PATH."""
    binary = os.environ.get("FOCALD_BINARY") or shutil.which("focald")
    if binary is None:
        raise StartFailed("there is no focald: name the program in FOCALD_BINARY, or have it on PATH")
    return binary


def start_server(binary: str | os.PathLike[str] | None, port: int, arguments: Sequence[str], timeout: float) -> Server:
    program = os.fspath(binary) if binary is not None else find_binary()
    command = [program, "serve", "--port", str(port), "--log-format", "json", "--access-log", "false", *arguments]
    return Server(command, timeout)
