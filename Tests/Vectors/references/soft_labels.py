"""losses.quality-focal, losses.varifocal, losses.distribution-focal, losses.ghm-c."""

import math

import torch
import torch.nn.functional as F
from mpmath import mpf

from .classification import (
    CLAMPED, EXTREMES, SATURATED, Softmax, binary_weights, peer_binary_answer, reductions, sigmoid_terms,
)
from .exact import absolute, lift, power
from .inputs import Inputs
from .reduction import class_weighted, double, exact_answer, kept, leaf, peer_answer
from .tensors import Variables, rows, shape_and_items
from .vectors import Operation


# --- the exact side ---


def exact_sigmoid(request, element):
    """A loss of one score and one target: element(−log p, −log(1 − p), p, 1 − p, target)."""
    variables = Variables()
    shape, terms = sigmoid_terms(request, variables)
    ignored = request.get("ignore_index")
    targets = [None if t == ignored else mpf(t) for t in shape_and_items(request["targets"])[1]]
    elements = [lift(0) if t is None else element(*e, t) for e, t in zip(terms, targets)]
    elements = class_weighted(request, shape, elements)
    return exact_answer(request, variables, shape, elements, mean_over=sum(t is not None for t in targets))


def cross_entropy(nll, nll_of_not, t):
    return t * nll + (1 - t) * nll_of_not


def exact_quality(request):
    def element(nll, nll_of_not, p, not_p, y):
        # At hard labels y − σ is one of the two probabilities, and not their difference from 1.
        apart = not_p if y == 1 else p if y == 0 else absolute(p - y)
        return power(apart, request.get("beta", 2)) * cross_entropy(nll, nll_of_not, y)

    return exact_sigmoid(request, element)


def exact_varifocal(request):
    def element(nll, nll_of_not, p, not_p, q):
        if q > 0:
            return q * cross_entropy(nll, nll_of_not, q)
        return mpf(request.get("alpha", 0.75)) * power(p, request.get("gamma", 2)) * nll_of_not

    return exact_sigmoid(request, element)


def exact_distribution(request):
    variables = Variables()
    shape, items = variables.tensor("logits", request["logits"])
    targets_shape, targets = shape_and_items(request["targets"])
    width = shape[-1] if items else 1
    losses = []
    for logits, y in zip(rows(items, width), map(mpf, targets)):
        softmax, left = Softmax(logits=logits), min(int(y), width - 2)
        losses.append((left + 1 - y) * softmax.nll(left) + (y - left) * softmax.nll(left + 1))
    return exact_answer(request, variables, targets_shape, losses)


def exact_ghm(request):
    variables = Variables()
    shape, terms = sigmoid_terms(request, variables)
    targets = [mpf(t) for t in shape_and_items(request["targets"])[1]]
    bins, momentum, ignored = request.get("bins", 10), mpf(request.get("momentum", 0)), request.get("ignore_index")
    where = [None if t == ignored else bin_of(p.value, t, bins) for (_, _, p, _), t in zip(terms, targets)]
    now = [where.count(j) for j in range(bins)]
    before = request.get("bin_counts")
    state = [momentum * mpf(b) + (1 - momentum) * r for b, r in zip(before, now)] if before else list(map(mpf, now))
    total = sum(now)
    used = bins if request.get("empty_bins", True) else sum(r > 0 for r in now)
    losses = [
        lift(0) if j is None else cross_entropy(nll, nll_of_not, t) * (mpf(total) / (state[j] * used))
        for (nll, nll_of_not, _, _), t, j in zip(terms, targets, where)
    ]
    return {**exact_answer(request, variables, shape, losses, mean_over=total), "bin_counts": state}


def bin_of(p, t, bins):
    place = abs(p - t) * bins
    if 0 < round(place) < bins and abs(place - round(place)) < 1e-5:
        raise ValueError(f"{p}, {t}: too near to the edge of a bin to fall alike in float32")
    return min(int(place), bins - 1)


# --- the peers ---


def peer_sigmoid(request):
    """The input's name, the input, σ and the cross entropy by element."""
    name = "logits" if "logits" in request else "probabilities"
    x, t = leaf(request[name]), double(request["targets"])
    ce = F.binary_cross_entropy_with_logits if name == "logits" else F.binary_cross_entropy
    return name, x, t, x.sigmoid() if name == "logits" else x, ce(x, t, reduction="none")


def peer_quality(request):
    name, x, y, p, ce = peer_sigmoid({**request, "targets": unignored(request)})
    elements = ce * (y - p).abs() ** request.get("beta", 2)
    return peer_binary_answer(request, {name: x}, elements, kept(request, double(request["targets"])))


def peer_varifocal(request):
    name, x, q, p, ce = peer_sigmoid({**request, "targets": unignored(request)})
    weight = torch.where(q > 0, q, request.get("alpha", 0.75) * p ** request.get("gamma", 2))
    return peer_binary_answer(request, {name: x}, ce * weight, kept(request, double(request["targets"])))


def unignored(request):
    """Targets with 0 for those that are ignored."""
    targets = double(request["targets"])
    return torch.where(kept(request, targets), targets, 0.0).tolist()


