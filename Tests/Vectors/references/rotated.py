"""losses.probiou, losses.kfiou, losses.gwd, losses.rotated-iou: boxes cx, cy, w, h and an angle.

Both sides work with plain matrices, and polygons in the image's coordinates: nothing is brought into another form.
"""

import math

import torch
from mpmath import mp, mpf

from .exact import absolute, cos, exp, lift, log, power, sin, sqrt, total
from .inputs import Inputs
from .reduction import double, exact_answer, leaf, peer_answer
from .regression import smooth_l1
from .tensors import Variables, rows, shape_and_items
from .vectors import Operation

CANCELS = "what doubles leave of boxes that nearly agree"
NO_SLOPE = "slopes that are 0"
NO_AREA = "the peer divides by 0, or needs an eps"
FARTHEST = -mp.log(mpf(2) ** -1022)

# --- the exact side ---


def exact_rotated(pair_loss):
    def exact(request):
        variables = Variables()
        _, items = variables.tensor("boxes", request["boxes"])
        _, targets = shape_and_items(request["target_boxes"])
        pairs = zip(rows(items, 5), rows([lift(mpf(t)) for t in targets], 5))
        losses = [pair_loss(box, target, request) for box, target in pairs]
        found = exact_answer(request, variables, (len(losses),), losses)
        if "gradients" in found:
            # What 60 digits leave of slopes that are 0.
            found["gradients"]["boxes"] = [
                [mpf(0) if abs(s) < mpf(10) ** -45 else s for s in row] for row in found["gradients"]["boxes"]]
        return found

    return exact


def same(box, target):
    return all(a.value == b.value for a, b in zip(box, target))


def has_area(box):
    return box[2].value > 0 and box[3].value > 0


def covariance(box, factor):
    """R diag(w², h²) Rᵀ · factor as (xx, xy, yy)."""
    _, _, w, h, r = box
    c, s = cos(r), sin(r)
    p, q = w * w * factor, h * h * factor
    return p * c * c + q * s * s, (p - q) * c * s, p * s * s + q * c * c


def determinant(m):
    return m[0] * m[2] - m[1] * m[1]


def exact_probiou(box, target, request):
    hellinger = request.get("mode", "hellinger") == "hellinger"
    if same(box, target):
        return lift(0)
    if not (has_area(box) and has_area(target)):
        return lift(1 if hellinger else FARTHEST)
    one, two = covariance(box, mpf(1) / 12), covariance(target, mpf(1) / 12)
    both = [a + b for a, b in zip(one, two)]
    dx, dy = box[0] - target[0], box[1] - target[1]
    squared = (both[2] * dx * dx - 2 * both[1] * dx * dy + both[0] * dy * dy) / determinant(both)
    shape = log(determinant(both) / (4 * sqrt(determinant(one) * determinant(two)))) / 2
    distance = squared / 4 + shape
    if distance.value >= FARTHEST:
        return lift(1 if hellinger else FARTHEST)
    return sqrt(1 - exp(-distance)) if hellinger else distance


def exact_kfiou(box, target, request):
    one, two = covariance(box, 1), covariance(target, 1)
    both = determinant([a + b for a, b in zip(one, two)])
    areas = box[2] * box[3], target[2] * target[3]
    if not both.value or not (areas[0] + areas[1]).value:
        overlap = lift(mpf(1) / 3 if same(box, target) else 0)
    else:
        volume = areas[0] * areas[1] / sqrt(both)
        overlap = volume / (areas[0] + areas[1] - volume)
    function = request.get("function", "linear")
    if function == "log":
        loss = -log(overlap) if overlap.value >= mpf(2) ** -1022 else lift(FARTHEST)
    else:
        loss = exp(1 - overlap) - 1 if function == "exp" else 1 - overlap
    beta, weight = request.get("beta", 1 / 9), mpf(request.get("center_weight", 1))
    return loss + total(smooth_l1(box[k] - target[k], mpf(beta)) * weight for k in (0, 1))


