"""anchors.generate, anchors.match and anchors.fit."""

import math

import torch
import torchvision.ops as ops
from mpmath import mp, mpf
from torchvision.models.detection._utils import Matcher
from torchvision.models.detection.anchor_utils import AnchorGenerator

from . import cell_anchors
from .assignment import (
    add_atss, add_task_aligned, exact_atss, exact_boxes, exact_task_aligned, peer_atss, peer_task_aligned,
)
from .boxes import exact_rows
from .fit import fit
from .geometry import Overlap, edges, peer_edges
from .inputs import FORMATS, Inputs, in_format
from .reduction import double
from .vectors import Operation

NO_TARGETS = "torchvision's Matcher refuses an image without targets"


# --- generate ---


def strides(request):
    """[y, x] per level: what was given, else the padded size over the feature size, whole."""
    if request.get("strides") is not None:
        return [s if isinstance(s, list) else [s, s] for s in request["strides"]]
    padded = request.get("padded_size") or request["image_size"]
    return [[padded[0] // h, padded[1] // w] for h, w in request["feature_sizes"]]


def in_order(request, sizes):
    """(size, ratio) of the anchors of one place, in the order of the request."""
    ratios = request["aspect_ratios"]
    if request.get("anchor_order", "size-major") == "size-major":
        return [(s, r) for s in sizes for r in ratios]
    return [(s, r) for r in ratios for s in sizes]


def laid_out(request, base):
    """Base anchors (each x1, y1, x2, y2 around 0) on every place: level by level, then y, x, anchor."""
    anchors = []
    for sizes, (height, width), (dy, dx) in zip(request["anchor_sizes"], request["feature_sizes"], strides(request)):
        around = [base(s, r) for s, r in in_order(request, sizes)]
        anchors += [
            [x1 + x * dx, y1 + y * dy, x2 + x * dx, y2 + y * dy]
            for y in range(height) for x in range(width) for x1, y1, x2, y2 in around
        ]
    return anchors


def exact_generate(request):
    """A size s and a ratio r = h/w give w = s/√r and h = s√r."""

    def base(size, ratio):
        root = mp.sqrt(mpf(ratio))
        sides = [-mpf(size) / root / 2, -mpf(size) * root / 2, mpf(size) / root / 2, mpf(size) * root / 2]
        if not request.get("round_anchors"):
            return sides
        for side in sides:
            if 0 < abs(abs(side - mp.floor(side)) - 0.5) < 1e-3:
                raise ValueError(f"{size}, {ratio}: too near to a half to round alike in float32")
        return [mp.nint(side) for side in sides]

    return {"anchors": laid_out(request, base)}


def peer_generate(request):
    if request.get("round_anchors") and request.get("anchor_order") == "ratio-major":
        return torchvision_anchors(request)

    def base(size, ratio):  # detectron2's DefaultAnchorGenerator.generate_cell_anchors
        w = math.sqrt(size**2.0 / ratio)
        h = ratio * w
        sides = [-w / 2, -h / 2, w / 2, h / 2]
        return list(map(round, sides)) if request.get("round_anchors") else sides

    return {"anchors": laid_out(request, base)}


def torchvision_anchors(request):
    sizes = request["anchor_sizes"]
    generator = AnchorGenerator(tuple(map(tuple, sizes)), (tuple(request["aspect_ratios"]),) * len(sizes))
    generator.set_cell_anchors(torch.float64, torch.device("cpu"))
    steps = [[torch.tensor(s) for s in pair] for pair in strides(request)]
    return {"anchors": torch.cat(generator.grid_anchors(request["feature_sizes"], steps)).tolist()}


def generate():
    kinds = {
        "retinanet": (exact_generate, peer_generate), "ssd": (cell_anchors.exact_ssd, cell_anchors.peer_ssd),
        "yolo": (cell_anchors.exact_yolo, cell_anchors.peer_yolo),
    }
    operation = Operation(
        "anchors.generate",
        "detectron2's DefaultAnchorGenerator (size-major); torchvision's AnchorGenerator (ratio-major, rounded); "
        "ssd: torchvision's DefaultBoxGenerator",
        lambda request: kinds[request.get("kind", "retinanet")][0](request),
        lambda request: kinds[request.get("kind", "retinanet")][1](request),
    )
    one = {"image_size": [32, 48], "feature_sizes": [[2, 3]], "anchor_sizes": [[16]], "aspect_ratios": [1]}
    ratios = {"aspect_ratios": [0.5, 1, 2]}
    operation.add("one-a-place", one)
    operation.add("ratios", {**one, **ratios})
    operation.add("single-place", {**one, "feature_sizes": [[1, 1]], **ratios})
    levels = {
        "image_size": [64, 96], "feature_sizes": [[4, 6], [2, 3], [1, 2]],
        "anchor_sizes": [[16, 20.15873679831797], [32, 40.31747359663594], [64, 80.63494719327188]], **ratios,
    }
    for order in ("size-major", "ratio-major"):
        for rounded in (False, True):
            name = f"levels-{order}{'-rounded' if rounded else ''}"
            operation.add(name, {**levels, "anchor_order": order, "round_anchors": rounded})
    operation.add("levels-defaults", levels)
    operation.add("padded-size", {**levels, "image_size": [60, 90], "padded_size": [64, 96]})
    operation.add("not-a-multiple", {**one, "image_size": [100, 70], "feature_sizes": [[7, 4]], **ratios})
    operation.add("strides", {**one, "strides": [8], **ratios})
    operation.add("strides-y-x", {**levels, "strides": [[16, 8], [32, 16], [64, 32]]})
    operation.add("strides-and-padded-size", {**one, "padded_size": [64, 64], "strides": [[4, 12]]})
    halves = {**one, "anchor_sizes": [[1, 3, 5, 7]], "aspect_ratios": [0.25, 1, 4], "round_anchors": True}
    for order in ("size-major", "ratio-major"):
        operation.add(f"half-to-even-{order}", {**halves, "feature_sizes": [[1, 2]], "anchor_order": order})
    operation.add("wide-ratios", {**one, "aspect_ratios": [0.1, 0.3333333333333333, 7]})
    fractional = {**one, "anchor_sizes": [[0.5, 12.75, 500]], **ratios, "anchor_order": "ratio-major"}
    operation.add("sizes-ratio-major", fractional)
    retinanet = [[s * 2 ** (i / 3) for i in range(3)] for s in (32, 64)]
    operation.add("retinanet", {
        "image_size": [40, 56], "feature_sizes": [[5, 7], [3, 4]], "strides": [8, 16], "anchor_sizes": retinanet,
        **ratios,
    })
    cell_anchors.add(operation)
    return operation


# --- match ---


def exact_match(request):
    """torchvision's Matcher over exact overlaps; of equal ones the first target."""
    anchors, targets = ([edges(b, "xyxy") for b in exact_rows(request[k])] for k in ("anchors", "target_boxes"))
    table = [[Overlap(a, t).iou().value for t in targets] for a in anchors]
    best = [max(row, default=mpf(0)) for row in table]
    nearest = [row.index(b) if row else -1 for row, b in zip(table, best)]
    high, low = mpf(request.get("positive_threshold", 0.5)), mpf(request.get("negative_threshold", 0.4))
    labels = [i if b >= high and targets else -1 if b < low or not targets else -2 for i, b in zip(nearest, best)]
    if request.get("allow_low_quality"):
        for t in range(len(targets)):
            top = max(row[t] for row in table)
            if not top:
                raise ValueError("a target that overlaps no anchor: torchvision then takes every anchor")
            labels = [nearest[i] if table[i][t] == top else labels[i] for i in range(len(anchors))]
    return {"labels": labels, "iou": best}


def peer_match(request):
    anchors, targets = double(request["anchors"], 4), double(request["target_boxes"], 4)
    if not len(anchors) or not len(targets):
        return {"labels": [], "iou": []}
    table = ops.box_iou(targets, anchors)
    thresholds = request.get("positive_threshold", 0.5), request.get("negative_threshold", 0.4)
    matcher = Matcher(*thresholds, request.get("allow_low_quality", False))
    return {"labels": matcher(table).tolist(), "iou": table.max(dim=0).values.tolist()}


def match():
    methods = {
        "max-iou": (exact_match, peer_match), "atss": (exact_atss, peer_atss),
        "task-aligned": (exact_task_aligned, peer_task_aligned),
    }
    operation = Operation(
        "anchors.match", "torchvision's Matcher; Zhang et al. 2020, algorithm 1; Feng et al. 2021, §3.2, as YOLOv8 does it",
        lambda request: exact_ignored(request, methods[request.get("method", "max-iou")][0](request)),
        lambda request: peer_ignored(request, methods[request.get("method", "max-iou")][1](request)),
    )
    inputs = Inputs(operation.name)

    def case(targets, anchors, **parameters):
        boxes = [inputs.box(greatest=0.5, smallest=0.2) for _ in range(targets)]
        near = [inputs.near(boxes[i % targets], by=0.3) for i in range(anchors)]
        return {"anchors": near, "target_boxes": boxes, **parameters}

    low = {"allow_low_quality": True}
    operation.add("defaults", case(3, 8))
    operation.add("single", case(1, 1))
    for high, negative in ((0.7, 0.3), (0.6, 0.6), (0.35, 0.1)):
        thresholds = {"positive_threshold": high, "negative_threshold": negative}
        operation.add(f"thresholds-{high}-{negative}", case(3, 10, **thresholds))
        operation.add(f"thresholds-{high}-{negative}-low-quality", case(3, 10, **thresholds, **low))
    operation.add("low-quality", {**case(4, 12), **low})
    operation.add("low-quality-false", {**case(4, 12), "allow_low_quality": False})
    # A target of 16, anchors with 16, 8, 4 and 0 of it: IoU 1, ½, ¼ and 0.
    steps = {"anchors": [[0, 0, 4, 4], [0, 0, 4, 2], [0, 0, 4, 1], [9, 9, 10, 10]], "target_boxes": [[0, 0, 4, 4]]}
    operation.add("exactly-the-positive-threshold", steps)
    operation.add("exactly-the-negative-threshold", {**steps, "negative_threshold": 0.25})
    equal = [[0, 0, 4, 3], [0, 1, 4, 4], [0, 0, 3, 4]]
    operation.add("equal-targets", {"anchors": [[0, 0, 4, 4]], "target_boxes": equal})
    # The target's best anchors tie at ¼: low quality keeps both.
    operation.add("low-quality-ties", {
        "anchors": [[0, 0, 4, 1], [0, 3, 4, 4], [1, 1, 2, 2]], "target_boxes": [[0, 0, 4, 4]], **low,
    })
    # The second target's best anchor belongs to the first target: it stays there.
    operation.add("low-quality-best-for-another", {
        "anchors": [[0, 0, 10, 10], [30, 30, 40, 40]], "target_boxes": [[0, 0, 10, 9], [8, 8, 14, 14]], **low,
    })
    operation.add("no-targets", {"anchors": [[0, 0, 4, 4], [1, 1, 2, 2]], "target_boxes": []}, because=NO_TARGETS)
    operation.add("no-anchors", {"anchors": [], "target_boxes": [[0, 0, 4, 4]]})
    operation.add("many", case(8, 90, **low))
    add_atss(operation, inputs)
    add_task_aligned(operation, inputs)
    add_ignored(operation)
    return operation


def exact_ignored(request, answer):
    """−2 for anchors of which a region covers more than the threshold."""
    regions, threshold = exact_boxes(request, "ignored_boxes") if request.get("ignored_boxes") else [], mpf(
        request.get("ignored_threshold", 0.5))
    anchors = exact_boxes(request, "anchors")

    def is_covered(anchor):
        x1, y1, x2, y2 = (e.value for e in anchor)
        areas = [
            max(min(x2, u2.value) - max(x1, u1.value), 0) * max(min(y2, v2.value) - max(y1, v1.value), 0)
            for (u1, v1, u2, v2), _ in regions]
        return any(area > threshold * (x2 - x1) * (y2 - y1) for area in areas)

    labels = [-2 if is_covered(anchor) else label for (anchor, _), label in zip(anchors, answer["labels"])]
    return {**answer, "labels": labels}


def peer_ignored(request, answer):
    if not request.get("ignored_boxes"):
        return answer
    format = request.get("format", "xyxy")
    anchors, regions = (peer_edges(double(request[k], 4), format) for k in ("anchors", "ignored_boxes"))
    low = torch.maximum(anchors[:, None, :2], regions[None, :, :2])
    high = torch.minimum(anchors[:, None, 2:], regions[None, :, 2:])
    share = (high - low).clamp(min=0).prod(2) / (anchors[:, 2:] - anchors[:, :2]).prod(1)[:, None]
    covered = (share > request.get("ignored_threshold", 0.5)).any(1).tolist()
    return {**answer, "labels": [-2 if c else label for c, label in zip(covered, answer["labels"])]}


def add_ignored(operation):
    inputs = Inputs(operation.name + " ignored")

    def case(**parameters):
        boxes = [inputs.box(greatest=0.5, smallest=0.2) for _ in range(3)]
        return {
            "anchors": [inputs.near(boxes[i % 3], by=0.3) for i in range(12)], "target_boxes": boxes,
            "ignored_boxes": [inputs.box(greatest=0.7, smallest=0.3) for _ in range(2)], **parameters,
        }

    for threshold in (0, 0.2, 0.5, 0.9):
        operation.add(f"ignored-{threshold}", case(ignored_threshold=threshold, allow_low_quality=True))
    operation.add("ignored-half", {
        "anchors": [[0, 0, 4, 2], [0.5, 0, 4, 2], [2, 0, 3, 1]], "target_boxes": [[0, 0, 4, 2]],
        "ignored_boxes": [[2, 0, 4, 2]],
    })
    for format in FORMATS:
        request = {k: [in_format(b, format) for b in v] for k, v in case().items()}
        operation.add(f"ignored-atss-{format}", {
            **request, "format": format, "method": "atss", "level_sizes": [6, 6], "candidates": 3,
        })


def operations():
    return [generate(), match(), fit()]
