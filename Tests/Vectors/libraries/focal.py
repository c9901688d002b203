"""losses.focal, quality-focal and varifocal."""

import random

import fvcore.nn
import keras
import paddle
import torch
import torchvision.ops as ops
from mmdet.models.losses import FocalLoss as MMDetectionFocal
from mmdet.models.losses.gfocal_loss import quality_focal_loss
from mmdet.models.losses.varifocal_loss import varifocal_loss
from ultralytics.utils.loss import FocalLoss as UltralyticsFocal
from ultralytics.utils.loss import VarifocalLoss as UltralyticsVarifocal

from .vectors import vector


def numbers(seed, rows, columns, soft=False, scale=3):
    draw = random.Random(seed)
    logits = [[round(draw.gauss(0, scale), 3) for _ in range(columns)] for _ in range(rows)]
    targets = [[round(draw.random(), 3) if soft else int(draw.random() < 0.3) for _ in range(columns)] for _ in range(rows)]
    return logits, targets


CASES = {
    "hard": numbers(1, 4, 3), "soft": numbers(2, 3, 3, soft=True), "large": numbers(3, 3, 4, scale=15),
    "all-negative": (numbers(4, 3, 3)[0], [[0] * 3] * 3), "saturated": ([[40.0, -40.0], [-30.0, 30.0]], [[1, 0], [1, 0]]),
}


def run(function, logits, targets, dtype=torch.float64):
    shape = (len(logits), len(logits[0]) if logits else 3)
    leaf = torch.tensor(logits, dtype=dtype).reshape(shape).requires_grad_()
    loss = function(leaf, torch.tensor(targets, dtype=dtype).reshape(shape))
    loss.sum().backward()
    return {"loss": loss, "gradients": {"logits": leaf.grad}}


def run_paddle(logits, targets, **options):
    leaf = paddle.to_tensor(logits, dtype="float64", stop_gradient=False)
    loss = paddle.nn.functional.sigmoid_focal_loss(leaf, paddle.to_tensor(targets, dtype="float64"), **options)
    loss.sum().backward()
    return {"loss": loss.tolist(), "gradients": {"logits": leaf.grad.tolist()}}


def run_keras(logits, targets):
    loss = keras.losses.BinaryFocalCrossentropy(from_logits=True, dtype="float64")
    return run(lambda x, t: loss(t, x), logits, targets)


LIBRARIES = {
    "torchvision": (lambda x, t: ops.sigmoid_focal_loss(x, t, reduction="mean"), 1e-12),
    "mmdetection": (MMDetectionFocal(), 1e-12),
    "ultralytics": (UltralyticsFocal(), 1e-12),
    # Both in float32, whatever comes.
    "detectron2": (lambda x, t: fvcore.nn.sigmoid_focal_loss(x, t, reduction="mean"), 2e-6),
}


def vectors():
    for name, (logits, targets) in CASES.items():
        request = {"logits": logits, "targets": targets, "gradients": True}
        for compat, (function, tolerance) in LIBRARIES.items():
            yield vector(name, compat, request, run(function, logits, targets), tolerance)
        yield vector(name, "keras", request, run_keras(logits, targets))
        yield vector(name, "paddle", request, run_paddle(logits, targets))
    empty = {"logits": {"shape": [0, 3], "data": []}, "targets": {"shape": [0, 3], "data": []}}
    for compat, (function, tolerance) in LIBRARIES.items():
        yield vector("empty", compat, empty, {"loss": run(function, [], [])["loss"]}, tolerance)
    logits, targets = CASES["hard"]
    yield vector(
        "avg-factor", "mmdetection",
        {"logits": logits, "targets": targets, "reduction": "sum", "normalizer": 3, "gradients": True},
        run(lambda x, t: MMDetectionFocal()(x, t, avg_factor=3), logits, targets))
    # ultralytics keeps its α in float32: one that is exact there.
    given = {"logits": logits, "targets": targets, "gamma": 2.5, "alpha": 0.375, "gradients": True}
    yield vector("given", "ultralytics", given, run(UltralyticsFocal(2.5, 0.375), logits, targets))
    yield vector("given", "paddle", given, run_paddle(logits, targets, gamma=2.5, alpha=0.375))


def scores(seed, rows, columns):
    """Logits, and of each row one class's IoU at the most."""
    logits, _ = numbers(seed, rows, columns)
    draw = random.Random(seed)
    targets = [[0.0] * columns for _ in range(rows)]
    for row in targets[:-1]:
        row[draw.randrange(columns)] = round(draw.uniform(0.1, 1), 3)
    return logits, targets


def quality(logits, targets, **options):
    label = torch.where(targets.max(1)[0] > 0, targets.argmax(1), targets.shape[1])
    return quality_focal_loss(logits, (label, targets.max(1)[0]), **options)


def soft_vectors(losses):
    for seed, (rows, columns) in enumerate(((4, 3), (1, 5), (6, 1))):
        logits, targets = scores(seed, rows, columns)
        request = {"logits": logits, "targets": targets, "gradients": True}
        for compat, (function, tolerance) in losses.items():
            yield vector(f"{rows}x{columns}", compat, request, run(function, logits, targets), tolerance)
    empty = {"logits": {"shape": [0, 3], "data": []}, "targets": {"shape": [0, 3], "data": []}}
    if losses is VARIFOCAL:
        yield vector("empty", "mmdetection", empty, {"loss": run(losses["mmdetection"][0], [], [])["loss"]})


QUALITY = {"mmdetection": (quality, 1e-12)}
VARIFOCAL = {
    "mmdetection": (varifocal_loss, 1e-12),
    "ultralytics": (lambda x, t: UltralyticsVarifocal()(x, t, (t > 0).to(t.dtype)), 2e-6),
}


def operations():
    return {
        "losses.focal": list(vectors()), "losses.quality-focal": list(soft_vectors(QUALITY)),
        "losses.varifocal": list(soft_vectors(VARIFOCAL)),
    }
