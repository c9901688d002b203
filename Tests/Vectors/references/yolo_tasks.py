"""detections.yolov8-pose, -seg, -obb, and the channels behind the classes: ultralytics' own post-processing in float64."""

import torch
from pycocotools import mask as coco_mask
from torchvision.ops import box_convert
from ultralytics.utils import ops
from ultralytics.utils.metrics import batch_probiou
from ultralytics.utils.nms import non_max_suppression
from ultralytics.utils.tal import dist2bbox, dist2rbox

from .inputs import Inputs
from .vectors import Operation
from .yolo_heads import centres, decoded_rows, images, transposed

NEAR = 1e-6


def rows(request, matrix):
    """(N, C) rows in float64."""
    data = torch.tensor(matrix, dtype=torch.float64)
    last = "channels-last" if request.get("head") == "one-to-one" else "channels-first"
    return data.T if (request.get("layout") or last) == "channels-first" else data


def decoded(request, data, extras, rotated=False):
    """Rows of an exported head: those of a raw one as ultralytics' Detect, Pose and OBB decode them."""
    bins = request.get("reg_max")
    if not bins:
        return data
    points, strides = centres(request)
    points, classes = points + 0.5, data.shape[1] - 4 * bins - extras
    share = data[:, : 4 * bins].reshape(-1, 4, bins).softmax(2)
    sides = (share * torch.arange(bins).double()).sum(2)
    scores, more = data[:, 4 * bins : 4 * bins + classes].sigmoid(), data[:, 4 * bins + classes :].clone()
    if rotated:
        more = (more.sigmoid() - 0.25) * torch.pi
        boxes = dist2rbox(sides, more, points) * strides
    else:
        boxes = dist2bbox(sides, points, xywh=True, dim=1) * strides
        if "keypoint_shape" in request:
            width = request["keypoint_shape"][1]
            for axis in range(2):
                more[:, axis::width] = (more[:, axis::width] * 2 + (points[:, axis : axis + 1] - 0.5)) * strides
            if width == 3:
                more[:, 2::3] = more[:, 2::3].sigmoid()
    return torch.cat((boxes, scores, more), 1)


def suppressed(request, data, extras, rotated=False):
    """non_max_suppression: rows x1, y1, x2, y2 (or x, y, w, h), score, class and the rest, and which they were."""
    one = request.get("head") == "one-to-one"
    if one:  # ultralytics expects the rows in the order of their scores
        order = data[:, 4].argsort(descending=True, stable=True)
        found, kept = non_max_suppression(
            data[None, order], request.get("score_threshold", 0.25), max_det=request.get("max_detections", 300),
            end2end=True, return_idxs=True)
        return data[order[kept[0]]], order[kept[0]]
    found, kept = non_max_suppression(
        decoded(request, data, extras, rotated).T[None].clone(), request.get("score_threshold", 0.25),
        request.get("iou_threshold", 0.7), agnostic=request.get("class_agnostic", False),
        multi_label=request.get("multi_label", False), max_det=request.get("max_detections", 300),
        nc=(data.shape[1] - extras - 4 * (request.get("reg_max") or 1)), rotated=rotated, return_idxs=True)
    return found[0].double(), kept[0].long().reshape(-1)


def original(request, index):
    size = request.get("original_size")
    return size[index] if isinstance(size[0], list) else size


def back(request, boxes, index, xywh=False):
    if request.get("original_size") is None:
        size = request.get("image_size")
        return boxes if size is None or xywh else ops.clip_boxes(boxes.clone(), size)
    return ops.scale_boxes(request["image_size"], boxes.clone(), original(request, index), xywh=xywh)


def answer(request, found, kept, index, boxes=None):
    return {"boxes": (back(request, found[:, :4], index) if boxes is None else boxes).tolist(),
            "scores": found[:, 4].tolist(), "labels": found[:, 5].long().tolist(), "anchor_indices": kept.tolist()}


