"""losses.iou, giou, diou, ciou, siou."""

import importlib
import math

import fvcore.nn
import keras
import paddle
import torch
import torchvision.ops as ops
from ultralytics.utils.metrics import bbox_iou

from . import ppdet
from .boxes import APART, DEGENERATE, TOUCHING, random_pairs
from .vectors import vector


# A function of its own hides the module from an import.
mmdet = importlib.import_module("mmdet.models.losses.iou_loss")


def ultralytics(**kind):
    return lambda boxes, targets: 1 - bbox_iou(boxes, targets, xywh=False, **kind).squeeze(-1)


def keras_ciou(boxes, targets):
    return 1 - keras.utils.bounding_boxes.compute_ciou(boxes, targets, "xyxy")


def paddle_loss(function):
    """Of PaddleDetection, by its own gradient."""
    def loss(boxes, targets):
        leaf = paddle.to_tensor(boxes.detach().numpy(), stop_gradient=False)
        return leaf, function(leaf, paddle.to_tensor(targets.numpy())).reshape([-1])
    return loss


PPDET = ppdet.overlap_losses()


def paddle_squared():
    loss = PPDET["IouLoss"](loss_weight=1)
    return paddle_loss(lambda a, b: loss(paddle.split(a, 4, -1), paddle.split(b, 4, -1)))


def paddle_distance(is_complete):
    """The loss of each row, as it is a mean."""
    loss = PPDET["DIouLoss"](use_complete_iou_loss=is_complete)
    return paddle_loss(lambda a, b: paddle.stack([loss(a[i:i + 1], b[i:i + 1]).reshape([]) for i in range(len(a))]))


def paddle_mean(is_complete):
    def mean(boxes, targets, reduction):
        leaf = paddle.to_tensor(boxes.detach().numpy(), stop_gradient=False)
        return leaf, PPDET["DIouLoss"](use_complete_iou_loss=is_complete)(leaf, paddle.to_tensor(targets.numpy()))
    return mean


def unreduced(function):
    return lambda boxes, targets: function(boxes, targets, reduction="none")


LOSSES = {
    "losses.iou": {"mmdetection": unreduced(mmdet.iou_loss), "ultralytics": ultralytics(), "paddle": paddle_squared()},
    "losses.giou": {
        "torchvision": ops.generalized_box_iou_loss, "detectron2": fvcore.nn.giou_loss,
        "mmdetection": unreduced(mmdet.giou_loss), "ultralytics": ultralytics(GIoU=True),
        "paddle": paddle_loss(PPDET["GIoULoss"]()),
    },
    "losses.diou": {
        "torchvision": ops.distance_box_iou_loss, "mmdetection": unreduced(mmdet.diou_loss),
        "ultralytics": ultralytics(DIoU=True), "paddle": paddle_distance(False),
    },
    "losses.ciou": {
        "torchvision": ops.complete_box_iou_loss, "mmdetection": unreduced(mmdet.ciou_loss),
        "ultralytics": ultralytics(CIoU=True), "keras": keras_ciou, "paddle": paddle_distance(True),
    },
    "losses.siou": {"mmdetection": unreduced(mmdet.siou_loss), "paddle": paddle_loss(PPDET["SIoULoss"]())},
}
# How they take the mean of all boxes; keras and ultralytics leave that to their callers.
MEANS = {
    ("losses.giou", "torchvision"): ops.generalized_box_iou_loss, ("losses.diou", "torchvision"): ops.distance_box_iou_loss,
    ("losses.ciou", "torchvision"): ops.complete_box_iou_loss, ("losses.giou", "detectron2"): fvcore.nn.giou_loss,
    ("losses.iou", "mmdetection"): mmdet.iou_loss, ("losses.giou", "mmdetection"): mmdet.giou_loss,
    ("losses.diou", "mmdetection"): mmdet.diou_loss, ("losses.ciou", "mmdetection"): mmdet.ciou_loss,
    ("losses.siou", "mmdetection"): mmdet.siou_loss, ("losses.diou", "paddle"): paddle_mean(False),
    ("losses.ciou", "paddle"): paddle_mean(True),
}


def answer(function, boxes, targets, gradients):
    leaf = torch.tensor(boxes, dtype=torch.float64).reshape(-1, 4).requires_grad_()
    loss = function(leaf, torch.tensor(targets, dtype=torch.float64).reshape(-1, 4))
    if isinstance(loss, tuple):
        return paddle_answer(*loss, gradients)
    found = {"loss": loss}
    if gradients:
        loss.sum().backward()
        found["gradients"] = {"boxes": leaf.grad}
    return found


def paddle_answer(leaf, loss, gradients):
    found = {"loss": loss.tolist()}
    if gradients:
        loss.sum().backward()
        found["gradients"] = {"boxes": leaf.grad.tolist()}
    return found


def cases(function, compat):
    for name, seed, kind in (("near", 1, "near"), ("near-more", 2, "near"), ("apart", 3, APART)):
        boxes, targets = random_pairs(seed, 8, kind)
        yield name, boxes, targets, True
    for name, (box, target) in DEGENERATE.items():
        yield name, [box], [target], False
        # Of keras the slope where edges coincide is its backend's; paddle gives it to the target alone.
        if compat not in ("keras", "paddle"):
            yield f"{name}-slopes", [box], [target], True
    for name, (box, target) in TOUCHING.items():
        yield name, [box], [target], False


def vectors(operation, compat, function):
    for name, boxes, targets, gradients in cases(function, compat):
        request = {"boxes": boxes, "target_boxes": targets, "reduction": "none", "gradients": gradients}
        yield vector(name, compat, request, answer(function, boxes, targets, gradients))
    mean = MEANS.get((operation, compat))
    if mean is None:
        return
    for name, count in (("mean", 5), ("empty", 0)):
        boxes, targets = random_pairs(4, count)
        request = {"boxes": boxes, "target_boxes": targets, "reduction": "mean", "gradients": count > 0}
        found = answer(lambda a, b: mean(a, b, reduction="mean"), boxes, targets, count > 0)
        yield vector(name, compat, request, found)
    if compat == "mmdetection":
        boxes, targets = random_pairs(5, 5)
        request = {"boxes": boxes, "target_boxes": targets, "reduction": "sum", "normalizer": 3, "gradients": True}
        found = answer(lambda a, b: mean(a, b, reduction="mean", avg_factor=3), boxes, targets, True)
        yield vector("avg-factor", compat, request, found)


def operations():
    assert math.isclose(keras.backend.epsilon(), 1e-7)
    return {
        operation: [v for compat, function in libraries.items() for v in vectors(operation, compat, function)]
        for operation, libraries in LOSSES.items()
    }
