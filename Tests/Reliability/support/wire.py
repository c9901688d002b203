"""HTTP/1.1 by hand, byte by byte. Standard library only."""

import re
import socket
import time

FOCAL_BODY = b'{"logits":[2.0,-1.0,0.5,-3.0],"targets":[1,0,0,1]}'

# Seconds: what should take one at the most, on a busy machine; shorter than the server's own timeouts (10 s and more).
SOON = 6
# How long a client of a test waits.
PATIENCE = 20


def connect(port: int, timeout: float = 20, source: str = "127.0.0.1", receive_buffer: int | None = None):
    """A connection that sends at once what it is given."""
    client = socket.socket()
    if receive_buffer:
        client.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, receive_buffer)
    client.settimeout(timeout)
    client.bind((source, 0))
    client.connect(("127.0.0.1", port))
    client.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    return client


def request(path: str, body: bytes = b"", method: str = "POST", *fields: str) -> bytes:
    """A whole request."""
    lines = [f"{method} {path} HTTP/1.1", "Host: a", f"Content-Length: {len(body)}", *fields]
    return "\r\n".join(lines).encode() + b"\r\n\r\n" + body


def get(path: str, *fields: str) -> bytes:
    return "\r\n".join([f"GET {path} HTTP/1.1", "Host: a", *fields]).encode() + b"\r\n\r\n"


SMALL = request("/v1/losses/focal", FOCAL_BODY)
SMALL_ANSWER = b'{"loss":0.2480183111852584}\n'


def read_answer(client, buffer: bytes = b""):
    """Status, fields, body, and what follows."""
    while b"\r\n\r\n" not in buffer:
        piece = client.recv(1 << 16)
        if not piece:
            raise ConnectionError(f"closed after {len(buffer)} bytes: {buffer[:80]!r}")
        buffer += piece
    head, buffer = buffer.split(b"\r\n\r\n", 1)
    lines = head.decode("latin-1").split("\r\n")
    fields = {name.strip().lower(): value.strip() for name, _, value in (line.partition(":") for line in lines[1:])}
    parts, have, length = [buffer], len(buffer), int(fields.get("content-length", 0))
    while have < length:
        piece = client.recv(1 << 20)
        if not piece:
            raise ConnectionError(f"closed in the body: {have} of {length}")
        parts.append(piece)
        have += len(piece)
    whole = b"".join(parts)
    return int(lines[0].split()[1]), fields, whole[:length], whole[length:]


def ask(port: int, data: bytes, timeout: float = 20, **more):
    """One request on a connection of its own: status, fields, body."""
    with connect(port, timeout, **more) as client:
        client.sendall(data)
        return read_answer(client)[:3]


def everything(client):
    """What comes until the server closes, and how it ended: closed, reset or open (nothing more within the timeout)."""
    got = b""
    try:
        while piece := client.recv(1 << 16):
            got += piece
        return got, "closed"
    except TimeoutError:
        return got, "open"
    except ConnectionError:
        return got, "reset"


def statuses(got: bytes) -> list[int]:
    """Of the final answers."""
    codes = [int(code) for code in re.findall(rb"HTTP/1\.[01] (\d{3}) ", got)]
    return [code for code in codes if code != 100]


def eventually(condition, within: float = 20) -> bool:
    end = time.monotonic() + within
    while time.monotonic() < end:
        if condition():
            return True
        time.sleep(0.01)
    return condition()