def exact_gwd(box, target, request):
    one, two = covariance(box, mpf(1) / 4), covariance(target, mpf(1) / 4)
    product = one[0] * two[0] + 2 * one[1] * two[1] + one[2] * two[2]
    roots = box[2] * box[3] * target[2] * target[3] / 16
    inner = product + 2 * roots
    trace = one[0] + one[2] + two[0] + two[2] - (2 * sqrt(inner) if inner.value > 0 else 0)
    dx, dy = box[0] - target[0], box[1] - target[1]
    squared = dx * dx + dy * dy + trace if not same(box, target) else lift(0)
    function = request.get("function", "log")
    distance = squared if function == "square" else log(1 + squared) if function == "log" else sqrt(squared)
    return 1 - 1 / (mpf(request.get("tau", 1)) + distance)


def corners(box, cosine, sine):
    x, y, w, h = box[:4]
    signs = ((-1, -1), (1, -1), (1, 1), (-1, 1))
    return [(x + (w * a * cosine - h * b * sine) / 2, y + (w * a * sine + h * b * cosine) / 2) for a, b in signs]


def clipped(polygon, a, b, value):
    """What lies to the left of the line from a to b."""

    def side(p):
        return (b[0] - a[0]) * (p[1] - a[1]) - (b[1] - a[1]) * (p[0] - a[0])

    found = []
    for p, q in zip(polygon[-1:] + polygon[:-1], polygon):
        s, t = side(p), side(q)
        if (value(s) >= 0) != (value(t) >= 0):
            share = s / (s - t)
            found.append((p[0] + share * (q[0] - p[0]), p[1] + share * (q[1] - p[1])))
        if value(t) >= 0:
            found.append(q)
    return found


def shoelace(polygon):
    x0, y0 = polygon[0]
    parts = [(a[0] - x0) * (b[1] - y0) - (b[0] - x0) * (a[1] - y0) for a, b in zip(polygon[1:], polygon[2:])]
    return sum(parts[1:], parts[0]) / 2


def intersection(polygon, other, value):
    for a, b in zip(other, other[1:] + other[:1]):
        if polygon:
            polygon = clipped(polygon, a, b, value)
    return shoelace(polygon) if len(polygon) > 2 else None


def exact_rotated_iou(box, target, request):
    logarithmic = request.get("mode") == "log"
    areas = box[2] * box[3], target[2] * target[3]
    if same(box, target):
        if request.get("gradients"):
            raise ValueError("the same box: the gradient is not unique")
        return lift(0)
    if has_area(box) and has_area(target):
        polygons = [corners(b, cos(b[4]), sin(b[4])) for b in (box, target)]
        common = intersection(*polygons, lambda dual: dual.value)
    else:
        common = None
    common = lift(0) if common is None else common
    union = areas[0] + areas[1] - common
    iou = common / union if union.value else lift(0)
    if logarithmic:
        return -log(iou) if iou.value >= mpf(2) ** -1022 else lift(FARTHEST)
    return 1 - iou


# --- the peers ---


def peer_rotated(pair_losses):
    def peer(request):
        boxes, targets = leaf(request["boxes"], 5), double(request["target_boxes"], 5)
        losses = pair_losses(boxes, targets, request)
        found = peer_answer(request, {"boxes": boxes}, losses)
        if not len(boxes) and request.get("gradients"):
            found["gradients"] = {"boxes": []}
        return found

    return peer


def peer_covariance(boxes, factor):
    c, s = boxes[:, 4].cos(), boxes[:, 4].sin()
    turn = torch.stack((torch.stack((c, -s), -1), torch.stack((s, c), -1)), -2)
    return turn @ torch.diag_embed(boxes[:, 2:4].square() * factor) @ turn.transpose(1, 2)


def inverse(m):
    """Of 2 × 2 matrices; what has none gives infinities."""
    adjugate = torch.stack((m[:, 1, 1], -m[:, 0, 1], -m[:, 1, 0], m[:, 0, 0]), -1).reshape(-1, 2, 2)
    return adjugate / torch.det(m)[:, None, None]


def peer_probiou(boxes, targets, request):
    one, two = peer_covariance(boxes, 1 / 12), peer_covariance(targets, 1 / 12)
    apart = (boxes[:, :2] - targets[:, :2])[:, :, None]
    squared = (apart.transpose(1, 2) @ inverse(one + two) @ apart)[:, 0, 0]
    shape = torch.log(torch.det(one + two) / (4 * (torch.det(one) * torch.det(two)).sqrt())) / 2
    distance = squared / 4 + shape
    return (1 - torch.exp(-distance)).sqrt() if request.get("mode", "hellinger") == "hellinger" else distance


