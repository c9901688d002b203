#!/usr/bin/env python3
"""Peak memory of one focal loss with gradients of 10^6 values as JSON: json_memory.py [binary]

A million logits and a million targets, float32 (nine digits) and float64: bodies of 15 and 23 MB; the loss reduced, or a
million losses beside the million gradients. With memory for 128 MiB, of which 8 are kept between requests. Wanted: resident memory (VmHWM) grows by at most 2.2 × the body and those 8 MiB, also when the
request is repeated. No packages needed; MB are 10⁶ bytes.
"""

import argparse
import http.client
import itertools
import json
import pathlib
import random
import signal
import struct
import sys

from memory import ROOT, mb, memory, start

VALUES, REPETITIONS = 1_000_000, 3
FACTOR = 2.2
KEPT = 8 << 20


def main() -> int:
    options = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    options.add_argument("binary", nargs="?", default=ROOT / ".build/release/focald", type=pathlib.Path)
    binary = options.parse_args().binary
    cases = itertools.product(("float32", "float64"), ("mean", "none"))
    return max([check(binary, *case) for case in cases])


def check(binary: pathlib.Path, precision: str, reduction: str) -> int:
    body = request(precision, reduction)
    process, port = start(binary, shared=False, memory="128MiB")
    try:
        ask(port, b'{"logits":[1],"targets":[1],"gradients":true}', 1)
        idle = memory(process.pid)["VmHWM"]
        for _ in range(REPETITIONS):
            ask(port, body, VALUES)
        peak, after = (memory(process.pid)[key] for key in ("VmHWM", "VmRSS"))
    finally:
        process.send_signal(signal.SIGTERM)
        status = process.wait(60)
    growth = peak - idle
    print(
        f"{precision}, {reduction}: body {mb(len(body))} · idle {mb(idle)} · peak {mb(peak)} · after {mb(after)} · "
        f"growth {mb(growth)} = {growth / len(body):.2f} × the body")
    assert status == 0, f"exit status {status}"
    if growth > FACTOR * len(body) + KEPT:
        print(f"FAILED: more than {FACTOR} × the body and {mb(KEPT)}", file=sys.stderr)
        return 1
    return 0


def request(precision: str, reduction: str) -> bytes:
    generator = random.Random(7)
    logits = (generator.gauss(-2, 3) for _ in range(VALUES))
    if precision == "float32":
        # Nine digits, which is what the shortest text of a float32 takes at the most.
        logits = (float(f"{struct.unpack('f', struct.pack('f', value))[0]:.9g}") for value in logits)
    fields = {
        "logits": list(logits),
        "targets": [float(generator.random() < 0.01) for _ in range(VALUES)],
        "gradients": True,
        "precision": precision,
        "reduction": reduction,
    }
    return json.dumps(fields, separators=(",", ":")).encode()


def ask(port: int, body: bytes, count: int) -> None:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=120)
    connection.request("POST", "/v1/losses/focal", body)
    response = connection.getresponse()
    content = response.read()
    connection.close()
    assert response.status == 200, content[:500]
    gradient = json.loads(content)["gradients"]["logits"]
    assert len(gradient) == count and any(gradient), "the gradient is not there"


if __name__ == "__main__":
    sys.exit(main())