def pose(request):
    answers, (count, width) = [], request.get("keypoint_shape", [17, 3])
    for index, matrix in enumerate(images(request)):
        found, kept = suppressed(request, rows(request, matrix), count * width)
        points = found[:, 6:].reshape(-1, count, width)
        if request.get("original_size") is not None:
            points = ops.scale_coords(request["image_size"], points.clone(), original(request, index))
        elif request.get("image_size") is not None:
            points = ops.clip_coords(points.clone(), request["image_size"])
        answers.append({**answer(request, found, kept, index), "keypoints": points.tolist()})
    return {"images": answers}


def segmentation(request):
    answers, prototypes = [], torch.tensor(request["prototypes"], dtype=torch.float64)
    for index, matrix in enumerate(images(request)):
        own = prototypes if prototypes.dim() == 3 else prototypes[index]
        found, kept = suppressed(request, rows(request, matrix), len(own))
        size = request["image_size"] if request.get("original_size") is None else original(request, index)
        boxes = back(request, found[:, :4], index)
        masks = ops.process_mask_native(own, found[:, 6:].float(), boxes, tuple(size))
        check(own, found[:, 6:], boxes, size, request["image_size"])
        codes = [coco_mask.encode(m.numpy().astype("uint8", order="F"))["counts"].decode() for m in masks]
        answers.append({**answer(request, found, kept, index), "masks": codes, "mask_sizes": [list(size)] * len(codes)})
    return {"images": answers}


def check(prototypes, coefficients, boxes, size, network):
    """No pixel within its box may be so near to the threshold that float32 decides; the padding must be in whole cells."""
    gain = min(network[0] / size[0], network[1] / size[1])
    for side, whole, cells in zip(size, network, prototypes.shape[1:]):
        assert (whole - side * gain) / 2 % (whole / cells) == 0, "the padding is not in whole cells"
    logits = (coefficients @ prototypes.reshape(len(prototypes), -1)).reshape(1, -1, *prototypes.shape[1:])
    if coefficients.shape[0]:
        inside = ops.crop_mask(torch.ones(len(boxes), *size), boxes.float()) > 0
        if (ops.scale_masks(logits, size)[0][inside].abs() < 2e-6).any():
            raise TooNear("a pixel is too near to the threshold")


class TooNear(ValueError):
    """Of a request whose answer hangs on rounding."""


def fitting(make, answered):
    """A request, made until its answer does not hang on rounding, nor on the order of equal scores."""
    while True:
        request = make()
        try:
            found = answered(request)
            if all(len(set(image["scores"])) == len(image["scores"]) for image in found["images"]):
                return request
        except TooNear:
            continue


def obb(request):
    answers = []
    for index, matrix in enumerate(images(request)):
        data = rows(request, matrix)
        found, kept = suppressed(request, data, 1, rotated=True)
        if request.get("head") != "one-to-one":
            full = decoded(request, data, 1, True)
            likeness = batch_probiou(torch.cat((full[:, :4], full[:, -1:]), 1), torch.cat((full[:, :4], full[:, -1:]), 1))
            if (likeness - request.get("iou_threshold", 0.7)).abs().min() < NEAR:
                raise TooNear("an overlap is too near to the threshold")
        boxes = torch.cat((back(request, found[:, :4], index, xywh=True), found[:, 6:]), 1)
        if request.get("regularize"):
            boxes = ops.regularize_rboxes(boxes)
        corners = ops.xywhr2xyxyxyxy(boxes)
        hulls = torch.cat((corners.amin(1), corners.amax(1)), 1)
        size = original(request, index) if request.get("original_size") is not None else request.get("image_size")
        hulls = hulls if size is None else ops.clip_boxes(hulls, size)
        answers.append({**answer(request, found, kept, index, hulls), "rotated_boxes": boxes.tolist(),
                        "corners": corners.tolist()})
    return {"images": answers}


