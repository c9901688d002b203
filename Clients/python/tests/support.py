"""What several test files need."""

import contextlib
import http.server
import json
import threading
import urllib.request

import numpy as np

import focald
from focald._calls import call_of


def function(name):
    """The function of an operation: "losses.faster-rcnn"."""
    family, name = name.split(".")
    return getattr(getattr(focald, family), python_name(name.replace("-", "_")))


def python_name(name):
    return name + "_" if name in ("from", "lambda") else name


def arguments(fields, dtype=None):
    """A request's fields as arguments; lists of real numbers as arrays of a type, if one is given."""
    return {python_name(name): value for name, value in fields.items() if value is not None}


def ask_by_json(url, name, fields):
    """The answer by JSON lists and the standard library alone: what the client's is compared with."""
    path = f"{url}/v1/{name.replace('.', '/')}"
    with urllib.request.urlopen(urllib.request.Request(path, json.dumps(fields).encode()), timeout=60) as answer:
        return json.load(answer)


def plain(value):
    """An answer of this package as JSON has it."""
    if hasattr(value, "__dataclass_fields__"):
        named = {field.metadata.get("name", name): getattr(value, name) for name, field in fields_of(value).items()}
        return {name: plain(member) for name, member in named.items() if member is not None}
    if isinstance(value, dict):
        return {name: plain(member) for name, member in value.items()}
    if isinstance(value, (list, tuple)):
        return [plain(member) for member in value]
    return value.tolist() if isinstance(value, (np.ndarray, np.generic)) else value


def fields_of(value):
    return value.__dataclass_fields__


def call(name, fields):
    return call_of(function(name))(**arguments(fields))


@contextlib.contextmanager
def stub(*answers):
    """A server that gives these answers, (status, headers, body), one after the other; the last one again and again.

    Yields its address and the requests it has seen.
    """
    seen = []

    class Handler(http.server.BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_POST(self):
            body = self.rfile.read(int(self.headers["Content-Length"]))
            seen.append((dict(self.headers), body))
            status, headers, body = answers[min(len(seen), len(answers)) - 1]
            self.send_response(status)
            for name, value in ({"Content-Length": str(len(body))} | headers).items():
                if value is not None:
                    self.send_header(name, value)
            self.end_headers()
            self.wfile.write(body)
            if headers.get("Connection") == "close":
                self.close_connection = True

        do_GET = do_POST

        def log_message(self, *_):
            pass

    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True).start()
    try:
        yield f"http://127.0.0.1:{server.server_port}", seen
    finally:
        server.shutdown()
        server.server_close()
