"""detections.yolov5 and those of YOLOv8 and after: YOLOv5's own functions, compiled from the wheel of its release, and ultralytics'."""

import math
import random
import time

import numpy
import torch
import torchvision
from pycocotools import mask as coco_mask
from ultralytics.utils import ops
from ultralytics.utils.metrics import batch_probiou
from ultralytics.utils.nms import non_max_suppression
from ultralytics.utils.ops import scale_boxes

from .sources import compiled, wheel_text
from .vectors import vector

NAMES = ["non_max_suppression", "scale_boxes", "clip_boxes", "xywh2xyxy"]
INPUT = (320, 320)


def yolov5():
    source = wheel_text("yolov5==7.0.14", "yolov5/utils/general.py")
    return compiled(source, NAMES, {"torch": torch, "torchvision": torchvision, "np": numpy, "time": time})


def rows(seed, count, classes, objectness):
    """cx, cy, w, h, …: clusters of boxes, some of them at the edge."""
    draw = random.Random(seed)
    found = []
    for _ in range(count):
        x, y = draw.choice([40, 150, 300]) + draw.uniform(-8, 8), draw.choice([20, 160, 310]) + draw.uniform(-8, 8)
        row = [x, y, draw.uniform(20, 60), draw.uniform(20, 60)]
        row += [draw.uniform(0.2, 1)] if objectness else []
        found.append([round(v, 3) for v in row] + [round(draw.uniform(0, 1) ** 2, 5) for _ in range(classes)])
    return found


# Of the odd one the padding is no whole number of pixels.
ORIGINALS = {"square": (640, 640), "wide": (427, 640), "odd": (333, 500), "none": None}
# One that is less than half a pixel high after scaling, and one whose side is scaled to just a half.
NARROW = {"tall": (700, 333), "thread": (1, 900), "half": (640, 45)}


def answer(found):
    return {"0.boxes": found[:, :4].reshape(-1), "0.scores": found[:, 4], "0.labels": found[:, 5]}


def vectors_v5():
    functions = yolov5()
    for number, (name, original) in enumerate(ORIGINALS.items()):
        for multi in (False, True):
            predictions = rows(number, 64, 3, True)
            request = {"predictions": predictions, "multi_label": multi, "layout": "channels-last"}
            tensor = torch.tensor([predictions], dtype=torch.float64)
            found = functions["non_max_suppression"](tensor, 0.25, 0.45, multi_label=multi, max_det=1000)[0]
            if original:
                request |= {"image_size": list(INPUT), "original_size": list(original), "strides": [40]}
                found[:, :4] = functions["scale_boxes"](INPUT, found[:, :4], original)
            yield vector(f"{name}-{'all' if multi else 'best'}", "ultralytics", request, answer(found))


def vectors_v8():
    """Its scale_boxes has a gain for each axis, by sides in whole pixels."""
    for number, (name, original) in enumerate((ORIGINALS | NARROW).items()):
        for multi in (False, True):
            predictions = torch.tensor(rows(10 + number, 64, 3, False), dtype=torch.float64).T
            request = {"predictions": predictions.tolist(), "multi_label": multi, "layout": "channels-first"}
            found = non_max_suppression(predictions[None], 0.25, 0.7, multi_label=multi, max_det=300)[0]
            if original:
                request |= {"image_size": list(INPUT), "original_size": list(original), "strides": [40]}
                found[:, :4] = scale_boxes(INPUT, found[:, :4], original)
            yield vector(f"{name}-{'all' if multi else 'best'}", "ultralytics", request, answer(found))


def with_more(seed, count, classes, more, shrunk=1):
    """Rows with numbers behind their classes: more(row, draw); of boxes that are `shrunk` times smaller."""
    draw = random.Random(1000 + seed)
    found = [[round(v / shrunk, 3) for v in row[:4]] + row[4:] for row in rows(seed, count, classes, False)]
    return [row + more(row, draw) for row in found]


def end_to_end(found, corners=True):
    """Rows of two classes as a one-to-one head gives them: box, score, class and the rest, best first."""
    out = []
    for x, y, w, h, first, second, *more in found:
        box = [x - w / 2, y - h / 2, x + w / 2, y + h / 2] if corners else [x, y, w, h]
        out.append([round(v, 3) for v in box] + [max(first, second), int(second > first)] + more)
    return sorted(out, key=lambda row: -row[4])


HEADS = ("one-to-many", "one-to-one")


def task(found, head, size, original, **options):
    """A request of rows with two classes and more, and what non_max_suppression leaves of them, in float64."""
    request = {"image_size": list(size), "original_size": list(original)}
    if head == "one-to-one":
        rotated = options.get("rotated", False)
        data = torch.tensor(end_to_end(found, corners=not rotated), dtype=torch.float64)
        # It answers float32; which rows it keeps is what is asked.
        kept = non_max_suppression(data[None], 0.25, max_det=300, end2end=True, return_idxs=True)[1][0]
        return request | {"head": head, "predictions": data.tolist(), "layout": "channels-last"}, data[kept]
    data = torch.tensor(found, dtype=torch.float64).T
    request |= {"strides": [size[0] / math.isqrt(len(found))], "predictions": data.tolist(), "layout": "channels-first"}
    return request, non_max_suppression(data[None].clone(), 0.25, 0.7, max_det=300, nc=2, **options)[0]


