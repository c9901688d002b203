"""detections.retinanet, ssd, fcos, rpn, faster-rcnn, detr, efficient-nms: with 60 digits, and torchvision's own post-processing
on random heads in float64 (DETR's and EfficientNMS' after their authors' descriptions, with PyTorch)."""

import math
from types import SimpleNamespace
from unittest import mock

import torch
from mpmath import mp, mpf
from torchvision.models.detection import _utils as det_utils
from torchvision.models.detection import fcos as tv_fcos
from torchvision.models.detection import retinanet as tv_retinanet
from torchvision.models.detection import rpn as tv_rpn
from torchvision.models.detection import roi_heads, ssd as tv_ssd
from torchvision.models.detection.anchor_utils import AnchorGenerator
from torchvision.ops import boxes as box_ops

from . import cell_anchors, maps, pipeline
from .inputs import Inputs, in_format
from .maps import depth
from .pipeline import Head, centered, clip, decode, sigmoid, softmax
from .vectors import Operation


def batch(request, name, rank=2):
    return request[name] if depth(request[name]) > rank else [request[name]]


def size_of(request, index):
    size = request["image_size"]
    return size[index] if isinstance(size[0], list) else size


def double(value, width=None):
    tensor = torch.tensor(value, dtype=torch.float64)
    return tensor if width is None else tensor.reshape(-1, width)


def resized(boxes, request, index):
    """torchvision's resize_boxes, and a clip to the original."""
    if request.get("original_size") is None:
        return boxes
    (sy, sx), (top, left) = [1, 1], [0, 0]
    height, width = pipeline.pair_of(request["original_size"], index)
    size = size_of(request, index)
    sy, sx = size[0] / height, size[1] / width
    if request.get("scale") is not None:
        sy, sx = pipeline.pair_of(request["scale"], index)
    if request.get("pad") is not None:
        top, left = pipeline.pair_of(request["pad"], index)
    moved = (boxes - double([left, top, left, top])) / double([sx, sy, sx, sy])
    return box_ops.clip_boxes_to_image(moved, (height, width))


def told(found, request):
    """A peer's answer; rows, levels and counts it does not tell."""
    return {"images": [
        {"boxes": resized(f["boxes"], request, i).tolist(), "scores": f["scores"].tolist(),
         "labels": f["labels"].tolist(), "anchor_indices": None, "levels": None, "counts": None}
        for i, f in enumerate(found)
    ]}


def answer(head, request, index, **defaults):
    return pipeline.stages(
        head, request, mapping=pipeline.back(request, size_of(request, index), index), **defaults)


def anchors_of(request):
    """Anchors in torchvision's order, rows of each level, and the number of a cell."""
    if "anchors" in request:
        rows = len(request["anchors"])
        sizes = request.get("feature_sizes")
        if sizes is None:
            return [list(map(mpf, a)) for a in request["anchors"]], [(0, rows)]
        per = rows // sum(h * w for h, w in sizes)
        ends = [sum(h * w for h, w in sizes[: i + 1]) * per for i in range(len(sizes))]
        return [list(map(mpf, a)) for a in request["anchors"]], list(zip([0] + ends, ends))
    anchors, levels = [], []
    for (h, w), stride, sizes in zip(request["feature_sizes"], request["strides"], request["anchor_sizes"]):
        start = len(anchors)
        for y in range(h):
            for x in range(w):
                for size in sizes:
                    for ratio in request["aspect_ratios"]:
                        root = mp.sqrt(mpf(ratio))
                        anchors.append(centered(mpf(x * stride), mpf(y * stride), size / root, size * root))
        levels.append((start, len(anchors)))
    return anchors, levels


def peer_anchors(request):
    return double([[float(v) for v in a] for a in anchors_of(request)[0]], 4), anchors_of(request)[1]


# RetinaNet

BOTH = ("class_logits", "box_deltas")
RETINA = dict(score=0.05, top_k=1000, iou_threshold=0.5, most=100)


def exact_retinanet(request):
    images, request = [], maps.flat(request, BOTH)
    anchors, levels = anchors_of(request)
    for index, (logits, deltas) in enumerate(zip(batch(request, "class_logits"), batch(request, "box_deltas"))):
        group = [n for n, (start, end) in enumerate(levels) for _ in range(start, end)]
        candidates = [(sigmoid(v), i, k, group[i]) for i, row in enumerate(logits) for k, v in enumerate(row)]

        def box(i, _):
            return clip(decode(deltas[i], anchors[i], request.get("box_weights", [1] * 4)), size_of(request, index))

        images.append(answer(Head(candidates, box, len(logits[0]), levels), request, index, **RETINA))
    return {"images": images}


