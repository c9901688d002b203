"""losses.wiou, losses.nwd."""

import torch
import torchvision.ops as ops
from mpmath import mp, mpf

from .exact import exp, expm1, lift, sqrt, total
from .geometry import Overlap, centre_and_size, edges, peer_edges
from .inputs import Inputs
from .overlap import _degenerate, _formats, _plain, _positions, _request, _weights
from .reduction import double, exact_answer, leaf, peer_answer
from .tensors import Variables, rows, shape_and_items
from .vectors import Operation

SMALL = "a slope by a centre is what the slopes of two edges leave of each other, in the peer"


def given(request):
    """The variables, and the pairs of boxes as they were given."""
    variables = Variables()
    _, items = variables.tensor("boxes", request["boxes"])
    _, targets = shape_and_items(request["target_boxes"])
    return variables, list(zip(rows(items, 4), rows(list(map(mpf, targets)), 4)))


def exact_wiou(request):
    variables, pairs = given(request)
    format, version = request.get("format", "xyxy"), request.get("version", "v3")
    overlaps = [Overlap(edges(b, format), edges(t, format)) for b, t in pairs]
    if request.get("gradients") and any(o.has_ties for o in overlaps):
        raise ValueError("equal edges: the gradient is not unique")
    distances = [1 - o.iou() for o in overlaps]
    mean = sum((d.value for d in distances), mpf(0)) / max(len(distances), 1)
    losses = [attention(o) * d * focus(request, version, d.value, mean) for o, d in zip(overlaps, distances)]
    found = {**exact_answer(request, variables, (len(losses),), losses), "mean_iou_loss": mean}
    if request.get("details"):
        found["iou"] = [o.iou().value for o in overlaps]
    return found


def attention(overlap):
    """exp(ρ²/c²), c² a constant."""
    (x1, y1, x2, y2), (u1, v1, u2, v2) = overlap.box, overlap.other
    dx, dy = (x1 + x2 - u1 - u2) / 2, (y1 + y2 - v1 - v2) / 2
    diagonal = sum(side.value**2 for side in overlap.hull)
    return exp((dx * dx + dy * dy) / diagonal) if diagonal else lift(1)


def focus(request, version, distance, mean):
    mean = mpf(request.get("mean_iou_loss") or mean)
    beta = distance / mean if mean else mpf(0)
    if version == "v1":
        return mpf(1)
    if version == "v2":
        return beta ** mpf(request.get("gamma", 0.5))
    alpha, delta = mpf(request.get("alpha", 1.9)), mpf(request.get("delta", 3))
    return beta / (delta * alpha ** (beta - delta))


def peer_wiou(request):
    boxes, format = leaf(request["boxes"], 4), request.get("format", "xyxy")
    found, others = peer_edges(boxes, format), peer_edges(double(request["target_boxes"], 4), format)
    iou = ops.box_iou(found, others).diagonal()
    hull = torch.maximum(found[:, 2:], others[:, 2:]) - torch.minimum(found[:, :2], others[:, :2])
    apart = (found[:, :2] + found[:, 2:] - others[:, :2] - others[:, 2:]) / 2
    losses = torch.exp(apart.square().sum(1) / hull.square().sum(1).detach()) * (1 - iou)
    quality, mean = (1 - iou).detach(), float((1 - iou).detach().mean()) if len(boxes) else 0.0
    beta, version = quality / (request.get("mean_iou_loss") or mean or 1.0), request.get("version", "v3")
    if version == "v2":
        losses = losses * beta ** request.get("gamma", 0.5)
    if version == "v3":
        alpha, delta = request.get("alpha", 1.9), request.get("delta", 3.0)
        losses = losses * beta / (delta * alpha ** (beta - delta))
    answer = {**peer_answer(request, {"boxes": boxes}, losses), "mean_iou_loss": mean}
    if request.get("details"):
        answer["iou"] = iou.tolist()
    return with_empty(request, boxes, answer)


def with_empty(request, boxes, answer):
    if not len(boxes) and request.get("gradients"):
        answer["gradients"] = {"boxes": []}
    return answer


def exact_nwd(request):
    variables, pairs = given(request)
    format, constant = request.get("format", "xyxy"), mpf(request.get("constant", 12.8))
    losses = []
    for box, target in pairs:
        apart = [a - b for a, b in zip(centre_and_size(box, format), centre_and_size(target, format))]
        squares = [d * d * k for d, k in zip(apart, (1, 1, mpf(1) / 4, mpf(1) / 4))]
        losses.append(-expm1(-sqrt(total(squares)) / constant))
    return exact_answer(request, variables, (len(losses),), losses)


def peer_nwd(request):
    boxes, format = leaf(request["boxes"], 4), request.get("format", "xyxy")

    def gaussian(b):
        b = peer_edges(b, format)
        return torch.cat(((b[:, :2] + b[:, 2:]) / 2, (b[:, 2:] - b[:, :2]) / 2), dim=1)

    apart = gaussian(boxes) - gaussian(double(request["target_boxes"], 4))
    losses = 1 - torch.exp(-apart.square().sum(1).sqrt() / request.get("constant", 12.8))
    return with_empty(request, boxes, peer_answer(request, {"boxes": boxes}, losses))


class Cancelling(Operation):
    """An operation whose peer may lose digits in any vector."""

    def add(self, name, request, because=None):
        super().add(name, request, because or SMALL)


class WithoutDetails(Cancelling):
    """The vectors of the IoU family for an operation that has no `details`."""

    def add(self, name, request, because=None):
        super().add(name, {k: v for k, v in request.items() if k != "details"}, because)


def operations():
    return [wiou(), nwd()]


def wiou():
    operation = Cancelling("losses.wiou", "Tong et al. 2023, eq. 11–14, in PyTorch", exact_wiou, peer_wiou)
    inputs = Inputs(operation.name)
    _formats(operation, inputs, {})
    _plain(operation, inputs)
    _positions(operation)
    _degenerate(operation)
    for version in ("v1", "v2"):
        _formats(operation, inputs, {"version": version}, prefix=f"{version}-")
    how = {"reduction": "none", "gradients": True}
    operation.add("v3-parameters", _request(inputs.pairs(4), alpha=1.4, delta=5, **how))
    operation.add("v2-gamma-0", _request(inputs.pairs(4), version="v2", gamma=0, **how))
    operation.add("v2-gamma-2", _request(inputs.pairs(4), version="v2", gamma=2, **how))
    for version in ("v2", "v3"):
        operation.add(f"{version}-running-mean", _request(inputs.pairs(4), version=version, mean_iou_loss=0.4, **how))
    _weights(operation)
    return operation


def nwd():
    operation = WithoutDetails("losses.nwd", "Wang et al. 2021, eq. 7–10, in PyTorch", exact_nwd, peer_nwd)
    inputs = Inputs(operation.name)
    _formats(operation, inputs, {})
    _plain(operation, inputs)
    _positions(operation)
    _degenerate(operation)
    for constant in (0.5, 100):
        operation.add(f"constant-{constant}", _request(inputs.pairs(4), constant=constant, reduction="none", gradients=True))
    _weights(operation)
    return operation
