#!/usr/bin/env python3
"""Times one training step's request, losses.retinanet with its gradients, by JSON lists and by this package.

    python3 Clients/python/benchmark.py .build/release/focald [--images 24] [--rounds 200]

The ways take turns, so that a busy machine troubles all alike. The server's own time is that of its metrics, from the
request's arrival to the answer handed over; what a way takes more is the client's, and the way's there and back. On a
machine that others use, believe the processor times.
"""

import argparse
import http.client
import json
import os
import pathlib
import re
import statistics
import sys
import time
from urllib.parse import urlsplit

import numpy as np

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent / "src"))
import focald  # noqa: E402

SETTINGS = {
    "image_size": [96, 96], "feature_sizes": [[6, 6]], "strides": [16], "anchor_sizes": [[20, 28, 40]],
    "aspect_ratios": [1], "allow_low_quality": True, "gradients": True,
}


def step(images, dtype):
    """Random heads of three classes, and two objects an image."""
    random = np.random.default_rng(1)
    corners = random.uniform(0, 60, (2 * images, 2))
    return {
        "class_logits": random.normal(-3, 1, (images, 108, 3)).astype(dtype),
        "box_deltas": random.normal(0, 0.3, (images, 108, 4)).astype(dtype),
        "target_boxes": np.concatenate([corners, corners + random.uniform(18, 36, (2 * images, 2))], 1).astype(dtype),
        "target_labels": random.integers(0, 3, 2 * images),
        "target_image_indices": np.repeat(np.arange(images), 2),
    }


class Lists:
    """As one would without a package: lists of numbers, over a kept connection."""

    def __init__(self, url):
        place = urlsplit(url)
        self.connection = http.client.HTTPConnection(place.hostname, place.port)

    def __call__(self, tensors):
        body = json.dumps({name: tensor.tolist() for name, tensor in tensors.items()} | SETTINGS)
        self.connection.request("POST", "/v1/losses/retinanet", body.encode())
        answer = json.loads(self.connection.getresponse().read())
        return answer["loss"], {name: np.array(rows) for name, rows in answer["gradients"].items()}


class Package:
    def __init__(self, url):
        self.client = focald.Client(url)

    def __call__(self, tensors):
        answer = self.client.losses.retinanet(**tensors, **SETTINGS)
        return answer.loss, answer.gradients


def server_seconds(client):
    """All that the server has spent on the operation, and on how many requests."""
    text = client._get("/metrics").body.decode()
    found = re.findall(r'duration_seconds_(sum|count)\{[^}]*"/v1/losses/retinanet"[^}]*\} (\S+)', text)
    return {name: float(value) for name, value in found} or {"sum": 0.0, "count": 0.0}


def processor_seconds(process):
    """What a process has used of processors."""
    fields = pathlib.Path(f"/proc/{process.pid}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def measure(tensors, way, rounds, client, process):
    """Milliseconds of one request: by the client's clock, by the server's, and of processors there and here."""
    before, used, start = server_seconds(client), processor_seconds(process), time.perf_counter()
    processor = time.process_time()
    for _ in range(rounds):
        way(tensors)
    total, processor = time.perf_counter() - start, time.process_time() - processor
    used = processor_seconds(process) - used
    count = 0
    while count < rounds:  # A request is counted a moment after its answer is sent.
        time.sleep(0.02)
        after = server_seconds(client)
        count = after["count"] - before["count"]
    return [1e3 * seconds / rounds for seconds in (total, after["sum"] - before["sum"], used, processor)]


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("binary")
    parser.add_argument("--images", type=int, default=24)
    parser.add_argument("--rounds", type=int, default=40, help="blocks of ten requests for each way")
    options = parser.parse_args()
    with focald.start(options.binary) as server:
        ways = {
            "JSON lists, float64": (Lists(server.url), np.float64),
            "focald, float64": (Package(server.url), np.float64),
            "focald, float32": (Package(server.url), np.float32),
        }
        times = {name: [] for name in ways}
        for block in range(options.rounds + 1):
            for name, (way, dtype) in ways.items():
                measured = measure(step(options.images, dtype), way, 10, server.client, server.process)
                if block:  # The first is for warming up.
                    times[name].append(measured)
        print(f"losses.retinanet, {options.images} × 108 anchors, 3 classes, with gradients; medians of "
              f"{options.rounds} × 10 requests, ms")
        print(f"{'':22}{'whole':>9}{'server':>9}{'more':>9}{'server CPU':>12}{'client CPU':>12}")
        for name, rows in times.items():
            whole, own = (statistics.median(column) for column in list(zip(*rows))[:2])
            more = statistics.median(row[0] - row[1] for row in rows)
            # A tick of the server's processor time is long: its mean says more than a median.
            used, processor = (statistics.mean(column) for column in list(zip(*rows))[2:])
            print(f"{name:22}{whole:9.2f}{own:9.2f}{more:9.2f}{used:12.2f}{processor:12.2f}")


if __name__ == "__main__":
    main()
