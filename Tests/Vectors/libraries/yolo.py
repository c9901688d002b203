"""The detections of YOLO: YOLOv5's own functions, compiled from the wheel of its release, and ultralytics' for all others."""

import random
import time

import numpy
import torch
import torchvision
from ultralytics.utils.nms import non_max_suppression
from ultralytics.utils.ops import scale_boxes, scale_coords

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


def sized(request, original):
    """With the sizes of the input and of the picture, where there is one."""
    return request | ({"image_size": list(INPUT), "original_size": list(original), "strides": [40]} if original else {})


def with_more(seed, count, classes, more, low, high):
    """Rows with numbers behind their classes."""
    draw = random.Random(seed + 100)
    return [row + [round(draw.uniform(low, high), 3) for _ in range(more)] for row in rows(seed, count, classes, False)]


def suppressed(predictions, classes, **options):
    rows = torch.tensor(predictions, dtype=torch.float64).T[None]
    return non_max_suppression(rows, 0.25, 0.7, max_det=300, nc=classes, **options)[0]


def vectors_pose():
    """Boxes with two keypoints of three numbers."""
    for number, (name, original) in enumerate((ORIGINALS | NARROW).items()):
        predictions = with_more(20 + number, 64, 1, 6, 0, 320)
        request = {"predictions": predictions, "layout": "channels-last", "keypoint_shape": [2, 3]}
        found = suppressed(predictions, 1)
        points = found[:, 6:].reshape(-1, 2, 3).clone()
        if original:
            found[:, :4] = scale_boxes(INPUT, found[:, :4], original)
            points = scale_coords(INPUT, points, original)
        yield vector(name, "ultralytics", sized(request, original), answer(found) | {"0.keypoints": points.reshape(-1)})


def vectors_segmentation():
    """Boxes alone: masks are compared in the vectors of the operation."""
    for number, (name, original) in enumerate((ORIGINALS | NARROW).items()):
        predictions = with_more(30 + number, 64, 2, 2, -1, 1)
        prototypes = [[[0.5] * 8] * 8] * 2
        request = {"predictions": predictions, "layout": "channels-last", "prototypes": prototypes}
        found = suppressed(predictions, 2)
        # Without a picture's size the masks, and the boxes, are those of the input.
        found[:, :4] = scale_boxes(INPUT, found[:, :4], original or INPUT)
        yield vector(name, "ultralytics", sized(request, original) | {"image_size": list(INPUT), "strides": [40]}, answer(found))


def vectors_rotated():
    """Centres and sides are scaled axis by axis, whatever the angle is."""
    for number, (name, original) in enumerate((ORIGINALS | NARROW).items()):
        predictions = with_more(80 + number, 64, 2, 1, -0.78, 2.35)
        request = {"predictions": predictions, "layout": "channels-last"}
        found = suppressed(predictions, 2, rotated=True)
        assert len(set(found[:, 4].tolist())) == len(found), "equal scores have no order"
        boxes = torch.cat((found[:, :4], found[:, 6:]), 1)
        if original:
            boxes[:, :4] = scale_boxes(INPUT, boxes[:, :4].clone(), original, xywh=True)
        wanted = {"0.rotated_boxes": boxes.reshape(-1), "0.scores": found[:, 4], "0.labels": found[:, 5]}
        yield vector(name, "ultralytics", sized(request, original), wanted)


def vectors_end_to_end():
    """Rows that need no suppression, best first, as the network answers them."""
    draw = random.Random(50)
    for name, original in (ORIGINALS | NARROW).items():
        scores = sorted((round(draw.uniform(0, 1), 5) for _ in range(40)), reverse=True)
        predictions = []
        for score in scores:
            x, y = draw.uniform(-10, 280), draw.uniform(-10, 280)
            corners = [x, y, x + draw.uniform(5, 60), y + draw.uniform(5, 60)]
            predictions.append([round(v, 3) for v in corners] + [score, draw.randrange(5)])
        rows = torch.tensor(predictions, dtype=torch.float64)
        # It answers these rows in float32, whatever they were.
        found = rows[non_max_suppression(rows[None], 0.25, max_det=300, end2end=True, return_idxs=True)[1][0]]
        if original:
            found[:, :4] = scale_boxes(INPUT, found[:, :4], original)
        request = sized({"predictions": predictions}, original)
        request.pop("strides", None)
        yield vector(name, "ultralytics", request, answer(found))


def operations():
    return {
        "detections.yolov5": list(vectors_v5()), "detections.yolov8": list(vectors_v8()),
        "detections.yolov8-pose": list(vectors_pose()), "detections.yolov8-seg": list(vectors_segmentation()),
        "detections.yolov8-obb": list(vectors_rotated()), "detections.yolov10": list(vectors_end_to_end()),
    }