def peer_kfiou(boxes, targets, request):
    one, two = peer_covariance(boxes, 1 / 4), peer_covariance(targets, 1 / 4)
    # The filter's covariance itself: Σ − Σ (Σ + Σ*)⁻¹ Σ.
    filtered = one - one @ inverse(one + two) @ one
    volume = 4 * torch.det(filtered).sqrt()
    areas = boxes[:, 2] * boxes[:, 3] + targets[:, 2] * targets[:, 3]
    overlap, function = volume / (areas - volume), request.get("function", "linear")
    loss = -overlap.log() if function == "log" else (1 - overlap).exp() - 1 if function == "exp" else 1 - overlap
    centres = torch.nn.functional.smooth_l1_loss(
        boxes[:, :2], targets[:, :2], reduction="none", beta=request.get("beta", 1 / 9)).sum(1)
    return loss + request.get("center_weight", 1) * centres


def peer_gwd(boxes, targets, request):
    one, two = peer_covariance(boxes, 1 / 4), peer_covariance(targets, 1 / 4)
    # The trace of a root of a 2 × 2 matrix M is √(Tr M + 2 √|M|).
    product = (one @ two).diagonal(dim1=1, dim2=2).sum(1)
    root = (product + 2 * (torch.det(one) * torch.det(two)).sqrt()).sqrt()
    trace = one.diagonal(dim1=1, dim2=2).sum(1) + two.diagonal(dim1=1, dim2=2).sum(1) - 2 * root
    squared = (boxes[:, :2] - targets[:, :2]).square().sum(1) + trace
    function = request.get("function", "log")
    distance = squared if function == "square" else squared.log1p() if function == "log" else squared.sqrt()
    return 1 - 1 / (request.get("tau", 1) + distance)


def peer_rotated_iou(boxes, targets, request):
    losses = []
    for box, target in zip(boxes, targets):
        polygons = [corners(list(b), b[4].cos(), b[4].sin()) for b in (box, target)]
        common = intersection(*polygons, lambda x: float(x.detach()))
        common = box.sum() * 0 if common is None else common
        iou = common / (box[2] * box[3] + target[2] * target[3] - common)
        losses.append(-iou.log() if request.get("mode") == "log" else 1 - iou)
    return torch.stack(losses) if losses else boxes.sum(1)


# --- the vectors ---


class Rotated(Operation):
    """Where slopes are 0, polygons in the image's coordinates leave some 1e-17 of them."""

    def add(self, name, request, because=None):
        super().add(name, request, because or NO_SLOPE)


def operations():
    made = []
    for name, source, exact, peer, variants in (
        ("rotated-iou", "Zhou et al. 2019, §3: polygons clipped in PyTorch", exact_rotated_iou, peer_rotated_iou,
         [{"mode": "log"}]),
        ("probiou", "Llerena et al. 2021, eq. 6–10, with matrices in PyTorch", exact_probiou, peer_probiou,
         [{"mode": "bhattacharyya"}]),
        ("kfiou", "Yang et al. 2022, §4, with matrices in PyTorch", exact_kfiou, peer_kfiou,
         [{"function": "log"}, {"function": "exp"}, {"beta": 0.5, "center_weight": 2}, {"center_weight": 0}]),
        ("gwd", "Yang et al. 2021, eq. 2–5, with matrices in PyTorch", exact_gwd, peer_gwd,
         [{"function": "root"}, {"function": "square"}, {"tau": 2}, {"function": "root", "tau": 3.5}]),
    ):
        operation = Rotated(f"losses.{name}", source, exact_rotated(exact), peer_rotated(peer))
        for parameters in [{}, *variants]:
            _vectors(operation, parameters)
        made.append(operation)
    return made


