"""boxes.iou."""

import keras
import torch
import torchvision.ops as ops
from mmdet.structures.bbox import bbox_overlaps
from ultralytics.utils.metrics import bbox_iou, box_iou

from .boxes import DEGENERATE, random_pairs
from .vectors import vector


def every(function):
    """A measure of pairs as one of all boxes with all others."""
    return lambda a, b: torch.stack([function(x.expand(len(b), 4), b) for x in a])


def ultralytics(**kind):
    return lambda a, b: torch.stack([bbox_iou(x, b, xywh=False, **kind).squeeze(-1) for x in a])


MEASURES = {
    ("torchvision", "iou"): ops.box_iou, ("torchvision", "giou"): ops.generalized_box_iou,
    ("torchvision", "diou"): ops.distance_box_iou, ("torchvision", "ciou"): ops.complete_box_iou,
    ("mmdetection", "iou"): bbox_overlaps, ("mmdetection", "giou"): lambda a, b: bbox_overlaps(a, b, mode="giou"),
    ("ultralytics", "iou"): box_iou, ("ultralytics", "giou"): ultralytics(GIoU=True),
    ("ultralytics", "diou"): ultralytics(DIoU=True), ("ultralytics", "ciou"): ultralytics(CIoU=True),
    ("keras", "iou"): lambda a, b: keras.utils.bounding_boxes.compute_iou(a, b, "xyxy"),
    ("keras", "ciou"): every(lambda a, b: keras.utils.bounding_boxes.compute_ciou(a, b, "xyxy")),
}


def vectors():
    boxes, targets = random_pairs(7, 6)
    cases = {"random": (boxes, targets[:4])} | {
        name: ([box], [target]) for name, (box, target) in DEGENERATE.items()}
    for (compat, kind), function in MEASURES.items():
        # ultralytics' box_iou computes in float32, whatever comes.
        tolerance = 1e-6 if (compat, kind) == ("ultralytics", "iou") else 1e-12
        for name, (a, b) in cases.items():
            found = function(torch.tensor(a, dtype=torch.float64), torch.tensor(b, dtype=torch.float64))
            request = {"boxes": a, "target_boxes": b, "kind": kind}
            yield vector(f"{kind}-{name}", compat, request, {"iou": found}, tolerance)


def operations():
    return {"boxes.iou": list(vectors())}
