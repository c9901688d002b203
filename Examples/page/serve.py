#!/usr/bin/env python3
"""Serves this page on http://127.0.0.1:8000, and hands what it asks of /v1 on to a focald: serve.py [http://host:port [PORT]]

A page may read answers of its own origin only, unless focald's setting cors_origins names it: then `?focald=http://…` in
the page's address does without this.
"""

import http.server
import json
import pathlib
import sys
import urllib.error
import urllib.request

FOCALD = (sys.argv[1] if len(sys.argv) > 1 else "http://127.0.0.1:8080").rstrip("/")


class Handler(http.server.SimpleHTTPRequestHandler):
    def __init__(self, *arguments):
        super().__init__(*arguments, directory=str(pathlib.Path(__file__).parent))

    def do_POST(self):
        body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
        request = urllib.request.Request(FOCALD + self.path, body, {"Content-Type": "application/json"})
        try:
            with urllib.request.urlopen(request, timeout=60) as answer:
                self.answer(answer.status, answer.headers, answer.read())
        except urllib.error.HTTPError as refusal:
            self.answer(refusal.code, refusal.headers, refusal.read())
        except OSError as error:
            issue = {"pointer": "", "detail": f"there is no focald at {FOCALD}: {error}"}
            self.answer(502, {"Content-Type": "application/json"}, json.dumps({"errors": [issue]}).encode())

    def answer(self, status, headers, body):
        self.send_response(status)
        self.send_header("Content-Type", headers["Content-Type"])
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_):
        pass


if __name__ == "__main__":
    port = int(sys.argv[2]) if len(sys.argv) > 2 else 8000
    with http.server.ThreadingHTTPServer(("127.0.0.1", port), Handler) as server:
        print(f"http://127.0.0.1:{server.server_port} for {FOCALD}", flush=True)
        server.serve_forever()