def _vectors(operation, parameters):
    prefix = "".join(f"{k}-{v}-" for k, v in parameters.items())
    inputs = Inputs(operation.name + prefix)

    def box():
        return [*inputs.numbers((2,), 20, 80), *inputs.numbers((2,), 8, 40), inputs.numbers((), -3, 3)]

    def near(target):
        x, y, w, h, r = target
        size = min(w, h)
        moved = [x + inputs.uniform(-0.3, 0.3) * size, y + inputs.uniform(-0.3, 0.3) * size]
        sizes = [w * inputs.uniform(0.7, 1.4), h * inputs.uniform(0.7, 1.4)]
        return [round(v, 3) for v in (*moved, *sizes, r + inputs.uniform(-0.6, 0.6))]

    def pairs(n):
        targets = [box() for _ in range(n)]
        return {"boxes": [near(t) for t in targets], "target_boxes": targets, **parameters}

    how = {"reduction": "none", "gradients": True}
    for reduction in ("none", "mean", "sum"):
        operation.add(f"{prefix}{reduction}", {**pairs(4), "reduction": reduction, "gradients": True})
    operation.add(f"{prefix}normalizer", {**pairs(3), "reduction": "sum", "normalizer": 1.5, "gradients": True})
    operation.add(f"{prefix}weights", {**pairs(3), "weights": inputs.numbers((3,), 0.1, 3), "gradients": True})
    operation.add(f"{prefix}many", {**pairs(12), "gradients": True})
    operation.add(f"{prefix}no-gradients", pairs(3))
    for reduction in ("none", "mean"):
        operation.add(f"{prefix}empty-{reduction}", {
            "boxes": [], "target_boxes": [], **parameters, "reduction": reduction, "gradients": True,
        })
    target = [50.0, 60.0, 40.0, 20.0, 0.25]

    def against(*boxes, **more):
        return {"boxes": [list(b) for b in boxes], "target_boxes": [target] * len(boxes), **parameters, **how, **more}

    operation.add(f"{prefix}inside-and-around", against([51, 61, 20, 8, 0.75], [49, 60.5, 90, 70, -0.5]))
    operation.add(f"{prefix}across", against([50.5, 60.25, 20, 44, 0.375], [51, 59, 22, 43, 1.75]))
    operation.add(f"{prefix}turned", against([50.5, 60.25, 39, 21, 1.83], [51, 59, 40, 20, -2.875]))
    operation.add(f"{prefix}equal-angles", against([51.5, 61, 44, 18, 0.25], [47, 58, 30, 24, 0.25]))
    if parameters.get("mode") != "log":
        operation.add(f"{prefix}apart", against([150, 60, 30, 20, 0.5], [50, 130, 30, 20, 2.5]))
    else:
        operation.add(f"{prefix}apart", against([150, 60, 30, 20, 0.5], gradients=False), because=NO_AREA)
    operation.add(f"{prefix}far-out", {
        **against([1000050.5, 2000060.25, 42, 19, 0.5]), "target_boxes": [[1000050.0, 2000060.0, *target[2:]]],
    }, because=CANCELS)
    operation.add(f"{prefix}thin", {
        **parameters, **how, "boxes": [[10.1, 20.0005, 100, 0.01, 0.001]], "target_boxes": [[10, 20, 90, 0.02, 0.0015]],
    }, because=CANCELS)
    operation.add(f"{prefix}identical", {
        **parameters, "boxes": [target, [1, 2, 3, 4, -0.7]], "target_boxes": [target, [1, 2, 3, 4, -0.7]],
        "reduction": "none",
    }, because=CANCELS)
    if operation.name != "losses.rotated-iou":
        step = 2.0**-26
        near_box = [50 + step, 60 - 2 * step, 40 + 3 * step, 20 - step, 0.25 + step]
        operation.add(f"{prefix}nearly-identical", against(near_box), because=CANCELS)
    else:
        step = 2.0**-26
        upright = [30.0, 20.0, 16.0, 8.0, 0.0]
        box_ = [30 + step, 20 - step, 16 + 8 * step, 8 - 16 * step, 0.0]
        operation.add(f"{prefix}nearly-identical-equal-angles", {
            "boxes": [box_], "target_boxes": [upright], **parameters, **how,
        }, because=CANCELS)
    flat = {"boxes": [[1, 2, 0, 0, 0.5], [1, 2, 4, 0, 0.5], [1, 2, 0, 0, 0.5]],
            "target_boxes": [[1, 2, 0, 0, 0.5], [1, 2, 4, 0, 0.5], [3, 4, 0, 2, 1]]}
    operation.add(f"{prefix}no-area", {
        **flat, **parameters, "reduction": "none",
    }, because=NO_AREA)
    operation.add(f"{prefix}no-area-in-box", {
        "boxes": [[50, 60, 0, 5, 0.5]], "target_boxes": [target], **parameters, "reduction": "none",
    }, because=NO_AREA)
