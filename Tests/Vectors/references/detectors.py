"""losses.faster-rcnn-box, losses.yolov1-box, losses.yolov3-box: the box losses of whole detectors.

Each row's loss counts o* times; "mean" divides by N_obj = Σ o*, "sum" does not, "none" gives the rows.
A row of o* = 0 adds nothing, whatever stands in it.
"""

import torch
import torch.nn.functional as F
from mpmath import mpf
from torchvision.models.detection._utils import encode_boxes

from .exact import lift, log, sqrt, total
from .geometry import centre_and_size, peer_edges
from .inputs import FORMATS, Inputs, in_format
from .reduction import double, exact_answer, leaf, peer_answer
from .regression import huber
from .tensors import Variables, rows, shape_and_items
from .vectors import Operation

PADDING = "a row without an object has no logarithm; 0 · ∞ is NaN in doubles"


def constants(value, width):
    return rows([mpf(x) for x in shape_and_items(value)[1]], width)


def objectness(request, n):
    """o* as integers; 1 for every row if not given."""
    return request.get("objectness", [1] * n)


def exact_detector(input_name, row_loss):
    """row_loss(row of the input, request, index) where o* ≠ 0; the input may be one of several."""

    def exact(request):
        variables = Variables()
        name = input_name(request)
        _, items = variables.tensor(name, request[name])
        given = rows(items, 4)
        o = objectness(request, len(given))
        losses = [row_loss(row, request, i) * o[i] if o[i] else lift(0) for i, row in enumerate(given)]
        return {**exact_answer(request, variables, (len(o),), losses, mean_over=sum(o)), "num_objects": sum(o)}

    return exact


def peer_detector(input_name, row_losses):
    def peer(request):
        name = input_name(request)
        given = leaf(request[name], 4)
        o = objectness(request, len(given))
        elements = row_losses(given, request) * torch.tensor(o, dtype=torch.float64)
        found = peer_answer(request, {name: given}, elements, mean_over=sum(o))
        return {**found, "num_objects": sum(o)}

    return peer


# --- Faster R-CNN ---


def encoded(box, anchor, weights):
    """(dx, dy, dw, dh) of a box and an anchor as (cx, cy, w, h): offsets in anchor sizes, logarithms of ratios."""
    (x, y, w, h), (ax, ay, aw, ah) = box, anchor
    return [d * mpf(k) for d, k in zip(((x - ax) / aw, (y - ay) / ah, log(w / aw), log(h / ah)), weights)]


def faster_rcnn_row(row, request, i):
    format, weights = request.get("format", "xyxy"), request.get("box_weights", [1, 1, 1, 1])
    anchor = centre_and_size(constants(request["anchors"], 4)[i], format)
    target = encoded(centre_and_size(constants(request["target_boxes"], 4)[i], format), anchor, weights)
    found = encoded(centre_and_size(row, format), anchor, weights) if "boxes" in request else row
    return total(huber(t - f, request.get("delta", 1)) for t, f in zip(target, found))


def faster_rcnn_rows(given, request):
    format = request.get("format", "xyxy")
    weights = double(request.get("box_weights", [1, 1, 1, 1]))
    anchors = peer_edges(double(request["anchors"], 4), format)
    targets = encode_boxes(peer_edges(double(request["target_boxes"], 4), format), anchors, weights)
    found = encode_boxes(peer_edges(given, format), anchors, weights) if "boxes" in request else given
    return F.huber_loss(found, targets, reduction="none", delta=request.get("delta", 1.0)).sum(1)


