"""detections.yolox, gfl, nanodet, centernet, rtdetr, dfine: box by box with 60 digits, and by the library's own code."""

from types import SimpleNamespace

import torch
from mpmath import mp, mpf
from torchvision.ops import boxes as box_ops

from . import heads, mmdetection, pipeline
from .inputs import Inputs
from .pipeline import Head, centered, sigmoid, softmax
from .vectors import Operation
from .yolo_heads import corners, decoded_rows, grid, image_answer, images, labelled, level_rows, peer_back, peer_suppression


def tensor(value):
    return torch.tensor(value, dtype=torch.float64)


def found(boxes, scores, labels):
    return {"boxes": boxes.tolist(), "scores": scores.tolist(), "labels": labels.tolist(), "anchor_indices": None,
            "levels": None, "counts": None}


# YOLOX

X = dict(score=0.25, top_k=None, iou_threshold=0.45, most=300)


def corner_mapping(request, index):
    """One scale, and the picture in the upper left corner."""
    original = pipeline.pair_of(request["original_size"], index)
    scale = min(mpf(s) / o for s, o in zip(request["image_size"], original))
    return lambda box: pipeline.clip([v / scale for v in box], original)


def exact_yolox(request):
    answers = []
    for index, rows in enumerate(images(request)):
        number = sigmoid if request.get("score_activation") == "sigmoid" else mpf
        places = [(x, y, s) for h, w, s in grid(request) for y in range(h) for x in range(w)] if request.get("is_raw") else None
        candidates = [(s, i, label, 0) for i, row in enumerate(rows)
                      for s, label in labelled([number(v) * number(row[4]) for v in row[5:]], request, False)]

        def box(i, _):
            t = list(map(mpf, rows[i][:4]))
            if places is None:
                return centered(*t)
            x, y, s = places[i]
            return centered((t[0] + x) * s, (t[1] + y) * s, mp.exp(t[2]) * s, mp.exp(t[3]) * s)

        head = Head(candidates, box, 1, level_rows(request))
        if request.get("original_size") is None:
            answers.append(image_answer(head, request, index, **X))
        else:
            answers.append(pipeline.stages(head, request, mapping=corner_mapping(request, index), **X))
    return {"images": answers}


def peer_yolox(request):
    """mmdetection's YOLOXHead for the boxes, and its order of work."""
    answers = []
    for index, rows in enumerate(images(request)):
        data = tensor(rows)
        if request.get("is_raw"):
            priors = torch.cat([
                torch.tensor([[x * s, y * s, s, s] for y in range(h) for x in range(w)]).double()
                for h, w, s in grid(request)])
            boxes = mmdetection.load().YOLOXHead._bbox_decode(None, priors, data[None, :, :4])[0]
        else:
            boxes = corners(data[:, :4])
        scores = data[:, 4:]
        if request.get("score_activation") == "sigmoid":
            scores = scores.sigmoid()
        boxes, confidence, label, _ = peer_suppression(boxes, scores[:, :1] * scores[:, 1:], request, X, False)
        if request.get("original_size") is not None:
            original = pipeline.pair_of(request["original_size"], index)
            ratio = min(s / o for s, o in zip(request["image_size"], original))
            boxes = box_ops.clip_boxes_to_image(boxes / ratio, tuple(original))
        else:
            boxes = peer_back(boxes, request, index)
        answers.append(found(boxes, confidence, label))
    return {"images": answers}


def yolox():
    operation = Operation(
        "detections.yolox", "Ge et al. 2021, YOLOX: decode_outputs, postprocess; mmdetection, YOLOXHead._bbox_decode",
        exact_yolox, peer_yolox)
    inputs = Inputs(operation.name)

    def raw(n, low=0.05, high=0.98):
        return [inputs.numbers((4,), -1, 1.5) + inputs.numbers((3,), low, high) for _ in range(n)]

    operation.add("decoded", {"predictions": decoded_rows(inputs, 16, 3, True)})
    operation.add("raw", {"predictions": raw(21), "is_raw": True, "image_size": [32, 32]})
    operation.add("logits", {"predictions": raw(21, -3, 3), "is_raw": True, "image_size": [32, 32],
                             "score_activation": "sigmoid", "score_threshold": 0.2})
    operation.add("corner", {"predictions": raw(10), "is_raw": True, "image_size": [32, 64], "strides": [16, 32],
                             "original_size": [90, 128]})
    operation.add("batch", {"predictions": [raw(10), raw(10)], "is_raw": True, "image_size": [64, 32],
                            "strides": [16, 32], "original_size": [[64, 64], [128, 50]]})
    return operation


# GFL and NanoDet

GFL = dict(score=0.05, top_k=1000, iou_threshold=0.6, most=100)