def options(request, defaults):
    return dict(
        score_thresh=request.get("score_threshold", defaults["score"]),
        topk_candidates=request.get("top_k", defaults["top_k"]),
        nms_thresh=request.get("iou_threshold", defaults["iou_threshold"]),
        detections_per_img=request.get("max_detections", defaults["most"]),
    )


def by_level(tensor, levels):
    return [tensor[:, start:end] for start, end in levels]


def peer_retinanet(request):
    request = maps.peer(request, BOTH, maps.retinanet)
    anchors, levels = peer_anchors(request)
    logits, deltas = double(batch(request, "class_logits")), double(batch(request, "box_deltas"))
    coder = det_utils.BoxCoder(tuple(request.get("box_weights", (1.0,) * 4)))
    model = SimpleNamespace(box_coder=coder, **options(request, RETINA))
    found = tv_retinanet.RetinaNet.postprocess_detections(
        model, {"cls_logits": by_level(logits, levels), "bbox_regression": by_level(deltas, levels)},
        [[anchors[start:end] for start, end in levels]] * len(logits), sizes(request, len(logits)))
    return told(found, request)


def sizes(request, count):
    return [tuple(size_of(request, i)) for i in range(count)]


# SSD

SSD = dict(score=0.01, top_k=400, iou_threshold=0.45, most=200)


def exact_ssd(request):
    request = maps.flat(request, BOTH)
    anchors, levels = ssd_anchors(request), ssd_levels(request)
    images, weights = [], request.get("box_weights", [10, 10, 5, 5])
    background = request.get("background_class", 0)
    for index, (logits, deltas) in enumerate(zip(batch(request, "class_logits"), batch(request, "box_deltas"))):
        candidates = [(s, i, k, k) for i, row in enumerate(logits) for k, s in enumerate(softmax(row)) if k != background]

        def box(i, _):
            return clip(decode(deltas[i], anchors[i], weights), size_of(request, index))

        images.append(answer(Head(candidates, box, len(logits[0]), levels), request, index, **SSD))
    return {"images": images}


def ssd_anchors(request):
    """Given or generated."""
    return request.get("anchors") or cell_anchors.exact_ssd(request)["anchors"]


def ssd_levels(request):
    """The rows of each level, where something tells them: maps, or the sizes that default boxes are laid on."""
    if "anchors" in request:
        return request.get("levels", ())
    ratios = cell_anchors.ratios_of(request)
    return maps.ranges([h * w * (2 + 2 * len(r)) for (h, w), r in zip(request["feature_sizes"], ratios)])


def peer_ssd(request):
    request = maps.peer(request, BOTH, maps.ssd)
    anchors = request.get("anchors") or cell_anchors.peer_ssd(request)["anchors"]
    logits, deltas = double(batch(request, "class_logits")), double(batch(request, "box_deltas"))
    coder = det_utils.BoxCoder(tuple(request.get("box_weights", (10.0, 10.0, 5.0, 5.0))))
    model = SimpleNamespace(box_coder=coder, **options(request, SSD))
    found = tv_ssd.SSD.postprocess_detections(
        model, {"cls_logits": logits, "bbox_regression": deltas}, [double(anchors)] * len(logits),
        sizes(request, len(logits)))
    return told(found, request)


# FCOS

FCOS = dict(score=0.2, top_k=1000, iou_threshold=0.6, most=100)


def fcos_cells(request):
    cells, levels = [], []
    for (h, w), stride in zip(request["feature_sizes"], request["strides"]):
        start = len(cells)
        offset = mpf(request.get("center_offset", 0))
        cells += [((x + offset) * stride, (y + offset) * stride, stride) for y in range(h) for x in range(w)]
        levels.append((start, len(cells)))
    return cells, levels


def exact_fcos(request):
    images, request = [], maps.flat(request, (*BOTH, "centerness"))
    cells, levels = fcos_cells(request)
    group = [n for n, (start, end) in enumerate(levels) for _ in range(start, end)]
    root = mp.sqrt if request.get("score_root", True) else mpf
    heads = zip(batch(request, "class_logits"), batch(request, "box_deltas"), batch(request, "centerness"))
    for index, (logits, deltas, centres) in enumerate(heads):
        candidates = [
            (root(sigmoid(v) * sigmoid(centres[i][0])), i, k, group[i])
            for i, row in enumerate(logits) for k, v in enumerate(row)
        ]

        def box(i, _):
            x, y, stride = cells[i]
            unit = stride if request.get("normalized_deltas", True) else 1
            left, top, right, bottom = (mpf(d) * unit for d in deltas[i])
            return clip([x - left, y - top, x + right, y + bottom], size_of(request, index))

        images.append(answer(Head(candidates, box, len(logits[0]), levels), request, index, **FCOS))
    return {"images": images}