def faster_rcnn():
    def input_name(request):
        return "boxes" if "boxes" in request else "deltas"

    operation = Operation(
        "losses.faster-rcnn-box",
        "Ren et al. 2015, eq. 2 and 3; torchvision's encode_boxes and torch.nn.functional.huber_loss",
        exact_detector(input_name, faster_rcnn_row),
        peer_detector(input_name, faster_rcnn_rows),
    )
    inputs = Inputs(operation.name)

    def case(n, format=None, input="boxes", **parameters):
        boxes, targets = inputs.pairs(n, "xyxy")
        anchors = [inputs.near(t) for t in targets]
        found = boxes if input == "boxes" else inputs.numbers((n, 4), -1.5, 1.5)
        boxes_in_format = {"target_boxes": targets, "anchors": anchors, **({input: found} if input == "boxes" else {})}
        request = {k: [in_format(b, format or "xyxy") for b in v] for k, v in boxes_in_format.items()}
        if input == "deltas":
            request["deltas"] = found
        return {**request, **({"format": format} if format else {}), **parameters}

    for format in FORMATS:
        for input in ("boxes", "deltas"):
            _reductions(operation, f"{input}-{format}", lambda **p: case(3, format, input, **p))
    _detector_common(operation, case, inputs)
    operation.add("empty-without-objectness", {"boxes": [], "target_boxes": [], "anchors": []})
    weights = {"box_weights": [10, 10, 5, 5]}
    for input in ("boxes", "deltas"):
        operation.add(f"{input}-delta-0.1", case(4, input=input, delta=0.1, gradients=True))
        operation.add(f"{input}-box-weights", case(4, input=input, **weights, gradients=True))
        operation.add(f"{input}-box-weights-delta", {
            **case(4, "cxcywh", input, **weights, delta=2.5), "objectness": [1, 1, 0, 1], "gradients": True,
        })
    operation.add("deltas-exact", {
        "deltas": [[0, 0, 0, 0]], "target_boxes": [[0, 0, 4, 2]], "anchors": [[1, -1, 3, 3]], "reduction": "none",
        "gradients": True,
    })
    _weights(operation, case)
    return operation


# --- YOLO ---


def yolov1_row(row, request, i):
    format = request.get("format", "cxcywh")
    x, y, w, h = centre_and_size(row, format)
    tx, ty, tw, th = centre_and_size(constants(request["target_boxes"], 4)[i], format)
    differences = (ty - y, tx - x, sqrt(th) - sqrt(h), sqrt(tw) - sqrt(w))
    return total(d * d for d in differences)


def yolov1_rows(given, request):
    format = request.get("format", "cxcywh")

    def features(boxes):
        x1, y1, x2, y2 = peer_edges(boxes, format).unbind(1)
        return torch.stack(((x1 + x2) / 2, (y1 + y2) / 2, (x2 - x1).sqrt(), (y2 - y1).sqrt()), dim=1)

    return F.mse_loss(features(given), features(double(request["target_boxes"], 4)), reduction="none").sum(1)


def yolov1():
    operation = Operation(
        "losses.yolov1-box",
        "Redmon et al. 2016, eq. 3, its terms of coordinates",
        exact_detector(lambda r: "boxes", yolov1_row),
        peer_detector(lambda r: "boxes", yolov1_rows),
    )
    inputs = Inputs(operation.name)

    def case(n, format=None, **parameters):
        boxes, targets = inputs.pairs(n, format or "cxcywh", extent=1.0, decimals=4)
        request = {"boxes": boxes, "target_boxes": targets, "objectness": [1] * n, **parameters}
        return {**request, **({"format": format} if format else {})}

    for format in FORMATS:
        _reductions(operation, format, lambda **p: case(3, format, **p))
    _detector_common(operation, case, inputs)
    pixels = dict(zip(("boxes", "target_boxes"), inputs.pairs(3, "cxcywh", extent=600.0)))
    operation.add("pixels", {**pixels, "objectness": [1, 1, 0], "gradients": True})
    flat = {"boxes": [[0.5, 0.5, 0, 0.2]], "target_boxes": [[0.4, 0.6, 0.1, 0.3]]}
    operation.add("no-width", {**flat, "objectness": [1], "reduction": "none"})
    _weights(operation, case)
    return operation


def yolov3_row(row, request, i):
    """The target taken back through the decoding x = σ(t_x) + c_x, w = w_a e^{t_w}."""
    (x, y, w, h), anchor, cell = (constants(request[k], n)[i] for k, n in _YOLOV3)
    fractions = [lift(x - cell[0]), lift(y - cell[1])]
    target = [log(f / (1 - f)) for f in fractions] + [log(lift(w / anchor[0])), log(lift(h / anchor[1]))]
    return total((t - r) * (t - r) for t, r in zip(target, row))