def distances(row, bins, first=0):
    return [sum(k * p for k, p in enumerate(softmax(row[first + side * bins : first + (side + 1) * bins])))
            for side in range(4)]


def exact_gfl(request):
    answers, shift = [], mpf(request.get("center_offset", 0))
    cells, levels = [], []
    for (h, w), s in zip(request["feature_sizes"], request["strides"]):
        levels.append((len(cells), len(cells) + h * w))
        cells += [((x + shift) * s, (y + shift) * s, s) for y in range(h) for x in range(w)]
    group = [n for n, (start, end) in enumerate(levels) for _ in range(start, end)]
    for index, (logits, rows) in enumerate(zip(
            heads.batch(request, "class_logits"), heads.batch(request, "box_distributions"))):
        candidates = [(sigmoid(v), i, k, group[i]) for i, row in enumerate(logits) for k, v in enumerate(row)]

        def box(i, _):
            (x, y, s), (left, top, right, bottom) = cells[i], distances(rows[i], len(rows[i]) // 4)
            return pipeline.clip([x - left * s, y - top * s, x + right * s, y + bottom * s],
                                 heads.size_of(request, index))

        answers.append(heads.answer(Head(candidates, box, len(logits[0]), levels), request, index, **GFL))
    return {"images": answers}


def peer_gfl(request):
    """GFLHead._predict_by_feat_single."""
    heads_of_mmdetection = mmdetection.load()
    from mmdet.models.task_modules.coders import DistancePointBBoxCoder
    from mmdet.models.task_modules.prior_generators import AnchorGenerator
    from mmengine.config import ConfigDict

    answers = []
    strides = request["strides"]
    priors = AnchorGenerator(strides=strides, ratios=[1.0], octave_base_scale=8, scales_per_octave=1).grid_priors(
        [tuple(s) for s in request["feature_sizes"]], dtype=torch.float64, device="cpu")
    priors = [p + request.get("center_offset", 0) * s for p, s in zip(priors, strides)]
    for index, (logits, rows) in enumerate(zip(
            heads.batch(request, "class_logits"), heads.batch(request, "box_distributions"))):
        logits, rows = tensor(logits), tensor(rows)
        counts = [h * w for h, w in request["feature_sizes"]]

        def maps(data):
            return [m.T.reshape(-1, h, w) for m, (h, w) in zip(data.split(counts), request["feature_sizes"])]

        head = SimpleNamespace(
            test_cfg=ConfigDict(
                nms_pre=request.get("top_k", 1000), score_thr=request.get("score_threshold", 0.05),
                nms=ConfigDict(type="nms", iou_threshold=request.get("iou_threshold", 0.6)),
                max_per_img=request.get("max_detections", 100), min_bbox_size=-1),
            prior_generator=SimpleNamespace(strides=[(s, s) for s in strides]),
            integral=heads_of_mmdetection.gfl_head.Integral(rows.shape[1] // 4 - 1).double(), cls_out_channels=logits.shape[1],
            bbox_coder=DistancePointBBoxCoder(),
            anchor_center=lambda p: torch.stack(((p[:, 0] + p[:, 2]) / 2, (p[:, 1] + p[:, 3]) / 2), -1))

        def post(results, cfg, **_):
            boxes, keep = mmdetection.batched_nms(results.bboxes, results.scores, results.labels, cfg.nms)
            return boxes[: cfg.max_per_img], results.labels[keep][: cfg.max_per_img]

        head._bbox_post_process = post
        boxes, labels = heads_of_mmdetection.GFLHead._predict_by_feat_single(
            head, maps(logits), maps(rows), None, priors, {"img_shape": tuple(heads.size_of(request, index))}, None)
        answers.append(found(heads.resized(boxes[:, :4], request, index), boxes[:, 4], labels))
    return {"images": answers}


def gfl():
    operation = Operation("detections.gfl", "mmdetection, GFLHead", exact_gfl, peer_gfl)
    inputs = Inputs(operation.name)
    common = {"feature_sizes": [[3, 4], [2, 2]], "strides": [8, 16], "image_size": [24, 32]}

    def rows(bins=17, classes=3, n=16):
        return {"class_logits": inputs.numbers((n, classes), -4, 3), "box_distributions": inputs.numbers((n, 4 * bins), -2, 2, 2)}

    operation.add("defaults", {**rows(), **common})
    operation.add("few-bins", {**rows(4), **common, "iou_threshold": 0.3})
    operation.add("top-k", {**rows(8), **common, "top_k": 5, "score_threshold": 0.2, "max_detections": 4})
    operation.add("middle", {**rows(8), **common, "center_offset": 0.5, "original_size": [48, 64]})
    one, two = rows(5), rows(5)
    operation.add("batch", {**{k: [one[k], two[k]] for k in one}, **common})
    return operation


NANO = dict(score=0.05, top_k=None, iou_threshold=0.6, most=100)
NANO_STRIDES = [8, 16, 32, 64]


def exact_nanodet(request):
    answers, bins, shift = [], request.get("reg_max", 7) + 1, mpf(request.get("center_offset", 0))
    request = {"strides": NANO_STRIDES, **request}
    cells = [((x + shift) * s, (y + shift) * s, s) for h, w, s in grid(request) for y in range(h) for x in range(w)]
    number = sigmoid if request.get("score_activation") == "sigmoid" else mpf
    for index, rows in enumerate(images(request)):
        classes = len(rows[0]) - 4 * bins
        candidates = [(number(v), i, k, 0) for i, row in enumerate(rows) for k, v in enumerate(row[:classes])]

        def box(i, _):
            (x, y, s), (left, top, right, bottom) = cells[i], distances(rows[i], bins, classes)
            return pipeline.clip([x - left * s, y - top * s, x + right * s, y + bottom * s], request["image_size"])

        answers.append(image_answer(Head(candidates, box, classes, level_rows(request)), request, index, **NANO))
    return {"images": answers}


def peer_nanodet(request):
    """As NanoDetPlusHead.get_bboxes: distances by an integral, distance2bbox with max_shape, multiclass_nms."""
    answers, bins = [], request.get("reg_max", 7) + 1
    request = {"strides": NANO_STRIDES, **request}
    priors = torch.cat([
        torch.stack([
            *(v.flatten() for v in reversed(torch.meshgrid(
                (torch.arange(h) + request.get("center_offset", 0)) * s,
                (torch.arange(w) + request.get("center_offset", 0)) * s, indexing="ij"))),
            torch.full((h * w,), s)], -1).double() for h, w, s in grid(request)])
    height, width = request["image_size"]
    for index, rows in enumerate(images(request)):
        data = tensor(rows)
        scores, shares = data.split((data.shape[1] - 4 * bins, 4 * bins), 1)
        if request.get("score_activation") == "sigmoid":
            scores = scores.sigmoid()
        sides = shares.reshape(-1, 4, bins).softmax(2) @ torch.arange(bins).double() * priors[:, 2:]
        boxes = torch.stack([
            (priors[:, 0] - sides[:, 0]).clamp(0, width), (priors[:, 1] - sides[:, 1]).clamp(0, height),
            (priors[:, 0] + sides[:, 2]).clamp(0, width), (priors[:, 1] + sides[:, 3]).clamp(0, height)], -1)
        row, label = torch.where(scores > request.get("score_threshold", 0.05))
        keep = box_ops.batched_nms(boxes[row], scores[row, label], label, request.get("iou_threshold", 0.6))
        keep = keep[: request.get("max_detections", 100)]
        answers.append(found(peer_back(boxes[row[keep]], request, index), scores[row, label][keep], label[keep]))
    return {"images": answers}


def nanodet():
    operation = Operation("detections.nanodet", "RangiLyu 2021, NanoDet-Plus: NanoDetPlusHead.get_bboxes", exact_nanodet,
                          peer_nanodet)
    inputs = Inputs(operation.name)

    def rows(n, bins=8, classes=2, low=0.01, high=0.98):
        return [inputs.numbers((classes,), low, high) + inputs.numbers((4 * bins,), -2, 2, 2) for _ in range(n)]

    operation.add("defaults", {"predictions": rows(22), "image_size": [32, 32]})
    operation.add("logits", {"predictions": rows(21, 4, 3, -3, 3), "image_size": [32, 32], "strides": [8, 16, 32],
                             "reg_max": 3, "score_activation": "sigmoid", "score_threshold": 0.3})
    operation.add("middle", {"predictions": rows(10, 5), "image_size": [32, 64], "strides": [16, 32], "reg_max": 4,
                             "center_offset": 0.5, "original_size": [64, 100]})
    operation.add("batch", {"predictions": [rows(5, 2), rows(5, 2)], "image_size": [32, 32], "strides": [16, 32],
                            "reg_max": 1})
    return operation


# CenterNet

CENTER = dict(score=0.3, top_k=None, iou_threshold=1, most=100)


def exact_centernet(request):
    answers, stride = [], mpf(request.get("stride", 4))
    number = mpf if request.get("score_activation") == "none" else sigmoid
    shifts = heads.batch(request, "offsets", 3) if "offsets" in request else None
    for index, (heat, sizes) in enumerate(zip(heads.batch(request, "heatmap", 3), heads.batch(request, "sizes", 3))):
        height, width = len(heat[0]), len(heat[0][0])
        candidates = []
        for k, plane in enumerate(heat):
            for y in range(height):
                for x in range(width):
                    around = [plane[v][u] for v in range(max(y - 1, 0), min(y + 2, height))
                              for u in range(max(x - 1, 0), min(x + 2, width))]
                    # Others are candidates as well: they do not pass.
                    score = number(plane[y][x]) if plane[y][x] == max(around) else mpf(-1)
                    candidates.append((score, y * width + x, k, 0))

        def box(i, _):
            y, x = divmod(i, width)
            dx, dy = (mpf(shifts[index][a][y][x]) for a in (0, 1)) if shifts else (0, 0)
            return [v * stride for v in centered(x + dx, y + dy, mpf(sizes[0][y][x]), mpf(sizes[1][y][x]))]

        answers.append(image_answer(Head(candidates, box, len(heat)), request, index, suppress=False, **CENTER))
    return {"images": answers}


def peer_centernet(request):
    """CenterNetHead._decode_heatmap."""
    answers, stride = [], request.get("stride", 4)
    for index, (heat, sizes) in enumerate(zip(heads.batch(request, "heatmap", 3), heads.batch(request, "sizes", 3))):
        heat, sizes = tensor(heat)[None], tensor(sizes)[None]
        shifts = tensor(heads.batch(request, "offsets", 3)[index])[None] if "offsets" in request else torch.zeros_like(sizes)
        if request.get("score_activation") != "none":
            heat = heat.sigmoid()
        height, width = heat.shape[2:]
        boxes, labels = mmdetection.load().CenterNetHead._decode_heatmap(
            None, heat, sizes, shifts, (height * stride, width * stride),
            k=min(request.get("max_detections", 100), heat[0].numel()))
        keep = boxes[0, :, 4] > request.get("score_threshold", 0.3)
        answers.append(found(peer_back(boxes[0, keep, :4], request, index), boxes[0, keep, 4], labels[0, keep].long()))
    return {"images": answers}


def centernet():
    operation = Operation("detections.centernet", "Zhou et al. 2019, Objects as Points; mmdetection, CenterNetHead",
                          exact_centernet, peer_centernet)
    inputs = Inputs(operation.name)

    def maps(classes=2, height=6, width=7, offsets=True):
        more = {"offsets": inputs.numbers((2, height, width), 0.01, 0.99)} if offsets else {}
        return {"heatmap": inputs.numbers((classes, height, width), -3, 3, 6), "sizes": inputs.numbers((2, height, width), 0.5, 4),
                **more}

    operation.add("defaults", maps())
    operation.add("without-offsets", {**maps(3, offsets=False), "stride": 8, "score_threshold": 0.6})
    operation.add("scores", {**maps(), "heatmap": inputs.numbers((2, 6, 7), 0.01, 0.99, 6), "score_activation": "none"})
    operation.add("letterbox", {**maps(), "image_size": [24, 28], "original_size": [48, 50], "max_detections": 5})
    one, two = maps(), maps()
    operation.add("batch", {k: [one[k], two[k]] for k in one})
    return operation


# RT-DETR and D-FINE

def detr_request(request):
    return {"score_activation": "sigmoid", "max_detections": 300, **request}


def peer_rtdetr(request):
    """RTDetrImageProcessor.post_process_object_detection, which looks at as many pairs as there are queries."""
    from transformers import RTDetrImageProcessor

    logits, boxes = (tensor(heads.batch(request, name)) for name in ("class_logits", "boxes"))
    sizes = [tuple(heads.size_of(request, i)) for i in range(len(logits))]
    outputs = SimpleNamespace(logits=logits, pred_boxes=boxes)
    answers = RTDetrImageProcessor.post_process_object_detection(
        None, outputs, threshold=request.get("score_threshold", 0.5), target_sizes=torch.tensor(sizes).double())
    return {"images": [found(a["boxes"], a["scores"], a["labels"]) for a in answers]}


def rtdetr(name, source):
    operation = Operation(f"detections.{name}", source, lambda r: heads.exact_detr(detr_request(r)), peer_rtdetr)
    inputs = Inputs(operation.name)

    def queries(n=12, classes=4):
        return {"class_logits": inputs.numbers((n, classes), -4, 0.6, 6),
                "boxes": [inputs.numbers((2,), 0.2, 0.8) + inputs.numbers((2,), 0.05, 0.5) for _ in range(n)]}

    operation.add("defaults", {**queries(), "image_size": [480, 640]})
    operation.add("threshold", {**queries(), "image_size": [300, 200], "score_threshold": 0.7})
    one, two = queries(), queries()
    operation.add("batch", {**{k: [one[k], two[k]] for k in one}, "image_size": [[480, 640], [64, 32]]})
    return operation


def operations():
    source = "transformers, RTDetrImageProcessor.post_process_object_detection"
    return [yolox(), gfl(), nanodet(), centernet(), rtdetr("rtdetr", source), rtdetr("dfine", source)]