def peer_fcos(request):
    request = maps.peer(request, (*BOTH, "centerness"), maps.fcos)
    cells, levels = fcos_cells(request)
    boxes = fcos_boxes(cells)
    logits, deltas = double(batch(request, "class_logits")), double(batch(request, "box_deltas"))
    centres = double(batch(request, "centerness"))
    coder = det_utils.BoxLinearCoder(normalize_by_size=request.get("normalized_deltas", True))
    model = SimpleNamespace(box_coder=coder, **options(request, FCOS))
    heads = {"cls_logits": by_level(logits, levels), "bbox_regression": by_level(deltas, levels),
             "bbox_ctrness": by_level(centres, levels)}
    # The paper's product, and mmdetection's, is torchvision's score without its root.
    root = torch.sqrt if request.get("score_root", True) else torch.clone
    with mock.patch.object(tv_fcos.torch, "sqrt", root):
        found = tv_fcos.FCOS.postprocess_detections(
            model, heads, [[boxes[start:end] for start, end in levels]] * len(logits), sizes(request, len(logits)))
    return told(found, request)


def fcos_boxes(cells):
    """torchvision's anchors: a box as large as a cell around each centre."""
    return double([[float(x - s / 2), float(y - s / 2), float(x + s / 2), float(y + s / 2)] for x, y, s in cells])


# Region proposals

RPN = dict(score=None, top_k=1000, iou_threshold=0.7, most=1000, min_size=0.001)


def exact_rpn(request):
    images, request = [], maps.flat(request, ("objectness", "box_deltas"))
    anchors, levels = anchors_of(request)
    group = [n for n, (start, end) in enumerate(levels) for _ in range(start, end)]
    for index, (logits, deltas) in enumerate(zip(batch(request, "objectness"), batch(request, "box_deltas"))):
        candidates = [(sigmoid(row[0]), i, 0, group[i]) for i, row in enumerate(logits)]

        def box(i, _):
            return clip(decode(deltas[i], anchors[i], request.get("box_weights", [1] * 4)), size_of(request, index))

        head = Head(candidates, box, 1, levels)
        images.append(answer(head, request, index, key=lambda item: item[3], **RPN))
    return {"images": images}


def peer_rpn(request):
    request = maps.peer(request, ("objectness", "box_deltas"), maps.rpn)
    anchors, levels = peer_anchors(request)
    objectness, deltas = double(batch(request, "objectness")), double(batch(request, "box_deltas"))
    coder = det_utils.BoxCoder(tuple(request.get("box_weights", (1.0,) * 4)))
    proposals = coder.decode(deltas.reshape(-1, 4), [anchors] * len(deltas)).reshape(len(deltas), -1, 4)
    model = SimpleNamespace(
        pre_nms_top_n=lambda: request.get("top_k", 1000), post_nms_top_n=lambda: request.get("max_detections", 1000),
        nms_thresh=request.get("iou_threshold", 0.7), score_thresh=request.get("score_threshold", 0.0),
        min_size=request.get("min_size", 0.001))
    model._get_top_n_idx = lambda *a: tv_rpn.RegionProposalNetwork._get_top_n_idx(model, *a)
    boxes, scores = tv_rpn.RegionProposalNetwork.filter_proposals(
        model, proposals, objectness, sizes(request, len(deltas)), [end - start for start, end in levels])
    return told(
        [{"boxes": b, "scores": s, "labels": torch.zeros(len(s), dtype=torch.int64)} for b, s in zip(boxes, scores)],
        request)


# Faster R-CNN

RCNN = dict(score=0.05, top_k=None, iou_threshold=0.5, most=100, min_size=0.01)


def by_image(request):
    """Logits, offsets and proposals of each image, however they come."""
    names = ("class_logits", "box_deltas", "proposals")
    if "proposal_counts" not in request:
        return list(zip(*(batch(request, name) for name in names)))
    return [tuple(request[name][start:end] for name in names) for start, end in maps.ranges(request["proposal_counts"])]


def exact_rcnn(request):
    images, weights = [], request.get("box_weights", [10, 10, 5, 5])
    background = request.get("background_class", 0)
    for index, (logits, deltas, proposals) in enumerate(by_image(request)):
        candidates = [(s, i, k, 0) for i, row in enumerate(logits) for k, s in enumerate(softmax(row)) if k != background]

        def box(i, k):
            # Without offsets for the background (detectron2, mmdetection) the classes behind it move up.
            k -= len(deltas[i]) == 4 * (len(logits[0]) - 1) and k > background
            own = deltas[i] if len(deltas[i]) == 4 else deltas[i][4 * k : 4 * k + 4]
            return clip(decode(own, proposals[i], weights), size_of(request, index))

        width = len(logits[0]) if logits else 1
        images.append(answer(Head(candidates, box, width), request, index, **RCNN))
    return {"images": images}