def rows_with(inputs, n, classes, more, extent=64.0):
    return [row + more(row) for row in decoded_rows(inputs, n, classes, extent=extent)]


def one_to_one(decoded, box="xyxy"):
    """Rows x1, y1, x2, y2, score, class and the rest, of rows with two classes."""
    out = []
    for row in decoded:
        corners = box_convert(torch.tensor([row[:4]], dtype=torch.float64), "cxcywh", box)[0].tolist()
        best = max(range(2), key=lambda k: row[4 + k])
        out.append([round(v, 4) for v in corners] + [row[4 + best], best] + row[6:])
    return out


def yolov8_pose():
    operation = Operation(
        "detections.yolov8-pose", "ultralytics: non_max_suppression, scale_boxes, scale_coords, Pose.kpts_decode", None,
        pose)
    inputs = Inputs(operation.name)

    def points(count, width, low=-5.0, high=70.0):
        return lambda _: [v for _ in range(count)
                          for v in inputs.numbers((2,), low, high) + inputs.numbers((width - 2,), 0.01, 0.99)]

    operation.add("defaults", {"predictions": transposed(rows_with(inputs, 16, 1, points(17, 3)))})
    operation.add("two-numbers", {
        "predictions": transposed(rows_with(inputs, 10, 1, points(4, 2))), "keypoint_shape": [4, 2]})
    operation.add("classes", {
        "predictions": rows_with(inputs, 12, 3, points(2, 3)), "keypoint_shape": [2, 3], "layout": "channels-last",
        "score_threshold": 0.4,
    })
    operation.add("letterbox", {
        "predictions": transposed(rows_with(inputs, 21, 1, points(3, 3), extent=32.0)), "keypoint_shape": [3, 3],
        "image_size": [32, 32], "original_size": [40, 80],
    })
    operation.add("clipped-to-the-input", {
        "predictions": transposed(rows_with(inputs, 21, 1, points(3, 3), extent=32.0)), "keypoint_shape": [3, 3],
        "image_size": [32, 32],
    })
    raw = [inputs.numbers((64,), -3, 3, 2) + inputs.numbers((1,), -2, 3, 2) + inputs.numbers((15,), -2, 2, 2)
           for _ in range(21)]
    operation.add("raw", {"predictions": transposed(raw), "reg_max": 16, "image_size": [32, 32],
                          "keypoint_shape": [5, 3], "iou_threshold": 0.6})
    operation.add("batch", {
        "predictions": [transposed(rows_with(inputs, 8, 1, points(2, 3))) for _ in range(2)], "keypoint_shape": [2, 3],
        "image_size": [64, 64], "strides": [32, 32], "original_size": [[128, 64], [32, 64]], "layout": "channels-first",
    })
    operation.add("one-to-one", {
        "predictions": one_to_one(rows_with(inputs, 9, 2, points(3, 3))), "keypoint_shape": [3, 3], "head": "one-to-one",
        "image_size": [64, 64], "original_size": [128, 128],
    })
    operation.add("none-passes", {"predictions": transposed([[1, 1, 2, 2, 0.1, 1, 1, 0.5]]), "keypoint_shape": [1, 3],
                                  "layout": "channels-first"})
    return operation


