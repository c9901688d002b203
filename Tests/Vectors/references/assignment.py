"""The methods of anchors.match besides max-iou: atss and task-aligned."""

import torch
import torchvision.ops as ops
from mpmath import mp, mpf

from .geometry import Overlap, centre_and_size, edges, peer_edges, peer_shape
from .inputs import FORMATS, in_format
from .reduction import double
from .tensors import rows, shape_and_items


def exact_boxes(request, name):
    """Each box of an input as its edges and its centre, exact."""
    _, items = shape_and_items(request[name])
    format = request.get("format", "xyxy")
    given = rows(list(map(mpf, items)), 4)
    return [(edges(b, format), [c.value for c in centre_and_size(b, format)[:2]]) for b in given]


def contains(box, point):
    x1, y1, x2, y2 = (e.value for e in box)
    return x1 < point[0] < x2 and y1 < point[1] < y2


# --- atss: one box after the other ---


def exact_atss(request):
    anchors, targets = exact_boxes(request, "anchors"), exact_boxes(request, "target_boxes")
    labels, best, thresholds = [-1] * len(anchors), [mpf(0)] * len(anchors), []
    for t, (target, centre) in enumerate(targets):
        chosen = []
        start = 0
        for size in request["level_sizes"]:
            level = sorted(range(start, start + size), key=lambda a: (squared(anchors[a][1], centre), a))
            chosen += level[: request.get("candidates") or 9]
            start += size
        overlaps = [Overlap(anchors[a][0], target).iou().value for a in chosen]
        thresholds.append(mean_and_deviation(overlaps))
        for a, iou in zip(chosen, overlaps):
            if iou >= thresholds[-1] and contains(target, anchors[a][1]) and (labels[a] < 0 or iou > best[a]):
                labels[a], best[a] = t, iou
    return {"labels": labels, "iou": best, "thresholds": thresholds}


def squared(a, b):
    return sum((p - q) ** 2 for p, q in zip(a, b))


def mean_and_deviation(values):
    if len(values) < 2:
        return values[0] if values else mpf(0)
    mean = sum(values) / len(values)
    return mean + mp.sqrt(sum((v - mean) ** 2 for v in values) / (len(values) - 1))


# --- atss: all pairs at once ---


def peer_tensors(request):
    format = request.get("format", "xyxy")
    anchors, targets = (peer_edges(double(request[k], 4), format) for k in ("anchors", "target_boxes"))
    points = (anchors[:, :2] + anchors[:, 2:]) / 2
    depth = torch.cat((points[:, None] - targets[None, :, :2], targets[None, :, 2:] - points[:, None]), -1)
    return anchors, targets, points, depth.amin(-1) > 0


def peer_atss(request):
    anchors, targets, points, inside = peer_tensors(request)
    if not len(targets):
        return {"labels": [-1] * len(anchors), "iou": [0.0] * len(anchors), "thresholds": []}
    if not len(anchors):
        return {"labels": [], "iou": [], "thresholds": [0.0] * len(targets)}
    apart = torch.cdist(points, (targets[:, :2] + targets[:, 2:]) / 2, compute_mode="donot_use_mm_for_euclid_dist")
    chosen = torch.zeros_like(inside)
    for level in torch.arange(len(anchors)).split(request["level_sizes"]):
        k = min(request.get("candidates") or 9, len(level))
        order = apart[level].sort(dim=0, stable=True).indices[:k]
        chosen[level] = chosen[level].scatter(0, order, True)
    table = ops.box_iou(anchors, targets)
    thresholds = torch.stack([
        overlaps.mean() + (overlaps.std() if len(overlaps) > 1 else 0)
        for overlaps in (table[chosen[:, t], t] for t in range(len(targets)))
    ])
    scores = torch.where(chosen & inside & (table >= thresholds), table, -1.0)
    best, label = scores.max(1)
    return {
        "labels": torch.where(best < 0, -1, label).tolist(), "iou": best.clamp(min=0).tolist(),
        "thresholds": thresholds.tolist(),
    }


# --- task-aligned ---


def parameters(request):
    return request.get("alpha", 0.5), request.get("beta", 6), request.get("candidates") or 10, request.get(
        "overlap", "ciou"
    )


