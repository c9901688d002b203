"""losses.l1, losses.l2, losses.huber, losses.smooth-l1: elementwise in d = predictions − targets."""

import torch.nn.functional as F
from mpmath import mpf

from .exact import absolute
from .inputs import Inputs
from .reduction import double, exact_answer, leaf, peer_answer
from .tensors import Variables, shape_and_items
from .vectors import Operation


def huber(d, delta):
    """Huber (1964): ½d² if |d| < δ, else δ(|d| − ½δ)."""
    delta = mpf(delta)
    if abs(d.value) < delta:
        return d * d / 2
    return (absolute(d) - delta / 2) * delta


def smooth_l1(d, beta):
    """Girshick (2015), with PyTorch's β: ½d²/β if |d| < β, else |d| − ½β."""
    return huber(d, beta) / beta if beta else absolute(d)


def exact_elementwise(element):
    def exact(request):
        variables = Variables()
        shape, predictions = variables.tensor("predictions", request["predictions"])
        _, targets = shape_and_items(request["targets"])
        elements = [element(p - t, request) for p, t in zip(predictions, targets)]
        return exact_answer(request, variables, shape, elements)

    return exact


def peer_elementwise(element):
    def peer(request):
        predictions, targets = leaf(request["predictions"]), double(request["targets"])
        return peer_answer(request, {"predictions": predictions}, element(predictions, targets, request))

    return peer


def operations():
    l1 = Operation(
        "losses.l1",
        "torch.nn.functional.l1_loss",
        exact_elementwise(lambda d, r: absolute(d)),
        peer_elementwise(lambda p, t, r: F.l1_loss(p, t, reduction="none")),
    )
    l2 = Operation(
        "losses.l2",
        "torch.nn.functional.mse_loss",
        exact_elementwise(lambda d, r: d * d),
        peer_elementwise(lambda p, t, r: F.mse_loss(p, t, reduction="none")),
    )
    huber_ = Operation(
        "losses.huber",
        "Huber 1964; torch.nn.functional.huber_loss",
        exact_elementwise(lambda d, r: huber(d, r.get("delta", 1))),
        peer_elementwise(lambda p, t, r: F.huber_loss(p, t, reduction="none", delta=r.get("delta", 1.0))),
    )
    smooth = Operation(
        "losses.smooth-l1",
        "Girshick 2015 (Fast R-CNN); torch.nn.functional.smooth_l1_loss",
        exact_elementwise(lambda d, r: smooth_l1(d, r.get("beta", 1))),
        peer_elementwise(lambda p, t, r: F.smooth_l1_loss(p, t, reduction="none", beta=r.get("beta", 1.0))),
    )
    for operation in (l1, l2):
        _common(operation, {})
    for operation, parameter, values in ((huber_, "delta", (0.1, 1, 1.345, 10)), (smooth, "beta", (0, 0.1, 1, 2.5))):
        _common(operation, {})
        for value in values:
            _common(operation, {parameter: value}, few=True)
        operation.add(f"exactly-{parameter}", {
            "predictions": [1.5, -1.5, 0.25, 3], "targets": [0, 0, 0, 0], parameter: 1.5, "reduction": "none",
            "gradients": True,
        })
    return [l1, l2, huber_, smooth]


def _common(operation, parameters, few=False):
    """Reductions × gradients, shapes, ends of the range; `few` for the further values of a parameter."""
    inputs = Inputs(operation.name + repr(parameters))
    prefix = "".join(f"{k}-{v}-" for k, v in parameters.items())

    def tensors(*shape):
        return {"predictions": inputs.numbers(shape, -3, 3), "targets": inputs.numbers(shape, -3, 3), **parameters}

    for reduction in ("none", "mean", "sum"):
        operation.add(prefix + reduction, {**tensors(2, 4), "reduction": reduction, "gradients": True})
    operation.add(prefix + "normalizer", {**tensors(6), "reduction": "sum", "normalizer": 2.5, "gradients": True})
    if few:
        return
    operation.add("defaults", tensors(7))
    operation.add("no-gradients", {**tensors(3), "reduction": "sum", "gradients": False})
    operation.add("rank-3", {**tensors(2, 3, 2), "gradients": True})
    operation.add("single", {"predictions": [0.7], "targets": [-0.2], "gradients": True})
    for reduction, gradients in (("none", True), ("mean", True), ("sum", False)):
        empty = {"predictions": [], "targets": [], "reduction": reduction, "gradients": gradients}
        operation.add(f"empty-{reduction}", empty)
    operation.add("flat-tensors", {
        "predictions": {"shape": [2, 3], "data": [0.1, 0.2, 0.3, -0.4, 0.5, 6]},
        "targets": {"shape": [2, 3], "data": [1, 0.7, 0, -2, 0.25, 3]},
        "reduction": "none",
    })
    operation.add("zero-difference", {"predictions": [1.5, 2], "targets": [1.5, -1], "reduction": "none"})
    far = {"predictions": [1e10, -1e10, 1e-10, 1e5], "targets": [1, 3, -1e-10, -1e5]}
    operation.add("far-and-near", {**far, "reduction": "none", "gradients": True})
    operation.add("many", {**tensors(16, 16), "gradients": True})
    for name, shape in (("elements", (5, 4)), ("rows", (5,))):
        for reduction in ("none", "mean", "sum"):
            weighted = {**tensors(5, 4), "weights": inputs.numbers(shape, 0.1, 3), "reduction": reduction}
            operation.add(f"weights-{name}-{reduction}", {**weighted, "gradients": True})
    operation.add("weights-zero", {**tensors(3), "weights": [0, 1, 2], "gradients": True})