def peer_distribution(request):
    """Two cross entropies, each by its distance from the other's class."""
    x, y = leaf(request["logits"]), double(request["targets"])
    if not y.numel():
        answer = {"loss": [] if request.get("reduction") == "none" else 0.0}
        return {**answer, "gradients": {"logits": request["logits"] or []}}
    flat, target = x.reshape(-1, x.shape[-1]), y.reshape(-1)
    left = target.floor().clamp(max=x.shape[-1] - 2).long()
    elements = F.cross_entropy(flat, left, reduction="none") * (left + 1 - target) + F.cross_entropy(
        flat, left + 1, reduction="none") * (target - left)
    return peer_answer(request, {"logits": x}, elements.reshape(y.shape))


def peer_ghm(request):
    name, x, t, p, _ = peer_sigmoid({**request, "targets": clipped(request)})
    given = double(request["targets"])
    valid = given != (math.nan if request.get("ignore_index") is None else request["ignore_index"])
    bins, momentum = request.get("bins", 10), request.get("momentum", 0)
    size = (p.detach() - t).abs()
    edges = torch.linspace(0, 1, bins + 1, dtype=torch.float64)
    edges[-1] += 1e-6
    weights, state, used = torch.zeros_like(size), [], 0
    total = max(int(valid.sum()), 1)
    for j in range(bins):
        inside = (size >= edges[j]) & (size < edges[j + 1]) & valid
        now = int(inside.sum())
        before = request["bin_counts"][j] if request.get("bin_counts") else now
        state.append(momentum * before + (1 - momentum) * now)
        if now:
            weights[inside] = total / state[-1]
            used += 1
    weights = weights / (bins if request.get("empty_bins", True) else max(used, 1))
    ce = F.binary_cross_entropy_with_logits if name == "logits" else F.binary_cross_entropy
    answer = peer_answer(request, {name: x}, ce(x, t, reduction="none") * weights, mean_over=int(valid.sum()))
    return {**answer, "bin_counts": state}


def clipped(request):
    """Targets without those that are ignored."""
    return double(request["targets"]).clamp(0, 1).tolist()


# --- the vectors ---


def operations():
    return [quality(), varifocal(), distribution(), ghm()]


def soft_common(operation, inputs, hard=False):
    """Soft and hard targets, logits and probabilities, shapes, the ends."""

    def logits(*shape):
        values = inputs.numbers(shape, -4, 4)
        if hard:
            return {"logits": values, "targets": inputs.integers(shape, 0, 1)}
        soft = [0 if i % 3 == 0 else t for i, t in enumerate(inputs.numbers((math.prod(shape),), 0.05, 0.95, 2))]
        return {"logits": values, "targets": shaped(soft, shape)}

    def probabilities(*shape):
        return {"probabilities": inputs.numbers(shape, 0.05, 0.95), "targets": inputs.integers(shape, 0, 1)}

    reductions(operation, "logits", lambda: logits(6))
    reductions(operation, "probabilities", lambda: probabilities(2, 3))
    soft = {"probabilities": inputs.numbers((4,), 0.1, 0.9), "targets": inputs.numbers((4,), 0.05, 0.95, 2)}
    operation.add("soft-probabilities", {**soft, "reduction": "none", "gradients": True})
    operation.add("defaults", logits(7))
    operation.add("no-gradients", {**logits(2, 2), "reduction": "none", "gradients": False})
    operation.add("rank-3", {**logits(2, 2, 3), "gradients": True})
    operation.add("single", {"logits": [0.25], "targets": [1], "gradients": True})
    for reduction in ("none", "mean", "sum"):
        operation.add(f"empty-{reduction}", {"logits": [], "targets": [], "reduction": reduction, "gradients": True})
    operation.add("many", {**logits(16, 12), "gradients": True})
    return logits, probabilities


def shaped(items, shape):
    return items if len(shape) == 1 else [
        shaped(items[i * math.prod(shape[1:]) : (i + 1) * math.prod(shape[1:])], shape[1:]) for i in range(shape[0])
    ]


def ends(operation, name, **parameters):
    how = {**parameters, "reduction": "none", "gradients": True}
    targets = [1] * 6 + [0] * 6 + [0.5] * 6
    operation.add(f"extreme-logits{name}", {"logits": EXTREMES * 3, "targets": targets, **how}, because=SATURATED)
    wrong = {"probabilities": [0, 1, 0.5], "targets": [1, 0, 1]}
    operation.add(f"probabilities-wrong-side{name}", {**wrong, **how}, because=CLAMPED)
    right = {"probabilities": [1, 0], "targets": [1, 0]}
    operation.add(f"probabilities-right-side{name}", {**right, **how}, because=CLAMPED)


def quality():
    operation = Operation(
        "losses.quality-focal", "Li et al. 2020, eq. 5: |y − σ|^β BCE in PyTorch", exact_quality, peer_quality
    )
    logits, probabilities = soft_common(operation, Inputs(operation.name))
    for beta in (0, 0.5, 1, 3.5):
        reductions(operation, f"beta-{beta}", lambda: {**logits(6), "beta": beta}, ("none", "mean"))
        operation.add(f"beta-{beta}-probabilities", {
            **probabilities(4), "beta": beta, "reduction": "none", "gradients": True,
        })
        ends(operation, f"-beta-{beta}", beta=beta)
    ends(operation, "")
    binary_weights(operation)
    return operation