def background_first(logits, deltas, background):
    """torchvision's layout: the background is class 0 and has offsets as well, of which nothing is made."""
    classes = logits.shape[-1]
    order = [background] + [k for k in range(classes) if k != background]
    deltas = deltas.reshape(len(deltas), deltas.shape[1] // 4, 4)
    if deltas.shape[1] == 1:
        deltas = deltas.repeat(1, classes, 1)
    elif deltas.shape[1] == classes:
        deltas = deltas[:, order]
    else:
        deltas = torch.cat((torch.zeros_like(deltas[:, :1]), deltas), 1)
    return logits[:, order], deltas.flatten(1), torch.tensor(order)


def peer_rcnn(request):
    model = SimpleNamespace(
        box_coder=det_utils.BoxCoder(tuple(request.get("box_weights", (10.0, 10.0, 5.0, 5.0)))),
        score_thresh=request.get("score_threshold", 0.05), nms_thresh=request.get("iou_threshold", 0.5),
        detections_per_img=request.get("max_detections", 100))
    own = [(double(c), double(d), double(p)) for c, d, p in by_image(request)]
    classes = next(len(c[0]) for c, _, _ in by_image(request) if c)
    own = [(c.reshape(-1, classes), d.reshape(len(c), -1) if len(c) else torch.zeros(0, 4).double(), p.reshape(-1, 4))
           for c, d, p in own]
    turned = [background_first(c, d, request.get("background_class", 0)) for c, d, _ in own]
    boxes, scores, labels = roi_heads.RoIHeads.postprocess_detections(
        model, torch.cat([c for c, _, _ in turned]), torch.cat([d for _, d, _ in turned]), [p for _, _, p in own],
        sizes(request, len(own)))
    return told(
        [{"boxes": b, "scores": s, "labels": turned[0][2][k]} for b, s, k in zip(boxes, scores, labels)], request)


# DETR

DETR = dict(score=0.5, top_k=None, iou_threshold=1, most=100)


def exact_detr(request):
    images = []
    soft = request.get("score_activation", "softmax") == "softmax"
    many = request.get("multi_label", not soft)
    for index, (logits, boxes) in enumerate(zip(batch(request, "class_logits"), batch(request, "boxes"))):
        background = request.get("background_class", len(logits[0]) - 1 if soft else None)
        height, width = size_of(request, index)
        candidates = []
        for i, row in enumerate(logits):
            scores = softmax(row) if soft else [sigmoid(v) for v in row]
            own = [(s, i, k, 0) for k, s in enumerate(scores) if k != background]
            candidates += own if many else [max(own, key=lambda c: c[0])]

        def box(i, _):
            x1, y1, x2, y2 = centered(*map(mpf, boxes[i]))
            return [x1 * width, y1 * height, x2 * width, y2 * height]

        head = Head(candidates, box, len(logits[0]) if many else 1)
        images.append(answer(head, request, index, suppress=False, **DETR))
    return {"images": images}


def peer_detr(request):
    found = []
    soft = request.get("score_activation", "softmax") == "softmax"
    logits, boxes = double(batch(request, "class_logits")), double(batch(request, "boxes"))
    many = request.get("multi_label", not soft)
    for index in range(len(logits)):
        scores = logits[index].softmax(-1) if soft else logits[index].sigmoid()
        background = request.get("background_class", scores.shape[1] - 1 if soft else None)
        if background is not None:
            scores[:, background] = -1
        if many:
            score, place = scores.flatten().sort(descending=True, stable=True)
            query, label = place // scores.shape[1], place % scores.shape[1]
        else:
            best, of = scores.max(-1)
            score, query = best.sort(descending=True, stable=True)
            label = of[query]
        keep = torch.where(score > request.get("score_threshold", 0.5))[0][: request.get("max_detections", 100)]
        height, width = size_of(request, index)
        corners = box_ops.box_convert(boxes[index], "cxcywh", "xyxy") * double([width, height, width, height])
        found.append({"boxes": corners[query[keep]], "scores": score[keep], "labels": label[keep]})
    return told(found, request)


# EfficientNMS

NMS = dict(score=0.25, top_k=None, iou_threshold=0.45, most=100)


def anchors_of_image(request, index):
    """The anchors of an image, or None; those of a single one are of all."""
    anchors = request.get("anchors")
    return anchors if anchors is None or depth(anchors) == 2 else anchors[index % len(anchors)]


def exact_efficient_nms(request):
    images, activation = [], request.get("score_activation", "none")
    scores = batch(request, "scores")
    all_boxes = request["boxes"] if depth(request["scores"]) == 3 else [request["boxes"]]
    for index, (rows, boxes) in enumerate(zip(scores, all_boxes)):
        number = sigmoid if activation == "sigmoid" else mpf
        candidates = [(number(v), i, k, 0) for i, row in enumerate(rows) for k, v in enumerate(row)
                      if k != request.get("background_class")]

        anchors = anchors_of_image(request, index)

        def box(i, k):
            own = boxes[i][k] if depth(boxes[i]) == 2 else boxes[i]
            if anchors and request.get("box_coding") == "cxcywh":
                (tx, ty, tw, th), (x, y, w, h) = map(mpf, own), map(mpf, anchors[i])
                return centered(tx * w + x, ty * h + y, w * mp.exp(tw), h * mp.exp(th))
            if request.get("box_coding") == "cxcywh":
                return centered(*map(mpf, own))
            x1, y1, x2, y2 = (mpf(v) + mpf(a) for v, a in zip(own, anchors[i] if anchors else (0,) * 4))
            return [min(x1, x2), min(y1, y2), max(x1, x2), max(y1, y2)]

        head = Head(candidates, box, len(rows[0]))
        mapping = pipeline.back(request, request.get("image_size", [1, 1]), index, "letterbox")
        images.append(pipeline.stages(head, request, mapping=mapping, **NMS))
    most = request.get("max_detections", 100)

    def padded(name, zero):
        return [i[name] + [zero] * (most - len(i[name])) for i in images]

    return {
        "num_detections": [[i["counts"]["returned"]] for i in images],
        "detection_boxes": padded("boxes", [mpf(0)] * 4), "detection_scores": padded("scores", mpf(0)),
        "detection_classes": padded("labels", 0), "images": images,
    }


def peer_efficient_nms(request):
    scores = double(batch(request, "scores"))
    boxes = double(request["boxes"]) if depth(request["scores"]) == 3 else double([request["boxes"]])
    most, found = request.get("max_detections", 100), []
    if request.get("score_activation") == "sigmoid":
        scores = scores.sigmoid()
    if "background_class" in request:
        scores[..., request["background_class"]] = -1
    for index in range(len(scores)):
        row, label = torch.where(scores[index] > request.get("score_threshold", 0.25))
        own = boxes[index][row, label] if boxes.dim() == 4 else boxes[index][row]
        anchors = anchors_of_image(request, index)
        if anchors and request.get("box_coding") == "cxcywh":
            coder = det_utils.BoxCoder((1.0,) * 4, bbox_xform_clip=math.inf)
            own = coder.decode_single(own, box_ops.box_convert(double(anchors)[row], "cxcywh", "xyxy"))
        elif request.get("box_coding") == "cxcywh":
            own = box_ops.box_convert(own, "cxcywh", "xyxy")
        elif anchors:
            own = own + double(anchors)[row]
        own = torch.cat((torch.minimum(own[:, :2], own[:, 2:]), torch.maximum(own[:, :2], own[:, 2:])), 1)
        group = torch.zeros_like(label) if request.get("class_agnostic") else label
        keep = box_ops.batched_nms(own, scores[index][row, label], group, request.get("iou_threshold", 0.45))[:most]
        found.append((own[keep], scores[index][row, label][keep], label[keep]))

    def padded(place, *shape):
        kind = torch.int64 if place == 2 else torch.float64
        full = torch.zeros((len(found), most, *shape), dtype=kind)
        for index, item in enumerate(found):
            full[index, : len(item[place])] = item[place]
        return full.tolist()

    return {"num_detections": [[len(f[0])] for f in found], "detection_boxes": padded(0, 4),
            "detection_scores": padded(1), "detection_classes": padded(2), "images": None}


# Vectors


def logits(inputs, rows, classes, low=-4, high=3):
    return inputs.numbers((rows, classes), low, high)


def offsets(inputs, rows, by=0.6):
    return inputs.numbers((rows, 4), -by, by)


PYRAMID = {"feature_sizes": [[4, 6], [2, 3]], "strides": [16, 32], "image_size": [64, 96], "anchor_sizes": [[24], [48]],
           "aspect_ratios": [0.5, 1, 2]}
ROWS = (24 + 6) * 3


def level_maps(inputs, sizes, images=None, **heads):
    """Maps of random numbers: heads are (channels, low, high) of a level, or a list of them."""
    def level(index, channels, low, high):
        shape = (channels if isinstance(channels, int) else channels[index], *sizes[index])
        return inputs.numbers(shape if images is None else (images, *shape), low, high)

    return {name: [level(i, *head) for i in range(len(sizes))] for name, head in heads.items()}


SMALL = {**PYRAMID, "feature_sizes": [[3, 4], [2, 2]]}
UNSIZED = {k: v for k, v in SMALL.items() if k != "feature_sizes"}


def retinanet():
    operation = Operation("detections.retinanet", "torchvision: RetinaNet.postprocess_detections", exact_retinanet,
                          peer_retinanet)
    inputs = Inputs(operation.name)

    def heads(classes=3):
        return {"class_logits": logits(inputs, ROWS, classes, -6, 2), "box_deltas": offsets(inputs, ROWS)}

    operation.add("defaults", {**heads(), **PYRAMID})
    operation.add("resized", {**heads(2), **PYRAMID, "original_size": [100, 120], "score_threshold": 0.3})
    operation.add("top-k", {**heads(2), **PYRAMID, "top_k": 7, "max_detections": 9, "box_weights": [10, 10, 5, 5]})

    def levels(images=None, sizes=SMALL["feature_sizes"]):
        return level_maps(inputs, sizes, images, class_logits=(3 * 2, -6, 2), box_deltas=(3 * 4, -0.6, 0.6))

    operation.add("maps", {**levels(), **UNSIZED})
    operation.add("maps-batch", {**levels(2), **SMALL, "top_k": 9, "max_detections": 7})
    operation.add("maps-one-level", {
        **levels(sizes=[[2, 2]]), "strides": [32], "image_size": [64, 64], "anchor_sizes": [[40]],
        "aspect_ratios": [0.5, 1, 2],
    })
    return operation


def ssd():
    operation = Operation("detections.ssd", "torchvision: SSD.postprocess_detections", exact_ssd, peer_ssd)
    inputs = Inputs(operation.name)

    def heads(rows, classes):
        return {"class_logits": logits(inputs, rows, classes), "box_deltas": offsets(inputs, rows, 3)}

    def anchors(rows):
        return {"anchors": [inputs.box(100) for _ in range(rows)], "image_size": [100, 100]}

    operation.add("defaults", {**heads(20, 4), **anchors(20)})
    operation.add("top-k-by-class", {**heads(20, 3), **anchors(20), "top_k": 4})
    operation.add("resized", {**heads(15, 4), **anchors(15), "original_size": [50, 300], "score_threshold": 0.2})
    operation.add("weights", {**heads(12, 3), **anchors(12), "box_weights": [5, 5, 2, 2], "iou_threshold": 0.3})
    one, two = heads(9, 3), heads(9, 3)
    operation.add("batch", {
        **{k: [one[k], two[k]] for k in one}, **anchors(9), "image_size": [[100, 80], [60, 100]], "max_detections": 5,
    })

    def levels(images=None):
        return level_maps(inputs, [[2, 3], [1, 2]], images, class_logits=([2 * 3, 3 * 3], -4, 3),
                          box_deltas=([2 * 4, 3 * 4], -3, 3))

    operation.add("maps", {**levels(), **anchors(18)})
    operation.add("maps-batch", {**levels(2), **anchors(18), "top_k": 5})

    # (3 · 4 + 2 · 2) · 4 + 1 · 6 default boxes.
    laid = {"feature_sizes": [[3, 4], [2, 2], [1, 1]], "aspect_ratios": [[2], [2], [2, 3]], "image_size": [60, 90]}
    operation.add("default-boxes", {**heads(70, 3), **laid, "score_threshold": 0.3})
    operation.add("default-boxes-steps", {
        **heads(70, 3), **laid, "scales": [0.1, 0.3, 0.6, 1.05], "strides": [16, 32, 64], "top_k": 6,
    })
    one, two = heads(10, 3), heads(10, 3)
    operation.add("default-boxes-padded", {
        **{k: [one[k], two[k]] for k in one}, "feature_sizes": [[2, 1], [1, 1]], "aspect_ratios": [[], [2, 3]],
        "image_size": [[60, 90], [64, 70]], "padded_size": [64, 96], "scale_range": [0.28, 0.9], "clip_sizes": False,
    })
    operation.add("default-boxes-maps", {
        **level_maps(inputs, [[2, 3], [1, 2]], class_logits=([4 * 3, 6 * 3], -4, 3), box_deltas=([4 * 4, 6 * 4], -3, 3)),
        "aspect_ratios": [[2], [2, 3]], "image_size": [60, 90], "max_detections": 12,
    })
    return operation


def fcos():
    operation = Operation("detections.fcos", "torchvision: FCOS.postprocess_detections", exact_fcos, peer_fcos)
    inputs = Inputs(operation.name)
    grid = {"feature_sizes": [[4, 6], [2, 3]], "strides": [16, 32], "image_size": [64, 96]}

    def heads(classes=3, low=0.05, high=2):
        return {"class_logits": logits(inputs, 30, classes), "box_deltas": inputs.numbers((30, 4), low, high),
                "centerness": logits(inputs, 30, 1, -2, 3)}

    operation.add("defaults", {**heads(), **grid})
    operation.add("centres", {**heads(), **grid, "center_offset": 0.5, "iou_threshold": 0.3})
    operation.add("pixels", {**heads(2, 2, 40), **grid, "normalized_deltas": False, "top_k": 5})
    operation.add("resized", {**heads(2), **grid, "original_size": [128, 100], "score_threshold": 0.4})
    one, two = heads(2), heads(2)
    operation.add("batch", {**{k: [one[k], two[k]] for k in one}, **grid, "max_detections": 6,
                            "image_size": [[64, 96], [50, 90]], "padded_size": [64, 96]})

    def levels(images=None):
        return level_maps(inputs, grid["feature_sizes"], images, class_logits=(2, -4, 3), box_deltas=(4, 0.05, 2),
                          centerness=(1, -2, 3))

    operation.add("maps", {**levels(), "strides": [16, 32], "image_size": [64, 96]})
    operation.add("maps-batch", {**levels(2), **grid, "max_detections": 6, "center_offset": 0.5})
    operation.add("product", {**heads(2), **grid, "score_root": False})
    return operation


def rpn():
    operation = Operation("detections.rpn", "torchvision: RegionProposalNetwork.filter_proposals", exact_rpn, peer_rpn)
    inputs = Inputs(operation.name)

    def heads():
        return {"objectness": logits(inputs, ROWS, 1), "box_deltas": offsets(inputs, ROWS, 0.9)}

    operation.add("defaults", {**heads(), **PYRAMID})
    operation.add("top-k", {**heads(), **PYRAMID, "top_k": 12, "max_detections": 8})
    operation.add("min-size", {**heads(), **PYRAMID, "min_size": 20, "iou_threshold": 0.5})
    operation.add("threshold", {**heads(), **PYRAMID, "score_threshold": 0.6})

    def levels(images=None):
        return level_maps(inputs, SMALL["feature_sizes"], images, objectness=(3, -4, 3), box_deltas=(3 * 4, -0.9, 0.9))

    operation.add("maps", {**levels(), **UNSIZED})
    operation.add("maps-batch", {**levels(2), **SMALL, "top_k": 12, "max_detections": 8})
    return operation


def rcnn():
    operation = Operation("detections.faster-rcnn", "torchvision: RoIHeads.postprocess_detections", exact_rcnn, peer_rcnn)
    inputs = Inputs(operation.name)

    def heads(rows, classes, width=None):
        return {"class_logits": logits(inputs, rows, classes),
                "box_deltas": inputs.numbers((rows, width or 4 * classes), -3, 3),
                "proposals": [inputs.box(100) for _ in range(rows)]}

    operation.add("defaults", {**heads(15, 4), "image_size": [100, 100]})
    operation.add("class-agnostic-boxes", {**heads(15, 4, 4), "image_size": [100, 100], "iou_threshold": 0.3})
    operation.add("resized", {**heads(12, 3), "image_size": [100, 100], "original_size": [40, 333]})
    operation.add("clipped-away", {**heads(12, 3), "image_size": [40, 50], "score_threshold": 0.02})
    one, two = heads(8, 3), heads(8, 3)
    operation.add("batch", {**{k: [one[k], two[k]] for k in one}, "image_size": [[100, 80], [60, 100]],
                            "max_detections": 5})
    operation.add("background-last", {**heads(15, 4), "image_size": [100, 100], "background_class": 3})
    operation.add("offsets-of-objects", {**heads(15, 4, 12), "image_size": [100, 100], "background_class": 3})
    operation.add("offsets-of-objects-background-first", {**heads(12, 4, 12), "image_size": [100, 100]})
    operation.add("one-after-the-other", {
        **heads(14, 3, 8), "proposal_counts": [9, 0, 5], "image_size": [[100, 80], [60, 100], [90, 90]],
        "background_class": 2})
    return operation


def detr():
    operation = Operation("detections.detr", "Carion et al. 2020, PostProcess; Zhu et al. 2021", exact_detr, peer_detr)
    inputs = Inputs(operation.name)

    def heads(queries=10, classes=4):
        boxes = [inputs.numbers((2,), 0.2, 0.8) + inputs.numbers((2,), 0.05, 0.6) for _ in range(queries)]
        return {"class_logits": logits(inputs, queries, classes, -3, 4), "boxes": boxes, "image_size": [480, 640]}

    operation.add("defaults", heads())
    operation.add("all-queries", {**heads(), "score_threshold": 0})
    operation.add("sigmoid", {**heads(), "score_activation": "sigmoid", "max_detections": 12})
    operation.add("sigmoid-best", {**heads(), "score_activation": "sigmoid", "multi_label": False})
    operation.add("background", {**heads(), "background_class": 0, "score_threshold": 0.3})
    operation.add("original", {**heads(), "original_size": [500, 500], "score_threshold": 0.1})
    one, two = heads(6), heads(6)
    operation.add("batch", {"class_logits": [one["class_logits"], two["class_logits"]],
                            "boxes": [one["boxes"], two["boxes"]], "image_size": [[480, 640], [300, 200]]})
    return operation


def efficient_nms():
    operation = Operation(
        "detections.efficient-nms", "NVIDIA TensorRT, efficientNMSPlugin", exact_efficient_nms, peer_efficient_nms)
    inputs = Inputs(operation.name)

    def boxes(rows=14, clusters=4):
        centres = [inputs.box() for _ in range(clusters)]
        return [inputs.near(inputs.choice(centres), by=0.3) for _ in range(rows)]

    def scores(rows=14, classes=3):
        return inputs.numbers((rows, classes), 0.01, 0.99, 4)

    operation.add("defaults", {"boxes": boxes(), "scores": scores(), "max_detections": 20})
    operation.add("agnostic", {"boxes": boxes(), "scores": scores(), "class_agnostic": True, "max_detections": 6})
    operation.add("background", {"boxes": boxes(), "scores": scores(), "background_class": 1, "max_detections": 5})
    operation.add("sigmoid", {"boxes": boxes(), "scores": logits(inputs, 14, 2), "score_activation": "sigmoid",
                              "max_detections": 30, "score_threshold": 0.1})
    sized = [[round(v, 3) for v in ((b[0] + b[2]) / 2, (b[1] + b[3]) / 2, b[2] - b[0], b[3] - b[1])] for b in boxes()]
    operation.add("centre-and-size", {"boxes": sized, "scores": scores(), "box_coding": "cxcywh", "max_detections": 30})
    operation.add("corners-swapped", {"boxes": [b[2:] + b[:2] for b in boxes(8, 3)], "scores": scores(8, 2),
                                      "max_detections": 10})
    operation.add("boxes-by-class", {"boxes": [[[b, b2] for b, b2 in zip(boxes(7, 2), boxes(7, 2))]],
                                     "scores": [scores(7, 2)], "max_detections": 12})
    operation.add("batch", {"boxes": [boxes(6), boxes(6)], "scores": [scores(6, 2), scores(6, 2)],
                            "max_detections": 4, "iou_threshold": 0.2})

    def sized_boxes(rows):
        return [in_format(b, "cxcywh") for b in boxes(rows)]

    def fused(rows, classes=2, sizes=1.5):
        offset = [inputs.numbers((2,), -0.4, 0.4) + inputs.numbers((2,), -sizes, sizes) for _ in range(rows)]
        return {"boxes": offset, "scores": scores(rows, classes), "max_detections": 12}

    # Sizes beyond log(1000/16), where other decoders hold them.
    operation.add("fused-centre-and-size", {**fused(10), "anchors": sized_boxes(10), "box_coding": "cxcywh"})
    operation.add("fused-unclamped", {**fused(6, 3, 5), "anchors": sized_boxes(6), "box_coding": "cxcywh"})
    operation.add("fused-corners", {
        "boxes": inputs.numbers((10, 4), -4, 4), "scores": scores(10, 2), "anchors": boxes(10), "max_detections": 12,
    })
    one, two = fused(6), fused(6)
    both = {"boxes": [one["boxes"], two["boxes"]], "scores": [one["scores"], two["scores"]], "max_detections": 8,
            "box_coding": "cxcywh"}
    operation.add("fused-batch", {**both, "anchors": [sized_boxes(6), sized_boxes(6)]})
    operation.add("fused-batch-shared", {**both, "anchors": [sized_boxes(6)], "background_class": 0})
    by_class = [inputs.numbers((2, 4), -0.5, 0.5) for _ in range(6)]
    operation.add("fused-by-class", {
        "boxes": [by_class], "scores": [scores(6, 2)], "anchors": sized_boxes(6), "box_coding": "cxcywh",
        "max_detections": 9,
    })
    return operation


def operations():
    return [retinanet(), ssd(), fcos(), rpn(), rcnn(), detr(), efficient_nms()]
