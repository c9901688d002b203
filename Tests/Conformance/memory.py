#!/usr/bin/env python3
"""Peak memory of one RetinaNet image at full size as a binary request: memory.py [binary]

201,600 anchors × 80 classes, their deltas and the anchors, FP32: a body of 71 MB. Wanted: a peak of resident memory (VmHWM) of at
most 1.15 × the body + 40 MB. With --shared the tensors are in shared memory; then the whole request is a kilobyte.
No packages needed; MB are 10⁶ bytes.
"""

import argparse
import http.client
import json
import os
import pathlib
import re
import signal
import struct
import subprocess
import sys
import time
import uuid

ROOT = pathlib.Path(__file__).resolve().parents[2]
CLASSES, ANCHORS = 80, 201_600
FACTOR, EXTRA = 1.15, 40_000_000


def main() -> int:
    options = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    options.add_argument("binary", nargs="?", default=ROOT / ".build/release/focald", type=pathlib.Path)
    options.add_argument("--shared", action="store_true", help="tensors by shared memory")
    options = options.parse_args()
    process, port = start(options.binary, options.shared)
    try:
        idle = memory(process.pid)["VmHWM"]
        size, seconds, answer = ask(port, options.shared)
        peak, after = (memory(process.pid)[key] for key in ("VmHWM", "VmRSS"))
    finally:
        process.send_signal(signal.SIGTERM)
        status = process.wait(60)
    # By shared memory the tensors are no part of the body, but may be read into memory all the same.
    limit = FACTOR * (tensor_bytes() if options.shared else size) + EXTRA
    print(f"body {mb(size)} · idle {mb(idle)} · peak {mb(peak)} · after {mb(after)} · limit {mb(limit)} · {seconds:.2f} s")
    print(f"counts {answer}")
    assert status == 0, f"exit status {status}"
    if peak > limit:
        print(f"FAILED: the peak is {mb(peak - limit)} above the limit", file=sys.stderr)
        return 1
    return 0


def start(binary: pathlib.Path, shared: bool, memory: str = "auto") -> tuple[subprocess.Popen, int]:
    environment = {name: value for name, value in os.environ.items() if not name.startswith("FOCALD_")}
    arguments = ["--memory", memory, *(["--system-shared-memory", "true"] if shared else [])]
    process = subprocess.Popen(
        [binary, "serve", "--host", "127.0.0.1", "--port", "0", "--access-log", "false", *arguments],
        stderr=subprocess.PIPE, text=True, env=environment)
    for line in process.stderr:
        if found := re.search(r"listening on http://127\.0\.0\.1:(\d+)", line):
            return process, int(found.group(1))
    raise SystemExit(f"{binary} did not start")


def memory(pid: int) -> dict[str, int]:
    lines = pathlib.Path(f"/proc/{pid}/status").read_text()
    return {name: 1024 * int(size) for name, size in re.findall(r"^(Vm\w+):\s+(\d+) kB", lines, re.MULTILINE)}


def tensors():
    """(name, shape, bytes): logits of −10, with some of 2; deltas of 0; anchors one beside the other."""
    row = struct.pack("<f", -10) * CLASSES
    hot = struct.pack("<f", 2) + row[4:]
    logits = b"".join((hot + row * 99) for _ in range(ANCHORS // 100))
    anchors = b"".join(
        struct.pack("<4f", x, y, x + 32, y + 32) for x, y in
        ((index % 448 * 2.5, index // 448 * 2.5) for index in range(ANCHORS)))
    yield "class_logits", [ANCHORS, CLASSES], logits
    yield "box_deltas", [ANCHORS, 4], bytes(16 * ANCHORS)
    yield "anchors", [ANCHORS, 4], anchors


def ask(port: int, shared: bool) -> tuple[int, float, dict]:
    inputs, blobs, offset = [], [], 0
    for name, shape, content in tensors():
        parameters = {"binary_data_size": len(content)}
        if shared:
            parameters = {
                "shared_memory_region": "heads", "shared_memory_byte_size": len(content),
                "shared_memory_offset": offset}
        inputs.append({"name": name, "datatype": "FP32", "shape": shape, "parameters": parameters})
        blobs.append(content)
        offset += len(content)
    head = json.dumps({
        "inputs": inputs, "outputs": [{"name": name} for name in ("boxes", "scores", "labels", "counts.returned")],
        "parameters": {"image_size": [1120, 1200]}}).encode()
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=120)
    key = f"conformance-{uuid.uuid4().hex}"
    path = pathlib.Path("/dev/shm") / key
    try:
        if shared:
            path.write_bytes(b"".join(blobs))
            registration = json.dumps({"key": key, "offset": 0, "byte_size": offset}).encode()
            connection.request("POST", "/v2/systemsharedmemory/region/heads/register", registration)
            response = connection.getresponse()
            assert response.status == 200, response.read()
            response.read()
            blobs = []
        body = b"".join([head, *blobs])
        started = time.monotonic()
        connection.request(
            "POST", "/v2/models/detections.retinanet/infer", body, {"Inference-Header-Content-Length": str(len(head))})
        response = connection.getresponse()
        content = response.read()
        seconds = time.monotonic() - started
    finally:
        if shared:
            path.unlink(missing_ok=True)
        connection.close()
    assert response.status == 200, content[:500]
    answer = {output["name"]: output["shape"] for output in json.loads(content)["outputs"]}
    assert answer["boxes"][0] > 0, "nothing was detected: the kernel had nothing to do"
    return len(body), seconds, answer


def tensor_bytes() -> int:
    return 4 * ANCHORS * (CLASSES + 4 + 4)


def mb(size: float) -> str:
    return f"{size / 1e6:.1f} MB"


if __name__ == "__main__":
    sys.exit(main())