def varifocal():
    operation = Operation(
        "losses.varifocal", "Zhang et al. 2021, eq. 2: BCE in PyTorch, weighed", exact_varifocal, peer_varifocal
    )
    logits, probabilities = soft_common(operation, Inputs(operation.name))
    for gamma in (0, 0.5, 1, 3.5):
        parameters = {"gamma": gamma, "alpha": 1.5}
        reductions(operation, f"gamma-{gamma}", lambda: {**logits(6), **parameters}, ("none", "mean"))
        operation.add(f"gamma-{gamma}-probabilities", {
            **probabilities(4), **parameters, "reduction": "none", "gradients": True,
        })
        ends(operation, f"-gamma-{gamma}", **parameters)
    operation.add("alpha-0", {**logits(6), "alpha": 0, "reduction": "none", "gradients": True})
    ends(operation, "")
    binary_weights(operation)
    return operation


def distribution():
    operation = Operation(
        "losses.distribution-focal", "Li et al. 2020, eq. 6: two of torch.nn.functional.cross_entropy",
        exact_distribution, peer_distribution,
    )
    inputs = Inputs(operation.name)

    def case(*shape, classes=8):
        targets = inputs.numbers(shape, 0, classes - 1.01)
        return {"logits": inputs.numbers((*shape, classes), -3, 3), "targets": targets}

    reductions(operation, "flat", lambda: case(5))
    reductions(operation, "sides", lambda: case(3, 4), ("none", "mean", "sum"))
    operation.add("defaults", case(4))
    operation.add("sides-17", {**case(2, 4, classes=17), "gradients": True})
    operation.add("two-numbers", {**case(3, classes=2), "gradients": True})
    whole = {"logits": inputs.numbers((5, 4), -3, 3), "targets": [0, 1, 2, 3, 2.5]}
    operation.add("whole-targets", {**whole, "reduction": "none", "gradients": True})
    for label, logits in (("one-sided", [[1e4, -1e4, 0]] * 5), ("equal", [[700, 700, 700]] * 5)):
        far = {"logits": logits, "targets": [0, 0.5, 1, 1.75, 2], "reduction": "none", "gradients": True}
        operation.add(f"extreme-logits-{label}", far, because=SATURATED)
    for reduction in ("none", "mean"):
        operation.add(f"empty-{reduction}", {
            "logits": {"shape": [0, 5], "data": []}, "targets": [], "reduction": reduction,
        })
    operation.add("many", {**case(12, 4, classes=9), "gradients": True})
    weighing = Inputs(operation.name + " weighing")
    for name, shape in (("elements", (3, 4)), ("rows", (3,))):
        reductions(operation, f"weights-{name}", lambda: {**case(3, 4, classes=5), "weights": weighing.numbers(shape, 0.1, 3)})
    return operation


def ghm():
    operation = Operation(
        "losses.ghm-c", "Li et al. 2019, eq. 5–10: BCE in PyTorch, weighed by the density", exact_ghm, peer_ghm
    )
    inputs = Inputs(operation.name)
    logits, _ = soft_common(operation, inputs, hard=True)
    soft = inputs.numbers((9,), 0.05, 0.95, 2)
    operation.add("soft-logits", {"logits": inputs.numbers((9,), -4, 4), "targets": soft, "gradients": True})
    for bins in (1, 3, 30):
        operation.add(f"bins-{bins}", {**logits(12), "bins": bins, "gradients": True})
    operation.add("occupied-bins", {**logits(12), "empty_bins": False, "gradients": True})
    counts = inputs.numbers((10,), 1, 30, 1)
    for momentum in (0, 0.75):
        parameters = {"momentum": momentum, "bin_counts": counts}
        operation.add(f"momentum-{momentum}", {**logits(12), **parameters, "gradients": True})
    operation.add("momentum-first-call", {**logits(12), "momentum": 0.75, "reduction": "sum", "gradients": True})
    operation.add("momentum-occupied-bins", {
        **logits(12), "momentum": 0.9, "bin_counts": counts, "empty_bins": False, "reduction": "none",
        "gradients": True,
    })
    ignored = {"targets": [1, -1, 0, 0, -1, 1], "ignore_index": -1, "gradients": True}
    for reduction in ("none", "mean", "sum"):
        operation.add(f"ignore-{reduction}", {
            "logits": inputs.numbers((6,), -4, 4), **ignored, "reduction": reduction,
        })
    operation.add("all-ignored", {"logits": [0.5, 2], "targets": [7, 7], "ignore_index": 7, "gradients": True})
    ends(operation, "", bins=9)
    weighing = Inputs(operation.name + " weights")
    reductions(operation, "weights", lambda: {
        "logits": weighing.numbers((6,), -4, 4), "targets": weighing.integers((6,), 0, 1),
        "weights": weighing.numbers((6,), 0.1, 3),
    })
    return operation