def exact_task_aligned(request):
    alpha, beta, k, kind = parameters(request)
    anchors, targets, boxes = (exact_boxes(request, n) for n in ("anchors", "target_boxes", "boxes"))
    scores, classes = request["scores"], request["target_labels"]

    def pair(a, t):
        u = max(1 - Overlap(boxes[a][0], targets[t][0]).loss(kind).value, mpf(0))
        return mpf(scores[a][classes[t]]) ** mpf(alpha) * u ** mpf(beta), u

    reach = request.get("reach") or [mpf("inf")] * len(anchors)
    inside = [[contains(box, point) and far(box, point) <= r for box, _ in targets] for (_, point), r in zip(anchors, reach)]
    chosen = [[] for _ in anchors]
    for t in range(len(targets)):
        near = [a for a in range(len(anchors)) if inside[a][t] and pair(a, t)[0] > 0]
        for a in sorted(near, key=lambda a: (-pair(a, t)[0], a))[:k]:
            chosen[a].append(t)
    labels = []
    for a, owners in enumerate(chosen):
        around = [t for t in range(len(targets)) if inside[a][t]] if len(owners) > 1 else owners
        labels.append(max(around, key=lambda t: (pair(a, t)[1], -t)) if around else -1)
    found = [pair(a, t) if t >= 0 else (mpf(0), mpf(0)) for a, t in enumerate(labels)]
    answer = {"labels": labels, "iou": [u for _, u in found], "target_scores": []}
    for t, (value, _) in zip(labels, found):
        mine = [p for other, p in zip(labels, found) if other == t]
        best = max(v for v, _ in mine)
        answer["target_scores"].append(value / best * max(u for _, u in mine) if t >= 0 and best else mpf(0))
    return answer


def far(box, point):
    """How far the farthest side of a box is from a point."""
    x1, y1, x2, y2 = (v.value for v in box)
    x, y = (getattr(v, "value", v) for v in point)
    return max(x - x1, y - y1, x2 - x, y2 - y)


def peer_task_aligned(request):
    """The published procedure over dense (A, M) tables, without its eps."""
    alpha, beta, k, kind = parameters(request)
    anchors, targets, _, inside = peer_tensors(request)
    a, m = inside.shape
    if "reach" in request and a and m:
        points = (anchors[:, :2] + anchors[:, 2:]) / 2
        sides = torch.cat((points[:, None] - targets[None, :, :2], targets[None, :, 2:] - points[:, None]), 2)
        inside = inside & (sides.amax(2) <= torch.tensor(request["reach"], dtype=torch.float64)[:, None])
    if not a or not m:
        return {"labels": [-1] * a, "iou": [0.0] * a, "target_scores": [0.0] * a}
    boxes = peer_edges(double(request["boxes"], 4), request.get("format", "xyxy"))
    flat, many = boxes.repeat_interleave(m, 0), targets.repeat(a, 1)
    table = {"iou": ops.box_iou, "giou": ops.generalized_box_iou}.get(kind, ops.distance_box_iou)(boxes, targets)
    if kind in ("diou", "ciou"):  # torchvision's pairwise one adds an eps
        table = 1 - ops.distance_box_iou_loss(flat, many, eps=0).reshape(a, m)
    if kind == "ciou":
        table = table - peer_shape(flat, many).reshape(a, m)
    table = table.clamp(min=0) * inside
    score = torch.tensor(request["scores"], dtype=torch.float64)[:, request["target_labels"]]
    aligned = score**alpha * table**beta * inside
    order = aligned.sort(dim=0, descending=True, stable=True).indices[:k]
    positive = torch.zeros_like(inside).scatter(0, order, True) & (aligned > 0)
    crowded = positive.sum(1, keepdim=True) > 1
    fullest = torch.zeros_like(inside).scatter(1, table.argmax(1, keepdim=True), True)
    positive = torch.where(crowded, fullest, positive)
    aligned, kept = aligned * positive, table * positive
    targets_of = aligned / aligned.amax(0).clamp(min=1e-300) * kept.amax(0)
    return {
        "labels": torch.where(positive.any(1), positive.int().argmax(1), -1).tolist(),
        "iou": kept.amax(1).tolist(), "target_scores": targets_of.amax(1).tolist(),
    }


# --- the vectors ---


