"""losses.cross-entropy and binary-cross-entropy, of logits."""

import random

import keras
import paddle
import torch
import torch.nn.functional as F
from mmdet.models.losses import CrossEntropyLoss

from .vectors import vector

# Given, as the defaults of other profiles have none.
IGNORED = {"ignore_index": -100}


def logits_of(seed, rows, columns, scale=3):
    draw = random.Random(seed)
    return [[round(draw.gauss(0, scale), 3) for _ in range(columns)] for _ in range(rows)]


def run(function, logits):
    leaf = torch.tensor(logits, dtype=torch.float64).reshape(-1, len(logits[0]) if logits else 3).requires_grad_()
    loss = function(leaf)
    found = {"loss": loss}
    if logits:
        loss.sum().backward()
        found["gradients"] = {"logits": leaf.grad}
    return found


def run_paddle(function, logits):
    shape = [len(logits), len(logits[0]) if logits else 3]
    leaf = paddle.to_tensor(logits, dtype="float64").reshape(shape)
    leaf.stop_gradient = False
    loss = function(leaf)
    found = {"loss": loss.tolist()}
    if logits:
        loss.sum().backward()
        found["gradients"] = {"logits": leaf.grad.tolist()}
    return found


def run_tensorflow(function, logits):
    """In float32."""
    import tensorflow as tf
    x = tf.reshape(tf.constant(logits, tf.float32), [len(logits), len(logits[0]) if logits else 3])
    with tf.GradientTape() as tape:
        tape.watch(x)
        loss = function(tf.compat.v1.losses, x)
    found = {"loss": float(loss)}
    if logits:
        found["gradients"] = {"logits": tape.gradient(loss, x).numpy().tolist()}
    return found


def mmdet(indices, **options):
    return lambda x: CrossEntropyLoss(**options)(x, torch.tensor(indices, dtype=torch.int64))


def indices_vectors():
    for name, seed, classes, scale in (("random", 1, 4, 3), ("large", 2, 3, 30), ("one-class", 3, 1, 3)):
        logits = logits_of(seed, 5, classes, scale)
        draw = random.Random(seed)
        indices = [draw.randrange(classes) for _ in range(5)]
        for ending, targets in (("", indices), ("-ignored", [-100, indices[1], -100, *indices[3:]]), ("-all-ignored", [-100] * 5)):
            request = {"logits": logits, "targets": targets, "gradients": True} | (IGNORED if ending else {})
            wanted = torch.tensor(targets)
            yield vector(name + ending, "torchvision", request, run(lambda x: F.cross_entropy(x, wanted), logits))
            yield vector(name + ending, "mmdetection", request, run(mmdet(targets), logits))
            yield vector(name + ending, "paddle", request, run_paddle(
                lambda x: paddle.nn.functional.cross_entropy(x, paddle.to_tensor(targets)), logits))
            if ending:
                continue
            yield vector(name, "keras", request, run(
                lambda x: keras.losses.SparseCategoricalCrossentropy(from_logits=True)(wanted, x), logits))
            yield vector(name, "tensorflow", request, run_tensorflow(
                lambda losses, x: losses.sparse_softmax_cross_entropy(targets, x), logits), 1e-6)


