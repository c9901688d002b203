"""detections.yolov8, yolov5, yolov3, yolov1, yolov10: box by box with 60 digits, and at once with PyTorch."""

import torch
from mpmath import mp, mpf
from torchvision.ops import boxes as box_ops

from . import pipeline
from .inputs import Inputs
from .pipeline import Head, centered, sigmoid, softmax
from .vectors import Operation

STRIDES = [8, 16, 32]


def grid(request):
    """(height, width, stride) of every level."""
    height, width = request["image_size"]
    return [(-(-height // s), -(-width // s), s) for s in request.get("strides", STRIDES)]


def level_rows(request, anchors=None):
    if request.get("image_size") is None:
        return []
    ranges, start = [], 0
    for number, (h, w, _) in enumerate(grid(request)):
        end = start + h * w * (len(anchors[number]) if anchors else 1)
        ranges.append((start, end))
        start = end
    return ranges


def images(request, rank=2):
    data = request["predictions"]
    depth, inner = 0, data
    while isinstance(inner, list):
        depth, inner = depth + 1, inner[0] if inner else None
    return data if depth > rank else [data]


def rows_of(matrix, request):
    """Rows of channels, whatever the layout."""
    layout = request.get("layout") or "channels-first"
    return [list(row) for row in zip(*matrix)] if layout == "channels-first" else matrix


def image_answer(head, request, index, **defaults):
    size = request.get("image_size")
    mapping = pipeline.back(request, size or [1, 1], index, "letterbox")
    if mapping is None and size is not None:
        mapping = lambda box: pipeline.clip(box, size)
    return pipeline.stages(head, request, mapping=mapping, **defaults)


def labelled(scores, request, default):
    """(score, label) of the classes that are candidates."""
    if request.get("multi_label", default):
        return [(s, label) for label, s in enumerate(scores)]
    best = max(range(len(scores)), key=lambda k: (scores[k], -k))
    return [(scores[best], best)]


# YOLOv8

V8 = dict(score=0.25, top_k=30000, iou_threshold=0.7, most=300)


def exact_yolov8(request):
    answers = []
    for index, matrix in enumerate(images(request)):
        rows, bins = rows_of(matrix, request), request.get("reg_max")
        first = 4 * bins if bins else 4
        levels = level_rows(request)
        raw = request.get("score_activation") or ("sigmoid" if bins else "none")
        candidates = [
            (s, i, label, 0)
            for i, row in enumerate(rows)
            for s, label in labelled([sigmoid(v) if raw == "sigmoid" else mpf(v) for v in row[first:]], request, False)
        ]

        def box(i, _):
            if not bins:
                return centered(*map(mpf, rows[i][:4]))
            level = next(n for n, (start, end) in enumerate(levels) if start <= i < end)
            _, width, stride = grid(request)[level]
            y, x = divmod(i - levels[level][0], width)
            distances = []
            for side in range(4):
                shares = softmax(rows[i][side * bins : (side + 1) * bins])
                distances.append(sum(k * p for k, p in enumerate(shares)))
            left, top, right, bottom = distances
            half = mpf("0.5")
            return [(x + half - left) * stride, (y + half - top) * stride, (x + half + right) * stride,
                    (y + half + bottom) * stride]

        width = len(rows[0]) - first if request.get("multi_label", False) else 1
        answers.append(image_answer(Head(candidates, box, width, levels), request, index, **V8))
    return {"images": answers}


def tensor_rows(matrix, request):
    data = torch.tensor(matrix, dtype=torch.float64)
    return data.T if (request.get("layout") or "channels-first") == "channels-first" else data


def centres(request):
    """The centres of cells in strides, and the strides, row by row."""
    points, strides = [], []
    for h, w, stride in grid(request):
        y, x = torch.meshgrid(torch.arange(h).double(), torch.arange(w).double(), indexing="ij")
        points.append(torch.stack((x, y), -1).reshape(-1, 2))
        strides.append(torch.full((h * w, 1), float(stride), dtype=torch.float64))
    return torch.cat(points), torch.cat(strides)


def peer_suppression(boxes, scores, request, defaults, multi):
    """What follows a decoded head: ultralytics' order of work, with tensors."""
    threshold = torch.as_tensor(request.get("score_threshold", defaults["score"]), dtype=torch.float64)
    if multi:
        row, label = torch.where(scores > threshold)
        boxes, confidence = boxes[row], scores[row, label]
    else:
        confidence, label = scores.max(1)
        limits = threshold[label] if threshold.dim() else threshold
        row = torch.where(confidence > limits)[0]
        boxes, confidence, label = boxes[row], confidence[row], label[row]
    order = confidence.argsort(descending=True, stable=True)[: request.get("top_k", defaults["top_k"])]
    row, boxes, confidence, label = row[order], boxes[order], confidence[order], label[order]
    offset = label.double()[:, None] * (0 if request.get("class_agnostic") else 7680)
    limit = request.get("iou_threshold", defaults["iou_threshold"])
    keep = box_ops.nms(boxes + offset, confidence, limit)[: request.get("max_detections", defaults["most"])]
    return boxes[keep], confidence[keep], label[keep], row[keep]


def peer_back(boxes, request, index):
    """ultralytics' scale_boxes and clip_boxes."""
    size, original = request.get("image_size"), request.get("original_size")
    if original is None:
        return boxes if size is None else box_ops.clip_boxes_to_image(boxes, tuple(size))
    original = pipeline.pair_of(original, index)
    if request.get("scale") is not None or request.get("pad") is not None:
        scale = pipeline.pair_of(request["scale"], index)
        pad = pipeline.pair_of(request["pad"], index) if request.get("pad") is not None else [0, 0]
    else:
        gain = min(size[0] / original[0], size[1] / original[1])
        scale = [gain, gain]
        pad = [round((size[i] - round(original[i] * gain)) / 2 - 0.1) for i in range(2)]
    shift = torch.tensor([pad[1], pad[0]] * 2, dtype=torch.float64)
    divisor = torch.tensor([scale[1], scale[0]] * 2, dtype=torch.float64)
    return box_ops.clip_boxes_to_image((boxes - shift) / divisor, tuple(original))


def peer_answer(boxes, scores, request, index, defaults, multi):
    boxes, scores, labels, rows = peer_suppression(boxes, scores, request, defaults, multi)
    boxes = peer_back(boxes, request, index)
    return {"boxes": boxes.tolist(), "scores": scores.tolist(), "labels": labels.tolist(),
            "anchor_indices": rows.tolist(), "levels": None, "counts": None}


def corners(boxes):
    return box_ops.box_convert(boxes, "cxcywh", "xyxy")


def peer_yolov8(request):
    answers = []
    for index, matrix in enumerate(images(request)):
        data, bins = tensor_rows(matrix, request), request.get("reg_max")
        if bins:
            points, strides = centres(request)
            shares = data[:, : 4 * bins].reshape(-1, 4, bins).softmax(2)
            sides = (shares * torch.arange(bins).double()).sum(2)
            boxes = torch.cat((points + 0.5 - sides[:, :2], points + 0.5 + sides[:, 2:]), 1) * strides
            scores = data[:, 4 * bins :]
        else:
            boxes, scores = corners(data[:, :4]), data[:, 4:]
        if (request.get("score_activation") or ("sigmoid" if bins else "none")) == "sigmoid":
            scores = scores.sigmoid()
        answers.append(peer_answer(boxes, scores, request, index, V8, request.get("multi_label", False)))
    return {"images": answers}


# YOLOv3 and YOLOv5

V5 = dict(score=0.25, top_k=30000, iou_threshold=0.45, most=1000)
V3 = dict(score=0.5, top_k=30000, iou_threshold=0.45, most=300)


def anchor_rows(matrix, request, order):
    """Rows of 5 + K, with level, cell and anchor of each; without anchors alone."""
    anchors = request.get("anchors")
    if anchors is None:
        return rows_of(matrix, {"layout": request.get("layout") or "channels-last"}), None
    places = []
    for number, (h, w, stride) in enumerate(grid(request)):
        cells = [(y, x) for y in range(h) for x in range(w)]
        if order == "cell-major":
            pairs = [(cell, a) for cell in cells for a in anchors[number]]
        else:
            pairs = [(cell, a) for a in anchors[number] for cell in cells]
        places += [(x, y, stride, a) for (y, x), a in pairs]
    if request.get("layout") == "maps":
        count = len(anchors[0])
        channels = len(matrix) // count
        rows = [[matrix[a * channels + c][cell] for c in range(channels)]
                for cell in range(len(matrix[0])) for a in range(count)]
        return rows, places
    return rows_of(matrix, {"layout": request.get("layout") or "channels-last"}), places


def order_of(request, default):
    return "cell-major" if request.get("layout") == "maps" else request.get("row_order", default)


def exact_anchor_grid(request, defaults, order, multi, decoded_box):
    answers = []
    for index, matrix in enumerate(images(request)):
        rows, places = anchor_rows(matrix, request, order_of(request, order))
        number = (lambda v: mpf(v)) if places is None else sigmoid
        levels = level_rows(request, request.get("anchors"))
        candidates = [
            (s, i, label, 0)
            for i, row in enumerate(rows)
            for s, label in labelled([number(v) * number(row[4]) for v in row[5:]], request, multi)
        ]

        def box(i, _):
            values = rows[i][:4]
            return centered(*map(mpf, values)) if places is None else centered(*decoded_box(values, *places[i]))

        width = len(rows[0]) - 5 if request.get("multi_label", multi) else 1
        answers.append(image_answer(Head(candidates, box, width, levels), request, index, **defaults))
    return {"images": answers}


def box_v3(t, x, y, stride, anchor):
    return (sigmoid(t[0]) + x) * stride, (sigmoid(t[1]) + y) * stride, mp.exp(t[2]) * anchor[0], mp.exp(t[3]) * anchor[1]


def box_v5(t, x, y, stride, anchor):
    half = mpf("0.5")
    return ((2 * sigmoid(t[0]) - half + x) * stride, (2 * sigmoid(t[1]) - half + y) * stride,
            (2 * sigmoid(t[2])) ** 2 * anchor[0], (2 * sigmoid(t[3])) ** 2 * anchor[1])


def peer_anchor_grid(request, defaults, order, multi, version):
    answers = []
    for index, matrix in enumerate(images(request)):
        anchors = request.get("anchors")
        if anchors is None:
            data = tensor_rows(matrix, {"layout": request.get("layout") or "channels-last"})
            boxes, objectness, classes = corners(data[:, :4]), data[:, 4:5], data[:, 5:]
        else:
            data = peer_maps(matrix, request, order)
            boxes = corners(peer_boxes(data, request, version, order_of(request, order)))
            objectness, classes = data[:, 4:5].sigmoid(), data[:, 5:].sigmoid()
        answers.append(peer_answer(
            boxes, objectness * classes, request, index, defaults, request.get("multi_label", multi)))
    return {"images": answers}


def peer_maps(matrix, request, order):
    if request.get("layout") == "maps":
        count = len(request["anchors"][0])
        data = torch.tensor(matrix, dtype=torch.float64)
        return data.reshape(count, -1, data.shape[1]).permute(2, 0, 1).reshape(-1, data.shape[0] // count)
    return tensor_rows(matrix, {"layout": request.get("layout") or "channels-last"})


def peer_boxes(data, request, version, order):
    boxes, start = [], 0
    for (h, w, stride), anchors in zip(grid(request), request["anchors"]):
        y, x = torch.meshgrid(torch.arange(h).double(), torch.arange(w).double(), indexing="ij")
        cells, sizes = torch.stack((x, y), -1), torch.tensor(anchors, dtype=torch.float64)
        rows = data[start : start + h * w * len(anchors), :4]
        start += h * w * len(anchors)
        if order == "cell-major":
            rows, cells = rows.reshape(h, w, len(anchors), 4), cells[:, :, None]
        else:
            rows, cells, sizes = rows.reshape(len(anchors), h, w, 4), cells[None], sizes[:, None, None]
        if version == 3:
            level = torch.cat(((rows[..., :2].sigmoid() + cells) * stride, rows[..., 2:].exp() * sizes), -1)
        else:
            share = rows.sigmoid()
            level = torch.cat(((share[..., :2] * 2 - 0.5 + cells) * stride, (share[..., 2:] * 2) ** 2 * sizes), -1)
        boxes.append(level.reshape(-1, 4))
    return torch.cat(boxes)


# YOLOv10

V10 = dict(score=0.25, top_k=None, iou_threshold=1, most=300)


def exact_yolov10(request):
    answers = []
    for index, rows in enumerate(images(request)):
        candidates = [(mpf(r[4]), i, int(r[5]), 0) for i, r in enumerate(rows)]
        head = Head(candidates, lambda i, _: [mpf(v) for v in rows[i][:4]], 1)
        found = image_answer(head, request, index, suppress=False, **V10)
        if request.get("extras"):
            found["extras"] = [[mpf(v) for v in rows[i][6:]] for i in found["anchor_indices"]]
        answers.append(found)
    return {"images": answers}


def peer_yolov10(request):
    answers = []
    for index, rows in enumerate(images(request)):
        data = torch.tensor(rows, dtype=torch.float64)
        passing = torch.where(data[:, 4] > request.get("score_threshold", V10["score"]))[0]
        order = passing[data[passing, 4].argsort(descending=True, stable=True)]
        order = order[: request.get("max_detections", V10["most"])]
        found = data[order]
        answers.append({"boxes": peer_back(found[:, :4], request, index).tolist(), "scores": found[:, 4].tolist(),
                        "labels": found[:, 5].long().tolist(), "anchor_indices": order.tolist(), "levels": None,
                        "counts": None, "extras": found[:, 6:].tolist()})
    return {"images": answers}


# YOLOv1

V1 = dict(score=0.2, top_k=None, iou_threshold=0.4, most=100)


def cells_of(grid_rows, request):
    """Per cell: boxes (x, y, w, h, confidence) and classes."""
    count = request.get("boxes_per_cell", 2)
    height, width, depth = len(grid_rows), len(grid_rows[0]), len(grid_rows[0][0])
    classes = depth - 5 * count
    if request.get("layout", "cells") == "cells":
        return [([cell[5 * b : 5 * b + 5] for b in range(count)], cell[5 * count :]) for row in grid_rows for cell in row]
    flat = [v for row in grid_rows for cell in row for v in cell]
    cells = height * width
    cut = cells * classes
    boxes = cut + cells * count
    per = []
    for c in range(cells):
        own = []
        for b in range(count):
            place = boxes + 4 * (c * count + b)
            own.append(flat[place : place + 4] + [flat[cut + c * count + b]])
        per.append((own, flat[c * classes : (c + 1) * classes]))
    return per


def exact_yolov1(request):
    answers, count = [], request.get("boxes_per_cell", 2)
    height, width = request["image_size"]
    for index, grid_rows in enumerate(images(request, 3)):
        cells = cells_of(grid_rows, request)
        rows = [(c, box, classes) for c, (boxes, classes) in enumerate(cells) for box in boxes]
        candidates = [
            (s, i, label, 0)
            for i, (_, box, classes) in enumerate(rows)
            for s, label in labelled([mpf(box[4]) * mpf(p) for p in classes], request, True)
        ]

        def box(i, _):
            cell, numbers, _ = rows[i]
            y, x = divmod(cell, len(grid_rows[0]))
            w, h = (mpf(v) ** 2 if request.get("square_root_sizes") else mpf(v) for v in numbers[2:4])
            return centered((x + mpf(numbers[0])) / len(grid_rows[0]) * width,
                            (y + mpf(numbers[1])) / len(grid_rows) * height, w * width, h * height)

        head = Head(candidates, box, len(cells[0][1]) if request.get("multi_label", True) else 1)
        answers.append(image_answer(head, request, index, **V1))
    return {"images": answers}


def peer_yolov1(request):
    answers, count = [], request.get("boxes_per_cell", 2)
    height, width = request["image_size"]
    for index, grid_rows in enumerate(images(request, 3)):
        data = torch.tensor(grid_rows, dtype=torch.float64)
        h, w, depth = data.shape
        classes = depth - 5 * count
        if request.get("layout", "cells") == "cells":
            boxes, shares = data[..., : 5 * count].reshape(-1, count, 5), data[..., 5 * count :].reshape(-1, 1, classes)
            confidence, boxes = boxes[..., 4:], boxes[..., :4]
        else:
            shares, confidence, boxes = data.reshape(-1).split((h * w * classes, h * w * count, h * w * count * 4))
            shares, confidence = shares.reshape(-1, 1, classes), confidence.reshape(-1, count, 1)
            boxes = boxes.reshape(-1, count, 4)
        y, x = torch.meshgrid(torch.arange(h).double(), torch.arange(w).double(), indexing="ij")
        centre = torch.stack((x, y), -1).reshape(-1, 1, 2) + boxes[..., :2]
        centre = centre / torch.tensor([w, h]) * torch.tensor([width, height])
        size = boxes[..., 2:] ** 2 if request.get("square_root_sizes") else boxes[..., 2:]
        boxes = corners(torch.cat((centre, size * torch.tensor([width, height])), -1).reshape(-1, 4))
        scores = (confidence * shares).reshape(-1, classes)
        answers.append(peer_answer(
            boxes, scores, request, index, {**V1, "top_k": None}, request.get("multi_label", True)))
    return {"images": answers}


# Vectors

def transposed(matrix):
    return [list(column) for column in zip(*matrix)]


def decoded_rows(inputs, n, classes, objectness=False, extent=64.0):
    """Boxes in bunches, so that some suppress others; scores on a scale from sure to hopeless."""
    centres = [inputs.box(extent) for _ in range(max(n // 4, 1))]
    rows = []
    for _ in range(n):
        x1, y1, x2, y2 = inputs.near(inputs.choice(centres), by=0.3)
        box = [round(v, 3) for v in ((x1 + x2) / 2, (y1 + y2) / 2, x2 - x1, y2 - y1)]
        scores = inputs.numbers((classes,), 0.01, 0.99, 4)
        rows.append(box + ([round(inputs.uniform(0.05, 0.99), 4)] if objectness else []) + scores)
    return rows


def yolov8():
    operation = Operation(
        "detections.yolov8", "ultralytics YOLOv8: Detect, non_max_suppression, scale_boxes", exact_yolov8, peer_yolov8)
    inputs = Inputs(operation.name)

    def rows(n=14, classes=3):
        return decoded_rows(inputs, n, classes)

    operation.add("defaults", {"predictions": transposed(rows(20, 3))})
    operation.add("channels-last", {"predictions": rows(), "layout": "channels-last"})
    operation.add("channels-first", {"predictions": transposed(rows(4, 5)), "layout": "channels-first"})
    operation.add("multi-label", {"predictions": transposed(rows()), "multi_label": True, "score_threshold": 0.4})
    operation.add("class-agnostic", {"predictions": transposed(rows()), "class_agnostic": True, "iou_threshold": 0.3})
    operation.add("threshold-per-class", {"predictions": transposed(rows()), "score_threshold": [0.9, 0.5, 0.2]})
    operation.add("top-k", {"predictions": transposed(rows()), "top_k": 5, "score_threshold": 0.1})
    operation.add("max-detections", {"predictions": transposed(rows()), "max_detections": 2})
    operation.add("logits", {
        "predictions": transposed([r[:4] + inputs.numbers((3,), -4, 4) for r in rows(12, 3)]),
        "score_activation": "sigmoid",
    })
    operation.add("clipped-to-the-input", {
        "predictions": transposed(rows(21, 2)), "image_size": [32, 32], "strides": [8, 16, 32],
    })
    operation.add("letterbox", {
        "predictions": transposed(rows(21, 2)), "image_size": [32, 32], "original_size": [45, 80],
    })
    operation.add("letterbox-odd", {
        "predictions": transposed(rows(84, 2)), "image_size": [64, 64], "original_size": [101, 77],
    })
    operation.add("letterbox-given", {
        "predictions": transposed(rows()), "original_size": [48, 64], "scale": 0.75, "pad": [3, 0],
    })
    operation.add("batch", {
        "predictions": [transposed(rows(10)), transposed(rows(10))], "image_size": [32, 64], "strides": [16, 32],
        "original_size": [[64, 64], [32, 40]],
    })
    for bins in (16, 4):
        cells = 21
        raw = [inputs.numbers((4 * bins,), -3, 3, 2) + inputs.numbers((2,), -3, 2) for _ in range(cells)]
        operation.add(f"distribution-{bins}", {
            "predictions": transposed(raw), "reg_max": bins, "image_size": [32, 32], "iou_threshold": 0.5,
        })
    raw = [inputs.numbers((16,), -3, 3, 2) + inputs.numbers((2,), -3, 2) for _ in range(15)]
    operation.add("distribution-strides", {
        "predictions": raw, "layout": "channels-last", "reg_max": 4, "image_size": [24, 40], "strides": [8],
        "original_size": [48, 80], "multi_label": True,
    })
    # Hand-derived: two cells agree on one object, a third stands alone; x1 = cx − w/2.
    operation.add("by-hand", {
        "predictions": [[10, 11, 50], [10, 10, 50], [8, 8, 4], [8, 8, 4], [0.9, 0.8, 0.3], [0.1, 0.2, 0.6]],
        "layout": "channels-first", "iou_threshold": 0.5,
    })
    operation.add("none-passes", {"predictions": [[1, 1, 2, 2, 0.1]], "layout": "channels-last"})
    return operation


def anchor_grid(name, source, defaults, order, multi, version, box):
    operation = Operation(
        name, source, lambda r: exact_anchor_grid(r, defaults, order, multi, box),
        lambda r: peer_anchor_grid(r, defaults, order, multi, version))
    inputs = Inputs(operation.name)

    def raw(n, classes=2):
        return [inputs.numbers((4,), -1.5, 1.5) + inputs.numbers((1 + classes,), -1, 4) for _ in range(n)]

    one = [[[12, 16], [20, 9]], [[30, 25], [24, 40]]]
    operation.add("boxes", {"predictions": decoded_rows(inputs, 16, 3, True)})
    operation.add("boxes-channels-first", {
        "predictions": transposed(decoded_rows(inputs, 9, 2, True)), "layout": "channels-first",
    })
    operation.add("boxes-one-label", {"predictions": decoded_rows(inputs, 12, 3, True), "multi_label": False})
    operation.add("boxes-all-labels", {
        "predictions": decoded_rows(inputs, 12, 3, True), "multi_label": True, "score_threshold": [0.1, 0.4, 0.2],
    })
    operation.add("boxes-letterbox", {
        "predictions": decoded_rows(inputs, 12, 2, True), "original_size": [64, 50], "scale": [0.5, 0.6], "pad": [0, 2],
    })
    common = {"anchors": one, "strides": [8, 16], "image_size": [16, 32]}
    rows = 8 * 2 + 2 * 2
    for own in ("cell-major", "anchor-major"):
        operation.add(f"raw-{own}", {"predictions": raw(rows), "row_order": own, **common})
    operation.add("raw-defaults", {"predictions": raw(rows), "original_size": [20, 30], **common})
    operation.add("raw-maps", {"predictions": transposed([a + b for a, b in zip(raw(10), raw(10))]), "layout": "maps",
                               **common})
    operation.add("raw-batch", {"predictions": [raw(4, 1), raw(4, 1)], "anchors": [[[10, 13]]], "strides": [16],
                                "image_size": [32, 32], "score_threshold": 0.1})
    return operation


def yolov10():
    operation = Operation(
        "detections.yolov10", "Wang et al. 2024, YOLOv10, §3.1: one-to-one matching, no suppression", exact_yolov10,
        peer_yolov10)
    inputs = Inputs(operation.name)

    def rows(n):
        return [inputs.box(64.0) + [round(inputs.uniform(0.01, 0.99), 4), inputs.randint(0, 5)] for _ in range(n)]

    operation.add("defaults", {"predictions": rows(12)})
    operation.add("letterbox", {"predictions": rows(10), "image_size": [64, 64], "original_size": [30, 50]})
    operation.add("threshold", {"predictions": rows(10), "score_threshold": 0.6, "max_detections": 2})
    operation.add("batch", {"predictions": [rows(5), rows(5)], "image_size": [48, 48]})

    def wide(n, more):
        return [row + inputs.numbers((more,), -3, 3) for row in rows(n)]

    operation.add("extras", {"predictions": wide(8, 3), "extras": True, "image_size": [64, 64], "original_size": [30, 50]})
    operation.add("extras-batch", {"predictions": [wide(5, 1), wide(5, 1)], "extras": True, "score_threshold": 0.4})
    operation.add("no-extras", {"predictions": rows(3), "extras": True})
    return operation


def yolov1():
    operation = Operation(
        "detections.yolov1", "Redmon et al. 2016, You Only Look Once, §2", exact_yolov1, peer_yolov1)
    inputs = Inputs(operation.name)

    def cells(height=3, width=3, boxes=2, classes=3, least=0.2):
        return [[[v for _ in range(boxes)
                  for v in inputs.numbers((2,), 0.05, 0.95) + inputs.numbers((3,), least, 0.95)]
                 + inputs.numbers((classes,), 0.01, 0.98) for _ in range(width)] for _ in range(height)]

    operation.add("defaults", {"predictions": cells(), "image_size": [48, 48]})
    operation.add("oblong", {"predictions": cells(2, 4), "image_size": [32, 64], "original_size": [40, 60]})
    operation.add("square-roots", {"predictions": cells(), "image_size": [48, 48], "square_root_sizes": True})
    operation.add("darknet", {"predictions": cells(), "image_size": [48, 48], "layout": "darknet",
                              "square_root_sizes": True})
    operation.add("one-label", {"predictions": cells(), "image_size": [48, 48], "multi_label": False})
    operation.add("three-boxes", {"predictions": cells(2, 2, 3, 1), "image_size": [32, 32], "boxes_per_cell": 3})
    operation.add("batch", {"predictions": [cells(2, 2), cells(2, 2)], "image_size": [32, 32]})
    return operation


def operations():
    return [
        yolov8(),
        anchor_grid("detections.yolov5", "ultralytics YOLOv5: Detect, non_max_suppression", V5, "anchor-major", False, 5,
                    box_v5),
        anchor_grid("detections.yolov3", "Redmon and Farhadi 2018, YOLOv3, §2", V3, "cell-major", True, 3, box_v3),
        yolov10(), yolov1(),
    ]