def grid(sizes, strides=(8, 16), extent=64, scale=4):
    """Square anchors on the cells' centres of two levels, and how many each level has."""
    levels = [
        [[x + s / 2 - scale * s / 2, y + s / 2 - scale * s / 2, x + s / 2 + scale * s / 2, y + s / 2 + scale * s / 2]
         for y in range(0, extent, s) for x in range(0, extent, s)]
        for s in strides
    ]
    return sum(levels, []), [len(level) for level in levels] if sizes is None else sizes


def add_atss(operation, inputs):
    how = {"method": "atss"}
    for seed, scale in enumerate((2, 4, 5)):
        anchors, sizes = grid(None, scale=scale)
        targets = [inputs.box(extent=64.0, smallest=0.2, greatest=0.6) for _ in range(3 + seed)]
        operation.add(f"atss-scale-{scale}", {
            "anchors": anchors, "target_boxes": targets, "level_sizes": sizes, **how,
        })
        operation.add(f"atss-scale-{scale}-candidates", {
            "anchors": anchors, "target_boxes": targets, "level_sizes": sizes, "candidates": 3 + seed, **how,
        })
    anchors, sizes = grid(None, strides=(16, 32))
    targets = [inputs.box(extent=64.0, smallest=0.3, greatest=0.6) for _ in range(3)]
    for format in FORMATS[1:]:
        operation.add(f"atss-{format}", {
            "anchors": [in_format(b, format) for b in anchors], "format": format, "level_sizes": sizes,
            "target_boxes": [in_format(b, format) for b in targets], **how,
        })
    operation.add("atss-one-candidate", {
        "anchors": anchors, "target_boxes": targets, "level_sizes": sizes, "candidates": 1, **how,
    })
    operation.add("atss-one-anchor", {
        "anchors": [[0, 0, 4, 4]], "target_boxes": [[1, 1, 5, 4]], "level_sizes": [0, 1], **how,
    })
    operation.add("atss-no-targets", {"anchors": anchors[:2], "target_boxes": [], "level_sizes": [2], **how})
    operation.add("atss-no-anchors", {"anchors": [], "target_boxes": targets, "level_sizes": [], **how})


def add_task_aligned(operation, inputs):
    how = {"method": "task-aligned"}

    def case(targets, classes, format="xyxy", **parameters):
        truth = [inputs.box(extent=64.0, smallest=0.25, greatest=0.6) for _ in range(targets)]
        points = [[x + 4.0, y + 4.0] for y in range(0, 64, 8) for x in range(0, 64, 8)]
        boxes = []
        for x, y in points:
            around = [t for t in truth if t[0] < x < t[2] and t[1] < y < t[3]]
            boxes.append(inputs.near(inputs.choice(around), by=0.4) if around else inputs.box(extent=64.0))
        return {
            "anchors": [in_format([x, y, x, y], format) for x, y in points],
            "target_boxes": [in_format(b, format) for b in truth],
            "target_labels": inputs.integers((targets,), 0, classes - 1),
            "boxes": [in_format(b, format) for b in boxes],
            "scores": inputs.numbers((len(points), classes), 0.02, 0.98),
            **how, **({"format": format} if format != "xyxy" else {}), **parameters,
        }

    operation.add("task-aligned", case(4, 3))
    operation.add("task-aligned-crowded", case(9, 2))
    for format in FORMATS[1:]:
        operation.add(f"task-aligned-{format}", case(3, 2, format))
    operation.add("task-aligned-tood", case(4, 3, alpha=1, beta=6, candidates=13, overlap="iou"))
    for kind in ("giou", "diou"):
        operation.add(f"task-aligned-{kind}", case(3, 2, overlap=kind, candidates=4))
    operation.add("task-aligned-exponents", case(3, 2, alpha=0, beta=2, candidates=5))
    zero = case(2, 2)
    zero["scores"] = [[0, s[1]] for s in zero["scores"]]
    zero["target_labels"] = [0, 1]
    operation.add("task-aligned-no-score", zero)
    none = {"scores": [[0.5, 0.5]], "boxes": [[0, 0, 1, 1]], "anchors": [[0, 0, 1, 1]], **how}
    operation.add("task-aligned-no-targets", {**none, "target_boxes": [], "target_labels": []})
    operation.add("task-aligned-reach", {**case(4, 3), "reach": [18.5 if n % 3 else 11.25 for n in range(64)]})
