"""losses.smooth-l1 and losses.huber."""

import importlib.metadata
import random

import fvcore.nn
import keras
import paddle
import torch
import torch.nn.functional as F
from mmdet.models.losses.smooth_l1_loss import smooth_l1_loss as mmdetection

from .sources import definitions
from .vectors import vector


def numbers(seed, count):
    draw = random.Random(seed)
    return [round(draw.gauss(0, 2), 3) for _ in range(count)], [round(draw.gauss(0, 2), 3) for _ in range(count)]


def run(function, predictions, targets):
    leaf = torch.tensor(predictions, dtype=torch.float64).requires_grad_()
    loss = function(leaf, torch.tensor(targets, dtype=torch.float64))
    if predictions:
        loss.backward()
        return {"loss": loss, "gradients": {"predictions": leaf.grad}}
    return {"loss": loss}


def run_paddle(predictions, targets, delta):
    leaf = paddle.to_tensor(predictions, dtype="float64", stop_gradient=False)
    loss = paddle.nn.functional.smooth_l1_loss(leaf, paddle.to_tensor(targets, dtype="float64"), delta=delta)
    loss.backward()
    return {"loss": loss.tolist(), "gradients": {"predictions": leaf.grad.tolist()}}


def keras_cv(name, file):
    """A class of KerasCV, whose package wants an older keras: pip install --no-deps keras-cv==0.9.0."""
    file = importlib.metadata.distribution("keras-cv").locate_file(f"keras_cv/src/losses/{file}")
    return definitions(file, [name], {"keras": keras, "ops": keras.ops})[name]


def smooth(beta):
    return {
        "torchvision": lambda x, t: F.smooth_l1_loss(x, t, beta=beta),
        "detectron2": lambda x, t: fvcore.nn.smooth_l1_loss(x, t, beta, reduction="mean"),
        "mmdetection": lambda x, t: mmdetection(x, t, beta=beta),
        "keras": lambda x, t: keras_cv("SmoothL1Loss", "smooth_l1.py")(beta, dtype="float64")(t, x),
    }


def huber(delta):
    return {
        "torchvision": lambda x, t: F.huber_loss(x, t, delta=delta),
        "keras": lambda x, t: keras.losses.Huber(delta=delta, dtype="float64")(t, x),
    }


def run_tensorflow(predictions, targets, delta):
    """In float32 always."""
    import tensorflow as tf
    x = tf.constant(predictions, tf.float32)
    with tf.GradientTape() as tape:
        tape.watch(x)
        loss = tf.compat.v1.losses.huber_loss(tf.constant(targets, tf.float32), x, delta=delta)
    answer = {"loss": float(loss)}
    return answer | ({"gradients": {"predictions": tape.gradient(loss, x).numpy().tolist()}} if predictions else {})


def vectors(losses, parameter, has_paddle):
    # paddle keeps its δ in float32: numbers that are exact there.
    for value in (1.0, 0.125, 0.5, 3.0):
        predictions, targets = numbers(int(value * 10), 7)
        request = {"predictions": predictions, "targets": targets, parameter: value, "gradients": True}
        for compat, function in losses(value).items():
            yield vector(f"{parameter}-{value:.3}", compat, request, run(function, predictions, targets))
        if has_paddle:
            yield vector(f"{parameter}-{value:.3}", "paddle", request, run_paddle(predictions, targets, value))
        if parameter == "delta":
            found = run_tensorflow(predictions, targets, value)
            yield vector(f"{parameter}-{value:.3}", "tensorflow", request, found, 1e-6)
    empty = {"predictions": [], "targets": [], parameter: 1.0}
    if parameter == "delta":
        yield vector("empty", "tensorflow", empty, run_tensorflow([], [], 1.0))
    for compat, function in losses(1.0).items():
        if compat != "keras":
            yield vector("empty", compat, empty, run(function, [], []))


def operations():
    return {
        "losses.smooth-l1": list(vectors(smooth, "beta", True)), "losses.huber": list(vectors(huber, "delta", True)),
    }