def task_vectors(made):
    """Of each letterbox and head: made(seed, name, original, head)."""
    for number, (name, original) in enumerate((ORIGINALS | NARROW).items()):
        for head in HEADS if original else ():
            request, found = made(100 + number, name, original, head)
            yield vector(f"{name}-{head}", "ultralytics", request, found)


def pose(seed, name, original, head):
    def points(row, draw):
        return [round(v, 3) for _ in range(3)
                for v in (row[0] + draw.uniform(-60, 60), row[1] + draw.uniform(-60, 60), draw.random())]

    request, found = task(with_more(seed, 25, 2, points), head, INPUT, original)
    keypoints = ops.scale_coords(INPUT, found[:, 6:].reshape(-1, 3, 3).clone(), original)
    found[:, :4] = scale_boxes(INPUT, found[:, :4], original)
    return request | {"keypoint_shape": [3, 3]}, answer(found) | {"0.keypoints": keypoints.reshape(-1)}


def obb(seed, name, original, head):
    def angle(row, draw):
        return [round(draw.uniform(-0.78, 2.35), 4)]

    request, found = task(with_more(seed, 25, 2, angle), head, INPUT, original, rotated=True)
    overlaps = batch_probiou(found[:, [0, 1, 2, 3, 6]], found[:, [0, 1, 2, 3, 6]])
    assert (overlaps - 0.7).abs().min() > 1e-6, "an overlap is too near to the threshold"
    boxes = torch.cat((scale_boxes(INPUT, found[:, :4].clone(), original, xywh=True), found[:, 6:]), 1)
    return request, {"0.rotated_boxes": boxes.reshape(-1), "0.scores": found[:, 4], "0.labels": found[:, 5],
                     "0.corners": ops.xywhr2xyxyxyxy(boxes).reshape(-1)}


# Of prototypes with a cell for 4 × 4 pixels: the padding is in whole cells, and in whole cells of prototypes enlarged twice.
MASKED = (64, 64)
SMALL = {"cells": (32, 64), "twice": (45, 48)}


def segmentation(seed, name, original, head):
    """process_mask_native computes in float32: drawn until no pixel is so near to the threshold that this decides."""
    for attempt in range(1000):
        draw = random.Random(seed + 1000 * attempt)
        prototypes = [[[round(draw.uniform(-1.5, 1.5), 2) for _ in range(16)] for _ in range(16)] for _ in range(3)]
        found = with_more(seed + 1000 * attempt, 16, 2, lambda *_: [round(draw.uniform(-1, 1), 2) for _ in range(3)], 5)
        request, found = task(found, head, MASKED, original)
        base = torch.tensor(prototypes, dtype=torch.float64)
        boxes = scale_boxes(MASKED, found[:, :4].clone(), original)
        masks = ops.process_mask_native(base, found[:, 6:].float(), boxes, original)
        # The same numbers moved by 1e-5 in either direction: a prototype of ones whose coefficient that is.
        moved = [ops.process_mask_native(
            torch.cat((base, torch.ones_like(base[:1]))), torch.cat((found[:, 6:], torch.full_like(found[:, :1], by)), 1).float(),
            boxes, original) for by in (-1e-5, 1e-5)]
        if all((masks == other).all() for other in moved):
            break
    else:
        raise AssertionError(f"{name}: every draw hangs on rounding")
    codes = [coco_mask.encode(mask.numpy().astype("uint8", order="F"))["counts"].decode() for mask in masks]
    assert any(mask.any() for mask in masks), name
    found[:, :4] = boxes
    return request | {"prototypes": prototypes}, answer(found) | {
        "0.mask_sizes": [list(original)] * len(codes), "0.masks": codes}


def vectors_seg():
    yield from task_vectors(segmentation)
    for number, (name, original) in enumerate(SMALL.items()):
        for head in HEADS:
            request, found = segmentation(200 + number, name, original, head)
            yield vector(f"{name}-{head}", "ultralytics", request, found)


def vectors_v10():
    """Rows that need no suppression; YOLO26's are the same."""
    for number, (name, original) in enumerate((ORIGINALS | NARROW).items()):
        found = with_more(300 + number, 25, 2, lambda *_: [])
        if original:
            request, found = task(found, "one-to-one", INPUT, original)
            found[:, :4] = scale_boxes(INPUT, found[:, :4], original)
        else:
            data = torch.tensor(end_to_end(found), dtype=torch.float64)
            request, found = {"predictions": data.tolist()}, data[data[:, 4] > 0.25]
        yield vector(name, "ultralytics", {k: v for k, v in request.items() if k not in ("head", "layout")}, answer(found))


def operations():
    return {
        "detections.yolov5": list(vectors_v5()), "detections.yolov8": list(vectors_v8()),
        "detections.yolov8-pose": list(task_vectors(pose)), "detections.yolov8-seg": list(vectors_seg()),
        "detections.yolov8-obb": list(task_vectors(obb)), "detections.yolov10": list(vectors_v10()),
    }