_YOLOV3 = (("target_boxes", 4), ("anchors", 2), ("cells", 2))


def yolov3_rows(given, request):
    boxes, anchors, cells = (double(request[k], n) for k, n in _YOLOV3)
    targets = torch.cat((torch.logit(boxes[:, :2] - cells), torch.log(boxes[:, 2:] / anchors)), dim=1)
    return F.mse_loss(given, targets, reduction="none").sum(1)


def yolov3():
    operation = Operation(
        "losses.yolov3-box",
        "Redmon and Farhadi 2018, section 2.1",
        exact_detector(lambda r: "raw", yolov3_row),
        peer_detector(lambda r: "raw", yolov3_rows),
    )
    inputs = Inputs(operation.name)

    def case(n, **parameters):
        cells = inputs.integers((n, 2), 0, 12)
        anchors = [inputs.choice(((10, 13), (16, 30), (62, 45), (116, 90), (373, 326))) for _ in range(n)]
        offsets = inputs.numbers((n, 2), 0.1, 0.9)
        sizes = inputs.numbers((n, 2), 0.5, 2)
        targets = [
            [round(v, 4) for v in (cx + fx, cy + fy, aw * sw, ah * sh)]
            for (cx, cy), (fx, fy), (aw, ah), (sw, sh) in zip(cells, offsets, anchors, sizes)
        ]
        raw = inputs.numbers((n, 4), -3, 3)
        tensors = {"raw": raw, "target_boxes": targets, "anchors": list(map(list, anchors)), "cells": cells}
        return {**tensors, "objectness": [1] * n, **parameters}

    _reductions(operation, "rows", lambda **p: case(3, **p))
    _detector_common(operation, case, inputs)
    operation.add("three-scales", {**case(9, objectness=[1, 0, 1, 0, 0, 0, 1, 1, 0]), "gradients": True})
    operation.add("cell-0", {
        "raw": [[0, 0, 0, 0]], "target_boxes": [[0.5, 0.125, 20, 30]], "anchors": [[20, 15]], "cells": [[0, 0]],
        "objectness": [1], "reduction": "none", "gradients": True,
    })
    operation.add("near-the-cell's-edge", {
        "raw": [[1, -2, 0.5, 0.25]], "target_boxes": [[1e-9, 0.9999, 0.001, 4000]], "anchors": [[20, 15]],
        "cells": [[0, 0]], "objectness": [1], "gradients": True,
    })
    _weights(operation, case)
    return operation


# --- the vectors they share ---


def operations():
    return [faster_rcnn(), yolov1(), yolov3()]


def _reductions(operation, prefix, case):
    for reduction in ("none", "mean", "sum"):
        operation.add(f"{prefix}-{reduction}", case(objectness=[1, 0, 1], reduction=reduction, gradients=True))
    operation.add(f"{prefix}-normalizer", case(reduction="sum", normalizer=4, gradients=True))


def _detector_common(operation, case, inputs):
    operation.add("defaults", case(3))
    operation.add("no-gradients", case(3, objectness=[0, 1, 1], gradients=False))
    operation.add("single", case(1, objectness=[1], gradients=True))
    for reduction in ("none", "mean", "sum"):
        operation.add(f"no-objects-{reduction}", case(2, objectness=[0, 0], reduction=reduction, gradients=True))
        empty = {**{k: [] for k in case(1)}, "objectness": []}
        operation.add(f"empty-{reduction}", {**empty, "reduction": reduction, "gradients": True})
    padded = case(3, objectness=[1, 0, 1])
    padded["target_boxes"][1] = [0, 0, 0, 0]
    operation.add("background-target-of-zeros", {**padded, "gradients": True}, because=PADDING)
    operation.add("many", case(40, objectness=inputs.integers((40,), 0, 1), gradients=True))


def _weights(operation, case):
    weighing = Inputs(operation.name + " weights")
    for reduction in ("none", "mean", "sum"):
        weighted = case(4, objectness=[1, 0, 1, 1], weights=weighing.numbers((4,), 0.1, 3), reduction=reduction)
        operation.add(f"weights-{reduction}", {**weighted, "gradients": True})
