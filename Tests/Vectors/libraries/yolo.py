"""detections.yolov5 and yolov8: YOLOv5's own functions, compiled from the wheel of its release, and ultralytics'."""

import random
import time

import numpy
import torch
import torchvision
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


def operations():
    return {"detections.yolov5": list(vectors_v5()), "detections.yolov8": list(vectors_v8())}
