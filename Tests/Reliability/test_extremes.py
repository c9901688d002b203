"""No small request costs much: every operation's own example, with one field after the other at its extremes."""

import copy
import json
import re
import subprocess
import time

import pytest

from support.server import BINARY, environment
from support.wire import ask, request

pytestmark = pytest.mark.long
# Far above what such requests take, even in a build that is not optimised.
SECONDS, MIB = 30, 256
WHOLE = [1, 10**5, 2**20, 2**24]
INDICES = [2**20, 2**24 - 1, 2**31, 2**53]
REALS = [1e-300, 1e15, 1e300]


def operations():
    said = subprocess.run([BINARY, "operations", "--json"], capture_output=True, text=True, check=True, env=environment())
    return json.loads(said.stdout)["operations"]


def extremes(parameter):
    """The ends of a parameter's range, and pairs and lists of them."""
    kind = parameter["type"]
    ends = [float(end) for end in re.findall(r"(?:from|to|above|below) (-?[\d.e+]+)", kind)]
    values = []
    if "whole number" in kind:
        values = [int(value) for value in {*WHOLE, *ends}]
    elif "number" in kind:
        values = [1e-9, 1e9, *ends]
    if "list" in kind or "pair" in kind:
        values += [shape for value in list(values) for shape in ([value], [value, value], [[value, value]])]
        values += [[16384, 16384], [2**20, 2**20]]
    return values


def with_last(value, number):
    """Nested lists with another last number."""
    if not isinstance(value, list):
        return number
    return value[:-1] + [with_last(value[-1], number)] if value else value


def changes(operation, example):
    for parameter in operation["parameters"]:
        yield from ((parameter["name"], value) for value in extremes(parameter))
    for field in operation["inputs"]:
        given = example.get(field["name"])
        if isinstance(given, list):
            numbers = INDICES if field["type"] == "integer" else REALS
            yield from ((field["name"], with_last(given, number)) for number in numbers)
            yield field["name"], []


@pytest.mark.parametrize("operation", operations(), ids=lambda operation: operation["name"])
def test_extremes_CostLittle(server, operation):
    example, count = operation["example"], 0
    for name, value in changes(operation, example):
        body = copy.deepcopy(example) | {name: value}
        before, begin = server.peak, time.monotonic()
        status, _, answer = ask(server.port, request(operation["path"], json.dumps(body).encode()), 60)
        seconds, grown = time.monotonic() - begin, server.peak - before
        assert status in (200, 422) or status == 400 and b"out of range" in answer, f"{name} {value}: {status} {answer[:300]}"
        assert seconds < SECONDS and grown < MIB, f"{name} {value}: {seconds:.1f} s, {grown} MiB"
        count += 1
    assert count


def detections(size):
    """300 masks of a picture of so many pixels a side, by 16 cells."""
    rows = [[160, 120, 320, 240, 1 - number / 1000, 2] for number in range(300)]
    cells = [[-1, -1, -1, -1], [-1, 1, 1, -1], [-1, 1, 1, -1], [-1, -1, -1, -1]]
    return {"predictions": rows, "layout": "channels-last", "strides": [16], "image_size": [240, 320], "iou_threshold": 1,
            "prototypes": [cells], "original_size": [size, size]}


def records(count):
    """An image with so many objects of one category, each of them found."""
    truth = {"images": [{"id": 1}], "categories": [{"id": 1}],
             "annotations": [{"id": i, "image_id": 1, "category_id": 1, "bbox": [1, 2, 3, 4]} for i in range(count)]}
    found = [{"image_id": 1, "category_id": 1, "bbox": [1, 2, 3, 4], "score": 0.5}] * count
    ranges = {"all": [0, 1e9]} | {f"r{i}": [0, 1e9] for i in range(60)}
    return {"ground_truth": truth, "detections": found, "iou_thresholds": [i / 1000 for i in range(1000)],
            "area_ranges": ranges, "max_detections": [1000]}


END_TO_END = {"predictions": [[0, 0, 1, 1, 0.9, 0]] * 1000}
NAME = "x" * 2_000_000
# Requests whose fields are each within bounds, and ask for much together.
TOGETHER = {
    "masks": ("detections/yolov8-seg", detections(16384), 422),
    "mask files": ("detections/yolov8-seg", detections(16384) | {"mask_format": "png"}, 422),
    "curves": ("evaluations/coco", records(1) | {"recall_points": 10001}, 422),
    "pairs": ("evaluations/coco", records(700), 422),
    "ids": ("detections/yolov10", END_TO_END | {"answer_format": "coco", "image_ids": [NAME]}, 422),
    "names": ("figures/detections.svg", {"boxes": [[0, 0, 9, 9]] * 1000, "label_names": [NAME]}, 200),
}


@pytest.mark.parametrize("name", TOGETHER)
def test_many_TogetherAreRefusedAtOnceOrCostLittle(server, name):
    path, body, wanted = TOGETHER[name]
    body = json.dumps(body).encode()
    before, begin = server.peak, time.monotonic()
    status, _, answer = ask(server.port, request(f"/v1/{path}", body), 60)
    seconds, grown = time.monotonic() - begin, server.peak - before
    print(f"{name}: {len(body)} bytes, {status}, {seconds * 1e3:.0f} ms, {grown} MiB more")
    assert status == wanted, answer[:300]
    assert seconds < 3 and grown < 64