def yolov8_seg():
    operation = Operation(
        "detections.yolov8-seg", "ultralytics: non_max_suppression, scale_boxes, process_mask_native; pycocotools: encode",
        None, segmentation)
    inputs = Inputs(operation.name)

    def prototypes(count, height, width):
        return inputs.numbers((count, height, width), -1.5, 1.5, 2)

    def coefficients(count):
        return lambda _: inputs.numbers((count,), -1, 1, 2)

    operation.add("defaults", fitting(lambda: {
        "predictions": transposed(rows_with(inputs, 21, 2, coefficients(32), extent=32.0)),
        "prototypes": prototypes(32, 8, 8), "image_size": [32, 32],
    }, segmentation))
    operation.add("letterbox-wide", fitting(lambda: {
        "predictions": transposed(rows_with(inputs, 84, 2, coefficients(8))), "prototypes": prototypes(8, 16, 16),
        "image_size": [64, 64], "original_size": [60, 120],
    }, segmentation))
    operation.add("letterbox-tall", fitting(lambda: {
        "predictions": transposed(rows_with(inputs, 84, 1, coefficients(4))), "prototypes": prototypes(4, 16, 16),
        "image_size": [64, 64], "original_size": [100, 75],
    }, segmentation))
    operation.add("enlarged", fitting(lambda: {
        "predictions": transposed(rows_with(inputs, 84, 1, coefficients(4))), "prototypes": prototypes(4, 16, 16),
        "image_size": [64, 64], "original_size": [256, 192], "max_detections": 4,
    }, segmentation))
    raw = [inputs.numbers((16,), -3, 3, 2) + inputs.numbers((2,), -2, 3, 2) + inputs.numbers((3,), -1, 1, 2)
           for _ in range(21)]
    operation.add("raw", fitting(lambda: {"predictions": transposed(raw), "reg_max": 4, "image_size": [32, 32],
                          "prototypes": prototypes(3, 8, 8), "iou_threshold": 0.6}, segmentation))
    operation.add("batch", fitting(lambda: {
        "predictions": [transposed(rows_with(inputs, 21, 1, coefficients(4), extent=32.0)) for _ in range(2)],
        "prototypes": [prototypes(4, 8, 8) for _ in range(2)], "image_size": [32, 32],
        "original_size": [[64, 64], [32, 16]],
    }, segmentation))
    operation.add("one-to-one", fitting(lambda: {
        "predictions": one_to_one(rows_with(inputs, 9, 2, coefficients(4))), "prototypes": prototypes(4, 16, 16),
        "head": "one-to-one", "image_size": [64, 64], "original_size": [96, 96],
    }, segmentation))
    return operation


def yolov8_obb():
    operation = Operation(
        "detections.yolov8-obb", "ultralytics: non_max_suppression (rotated), batch_probiou, dist2rbox, scale_boxes", None,
        obb)
    inputs = Inputs(operation.name)

    def angle(_):
        return inputs.numbers((1,), -0.78, 2.35, 4)

    operation.add("defaults", fitting(lambda: {"predictions": transposed(rows_with(inputs, 30, 2, angle))}, obb))
    operation.add("class-agnostic", {
        "predictions": transposed(rows_with(inputs, 24, 3, angle)), "class_agnostic": True, "iou_threshold": 0.4})
    operation.add("regularized", {
        "predictions": rows_with(inputs, 16, 2, angle), "layout": "channels-last", "regularize": True})
    operation.add("multi-label", {
        "predictions": transposed(rows_with(inputs, 16, 3, angle)), "multi_label": True, "score_threshold": 0.5})
    operation.add("letterbox", {
        "predictions": transposed(rows_with(inputs, 21, 2, angle, extent=32.0)), "image_size": [32, 32],
        "original_size": [40, 80], "iou_threshold": 0.3})
    raw = [inputs.numbers((64,), -3, 3, 2) + inputs.numbers((2,), -2, 3, 2) + inputs.numbers((1,), -3, 3, 2)
           for _ in range(21)]
    operation.add("raw", {"predictions": transposed(raw), "reg_max": 16, "image_size": [32, 32], "iou_threshold": 0.5})
    operation.add("batch", {
        "predictions": [transposed(rows_with(inputs, 10, 2, angle)) for _ in range(2)], "max_detections": 3})
    operation.add("one-to-one", {
        "predictions": one_to_one(rows_with(inputs, 9, 2, angle), "cxcywh"), "head": "one-to-one",
        "image_size": [64, 64], "original_size": [32, 64]})
    return operation


def operations():
    return [yolov8_pose(), yolov8_seg(), yolov8_obb()]