def class_weight_vectors():
    """The mean of torch and paddle divides by the weights; mmdetection's by the number of elements."""
    logits, weights = logits_of(4, 5, 3), [0.5, 2.0, 0.75]
    targets = [0, 2, 1, -100, 2]
    wanted, w = torch.tensor(targets), torch.tensor(weights, dtype=torch.float64)
    request = {"logits": logits, "targets": targets, "class_weights": weights, "gradients": True} | IGNORED
    yield vector("weights", "torchvision", request, run(lambda x: F.cross_entropy(x, wanted, w), logits))
    yield vector("weights", "mmdetection", request, run(lambda x: CrossEntropyLoss(class_weight=weights)(x, wanted), logits))
    yield vector("weights", "paddle", request, run_paddle(
        lambda x: paddle.nn.functional.cross_entropy(
            x, paddle.to_tensor(targets), paddle.to_tensor(weights, dtype="float64")), logits))
    rows = [0.5, 1.0, 3.0, 2.0, 0.0]
    # It takes weights in float32: numbers that are exact there.
    request = {"logits": logits, "targets": targets, "weights": rows, "gradients": True} | IGNORED
    yield vector("rows", "mmdetection", request, run(
        lambda x: CrossEntropyLoss()(x, wanted, weight=torch.tensor(rows)), logits))
    request = {"logits": logits, "targets": targets, "reduction": "sum", "normalizer": 3, "gradients": True} | IGNORED
    yield vector("avg-factor", "mmdetection", request, run(
        lambda x: CrossEntropyLoss()(x, wanted, avg_factor=3), logits))


def soft_vectors():
    """paddle smooths in float32, and mmdetection's targets and weights of single classes are float32."""
    logits = logits_of(5, 4, 3)
    indices = [0, 2, 1, 1]
    hard = torch.tensor(indices)
    shares = torch.tensor([[0.5, 0.25, 0.25], [1, 0, 0], [0, 0.75, 0.25], [0.125, 0.125, 0.75]], dtype=torch.float64)
    for smoothing in (0.0, 0.125):
        request = {"logits": logits, "targets": indices, "label_smoothing": smoothing, "gradients": True}
        name = f"smoothing-{smoothing}"
        yield vector(name, "torchvision", request, run(lambda x: F.cross_entropy(x, hard, label_smoothing=smoothing), logits))
        yield vector(name, "paddle", request, run_paddle(
            lambda x: paddle.nn.functional.cross_entropy(x, paddle.to_tensor(indices), label_smoothing=smoothing), logits),
            1e-6 if smoothing else 1e-12)
        one_hot = F.one_hot(hard, 3)
        yield vector(name, "tensorflow", request, run_tensorflow(
            lambda losses, x: losses.softmax_cross_entropy(one_hot.numpy(), x, label_smoothing=smoothing), logits), 1e-6)
        request = {"logits": logits, "target_probabilities": shares.tolist(), "label_smoothing": smoothing, "gradients": True}
        name = f"soft-{smoothing}"
        yield vector(name, "torchvision", request, run(
            lambda x: F.cross_entropy(x, shares, label_smoothing=smoothing), logits))
        yield vector(name, "keras", request, run(
            lambda x: keras.losses.CategoricalCrossentropy(from_logits=True, label_smoothing=smoothing)(shares, x), logits))
        yield vector(name, "paddle", request, run_paddle(
            lambda x: paddle.nn.functional.cross_entropy(
                x, paddle.to_tensor(shares.numpy()), soft_label=True, label_smoothing=smoothing), logits),
            1e-6 if smoothing else 1e-12)


def empty_vectors():
    request = {"logits": {"shape": [0, 3], "data": []}, "targets": []}
    none = torch.zeros(0, dtype=torch.int64)
    yield vector("empty", "torchvision", request, run(lambda x: F.cross_entropy(x, none), []))
    yield vector("empty", "mmdetection", request, run(lambda x: CrossEntropyLoss()(x, none), []))
    yield vector("empty", "paddle", request, run_paddle(
        lambda x: paddle.nn.functional.cross_entropy(x, paddle.zeros([0], "int64")), []))
    yield vector("empty", "tensorflow", request, run_tensorflow(
        lambda losses, x: losses.sparse_softmax_cross_entropy(none.numpy(), x), []))


def binary_targets(seed, rows, columns):
    draw = random.Random(seed)
    return [[float(draw.random() < 0.4) for _ in range(columns)] for _ in range(rows)]


