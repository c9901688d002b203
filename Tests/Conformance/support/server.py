"""The server under test: one that runs already, or a focald started here."""

import dataclasses
import http.client
import json
import os
import pathlib
import re
import signal
import subprocess
import threading
import time
import urllib.parse

ROOT = pathlib.Path(__file__).resolve().parents[3]
BINARY = pathlib.Path(os.environ.get("FOCALD_BINARY", ROOT / ".build/debug/focald")).resolve()
START_SECONDS = 60
STOP_SECONDS = 60


@dataclasses.dataclass(frozen=True)
class Server:
    """Where it listens; its process, if it was started here."""

    host: str
    port: int
    process: subprocess.Popen | None = None

    @property
    def address(self) -> str:
        """As tritonclient wants it: without the scheme."""
        return f"{self.host}:{self.port}"

    @property
    def url(self) -> str:
        return f"http://{self.address}"

    @property
    def is_ours(self) -> bool:
        return self.process is not None


def elsewhere(url: str) -> Server:
    """The server that FOCALD_URL names."""
    parts = urllib.parse.urlsplit(url)
    if parts.scheme != "http" or not parts.hostname or parts.path not in ("", "/"):
        raise ValueError(f"FOCALD_URL must be http://host[:port], found {url}")
    return Server(parts.hostname, parts.port or 80)


def settings() -> str:
    """What the binary says of its settings."""
    return subprocess.run(
        [BINARY, "serve", "--help"], capture_output=True, text=True, check=True, timeout=START_SECONDS).stdout


def start(*arguments: str) -> Server:
    """Starts the binary on a free port, and waits until it is ready."""
    environment = {name: value for name, value in os.environ.items() if not name.startswith("FOCALD_")}
    process = subprocess.Popen(
        [BINARY, "serve", "--host", "127.0.0.1", "--port", "0", "--log-format", "json", *arguments],
        stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True, env=environment)
    log, port = [], None
    for line in process.stderr:
        log.append(line)
        if found := re.search(r"listening on http://127\.0\.0\.1:(\d+)", line):
            port = int(found.group(1))
            break
    if port is None:
        raise RuntimeError(f"{BINARY} ended with {process.wait()} before it listened:\n{''.join(log)}")
    # Whoever does not read a pipe fills it, and then the server waits.
    threading.Thread(target=_drain, args=(process.stderr, log), daemon=True).start()
    process.log = log
    server = Server("127.0.0.1", port, process)
    _wait_until_ready(server)
    return server


def stop(server: Server) -> None:
    """Ends it as an orchestrator would, and wants a clean exit."""
    server.process.send_signal(signal.SIGTERM)
    try:
        status = server.process.wait(STOP_SECONDS)
    except subprocess.TimeoutExpired:
        server.process.kill()
        server.process.wait()
        raise AssertionError(f"still running {STOP_SECONDS} s after SIGTERM:\n{tail(server)}") from None
    assert status == 0, f"exit status {status} after SIGTERM:\n{tail(server)}"


def tail(server: Server) -> str:
    """The log's last lines."""
    return "".join(server.process.log[-20:])


def get(server: Server, path: str) -> tuple[int, bytes]:
    connection = http.client.HTTPConnection(server.host, server.port, timeout=10)
    try:
        connection.request("GET", path)
        response = connection.getresponse()
        return response.status, response.read()
    finally:
        connection.close()


def operations(server: Server) -> set[str]:
    """The operations of focald's own catalogue; none where the server is another program."""
    try:
        status, body = get(server, "/v1/operations")
        if status != 200:
            return set()
        return {operation["name"] for operation in json.loads(body)["operations"]}
    except (OSError, ValueError, LookupError):
        return set()


def _drain(stream, log: list[str]) -> None:
    for line in stream:
        log.append(line)
        del log[:-200]


def _wait_until_ready(server: Server) -> None:
    deadline = time.monotonic() + START_SECONDS
    while time.monotonic() < deadline:
        if server.process.poll() is not None:
            raise RuntimeError(f"ended with {server.process.returncode}:\n{tail(server)}")
        try:
            if get(server, "/readyz")[0] == 200:
                return
        except OSError:
            pass
        time.sleep(0.02)
    server.process.kill()
    raise RuntimeError(f"not ready after {START_SECONDS} s:\n{tail(server)}")