def binary_vectors():
    for name, seed, scale in (("random", 6, 3), ("large", 7, 40)):
        logits, targets = logits_of(seed, 4, 3, scale), binary_targets(seed, 4, 3)
        request = {"logits": logits, "targets": targets, "gradients": True}
        t = torch.tensor(targets, dtype=torch.float64)
        yield vector(name, "torchvision", request, run(lambda x: F.binary_cross_entropy_with_logits(x, t), logits))
        yield vector(name, "mmdetection", request, run(lambda x: CrossEntropyLoss(use_sigmoid=True)(x, t), logits), 1e-6)
        yield vector(name, "keras", request, run(
            lambda x: keras.losses.BinaryCrossentropy(from_logits=True)(t, x), logits))
        yield vector(name, "tensorflow", request, run_tensorflow(
            lambda losses, x: losses.sigmoid_cross_entropy(targets, x), logits), 1e-6)
        yield vector(name, "paddle", request, run_paddle(
            lambda x: paddle.nn.functional.binary_cross_entropy_with_logits(
                x, paddle.to_tensor(targets, dtype="float64")), logits))
    yield from ignored_vectors()
    logits, targets = logits_of(8, 4, 3), binary_targets(8, 4, 3)
    t = torch.tensor(targets, dtype=torch.float64)
    request = {"logits": logits, "targets": targets, "label_smoothing": 0.125, "gradients": True}
    yield vector("smoothing", "keras", request, run(
        lambda x: keras.losses.BinaryCrossentropy(from_logits=True, label_smoothing=0.125)(t, x), logits))
    yield vector("smoothing", "tensorflow", request, run_tensorflow(
        lambda losses, x: losses.sigmoid_cross_entropy(targets, x, label_smoothing=0.125), logits), 1e-6)
    weights = [1.5, 0.25, 2.0]
    request = {"logits": logits, "targets": targets, "pos_weight": weights, "gradients": True}
    w = torch.tensor(weights, dtype=torch.float64)
    yield vector("pos-weight", "torchvision", request, run(
        lambda x: F.binary_cross_entropy_with_logits(x, t, pos_weight=w), logits))
    yield vector("pos-weight", "paddle", request, run_paddle(
        lambda x: paddle.nn.functional.binary_cross_entropy_with_logits(
            x, paddle.to_tensor(targets, dtype="float64"), pos_weight=paddle.to_tensor(weights, dtype="float64")), logits))
    empty = {"logits": {"shape": [0, 3], "data": []}, "targets": {"shape": [0, 3], "data": []}}
    none = torch.zeros(0, 3, dtype=torch.float64)
    yield vector("empty", "torchvision", empty, run(lambda x: F.binary_cross_entropy_with_logits(x, none), []))
    yield vector("empty", "mmdetection", empty, run(lambda x: CrossEntropyLoss(use_sigmoid=True)(x, none), []))
    yield vector("empty", "paddle", empty, run_paddle(
        lambda x: paddle.nn.functional.binary_cross_entropy_with_logits(x, paddle.zeros([0, 3], "float64")), []))
    yield vector("empty", "tensorflow", empty, run_tensorflow(
        lambda losses, x: losses.sigmoid_cross_entropy(none.float().numpy(), x), []))


def ignored_vectors():
    """What is ignored has a part in mmdetection's mean."""
    logits, targets = logits_of(9, 4, 3), binary_targets(9, 4, 3)
    targets[0][1] = targets[2][0] = -100.0
    request = {"logits": logits, "targets": targets, "gradients": True} | IGNORED
    t = torch.tensor(targets, dtype=torch.float64)
    yield vector("ignored", "mmdetection", request, run(lambda x: CrossEntropyLoss(use_sigmoid=True)(x, t), logits), 1e-6)
    every = [[-100.0] * 3] * 4
    none = torch.tensor(every, dtype=torch.float64)
    yield vector("all-ignored", "mmdetection", request | {"targets": every}, run(
        lambda x: CrossEntropyLoss(use_sigmoid=True)(x, none), logits), 1e-6)


def operations():
    hard = [*indices_vectors(), *class_weight_vectors(), *soft_vectors(), *empty_vectors()]
    return {"losses.cross-entropy": hard, "losses.binary-cross-entropy": list(binary_vectors())}
